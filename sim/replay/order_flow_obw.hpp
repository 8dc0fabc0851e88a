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

}  // namespace hotbook::replay
