#include "host/app/venue_feed.hpp"

#include "host/feed/feed_handler.hpp"
#include "host/feed/mdp3_handler.hpp"
#include "host/feed/xdp_handler.hpp"

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
  HandlerFeed(Hook hook, const InputSummary& summary)
      : sink_{std::move(hook)}, handler_{summary.feed, sink_} {
    if constexpr (requires { handler_.instrument(InstrumentCommand{}); }) {
      for (const InstrumentCommand& command : summary.commands) handler_.instrument(command);
    }
  }

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
  switch (summary.venue) {
    case reference::Venue::Mdp3:
      return std::make_unique<HandlerFeed<feed::Mdp3Handler>>(std::move(hook), summary);
    case reference::Venue::Xdp:
      return std::make_unique<HandlerFeed<feed::XdpHandler>>(std::move(hook), summary);
    case reference::Venue::Itch:
      break;
  }
  return std::make_unique<HandlerFeed<feed::FeedHandler>>(std::move(hook), summary);
}

}  // namespace hotbook::app
