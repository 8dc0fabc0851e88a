// The engine's memory, and the hash of its state.

#include "host/engine/core.hpp"

#include "host/engine/visit.inl"

namespace hotbook::engine {

namespace {

// Far levels, stop prices and expiries: an order is at most at one price and in one expiry.
std::size_t levels_max(const MatchOptions& options) noexcept {
  return 2 * options.max_orders + 8;
}

class Hash {
 public:
  void fold(std::uint64_t word) noexcept {
    value_ = (value_ ^ word) * 0x9e3779b97f4a7c15U;
    value_ ^= value_ >> 29U;
  }
  void fold(std::uint32_t high, std::uint32_t low) noexcept {
    fold(std::uint64_t{high} << 32U | low);
  }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

 private:
  std::uint64_t value_ = 0x243f6a8885a308d3U;
};

void fold(Hash& hash, const Order& order) noexcept {
  hash.fold(order.id);
  hash.fold(order.price, order.open);
  hash.fold(order.visible, order.account);
  hash.fold(std::uint64_t{order.session} << 48U | std::uint64_t{order.side} << 40U |
            static_cast<std::uint64_t>(order.type) << 32U |
            static_cast<std::uint64_t>(order.time_in_force) << 24U |
            std::uint64_t{order.self_match} << 16U | std::uint64_t{order.post_only});
  hash.fold(order.stop_price, order.display);
  hash.fold(order.expire_s, order.cap);
  hash.fold(order.entered);
}

}  // namespace

// Levels noted in one input: each that there is once, and each that comes to be in it twice, when
// it does and when it is next changed. An order joins a side at most once in an input.
Core::Core(const MatchOptions& options)
    : options_{options},
      looks_ahead_{options.max_orders >= kLookAheadFrom},
      books_{options.book_count},
      orders_{options.max_orders + 1},
      free_slots_{options.max_orders},
      ids_{options.max_orders},
      ladder_{options.book_count, levels_max(options), options.publish},
      links_{options.max_orders + 1},
      touched_books_{options.book_count},
      chosen_{options.max_orders} {
  if (options.publish) {
    shown_levels_.grow(4 * options.max_orders + 8);
    shown_tops_.grow(options.book_count);
  }
  orders_.populate();
  links_.populate();
  chosen_.populate();
  empty();
}

bool Core::is_as_at_the_start(const Book& book) noexcept {
  const bool is_empty = book.sides[0].best == kNoKey && book.sides[1].best == kNoKey &&
                        !book.has_stops() && book.pegs.head == 0 && book.auction_orders.head == 0;
  return is_empty && book.state == TradingState::Closed && book.last == 0 &&
         book.reference_bid == 0 && book.reference_ask == 0 && !book.is_protected &&
         book.reference_price == 0 && !book.has_bands();
}

void Core::empty() noexcept {
  for (std::size_t i = 0; i < books_.count(); ++i) books_[i] = Book{};
  free_count_ = 0;
  for (std::size_t slot = options_.max_orders; slot != 0; --slot) {
    free_slots_[free_count_++] = static_cast<std::uint32_t>(slot);
  }
}

std::uint64_t Core::state_hash() const noexcept {
  Hash hash;
  hash.fold(now_ns_);
  hash.fold(highest_id_);
  for (std::size_t i = 0; i < books_.count(); ++i) {
    const Book& book = books_[i];
    if (is_as_at_the_start(book)) continue;
    hash.fold(i);
    hash.fold(static_cast<std::uint64_t>(book.state));
    hash.fold(book.last);
    hash.fold(book.reference_bid, book.reference_ask);
    hash.fold(book.is_protected ? 1 : 0);
    hash.fold(book.reference_price);
    hash.fold(book.lower, book.upper);
    for_each_order(static_cast<std::uint16_t>(i), [&](const Order& order) { fold(hash, order); });
  }
  return hash.value();
}

}  // namespace hotbook::engine
