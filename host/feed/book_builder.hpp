// Holds every order and every level of every book, and knows each book's best levels after every
// change (rtl/spec/feed_function.md, section 4, at full depth).
//
// Threading: one owner; queries by the same thread, or while nothing changes.
// Hot path:  change() and the prefetches neither lock nor throw nor call the kernel, except that an
//            add doubles a structure that is full: orders (rebuilt), levels (remapped), one side's
//            block (copied). FeedOptions::order_capacity sizes the first at the start.

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
  std::uint16_t flags = 0;  // side_ask, top_changed, order_unknown, order_ignored, overfill
};

// An input of a book, made ready ahead of its turn. Made in great numbers, so nothing is preset.
struct BookInput {
  std::uint64_t ref;
  std::uint64_t asked;   // shares; of a delete kAllOfIt
  std::uint32_t price;   // of an add
  std::uint32_t owner;   // book << 1 | side; the side of an add only
  std::uint32_t hint;    // see BookBuilder::hint_of()
  std::uint32_t is_add;  // all ones for an add, zero for an execute, reduce or delete

  static constexpr std::uint64_t kAllOfIt = ~std::uint64_t{0};
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

  // An order loses up to this quantity, and goes when nothing is left of it. Asked for kAllOfIt, it
  // goes with whatever is left, which is no overfill.
  BookChange take_off(std::uint16_t book, std::uint64_t ref, std::uint64_t asked);
  BookChange remove(std::uint16_t book, std::uint64_t ref) {
    return take_off(book, ref, BookInput::kAllOfIt);
  }

  // The same in one path without a branch between them, for streams in which neither can be
  // foreseen. The prefetches, several inputs ahead, fetch what names a level, then the level.
  // A hint's place: cents of one side lie side by side, sides far apart, and what is no whole cent
  // anywhere. Another tick costs speed only.
  [[nodiscard]] static std::uint32_t hint_of(std::uint32_t owner, std::uint32_t price) noexcept {
    const std::uint32_t cents = price / 100;
    const std::uint32_t place = owner * kSideStride + cents + (price - cents * 100) * kOddStride;
    return place % kHints;
  }
  BookChange change(const BookInput& input);
  void prefetch_names(const BookInput& input) const noexcept;
  void prefetch_levels(const BookInput& input) const noexcept;

  // Forgets every order and level. Every book is then empty, and known or unknown.
  void start_epoch(bool known);

  // The best level of a side as a record shows it; 0 when it is empty or unknown.
  [[nodiscard]] Touch touch(std::uint16_t book, Side side) const noexcept {
    return books_[book].sides[static_cast<std::size_t>(side)].touch & known_mask_;
  }
  [[nodiscard]] bool epoch_known() const noexcept { return known_mask_ != 0; }

  // Follows the records of another engine (a card, or another builder) instead of messages.
  enum class Applied : std::uint8_t {
    Done,
    Disagrees,  // the record contradicts this builder's book, which is unknown from here on
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
  static constexpr std::uint32_t kHints = std::uint32_t{1} << 20;
  // Odd, and near the golden section of kHints, so that multiples of it keep their distance.
  static constexpr std::uint32_t kSideStride = 648055;
  static constexpr std::uint32_t kOddStride = 7919;

  [[nodiscard]] auto is_of(std::uint16_t book) const noexcept {
    return [this, book](std::uint32_t level) { return levels_[level].owner >> 1 == book; };
  }
  [[nodiscard]] static Touch touch_of(const Level& level) noexcept {
    // The record's field has 32 bits: a larger quantity shows as the largest it can hold.
    const std::uint64_t shown = level.quantity > 0xffffffffU ? 0xffffffffU : level.quantity;
    return shown << 32 | level.price;
  }
  [[nodiscard]] static std::uint32_t owner_of(std::uint16_t book, Side side) noexcept {
    return std::uint32_t{book} << 1 | static_cast<std::uint32_t>(side);
  }
  [[nodiscard]] bool is_level(std::uint32_t number, std::uint32_t owner,
                              std::uint32_t price) const noexcept {
    const Level& level = levels_[number];
    return level.owner == owner && level.price == price && level.order_count != 0;
  }
  BookChange change_slowly(const BookInput& input);
  std::uint32_t find_level(std::uint32_t owner, std::uint32_t price);
  std::uint32_t open_level(std::uint32_t owner, std::uint32_t depth, std::uint32_t price);
  void close_level(SideLevels& side, std::uint32_t number);
  [[nodiscard]] bool book_known(std::uint16_t book) const noexcept;
  Applied disagree(std::uint16_t book) noexcept;
  Applied apply_add(const BookUpdate& update);
  Applied apply_take(const BookUpdate& update);

