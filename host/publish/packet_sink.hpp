// Where a finished packet goes.
//
// Threading: as its owner.
// Hot path:  send() neither throws nor waits; what cannot be sent is the network's loss, counted.

#pragma once

#include "host/feed/wire.hpp"

namespace hotbook::publish {

class PacketSink {
 public:
  virtual ~PacketSink() = default;
  // A UDP payload.
  virtual void send(feed::Bytes packet) noexcept = 0;
};

}  // namespace hotbook::publish
