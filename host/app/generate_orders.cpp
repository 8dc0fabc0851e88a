// hotbook generate orders: seeded input of the matching function.

#include <fmt/format.h>

#include <memory>

#include "host/app/commands.hpp"
#include "host/app/progress.hpp"
#include "sim/replay/order_flow.hpp"
#include "sim/replay/order_flow_file.hpp"

namespace hotbook::app {
namespace {

struct OrdersOptions {
  replay::FlowOptions flow;
  std::string regime;
  std::string out;
  bool quiet = false;
};

Exit generate_orders(OrdersOptions& options) {
  options.flow.regime = *replay::flow_regime(options.regime);
  replay::OrderFlow flow{options.flow};
  replay::OrderFlowWriter writer{options.out, flow.options().books, options.flow.count};
  ProgressLine progress{"generate", options.quiet};
  MatchCommand command;
  for (std::uint64_t made = 0; flow.next(command); ++made) {
    writer.write(command);
    if (made % 4096 == 0) progress.update(made, options.flow.count);
  }
  writer.finish();
  progress.clear();
  if (!options.quiet) {
    fmt::print(stderr, "{}: {} commands for {} books, regime {}, seed {}\n", options.out,
               options.flow.count, flow.options().books, options.regime, options.flow.seed);
  }
  return Exit::Ok;
}

std::vector<std::string> regimes() {
  std::vector<std::string> names;
  for (const auto& profile : replay::flow_profiles()) names.emplace_back(profile.name);
  return names;
}

std::string regime_help() {
  std::string text = "Regimes:\n";
  for (const auto& profile : replay::flow_profiles())
    text += fmt::format("  {:<10} {}; {} books\n", profile.name, profile.says, profile.books);
  return text;
}

}  // namespace

void add_generate_orders(CLI::App& generate, Chosen& chosen) {
  auto options = std::make_shared<OrdersOptions>();
  CLI::App* orders =
      generate.add_subcommand("orders", "Order flow, as hotbook match reads it, in one file");
  orders->footer(regime_help() +
                 "The flow begins as a day does: the clock is set and the books are opened. Order "
                 "ids rise strictly. Some cancels and replaces name orders that are gone, as a "
                 "client's do.\nCSV columns (empty: the default, or none):\n" +
                 replay::order_flow_csv_help());
  orders
      ->add_option("--out", options->out, "FILE.csv for people or FILE.hbof for volume; .gz behind")
      ->required();
  orders->add_option("--regime", options->regime, "How the market behaves")
      ->required()
      ->check(CLI::IsMember(regimes()));
  orders->add_option("--seed", options->flow.seed, "The same seed makes the same file")
      ->capture_default_str();
  orders->add_option("--count", options->flow.count, "Commands")->capture_default_str();
  orders->add_option("--books", options->flow.books, "Instruments (default: the regime's)");
  orders->add_option("--accounts", options->flow.accounts, "Owners (default: the regime's)");
  orders->add_option("--sessions", options->flow.sessions, "Client sessions")
      ->capture_default_str();
  orders->add_option("--resting", options->flow.resting,
                     "Orders at rest in a book, about (default: the regime's)");
  orders->add_option("--first-id", options->flow.order_id_first, "The first order id")
      ->capture_default_str();
  orders
      ->add_option("--id-gap", options->flow.order_id_gap,
                   "An id is above the one before by 1 to this")
      ->capture_default_str();
  orders->add_flag("--quiet", options->quiet, "Print nothing but errors");
  orders->callback(
      [options, &chosen] { chosen = [options] { return generate_orders(*options); }; });
}

}  // namespace hotbook::app
