// Ends the process when a call into XRT does not return: the shim spins for ever when its card
// vanishes under it.
//
// Threading: one thread makes calls; a thread of the guard's own watches.
// Hot path:  a call costs two stores.

#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

namespace hotbook::card {

class CallGuard {
 public:
  static constexpr int kExitStatus =
      75;  // EX_TEMPFAIL of sysexits.h: the card is at fault, trying again may help

  CallGuard();
  ~CallGuard();
  CallGuard(const CallGuard&) = delete;
  CallGuard& operator=(const CallGuard&) = delete;
  CallGuard(CallGuard&&) = delete;
  CallGuard& operator=(CallGuard&&) = delete;

  // While it lives, the clock runs. A thread cannot be taken out of the shim, so there is no
  // milder end than the process's.
  class Call {
   public:
    Call(CallGuard& guard, const char* what, std::chrono::milliseconds limit) : guard_{guard} {
      guard_.what_.store(what, std::memory_order_relaxed);
      // Release: pairs with the watcher's acquire, so that it sees this call's name. 0 means that
      // no call is made.
      guard_.looks_left_.store(limit / kLook + 1, std::memory_order_release);
    }
    ~Call() { guard_.looks_left_.store(0, std::memory_order_release); }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

   private:
    CallGuard& guard_;
  };

 private:
  // Counted in looks, not in time: a process that was stopped and continued has not used up its
  // limit.
  static constexpr std::chrono::milliseconds kLook{100};

  void watch();

  alignas(64) std::atomic<std::int64_t> looks_left_{0};  // written by both: see watch()
  std::atomic<const char*> what_{""};
  std::mutex mutex_;
  std::condition_variable ended_;
  bool is_ended_ = false;
  std::thread watcher_;
};

}  // namespace hotbook::card
