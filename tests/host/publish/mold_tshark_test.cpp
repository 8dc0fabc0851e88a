// tshark reads our MoldUDP64 traffic and finds nothing wrong with it. Debian's tshark 4.0 knows
// MoldUDP64 whole: sessions, numbers, counts, the length and the number of each message. Its
// dissector of ITCH is of the versions made of text, before 4.0, so that what is in the messages is
// not tshark's to judge.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <sstream>

#include "host/publish/rerequest_server.hpp"
#include "sim/replay/order_flow.hpp"
#include "sim/replay/pcap_writer.hpp"
#include "tests/host/feed/test_bytes.hpp"
#include "tests/host/publish/venue_rig.hpp"

namespace hotbook::publish_test {
namespace {

std::string output_of(const std::string& command) {
  std::string all;
  FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return all;
  std::array<char, 4096> part;
  while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe)) {
    all.append(part.data(), count);
  }
  static_cast<void>(::pclose(pipe));
  return all;
}

class MoldTshark : public ::testing::Test {
 protected:
  void SetUp() override {
    if (output_of("tshark --version 2>/dev/null").empty()) GTEST_SKIP() << "tshark is absent";
    replay::FlowOptions options;
    options.regime = replay::FlowRegime::Mixed;
    options.count = 3'000;
    replay::OrderFlow flow{options};
    VenueRig rig{{flow.options().books, 1U << 14U, false}};
    MatchCommand command;
    for (std::uint64_t i = 0; flow.next(command); ++i) {
      rig.apply(command);
      if (i % 50 == 0) add(rig.packets());
    }
    add(rig.packets());
    messages_ = rig.store.next_seq() - 1;
    // Silence, the end, and somebody who has missed something.
    rig.mold.on_time(rig.now_ns += 2'000'000'000);
    rig.mold.end_session();
    rig.mold.on_time(rig.now_ns += 2'000'000'000);
    add(rig.packets());
    publish::RerequestServer server{{}, rig.store};
    server.start_session(publish::mold_session(kSession));
    Buffer request(20);
    publish::write_mold_header(request.data(), publish::mold_session(kSession), 17, 300);
    add({request});
    CollectingSink answer;
    ASSERT_EQ(server.on_request(request, rig.now_ns, answer), publish::RequestVerdict::Answered);
    add(answer.packets);

    path_ = std::filesystem::temp_directory_path() /
            ("hotbook_mold." + std::to_string(::getpid()) + ".pcap");
    replay::PcapWriter writer{path_.string()};
    std::uint64_t time_ns = 0;
    for (const Buffer& packet : packets_) writer.write(time_ns += 1'000, feed_test::frame(packet));
    writer.finish();
  }
  void TearDown() override {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
  }
  void add(const std::vector<Buffer>& packets) {
    packets_.insert(packets_.end(), packets.begin(), packets.end());
  }
  [[nodiscard]] std::string tshark(const std::string& options) const {
    return output_of("tshark -r " + path_.string() + " -o udp.check_checksum:TRUE -d udp.port==" +
                     std::to_string(feed_test::kPort) + ",moldudp64 " + options + " 2>/dev/null");
  }

  std::vector<Buffer> packets_;
  std::uint64_t messages_ = 0;
  std::filesystem::path path_;
};

TEST_F(MoldTshark, NothingIsMalformed) {
  EXPECT_EQ(tshark("-Y '_ws.malformed || _ws.expert.severity >= 0x600000 || "
                   "moldudp64.msglen.invalid || moldudp64.count.invalid || "
                   "moldudp64.end_of_session_extra || udp.checksum.status == 0 || "
                   "ip.checksum.status == 0 || !moldudp64'"),
            "");
}

TEST_F(MoldTshark, EachMessageHasItsNumberAndItsLength) {
  std::istringstream lines{
      tshark("-T fields -e moldudp64.session -e moldudp64.sequence -e moldudp64.count "
             "-e moldudp64.msgseq -e moldudp64.msglen -E separator=';'")};
  std::size_t at = 0;
  std::uint64_t messages = 0;
  for (std::string line; std::getline(lines, line); ++at) {
    ASSERT_LT(at, packets_.size());
    const auto packet = feed::view_mold_packet(packets_[at]);
    std::string numbers;
    std::string lengths;
    feed::Bytes body = packet->body;
    for (std::uint64_t seq = packet->header.seq; const auto message = feed::next_message(body);
         ++seq) {
      numbers += (numbers.empty() ? "" : ",") + std::to_string(seq);
      lengths += (lengths.empty() ? "" : ",") + std::to_string(message->size());
      ++messages;
    }
    ASSERT_EQ(line, std::string{kSession} + ';' + std::to_string(packet->header.seq) + ';' +
                        std::to_string(packet->header.message_count) + ';' + numbers + ';' +
                        lengths);
  }
  EXPECT_EQ(at, packets_.size());
  EXPECT_EQ(messages, messages_ + 300);
}

// It takes an end of session for a request as well: both have a count and no messages.
TEST_F(MoldTshark, KnowsARequest) {
  EXPECT_EQ(tshark("-Y moldudp64.request -T fields -e moldudp64.sequence -e moldudp64.count"),
            std::to_string(messages_ + 1) + "\t65535\n17\t300\n");
}

}  // namespace
}  // namespace hotbook::publish_test
