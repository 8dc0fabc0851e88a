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

#include "host/domain/layout.hpp"
#include "host/feed/feed_options.hpp"
#include "host/reference/instrument_table.hpp"
#include "sim/replay/capture_reader.hpp"
#include "sim/replay/line.hpp"

namespace hotbook::app {

struct InputOptions {
  std::vector<std::string> files;
  reference::Venue venue = reference::Venue::Itch;
  std::string instruments;                    // the table's file; "" without one
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
  reference::Venue venue = reference::Venue::Itch;
  const reference::InstrumentTable* instruments = nullptr;  // the one given to summarise()
  std::vector<InstrumentCommand> commands;  // what a decoder of the venue is told beforehand
  std::vector<std::string> contradictions;  // of the instruments' file and the feed, for a person

  [[nodiscard]] std::string symbol(std::uint16_t book) const {
    return instruments->symbol(venue, {book});
  }
  [[nodiscard]] reference::PriceUnit unit(std::uint16_t book) const {
    const reference::Listing* listing = instruments->listing(venue, {book});
    return listing == nullptr ? reference::PriceUnit{} : listing->price_unit();
  }
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

// Reads all captures once: finds the lines, counts frames, learns instruments, which must outlive
// the summary. Throws CaptureError, LineFinderError, or std::invalid_argument for addresses that
// contradict each other.
[[nodiscard]] InputSummary summarise(const InputOptions& options,
                                     reference::InstrumentTable& instruments,
                                     const Progress& progress);

// "239.1.2.3:26400" as on the command line. Throws std::invalid_argument naming what is wrong.
[[nodiscard]] replay::LineAddress parse_address(const std::string& text);

}  // namespace hotbook::app
