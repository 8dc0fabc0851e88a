// The frames of one replay: one or more captures merged by time, each frame assigned to line a or
// b.
//
// Threading: one thread.
// Hot path:  next() allocates only for a frame longer than all before; it throws CaptureError on
// damaged input.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/app/symbol_table.hpp"
#include "host/feed/feed_options.hpp"
#include "sim/replay/capture_reader.hpp"
#include "sim/replay/line.hpp"

namespace hotbook::app {

struct InputOptions {
  std::vector<std::string> files;
  std::optional<replay::LineAddress> line_a;  // found in the captures when absent
  std::optional<replay::LineAddress> line_b;
  bool checksum_ignore = false;
  std::uint64_t first_seq = 0;
};

struct InputFrame {
  std::uint64_t time_ns = 0;
  feed::Line line = feed::Line::A;
  std::span<const std::uint8_t> bytes;  // valid until the next call of next()
  bool cut = false;                     // the capture holds only the frame's beginning
};

// What a first pass over the captures finds.
struct InputSummary {
  std::uint64_t frames[feed::kLineCount] = {0, 0};
  std::uint64_t messages = 0;  // claimed by the packets of both lines, duplicates included
  feed::FeedOptions feed;
  std::optional<replay::LineAddress> line_b;
  std::string title;  // the lines, for a person
  SymbolTable symbols;
};

class ReplayInput {
 public:
  explicit ReplayInput(const std::vector<std::string>& files,
                       const std::optional<replay::LineAddress>& line_b);

  // Gives the next frame in the order of time; of equal times the earlier named file's first.
  [[nodiscard]] bool next(InputFrame& frame);

  [[nodiscard]] std::uint64_t bytes_read() const;
  [[nodiscard]] std::uint64_t bytes_total() const;

 private:
  struct Source {
    std::unique_ptr<replay::CaptureReader> reader;
    replay::CapturedFrame head;
    bool has_head = false;
  };

  std::vector<Source> sources_;
  Source* given_ = nullptr;  // whose head next() gave last
  std::optional<replay::LineAddress> line_b_;
};

// Told the bytes read so far and the bytes in all (0 when unknown).
using Progress = std::function<void(std::uint64_t read, std::uint64_t total)>;

// Reads all captures once: finds the lines, counts frames, learns symbols. Throws CaptureError,
// LineFinderError, or std::invalid_argument for addresses that contradict each other.
[[nodiscard]] InputSummary summarise(const InputOptions& options, const Progress& progress);

// "239.1.2.3:26400" as on the command line. Throws std::invalid_argument naming what is wrong.
[[nodiscard]] replay::LineAddress parse_address(const std::string& text);

}  // namespace hotbook::app
