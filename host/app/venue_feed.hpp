// The software twin of one venue's feed, whichever venue it is.
//
// Threading: one thread.
// Hot path:  frame() is the handler's, and one call of the hook for each book input.

#pragma once

#include <functional>
#include <memory>

#include "host/app/replay_input.hpp"
#include "host/domain/layout.hpp"
#include "host/feed/feed_counters.hpp"

namespace hotbook::app {

class VenueFeed {
 public:
  using Hook = std::function<void(const BookUpdate&)>;

  VenueFeed() = default;
  virtual ~VenueFeed() = default;
  VenueFeed(const VenueFeed&) = delete;
  VenueFeed& operator=(const VenueFeed&) = delete;

  virtual void frame(const InputFrame& frame) = 0;
  // Both lines have ended.
  virtual void finish() = 0;
  [[nodiscard]] virtual const feed::FeedCounters& counters() const = 0;
};

// Calls hook with every book input.
[[nodiscard]] std::unique_ptr<VenueFeed> open_venue_feed(const InputSummary& summary,
                                                         VenueFeed::Hook hook);

}  // namespace hotbook::app
