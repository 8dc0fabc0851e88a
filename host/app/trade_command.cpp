// hotbook trade: a client that sends random orders over OUCH and checks what it is told.

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "host/app/commands.hpp"
#include "host/app/ouch_trader.hpp"
#include "host/app/run_config.hpp"

namespace hotbook::app {
namespace {

constexpr std::chrono::milliseconds kTurn{10};
constexpr std::chrono::seconds kAwayMax{30};

struct TradeArguments {
  TraderOptions trader;
  std::string door = "127.0.0.1:7001";
  double price = 100.0;
  unsigned rate = 500;
  unsigned seconds = 5;
};

// The appliance may be starting, or starting again.
std::string reconnect(OuchTrader& trader, const Endpoint& door) {
  const auto until = std::chrono::steady_clock::now() + kAwayMax;
  for (;;) {
    std::string wrong = trader.connect(door.address, door.port);
    if (wrong.empty() || std::chrono::steady_clock::now() > until) return wrong;
    std::this_thread::sleep_for(kTurn * 10);
  }
}

std::string trade(OuchTrader& trader, const TradeArguments& arguments, const Endpoint& door) {
  const auto began = std::chrono::steady_clock::now();
  const auto until = began + std::chrono::seconds{arguments.seconds};
  std::uint64_t due = 0;
  for (auto now = began; now < until; now = std::chrono::steady_clock::now()) {
    if (!trader.is_connected()) {
      if (std::string wrong = reconnect(trader, door); !wrong.empty()) return wrong;
    }
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - began);
    const std::uint64_t wanted = static_cast<std::uint64_t>(passed.count()) * arguments.rate / 1000;
    if (std::string wrong = trader.trade(wanted - due); !wrong.empty()) return wrong;
    due = wanted;
    std::this_thread::sleep_for(kTurn);
  }
  return trader.listen();
}

Exit run(TradeArguments arguments) {
  const std::optional<Endpoint> door = parse_endpoint(arguments.door);
  if (!door) {
    std::fprintf(stderr, "hotbook trade: --door %s: not an address and port\n",
                 arguments.door.c_str());
    return Exit::Usage;
  }
  arguments.trader.price_1e4 = static_cast<std::uint64_t>(arguments.price * 100 + 0.5) * 100;
  OuchTrader trader{arguments.trader};
  std::string wrong = reconnect(trader, *door);
  if (wrong.empty()) wrong = trade(trader, arguments, *door);
  // Once more from the beginning: the same messages, none missing, none twice.
  if (wrong.empty()) wrong = reconnect(trader, *door);
  if (!wrong.empty()) {
    std::fprintf(stderr, "hotbook trade: %s\n", wrong.c_str());
    return Exit::Failed;
  }
  const TraderCounts& counts = trader.counts();
  fmt::print(
      "{}: {} orders, {} cancels sent; {} accepted, {} executions, {} cancelled, {} rejected; "
      "the stream of {} messages, read again from its first, is the same\n",
      arguments.trader.user, counts.orders, counts.cancels, counts.accepted, counts.executed,
      counts.cancelled, counts.rejected, trader.stream().size());
  return Exit::Ok;
}

}  // namespace

void add_trade(CLI::App& app, Chosen& chosen) {
  auto arguments = std::make_shared<TradeArguments>();
  CLI::App* const command = app.add_subcommand(
      "trade", "Send random orders to a running appliance over OUCH, and check what it tells");
  command->add_option("--door", arguments->door, "Address and port of the OUCH door")
      ->capture_default_str();
  command->add_option("--user", arguments->trader.user, "User name")->required();
  command->add_option("--password", arguments->trader.password, "Password")->required();
  command->add_option("--symbol", arguments->trader.symbol, "What to trade")->capture_default_str();
  command
      ->add_option("--price", arguments->price,
                   "Dollars; orders are priced from here to nine cents above")
      ->check(CLI::Range(0.01, 100'000.0))
      ->capture_default_str();
  command->add_option("--rate", arguments->rate, "Messages a second")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command->add_option("--seconds", arguments->seconds, "For how long")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  command->add_option("--seed", arguments->trader.seed, "Of what is random")->capture_default_str();
  command->footer(
      "When the connection ends it logs in again and asks for its stream from the beginning; a "
      "message that is missing, doubled or another one ends it with status 3.");
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace hotbook::app
