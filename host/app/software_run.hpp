// Replays captures through the software twin, a row at a time, so that another engine's rows can be
// held against its.
//
// Threading: one thread.
// Hot path:  next_row() allocates as the handler does; it throws CaptureError on damaged input.

#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "host/app/replay_input.hpp"
#include "host/app/top_tracker.hpp"
#include "host/app/venue_feed.hpp"

namespace hotbook::app {

class SoftwareRun {
 public:
  SoftwareRun(const InputOptions& options, const InputSummary& summary);
  SoftwareRun(const SoftwareRun&) = delete;
  SoftwareRun& operator=(const SoftwareRun&) = delete;

  // The next change of a top of book; nothing at the end of the input.
  [[nodiscard]] std::optional<TopRow> next_row();

  // Called with every book input, before the rows it makes.
  void on_update(std::function<void(const BookUpdate&)> hook) { hook_ = std::move(hook); }

  [[nodiscard]] const feed::FeedCounters& counters() const { return feed_->counters(); }
  [[nodiscard]] const ReplayInput& input() const noexcept { return input_; }

 private:
  void update(const BookUpdate& update) {
    if (hook_) hook_(update);
    tracker_.update(update, [this](const TopRow& row) { rows_.push_back(row); });
  }

  ReplayInput input_;
  std::unique_ptr<VenueFeed> feed_;
  TopTracker tracker_;
  std::deque<TopRow> rows_;
  std::function<void(const BookUpdate&)> hook_;
  bool finished_ = false;
};

inline SoftwareRun::SoftwareRun(const InputOptions& options, const InputSummary& summary)
    : input_{options.files, summary.line_b},
      feed_{open_venue_feed(summary, [this](const BookUpdate& input) { update(input); })} {}

inline std::optional<TopRow> SoftwareRun::next_row() {
  InputFrame frame;
  while (rows_.empty() && !finished_) {
    if (input_.next(frame)) {
      feed_->frame(frame);
    } else {
      feed_->finish();
      finished_ = true;
    }
  }
  if (rows_.empty()) return std::nullopt;
  const TopRow row = rows_.front();
  rows_.pop_front();
  return row;
}

}  // namespace hotbook::app
