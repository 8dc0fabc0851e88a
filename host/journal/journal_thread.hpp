// The journal's own thread: lets the writer work for as long as it lives, or, where the venue's
// thread writes, only syncs and makes the next segment.
//
// Threading: made and ended by one thread.
// Hot path:  none here; a spinning thread takes a whole core, a sleeping one a wake-up.

#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "host/journal/journal_writer.hpp"

namespace hotbook::journal {

enum class JournalWait : std::uint8_t {
  Sleep,
  Spin,
  Settle,  // the venue's thread calls write(); this one looks every kSettleEvery
};

class JournalThread {
 public:
  // The writer has been opened.
  JournalThread(JournalWriter& writer, JournalWait wait);
  // Whatever was appended before is written and synced first, unless the writer has failed. With
  // Settle the venue's thread, which is this one, has nothing more to append.
  ~JournalThread();
  JournalThread(const JournalThread&) = delete;
  JournalThread& operator=(const JournalThread&) = delete;

 private:
  static constexpr std::chrono::milliseconds kSettleEvery{5};

  void run();
  void settle();

  JournalWriter& writer_;
  JournalWait wait_;
  std::atomic<bool> ends_{false};  // written by the destructor
  std::thread thread_;
};

}  // namespace hotbook::journal
