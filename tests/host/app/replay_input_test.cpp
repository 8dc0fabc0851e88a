#include "host/app/replay_input.hpp"

#include <gtest/gtest.h>

#include "sim/replay/feed_generator.hpp"

namespace hotbook::app {
namespace {

std::string generated(bool two_lines, const char* name) {
  replay::FeedOptions options;
  options.itch.messages = 3000;
  options.itch.symbols = 5;
  options.two_lines = two_lines;
  const std::string path = ::testing::TempDir() + name;
  (void)replay::write_feed(options, path);
  return path;
}

InputSummary summary_of(const InputOptions& options) {
  static reference::InstrumentTable instruments;
  return summarise(options, instruments, [](std::uint64_t, std::uint64_t) {});
}

TEST(ReplayInput, FindsBothLinesAndCountsTheirFrames) {
  const std::string path = generated(true, "two_lines.pcap");
  InputOptions options;
  options.files = {path};
  const InputSummary summary = summary_of(options);
  ASSERT_TRUE(summary.line_b.has_value());
  EXPECT_TRUE(summary.feed.lines[1].enable);
  EXPECT_GT(summary.frames[0], 100U);
  EXPECT_EQ(summary.frames[0], summary.frames[1]);
  EXPECT_NE(summary.symbol(1), "#1");
}

TEST(ReplayInput, AssignsEachFrameToItsLine) {
  InputOptions options;
  options.files = {generated(true, "assign.pcap")};
  const InputSummary summary = summary_of(options);
  ReplayInput input{options.files, summary.line_b};
  InputFrame frame;
  std::uint64_t frames[2] = {0, 0};
  while (input.next(frame)) {
    ++frames[feed::index_of(frame.line)];
    const std::uint8_t last_octet = frame.bytes[33];  // of the IPv4 destination
    EXPECT_EQ(last_octet, frame.line == feed::Line::A ? 1 : 2);
  }
  EXPECT_EQ(frames[0], summary.frames[0]);
  EXPECT_EQ(frames[1], summary.frames[1]);
}

TEST(ReplayInput, MergesCapturesByTime) {
  const std::string path = generated(false, "merge.pcap");
  ReplayInput input{{path, path}, std::nullopt};
  InputFrame frame;
  std::uint64_t last = 0;
  std::uint64_t frames = 0;
  for (; input.next(frame); ++frames) {
    EXPECT_GE(frame.time_ns, last);
    last = frame.time_ns;
  }
  InputOptions options;
  options.files = {path};
  EXPECT_EQ(frames, 2 * summary_of(options).frames[0]);
}

TEST(ReplayInput, RefusesOneAddressForBothLines) {
  InputOptions options;
  options.files = {generated(false, "same.pcap")};
  options.line_a = options.line_b = parse_address("239.10.0.1:26400");
  EXPECT_THROW((void)summary_of(options), std::invalid_argument);
}

TEST(ParseAddress, ReadsAGroupAndAPort) {
  const auto address = parse_address("233.54.12.111:26477");
  EXPECT_EQ(address.group, 0xe9360c6fU);
  EXPECT_EQ(address.udp_port, 26477);
}

TEST(ParseAddress, NamesWhatIsWrong) {
  for (const char* text : {"", "1.2.3:4", "1.2.3.4", "1.2.3.4:", "1.2.3.256:5", "1.2.3.4:65536",
                           "1.2.3.4:5x", "a.b.c.d:1", "-1.2.3.4:5"}) {
    EXPECT_THROW((void)parse_address(text), std::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace hotbook::app
