// The rows of both sides of an instrument while an entry of it is worked on.
//
// Synthesis: C++14; every loop is over the places of a row and is meant to be unrolled.

#pragma once

#include "hls/mdp3_decode/mdp3_kernel.hpp"

namespace hotbook {
namespace mdp3_kernel {

inline void clear_rows(EntryState& entry) {
  for (unsigned side = 0; side < 2; ++side) {
    for (unsigned place = 0; place < kPlaces; ++place) entry.quantities[side][place] = 0;
  }
}

// Takes the best `count` places from `at` on out of the row; those behind move up.
inline void erase(EntryState& entry, unsigned side, unsigned at, unsigned count) {
  for (unsigned place = 0; place < kPlaces; ++place) {
    const unsigned from = place + count;
    if (place < at) continue;
    entry.prices[side][place] = from < kPlaces ? entry.prices[side][from] : 0;
    entry.quantities[side][place] = from < kPlaces ? entry.quantities[side][from] : 0;
  }
}

// Makes room at a place; what falls behind the depth has gone before.
inline void insert(EntryState& entry, unsigned side, unsigned at, unsigned depth) {
  for (unsigned i = 1; i < kPlaces; ++i) {
    const unsigned place = kPlaces - i;
    if (place <= at || place >= depth) continue;
    entry.prices[side][place] = entry.prices[side][place - 1];
    entry.quantities[side][place] = entry.quantities[side][place - 1];
  }
}

inline std::uint16_t known_places(const EntryState& entry, unsigned side) {
  unsigned places = 0;
  for (unsigned place = 0; place < kPlaces; ++place) {
    if (entry.quantities[side][place] != 0) places |= 1u << place;
  }
  return static_cast<std::uint16_t>(places);
}

inline std::uint16_t places_of_price(const EntryState& entry, unsigned side) {
  unsigned places = 0;
  for (unsigned place = 0; place < kPlaces; ++place) {
    if (entry.prices[side][place] == entry.price) places |= 1u << place;
  }
  return static_cast<std::uint16_t>(places & known_places(entry, side));
}

}  // namespace mdp3_kernel
}  // namespace hotbook
