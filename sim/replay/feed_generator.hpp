// Sends a generated day over two lines: packets, and on each line its own losses, repeats and
// delays.
//
// Threading: one thread.
// Hot path:  never; it allocates a frame at a time.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/replay/itch_generator.hpp"
#include "sim/replay/line.hpp"
#include "sim/replay/mold_framer.hpp"

namespace hotbook::replay {

// What a line does to its frames, in parts of a million.
struct LineFaults {
  std::uint32_t loss_ppm = 0;
  std::uint32_t duplicate_ppm = 0;  // sent a second time
  std::uint32_t split_ppm = 0;      // sent as two packets, so that the lines' packets differ
  std::uint32_t late_ppm = 0;       // held back by up to late_ns, so that later frames pass it
  std::uint64_t skew_ns = 0;        // every frame comes this much later
  std::uint64_t jitter_ns = 0;      // and up to this much more; never enough to pass another frame
  std::uint64_t late_ns = 50'000;
};

struct FeedOptions {
  ItchOptions itch;
  std::string session{kDefaultSession};
  std::uint64_t first_seq = 1;
  LineAddress address_a = default_address(Line::A);
  LineAddress address_b = default_address(Line::B);
  bool two_lines = true;  // false: line a only
  LineFaults faults_a;
  LineFaults faults_b;
  std::uint32_t loss_both_ppm = 0;        // packets neither line delivers: a true gap
  std::uint32_t packet_messages_max = 8;  // few packets hold many messages, most hold one or two
};

struct GeneratedFrame {
  std::uint64_t time_ns = 0;
  Line line = Line::A;
  std::vector<std::uint8_t> bytes;
};

class FeedGenerator {
 public:
  // Throws std::invalid_argument, naming the option.
  explicit FeedGenerator(const FeedOptions& options);

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
    LineFaults faults;
    MoldFramer framer;
    std::uint64_t latest_ns = 0;
  };

  bool send_packet();
  void send_end();
  void send(std::uint64_t time_ns, std::uint16_t message_count);
  void send_on(LineState& line, std::uint64_t time_ns, std::uint16_t message_count);
  void deliver(LineState& line, std::uint64_t time_ns, std::span<const std::uint8_t> bytes);
  void wait(const LineState& line, std::uint64_t time_ns, std::span<const std::uint8_t> bytes);
  [[nodiscard]] std::uint32_t draw_packet_messages();

  FeedOptions options_;
  ItchGenerator messages_from_;
  Draw draw_;
  LineState line_a_;
  LineState line_b_;
  std::vector<std::uint8_t> blocks_;
  ItchMessage ahead_;  // drawn, waits for the next packet
  bool has_ahead_ = false;
  bool ended_ = false;
  std::uint64_t sent_ns_ = 0;  // no later packet is sent before this
  std::uint64_t seq_;
  std::uint64_t number_ = 0;
  std::uint64_t messages_ = 0;
  std::uint64_t lost_on_both_ = 0;
  std::vector<Waiting> waiting_;  // a heap, the earliest first
};

// Writes a whole generated feed; returns how many frames it has. Throws CaptureError.
std::uint64_t write_feed(const FeedOptions& options, const std::string& pcap_path);

}  // namespace hotbook::replay
