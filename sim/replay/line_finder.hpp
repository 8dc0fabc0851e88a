// Finds a feed in a capture: which groups, ports and VLANs carry its packets, and which of them are
// lines a and b.
//
// Threading: one thread.
// Hot path:  add() allocates only for a flow it has not seen.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/replay/line.hpp"
#include "sim/replay/packet_format.hpp"

namespace hotbook::replay {

// The capture holds no feed, or more than can be told apart.
class LineFinderError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct FeedFlow {
  LineAddress address;
  std::string session;  // as sent; "" where the feed has none
  std::uint64_t packets = 0;
  std::uint64_t messages = 0;
  std::uint64_t first_seq = 0;
};

struct FoundLines {
  FeedFlow a;
  std::optional<FeedFlow> b;     // absent when the capture has one line
  std::vector<FeedFlow> others;  // of a second session, left aside
};

class LineFinder {
 public:
  static constexpr std::size_t kFlowsMax = 1024;

  explicit LineFinder(const PacketFormat& format = kMoldFormat) : format_{format} {}

  // Looks at one frame. Frames that are not whole IPv4 UDP or whose payload is no packet of the
  // format are passed over.
  void add(std::span<const std::uint8_t> frame);

  // Names the lines of the session with the most messages; a is the lower address. Throws
  // LineFinderError when there is no feed, when there are more than two sessions, or more than two
  // flows of one.
  [[nodiscard]] FoundLines lines() const;

  [[nodiscard]] const std::vector<FeedFlow>& flows() const noexcept { return flows_; }
  [[nodiscard]] std::uint64_t frames() const noexcept { return frames_; }

 private:
  const PacketFormat& format_;
  std::vector<FeedFlow> flows_;
  std::uint64_t frames_ = 0;
  std::uint64_t udp_frames_ = 0;
  bool flows_cut_ = false;
};

// Reads the capture's first `frames_max` frames, or fewer when it ends, and finds its lines.
// Throws CaptureError or LineFinderError.
[[nodiscard]] FoundLines find_lines(const std::string& capture_path,
                                    const PacketFormat& format = kMoldFormat,
                                    std::uint64_t frames_max = 100'000);

}  // namespace hotbook::replay
