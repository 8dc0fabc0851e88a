#include "host/card/call_guard.hpp"

#include <unistd.h>

#include <cstdio>

namespace hotbook::card {

CallGuard::CallGuard() : watcher_{[this] { watch(); }} {}

CallGuard::~CallGuard() {
  {
    const std::lock_guard lock{mutex_};
    is_ended_ = true;
  }
  ended_.notify_one();
  watcher_.join();
}

void CallGuard::watch() {
  std::unique_lock lock{mutex_};
  while (!ended_.wait_for(lock, kLook, [this] { return is_ended_; })) {
    std::int64_t left = looks_left_.load(std::memory_order_acquire);
    if (left == 0) continue;
    // Fails, rightly, when the call ended or another began since the load.
    if (!looks_left_.compare_exchange_strong(left, left - 1, std::memory_order_acq_rel) || left > 1)
      continue;
    std::fprintf(stderr, "hotbook: card=unresponsive call=%s action=exit status=%d\n",
                 what_.load(std::memory_order_relaxed), kExitStatus);
    std::fflush(stderr);
    ::_exit(kExitStatus);
  }
}

}  // namespace hotbook::card
