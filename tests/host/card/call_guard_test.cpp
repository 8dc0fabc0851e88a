#include "host/card/call_guard.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace {

using hotbook::card::CallGuard;
using namespace std::chrono_literals;

void make_a_call_that_does_not_return() {
  CallGuard guard;
  const CallGuard::Call call{guard, "read_register", 200ms};
  std::this_thread::sleep_for(20s);
}

TEST(CallGuardDeathTest, EndsTheProcessAndNamesTheCallThatDoesNotReturn) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(make_a_call_that_does_not_return(), testing::ExitedWithCode(CallGuard::kExitStatus),
              "card=unresponsive call=read_register");
}

TEST(CallGuard, LeavesCallsThatReturnAlone) {
  CallGuard guard;
  for (int i = 0; i < 8; ++i) {
    const CallGuard::Call call{guard, "short", 200ms};
    std::this_thread::sleep_for(60ms);
  }
  std::this_thread::sleep_for(500ms);  // no call, no limit
}

TEST(CallGuard, EndsAtOnceWhenItIsNoLongerNeeded) {
  const auto start = std::chrono::steady_clock::now();
  { const CallGuard guard; }
  EXPECT_LT(std::chrono::steady_clock::now() - start, 90ms);
}

}  // namespace
