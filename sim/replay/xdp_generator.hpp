// Invents a day of an NYSE Integrated Feed channel: a seeded, consistent stream of packets with
// messages of every type, failovers that restart the numbers, and refreshes of symbols.
//
// Threading: one thread.
// Hot path:  never; a message allocates.

#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "sim/replay/draw.hpp"
#include "sim/replay/xdp_message.hpp"

namespace hotbook::replay {

struct XdpOptions {
  std::uint64_t seed = 1;
  std::uint32_t symbols = 100;            // symbol indexes 1 to symbols
  std::uint64_t messages = 100'000;       // of the whole day, about
  std::uint64_t interval_ns = 2'000;      // mean time between two packets
  std::uint32_t resting_orders = 20'000;  // about how many rest at once, all symbols together
  std::uint32_t packet_messages_max = 8;
  bool pillar = true;               // Pillar 2.5; false: XDP 2.1, whose imbalance is shorter
  std::uint32_t failover_ppm = 0;   // of packets: numbers restart, every symbol is refreshed
  bool repeats_resets = true;       // a reset is sometimes sent again, with a later time
  std::uint32_t clear_ppm = 0;      // of messages: a symbol is cleared, and refreshed
  std::uint32_t unmapped_ppm = 0;   // of messages: an order of a symbol index that is no book
  std::uint32_t malformed_ppm = 0;  // of messages: another size, an unknown type, a wrong side
};

// A packet as its publisher sends it, the same on both lines.
struct XdpPacket {
  XdpHeader header;
  std::uint64_t time_ns = 0;  // since midnight UTC
  std::vector<std::vector<std::uint8_t>> messages;
};

class XdpGenerator {
 public:
  static constexpr std::size_t kMessagesBytesMax = 1400 - 16;  // Common, 2.1

  // Throws std::invalid_argument, naming the option.
  explicit XdpGenerator(const XdpOptions& options);

  // Gives the next packet; false when the day is over.
  [[nodiscard]] bool next(XdpPacket& packet);

 private:
  using Bytes = std::vector<std::uint8_t>;
  struct Order {
    std::uint64_t id;
    std::uint32_t price;
    std::uint32_t volume;
    char side;
  };
  struct Symbol {
    std::uint32_t index = 0;
    std::uint32_t seq = 0;
    std::uint32_t middle = 0;
    std::vector<Order> orders;
  };

  [[nodiscard]] XdpTime now() const;
  [[nodiscard]] XdpSymbol of(Symbol& symbol);
  void queue(Bytes message) { queue_.push_back(std::move(message)); }
  void start(std::uint8_t flag);
  void refresh(Symbol& symbol);
  void draw_message();
  void draw_order_message(Symbol& symbol);
  void draw_other_message(Symbol& symbol);
  void add(Symbol& symbol);
  [[nodiscard]] Bytes spoil(Bytes message);
  [[nodiscard]] Order draw_order(const Symbol& symbol);

  XdpOptions options_;
  Draw draw_;
  std::vector<Symbol> symbols_;
  std::deque<Bytes> queue_;  // drawn, wait for packets
  std::size_t flagged_ = 0;  // how many of the queue are a failover's
  std::uint32_t seq_ = 1;
  std::uint32_t referred_second_ = 0;
  std::uint64_t time_ns_;
  std::uint64_t sent_ = 0;  // messages
  std::uint64_t next_id_ = 1;
  std::size_t resting_ = 0;
  bool reset_due_ = true;
  std::uint8_t reset_flag_ = 12;
};

}  // namespace hotbook::replay
