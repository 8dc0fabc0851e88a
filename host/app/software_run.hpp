// Replays captures through the software twin, a row at a time, so that another engine's rows can be
// held against its.
//
// Threading: one thread.
// Hot path:  next_row() allocates as FeedHandler does; it throws CaptureError on damaged input.

#pragma once

#include <deque>
#include <functional>
#include <optional>

#include "host/app/replay_input.hpp"
#include "host/app/top_tracker.hpp"
#include "host/feed/feed_handler.hpp"

namespace hotbook::app {

class SoftwareRun {
 public:
  SoftwareRun(const InputOptions& options, const InputSummary& summary);

  // The next change of a top of book; nothing at the end of the input.
  [[nodiscard]] std::optional<TopRow> next_row();

  // Called with every book input, before the rows it makes.
  void on_update(std::function<void(const BookUpdate&)> hook) { hook_ = std::move(hook); }

  [[nodiscard]] const feed::FeedCounters& counters() const noexcept { return handler_.counters(); }
  [[nodiscard]] const ReplayInput& input() const noexcept { return input_; }

 private:
  struct Sink {
    SoftwareRun& run;
    void book_update(const BookUpdate& update) {
      if (run.hook_) run.hook_(update);
      run.tracker_.update(update, [this](const TopRow& row) { run.rows_.push_back(row); });
    }
    void venue_message(const VenueMessage&) {}
  };

  ReplayInput input_;
  Sink sink_;
  feed::FeedHandler<Sink> handler_;
  TopTracker tracker_;
  std::deque<TopRow> rows_;
  std::function<void(const BookUpdate&)> hook_;
  bool finished_ = false;
};

inline SoftwareRun::SoftwareRun(const InputOptions& options, const InputSummary& summary)
    : input_{options.files, summary.line_b}, sink_{*this}, handler_{summary.feed, sink_} {}

inline std::optional<TopRow> SoftwareRun::next_row() {
  InputFrame frame;
  while (rows_.empty() && !finished_) {
    if (input_.next(frame)) {
      handler_.frame(frame.line, {frame.time_ns}, frame.bytes, frame.cut);
    } else {
      handler_.finish();
      finished_ = true;
    }
  }
  if (rows_.empty()) return std::nullopt;
  const TopRow row = rows_.front();
  rows_.pop_front();
  return row;
}

}  // namespace hotbook::app
