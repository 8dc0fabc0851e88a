// The twin of NYSE XDP against the oracle: every record, every counter and every level, on
// generated and spoilt feeds.
//
// A run is a list of episodes, each with its own seed. HOTBOOK_SEED starts another run,
// HOTBOOK_SCALE multiplies the episodes, HOTBOOK_EPISODE runs one of them alone.

#include "host/feed/xdp_handler.hpp"

#include <gtest/gtest.h>

#include <iostream>

#include "sim/oracle/xdp_oracle.hpp"
#include "tests/sim/replay/test_data.hpp"
#include "tests/support/record_collector.hpp"
#include "tests/support/xdp_episode.hpp"

namespace hotbook::feed {
namespace {

using oracle::XdpEpisode;
using oracle::XdpOracle;
using testing::describe_record;
using testing::image_of;
using testing::RecordCollector;

LineOptions twin_line(const oracle::LineOptions& from) {
  LineOptions to;
  to.enable = from.enabled;
  to.group = from.group;
  to.udp_port = from.udp_port;
  to.mac = from.mac;
  to.vlan = from.vlan;
  to.checksum_ignore = from.checksum_ignore;
  return to;
}

FeedOptions twin_options(const oracle::OracleOptions& from) {
  FeedOptions to;
  to.lines = {twin_line(from.line_a), twin_line(from.line_b)};
  to.first_seq = from.first_seq;
  to.waiting_packets_max = std::size_t{1} << 30;  // the function itself has no bound
  to.order_capacity = 64;                         // so that growing is part of every episode
  return to;
}

struct Totals {
  std::uint64_t messages = 0;
  std::uint64_t frames = 0;
  std::uint64_t records = 0;
  std::uint64_t known = 0;  // records whose book was known
  std::uint64_t levels = 0;
};

class XdpTwin : public ::testing::Test {
 protected:
  // False at the first difference.
  bool same_records(XdpOracle& oracle, const std::string& where) {
    const auto expected = oracle.take_records();
    totals_.records += expected.size();
    for (std::size_t i = 0; i < std::max(expected.size(), collector_.records.size()); ++i) {
      const bool both = i < expected.size() && i < collector_.records.size();
      if (both && image_of(expected[i]) == collector_.records[i]) {
        const auto* const update = std::get_if<BookUpdate>(&expected[i]);
        if (update != nullptr && (update->flags & kUpdateFlagBidKnown) != 0) ++totals_.known;
        continue;
      }
      ADD_FAILURE() << where << " record " << i << "\n  oracle "
                    << (i < expected.size() ? describe_record(image_of(expected[i])) : "nothing")
                    << "\n  twin   "
                    << (i < collector_.records.size() ? describe_record(collector_.records[i])
                                                      : "nothing");
      return false;
    }
    collector_.records.clear();
    return true;
  }

  bool same_depth(const XdpOracle& oracle, const BookBuilder& twin, std::uint32_t books) {
    for (std::uint32_t book = 1; book <= books; ++book) {
      for (const Side side : {Side::Bid, Side::Ask}) {
        const auto expected = oracle.levels(static_cast<std::uint16_t>(book), side);
        std::vector<LevelView> view(expected.size() + 1);
        const auto found =
            twin.levels({static_cast<std::uint16_t>(book)}, side, std::nullopt, view);
        EXPECT_EQ(found.count, expected.size()) << "book " << book;
        for (std::size_t i = 0; i < found.count; ++i, ++totals_.levels) {
          const auto level = expected.find(view[i].price.value);
          if (level == expected.end() || level->second.quantity != view[i].quantity ||
              level->second.order_count != view[i].order_count) {
            ADD_FAILURE() << "book " << book << " level at " << view[i].price.value;
            return false;
          }
        }
      }
    }
    return !HasFailure();
  }

  bool run(const XdpEpisode& episode) {
    replay::Draw draw{episode.feed.xdp.seed + 1};
    XdpOracle oracle{episode.options};
    XdpHandler twin{twin_options(episode.options), collector_};
    replay::XdpFeedGenerator feed{episode.feed};
    replay::GeneratedFrame frame;
    for (std::uint64_t at = 0; feed.next(frame); ++at, ++totals_.frames) {
      const bool bad = episode.spoil(frame.bytes, draw);
      oracle.frame(frame.line, frame.time_ns, frame.bytes, bad);
      twin.frame(static_cast<Line>(frame.line), {frame.time_ns}, frame.bytes, bad);
      if (!same_records(oracle, episode.name + ", frame " + std::to_string(at))) return false;
    }
    oracle.finish();
    twin.finish();
    totals_.messages += feed.messages();
    const auto expected = oracle.counters();
    for (const NamedCounter& counter : named_counters(twin.counters())) {
      const auto found = expected.find(counter.name);
      if (found == expected.end()) continue;
      EXPECT_EQ(counter.register_value, found->second & 0xffffffffU) << counter.name;
    }
    return same_records(oracle, episode.name + ", at the end") &&
           same_depth(oracle, twin.books(), episode.feed.xdp.symbols);
  }

  Totals totals_;
  RecordCollector collector_;
};

TEST_F(XdpTwin, IsTheOracleOnFaultyAndSpoiltFeeds) {
  const std::uint64_t seed = testing::seed(20261122);
  const std::uint64_t episodes = 49 * testing::scale();
  const std::uint64_t only = testing::number_from_environment("HOTBOOK_EPISODE", episodes);
  for (std::uint64_t index = 0; index < episodes; ++index) {
    if (only != episodes && index != only) continue;
    if (!run(oracle::draw_xdp_episode(seed, index)) || HasFailure()) {
      std::cout << "again: HOTBOOK_SEED=" << seed << " HOTBOOK_SCALE=" << testing::scale()
                << " HOTBOOK_EPISODE=" << index << " feed_xdp_test --gtest_filter='XdpTwin.*'\n";
      return;
    }
  }
  std::cout << "messages=" << totals_.messages << " frames=" << totals_.frames
            << " records=" << totals_.records << " known=" << totals_.known
            << " levels=" << totals_.levels << '\n';
  if (only != episodes) return;
  EXPECT_GT(totals_.known, totals_.records / 20);
  EXPECT_GT(totals_.levels, 0U);
}

}  // namespace
}  // namespace hotbook::feed
