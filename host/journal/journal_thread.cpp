#include "host/journal/journal_thread.hpp"

namespace hotbook::journal {

JournalThread::JournalThread(JournalWriter& writer, JournalWait wait)
    : writer_{writer}, wait_{wait}, thread_{[this] {
        if (wait_ == JournalWait::Settle) {
          settle();
        } else {
          run();
        }
      }} {}

JournalThread::~JournalThread() {
  ends_.store(true, std::memory_order_release);
  writer_.wake();
  thread_.join();
  if (wait_ != JournalWait::Settle) return;
  while (writer_.step()) {
  }
}

void JournalThread::run() {
  while (true) {
    // Asked before the last look, so that nothing appended before the end is left.
    const bool ends = ends_.load(std::memory_order_acquire);
    while (writer_.step()) {
    }
    if (ends) return;
    if (wait_ == JournalWait::Sleep) {
      writer_.wait_for_work();
    } else {
      std::this_thread::yield();
    }
  }
}

void JournalThread::settle() {
  while (!ends_.load(std::memory_order_acquire)) {
    static_cast<void>(writer_.settle());
    std::this_thread::sleep_for(kSettleEvery);
  }
}

}  // namespace hotbook::journal
