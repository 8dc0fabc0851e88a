// When a card is asked and when it is given up, in time that the test makes.

#include "host/runtime/card_watch.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "host/runtime/card_process.hpp"

namespace hotbook::runtime {
namespace {

using namespace std::chrono_literals;
using Look = CardWatch::Look;

class CardWatchTest : public ::testing::Test {
 protected:
  CardWatchTest() { watch_.begin(now_, 100us, 30s); }
  Look after(CardWatch::Duration time, bool has_answered, bool owes) {
    now_ += time;
    return watch_.look(now_, has_answered, owes);
  }

  CardWatch::Time now_{1h};
  CardWatch watch_;
};

TEST_F(CardWatchTest, WhoOwesNothingMayBeSilentForAsLongAsItLikes) {
  EXPECT_EQ(after(1us, true, false), Look::Fine);
  EXPECT_EQ(after(31s, false, true), Look::Fine) << "it owes only since now";
  EXPECT_EQ(after(50us, false, true), Look::Fine);
  EXPECT_EQ(after(60us, false, true), Look::Ask);
}

TEST_F(CardWatchTest, WhoOwesIsAskedNowAndThenAndGivenUpInTheEnd) {
  EXPECT_EQ(after(0us, false, true), Look::Fine);
  int asked = 0;
  CardWatch::Duration silent{0};
  for (; silent <= 30s; silent += 50us) asked += after(50us, false, true) == Look::Ask ? 1 : 0;
  EXPECT_EQ(asked, 300'000);
  EXPECT_EQ(after(1us, false, true), Look::Silent);
}

TEST_F(CardWatchTest, AnAnswerBeginsTheSilenceAnew) {
  EXPECT_EQ(after(0us, false, true), Look::Fine);
  for (int answer = 0; answer < 10; ++answer) {
    EXPECT_NE(after(29s, false, true), Look::Silent);
    EXPECT_EQ(after(1us, true, true), Look::Fine);
    EXPECT_EQ(watch_.heard(), now_);
  }
}

TEST(CardProcess, IsGoneWhenItsProcessIs) {
  EXPECT_FALSE(CardProcess{}.is_known());
  EXPECT_FALSE(CardProcess{""}.is_known()) << "a real card";
  const std::string log = ::testing::TempDir() + "hotbook_card_process.log";
  const pid_t child = ::fork();
  if (child == 0) {
    ::pause();
    ::_exit(0);
  }
  std::ofstream{log} << "card: pid=1 model_pid=1\ncard: pid=1 model_pid=" << child << "\nmore\n";
  CardProcess process{log};
  ASSERT_TRUE(process.is_known());
  EXPECT_FALSE(process.is_gone());
  CardProcess other{std::move(process)};
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(other.is_gone());
  EXPECT_FALSE(CardProcess{log}.is_known()) << "there is no such process any more";
  std::ofstream{log} << "card: no number here\n";
  EXPECT_FALSE(CardProcess{log}.is_known());
}

}  // namespace
}  // namespace hotbook::runtime
