// The door against those who do not speak FIX, or not well.

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <memory>

#include "tests/host/session_fix/program.hpp"

namespace hotbook::fix {
namespace {

using boost::asio::ip::tcp;
using test::Folder;
using test::Program;

std::string whole(const std::string& body, const std::string& begin = "FIX.4.4") {
  std::string text = "8=" + begin + "|9=" + std::to_string(body.size()) + '|' + body;
  std::replace(text.begin(), text.end(), '|', '\001');
  unsigned sum = 0;
  for (const char byte : text) sum += static_cast<unsigned char>(byte);
  const std::string digits = std::to_string(sum % 256);
  return text + "10=" + std::string(3 - digits.size(), '0') + digits + '\001';
}

std::string now() {
  const std::time_t time = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  (void)std::strftime(text.data(), text.size(), "%Y%m%d-%H:%M:%S", &parts);
  return text.data();
}

class FixDoorTest : public testing::Test {
 protected:
  FixDoorTest() : server_{{"fix_server", folder_.path(), "0", "500"}} {
    port_ = static_cast<std::uint16_t>(std::stoul(server_.line_with("port ").substr(5)));
  }

  std::unique_ptr<tcp::socket> connected() {
    auto socket = std::make_unique<tcp::socket>(io_);
    socket->connect({boost::asio::ip::address_v4::loopback(), port_});
    return socket;
  }
  // All that comes before the other side ends the connection; it must, for this returns then.
  static std::string answer(tcp::socket& socket, const std::string& bytes) {
    boost::system::error_code error;
    boost::asio::write(socket, boost::asio::buffer(bytes), error);
    std::string all;
    std::array<char, 4096> piece{};
    while (!error) {
      const std::size_t count = socket.read_some(boost::asio::buffer(piece), error);
      all.append(piece.data(), count);
    }
    return all;
  }
  std::string message(const std::string& type, unsigned seq, const std::string& more = "",
                      const std::string& client = "C44") {
    return whole("35=" + type + "|34=" + std::to_string(seq) + "|49=" + client + "|52=" + now() +
                 "|56=HOTBOOK|" + more);
  }

  Folder folder_;
  Program server_;
  std::uint16_t port_ = 0;
  boost::asio::io_context io_;
};

TEST_F(FixDoorTest, WhoeverBeginsOtherwiseThanAsAClientOfOursIsLeftWithoutAWord) {
  const std::string logon = "98=0|108=30|554=secret|";
  EXPECT_EQ(answer(*connected(), message("A", 1, logon, "STRANGER")), "");
  EXPECT_EQ(answer(*connected(), message("D", 1, "11=A|")), "");
  EXPECT_EQ(answer(*connected(), whole("35=A|34=1|49=C44|52=" + now() + "|56=OTHER|" + logon)), "");
  EXPECT_EQ(answer(*connected(), whole("35=A|34=1|49=C50|52=" + now() + "|56=HOTBOOK|" + logon)),
            "");
  EXPECT_EQ(answer(*connected(), whole("35=A|34=1|56=HOTBOOK|" + logon)), "");
}

TEST_F(FixDoorTest, SilentConnectionsKeepNobodyFromLoggingOn) {
  std::vector<std::unique_ptr<tcp::socket>> silent;
  for (int i = 0; i < 50; ++i) {
    silent.push_back(connected());
    const std::string half = message("A", 1).substr(0, static_cast<std::size_t>(i));
    boost::asio::write(*silent.back(), boost::asio::buffer(half));
  }
  Program client{{"fix_client", std::to_string(port_), "FIX.4.4", "C44", "HOTBOOK", "secret",
                  folder_.path() + "/client"}};
  EXPECT_FALSE(client.line_with("logon").empty());
}

TEST_F(FixDoorTest, AHeartbeatThatWouldNeverShowADeadClientIsRefused) {
  const std::string told = answer(*connected(), message("A", 1, "98=0|108=0|554=secret|"));
  EXPECT_NE(told.find("HeartBtInt (108) is 1 to 3600"), std::string::npos);
  EXPECT_FALSE(server_.line_with("logged_out 1").empty());
}

TEST_F(FixDoorTest, AGarbledMessageIsAsIfItHadNotCome) {
  auto socket = connected();
  std::string garbled = message("D", 2, "11=A|");
  garbled[garbled.size() - 2] = garbled[garbled.size() - 2] == '0' ? '1' : '0';
  const std::string told =
      answer(*socket, message("A", 1, "98=0|108=30|554=secret|") + garbled + "rubbish\n" +
                          message("1", 2, "112=there|") + message("5", 3));
  EXPECT_NE(told.find("\001112=there\001"), std::string::npos);
  EXPECT_EQ(told.find("\00135=2\001"), std::string::npos);
  EXPECT_EQ(told.find("\00135=3\001"), std::string::npos);
}

TEST_F(FixDoorTest, MessagesBehindTheLogonWaitForItsAnswer) {
  auto socket = connected();
  const std::string order = "11=A|55=AAPL|54=1|60=" + now() + "|38=100|40=2|44=10|";
  const std::string told = answer(*socket, message("A", 1, "98=0|108=30|554=secret|") +
                                               message("D", 2, order) + message("5", 3));
  EXPECT_NE(told.find("\00135=A\001"), std::string::npos);
  EXPECT_NE(told.find("\00135=5\001"), std::string::npos);
  EXPECT_FALSE(server_.line_with("logged_out 1").empty());
}

TEST_F(FixDoorTest, WhoDoesNotAnswerAnOperatorsGoodbyeIsGoneAllTheSame) {
  auto socket = connected();
  boost::asio::write(*socket, boost::asio::buffer(message("A", 1, "98=0|108=30|554=secret|")));
  std::size_t from = 0;
  std::thread talker{[&] {  // it goes on talking, which must not keep it alive
    boost::system::error_code error;
    for (unsigned seq = 2; !error && seq < 60; ++seq) {
      boost::asio::write(*socket, boost::asio::buffer(message("0", seq)), error);
      if (seq == 4) server_.tell("drop 0");
      std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
  }};
  EXPECT_FALSE(server_.line_with("logged_out 1", from).empty());
  std::string told;
  std::array<char, 4096> piece{};
  boost::system::error_code error;
  while (!error) told.append(piece.data(), socket->read_some(boost::asio::buffer(piece), error));
  talker.join();
  EXPECT_NE(told.find("58=an operator ends the connection"), std::string::npos);
}

TEST_F(FixDoorTest, AMessageWithANumberTooLowEndsTheConnection) {
  auto socket = connected();
  const std::string told =
      answer(*socket, message("A", 1, "98=0|108=30|554=secret|") + message("0", 1));
  EXPECT_NE(told.find("MsgSeqNum too low"), std::string::npos);
}

}  // namespace
}  // namespace hotbook::fix
