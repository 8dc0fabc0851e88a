#include "sim/replay/xdp_message.hpp"

namespace hotbook::replay {

XdpMessage& XdpMessage::little_endian(std::uint64_t value, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i, value >>= 8) {
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }
  return *this;
}

XdpMessage& XdpMessage::text(std::string_view value, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) {
    bytes_.push_back(i < value.size() ? static_cast<std::uint8_t>(value[i]) : std::uint8_t{0});
  }
  return *this;
}

XdpMessage& XdpMessage::zeros(std::size_t count) {
  bytes_.resize(bytes_.size() + count);
  return *this;
}

std::vector<std::uint8_t> XdpMessage::bytes() const {
  std::vector<std::uint8_t> whole = bytes_;
  whole[0] = static_cast<std::uint8_t>(whole.size());
  whole[1] = static_cast<std::uint8_t>(whole.size() >> 8);
  return whole;
}

std::vector<std::uint8_t> xdp_packet(const XdpHeader& header,
                                     std::span<const std::uint8_t> messages) {
  std::vector<std::uint8_t> packet;
  packet.reserve(16 + messages.size());
  const auto put = [&packet](std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i) packet.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  put(16 + messages.size(), 2);
  put(header.delivery_flag, 1);
  put(header.message_count, 1);
  put(header.seq, 4);
  put(header.sent.second, 4);
  put(header.sent.ns, 4);
  packet.insert(packet.end(), messages.begin(), messages.end());
  return packet;
}

XdpMessage xdp_of_symbol(std::uint16_t type, const XdpSymbol& symbol) {
  return XdpMessage{type}.u32(symbol.ns).u32(symbol.index).u32(symbol.seq);
}

XdpMessage xdp_of_second(std::uint16_t type, std::uint32_t second, const XdpSymbol& symbol) {
  return XdpMessage{type}.u32(second).u32(symbol.ns).u32(symbol.index).u32(symbol.seq);
}

std::vector<std::uint8_t> xdp_sequence_reset(const XdpTime& time) {
  return XdpMessage{1}.u32(time.second).u32(time.ns).u8(11).u8(1).bytes();
}

std::vector<std::uint8_t> xdp_time_reference(std::uint32_t second) {
  return XdpMessage{2}.u32(1).u32(0).u32(second).bytes();
}

std::vector<std::uint8_t> xdp_symbol_mapping(std::uint32_t index, std::string_view symbol) {
  return XdpMessage{3}
      .u32(index)
      .text(symbol, 11)
      .u8(0)
      .u16(1)  // NYSE
      .u8(7)
      .text("N", 1)
      .u8(4)  // price scale
      .text("C", 1)
      .u16(100)
      .u32(1'000'000)
      .u32(5'000)
      .u8(0)
      .text("N", 1)
      .u16(1)
      .u16(1)
      .u16(0)
      .bytes();
}

std::vector<std::uint8_t> xdp_symbol_clear(std::uint32_t second, const XdpSymbol& symbol) {
  return xdp_of_second(32, second, symbol).bytes();
}

std::vector<std::uint8_t> xdp_security_status(std::uint32_t second, const XdpSymbol& symbol,
                                              char status) {
  return xdp_of_second(34, second, symbol)
      .text({&status, 1}, 1)
      .text("~", 1)
      .zeros(12)
      .text(" ", 1)
      .zeros(8)
      .text("~", 1)
      .text(status == 'X' ? "X" : "P", 1)
      .u8(0)
      .bytes();
}

std::vector<std::uint8_t> xdp_add(const XdpSymbol& symbol, const XdpOrder& order, char side) {
  return xdp_of_symbol(100, symbol)
      .u64(order.id)
      .u32(order.price)
      .u32(order.volume)
      .text({&side, 1}, 1)
      .text("     ", 5)
      .u8(0)
      .bytes();
}

std::vector<std::uint8_t> xdp_add_refresh(std::uint32_t second, const XdpSymbol& symbol,
                                          const XdpOrder& order, char side) {
  return xdp_of_second(106, second, symbol)
      .u64(order.id)
      .u32(order.price)
      .u32(order.volume)
      .text({&side, 1}, 1)
      .text("     ", 5)
      .u8(0)
      .bytes();
}

std::vector<std::uint8_t> xdp_modify(const XdpSymbol& symbol, const XdpOrder& order) {
  return xdp_of_symbol(101, symbol)
      .u64(order.id)
      .u32(order.price)
      .u32(order.volume)
      .zeros(3)
      .bytes();
}

std::vector<std::uint8_t> xdp_delete(const XdpSymbol& symbol, std::uint64_t id) {
  return xdp_of_symbol(102, symbol).u64(id).u8(0).bytes();
}

std::vector<std::uint8_t> xdp_execution(const XdpSymbol& symbol, const XdpOrder& order) {
  return xdp_of_symbol(103, symbol)
      .u64(order.id)
      .u32(symbol.seq)  // trade id
      .u32(order.price)
      .u32(order.volume)
      .u8(1)
      .zeros(5)
      .bytes();
}

std::vector<std::uint8_t> xdp_replace(const XdpSymbol& symbol, std::uint64_t old_id,
                                      const XdpOrder& order) {
  return xdp_of_symbol(104, symbol)
      .u64(old_id)
      .u64(order.id)
      .u32(order.price)
      .u32(order.volume)
      .zeros(2)
      .bytes();
}

std::vector<std::uint8_t> xdp_imbalance(std::uint32_t second, const XdpSymbol& symbol,
                                        std::uint32_t price, bool long_form) {
  XdpMessage message = xdp_of_second(105, second, symbol);
  message.u32(price).u32(900).u32(1100).u32(0).u16(1600).text("CB", 2).zeros(27);
  if (long_form) message.u32(1100).text("B ", 2);
  return message.bytes();
}

}  // namespace hotbook::replay
