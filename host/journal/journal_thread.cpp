#include "host/journal/journal_thread.hpp"

namespace hotbook::journal {

JournalThread::JournalThread(JournalWriter& writer, JournalWait wait)
    : writer_{writer}, wait_{wait}, thread_{[this] { run(); }} {}

JournalThread::~JournalThread() {
  ends_.store(true, std::memory_order_release);
  writer_.wake();
  thread_.join();
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

}  // namespace hotbook::journal
