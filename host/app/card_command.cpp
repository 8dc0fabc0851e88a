// hotbook card: what the card is, loading an image, starting it afresh.

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "host/app/commands.hpp"
#include "host/app/counter_check.hpp"
#include "host/card/card.hpp"
#include "host/card/manifest.hpp"
#include "host/card/xclbin_info.hpp"
#include "host/domain/sha256.hpp"

namespace hotbook::app {
namespace {

struct CardCommandOptions {
  std::string xclbin = default_xclbin();
  std::string manifest = default_manifest();
  unsigned index = 0;
};

std::unique_ptr<card::Card> open_card(const CardCommandOptions& options) {
  card::CardOptions card;
  card.xclbin = options.xclbin;
  card.manifest = options.manifest;
  card.device_index = options.index;
  return card::Card::open(card);
}

void print_card(card::Card& card, const std::string& xclbin) {
  const card::XclbinInfo image = card::read_xclbin_file(xclbin);
  fmt::print("card          {}\n", card.is_emulated()
                                       ? "simulated (Verilator, behind XRT's hardware emulation)"
                                       : "real");
  fmt::print("image         {}\n", xclbin);
  fmt::print("uuid          {}\n", card.uuid());
  fmt::print("target        {}\n", image.target);
  fmt::print("git_commit    {}\n", image.git_commit);
  fmt::print("layout_hash   {:#010x} (program {:#010x})\n", card.read(kControlLayoutHash),
             kLayoutHash);
  fmt::print("books         {}\n", card.read(kControlBookCount));
  fmt::print("window_levels {}\n", card.read(kControlWindowLevels));
  fmt::print("order_slots   {}\n", card.read(kControlOrderSlots));
  fmt::print("match_books   {}\n", card.read(kMatchBooks));
  fmt::print("window_orders {}\n", card.read(kMatchWindowOrders));
  fmt::print("running       {}\n", card.read(kControlRun) != 0 ? "yes" : "no");
  fmt::print("cycle         {}\n", card.cycle());
  const auto counters = nonzero_counters(card.counters());
  fmt::print("counters      {}\n", counters.empty() ? "all zero" : "");
  for (const std::string& counter : counters) fmt::print("  {}\n", counter);
}

Exit info(const CardCommandOptions& options) {
  const auto card = open_card(options);
  print_card(*card, options.xclbin);
  return Exit::Ok;
}

Exit load(const CardCommandOptions& options) {
  const auto card = open_card(options);
  fmt::print("loaded {}\n", options.xclbin);
  print_card(*card, options.xclbin);
  return Exit::Ok;
}

Exit reset(const CardCommandOptions& options) {
  const auto card = open_card(options);
  card->configure({}, {}, {});
  fmt::print("reset: feed stopped, books empty, counters zero\n");
  return Exit::Ok;
}

}  // namespace

void add_card(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<CardCommandOptions>();
  CLI::App* card = app.add_subcommand("card", "A card, or that of the running appliance");
  card->require_subcommand(1);
  const auto common = [options](CLI::App* command) {
    command->add_option("--manifest", options->manifest, "Which images may be loaded")
        ->capture_default_str();
    command->add_option("--index", options->index, "Which card")->capture_default_str();
  };
  CLI::App* info_command =
      card->add_subcommand("info", "Print what the card is, its image, layout hash and counters");
  info_command->add_option("--xclbin", options->xclbin, "The card's image")->capture_default_str();
  common(info_command);
  info_command->callback([options, &chosen] { chosen = [options] { return info(*options); }; });

  CLI::App* load_command =
      card->add_subcommand("load", "Check an image against the manifest and load it onto the card");
  load_command->add_option("XCLBIN", options->xclbin, "The image")
      ->required()
      ->check(CLI::ExistingFile);
  common(load_command);
  load_command->callback([options, &chosen] { chosen = [options] { return load(*options); }; });

  CLI::App* reset_command =
      card->add_subcommand("reset", "Stop the feed, empty the books, zero the counters");
  reset_command->add_option("--xclbin", options->xclbin, "The card's image")->capture_default_str();
  common(reset_command);
  reset_command->callback([options, &chosen] { chosen = [options] { return reset(*options); }; });
  add_card_control(*card, chosen);
}

}  // namespace hotbook::app
