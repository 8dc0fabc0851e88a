#include <signal.h>

#include <array>
#include <chrono>

#include "tests/cosim/cosim.hpp"

namespace {

using namespace hotbook;
using namespace hotbook::cosim;
using card::Card;
using std::chrono::seconds;

template <class Action>
std::string error_of(Action&& action) {
  try {
    action();
  } catch (const card::CardError& error) {
    return error.what();
  }
  return "no error";
}

class CardLoss : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("HOTBOOK_CARD_HANG_SECONDS_MAX", "2", 1);  // NOLINT(concurrency-mt-unsafe)
    card_ = Card::open(options());
    card_->configure({.enable = true}, {}, {});
    model_ = static_cast<pid_t>(logged(card_->log_path(), "model_pid"));
    ASSERT_GT(model_, 0);
    start_ = std::chrono::steady_clock::now();
  }
  void expect_bounded(seconds limit) {
    EXPECT_LT(std::chrono::steady_clock::now() - start_, limit);
  }

  std::unique_ptr<Card> card_;
  pid_t model_ = 0;
  std::chrono::steady_clock::time_point start_;
};

TEST_F(CardLoss, IsToldWhenTheModelIsKilled) {
  card_->start();
  ::kill(model_, SIGKILL);
  // A read that was under way may still be answered; the one after it is not.
  static_cast<void>(error_of([&] { static_cast<void>(card_->read(kLineAFrames)); }));
  std::this_thread::sleep_for(std::chrono::milliseconds{500});
  EXPECT_NE(error_of([&] { card_->check_alive(); }).find("the card does not answer"),
            std::string::npos);
  EXPECT_NE(error_of([&] { static_cast<void>(card_->quiet({})); }).find("the card does not answer"),
            std::string::npos);
  EXPECT_NE(error_of([&] { static_cast<void>(card_->counters()); }).find("model_died_of_signal=9"),
            std::string::npos);
  std::vector<card::Record64> records;
  EXPECT_EQ(card_->poll(records).count, 0U);
  // Writes to a dead bus look like any other; the ring fills, and then the card is asked.
  std::size_t sent = 0;
  while (sent < 5000 && card_->send(RefillCommand{})) ++sent;
  EXPECT_EQ(sent, std::size_t{1} << options().command_slots_log2);
  card_.reset();
  expect_bounded(seconds{10});
}

TEST_F(CardLoss, IsToldWhenTheModelHangs) {
  ::kill(model_, SIGSTOP);
  EXPECT_NE(error_of([&] {
              static_cast<void>(card_->read(kControlMagic)), card_->check_alive();
            }).find("ending_model=no_progress"),
            std::string::npos);
  card_.reset();
  expect_bounded(seconds{15});
}

TEST_F(CardLoss, IsOverWithTheNextCard) {
  ::kill(model_, SIGKILL);
  std::this_thread::sleep_for(std::chrono::milliseconds{300});
  card_.reset();
  card_ = Card::open(options());
  EXPECT_NO_THROW(card_->check_alive());
}

TEST_F(CardLoss, LeavesNoProcessBehindWhenTheHostIsGone) {
  // The host's end is played by closing the card: both processes must go by themselves.
  const auto supervisor = static_cast<pid_t>(logged(card_->log_path(), "pid"));
  ASSERT_GT(supervisor, 0);
  card_.reset();
  for (int i = 0; i < 500 && (::kill(model_, 0) == 0 || ::kill(supervisor, 0) == 0); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  EXPECT_NE(::kill(model_, 0), 0);
  EXPECT_NE(::kill(supervisor, 0), 0);
}

}  // namespace
