#include "host/engine/price_ladder.hpp"

#include <algorithm>

namespace hotbook::engine {

namespace {

// Far uses between two looks at whether the window should slide.
constexpr std::uint16_t kUsesBetweenLooks = 16;

}  // namespace

// Levels have numbers from 1: first the far ones, then the windows.
PriceLadder::PriceLadder(std::size_t book_count, std::size_t levels_max, bool with_totals)
    : trees_{levels_max, 4 * book_count + 1},
      levels_{(levels_max + 8) / 8 * 8 + 2 * book_count * kWindow},
      words_{2 * book_count * kWords},
      free_{levels_max + 1},
      first_window_{static_cast<std::uint32_t>((levels_max + 8) / 8 * 8)} {
  levels_.populate();
  if (with_totals) totals_.grow(levels_.count());
  words_.populate();
  for (std::size_t number = levels_max; number != 0; --number) {
    free_[free_count_++] = static_cast<std::uint32_t>(number);
  }
}

std::uint32_t PriceLadder::at_or_above(SideRef side, std::uint32_t key) const noexcept {
  const BookSide& state = side.state;
  const KeyEntry far = trees_.at_or_above(state.far_root, key);
  const std::uint32_t far_key = far.value == 0 ? kNoKey : far.key;
  if (key < state.base) key = state.base;
  if (key - state.base >= kWindow || state.summary == 0) return far_key;
  const std::uint64_t bits = words_[side.index * kWords + word_of(key)] >> (key & 63U);
  if (bits != 0) return std::min(far_key, key + lowest_bit(bits));
  // From the next word on; what is seen behind the window's end lies before the key.
  const std::uint32_t next = window_from(side, (key & ~63U) + 64);
  return next - state.base < kWindow ? std::min(far_key, next) : far_key;
}

std::uint32_t PriceLadder::obtain_far(SideRef side, std::uint32_t key) noexcept {
  BookSide& state = side.state;
  if (state.summary == 0 && state.far_root == 0) {
    state.base = base_for(key);
  } else {
    used_far(side);
  }
  if (key - state.base < kWindow) return obtain(side, key);
  std::uint32_t number = trees_.find(state.far_root, key);
  if (number == 0) {
    number = take_level();
    trees_.insert(state.far_root, {key, number});
    state.far_best = std::min(state.far_best, key);
    state.best = std::min(state.best, key);
  }
  return number;
}

void PriceLadder::emptied_far(SideRef side, std::uint32_t key, std::uint32_t number) noexcept {
  BookSide& state = side.state;
  trees_.erase(state.far_root, key);
  give_level(number);
  if (key == state.far_best) {
    state.far_best = state.far_root == 0 ? kNoKey : trees_.first(state.far_root).key;
  }
  if (key == state.best) state.best = std::min(window_from(side, state.base), state.far_best);
  used_far(side);
}

void PriceLadder::used_far(SideRef side) noexcept {
  BookSide& state = side.state;
  if (state.far_uses < 0xfff0) ++state.far_uses;
  if (state.far_uses % kUsesBetweenLooks != 0 || state.best == kNoKey) return;
  if (state.best - state.base < kWindow / 2) return;
  const std::uint32_t base = base_for(state.best);
  int going = 0;
  for (std::uint32_t i = 0; i < kWords; ++i) {
    const std::uint32_t key = state.base + 64 * i;
    if (key - base >= kWindow) {
      going += __builtin_popcountll(words_[side.index * kWords + word_of(key)]);
    }
  }
  if (going <= state.far_uses) slide(side, base);
}

void PriceLadder::slide(SideRef side, std::uint32_t base) noexcept {
  BookSide& state = side.state;
  state.far_uses = 0;
  for (std::uint32_t i = 0; i < kWords; ++i) {
    const std::uint32_t first = state.base + 64 * i;
    std::uint64_t& bits = words_[side.index * kWords + word_of(first)];
    if (first - base < kWindow || bits == 0) continue;
    for (; bits != 0; bits &= bits - 1) {
      const std::uint32_t key = first + lowest_bit(bits);
      const std::uint32_t source = window_level(side.index, key);
      const std::uint32_t target = take_level();
      levels_[target] = levels_[source];
      levels_[source] = {};
      if (totals_.count() != 0) {
        totals_[target] = totals_[source];
        totals_[source] = {};
      }
      trees_.insert(state.far_root, {key, target});
    }
    state.summary = static_cast<std::uint16_t>(state.summary & ~(1U << word_of(first)));
  }
  state.base = base;
  KeyEntry entry = trees_.at_or_above(state.far_root, base);
  while (entry.value != 0 && entry.key - base < kWindow) {
    const std::uint32_t target = window_level(side.index, entry.key);
    levels_[target] = levels_[entry.value];
    if (totals_.count() != 0) totals_[target] = totals_[entry.value];
    words_[side.index * kWords + word_of(entry.key)] |= std::uint64_t{1} << (entry.key & 63U);
    state.summary = static_cast<std::uint16_t>(state.summary | 1U << word_of(entry.key));
    trees_.erase(state.far_root, entry.key);
    give_level(entry.value);
    entry = trees_.at_or_above(state.far_root, base);
  }
  state.far_best = state.far_root == 0 ? kNoKey : trees_.first(state.far_root).key;
}

}  // namespace hotbook::engine
