// What a FIX session must know after a crash: the messages sent, the next sequence number of either
// side, and the last report told.
//
// One file, written at its end only: each record holds a message (or a change of numbers) together
// with all numbers after it, and a checksum. A message and the report it tells are thus safe at
// once, and what a crash cut off was never sent. The client's next number is the first message that
// has no answer on disk yet, so that after a crash it is asked to send again what may be lost.
//
// C++14. A record is in the file when a call returns, and outlives the process; it outlives the
// machine when the store is `synchronous`.
//
// Threading: one thread, the FIX door's.
// Hot path:  set() is one write() to a file.

#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

// NOLINTBEGIN(modernize-concat-nested-namespaces,modernize-use-nodiscard): C++14
namespace hotbook {
namespace fix {

class SessionStore {
 public:
  // Reads what is there; the end that a crash left torn is cut off. Throws std::runtime_error that
  // names the file and what is wrong with it.
  SessionStore(const std::string& path, bool synchronous);
  ~SessionStore();
  SessionStore(const SessionStore&) = delete;
  SessionStore& operator=(const SessionStore&) = delete;

  // A new day: no message, both numbers 1, no report told.
  void start_day(const std::string& day);
  const std::string& day() const { return day_; }
  std::uint64_t last_report() const { return last_report_; }

  // The next set() tells this report and answers the message of this ticket; 0 for none.
  void tell(std::uint64_t report, std::uint64_t answers) {
    next_report_ = report;
    next_answers_ = answers;
  }
  // The client's message `seq` is on its way to the venue: until answered, a crash may lose it.
  // Gives it a ticket, which no other one has, so that numbers may begin again meanwhile.
  std::uint64_t hold(std::uint32_t seq) {
    const std::uint64_t ticket = std::uint64_t{resets_} << 32U | seq;
    held_.insert(ticket);
    return ticket;
  }
  void answered(std::uint64_t ticket) { held_.erase(ticket); }
  std::size_t held() const { return held_.size(); }

  // The message store as an engine wants it. These throw std::runtime_error when the file cannot be
  // written; nothing is changed then.
  void set(std::uint32_t seq, const std::string& message);
  // Those of [first, last] that are there.
  std::vector<std::string> get(std::uint32_t first, std::uint32_t last) const;
  std::uint32_t next_sender() const { return next_sender_; }
  std::uint32_t next_target() const { return next_target_; }
  void set_next_sender(std::uint32_t seq);
  void set_next_target(std::uint32_t seq);
  void increase_next_sender() { ++next_sender_; }
  void increase_next_target() { ++next_target_; }  // in the file with the next record
  // Both sides agreed to count from 1 again; what was told stays told.
  void reset();
  // Numbers as they are; at the end of a session.
  void write_numbers();

 private:
  struct Place {
    std::uint64_t offset = 0;
    std::uint32_t bytes = 0;  // 0: no message of this number
  };
  enum class Kind : std::uint32_t { Day = 1, Message = 2, Numbers = 3, Reset = 4 };

  void read_all();
  void cut_torn_end();
  void take(std::uint32_t kind, std::uint64_t offset, const std::string& body);
  void append(Kind kind, std::uint32_t next_sender, const std::string& body);
  std::string record(Kind kind, std::uint32_t next_sender, const std::string& body) const;
  [[noreturn]] void fail(const std::string& what) const;

  std::string path_;
  bool synchronous_;
  int file_ = -1;
  std::uint64_t bytes_ = 0;  // of the file that hold whole records
  std::string day_;
  std::uint64_t last_report_ = 0;
  std::uint32_t next_sender_ = 1;
  std::uint32_t next_target_ = 1;
  std::vector<Place> places_;     // of message seq at seq - 1
  std::set<std::uint64_t> held_;  // tickets
  std::uint32_t resets_ = 1;
  std::uint64_t next_report_ = 0;
  std::uint64_t next_answers_ = 0;
};

}  // namespace fix
}  // namespace hotbook
// NOLINTEND(modernize-concat-nested-namespaces,modernize-use-nodiscard)