  OrderIndex orders_;
  LevelPool levels_;
  HugeArray<Book> books_;
  // Where the number of a side's level of a price was last written down. Only a hint: it is
  // believed when the level it names is alive and is of that side and price.
  HugeArray<std::uint32_t> hints_;
  BlockPool blocks_;
  std::vector<std::uint16_t> active_;  // books with levels in this epoch
  Touch known_mask_ = ~Touch{0};
  bool pair_held_ = false;  // apply(): the last pair_first named an order we had, of pair_side_
  Side pair_side_ = Side::Bid;
};

[[gnu::always_inline]] inline BookChange BookBuilder::change(const BookInput& input) {
  OrderSlot& slot = orders_.first_slot(input.ref);
  const std::uint32_t hinted = hints_[input.hint];
  const std::uint32_t number = slot.level ^ ((slot.level ^ hinted) & input.is_add);
  Level& level = levels_[number];

  // An add wants a free slot, a living level of its side and price, and a quantity; the others want
  // their order in the slot, in their book, and no more than it has. Each word is 0 if it is so.
  // Whatever is not so simple takes the slow way.
  const auto add_mask = static_cast<std::uint64_t>(static_cast<std::int32_t>(input.is_add));
  const std::uint64_t free = orders_.is_empty(slot) ? 1 : 0;
  const std::uint64_t slot_of_add = (free ^ 1) | orders_.displaced(input.ref, add_mask);
  const std::uint64_t slot_of_take = free | (slot.ref ^ input.ref);
  const std::uint64_t slot_wrong = slot_of_take ^ ((slot_of_take ^ slot_of_add) & add_mask);
  const std::uint32_t owner_wrong = (level.owner ^ input.owner) >> (1U + input.is_add);
  const std::uint32_t price_wrong = (level.price ^ input.price) & input.is_add;
  const std::uint64_t resting = slot.quantity & ~add_mask;
  const std::uint64_t most = resting | add_mask;
  const std::uint64_t moved = input.asked < most ? input.asked : most;
  // Too much by less than 2^32 is too much. By more, it was kAllOfIt.
  const bool asked_wrong = (input.asked - moved - 1 < 0xffffffffU) | (input.asked == 0);
  if (((slot_wrong | owner_wrong | price_wrong) != 0) | asked_wrong | (level.order_count == 0))
      [[unlikely]] {
    return change_slowly(input);
  }

  const std::uint64_t difference = (moved ^ ~add_mask) - ~add_mask;  // moved, or less moved
  const auto left = static_cast<std::uint32_t>(resting + difference);
  const std::uint32_t gone = left == 0 ? 1 : 0;
  slot = {input.ref, left, number & (gone - 1)};
  level.quantity += difference;
  level.order_count += (input.is_add & 1) - gone;

  const std::uint32_t owner = level.owner;
  SideLevels& side = books_[owner >> 1].sides[owner & 1];
  const Touch before = side.touch;
  BookChange change{.price = level.price, .quantity = static_cast<std::uint32_t>(moved)};
  if (level.order_count == 0) [[unlikely]] {
    close_level(side, number);
  } else {
    const Touch is_best = Touch{0} - (number == side.best ? 1 : 0);
    side.touch = before ^ ((before ^ touch_of(level)) & is_best);
  }
  const unsigned changed = ((before ^ side.touch) & known_mask_) != 0 ? kUpdateFlagTopChanged : 0;
  change.flags = static_cast<std::uint16_t>(changed | (owner & 1));
  static_assert(kUpdateFlagSideAsk == 1);
  orders_.resized(std::size_t{input.is_add & 1} - gone);
  return change;
}

[[gnu::always_inline]] inline void BookBuilder::prefetch_names(
    const BookInput& input) const noexcept {
  __builtin_prefetch(&orders_.first_slot(input.ref), 1);
  __builtin_prefetch(&books_[input.owner >> 1], 1);
  __builtin_prefetch(&hints_[input.hint & input.is_add]);
}

[[gnu::always_inline]] inline void BookBuilder::prefetch_levels(
    const BookInput& input) const noexcept {
  // The first slot is mostly the order's; a wrong guess costs a useless fetch.
  const std::uint32_t named = orders_.first_slot(input.ref).level;
  const std::uint32_t hinted = hints_[input.hint & input.is_add];
  const std::uint32_t number = named ^ ((named ^ hinted) & input.is_add);
  __builtin_prefetch(levels_.data() + number, 1);
}

}  // namespace hotbook::feed
