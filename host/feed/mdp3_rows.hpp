// What an MDP 3.0 decoder remembers of each instrument: its definition, the number of its last
// entry, and the price levels of both sides by their places, as far as the feed has told them.
//
// Threading: one owner.
// Hot path:  find() neither allocates nor throws; insert() may allocate, between packets.

#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "host/domain/layout.hpp"

namespace hotbook::feed::mdp3 {

// A side's levels by their places, best first. A place may be unknown while others are known, when
// the feed was joined in the middle.
struct Row {
  static constexpr std::size_t kPlaces = 10;
  struct Level {
    std::uint32_t price = 0;
    std::uint32_t quantity = 0;  // 0: nothing is known to be there
  };
  std::array<Level, kPlaces> levels{};

  // The place of a price; kPlaces when no place has it.
  [[nodiscard]] std::size_t find(std::uint32_t price) const noexcept {
    for (std::size_t i = 0; i < kPlaces; ++i) {
      if (levels[i].quantity != 0 && levels[i].price == price) return i;
    }
    return kPlaces;
  }
  void insert(std::size_t at, std::size_t depth, Level level) noexcept {
    for (std::size_t i = depth - 1; i > at; --i) levels[i] = levels[i - 1];
    levels[at] = level;
  }
  // Takes count places out from `at` on.
  void erase(std::size_t at, std::size_t count, std::size_t depth) noexcept {
    for (std::size_t i = at; i < depth; ++i) {
      levels[i] = i + count < depth ? levels[i + count] : Level{};
    }
  }
};

struct Known {
  InstrumentCommand told{};
  std::uint64_t epoch = 0;   // rows and rpt_seq count in this epoch only
  std::uint64_t joined = 0;  // packets below are in the snapshot that it began with
  std::uint32_t rpt_seq = 0;
  bool rpt_known = false;
  std::array<Row, 2> rows{};  // by side

  [[nodiscard]] bool by_order() const noexcept {
    return (told.flags & kInstrumentFlagByOrder) != 0;
  }
  void forget(std::uint64_t now) noexcept {
    epoch = now;
    rpt_known = false;
    rows = {};
  }
};

// Instruments by security: open addressing with linear probing, at most half full.
class InstrumentTable {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  [[nodiscard]] std::uint32_t find(std::uint32_t security) const noexcept {
    if (slots_.empty()) return kNone;
    for (std::size_t at = home(security);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].index == kNone || slots_[at].security == security) return slots_[at].index;
    }
  }
  [[nodiscard]] Known& operator[](std::uint32_t index) noexcept { return known_[index]; }
  [[nodiscard]] std::size_t size() const noexcept { return known_.size(); }

  // Replaces what there is of the same security.
  void insert(const InstrumentCommand& told, std::uint64_t epoch) {
    const auto security = static_cast<std::uint32_t>(told.instrument);
    std::uint32_t index = find(security);
    if (index == kNone) {
      index = static_cast<std::uint32_t>(known_.size());
      known_.emplace_back();
      if (slots_.size() < 2 * known_.size()) grow();
      put(security, index);
    }
    known_[index] = {};
    known_[index].told = told;
    known_[index].epoch = epoch;
  }
  void clear() noexcept {
    known_.clear();
    slots_.clear();
  }

 private:
  struct Slot {
    std::uint32_t security = 0;
    std::uint32_t index = kNone;
  };
  [[nodiscard]] std::size_t home(std::uint32_t security) const noexcept {
    return (security * std::uint64_t{0x9e3779b97f4a7c15} >> 32) & (slots_.size() - 1);
  }
  void put(std::uint32_t security, std::uint32_t index) noexcept {
    std::size_t at = home(security);
    while (slots_[at].index != kNone) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {security, index};
  }
  void grow() {
    slots_.assign(slots_.empty() ? 64 : 2 * slots_.size(), Slot{});
    for (std::uint32_t i = 0; i + 1 < known_.size(); ++i) {
      put(static_cast<std::uint32_t>(known_[i].told.instrument), i);
    }
  }

  std::vector<Known> known_;
  std::vector<Slot> slots_;
};

}  // namespace hotbook::feed::mdp3
