// The journal's own thread: lets the writer work for as long as it lives.
//
// Threading: made and ended by one thread.
// Hot path:  none here; a spinning thread takes a whole core, a sleeping one a wake-up.

#pragma once

#include <atomic>
#include <thread>

#include "host/journal/journal_writer.hpp"

namespace hotbook::journal {

enum class JournalWait : std::uint8_t { Sleep, Spin };

class JournalThread {
 public:
  // The writer has been opened.
  JournalThread(JournalWriter& writer, JournalWait wait);
  // Whatever was appended before is written and synced first, unless the writer has failed.
  ~JournalThread();
  JournalThread(const JournalThread&) = delete;
  JournalThread& operator=(const JournalThread&) = delete;

 private:
  void run();

  JournalWriter& writer_;
  JournalWait wait_;
  std::atomic<bool> ends_{false};  // written by the destructor
  std::thread thread_;
};

}  // namespace hotbook::journal
