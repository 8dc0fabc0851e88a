// Writes single NYSE XDP messages and packets, byte by byte as the specifications' tables have
// them.
//
// Threading: values and free functions.
// Hot path:  none; a message allocates.

#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace hotbook::replay {

// A message that is being written, its size put right at the end.
class XdpMessage {
 public:
  explicit XdpMessage(std::uint16_t type) { u16(0).u16(type); }

  XdpMessage& u8(unsigned value) { return little_endian(value, 1); }
  XdpMessage& u16(unsigned value) { return little_endian(value, 2); }
  XdpMessage& u32(std::uint64_t value) { return little_endian(value, 4); }
  XdpMessage& u64(std::uint64_t value) { return little_endian(value, 8); }
  XdpMessage& text(std::string_view value, std::size_t width);
  XdpMessage& zeros(std::size_t count);

  [[nodiscard]] std::vector<std::uint8_t> bytes() const;

 private:
  XdpMessage& little_endian(std::uint64_t value, std::size_t width);

  std::vector<std::uint8_t> bytes_;
};

// When something happened: a second since 1970 and a nanosecond in it.
struct XdpTime {
  std::uint32_t second = 0;
  std::uint32_t ns = 0;
};

struct XdpHeader {
  std::uint8_t delivery_flag = 11;
  std::uint8_t message_count = 0;
  std::uint32_t seq = 1;
  XdpTime sent;
};

// The header, and the messages that stand behind it.
[[nodiscard]] std::vector<std::uint8_t> xdp_packet(const XdpHeader& header,
                                                   std::span<const std::uint8_t> messages);

// The fields that most messages of a symbol begin with.
struct XdpSymbol {
  std::uint32_t ns = 0;
  std::uint32_t index = 0;
  std::uint32_t seq = 0;
};
struct XdpOrder {
  std::uint64_t id = 0;
  std::uint32_t price = 0;
  std::uint32_t volume = 0;
};

[[nodiscard]] XdpMessage xdp_of_symbol(std::uint16_t type, const XdpSymbol& symbol);
// The same with a second of their own in front.
[[nodiscard]] XdpMessage xdp_of_second(std::uint16_t type, std::uint32_t second,
                                       const XdpSymbol& symbol);

[[nodiscard]] std::vector<std::uint8_t> xdp_sequence_reset(const XdpTime& time);
[[nodiscard]] std::vector<std::uint8_t> xdp_time_reference(std::uint32_t second);
[[nodiscard]] std::vector<std::uint8_t> xdp_symbol_mapping(std::uint32_t index,
                                                           std::string_view symbol);
[[nodiscard]] std::vector<std::uint8_t> xdp_symbol_clear(std::uint32_t second,
                                                         const XdpSymbol& symbol);
[[nodiscard]] std::vector<std::uint8_t> xdp_security_status(std::uint32_t second,
                                                            const XdpSymbol& symbol, char status);
[[nodiscard]] std::vector<std::uint8_t> xdp_add(const XdpSymbol& symbol, const XdpOrder& order,
                                                char side);
[[nodiscard]] std::vector<std::uint8_t> xdp_add_refresh(std::uint32_t second,
                                                        const XdpSymbol& symbol,
                                                        const XdpOrder& order, char side);
[[nodiscard]] std::vector<std::uint8_t> xdp_modify(const XdpSymbol& symbol, const XdpOrder& order);
[[nodiscard]] std::vector<std::uint8_t> xdp_delete(const XdpSymbol& symbol, std::uint64_t id);
[[nodiscard]] std::vector<std::uint8_t> xdp_execution(const XdpSymbol& symbol,
                                                      const XdpOrder& order);
[[nodiscard]] std::vector<std::uint8_t> xdp_replace(const XdpSymbol& symbol, std::uint64_t old_id,
                                                    const XdpOrder& order);
// An imbalance is 67 bytes in XDP 2.1 and 73 from XDP 2.2 on.
[[nodiscard]] std::vector<std::uint8_t> xdp_imbalance(std::uint32_t second, const XdpSymbol& symbol,
                                                      std::uint32_t price, bool long_form);

}  // namespace hotbook::replay
