// A venue of CME's kind: books of orders, of which it tells price levels and orders as MDP 3.0
// does, and what a listener must then know.
//
// Threading: one thread.
// Hot path:  never.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/replay/draw.hpp"
#include "sim/replay/mdp3_message.hpp"

namespace hotbook::replay {

struct Mdp3MarketOptions {
  std::uint64_t seed = 1;
  unsigned instruments = 8;
  unsigned by_order_percent = 30;  // of the instruments: told as orders, to whoever wants them
  std::uint16_t version = 9;       // of the schema: 6 (no orders), 7, 8 or 9
  unsigned orders = 40;            // that rest in a book, about
  std::uint64_t start_ns = 1'479'000'000'000'000'000;  // since 1970
};

class Mdp3Market {
 public:
  struct Instrument {
    std::uint32_t security = 0;
    std::int64_t tick = 0;  // in units of 10^-9; a multiple of 100
    std::uint8_t depth = 10;
    bool by_order = false;
    std::string symbol;
  };
  struct Order {
    char type;           // '0' bid, '1' offer
    std::int64_t ticks;  // its price
    std::uint32_t quantity;
  };
  struct Level {
    std::int64_t ticks = 0;
    std::uint32_t quantity = 0;
    std::uint32_t orders = 0;
    friend bool operator==(const Level&, const Level&) = default;
  };

  explicit Mdp3Market(const Mdp3MarketOptions& options);

  // What happens next, as messages.
  [[nodiscard]] std::vector<Mdp3Message> next();
  // Everything begins anew: a channel reset, and the books once more.
  [[nodiscard]] std::vector<Mdp3Message> reset();

  // What a late listener is told: an instrument's definition, and its books as of a packet.
  [[nodiscard]] Mdp3Message definition(std::size_t index) const;
  [[nodiscard]] Mdp3Message snapshot(std::size_t index, std::uint32_t last_seq) const;
  [[nodiscard]] std::vector<Mdp3Message> order_snapshot(std::size_t index,
                                                        std::uint32_t last_seq) const;

  [[nodiscard]] const std::vector<Instrument>& instruments() const noexcept { return told_; }
  // The levels that the venue tells of a side, best first.
  [[nodiscard]] std::vector<Level> levels(std::size_t index, char type) const;
  [[nodiscard]] const std::map<std::uint64_t, Order>& orders(std::size_t index) const {
    return books_[index].orders;
  }
  [[nodiscard]] std::uint64_t entries() const noexcept { return entries_; }
  [[nodiscard]] std::uint64_t time_ns() const noexcept { return time_ns_; }

 private:
  struct Book {
    std::map<std::uint64_t, Order> orders;
    std::int64_t middle = 0;
    std::uint32_t rpt_seq = 0;
  };
  struct Changes {
    std::vector<Mdp3LevelEntry> levels;
    std::vector<Mdp3OrderEntry> orders;
  };

  [[nodiscard]] std::int64_t price_of(std::size_t index, std::int64_t ticks) const;
  [[nodiscard]] Mdp3LevelEntry level_entry(std::size_t index, char type, Mdp3Action action,
                                           std::size_t place, const Level& level);
  void change_orders(std::size_t index, Changes& changes);
  void add_order(std::size_t index, Changes& changes);
  void remove_order(std::size_t index, std::uint64_t id, Changes& changes);
  void tell_order(std::size_t index, std::uint64_t id, const Order& order, Mdp3Action action,
                  Changes& changes);
  void tell_levels(std::size_t index, char type, std::vector<Level> before, Changes& changes);
  [[nodiscard]] bool tell_bulk(std::size_t index, char type, std::vector<Level>& before,
                               const std::vector<Level>& after, Changes& changes);
  void book_messages(std::size_t index, Changes changes, std::vector<Mdp3Message>& out);
  [[nodiscard]] Mdp3Message other_message(std::size_t index);

  Mdp3MarketOptions options_;
  Draw draw_;
  std::vector<Instrument> told_;
  std::vector<Book> books_;
  std::uint64_t time_ns_;
  std::uint64_t next_order_ = 700'000'000'000;
  std::uint64_t entries_ = 0;
};

}  // namespace hotbook::replay
