// Generated NYSE XDP feeds: the same for a seed, whole where nothing is lost, and odd as asked for.

#include "sim/replay/xdp_feed_generator.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "sim/oracle/xdp_oracle.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::replay {
namespace {

std::vector<GeneratedFrame> all_frames(const XdpFeedOptions& options) {
  XdpFeedGenerator feed{options};
  std::vector<GeneratedFrame> frames;
  GeneratedFrame frame;
  while (feed.next(frame)) frames.push_back(frame);
  return frames;
}

oracle::Counters counters_of(const XdpFeedOptions& options) {
  oracle::XdpOracle oracle{{}};
  for (const GeneratedFrame& frame : all_frames(options)) {
    oracle.frame(frame.line, frame.time_ns, frame.bytes);
  }
  oracle.finish();
  return oracle.counters();
}

XdpFeedOptions small() {
  XdpFeedOptions options;
  options.xdp.messages = 20'000;
  options.xdp.seed = testing::seed(7);
  return options;
}

TEST(XdpFeedGenerator, IsTheSameForASeedAndAnotherForAnother) {
  XdpFeedOptions options = small();
  options.faults_a.loss_ppm = options.faults_b.late_ppm = 10'000;
  const auto first = all_frames(options);
  const auto second = all_frames(options);
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].bytes, second[i].bytes);
    EXPECT_EQ(first[i].time_ns, second[i].time_ns);
  }
  ++options.xdp.seed;
  EXPECT_NE(all_frames(options)[9].bytes, first[9].bytes);
}

TEST(XdpFeedGenerator, IsWholeAndConsistentWhereNothingIsLost) {
  const auto counters = counters_of(small());
  EXPECT_GT(counters.at("feed.book_messages"), 15'000U);
  for (const char* const name :
       {"line_a.bad_frame", "line_a.message_cut", "line_a.trailing_bytes", "feed.gaps",
        "feed.unknown_type", "feed.wrong_length", "feed.bad_field", "feed.unmapped",
        "lob.order_unknown", "lob.order_ignored", "lob.overfill", "line_b.messages_taken"}) {
    EXPECT_EQ(counters.at(name), 0U) << name;
  }
}

TEST(XdpFeedGenerator, StaysConsistentThroughFailoversAndClears) {
  XdpFeedOptions options = small();
  options.xdp.failover_ppm = 1'000;
  options.xdp.clear_ppm = 500;
  const auto counters = counters_of(options);
  EXPECT_GT(counters.at("feed.gaps"), 1U);
  EXPECT_EQ(counters.at("feed.messages_missing"), 0U);
  EXPECT_EQ(counters.at("line_a.duplicate_packets"), 0U);
}

TEST(XdpFeedGenerator, IsOddAsAskedFor) {
  XdpFeedOptions options = small();
  options.xdp.malformed_ppm = 20'000;
  options.xdp.unmapped_ppm = 10'000;
  options.foreign_ppm = 5'000;
  options.loss_both_ppm = 1'000;
  const auto counters = counters_of(options);
  for (const char* const name :
       {"feed.unknown_type", "feed.wrong_length", "feed.bad_field", "feed.unmapped", "feed.gaps",
        "feed.messages_missing", "line_a.session_mismatch", "line_b.session_mismatch"}) {
    EXPECT_GT(counters.at(name), 0U) << name;
  }
}

TEST(XdpFeedGenerator, RefusesOptionsThatMeanNothing) {
  const auto refused = [](auto change) {
    XdpFeedOptions options = small();
    change(options.xdp);
    EXPECT_THROW(XdpFeedGenerator{options}, std::invalid_argument);
  };
  refused([](XdpOptions& xdp) { xdp.symbols = 0; });
  refused([](XdpOptions& xdp) { xdp.symbols = 65'536; });
  refused([](XdpOptions& xdp) { xdp.packet_messages_max = 0; });
  refused([](XdpOptions& xdp) { xdp.packet_messages_max = 256; });
  refused([](XdpOptions& xdp) { xdp.failover_ppm = 1'000'001; });
}

}  // namespace
}  // namespace hotbook::replay
