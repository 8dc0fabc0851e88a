// A small venue for tests: an engine, its publisher and its packets.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/publish/itch_publisher.hpp"
#include "host/publish/mold_publisher.hpp"

namespace hotbook::publish_test {

using Buffer = std::vector<std::uint8_t>;

struct CollectingSink final : publish::PacketSink {
  void send(feed::Bytes packet) noexcept override {
    packets.emplace_back(packet.begin(), packet.end());
  }
  std::vector<Buffer> packets;
};

constexpr std::uint64_t kDayStart = 1'790'000'000'000'000'000;  // a day of 2026, 14:13 UTC
constexpr const char* kSession = "SESSION-01";

class VenueRig {
 public:
  explicit VenueRig(const MatchOptions& match, std::uint32_t tick = 1,
                    std::size_t store_bytes = std::size_t{1} << 30)
      : engine{match},
        store{store_bytes},
        publisher{{}, instruments(match.book_count, tick), store} {
    publisher.start_day(engine, now_ns);
    mold.start_session(publish::mold_session(kSession), now_ns);
  }

  // What was written stays until the next input.
  std::span<const MatchOutput> apply(const MatchCommand& command) {
    now_ns += 1000;
    const auto outputs = engine.apply(command);
    publisher.on_input(command, outputs, engine, now_ns);
    return outputs;
  }

  // Releases and sends what there is. The packets since the last call.
  std::vector<Buffer> packets() {
    store.release(store.next_seq() - 1);
    mold.flush(now_ns);
    line_b.packets.clear();
    return std::exchange(line_a.packets, {});
  }

  static std::vector<publish::Instrument> instruments(std::size_t count, std::uint32_t tick) {
    std::vector<publish::Instrument> all(count);
    for (std::size_t i = 0; i < count; ++i) {
      all[i].symbol = "I" + std::to_string(i);
      all[i].tick_dollars_1e4 = tick;
    }
    return all;
  }

  std::uint64_t now_ns = kDayStart;
  engine::Engine engine;
  publish::MessageStore store;
  publish::ItchPublisher publisher;
  CollectingSink line_a;
  CollectingSink line_b;
  publish::MoldPublisher mold{store, line_a, line_b};
};

struct ShownLevel {
  std::uint64_t quantity = 0;
  std::uint32_t orders = 0;
  bool operator==(const ShownLevel&) const = default;
};
using ShownLevels = std::map<std::uint32_t, ShownLevel>;  // by price in ticks

// All orders of a side of an engine, in priority order.
inline std::vector<engine::ShownOrder> shown_orders(const engine::Engine& engine,
                                                    std::uint16_t book, Side side) {
  std::vector<engine::ShownOrder> all;
  std::vector<engine::ShownOrder> part(7);
  engine::RestingOrders read{.count = 0, .more = true};
  while (read.more) {
    read = engine.shown_behind(book, side, all.empty() ? 0 : all.back().id, part);
    all.insert(all.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(read.count));
  }
  return all;
}

inline ShownLevels shown_levels(const engine::Engine& engine, std::uint16_t book, Side side) {
  ShownLevels levels;
  for (const engine::ShownOrder& order : shown_orders(engine, book, side)) {
    levels[order.price].quantity += order.visible;
    levels[order.price].orders += 1;
  }
  return levels;
}

}  // namespace hotbook::publish_test
