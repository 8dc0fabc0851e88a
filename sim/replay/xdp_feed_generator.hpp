// Sends a generated day of NYSE XDP over two lines, on each with its own losses, repeats and
// delays.
//
// Threading: one thread.
// Hot path:  never; it allocates a frame at a time.

#pragma once

#include <cstdint>
#include <vector>

#include "sim/replay/feed_generator.hpp"
#include "sim/replay/udp_framer.hpp"
#include "sim/replay/xdp_generator.hpp"

namespace hotbook::replay {

struct XdpFeedOptions {
  XdpOptions xdp;
  LineAddress address_a = default_address(Line::A);
  LineAddress address_b = default_address(Line::B);
  bool two_lines = true;  // false: line a only
  LineFaults faults_a;
  LineFaults faults_b;
  std::uint32_t loss_both_ppm = 0;  // packets neither line delivers: a true gap
  std::uint32_t foreign_ppm = 0;    // packets of a retransmission or refresh between the others
  std::uint32_t send_skew_ns = 0;   // line b's publisher writes send times this much later
};

class XdpFeedGenerator {
 public:
  // Throws std::invalid_argument, naming the option.
  explicit XdpFeedGenerator(const XdpFeedOptions& options);

  // Gives the next frame of either line in the order of time; false when the day is over.
  [[nodiscard]] bool next(GeneratedFrame& frame);

  // Counts since the start.
  [[nodiscard]] std::uint64_t messages() const noexcept { return messages_; }
  [[nodiscard]] std::uint64_t packets_lost_on_both() const noexcept { return lost_on_both_; }

 private:
  struct Waiting {
    GeneratedFrame frame;
    std::uint64_t number;  // breaks ties of time, so that the order is the same everywhere
    bool operator>(const Waiting& right) const noexcept {
      return frame.time_ns != right.frame.time_ns ? frame.time_ns > right.frame.time_ns
                                                  : number > right.number;
    }
  };
  struct LineState {
    Line name;
    LineFaults faults;
    UdpFramer framer;
    std::uint64_t latest_ns = 0;
  };

  void send(const XdpPacket& packet);
  void send_on(LineState& line, const XdpPacket& packet);
  void send_part(LineState& line, const XdpPacket& packet, std::size_t first, std::size_t last);
  void deliver(LineState& line, const XdpHeader& header, std::uint64_t time_ns,
               std::span<const std::uint8_t> messages);
  void wait(Line line, std::uint64_t time_ns, std::span<const std::uint8_t> bytes);

  XdpFeedOptions options_;
  XdpGenerator packets_from_;
  Draw draw_;
  LineState line_a_;
  LineState line_b_;
  bool ended_ = false;
  std::uint64_t sent_ns_ = 0;  // no later packet is sent before this
  std::uint64_t number_ = 0;
  std::uint64_t messages_ = 0;
  std::uint64_t lost_on_both_ = 0;
  std::vector<Waiting> waiting_;  // a heap, the earliest first
};

// Writes a whole generated feed; returns how many frames it has. Throws CaptureError.
std::uint64_t write_xdp_feed(const XdpFeedOptions& options, const std::string& pcap_path);

}  // namespace hotbook::replay
