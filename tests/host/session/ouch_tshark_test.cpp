// tshark reads our OUCH traffic. Debian's tshark 4.0 knows SoupBinTCP whole: packets, logins and
// the numbers of the stream. Its OUCH is 4.x: of OUCH 5.0 it takes what has the same form there, a
// system event, and leaves the rest as bytes.

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/replay/draw.hpp"
#include "sim/replay/pcap_writer.hpp"
#include "tests/host/session/ouch_pair.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::session {
namespace {

using testing::Buffer;
using testing::FakeVenue;
using testing::order;
using testing::OuchPair;
using testing::text;

constexpr std::uint16_t kServerPort = 9000;
constexpr std::uint16_t kClientPort = 40'000;

// One TCP connection as frames of a capture.
class TcpCapture {
 public:
  explicit TcpCapture(const std::filesystem::path& path) : writer_{path.string()} {
    frame(true, kSyn, {});
    frame(false, kSyn | kAck, {});
    frame(true, kAck, {});
  }
  void say(bool is_from_client, std::span<const std::uint8_t> bytes) {
    frame(is_from_client, kAck | kPush, bytes);
  }
  void finish() { writer_.finish(); }

 private:
  static constexpr std::uint8_t kSyn = 2;
  static constexpr std::uint8_t kPush = 8;
  static constexpr std::uint8_t kAck = 16;

