// What a market of CME's kind tells a late listener.

#include <algorithm>

#include "sim/replay/mdp3_market.hpp"

namespace hotbook::replay {
namespace {

constexpr std::size_t kOrdersMax = 20;  // of a message

}  // namespace

Mdp3Message Mdp3Market::definition(std::size_t index) const {
  const bool old = options_.version < 9;
  const Instrument& told = told_[index];
  Mdp3Message message{static_cast<std::uint16_t>(old ? 27 : 54), options_.version, 216};
  message.root(5, 1, 'A').root(6, 8, time_ns_).root(55, 4, told.security);
  for (std::size_t i = 0; i < told.symbol.size(); ++i) {
    message.root(35 + i, 1, static_cast<std::uint8_t>(told.symbol[i]));
  }
  message.root(91, 8, static_cast<std::uint64_t>(old ? told.tick / 100 : told.tick));
  message.root(99, 8, static_cast<std::uint64_t>(old ? 10'000'000 : 1'000'000'000));
  message.group(9).entry().put(0, 1, 5).group(4);
  message.entry().put(0, 1, 'G').put(1, 1, 'B').put(2, 1, 'X').put(3, 1, told.depth);
  message.entry().put(0, 1, 'G').put(1, 1, 'B').put(2, 1, 'I').put(3, 1, 2);
  message.group(4).entry().group(5);
  return message;
}

Mdp3Message Mdp3Market::snapshot(std::size_t index, std::uint32_t last_seq) const {
  const Instrument& told = told_[index];
  Mdp3Message message{static_cast<std::uint16_t>(options_.version < 9 ? 38 : 52), options_.version,
                      59};
  message.root(0, 4, last_seq).root(4, 4, told_.size()).root(8, 4, told.security);
  message.root(12, 4, books_[index].rpt_seq).root(16, 8, time_ns_).group(22);
  for (const char type : {'0', '1'}) {
    const auto told_levels = levels(index, type);
    for (std::size_t i = 0; i < told_levels.size(); ++i) {
      message.entry()
          .put(0, 8, static_cast<std::uint64_t>(price_of(index, told_levels[i].ticks)))
          .put(8, 4, told_levels[i].quantity)
          .put(12, 4, told_levels[i].orders)
          .put(16, 1, i + 1)
          .put(21, 1, static_cast<std::uint8_t>(type));
    }
  }
  message.entry().put(8, 4, 77).put(16, 1, 0x7f).put(21, 1, 'e');  // volume: no level
  return message;
}

std::vector<Mdp3Message> Mdp3Market::order_snapshot(std::size_t index,
                                                    std::uint32_t last_seq) const {
  std::vector<Mdp3Message> out;
  const auto& orders = books_[index].orders;
  const std::size_t chunks =
      std::max<std::size_t>((orders.size() + kOrdersMax - 1) / kOrdersMax, 1);
  auto order = orders.begin();
  for (std::size_t chunk = 1; chunk <= chunks; ++chunk) {
    Mdp3Message message{static_cast<std::uint16_t>(options_.version < 9 ? 44 : 53),
                        options_.version, 28};
    message.root(0, 4, last_seq).root(4, 4, told_.size()).root(8, 4, told_[index].security);
    message.root(12, 4, chunks).root(16, 4, chunk).root(20, 8, time_ns_).group(29);
    for (std::size_t i = 0; i < kOrdersMax && order != orders.end(); ++i, ++order) {
      message.entry()
          .put(0, 8, order->first)
          .put(8, 8, order->first)
          .put(16, 8, static_cast<std::uint64_t>(price_of(index, order->second.ticks)))
          .put(24, 4, order->second.quantity)
          .put(28, 1, static_cast<std::uint8_t>(order->second.type));
    }
    out.push_back(message);
  }
  return out;
}

}  // namespace hotbook::replay
