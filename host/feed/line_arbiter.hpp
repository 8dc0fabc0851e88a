// Decides which packet of which line is used next, and when a gap must be opened
// (rtl/spec/feed_function.md, section 2, "Arbitration").
//
// Threading: used by the FeedHandler's thread only.
// Hot path:  judge() neither allocates, throws, locks nor calls the kernel. hold() copies a packet
//            that must wait, into buffers that are reused; it allocates only while they grow.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "host/feed/feed_options.hpp"
#include "host/feed/mold_packet.hpp"

namespace hotbook::feed {

// A packet and what the frame around it said.
struct Arrival {
  MoldPacket packet;
  std::uint64_t rx_time_ns = 0;
  bool bad = false;
};

enum class PacketVerdict : std::uint8_t { Foreign, Old, Current, Ahead };

class LineArbiter {
 public:
  explicit LineArbiter(const FeedOptions& options);

  // Judges a packet of an enabled line. The first one fixes the session and, when no first_seq
  // was given, the first expected message.
  [[nodiscard]] PacketVerdict judge(const MoldHeader& header) noexcept;

  [[nodiscard]] std::uint64_t expected() const noexcept { return expected_; }
  void expect(std::uint64_t seq) noexcept { expected_ = seq; }

  // The line's packets that wait, oldest first.
  void hold(Line line, const Arrival& arrival);
  [[nodiscard]] bool waits(Line line) const noexcept { return !queue(line).empty(); }
  [[nodiscard]] Arrival head(Line line) const noexcept;
  void drop_head(Line line) noexcept;

  // The line whose waiting packet is used next: a current one before any that is dropped, the one
  // that starts with the expected message first, then line a's. Nothing when both heads are ahead.
  [[nodiscard]] std::optional<Line> usable_head() noexcept;

  // Says whether a line may still offer something for others to wait for.
  void set_quiet(Line line, bool quiet) noexcept { quiet_[index_of(line)] = quiet; }

  // The line whose waiting packet opens a gap now; nothing while another line is worth waiting for.
  // Call only when the heads of both lines are ahead.
  [[nodiscard]] std::optional<Line> gap_opener() const noexcept;

 private:
  struct Held {
    MoldHeader header;
    std::vector<std::uint8_t> body;
    std::uint64_t rx_time_ns = 0;
    bool bad = false;
  };
  // A ring of reused packets, so that a steady state allocates nothing.
  struct Queue {
    std::vector<Held> slots;
    std::size_t first = 0;
    std::size_t count = 0;
    [[nodiscard]] bool empty() const noexcept { return count == 0; }
    [[nodiscard]] const Held& front() const noexcept { return slots[first]; }
    Held& push();
    void pop() noexcept;
  };

  [[nodiscard]] const Queue& queue(Line line) const noexcept { return queues_[index_of(line)]; }

  std::array<Queue, kLineCount> queues_;
  std::array<bool, kLineCount> quiet_{};
  std::array<bool, kLineCount> enabled_{};
  std::size_t waiting_max_;
  std::uint64_t expected_;
  std::array<char, 10> session_{};
  bool session_known_ = false;
};

}  // namespace hotbook::feed
