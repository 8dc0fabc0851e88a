// What the engine keeps of a book besides its orders (rule 1.2 of the matching function).
//
// Threading: plain values.
// Hot path:  the first cache line is all that orders and cancels of a plain book look at.

#pragma once

#include <cstdint>

#include "host/domain/layout.hpp"
#include "host/engine/order.hpp"

namespace hotbook::engine {

// Where the levels of one side are; see PriceLadder.
struct BookSide {
  std::uint32_t best = kNoKey;  // key of the best level
  std::uint32_t base = 0;       // first key of the window, a multiple of 64
  std::uint32_t far_best = kNoKey;
  std::uint32_t far_root = 0;
  std::uint16_t summary = 0;  // bit w: the window's word w of level bits is not zero
  std::uint16_t far_uses = 0;
};

// 24 bytes of BookSide hold 20 that matter; two of them and these make one cache line.
struct alignas(64) Book {
  BookSide sides[2];
  std::uint32_t last = 0;
  TradingState state = TradingState::Closed;
  // Continuous, without bands, protection and stops: an order's price is all that limits it, and
  // nothing follows from an execution.
  bool is_plain = false;
  bool is_protected = false;
  std::uint8_t reserved = 0;
  std::uint32_t lower = 0;
  std::uint32_t upper = 0;
  std::uint32_t reference_price = 0;
  std::uint32_t reserved_2 = 0;

  std::uint32_t reference_bid = 0;
  std::uint32_t reference_ask = 0;
  std::uint32_t stop_roots[2] = {0, 0};
  std::uint32_t stop_best[2] = {kNoKey, kNoKey};  // a stop's key rises with what elects it
  Level auction_orders = {0, 0};                  // by `entered`
  Level pegs = {0, 0};  // all pegged orders of the book by `entered`, linked by Links
  std::uint64_t state_since_ns = 0;
  std::uint64_t touched_at = 0;  // the input that has it in the list of books to look at again
  std::uint64_t shown_at = 0;    // the input that has noted its top

  [[nodiscard]] bool is_continuous() const noexcept {
    return state == TradingState::Continuous || state >= TradingState::LimitUp;
  }
  [[nodiscard]] bool is_call() const noexcept {
    return state == TradingState::OpeningCall || state == TradingState::HaltCall ||
           state == TradingState::ClosingCall;
  }
  [[nodiscard]] bool is_limit_state() const noexcept { return state >= TradingState::LimitUp; }
  [[nodiscard]] bool has_bands() const noexcept { return (lower | upper) != 0; }
  [[nodiscard]] bool has_stops() const noexcept { return (stop_roots[0] | stop_roots[1]) != 0; }
  [[nodiscard]] bool is_outside_bands(std::uint32_t side, std::uint32_t price) const noexcept {
    return side == 0 ? upper != 0 && price > upper : lower != 0 && price < lower;
  }
  void update_plain() noexcept {
    is_plain = is_continuous() && !has_bands() && !is_protected && !has_stops();
  }
};
static_assert(sizeof(BookSide) == 20);
static_assert(sizeof(Book) == 128 || sizeof(Book) == 192);

}  // namespace hotbook::engine
