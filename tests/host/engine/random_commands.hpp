// Random inputs of the matching function that keep an engine busy: few prices, few accounts, and
// cancels and replaces that mostly name orders which live.
//
// Threading: one thread.
// Hot path:  none. The same options and the same outputs followed give the same commands.

#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "host/domain/layout.hpp"

namespace hotbook {

enum class CommandMix : std::uint8_t {
  Simple,        // continuous trading; limit and market orders
  Everything,    // all of it
  Auctions,      // states change often; auction orders
  StopsAndPegs,  // continuous trading; many stops, pegged orders, references
};

[[nodiscard]] std::string name_of(CommandMix mix);

struct RandomCommandsOptions {
  std::uint64_t seed = 1;
  CommandMix mix = CommandMix::Everything;
  std::uint16_t book_count = 1;
  std::uint32_t price_lowest = 100;
  std::uint32_t ticks = 20;
  std::uint32_t account_count = 3;
  std::size_t live_target = 60;  // above it cancels become more frequent
  unsigned malformed_percent = 5;
};

class RandomCommands {
 public:
  explicit RandomCommands(const RandomCommandsOptions& options);

  [[nodiscard]] MatchCommand next();

  // The outputs of the command that next() made last.
  void follow(std::span<const MatchOutput> outputs);

  [[nodiscard]] std::size_t live_count() const { return live_.size(); }

 private:
  struct Live {
    std::uint64_t id;
    std::uint16_t book;
    std::uint32_t price;
    std::uint32_t open;
    OrderType type;
  };

  [[nodiscard]] std::uint32_t below(std::uint32_t bound);
  [[nodiscard]] bool chance(unsigned percent) { return below(100) < percent; }
  [[nodiscard]] std::uint32_t price(std::uint8_t side);
  [[nodiscard]] std::uint32_t quantity();
  [[nodiscard]] std::uint16_t any_book();
  [[nodiscard]] bool is_mix(CommandMix mix) const { return options_.mix == mix; }

  [[nodiscard]] CommandKind choose_kind();
  [[nodiscard]] MatchCommand make(CommandKind kind);
  [[nodiscard]] MatchCommand new_order();
  void choose_type(MatchCommand& command);
  void choose_time_in_force(MatchCommand& command);
  [[nodiscard]] MatchCommand cancel_order();
  [[nodiscard]] MatchCommand replace_order();
  [[nodiscard]] MatchCommand mass_cancel();
  [[nodiscard]] MatchCommand trading_state();
  [[nodiscard]] MatchCommand reference();
  [[nodiscard]] MatchCommand bands();
  [[nodiscard]] MatchCommand timer();
  void spoil(MatchCommand& command);

  void follow_one(const MatchOutput& record);
  void set_open(std::uint64_t id, std::uint32_t open);

  RandomCommandsOptions options_;
  std::mt19937_64 random_;
  std::uint64_t next_id_ = 1;
  std::uint64_t now_ns_ = 0;
  MatchCommand latest_{};
  std::vector<Live> live_;
  std::vector<TradingState> states_;
};

}  // namespace hotbook
