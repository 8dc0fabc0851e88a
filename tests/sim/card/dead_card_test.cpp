#include "sim/card/dead_card.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <thread>
#include <vector>

#include "xcl_macros.h"

namespace {

using namespace hotbook::card;
using Bytes = std::vector<std::uint8_t>;

// Both ends of a socket; the test is the shim.
class Ends {
 public:
  Ends() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds_.data()), 0); }
  ~Ends() {
    close_shim();
    ::close(fds_[1]);
  }
  Ends(const Ends&) = delete;
  Ends& operator=(const Ends&) = delete;
  [[nodiscard]] int card() const { return fds_[1]; }
  void close_shim() {
    if (fds_[0] >= 0) ::close(fds_[0]);
    fds_[0] = -1;
  }

  void send(const Bytes& bytes) {
    ASSERT_EQ(::write(fds_[0], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  Bytes receive(std::size_t size) {
    Bytes bytes(size);
    EXPECT_EQ(::recv(fds_[0], bytes.data(), size, MSG_WAITALL), static_cast<ssize_t>(size));
    return bytes;
  }
  Bytes receive_reply() {
    const Bytes header = receive(9);
    std::uint64_t size = 0;
    std::memcpy(&size, header.data() + 1, sizeof size);
    return receive(static_cast<std::size_t>(size));
  }

 private:
  std::array<int, 2> fds_{-1, -1};
};

Bytes call(std::uint32_t opcode, const WireWriter& body) {
  const std::uint64_t size = body.data().size();
  Bytes bytes(14 + body.data().size());
  bytes[0] = 0x09;
  std::memcpy(bytes.data() + 1, &size, sizeof size);
  bytes[9] = 0x15;
  std::memcpy(bytes.data() + 10, &opcode, sizeof opcode);
  std::copy(body.data().begin(), body.data().end(), bytes.begin() + 14);
  return bytes;
}

Bytes register_read() {
  WireWriter body;
  body.number(2, 0x1800000);
  body.number(3, 4);
  return call(xclReadAddrKernelCtrl_n, body);
}

void expect_all_ones(const Bytes& reply) {
  WireMessage message;
  ASSERT_FALSE(message.parse(reply));
  EXPECT_EQ(message.number(1), 1U);
  EXPECT_EQ(Bytes(message.bytes(2).begin(), message.bytes(2).end()), Bytes(4, 0xff));
}

class DeadCard : public testing::Test {
 protected:
  void serve() {
    server_ = std::thread{[this] { serve_dead_card(shim_, host_, progress_); }};
  }
  void TearDown() override {
    main_.close_shim();
    if (server_.joinable()) server_.join();
  }

  Ends main_;
  Ends back_;
  CallProgress progress_;
  ShimSocket shim_{main_.card(), progress_};
  HostSocket host_{back_.card(), progress_};
  std::thread server_;
};

TEST_F(DeadCard, ReadsAsAllOnes) {
  serve();
  main_.send(register_read());
  expect_all_ones(main_.receive_reply());
}

TEST_F(DeadCard, AnswersTheCallThatTheModelDiedIn) {
  ShimSocket::Call taken;
  main_.send(register_read());
  ASSERT_EQ(shim_.read(taken), ShimSocket::Status::Ok);
  progress_.reply_bytes = 4;
  serve();
  expect_all_ones(main_.receive_reply());
  main_.send(register_read());
  expect_all_ones(main_.receive_reply());
}

TEST_F(DeadCard, AnswersOnceTheCallThatTheModelHadSeenWhetherItTookItOrNot) {
  main_.send(register_read());
  progress_.opcode = xclReadAddrKernelCtrl_n;
  progress_.phase = CallProgress::Phase::CallSeen;
  serve();
  const Bytes first = main_.receive_reply();
  expect_all_ones(first);
  main_.send(call(xclClose_n, WireWriter{}));
  EXPECT_LT(main_.receive_reply().size(), first.size()) << "a second answer to the first call";
}

TEST_F(DeadCard, AnswersOnceTheCallThatTheModelDiedTaking) {
  ShimSocket::Call taken;
  main_.send(register_read());
  ASSERT_EQ(shim_.read(taken), ShimSocket::Status::Ok);
  progress_.phase = CallProgress::Phase::CallSeen;  // as it was until the call was whole
  serve();
  expect_all_ones(main_.receive_reply());
  main_.send(register_read());
  expect_all_ones(main_.receive_reply());
}

TEST_F(DeadCard, AnswersNothingTwiceWhenTheModelDiedBetweenCalls) {
  ShimSocket::Call taken;
  WireWriter reply;
  reply.number(1, 1);
  main_.send(register_read());
  ASSERT_EQ(shim_.read(taken), ShimSocket::Status::Ok);
  ASSERT_TRUE(shim_.reply(reply));
  serve();
  EXPECT_EQ(main_.receive_reply().size(), 2U);
  main_.send(register_read());
  expect_all_ones(main_.receive_reply());
}

TEST_F(DeadCard, SaysGoodbyeOnTheOtherSocketBeforeItAnswersClose) {
  serve();
  main_.send(call(xclClose_n, WireWriter{}));
  static_cast<void>(main_.receive_reply());
  const Bytes goodbye = back_.receive(14);
  EXPECT_EQ(goodbye[10], xclClose_n);
}

TEST_F(DeadCard, EndsWhenTheHostIsGone) {
  serve();
  main_.close_shim();
  server_.join();
}

TEST_F(DeadCard, EndsAtACallThatIsNoCall) {
  serve();
  main_.send(Bytes(14, 0x55));
  server_.join();
}

TEST(ShimSocket, RefusesACallLongerThanAnyOfTheShims) {
  Ends ends;
  CallProgress progress;
  ShimSocket socket{ends.card(), progress};
  Bytes header = call(xclReadAddrKernelCtrl_n, WireWriter{});
  header[8] = 0x7f;
  ends.send(header);
  ShimSocket::Call taken;
  EXPECT_EQ(socket.read(taken), ShimSocket::Status::Malformed);
  EXPECT_NE(socket.error().find("limit"), std::string::npos);
}

}  // namespace
