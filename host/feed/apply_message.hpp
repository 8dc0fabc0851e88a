// Does to the books what one ITCH 5.0 message says (rtl/spec/feed_function.md, sections 3 and 4),
// for messages that come by another way than the feed: asked for again, or in a snapshot.
//
// Threading: as the builder's.
// Hot path:  none; it allocates as the builder does.

#pragma once

#include "host/feed/book_builder.hpp"
#include "host/feed/wire.hpp"

namespace hotbook::feed {

enum class MessageUse : std::uint8_t {
  Book,       // an order came, changed or went, or would have
  Venue,      // of a type that changes no book
  Malformed,  // skipped: of no type there is, not as long as its type, or without a side
};

MessageUse apply_message(BookBuilder& books, Bytes message);

}  // namespace hotbook::feed
