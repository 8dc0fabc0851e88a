// The reader of OBW1 files behind open_order_flow().
//
// Threading: one thread.
// Hot path:  see OrderFlowReader.

#pragma once

#include <memory>

#include "sim/replay/order_flow_file.hpp"

namespace hotbook::replay {

[[nodiscard]] bool looks_like_obw(std::span<const std::uint8_t> start) noexcept;
[[nodiscard]] std::unique_ptr<OrderFlowReader> make_obw_reader(std::unique_ptr<ByteSource> source);

// OBW1's hash of executions, to be folded over them in order: what a file's header expects.
inline constexpr std::uint64_t kObwHashStart = 0x243f6a8885a308d3U;
[[nodiscard]] std::uint64_t obw_trade_hash(std::uint64_t hash,
                                           const MatchOutput& execution) noexcept;

}  // namespace hotbook::replay
