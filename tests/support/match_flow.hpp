// Random inputs of the matching function that make the card's races common: few books, few prices,
// few accounts, mostly what the card decides.
//
// Threading: one thread.
// Hot path:  none; used by tests only.

#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <vector>

#include "host/domain/layout.hpp"

namespace hotbook::test {

struct MatchFlowShape {
  unsigned books = 3;              // that orders are sent to; the last ones may be unknown
  unsigned prices = 12;            // ticks around the middle
  unsigned special_permille = 10;  // of new orders: types and times the card leaves to the host
  unsigned wrong_permille = 20;    // of commands: a field outside its domain
  unsigned state_permille = 6;     // of inputs: trading states, bands, mass cancels, timers
  unsigned for_all_permille = 1;   // of inputs: those for all books
  unsigned replace_percent = 20;   // of orders' inputs; 18 are cancels
  unsigned quantity_max = 12;
  unsigned gated_permille = 8;    // of new orders and replaces
  unsigned one_bit_permille = 0;  // of inputs: a field one bit off another's, or quite high
  unsigned bit = 64;  // below 32: owners, quantities, prices, what a replacement knows are the
                      // same, or differ in this bit alone; new ids are powers of two now and then
};

class MatchFlow {
 public:
  MatchFlow(const MatchFlowShape& shape, std::uint64_t seed) : shape_{shape}, random_{seed} {}

  [[nodiscard]] MatchCommand next();

  // What prices are near just now.
  [[nodiscard]] std::uint32_t middle() const { return middle_; }

 private:
  struct Known {
    std::uint64_t id = 0;
    std::uint16_t book = 0;
    std::uint32_t price = 0;
    std::uint32_t quantity = 0;
  };
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  bool permille(unsigned share) { return below(1000) < share; }
  [[nodiscard]] std::uint32_t price();
  [[nodiscard]] std::uint32_t account();
  [[nodiscard]] const Known& known() { return known_[below(known_.size())]; }
  void remember(const MatchCommand& command, std::uint64_t id);
  [[nodiscard]] bool has_bit() const { return shape_.bit < 32; }
  // The bit, or nothing; quantities have 31 of them.
  [[nodiscard]] std::uint32_t bit_or_not(unsigned width) {
    return below(2) == 0 || shape_.bit >= width ? 0 : 1U << shape_.bit;
  }
  void make_one_bit_new(MatchCommand& command);
  void make_one_bit_replace(MatchCommand& command, const Known& order);

  MatchCommand new_order();
  MatchCommand cancel_order();
  MatchCommand replace_order();
  MatchCommand of_the_book();
  MatchCommand of_all_books();
  void make_special(MatchCommand& command);
  std::uint32_t one_bit_off(std::uint32_t number) { return number ^ 1U << below(31); }
  [[nodiscard]] std::uint64_t id_decided_by_one_bit();
  void change_one_bit(MatchCommand& command);
  void change_one_bit_of_order(MatchCommand& command);
  void replace_one_bit_off(MatchCommand& command);
  void spoil(MatchCommand& command);

  MatchFlowShape shape_;
  std::mt19937_64 random_;
  std::array<Known, 48> known_{};
  std::size_t next_known_ = 0;
  std::uint64_t last_id_ = 0;
  std::uint64_t host_number_ = 0;
  std::uint64_t now_ns_ = 0;
  std::uint32_t middle_ = 1000;
};

}  // namespace hotbook::test
