// Replays captures of several venues at once through their software twins, frame by frame in the
// order of time, into one set of books.
//
// Threading: one thread.
// Hot path:  next() allocates as the venues' handlers do; it throws CaptureError on damaged input.

#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "host/app/replay_input.hpp"
#include "host/app/top_tracker.hpp"
#include "host/app/venue_feed.hpp"
#include "host/reference/consolidated_books.hpp"

namespace hotbook::app {

// A change of a consolidated top of book.
struct ConsolidatedRow {
  std::uint64_t time_ns = 0;  // of the frame, as captured; with align since the venue's first one
  reference::Venue venue{};   // whose change it was
  reference::InstrumentIndex instrument = 0;
  reference::ConsolidatedTop top;
};

class ConsolidatedRun {
 public:
  // Every venue's captures, and what summarise() found in them with one table for all. align: the
  // venues' first frames are taken as simultaneous, for captures of different days.
  ConsolidatedRun(const std::vector<InputOptions>& inputs,
                  const std::vector<InputSummary>& summaries,
                  const reference::InstrumentTable& instruments, bool align);
  ConsolidatedRun(const ConsolidatedRun&) = delete;
  ConsolidatedRun& operator=(const ConsolidatedRun&) = delete;

  [[nodiscard]] std::optional<ConsolidatedRow> next();

  [[nodiscard]] const reference::ConsolidatedBooks& books() const noexcept { return books_; }
  [[nodiscard]] std::uint64_t inputs(std::size_t source) const { return sources_[source]->inputs; }
  [[nodiscard]] const feed::FeedCounters& counters(std::size_t source) const {
    return sources_[source]->feed->counters();
  }

 private:
  struct Source {
    reference::Venue venue{};
    std::unique_ptr<ReplayInput> input;
    std::unique_ptr<VenueFeed> feed;
    TopTracker tracker;
    InputFrame frame;
    bool has_frame = false;
    std::uint64_t start_ns = 0;
    std::uint64_t inputs = 0;

    [[nodiscard]] std::uint64_t time_ns() const { return frame.time_ns - start_ns; }
  };

  void update(Source& source, const BookUpdate& update);
  [[nodiscard]] Source* earliest();

  reference::ConsolidatedBooks books_;
  std::vector<std::unique_ptr<Source>> sources_;
  std::deque<ConsolidatedRow> rows_;
  std::uint64_t now_ns_ = 0;
};

}  // namespace hotbook::app
