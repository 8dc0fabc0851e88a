// Holds every order and every level of every book, and knows each book's best levels after every
// change (rtl/spec/feed_function.md, section 4, at full depth).
//
// Threading: one owner; queries by the same thread, or while nothing changes.
// Hot path:  change() and the prefetches neither lock nor throw nor call the kernel, except that an
//            add doubles a structure that is full: orders (rebuilt), levels (remapped), one side's
//            block (copied). FeedOptions::order_capacity sizes the first at the start.

#pragma once

#include <array>
#include <bit>
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
  bool top_changed = false;
};

// What the inputs of one kind have in common, as masks: kinds cannot be foreseen, so that a branch
// between them would be guessed wrongly half of the time.
struct InputKind {
  std::uint64_t key_mask;  // what of the key the level must have: all for an add, else the book
  std::uint64_t add;       // all ones for an add
  std::int32_t take;       // -1 for an input that takes shares off an order, 0 for an add
  std::uint32_t all;       // all ones for a delete, which asks for whatever is left
  std::uint32_t judged;    // zero for a delete, which cannot ask for too much
};

// An input of a book, made ready ahead of its turn. Made in great numbers, so nothing is preset.
struct BookInput {
  std::uint64_t ref;
  std::uint32_t price;  // of an add
  std::uint32_t owner;  // book << 1 | side; side of an add only
  std::uint32_t asked;  // shares
  const InputKind* kind;

  static constexpr std::uint64_t kBookMask = std::uint64_t{0xffff} << 33 | Level::kNobodys;
  static constexpr InputKind kAdd{~std::uint64_t{0}, ~std::uint64_t{0}, 0, 0, ~std::uint32_t{0}};
  static constexpr InputKind kTake{kBookMask, 0, -1, 0, ~std::uint32_t{0}};
  static constexpr InputKind kDelete{kBookMask, 0, -1, ~std::uint32_t{0}, 0};
  static constexpr std::uint32_t kOwners = std::uint32_t{1} << 17;

  [[nodiscard]] std::uint16_t book() const noexcept {
    return static_cast<std::uint16_t>(owner >> 1);
  }

  [[nodiscard]] static BookInput add(std::uint16_t book, Side side,
                                     const NewOrder& order) noexcept {
    const std::uint32_t owner = std::uint32_t{book} << 1 | static_cast<std::uint32_t>(side);
    return {order.ref, order.price, owner, order.quantity, &kAdd};
  }
  [[nodiscard]] static BookInput take(std::uint16_t book, std::uint64_t ref,
                                      std::uint32_t asked) noexcept {
    return {ref, 0, std::uint32_t{book} << 1, asked, &kTake};
  }
  [[nodiscard]] static BookInput remove(std::uint16_t book, std::uint64_t ref) noexcept {
    return {ref, 0, std::uint32_t{book} << 1, ~std::uint32_t{0}, &kDelete};
  }

  // An add of a side that there is not has an owner of no book. It can be made, not used.
  [[nodiscard]] bool is_sound() const noexcept { return kind->take != 0 || owner < kOwners; }
};

// Where an input finds its order, and what names its level.
struct InputPlace {
  OrderSlot* slot;
  const std::uint32_t* name;
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
  BookChange take_off(std::uint16_t book, std::uint64_t ref, std::uint32_t asked) {
    return take(book, ref, asked);
  }
  // An order goes with whatever is left of it.
  BookChange remove(std::uint16_t book, std::uint64_t ref) { return take(book, ref, kAllOfIt); }

  // The same in one path without a branch between them, for streams in which neither can be
  // foreseen.
  BookChange change(const BookInput& input);

  // The same in steps, for who knows inputs ahead of their turn. locate() and prefetch(), several
  // inputs ahead, fetch what names a level, then the level and its neighbours. make_room() comes
  // before as many changes as it says, and when it is true everything must be located again.
  // change_simply() refuses, and changes nothing, where change_slowly() must judge.
  [[nodiscard]] InputPlace locate(const BookInput& input) noexcept;
  void prefetch(const BookInput& input, const InputPlace& place) const noexcept;
  [[nodiscard]] bool make_room(std::size_t changes) { return orders_.make_room(changes); }
  [[nodiscard]] bool change_simply(const BookInput& input, const InputPlace& place,
                                   BookChange& change);
  BookChange change_slowly(const BookInput& input);

