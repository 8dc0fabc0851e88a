// Holds every order and every level of every book, and knows each book's best levels after every
// change (rtl/spec/feed_function.md, section 4, at full depth).
//
// Threading: one owner; queries by the same thread, or while nothing changes.
// Hot path:  add(), take_off() and the prefetches neither lock nor throw nor call the kernel, except
//            that add() doubles a structure that is full: orders (rehash), levels (remap), one side's
//            block of levels (copy). FeedOptions::order_capacity sizes the first at the start.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/domain/types.hpp"
#include "host/feed/huge_array.hpp"
#include "host/feed/level_pool.hpp"
#include "host/feed/order_index.hpp"
#include "host/feed/side_levels.hpp"

namespace hotbook::feed {

struct NewOrder {
  std::uint64_t ref = 0;
  std::uint32_t price = 0;
  std::uint32_t quantity = 0;
};

// What an input of a book really did, in the terms of its record.
struct BookChange {
  std::uint32_t price = 0;
  std::uint32_t quantity = 0;
  std::uint16_t flags = 0;  // side_ask, order_unknown, order_ignored, overfill
};

struct LevelView {
  Price price;
  std::uint64_t quantity = 0;  // of the whole level: more than 32 bits may be needed
  std::uint32_t order_count = 0;
  friend bool operator==(const LevelView&, const LevelView&) = default;
};

struct TopOfBook {
  bool known = false;
  std::optional<LevelView> bid;
  std::optional<LevelView> ask;
};

struct OrderView {
  Side side;
  Price price;
  Quantity quantity;
};

class BookBuilder {
 public:
  explicit BookBuilder(std::size_t order_capacity);

  // An order arrives. Ignored when its quantity is 0 or the book has an order of that reference.
  BookChange add(std::uint16_t book, Side side, const NewOrder& order);

  // An order loses up to this quantity, and goes when nothing is left of it.
  BookChange take_off(std::uint16_t book, std::uint64_t ref, std::uint32_t quantity);
  // An order goes with whatever is left of it; this is not an overfill.
  BookChange remove(std::uint16_t book, std::uint64_t ref) { return take<true>(book, ref, 0); }

  // Forgets every order and level. Every book is then empty, and known or unknown.
  void start_epoch(bool known);

  // The best level of a side as a record shows it; 0 when it is empty or unknown.
  [[nodiscard]] Touch touch(std::uint16_t book, Side side) const noexcept {
    return books_[book].sides[static_cast<std::size_t>(side)].touch & known_mask_;
  }
  [[nodiscard]] bool epoch_known() const noexcept { return known_mask_ != 0; }

  // Look-ahead, in two steps several messages apart: the order's slot, then what the slot names.
  void prefetch_order(std::uint16_t book, std::uint64_t ref) const noexcept;
  void prefetch_levels(std::uint16_t book, std::uint64_t ref, Side side) const noexcept;

  // Follows the records of another engine (a card, or another builder) instead of messages.
  enum class Applied : std::uint8_t {
    Done,
    Incomplete,  // the record lacks what this builder would need; its book is unknown from here on
    Disagrees,   // the record contradicts this builder's book, which is unknown from here on
  };
  Applied apply(const BookUpdate& update);

  [[nodiscard]] TopOfBook top(BookIndex book) const;
  [[nodiscard]] std::optional<OrderView> order(BookIndex book, OrderRef ref) const;
  [[nodiscard]] std::size_t order_count() const noexcept { return orders_.size(); }

  // Fills out with the levels of a side, best first, that are worse than a price (all, without
  // one). Says how many there were room for and whether more follow.
  struct LevelsFound {
    std::size_t count = 0;
    bool more = false;
  };
  LevelsFound levels(BookIndex book, Side side, std::optional<Price> after,
                     std::span<LevelView> out) const;

 private:
  struct alignas(64) Book {
    SideLevels sides[2];
  };
  static constexpr std::size_t kBooks = std::size_t{1} << 16;

  [[nodiscard]] std::size_t find(std::uint16_t book, std::uint64_t ref) const noexcept {
    return orders_.find(ref,
                        [&](std::uint32_t level) { return levels_[level].owner >> 1 == book; });
  }
  [[nodiscard]] static Touch touch_of(const Level& level) noexcept {
    // The record's field has 32 bits: a larger quantity shows as the largest it can hold.
    const std::uint64_t shown = level.quantity > 0xffffffffU ? 0xffffffffU : level.quantity;
    return shown << 32 | level.price;
  }
  template <bool kAll>
  BookChange take(std::uint16_t book, std::uint64_t ref, std::uint32_t asked);
  std::uint32_t open_level(std::uint16_t book, Side side, std::uint32_t depth,
                           std::uint32_t price);
  void close_level(SideLevels& side, std::uint32_t number);
  [[nodiscard]] bool book_known(std::uint16_t book) const noexcept;
  Applied lose(std::uint16_t book, Applied why) noexcept;
  Applied apply_add(const BookUpdate& update);
  Applied apply_take(const BookUpdate& update);

