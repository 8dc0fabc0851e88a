#include "host/app/venue_feed.hpp"

#include <stdexcept>

#include "host/feed/feed_handler.hpp"

namespace hotbook::app {
namespace {

struct HookSink {
  VenueFeed::Hook hook;
  void book_update(const BookUpdate& update) { hook(update); }
  void venue_message(const VenueMessage&) {}
};

template <template <class> class Handler>
class HandlerFeed final : public VenueFeed {
 public:
  template <class... Options>
  explicit HandlerFeed(Hook hook, const Options&... options)
      : sink_{std::move(hook)}, handler_{options..., sink_} {}

  void frame(const InputFrame& frame) override {
    handler_.frame(frame.line, {frame.time_ns}, frame.bytes, frame.cut);
  }
  void finish() override { handler_.finish(); }
  [[nodiscard]] const feed::FeedCounters& counters() const override { return handler_.counters(); }

 private:
  HookSink sink_;
  Handler<HookSink> handler_;
};

}  // namespace

std::unique_ptr<VenueFeed> open_venue_feed(const InputSummary& summary, VenueFeed::Hook hook) {
  if (summary.venue != reference::Venue::Itch)
    throw std::runtime_error("this program has no handler of the venue's feed");
  return std::make_unique<HandlerFeed<feed::FeedHandler>>(std::move(hook), summary.feed);
}

}  // namespace hotbook::app