  void frame(bool is_from_client, std::uint8_t flags, std::span<const std::uint8_t> bytes) {
    Buffer frame = testing::bytes("020000000002 020000000001 0800 4500");
    const auto put = [&](std::uint64_t value, int width) {
      while (width-- > 0) frame.push_back(static_cast<std::uint8_t>(value >> 8 * width));
    };
    put(40 + bytes.size(), 2);
    put(0x0000'4000'4006'0000, 8);  // no fragments, TCP, no checksum
    put(is_from_client ? 0x7f000001'7f000002 : 0x7f000002'7f000001, 8);
    put(is_from_client ? kClientPort : kServerPort, 2);
    put(is_from_client ? kServerPort : kClientPort, 2);
    std::uint32_t& mine = is_from_client ? client_seq_ : server_seq_;
    put(mine, 4);
    put((flags & kAck) != 0 ? (is_from_client ? server_seq_ : client_seq_) : 0, 4);
    put(0x50, 1);
    put(flags, 1);
    put(0xffff'0000'0000, 6);
    frame.insert(frame.end(), bytes.begin(), bytes.end());
    mine += static_cast<std::uint32_t>(bytes.size()) + ((flags & kSyn) != 0 ? 1 : 0);
    writer_.write(time_ns_ += 1'000'000, frame);
  }

  replay::PcapWriter writer_;
  std::uint32_t client_seq_ = 1'000;
  std::uint32_t server_seq_ = 2'000;
  std::uint64_t time_ns_ = 1'700'000'000'000'000'000;
};

std::string output_of(const std::string& command) {
  std::string text;
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  std::array<char, 4096> buffer;
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    text.append(buffer.data(), count);
  }
  (void)::pclose(pipe);
  return text;
}

// A session in which every message that this venue sends is sent, and its replay.
std::vector<OuchPair::Segment> conversation(FakeVenue& venue) {
  OuchPair pair{venue};
  pair.login();
  venue.system_event('S');
  for (std::uint32_t i = 1; i <= 30; ++i) pair.send(order(i));
  ouch::EnterOrder full = order(31);
  full.options.set(ouch::Tag::MaxFloor, 10);
  full.options.set_char(ouch::Tag::PostOnly, 'P');
  pair.send(full);
  venue.execute(1, 1, 40, 15'034);
  pair.send(ouch::CancelOrder{1, 60, {}});
  pair.send(ouch::CancelOrder{1, 0, {}});
  pair.send(ouch::ModifyOrder{2, 'B', 50, {}});
  pair.send(ouch::ReplaceOrder{3, 40, 5, 1'503'500, '0', 'A', 'N', text<14>("N"), {}});
  pair.send(ouch::CancelOrder{999, 0, {}});
  pair.send(ouch::EnterOrder{41, 'B', 0, text<8>("NONE"), 0, '0', 'Y', 'A', 'N', 'N', {}, {}});
  pair.send(ouch::DisableOrderEntry{42, text<4>("FIRM"), {}});
  pair.send(ouch::EnableOrderEntry{43, text<4>("FIRM"), {}});
  pair.send(ouch::MassCancel{44, text<4>("FIRM"), text<8>(""), {}});
  pair.send(ouch::AccountQuery{});
  for (const ReportKind kind : {ReportKind::Restated, ReportKind::Triggered}) {
    ClientReport report{};
    report.kind = kind;
    report.reason = static_cast<std::uint8_t>(MatchReason::Replenished);
    venue.tell(1, report);
  }
  ClientReport self_match{};
  self_match.kind = ReportKind::Cancelled;
  self_match.reason = static_cast<std::uint8_t>(MatchReason::SelfMatch);
  venue.tell(1, self_match);
  pair.run();
  pair.now_ns += testing::kSecond;
  pair.server.advance(pair.now_ns);
  pair.client.soupbin().advance(pair.now_ns);
  venue.system_event('E');
  venue.is_over = true;
  pair.run();
  EXPECT_EQ(pair.client.soupbin().close_reason(), CloseReason::EndOfSession);
  return pair.segments;
}

class OuchTshark : public ::testing::Test {
 protected:
  void SetUp() override {
    if (output_of("tshark --version 2>/dev/null").empty()) GTEST_SKIP() << "tshark is absent";
    FakeVenue venue;
    const std::vector<OuchPair::Segment> segments = conversation(venue);
    TcpCapture capture{path_};
    replay::Draw draw{7};
    for (const OuchPair::Segment& segment : segments) {
      // Cut as TCP might.
      for (std::size_t at = 0; at < segment.bytes.size();) {
        const std::size_t count =
            std::min<std::size_t>(1 + draw.below(200), segment.bytes.size() - at);
        capture.say(segment.is_from_client, {segment.bytes.data() + at, count});
        at += count;
      }
    }
    capture.finish();
    sequenced_ = venue.reports(1).count();
  }
  [[nodiscard]] std::string tshark(const std::string& options) const {
    return output_of("tshark -r " + path_.string() + " -d tcp.port==9000,soupbintcp " + options +
                     " 2>/dev/null");
  }

  std::filesystem::path path_ = testing::scratch_folder() / "ouch.pcap";
  std::uint64_t sequenced_ = 0;
};

TEST_F(OuchTshark, FindsNothingMalformedAndNothingToWarnOf) {
  EXPECT_EQ(tshark("-Y '_ws.malformed || _ws.expert.severity >= 0x600000'"), "");
  EXPECT_NE(tshark("-Y soupbintcp"), "");
}

TEST_F(OuchTshark, NumbersTheStreamAsWeDo) {
  // As text: 4.0 has no value in the field.
  const std::string all = tshark("-V -O soupbintcp");
  constexpr std::string_view kLabel = "Sequence number: ";
  std::vector<std::string> numbers;
  for (std::size_t at = all.find(kLabel); at != std::string::npos; at = all.find(kLabel, at + 1)) {
    const std::string_view line{all.data() + at, all.find('\n', at) - at};
    if (line.find("(Calculated)") == std::string_view::npos) continue;
    numbers.emplace_back(line.substr(kLabel.size(), line.find(' ', kLabel.size()) - kLabel.size()));
  }
  ASSERT_EQ(numbers.size(), sequenced_);
  for (std::size_t i = 0; i < numbers.size(); ++i) ASSERT_EQ(numbers[i], std::to_string(i + 1));
}

TEST_F(OuchTshark, SeesEveryPacketWithItsType) {
  const std::string all = tshark("-T fields -e soupbintcp.packet_type -Y soupbintcp");
  std::map<char, std::uint64_t> count;
  for (std::size_t at = all.find('\''); at != std::string::npos; at = all.find('\'', at + 3)) {
    ++count[all[at + 1]];
  }
  EXPECT_EQ(count['L'], 1U);
  EXPECT_EQ(count['A'], 1U);
  EXPECT_EQ(count['S'], sequenced_);
  EXPECT_EQ(count['U'], 41U);
  EXPECT_EQ(count['H'], 1U);
  EXPECT_EQ(count['R'], 1U);
  EXPECT_EQ(count['Z'], 1U);
  EXPECT_EQ(count.size(), 7U);
}

}  // namespace
}  // namespace hotbook::session
