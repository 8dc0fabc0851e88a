// The venue behind its doors: decides on requests, journals them, has them matched, reports.
//
// Every call acts at the time that set_now() gave last. What a venue holds is a function of its
// options and its journal's records; replay() of the records makes it again.
//
// Threading: one thread.
// Hot path:  request() and poll() neither throw nor lock; they allocate as OrderDirectory and
//            ReportLog say.

#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/journal/journal_record.hpp"
#include "host/risk/risk_gate.hpp"
#include "host/session/entry_point.hpp"
#include "host/venue/matching.hpp"
#include "host/venue/order_directory.hpp"
#include "host/venue/reporter.hpp"
#include "host/venue/session_table.hpp"
#include "host/venue/stage_probe.hpp"
#include "host/venue/venue_options.hpp"

namespace hotbook::venue {

// Where records go. Reports of a record are told when release() says that it is safe.
class JournalPort {
 public:
  virtual ~JournalPort() = default;
  // Takes a record, gives it its journal_seq and checksum. False when the journal has failed and
  // takes no more; the venue then stops.
  [[nodiscard]] virtual bool append(journal::JournalRecord& record) noexcept = 0;
};

// Since the program started: a recovery counts nothing.
struct VenueCounts {
  std::uint64_t requests = 0;
  std::uint64_t resends = 0;   // requests whose user_ref was not new: ignored
  std::uint64_t refusals = 0;  // by risk, the venue or a door
  std::uint64_t inputs = 0;
};

constexpr std::string_view kScheduleActor = "schedule";  // nobody: the calendar

class Venue final : public session::EntryPoint {
 public:
  // Throws std::invalid_argument that names a bad option. matching, journal and observer outlive
  // the venue; observer may be nullptr.
  Venue(const VenueOptions& options, risk::RiskGate& risk, Matching& matching, JournalPort& journal,
        InputObserver* observer);
  Venue(const Venue&) = delete;
  Venue& operator=(const Venue&) = delete;

  void set_now(std::uint64_t now_ns) noexcept {
    if (now_ns > now_ns_) now_ns_ = now_ns;
  }

  // Of the requests from now on; nullptr: none is measured.
  void set_probe(StageProbe* probe) noexcept { probe_ = probe; }

  // session::EntryPoint
  [[nodiscard]] session::Login login(session::Door door, std::string_view user,
                                     std::string_view password) override {
    return sessions_.login(door, user, password);
  }
  void logout(std::uint16_t session) noexcept override;
  void request(const ClientRequest& request) noexcept override;
  [[nodiscard]] const session::ReportLog& reports(std::uint16_t session) const noexcept override {
    return sessions_.reports(session);
  }
  [[nodiscard]] std::optional<session::LiveOrder> live_order(
      std::uint16_t session, std::uint32_t user_ref) const noexcept override;
  [[nodiscard]] std::uint32_t next_user_ref(std::uint16_t session) const noexcept override {
    return sessions_.highest_ref(session) + 1;
  }
  [[nodiscard]] std::string_view day_name() const noexcept override { return day_name_; }
  [[nodiscard]] bool is_day_over() const noexcept override { return !is_day_; }
  [[nodiscard]] std::uint16_t book_of(std::string_view symbol) const noexcept override;
  [[nodiscard]] std::string_view symbol_of(std::uint16_t book) const noexcept override {
    return options_.instruments[book].symbol;
  }
  [[nodiscard]] std::uint32_t tick_dollars_1e4(std::uint16_t book) const noexcept override {
    return options_.instruments[book].tick_dollars_1e4;
  }

  // An input of the venue itself: trading_state, reference, bands, timer, mass_cancel.
  void input(const MatchCommand& command) noexcept;
  // What an operator or the schedule changes. Empty, or why it cannot be.
  [[nodiscard]] std::string control(const journal::ControlChange& change);
  // day: YYYYMMDD. Of the day before, orders good for longer are still there. actor: who wants it.
  [[nodiscard]] std::string start_day(std::uint32_t day, std::string_view actor = kScheduleActor);
  // Closes every book and ends every order that is not good for longer, and every OUCH order.
  [[nodiscard]] std::string end_day(std::string_view actor = kScheduleActor);

  // A second passed: expiry and limit states, where something waits for them.
  void tick() noexcept;
  // Moves matching on; false when nothing moved.
  bool poll() noexcept;
  // The journal has these records safe.
  void release(std::uint64_t journal_seq) { sessions_.release(journal_seq); }

  // Recovery: the journal's next record. Nothing is journalled or asked again.
  void replay(const journal::JournalRecord& record) noexcept;

