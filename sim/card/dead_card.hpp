// Answers the shim in place of a card that died, as PCI Express answers for a card that was
// pulled: reads are all ones.
//
// Threading: one thread; takes over both sockets from the process that served them.
// Hot path:  none.

#pragma once

#include <cstdint>

#include "sim/card/shim_socket.hpp"

namespace hotbook::card {

// The reply of a bus with nothing on it.
void make_dead_reply(std::uint32_t opcode, std::uint64_t bytes, WireWriter& body);

// Finishes the call that `progress` says was being served, then answers until the host closes or
// is gone.
void serve_dead_card(ShimSocket& shim, HostSocket& host, CallProgress& progress);

}  // namespace hotbook::card
