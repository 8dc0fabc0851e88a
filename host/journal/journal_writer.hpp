// Writes the journal: takes records from the venue, puts whatever has gathered on the disk with one
// write and one sync, and says up to which record nothing can be lost any more.
//
// Threading: append() on the venue's thread; open() and step() on the journal's, or on the same one
//            in a simulation; the rest on any. Or, under policy write, instead of step(): write()
//            on the venue's thread and settle() on the journal's, so that a record is durable
//            without one thread waking another.
// Hot path:  append() copies a record; it neither allocates, throws nor locks, and enters the
//            kernel only to wake a writer that sleeps.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "host/journal/append_ring.hpp"
#include "host/journal/journal_reader.hpp"
#include "host/journal/segment_file.hpp"
#include "host/journal/storage.hpp"

namespace hotbook::journal {

// When a record is safe enough for what came of it to be told.
enum class ReleaseAfter : std::uint8_t {
  Write,    // survives the end of the process, not a power cut
  Sync,     // survives a power cut: the default
  Replica,  // and the loss of the machine: a standby has synced it as well
};

struct JournalSettings {
  ReleaseAfter release_after = ReleaseAfter::Sync;
  std::uint64_t segment_bytes = std::uint64_t{64} << 20U;
  std::size_t ring_records = std::size_t{1} << 16U;  // a power of two
  std::size_t group_records_max = 8192;              // in one write
  std::size_t unsynced_records_max = 65536;          // Write: a sync comes at the latest then
  // What the headers of new segments say.
  std::uint64_t journal_id = 1;  // a journal that is there keeps its own
  std::uint64_t max_orders = 0;
  std::uint32_t book_count = 0;
  std::uint32_t day = 0;  // YYYYMMDD
};

class JournalWriter {
 public:
  // end: how the reader found the journal. Throws std::invalid_argument, naming the setting.
  JournalWriter(Storage& storage, const JournalSettings& settings, const JournalEnd& end);
  JournalWriter(const JournalWriter&) = delete;
  JournalWriter& operator=(const JournalWriter&) = delete;

  // Cuts a torn tail, makes sure of what is there, makes the first segment. Once, before anything
  // else. False: see reason().
  [[nodiscard]] bool open();

  // Gives the record its journal_seq and takes it. False, and the record is not the journal's: the
  // writer is behind by a whole ring, or has failed.
  [[nodiscard]] bool append(JournalRecord& record) noexcept;

  // One write, sync or preparation. False when there was nothing to do, or it has failed.
  [[nodiscard]] bool step();
  // One write of what has gathered. False when there was nothing to write, or it has failed. What
  // becomes durable by it on_durable() is not told of: its caller knows.
  [[nodiscard]] bool write();
  // One sync or preparation. False when there was nothing to do, or it has failed.
  [[nodiscard]] bool settle();
  // Returns when step() has something to do, or wake() was called since the last one.
  void wait_for_work();
  void wake() noexcept;

  // Up to which record the policy lets outputs be told. Never falls.
  [[nodiscard]] std::uint64_t durable_seq() const noexcept;
  [[nodiscard]] std::uint64_t written_seq() const noexcept { return written_.load(kAcquire); }
  // A snapshot stands for no later record than this.
  [[nodiscard]] std::uint64_t synced_seq() const noexcept { return synced_.load(kAcquire); }
  [[nodiscard]] std::uint64_t appended_seq() const noexcept { return appended_.load(kAcquire); }
  // The standby has everything up to `seq` on its disk. By one thread, the link's.
  void replica_has(std::uint64_t seq) noexcept;

  // A write or sync failed: nothing is written or becomes durable any more.
  [[nodiscard]] bool failed() const noexcept { return failed_.load(kAcquire); }
  // Once failed(): file and error.
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
  // Not 0: the errno for which the next segment could not be made in advance. When this one is full
  // it is tried once more.
  [[nodiscard]] int warning() const noexcept { return warning_.load(kAcquire); }

  // Called on the journal's or the link's thread when durable_seq() has risen, and when the writer
  // has failed. To be set before open().
  void on_durable(std::function<void()> callback) { on_durable_ = std::move(callback); }

  // The same of synced_seq(): for a link that sends a standby what is on the disk.
  void on_synced(std::function<void()> callback) { on_synced_ = std::move(callback); }

  // Of the segments that follow. Any thread.
  void set_day(std::uint32_t day) noexcept { day_.store(day, std::memory_order_relaxed); }
  [[nodiscard]] std::uint32_t day() const noexcept { return day_.load(std::memory_order_relaxed); }

  // How many writes carried records, and how many syncs there were.
  [[nodiscard]] std::uint64_t groups() const noexcept { return groups_.load(kAcquire); }
  [[nodiscard]] std::uint64_t syncs() const noexcept { return syncs_.load(kAcquire); }
  [[nodiscard]] std::uint64_t journal_id() const noexcept { return settings_.journal_id; }
  [[nodiscard]] const JournalSettings& settings() const noexcept { return settings_; }

 private:
  static constexpr auto kAcquire = std::memory_order_acquire;  // pairs with the store of each
  static constexpr auto kRelease = std::memory_order_release;

  [[nodiscard]] SegmentHeader next_header(std::uint64_t first_seq) const noexcept;
  [[nodiscard]] bool write_next(std::span<JournalRecord> records);
  [[nodiscard]] bool write_group(std::span<JournalRecord> records);
  [[nodiscard]] bool sync();
  [[nodiscard]] bool next_segment();
  [[nodiscard]] bool prepare_early();
  [[nodiscard]] bool check(const IoStatus& status, const char* what);
  bool fail(std::string reason);
  void tell() const {
    if (on_durable_) on_durable_();
  }

  JournalSettings settings_;
  JournalEnd end_;
  Storage& storage_;
  std::mutex segment_change_;  // held to sync, prepare or begin a segment; not to write one
  SegmentFile file_;
  AppendRing ring_;
  std::function<void()> on_durable_;
  std::function<void()> on_synced_;
  std::string reason_;  // written before failed_
  std::atomic<std::uint32_t> day_;

  alignas(64) std::atomic<std::uint64_t> appended_;  // by the venue's thread
  alignas(64) std::atomic<std::uint64_t> written_;   // these by the journal's thread
  std::atomic<std::uint64_t> synced_;
  std::atomic<std::uint64_t> groups_{0};
  std::atomic<std::uint64_t> syncs_{0};
  std::atomic<int> warning_{0};
  std::atomic<bool> wants_segment_{false};  // half of the segment is used
  std::atomic<bool> is_failing_{false};     // by whoever writes reason_
  std::atomic<bool> failed_{false};
  alignas(64) std::atomic<std::uint64_t> replica_{0};  // by the link's thread
  // 1 while the journal's thread sleeps or is about to; whoever wakes it writes 0.
  alignas(64) std::atomic<std::uint32_t> asleep_{0};
  std::atomic<bool> woken_{false};
};

}  // namespace hotbook::journal