  OrderIndex orders_;
  LevelPool levels_;
  HugeArray<Book> books_;
  BlockPool blocks_;
  std::vector<std::uint16_t> active_;  // books with levels in this epoch
  Touch known_mask_ = ~Touch{0};
  bool pair_held_ = false;  // apply(): the last pair_first named an order we had
};

inline BookChange BookBuilder::add(std::uint16_t book, Side side, const NewOrder& order) {
  BookChange change;
  change.flags = side == Side::Ask ? kUpdateFlagSideAsk : std::uint16_t{0};
  const std::size_t at = find(book, order.ref);
  if (order.quantity == 0 || !orders_.is_empty(at)) [[unlikely]] {
    change.flags |= kUpdateFlagOrderIgnored;
    return change;
  }
  SideLevels& levels = books_[book].sides[static_cast<std::size_t>(side)];
  const std::int32_t key = SideLevels::key(side, order.price);
  const std::uint32_t depth = levels.better_than(key);
  const std::uint32_t number =
      levels.has(depth, key) ? levels.number(depth) : open_level(book, side, depth, order.price);
  Level& level = levels_[number];
  level.quantity += order.quantity;
  ++level.order_count;
  if (depth == 0) {
    levels.best = number;
    levels.touch = touch_of(level);
  }
  orders_.insert(at, {order.ref, order.quantity, number});
  change.price = order.price;
  change.quantity = order.quantity;
  return change;
}

inline BookChange BookBuilder::take_off(std::uint16_t book, std::uint64_t ref,
                                        std::uint32_t quantity) {
  return take<false>(book, ref, quantity);
}

template <bool kAll>
inline BookChange BookBuilder::take(std::uint16_t book, std::uint64_t ref, std::uint32_t asked) {
  const std::size_t at = find(book, ref);
  if (orders_.is_empty(at)) [[unlikely]] {
    return {.flags = kUpdateFlagOrderUnknown};
  }
  OrderSlot& order = orders_.slot(at);
  const std::uint32_t number = order.level;
  Level& level = levels_[number];
  SideLevels& levels = books_[book].sides[level.owner & 1];
  const std::uint32_t taken = kAll || asked > order.quantity ? order.quantity : asked;
  BookChange change{.price = level.price, .quantity = taken};
  change.flags = (level.owner & 1) != 0 ? kUpdateFlagSideAsk : std::uint16_t{0};
  if (!kAll && asked > taken) [[unlikely]] change.flags |= kUpdateFlagOverfill;

  level.quantity -= taken;
  if (taken == order.quantity) {
    orders_.erase(at);
    if (--level.order_count == 0) {
      close_level(levels, number);
      return change;
    }
  } else {
    order.quantity -= taken;
  }
  if (number == levels.best) levels.touch = touch_of(level);
  return change;
}

inline std::uint32_t BookBuilder::open_level(std::uint16_t book, Side side, std::uint32_t depth,
                                             std::uint32_t price) {
  Book& sides = books_[book];
  if (sides.sides[0].keys == nullptr && sides.sides[1].keys == nullptr) [[unlikely]] {
    active_.push_back(book);
  }
  const auto side_index = static_cast<std::uint32_t>(side);
  const std::uint32_t number = levels_.take(std::uint32_t{book} << 1 | side_index, price);
  sides.sides[side_index].insert(depth, SideLevels::key(side, price), number, blocks_);
  return number;
}

inline void BookBuilder::close_level(SideLevels& side, std::uint32_t number) {
  const Level& level = levels_[number];
  const bool was_best = number == side.best;
  const std::int32_t key = SideLevels::key(static_cast<Side>(level.owner & 1), level.price);
  side.erase(was_best ? 0 : side.better_than(key));
  levels_.give(number);
  if (!was_best) return;
  side.best = side.count == 0 ? 0 : side.number(0);
  side.touch = side.count == 0 ? Touch{0} : touch_of(levels_[side.best]);
}

[[gnu::always_inline]] inline void BookBuilder::prefetch_order(std::uint16_t book,
                                                               std::uint64_t ref) const noexcept {
  __builtin_prefetch(&orders_.slot(orders_.home(ref)), 1);
  __builtin_prefetch(&books_[book], 1);
}

[[gnu::always_inline]] inline void BookBuilder::prefetch_levels(std::uint16_t book,
                                                                std::uint64_t ref,
                                                                Side side) const noexcept {
  // A guess without branches: the slot at home is mostly the order's, or empty (level 0, or one of
  // an older epoch, which is still inside the pool).
  __builtin_prefetch(&levels_[orders_.slot(orders_.home(ref)).level], 1);
  const SideLevels& levels = books_[book].sides[static_cast<std::size_t>(side)];
  __builtin_prefetch(levels.keys + levels.count);
  __builtin_prefetch(&levels_[levels.best], 1);
}

}  // namespace hotbook::feed
