// Inputs for the tests of takeover, made beforehand so that they do not depend on a card.
//
// Threading: free functions.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <vector>

#include "host/engine/engine.hpp"
#include "sim/replay/order_flow.hpp"
#include "tests/host/engine/random_commands.hpp"
#include "tests/support/match_flow.hpp"

namespace hotbook::test {

// Commands that mostly name orders which live.
[[nodiscard]] inline std::vector<MatchCommand> random_commands(CommandMix mix,
                                                               const MatchOptions& options,
                                                               std::uint64_t seed,
                                                               std::size_t count) {
  RandomCommands random{{.seed = seed,
                         .mix = mix,
                         .book_count = static_cast<std::uint16_t>(options.book_count),
                         .ticks = 12,
                         .live_target = 30 * options.book_count}};
  engine::Engine engine{options};
  std::vector<MatchCommand> commands;
  for (std::size_t i = 0; i < count; ++i) {
    commands.push_back(random.next());
    random.follow(engine.apply(commands.back()));
  }
  return commands;
}

// Commands that make the races of a card common, behind one that opens the books.
[[nodiscard]] inline std::vector<MatchCommand> racing_commands(const MatchFlowShape& shape,
                                                               std::uint64_t seed,
                                                               std::size_t count) {
  MatchFlow flow{shape, seed};
  std::vector<MatchCommand> commands(1);
  commands[0].kind = CommandKind::TradingState;
  commands[0].book = 0xffff;
  commands[0].state = static_cast<std::uint8_t>(TradingState::Continuous);
  while (commands.size() < count) commands.push_back(flow.next());
  return commands;
}

[[nodiscard]] inline std::vector<MatchCommand> regime_commands(replay::FlowRegime regime,
                                                               std::uint64_t seed,
                                                               std::size_t count,
                                                               std::size_t& book_count) {
  replay::OrderFlow flow{{.regime = regime, .seed = seed, .count = count}};
  book_count = flow.options().books;
  std::vector<MatchCommand> commands;
  for (MatchCommand command{}; flow.next(command);) commands.push_back(command);
  return commands;
}

}  // namespace hotbook::test
