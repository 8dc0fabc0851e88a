// Sends what a market of CME's kind tells over two lines: packets, and on each line its own losses,
// repeats and delays; and spoils packets where that is wanted.
//
// Threading: one thread.
// Hot path:  never; a whole feed is made at once.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/replay/feed_generator.hpp"
#include "sim/replay/mdp3_market.hpp"

namespace hotbook::replay {

struct Mdp3FeedOptions {
  Mdp3MarketOptions market;
  std::uint32_t packets = 2'000;
  std::uint32_t first_seq = 1;
  std::uint32_t messages_max = 4;  // of a packet
  LineAddress address_a = default_address(Line::A);
  LineAddress address_b = default_address(Line::B);
  LineFaults faults_a;  // split_ppm has no meaning here
  LineFaults faults_b;
  std::uint32_t loss_both_ppm = 0;     // packets neither line delivers: a true gap
  std::uint32_t reset_ppm = 0;         // packets that begin with a channel reset
  std::uint32_t bad_ppm = 0;           // frames that the MAC calls bad
  std::uint32_t frame_fault_ppm = 0;   // frames spoilt in their Ethernet, IPv4 or UDP headers
  std::uint32_t packet_fault_ppm = 0;  // copies of a packet with a field changed
};

struct Mdp3GeneratedFrame {
  std::uint64_t time_ns = 0;
  Line line = Line::A;
  std::vector<std::uint8_t> bytes;
  bool bad = false;
};

class Mdp3Feed {
 public:
  explicit Mdp3Feed(const Mdp3FeedOptions& options);

  // All frames in the order of time, from the market's next event on. A second call goes on.
  [[nodiscard]] std::vector<Mdp3GeneratedFrame> generate();

  [[nodiscard]] const Mdp3Market& market() const noexcept { return market_; }
  [[nodiscard]] std::uint32_t next_seq() const noexcept { return seq_; }
  [[nodiscard]] std::uint64_t packets_lost_on_both() const noexcept { return lost_on_both_; }

 private:
  [[nodiscard]] std::vector<std::uint8_t> next_packet(bool flush);
  void send(Line line, std::vector<std::uint8_t> payload, std::vector<Mdp3GeneratedFrame>& out);

  Mdp3FeedOptions options_;
  Mdp3Market market_;
  Draw draw_;
  std::vector<Mdp3Message> ahead_;  // wait for the next packet
  std::uint32_t seq_;
  std::uint64_t lost_on_both_ = 0;
};

// Changes a field of a packet, or its size.
void spoil_mdp3(std::vector<std::uint8_t>& payload, Draw& draw);

// Writes a whole generated feed; returns how many frames it has. Throws CaptureError.
std::uint64_t write_mdp3_feed(const Mdp3FeedOptions& options, const std::string& pcap_path);

}  // namespace hotbook::replay
