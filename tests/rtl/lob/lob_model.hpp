// The card's lob, written to be obviously right: windows are sorted vectors, orders a map, one
// input is finished before the next.
//
// Threading: one thread.
// Hot path:  none; used by tests only.

#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "host/domain/layout.hpp"
#include "sim/harness/channels.hpp"

namespace hotbook::test {

struct LobShape {
  unsigned books;
  unsigned levels;
  unsigned banks;
  unsigned rows;
  unsigned epoch_bits;
};

struct WindowLevel {
  std::uint32_t price;
  std::uint64_t quantity;
  std::uint64_t orders;
  bool operator==(const WindowLevel&) const = default;
};

struct Window {
  std::vector<WindowLevel> levels;  // best first
  bool deep = false;
  bool orders_missing = false;
  std::uint64_t deep_number = 0;
  [[nodiscard]] bool is_known() const { return !levels.empty() || !deep; }
};

struct Top {
  bool known = false;
  std::uint32_t price = 0;
  std::uint32_t quantity = 0;
  bool operator==(const Top&) const = default;
};

using BookTop = std::array<Top, 2>;
using OrderKey = std::pair<std::uint64_t, std::uint16_t>;  // reference, book

class LobModel {
 public:
  explicit LobModel(const LobShape& shape) : shape_{shape} { begin_epoch(false); }

  void clear();
  // The record of the next input; latency_cycles and record_seq stay 0.
  [[nodiscard]] BookUpdate apply(const channel::MarketEvent& event);
  [[nodiscard]] BookUpdate apply(const RefillCommand& refill);

  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] bool pair_is_open() const { return pair_open_; }
  [[nodiscard]] bool holds_order(const OrderKey& key) const { return orders_.contains(key); }
  [[nodiscard]] const Window& window(unsigned book, unsigned side) const {
    return windows_.at(book)[side];
  }
  [[nodiscard]] const channel::LobPulses& counts() const { return counts_; }

 private:
  struct Order {
    std::uint32_t price;
    std::uint32_t quantity;
    unsigned side;
    unsigned bank;
    unsigned row;
  };

  [[nodiscard]] bool is_held(std::uint64_t book) const { return book < shape_.books; }
  // Whether the input before was the first half of this event's pair.
  [[nodiscard]] bool joins_pair(const channel::MarketEvent& event) const {
    return event.pair_second && pair_open_ && event.book == pair_book_;
  }
  [[nodiscard]] BookTop top(std::uint64_t book) const;
  [[nodiscard]] unsigned row_of(const OrderKey& key, unsigned bank) const;
  [[nodiscard]] bool place(const OrderKey& key, Order order);
  void remove(std::map<OrderKey, Order>::iterator order);

  void begin_epoch(bool after_gap);
  void add(const channel::MarketEvent& event, BookUpdate& record);
  void take(const channel::MarketEvent& event, BookUpdate& record);
  void order_unknown(std::uint64_t book, BookUpdate& record);
  void window_add(Window& window, unsigned side, std::uint32_t price, std::uint32_t quantity);
  void window_take(Window& window, unsigned side, std::uint32_t price, std::uint32_t quantity,
                   bool gone);
  void make_unknown(Window& window) const;
  [[nodiscard]] bool accepts(const RefillCommand& refill) const;
  void finish(BookUpdate& record, const BookTop& before);

  LobShape shape_;
  std::uint64_t number_ = 0;  // of the latest input
  std::uint64_t epoch_first_ = 0;
  std::map<OrderKey, Order> orders_;
  std::set<std::pair<unsigned, unsigned>> occupied_;  // bank, row
  std::vector<std::array<Window, 2>> windows_;
  bool pair_open_ = false;
  std::uint64_t pair_book_ = 0;
  bool pair_found_ = false;
  unsigned pair_side_ = 0;
  BookTop pair_before_{};
  channel::LobPulses counts_;
};

[[nodiscard]] std::array<WindowLevel, 4> levels_of(const RefillCommand& refill);

// Whether a price of this side is better than another.
[[nodiscard]] constexpr bool is_better(unsigned side, std::uint32_t price, std::uint32_t other) {
  return side == 0 ? price > other : price < other;
}

}  // namespace hotbook::test
