// Wireshark's dissector reads what the door and its clients say, and finds nothing wrong with it.

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <optional>

#include "tests/host/session_fix/program.hpp"
#include "tests/host/session_fix/recording_proxy.hpp"

namespace hotbook::fix {
namespace {

using test::Folder;
using test::Program;
using test::RecordingProxy;

// What a command prints; none when it fails.
std::optional<std::string> printed(const std::string& command) {
  std::FILE* const pipe = ::popen((command + " 2>/dev/null").c_str(), "re");
  if (pipe == nullptr) return {};
  std::string text;
  for (int byte = 0; (byte = std::fgetc(pipe)) != EOF;) text.push_back(static_cast<char>(byte));
  const int status = ::pclose(pipe);
  if (status != 0) return {};
  return text;
}

class FixDissector : public testing::TestWithParam<bool> {};

INSTANTIATE_TEST_SUITE_P(Versions, FixDissector, testing::Values(false, true),
                         [](const auto& test) { return test.param ? "C50" : "C44"; });

TEST_P(FixDissector, FindsNothingMalformedInAnyMessage) {
  if (!printed("tshark --version")) GTEST_SKIP() << "there is no tshark";
  const Folder folder;
  Program server{{"fix_server", folder.path(), "0", "500"}};
  const std::string port = server.line_with("port ").substr(5);
  RecordingProxy proxy{static_cast<std::uint16_t>(std::stoul(port))};
  Program client{{"fix_client", std::to_string(proxy.port()), GetParam() ? "FIXT.1.1" : "FIX.4.4",
                  GetParam() ? "C50" : "C44", "HOTBOOK", "secret", folder.path() + "/client"}};
  std::size_t from = 0;
  ASSERT_FALSE(client.line_with("logon", from).empty());
  const std::string rest = "|55=AAPL|54=5|60=20251120-16:00:00|38=107|";
  for (const std::string& message :
       {"D 11=A" + rest + "40=2|44=150.25|528=A|59=1|111=10",
        "D 11=B" + rest + "40=P|18=M 6|211=-0.05|44=151", "D 11=C" + rest + "40=4|44=1|99=2",
        "D 11=D" + rest + "40=2|44=1|59=6|126=20301120-16:00:00", "D 11=E" + rest + "40=2|44=0.001",
        "G 11=F|41=A" + rest + "40=2|44=151", "F 11=G|41=F" + rest, "F 11=H|41=F" + rest,
        std::string{"H 11=F|55=AAPL|54=5|790=q"}, std::string{"q 11=I|530=7|60=20251120-16:00:00"},
        std::string{"q 11=J|530=1|55=NOPE|60=20251120-16:00:00"}, std::string{"AF 584=1|585=7"},
        "D 11=K" + rest + "40=Z"}) {
    client.tell("send " + message);
  }
  ASSERT_FALSE(client.line_with("|35=3|", from).empty());
  server.tell("over");
  ASSERT_FALSE(client.line_with("|340=3|", from).empty());
  client.tell("next_in 1");
  client.tell("send 1 112=there");
  ASSERT_FALSE(client.line_with("|43=Y|", from).empty());
  client.tell("next_out 99");
  client.tell("send 1 112=gap");
  ASSERT_FALSE(client.line_with("|35=2|", from).empty());
  client.tell("quit");
  EXPECT_EQ(client.wait(), 0);
  const std::string capture = folder.path() + "/fix.pcap";
  proxy.write_capture(capture);

  const std::string tshark =
      "tshark -r " + capture + " -d tcp.port==" + std::to_string(RecordingProxy::kPort) + ",fix ";
  const auto types = printed(tshark + "-Y fix -T fields -e fix.MsgType -E aggregator=' '");
  ASSERT_TRUE(types);
  for (const char* type : {"A", "D", "F", "G", "H", "q", "8", "9", "r", "j", "h", "3", "2", "4"}) {
    EXPECT_NE(types->find(type), std::string::npos) << type << " is not in the capture";
  }
  const auto wrong = printed(tshark + "-Y '_ws.malformed or fix.checksum_bad == 1 or " +
                             "_ws.expert.severity >= 0x00600000' -T fields -e frame.number " +
                             "-e _ws.expert.message");
  ASSERT_TRUE(wrong);
  EXPECT_EQ(*wrong, "");
}

}  // namespace
}  // namespace hotbook::fix
