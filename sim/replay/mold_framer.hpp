// Frames ITCH messages as Ethernet, IPv4, UDP and MoldUDP64, with every length and checksum right.
//
// Threading: one thread a framer.
// Hot path:  takes no memory once its longest frame has been built.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/replay/line.hpp"
#include "sim/replay/udp_framer.hpp"

namespace hotbook::replay {

inline constexpr std::string_view kDefaultSession = "HOTBOOK   ";

// Puts `message` behind `blocks` in the form that MoldUDP64 and NASDAQ's files share: 2 bytes of
// length, then it.
void append_block(std::vector<std::uint8_t>& blocks, std::span<const std::uint8_t> message);

class MoldFramer {
 public:
  // Less the MoldUDP64 header.
  static constexpr std::size_t kBlocksBytesMax = UdpFramer::kPayloadBytesMax - 20;

  // Throws std::invalid_argument unless the session has 10 characters.
  explicit MoldFramer(const LineAddress& address, std::string_view session = kDefaultSession);

  // Frames `message_count` messages that `blocks` holds in the form of append_block(); `seq` is the
  // first one's number. The result is valid until the next call. Lengths beyond 16 bits throw.
  [[nodiscard]] std::span<const std::uint8_t> frame(std::uint64_t seq, std::uint16_t message_count,
                                                    std::span<const std::uint8_t> blocks);

  // `seq` is the number of the next message.
  [[nodiscard]] std::span<const std::uint8_t> heartbeat(std::uint64_t seq) {
    return frame(seq, 0, {});
  }
  [[nodiscard]] std::span<const std::uint8_t> end_of_session(std::uint64_t seq) {
    return frame(seq, 0xffff, {});
  }

 private:
  UdpFramer framer_;
  std::string session_;
  std::vector<std::uint8_t> packet_;
};

}  // namespace hotbook::replay
