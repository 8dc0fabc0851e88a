// The program of host/engine/README.md: a bid, an ask that meets it, and what is left.

#include <cstdio>

#include "host/engine/engine.hpp"

int main() {
  using namespace hotbook;
  engine::Engine engine{{.book_count = 1, .max_orders = 1000}};
  MatchCommand command{};
  command.kind = CommandKind::TradingState;
  command.state = static_cast<std::uint8_t>(TradingState::Continuous);
  engine.apply(command);
  command.kind = CommandKind::NewOrder;
  for (const std::uint32_t id : {1, 2}) {
    command.order_id = id;
    command.side = id == 1 ? 0 : 1;  // a bid, then an ask
    command.price = 101 - id;
    command.quantity = 90 - 20 * id;
    for (const MatchOutput& output : engine.apply(command)) {
      if (output.output_kind != OutputKind::Execution) continue;
      std::printf("%u at %u, %u left\n", output.quantity, output.price, output.other_leaves);
    }
  }
  return engine.order_count() == 1 ? 0 : 1;
}
