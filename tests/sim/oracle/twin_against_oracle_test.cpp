// The software twin against the oracle: every record and every counter, on generated and spoilt
// feeds.
//
// A run is a list of episodes, each with its own seed, lines, faults and mutations. HOTBOOK_SEED
// starts another run, HOTBOOK_SCALE multiplies the episodes, HOTBOOK_EPISODE runs one of them
// alone.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <vector>

#include "host/feed/feed_handler.hpp"
#include "sim/oracle/feed_oracle.hpp"
#include "sim/replay/feed_generator.hpp"
#include "sim/replay/frame_mutator.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::oracle {
namespace {

using replay::Draw;
using replay::FeedGenerator;
using replay::FeedOptions;
using replay::GeneratedFrame;
using replay::Mutation;

using Image = std::array<std::uint8_t, 64>;

template <class Any>
Image image_of(const Any& record) {
  static_assert(sizeof record == sizeof(Image));
  Image image;
  std::memcpy(image.data(), &record, sizeof image);
  return image;
}

struct Collector {
  std::vector<Image> records;
  void book_update(const BookUpdate& update) { records.push_back(image_of(update)); }
  void venue_message(const VenueMessage& message) { records.push_back(image_of(message)); }
};

std::string describe(const Image& image) {
  std::ostringstream out;
  BookUpdate update;
  std::memcpy(&update, image.data(), sizeof update);
  if (update.kind == RecordKind::VenueMessage) {
    out << "venue_message seq=" << update.seq << " bytes=" << std::hex << std::setfill('0');
    for (const std::uint8_t byte : image) out << std::setw(2) << unsigned{byte};
    return out.str();
  }
  out << "kind=" << static_cast<unsigned>(update.kind) << " seq=" << update.seq
      << " book=" << update.book << " order_ref=" << update.order_ref << " price=" << update.price
      << " quantity=" << update.quantity << " bid=" << update.bid_quantity << '@'
      << update.bid_price << " ask=" << update.ask_quantity << '@' << update.ask_price
      << " flags=0x" << std::hex << update.flags << std::dec
      << " venue_time_ns=" << update.venue_time_ns << " rx_time_ns=" << update.rx_time_ns
      << " latency_cycles=" << unsigned{update.latency_cycles}
      << " record_seq=" << update.record_seq;
  return out.str();
}

// What one episode does to its feed.
struct Episode {
  std::string name;
  FeedOptions feed;
  OracleOptions options;
  std::vector<Mutation> mutations;  // drawn from
  std::uint32_t mutation_ppm = 0;
};

std::vector<Mutation> mutations_that(bool (*wanted)(Mutation)) {
  std::vector<Mutation> chosen;
  for (unsigned i = 0; i < replay::kMutations; ++i) {
    if (wanted(static_cast<Mutation>(i))) chosen.push_back(static_cast<Mutation>(i));
  }
  return chosen;
}

replay::LineFaults draw_faults(Draw& draw) {
  replay::LineFaults faults;
  faults.loss_ppm = draw.below(3) * 5'000;
  faults.duplicate_ppm = draw.below(3) * 5'000;
  faults.split_ppm = draw.below(3) * 100'000;
  faults.late_ppm = draw.below(3) * 5'000;
  faults.skew_ns = draw.below(2) * draw.below(20'000);
  faults.jitter_ns = draw.below(2) * draw.below(3'000);
  faults.late_ns = 1 + draw.below(100'000);
  return faults;
}

void set_filters(Episode& episode, Draw& draw) {
  episode.feed.address_a.vlan = draw.once_in(2) ? std::optional<std::uint16_t>{141} : std::nullopt;
  for (const Line line : {Line::A, Line::B}) {
    const auto& address = line == Line::A ? episode.feed.address_a : episode.feed.address_b;
    LineOptions& options = line == Line::A ? episode.options.line_a : episode.options.line_b;
    if (draw.once_in(2)) options.group = address.group;
    if (draw.once_in(2)) options.udp_port = address.udp_port;
    if (draw.once_in(2)) options.vlan = address.vlan ? *address.vlan : 0x2000;
    if (draw.once_in(2)) {
      for (const std::uint8_t octet : replay::multicast_mac(address.group))
        options.mac = options.mac << 8 | octet;
    }
    if (draw.once_in(8)) options.checksum_ignore = true;
  }
}

Episode draw_episode(std::uint64_t seed, std::uint64_t index) {
  Draw draw{seed + index};
  Episode episode;
  episode.feed.itch.seed = draw.bits();
  episode.feed.itch.symbols = 1 + draw.below(64);
  episode.feed.itch.messages = 50'000;
  episode.feed.itch.resting_orders = 500 + draw.below(20'000);
  episode.feed.first_seq = draw.once_in(4) ? 1 + draw.below_long(std::uint64_t{1} << 40) : 1;
  episode.feed.packet_messages_max = 1 + draw.below(30);
  episode.feed.faults_a = draw_faults(draw);
  episode.feed.faults_b = draw_faults(draw);
  set_filters(episode, draw);
  switch (index % 6) {
    case 0:
      episode.name = "each line loses and repeats, together they are whole";
      episode.feed.faults_a.loss_ppm = 0;
      break;
    case 1:
      // Books stay known throughout.
      episode.name = "messages with strange fields";
      episode.feed.faults_b.loss_ppm = 0;
      episode.mutations = mutations_that(replay::keeps_numbers);
      episode.mutation_ppm = 30'000;
      break;
    case 2:
      // Lines that pack differently, and far out of order, so that packets of both wait and
      // overlap.
      episode.name = "true gaps";
      episode.feed.loss_both_ppm = draw.once_in(2) ? 10 + draw.below(100) : draw.below(40'000);
      for (auto* faults : {&episode.feed.faults_a, &episode.feed.faults_b}) {
        faults->split_ppm = draw.below(3) * 400'000;
        faults->late_ppm = draw.below(3) * 100'000;
        faults->skew_ns = draw.below(2) * draw.below(50'000);
      }
      break;
    case 3:
      episode.name = "every mutation, seldom";
      episode.mutations = mutations_that([](Mutation) { return true; });
      episode.mutation_ppm = 200;
      break;
    case 4:
      episode.name = "every mutation, often";
      // A packet far ahead ends an episode: all behind it is old.
      episode.mutations =
          mutations_that([](Mutation mutation) { return mutation != Mutation::SeqFar; });
      episode.mutation_ppm = 100'000;
      break;
    default:
      episode.name = "numbers far off";
      episode.feed.itch.messages = 3'000;
      episode.mutations = {Mutation::SeqFar, Mutation::Seq, Mutation::MessageCount,
                           Mutation::Session};
      episode.mutation_ppm = 2'000;
      break;
  }
  if (draw.once_in(8)) {
    episode.name += ", line a only";
    episode.feed.two_lines = false;
    episode.options.line_b.enabled = false;
  } else if (draw.once_in(8)) {
    episode.name += ", line b not enabled";
    episode.options.line_b.enabled = false;
  }
  if (draw.once_in(4))
    episode.options.first_seq = episode.feed.first_seq + draw.below(3) * draw.below(300);
  return episode;
}

feed::LineOptions twin_line(const LineOptions& from) {
  feed::LineOptions to;
  to.enable = from.enabled;
  to.group = from.group;
  to.udp_port = from.udp_port;
  to.mac = from.mac;
  to.vlan = from.vlan;
  to.checksum_ignore = from.checksum_ignore;
  return to;
}

feed::FeedOptions twin_options(const OracleOptions& from) {
  feed::FeedOptions to;
  to.lines = {twin_line(from.line_a), twin_line(from.line_b)};
  to.first_seq = from.first_seq;
  to.waiting_packets_max = std::size_t{1} << 30;  // the function itself has no bound
  to.order_capacity = 64;                         // so that growing is part of every episode
  return to;
}

class TwinAgainstOracle : public ::testing::Test {
 protected:
  struct Totals {
    std::uint64_t messages = 0;
    std::uint64_t frames = 0;
    std::uint64_t records = 0;
    std::uint64_t levels = 0;
    std::uint64_t known = 0;  // records whose book was known on both sides
    Counters counters;
    std::map<std::string, std::uint64_t> mutations;
  };

  // Runs one episode; stops at the first difference.
  void run(const Episode& episode);

  bool same_records(std::vector<Record> expected, std::vector<Image>& got, const char* where);
  bool same_counters(const FeedOracle& oracle, const feed::FeedCounters& twin);
  bool same_depth(const FeedOracle& oracle, const feed::BookBuilder& twin);
  void note(const Image& image);

  Totals totals_;
};

void TwinAgainstOracle::note(const Image& image) {
  BookUpdate update;
  std::memcpy(&update, image.data(), sizeof update);
  ++totals_.records;
  const bool book = update.kind != RecordKind::VenueMessage && update.kind != RecordKind::Gap;
  constexpr unsigned kBoth = kUpdateFlagBidKnown | kUpdateFlagAskKnown;
  if (book && (update.flags & kBoth) == kBoth) ++totals_.known;
}

bool TwinAgainstOracle::same_records(std::vector<Record> expected, std::vector<Image>& got,
                                     const char* where) {
  for (std::size_t i = 0; i < expected.size() || i < got.size(); ++i) {
    const std::string right =
        i < expected.size()
            ? std::visit([](const auto& record) { return describe(image_of(record)); }, expected[i])
            : std::string{"nothing"};
    const bool same =
        i < expected.size() && i < got.size() &&
        std::visit([&](const auto& record) { return image_of(record) == got[i]; }, expected[i]);
    if (!same) {
      ADD_FAILURE() << where << " record " << totals_.records << "\n  oracle " << right
                    << "\n  twin   " << (i < got.size() ? describe(got[i]) : "nothing");
      return false;
    }
    note(got[i]);
  }
  got.clear();
  return true;
}

bool TwinAgainstOracle::same_counters(const FeedOracle& oracle, const feed::FeedCounters& twin) {
  std::map<std::string, std::uint64_t> got;
  for (const auto& counter : feed::named_counters(twin)) got[counter.name] = counter.register_value;
  bool same = true;
  for (const auto& [name, expected] : oracle.counters()) {
    totals_.counters[name] += expected;
    const auto found = got.find(name);
    if (found == got.end()) {
      ADD_FAILURE() << name << " is missing from the twin";
      same = false;
    } else if (found->second != (expected & 0xffffffff)) {
      ADD_FAILURE() << name << ": oracle " << expected << ", twin " << found->second;
      same = false;
    }
  }
  return same;
}

// Every level of every book, which the records never show.
bool TwinAgainstOracle::same_depth(const FeedOracle& oracle, const feed::BookBuilder& twin) {
  std::vector<feed::LevelView> got(8192);
  for (std::uint32_t book = 0; book < 65536; ++book) {
    for (const Side side : {Side::Bid, Side::Ask}) {
      const Levels expected = oracle.levels(static_cast<std::uint16_t>(book), side);
      const auto found = twin.levels(BookIndex{static_cast<std::uint16_t>(book)}, side, {}, got);
      std::vector<feed::LevelView> right;
      for (const auto& [price, level] : expected) {
        right.push_back(
            {Price{price}, level.quantity, static_cast<std::uint32_t>(level.order_count)});
      }
      if (side == Side::Bid) std::reverse(right.begin(), right.end());
      if (found.more || !std::equal(right.begin(), right.end(), got.begin(),
                                    got.begin() + static_cast<std::ptrdiff_t>(found.count))) {
        ADD_FAILURE() << "book " << book << " side " << static_cast<unsigned>(side)
                      << ": the oracle has " << right.size() << " levels, the twin other ones, "
                      << found.count;
        return false;
      }
      totals_.levels += found.count;
    }
  }
  return true;
}

void TwinAgainstOracle::run(const Episode& episode) {
  FeedGenerator feed{episode.feed};
  Draw draw{episode.feed.itch.seed};
  FeedOracle oracle{episode.options};
  Collector collector;
  feed::FeedHandler<Collector> twin{twin_options(episode.options), collector};
  GeneratedFrame frame;
  while (feed.next(frame)) {
    bool bad = false;
    if (!episode.mutations.empty() && draw.per_million(episode.mutation_ppm)) {
      const auto count = static_cast<std::uint32_t>(episode.mutations.size());
      const Mutation mutation = episode.mutations[draw.below(count)];
      bad = replay::mutate(frame.bytes, mutation, draw);
      ++totals_.mutations[to_string(mutation)];
    }
    oracle.frame(frame.line, frame.time_ns, frame.bytes, bad);
    twin.frame(frame.line == Line::A ? feed::Line::A : feed::Line::B, TimeNs{frame.time_ns},
               frame.bytes, bad);
    ++totals_.frames;
    if (!same_records(oracle.take_records(), collector.records, "during the feed,")) {
      std::cout << "behind a frame of line " << (frame.line == Line::A ? 'a' : 'b')
                << (bad ? ", bad:" : ":");
      for (const std::uint8_t byte : frame.bytes)
        std::cout << ' ' << std::hex << unsigned{byte} << std::dec;
      std::cout << "\nexpected " << oracle.expected() << '\n';
      return;
    }
  }
  oracle.finish();
  twin.finish();
  totals_.messages += feed.messages();
  if (!same_records(oracle.take_records(), collector.records, "at the end,")) return;
  if (!same_depth(oracle, twin.books())) return;
  (void)same_counters(oracle, twin.counters());
}

TEST_F(TwinAgainstOracle, MakeTheSameRecordsAndCountersOfAnyFeed) {
  constexpr std::uint64_t kEpisodes = 240;  // ten million messages
  const std::uint64_t seed = testing::seed(20'260'101);
  const std::uint64_t only = testing::number_from_environment("HOTBOOK_EPISODE", ~std::uint64_t{0});
  const auto start = std::chrono::steady_clock::now();
  for (std::uint64_t index = 0; index < kEpisodes * testing::scale(); ++index) {
    if (only != ~std::uint64_t{0} && index != only) continue;
    const Episode episode = draw_episode(seed, index);
    run(episode);
    if (HasFailure()) {
      FAIL() << "episode " << index << ": " << episode.name
             << "\n  reproduce: HOTBOOK_SEED=" << seed << " HOTBOOK_EPISODE=" << index
             << " HOTBOOK_SCALE=" << testing::scale() << " twin_against_oracle_test";
    }
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::cout << "messages=" << totals_.messages << " frames=" << totals_.frames
            << " records=" << totals_.records << " known=" << totals_.known
            << " levels=" << totals_.levels << " seconds=" << took.count() << '\n';
  for (const auto& [name, value] : totals_.mutations) std::cout << name << '=' << value << ' ';
  std::cout << '\n';
  for (const auto& [name, value] : totals_.counters) std::cout << name << '=' << value << ' ';
  std::cout << '\n';
  if (only != ~std::uint64_t{0}) return;
  // A comparison of nothing proves nothing: every counter moved, and a quarter of the records had a
  // known book.
  for (const auto& [name, value] : totals_.counters) EXPECT_NE(value, 0U) << name;
  EXPECT_EQ(totals_.mutations.size(), replay::kMutations);
  EXPECT_GT(4 * totals_.known, totals_.records);
}

}  // namespace
}  // namespace hotbook::oracle