  // A hint's place: cents of one side lie side by side, sides far apart, and what is no whole cent
  // anywhere. Another tick costs speed only.
  [[nodiscard]] static std::uint32_t hint_of(std::uint32_t owner, std::uint32_t price) noexcept {
    return (owner * kSideStride + price * kPriceStride) / 4 % kHints;
  }

  // Forgets every order and level. Every book is then empty, and known or unknown.
  void start_epoch(bool known);

  // The best level of a side as a record shows it; 0 when it is empty or unknown.
  [[nodiscard]] Touch touch(std::uint16_t book, Side side) const noexcept {
    return sides_[owner_of(book, side)].touch & known_mask_;
  }
  [[nodiscard]] bool epoch_known() const noexcept { return known_mask_ != 0; }

  // Follows the records of another engine (a card, or another builder) instead of messages.
  enum class Applied : std::uint8_t {
    Done,
    Disagrees,  // the record contradicts this builder's book, which is unknown from here on
  };
  Applied apply(const BookUpdate& update);

  [[nodiscard]] TopOfBook top(BookIndex book) const;
  [[nodiscard]] bool is_known(BookIndex book) const noexcept { return book_known(book.value); }
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
  static constexpr std::size_t kBooks = std::size_t{1} << 16;
  static constexpr std::uint32_t kHints = std::uint32_t{1} << 20;
  // Four times an odd number near the golden section of kHints: multiples keep their distance.
  static constexpr std::uint32_t kSideStride = 4 * 648055;
  // A hundred prices further is one place further, and all prices in between are elsewhere.
  static constexpr std::uint32_t kPriceStride = 0xc28f5c29;
  static_assert(kPriceStride * std::uint32_t{100} == 4);
  static constexpr std::uint64_t kAllOfIt = ~std::uint64_t{0};

  [[nodiscard]] auto is_of(std::uint16_t book) const noexcept {
    return [this, book](std::uint32_t level) { return levels_[level].owner() >> 1 == book; };
  }
  [[nodiscard]] static Touch touch_of(const Level& level) noexcept {
    // The record's field has 32 bits: a larger quantity shows as the largest it can hold.
    const std::uint64_t shown = level.quantity > 0xffffffffU ? 0xffffffffU : level.quantity;
    return shown << 32 | level.price();
  }
  [[nodiscard]] static std::uint32_t owner_of(std::uint16_t book, Side side) noexcept {
    return std::uint32_t{book} << 1 | static_cast<std::uint32_t>(side);
  }
  [[nodiscard]] static std::uint64_t key_of(std::uint32_t owner, std::uint32_t price) noexcept {
    return std::uint64_t{owner} << 32 | price;
  }
  BookChange take(std::uint16_t book, std::uint64_t ref, std::uint64_t asked);
  std::uint32_t find_level(std::uint32_t owner, std::uint32_t price);
  std::uint32_t open_level(std::uint32_t owner, std::uint32_t price, std::uint32_t depth);
  void make_space(SideLevels& side);
  void close_best(SideLevels& side) noexcept;
  [[nodiscard]] bool book_known(std::uint16_t book) const noexcept;
  Applied disagree(std::uint16_t book) noexcept;
  Applied apply_add(const BookUpdate& update);
  Applied apply_take(const BookUpdate& update);

  OrderIndex orders_;
  LevelPool levels_;
  HugeArray<SideLevels> sides_;  // by owner
  // Where the number of a side's level of a price was last written down. Only a hint: it is
  // believed when the level it names is alive and is of that side and price.
  HugeArray<std::uint32_t> hints_;
  BlockPool blocks_;
  std::vector<std::uint16_t> active_;  // books with levels in this epoch
  Touch known_mask_ = ~Touch{0};
  bool pair_held_ = false;  // apply(): the last pair_first named an order we had, of pair_side_
  Side pair_side_ = Side::Bid;
};

