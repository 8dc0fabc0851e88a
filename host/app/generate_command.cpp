// hotbook generate: seeded input for a machine without captures.

#include <fmt/format.h>

#include <memory>

#include "host/app/commands.hpp"
#include "sim/replay/feed_generator.hpp"
#include "sim/replay/mdp3_generator.hpp"
#include "sim/replay/xdp_feed_generator.hpp"

namespace hotbook::app {
namespace {

struct GenerateOptions {
  replay::FeedOptions feed;
  std::string out;
  bool one_line = false;
};

Exit generate(GenerateOptions& options) {
  options.feed.two_lines = !options.one_line;
  const std::uint64_t frames = replay::write_feed(options.feed, options.out);
  fmt::print(stderr, "{}: {} messages of {} symbols in {} frames, seed {}\n", options.out,
             options.feed.itch.messages, options.feed.itch.symbols, frames, options.feed.itch.seed);
  return Exit::Ok;
}

struct GenerateXdp {
  replay::XdpFeedOptions feed;
  std::string out;
  bool one_line = false;
};

Exit generate_xdp(GenerateXdp& options) {
  options.feed.two_lines = !options.one_line;
  const std::uint64_t frames = replay::write_xdp_feed(options.feed, options.out);
  fmt::print(stderr, "{}: about {} messages of {} symbols in {} frames, seed {}\n", options.out,
             options.feed.xdp.messages, options.feed.xdp.symbols, frames, options.feed.xdp.seed);
  return Exit::Ok;
}

struct GenerateMdp3 {
  replay::Mdp3FeedOptions feed;
  std::string out;
};

Exit generate_mdp3(const GenerateMdp3& options) {
  const std::uint64_t frames = replay::write_mdp3_feed(options.feed, options.out);
  fmt::print(stderr, "{}: {} packets of {} instruments in {} frames, seed {}\n", options.out,
             options.feed.packets, options.feed.market.instruments, frames,
             options.feed.market.seed);
  return Exit::Ok;
}

void add_faults(CLI::App* command, replay::LineFaults& faults, const std::string& line) {
  command->add_option("--loss-" + line, faults.loss_ppm,
                      "Packets lost on line " + line + ", per million");
  command->add_option("--duplicate-" + line, faults.duplicate_ppm,
                      "Packets sent twice on line " + line + ", per million");
  command->add_option("--late-" + line, faults.late_ppm,
                      "Packets overtaken on line " + line + ", per million");
  command->add_option("--skew-" + line, faults.skew_ns, "How much later line " + line + " is, ns");
}

// What every feed's generator is told of its file and its lines.
template <class Options, class Flow>
void add_feed(CLI::App* command, Options& options, Flow& flow) {
  command->add_option("--out", options.out, "The pcap file")->required();
  command->add_option("--seed", flow.seed, "The same seed makes the same file")
      ->capture_default_str();
  command->add_option("--messages", flow.messages, "Messages of the whole day")
      ->capture_default_str();
  command->add_option("--symbols", flow.symbols, "Symbols")->capture_default_str();
  command->add_option("--resting", flow.resting_orders, "Orders at rest at once, about")
      ->capture_default_str();
  command->add_flag("--one-line", options.one_line, "Line a only");
  command->add_option("--loss-both", options.feed.loss_both_ppm,
                      "Packets lost on both lines, per million: true gaps");
  add_faults(command, options.feed.faults_a, "a");
  add_faults(command, options.feed.faults_b, "b");
}

void add_generate_xdp(CLI::App& generate_command, Chosen& chosen) {
  auto options = std::make_shared<GenerateXdp>();
  CLI::App* xdp = generate_command.add_subcommand(
      "xdp", "A channel's day of the NYSE Integrated Feed, two lines, in a pcap file");
  add_feed(xdp, *options, options->feed.xdp);
  xdp->add_option("--packet-messages", options->feed.xdp.packet_messages_max,
                  "Most messages of a packet")
      ->capture_default_str();
  xdp->add_option("--failover", options->feed.xdp.failover_ppm,
                  "Restarts of the numbers, per million packets");
  xdp->callback([options, &chosen] { chosen = [options] { return generate_xdp(*options); }; });
}

void add_generate_mdp3(CLI::App& generate_command, Chosen& chosen) {
  auto options = std::make_shared<GenerateMdp3>();
  replay::Mdp3FeedOptions& feed = options->feed;
  CLI::App* mdp3 = generate_command.add_subcommand(
      "mdp3", "A channel of CME MDP 3.0 incremental refreshes, two lines, in a pcap file");
  mdp3->add_option("--out", options->out, "The pcap file")->required();
  mdp3->add_option("--seed", feed.market.seed, "The same seed makes the same file")
      ->capture_default_str();
  mdp3->add_option("--packets", feed.packets, "Packets")->capture_default_str();
  mdp3->add_option("--symbols", feed.market.instruments, "Instruments")->capture_default_str();
  mdp3->add_option("--resting", feed.market.orders, "Orders at rest in a book, about")
      ->capture_default_str();
  mdp3->add_option("--packet-messages", feed.messages_max, "Most messages of a packet")
      ->capture_default_str();
  mdp3->add_option("--reset", feed.reset_ppm, "Channel resets, per million packets");
  mdp3->add_option("--loss-both", feed.loss_both_ppm,
                   "Packets lost on both lines, per million: true gaps");
  add_faults(mdp3, feed.faults_a, "a");
  add_faults(mdp3, feed.faults_b, "b");
  mdp3->callback([options, &chosen] { chosen = [options] { return generate_mdp3(*options); }; });
}

}  // namespace

void add_generate(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<GenerateOptions>();
  CLI::App* generate_command = app.add_subcommand("generate", "Make seeded input");
  generate_command->require_subcommand(1);
  CLI::App* itch = generate_command->add_subcommand(
      "itch", "A NASDAQ day as ITCH 5.0 over MoldUDP64, two lines, in a pcap file");
  add_feed(itch, *options, options->feed.itch);
  itch->add_option("--packet-messages", options->feed.packet_messages_max,
                   "Most messages of a packet")
      ->capture_default_str();
  itch->callback([options, &chosen] { chosen = [options] { return generate(*options); }; });
  add_generate_xdp(*generate_command, chosen);
  add_generate_mdp3(*generate_command, chosen);
  add_generate_orders(*generate_command, chosen);
}

}  // namespace hotbook::app