  // The journal takes no more: every request is ignored from now on.
  [[nodiscard]] bool is_stopped() const noexcept { return is_stopped_; }
  [[nodiscard]] bool is_idle() const noexcept { return pending_.empty(); }
  [[nodiscard]] std::uint64_t journal_seq() const noexcept { return journal_seq_; }
  [[nodiscard]] std::uint32_t day() const noexcept { return day_; }
  [[nodiscard]] const VenueCounts& counts() const noexcept { return counts_; }
  [[nodiscard]] const VenueOptions& options() const noexcept { return options_; }
  [[nodiscard]] SessionTable& sessions() noexcept { return sessions_; }
  [[nodiscard]] const OrderDirectory& orders() const noexcept { return orders_; }
  [[nodiscard]] const Reporter& reporter() const noexcept { return reporter_; }
  [[nodiscard]] const engine::Engine& engine() const noexcept { return matching_.engine(); }
  [[nodiscard]] const risk::RiskGate& risk() const noexcept { return risk_; }

  // venue_snapshot.cpp; only while idle. restore() is for a venue that did nothing yet; it throws
  // std::runtime_error and is of no use then.
  void snapshot(std::vector<std::byte>& bytes) const;
  void restore(std::span<const std::byte> bytes);

 private:
  enum class Origin : std::uint8_t { Live, Replay };
  struct Pending {
    journal::JournalRecord record;
    std::uint64_t input_seq;  // 0: not an input
  };

  // venue_request.cpp: what becomes of a request; the reason it is refused for, or 0 and `command`
  // is the input.
  [[nodiscard]] std::uint8_t decide(const ClientRequest& request, MatchCommand& command) noexcept;
  [[nodiscard]] std::uint8_t decide_new(const ClientRequest& request,
                                        MatchCommand& command) noexcept;
  [[nodiscard]] std::uint8_t decide_cancel(const ClientRequest& request,
                                           MatchCommand& command) noexcept;
  [[nodiscard]] std::uint8_t decide_replace(const ClientRequest& request,
                                            MatchCommand& command) noexcept;
  [[nodiscard]] std::uint8_t decide_mass_cancel(MatchCommand& command) noexcept;
  void note_message(const MatchCommand& command) noexcept;
  void pass(Stage stage) noexcept {
    if (probe_ != nullptr) probe_->passed(stage);
  }
  [[nodiscard]] bool is_resend(const ClientRequest& request) const noexcept;
  [[nodiscard]] bool timer_is_due() const noexcept;
  void timer() noexcept;

  // Every order of a session, for the venue's own reasons.
  void cancel_all(std::uint16_t session) noexcept;
  void cancel_killed(const journal::ControlChange& change) noexcept;

  // venue.cpp: one record, new or replayed.
  bool write(journal::JournalRecord& record) noexcept;
  void apply(const journal::JournalRecord& record, Origin origin) noexcept;
  void apply_input(const journal::JournalRecord& record, Origin origin) noexcept;
  void apply_new(const journal::JournalRecord& record, const MatchCommand& command,
                 Origin origin) noexcept;
  void apply_replace(const journal::JournalRecord& record, const MatchCommand& command,
                     Origin origin) noexcept;
  void apply_refused(const journal::JournalRecord& record, Origin origin) noexcept;
  void apply_control(const journal::JournalRecord& record) noexcept;
  void settle(std::uint64_t closed) noexcept;
  void settle_front() noexcept;
  void settle_control(const journal::JournalRecord& record) noexcept;
  void submit() noexcept;
  void take(std::span<const MatchOutput> outputs) noexcept;

  void restore_order(const OrderEntry& order);
  void restore_report(std::uint16_t session, const ClientReport& report);

  VenueOptions options_;
  risk::RiskGate& risk_;
  Matching& matching_;
  JournalPort& journal_;
  InputObserver* observer_;
  StageProbe* probe_ = nullptr;
  std::map<std::string, std::uint16_t, std::less<>> books_;  // by symbol
  OrderDirectory orders_;
  SessionTable sessions_;
  Reporter reporter_;

  std::deque<Pending> pending_;  // records whose reports are not made yet
  std::size_t submitted_ = 0;    // how many of them matching was given

  std::uint64_t now_ns_ = 0;
  std::uint64_t timer_ns_ = 0;  // of the latest timer input
  std::uint64_t journal_seq_ = 0;
  std::uint64_t input_seq_ = 0;
  std::uint64_t highest_order_id_ = 0;
  std::uint32_t day_ = 0;
  std::string day_name_;
  bool is_day_ = false;
  bool is_stopped_ = false;
  bool has_bands_ = false;
  VenueCounts counts_;
};

}  // namespace hotbook::venue
