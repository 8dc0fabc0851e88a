// What the engine keeps of a live order: exactly one cache line, numbered by its slot.
//
// Threading: plain values.
// Hot path:  none.

#pragma once

#include <cstdint>

#include "host/domain/layout.hpp"

namespace hotbook::engine {

// Which of the places of rule 1.3 an order is in. Nowhere: free, or on its way (entering, elected).
enum class Place : std::uint8_t { Nowhere, OnSide, Stop, WaitingPeg, Auction };

struct alignas(64) Order {
  std::uint64_t id;
  std::uint64_t entered;
  std::uint32_t next;  // slots of the neighbours in its queue; 0 is none
  std::uint32_t prev;
  std::uint32_t price;
  std::uint32_t open;
  std::uint32_t visible;
  std::uint32_t account;
  std::uint32_t display;
  std::uint32_t stop_price;
  std::uint32_t expire_s;
  std::uint32_t cap;
  std::uint16_t book;
  std::uint16_t session;
  std::uint8_t side : 1;
  std::uint8_t post_only : 1;
  std::uint8_t self_match : 6;
  Place place;
  OrderType type;
  TimeInForce time_in_force;

  [[nodiscard]] bool is_pegged() const noexcept { return type >= OrderType::PeggedPrimary; }
  [[nodiscard]] bool is_stop() const noexcept {
    return type == OrderType::Stop || type == OrderType::StopLimit;
  }
  [[nodiscard]] bool is_auction_only() const noexcept {
    return time_in_force >= TimeInForce::AtOpen;
  }
  // Whether it is in one of the lists of Links.
  [[nodiscard]] bool is_listed() const noexcept {
    return is_pegged() || time_in_force == TimeInForce::Gtd;
  }
  // Rules 3.6, 3.8: what a queue shows of it.
  [[nodiscard]] std::uint32_t tranche() const noexcept {
    return display != 0 && display < open ? display : open;
  }
};
static_assert(sizeof(Order) == 64);

// The lists that only some orders are in: the pegs of their book, and the orders of one expiry.
struct Links {
  std::uint32_t peg_next;
  std::uint32_t peg_prev;
  std::uint32_t expiry_next;
  std::uint32_t expiry_prev;
};

// A queue of orders, first to last; slot 0 is no order.
struct Level {
  std::uint32_t head;
  std::uint32_t tail;
};
static_assert(sizeof(Level) == 8);

constexpr std::uint32_t kPriceMax = 0x7fff'ffff;
constexpr std::uint32_t kQuantityMax = 0x7fff'ffff;
// Rule 2.7: an iceberg shows itself at most so often.
constexpr std::uint64_t kTranchesMax = 1024;
constexpr std::uint16_t kNoBook = 0xffff;

// Prices as keys of one side, so that a smaller key is always the better price.
constexpr std::uint32_t kNoKey = 0xffff'ffff;
[[nodiscard]] constexpr std::uint32_t key_of(std::uint32_t side, std::uint32_t price) noexcept {
  return price ^ (kPriceMax & (side - 1U));
}
[[nodiscard]] constexpr std::uint32_t price_of(std::uint32_t side, std::uint32_t key) noexcept {
  return key_of(side, key);
}

}  // namespace hotbook::engine
