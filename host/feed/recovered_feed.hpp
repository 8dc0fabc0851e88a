// Stands between a FeedHandler and its sink, and tells the tops that the handler cannot know after
// a gap from the books that a GapRecovery has made whole.
//
//   BookBuilder books{capacity};
//   GapRecovery recovery{RecoveryOptions{}, books};
//   RecoveredFeed feed{recovery, books, sink};
//   FeedHandler handler{options, feed};
//
// Until the books are whole again, records tell both sides as unknown, as the handler does; gap
// records pass as they are. top_changed stays what the handler said: after a gap it is never set.
//
// Threading: as the handler.
// Hot path:  one BookBuilder::apply() a record more than without.

#pragma once

#include "host/feed/gap_recovery.hpp"

namespace hotbook::feed {

template <class Sink>
class RecoveredFeed {
 public:
  RecoveredFeed(GapRecovery& recovery, const BookBuilder& books, Sink& sink)
      : recovery_{recovery}, books_{books}, sink_{sink} {}

  void book_update(const BookUpdate& update) {
    static_cast<void>(recovery_.record(update));
    if (update.kind == RecordKind::Gap) return sink_.book_update(update);
    constexpr std::uint16_t kBoth = kUpdateFlagBidKnown | kUpdateFlagAskKnown;
    BookUpdate told = update;
    const bool is_known = recovery_.is_known() && books_.is_known({update.book});
    const Touch bid = is_known ? books_.touch(update.book, Side::Bid) : 0;
    const Touch ask = is_known ? books_.touch(update.book, Side::Ask) : 0;
    told.flags = static_cast<std::uint16_t>((update.flags & ~kBoth) | (is_known ? kBoth : 0));
    told.bid_price = static_cast<std::uint32_t>(bid);
    told.bid_quantity = static_cast<std::uint32_t>(bid >> 32U);
    told.ask_price = static_cast<std::uint32_t>(ask);
    told.ask_quantity = static_cast<std::uint32_t>(ask >> 32U);
    sink_.book_update(told);
  }
  void venue_message(const VenueMessage& message) { sink_.venue_message(message); }

 private:
  GapRecovery& recovery_;
  const BookBuilder& books_;
  Sink& sink_;
};

}  // namespace hotbook::feed
