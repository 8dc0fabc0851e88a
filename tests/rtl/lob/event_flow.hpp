// Draws market events that keep a few orders of a few books busy: repeats, replaces, overfills,
// strangers and gaps are common.
//
// Threading: one thread.
// Hot path:  none; used by tests only.

#pragma once

#include <deque>
#include <random>
#include <vector>

#include "tests/rtl/lob/lob_model.hpp"

namespace hotbook::test {

struct FlowShape {
  unsigned books = 4;       // numbers drawn are below this, held by the card or not
  unsigned prices = 16;     // width of the band of prices
  std::size_t orders = 64;  // live ones aimed at
  unsigned gap_permyriad = 20;
  unsigned giant_percent = 8;  // orders of half of all a level can hold, and more
  bool careful =
      false;  // no event that a venue would not send: no strangers, repeats, lone halves, giants
};

class EventFlow {
 public:
  EventFlow(const FlowShape& shape, std::uint64_t seed) : shape_{shape}, random_{seed} {}

  // All but arrival_cycle.
  [[nodiscard]] channel::MarketEvent next();
  // The card has forgotten its orders; from now on most of them are not named any more.
  void forget();

 private:
  struct Live {
    std::uint64_t order_ref;
    unsigned book;
    std::uint64_t quantity;
  };

  void draw();
  void draw_add(bool repeated);
  void draw_take(RecordKind kind);
  void draw_replace();
  void draw_gap();
  [[nodiscard]] bool chance(unsigned percent) { return random_() % 100 < percent; }
  [[nodiscard]] std::size_t pick();
  [[nodiscard]] std::uint64_t new_ref();
  [[nodiscard]] std::uint64_t book();
  [[nodiscard]] std::uint32_t price();
  [[nodiscard]] std::uint32_t quantity();
  [[nodiscard]] channel::MarketEvent blank(RecordKind kind);

  FlowShape shape_;
  std::mt19937_64 random_;
  std::vector<Live> live_;
  std::deque<channel::MarketEvent> ready_;
  std::uint64_t seq_ = 0;
  std::uint64_t ref_ = 0;
};

}  // namespace hotbook::test