[[gnu::always_inline]] inline InputPlace BookBuilder::locate(const BookInput& input) noexcept {
  OrderSlot* const slot = &orders_.first_slot(input.ref);
  // Chosen by mask, as the compiler would rather guess.
  const auto hint = std::bit_cast<std::uintptr_t>(&hints_[hint_of(input.owner, input.price)]);
  const auto level = std::bit_cast<std::uintptr_t>(&slot->level);
  const std::uintptr_t chosen = level ^ ((level ^ hint) & input.kind->add);
  const auto* const name = std::bit_cast<const std::uint32_t*>(chosen);
  __builtin_prefetch(slot, 1);
  __builtin_prefetch(name);
  __builtin_prefetch(&sides_[input.owner & (BookInput::kOwners - 2)], 1);
  return {slot, name};
}

// Always inlined, as the compiler drops a call that has no effect it knows of.
[[gnu::always_inline]] inline void BookBuilder::prefetch(const BookInput& input,
                                                         const InputPlace& place) const noexcept {
  // The first slot is mostly the order's; a wrong guess costs a useless fetch. So does the side of
  // an input that takes: it has none, and rarely needs the neighbours.
  __builtin_prefetch(levels_.data() + *place.name, 1);
  sides_[input.owner & (BookInput::kOwners - 1)].prefetch();
}

[[gnu::always_inline]] inline bool BookBuilder::change_simply(const BookInput& input,
                                                              const InputPlace& place,
                                                              BookChange& change) {
  // An add wants a free slot, and none of the slot's orders displaced; the others their order.
  const InputKind& kind = *input.kind;
  const auto take = static_cast<std::uint64_t>(std::int64_t{kind.take});
  OrderSlot& slot = *place.slot;
  if (slot.ref != (input.ref & take) || orders_.is_displaced(input.ref, kind.add)) [[unlikely]]
    return false;

  // Some shares must move, and no more than there are. An add's free slot has none itself.
  const std::uint32_t most = slot.quantity | static_cast<std::uint32_t>(kind.add);
  const std::uint32_t moved = input.asked < most ? input.asked : most;
  if (moved == 0 || ((input.asked - moved) & kind.judged) != 0) [[unlikely]]
    return false;

  // The level must be of the book, and of an add's side and price.
  std::uint32_t number = *place.name;
  Level* level = &levels_[number];
  if (((level->key ^ key_of(input.owner, input.price)) & kind.key_mask) != 0) [[unlikely]] {
    if (kind.take != 0 || input.owner >= BookInput::kOwners) return false;
    number = find_level(input.owner, input.price);
    level = &levels_[number];
  }

  const std::uint64_t difference = (moved ^ take) - take;  // moved, or less moved
  const std::uint32_t left = slot.quantity + static_cast<std::uint32_t>(difference);
  const std::uint64_t keep = -std::uint64_t{left != 0};  // all ones while the order rests
  const std::uint64_t orders = take - keep;              // one more, as many, or one less
  slot = {input.ref & keep, left, number & static_cast<std::uint32_t>(keep)};
  orders_.resized(orders);
  level->quantity += difference;
  level->order_count += static_cast<std::uint32_t>(orders);

  SideLevels& side = *level->side;
  const Touch before = side.touch;
  change.price = level->price();
  change.quantity = moved;
  change.flags = static_cast<std::uint16_t>(level->owner() & 1);
  static_assert(kUpdateFlagSideAsk == 1);
  const Touch is_best = -Touch{number == side.best};
  side.touch = before ^ ((before ^ touch_of(*level)) & is_best);
  if ((level->order_count | (number ^ side.best)) == 0) [[unlikely]]
    close_best(side);
  change.top_changed = ((before ^ side.touch) & known_mask_) != 0;
  return true;
}

}  // namespace hotbook::feed
