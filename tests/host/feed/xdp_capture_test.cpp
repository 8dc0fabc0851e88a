// The twin of NYSE XDP on real captures of both versions, single packets of a type.

#include <gtest/gtest.h>

#include "host/feed/xdp_handler.hpp"
#include "tests/support/xdp_captures.hpp"

namespace hotbook::feed {
namespace {

using testing::RecordCollector;

FeedOptions options(bool checksum_ignore) {
  FeedOptions options;
  options.lines[0].checksum_ignore = checksum_ignore;
  return options;
}

struct OneLine {
  explicit OneLine(bool checksum_ignore = false) : handler{options(checksum_ignore), collector} {}

  RecordCollector collector;
  XdpHandler<RecordCollector> handler;

  void play(const std::string& file) {
    for (const auto& frame : testing::xdp_frames(file)) {
      handler.frame(Line::A, {testing::kXdpCaptureTime}, frame);
    }
  }
};

TEST(XdpCaptures, BecomeWhatTheirBytesSay) {
  HOTBOOK_NEEDS(testing::xdp_folder());
  for (const testing::XdpCapture& capture : testing::xdp_captures()) {
    OneLine feed{capture.checksum_ignore()};
    feed.play(capture.file);
    EXPECT_EQ(testing::told(feed.collector.records), capture.told) << capture.file;
    EXPECT_EQ(feed.handler.counters().feed.expected, capture.expected) << capture.file;
    EXPECT_EQ(feed.handler.counters().lines[0].frames, 1U) << capture.file;
    EXPECT_EQ(feed.handler.counters().lines[0].packets, 1U) << capture.file;
    EXPECT_EQ(feed.handler.counters().lines[0].bad_frame, 0U) << capture.file;
  }
}

TEST(XdpCaptures, OfAnUnfilledChecksumPoisonWhatTheyGave) {
  HOTBOOK_NEEDS(testing::xdp_folder());
  for (const testing::XdpCapture& capture : testing::xdp_captures()) {
    OneLine feed;
    feed.play(capture.file);
    const std::uint64_t bad = capture.checksum_ignore() ? 1 : 0;
    EXPECT_EQ(feed.handler.counters().lines[0].bad_frame, bad) << capture.file;
    EXPECT_EQ(feed.handler.counters().feed.frames_poisoned, bad) << capture.file;
  }
}

// 1645642895 is 68495 seconds into its day: 19:01:35 UTC.
TEST(XdpCaptures, TakeTheSecondFromTheSourceTimeReferenceAndOpenAGapBehindIt) {
  HOTBOOK_NEEDS(testing::xdp_folder());
  OneLine feed;
  feed.play("pillar-v2.5/SourceTimeReferenceMessage.pcap");
  feed.play("pillar-v2.5/AddOrderMessage.pcap");
  feed.handler.finish();
  const std::vector<std::string> told = testing::told(feed.collector.records);
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[1],
            "kind=5 seq=10986 book=65535 order_ref=42187 price=0 quantity=0 bid=0@0 ask=0@0 "
            "flags=0x0 venue_time_ns=0 rx_time_ns=7 record_seq=1");
  EXPECT_EQ(told[2],
            "kind=1 seq=53173 book=4966 order_ref=282574488381161 price=10010000 quantity=1200 "
            "bid=0@0 ask=0@0 flags=0x0 venue_time_ns=68495177431552 rx_time_ns=7 record_seq=2");
}

}  // namespace
}  // namespace hotbook::feed
