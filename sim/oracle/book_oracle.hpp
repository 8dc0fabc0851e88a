// Section 4 of the feed function: every order, every level, and the top of each book.
//
// Threading: one thread.
// Hot path:  none; the oracle is slow on purpose.

#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "host/domain/layout.hpp"
#include "sim/oracle/oracle_counters.hpp"

namespace hotbook::oracle {

struct Level {
  std::uint64_t quantity = 0;
  std::uint64_t order_count = 0;
};
using Levels = std::map<std::uint32_t, Level>;  // by price

// A market event, as section 3 makes it.
struct Event {
  RecordKind kind = RecordKind::Add;
  std::uint64_t seq = 0;
  std::uint64_t venue_time_ns = 0;
  std::uint64_t rx_time_ns = 0;
  std::uint64_t order_ref = 0;
  std::uint32_t price = 0;
  std::uint32_t quantity = 0;
  std::uint16_t book = 0;
  Side side = Side::Bid;
  bool pair_first = false;
  bool pair_second = false;
};

class BookOracle {
 public:
  explicit BookOracle(Counters& counters) : counters_{counters} {}

  // Does one event, and tells what came of it; record_seq is left 0.
  [[nodiscard]] BookUpdate apply(const Event& event);

  // The levels of one side, whether or not the top is known.
  [[nodiscard]] Levels levels(std::uint16_t book, Side side) const;

 private:
  struct Order {
    Side side;
    std::uint32_t price;
    std::uint32_t quantity;
  };
  struct Book {
    Levels bids;
    Levels asks;
  };
  struct TopSide {
    bool known = false;
    std::uint32_t price = 0;
    std::uint32_t quantity = 0;
    bool operator==(const TopSide&) const = default;
  };
  struct Top {
    TopSide bid;
    TopSide ask;
    bool operator==(const Top&) const = default;
  };
  using OrderName = std::pair<std::uint16_t, std::uint64_t>;  // book, reference

  void start_epoch_after_gap();
  void apply_add(const Event& event, BookUpdate& update);
  void apply_take(const Event& event, BookUpdate& update);
  [[nodiscard]] Top top(std::uint16_t book) const;
  void tell_top(const Event& event, BookUpdate& update);

  Counters& counters_;
  bool known_ = true;  // the epoch began with clear, not with a gap
  std::map<OrderName, Order> orders_;
  std::map<std::uint16_t, Book> books_;
  bool pair_unknown_ = false;   // the latest pair_first found no order
  Side pair_side_ = Side::Bid;  // of the order the latest pair_first deleted
  Top before_message_;
};

}  // namespace hotbook::oracle
