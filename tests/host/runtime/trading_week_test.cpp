// Weeks of trading days in simulated time: opening auction, continuous trading, a halt with its
// auction, closing auction, end of day, a night in which the venue is started again, the next day.
// Orders good for longer are carried over, the oracle follows every input, and memory stays as it
// is.

#include <gtest/gtest.h>
#include <malloc.h>

#include <cstring>
#include <map>
#include <memory>
#include <vector>

#include "sim/oracle/match_oracle.hpp"
#include "tests/host/venue/random_clients.hpp"
#include "tests/host/venue/venue_rig.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::runtime {
namespace {

using venue::RandomClients;

constexpr std::size_t kBooks = 3;
constexpr std::size_t kSessions = 6;
constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr std::uint64_t kHour = 3'600 * kSecond;

// Keeps no record, but does its input in the oracle at once.
class OracleJournal final : public venue::JournalPort {
 public:
  explicit OracleJournal(bool follows)
      : follows_{follows}, oracle_{{.book_count = kBooks, .max_orders = 1'000}} {}

  bool append(journal::JournalRecord& record) noexcept override {
    record.journal_seq = ++written_;
    if (follows_ && record.kind == journal::RecordKind::Input)
      oracle_.apply(record.command(), expected_[written_]);
    return true;
  }

  // What the record's input makes, once.
  [[nodiscard]] std::vector<MatchOutput> take_expected(std::uint64_t journal_seq) {
    const auto found = expected_.find(journal_seq);
    if (found == expected_.end()) return {};
    std::vector<MatchOutput> outputs = std::move(found->second);
    expected_.erase(found);
    return outputs;
  }
  // Inputs so far that ought to have had outputs and had none.
  [[nodiscard]] std::size_t unheard() {
    std::erase_if(expected_, [](const auto& entry) { return entry.second.empty(); });
    return expected_.size();
  }
  [[nodiscard]] bool follows() const { return follows_; }
  [[nodiscard]] std::uint64_t state_hash() const { return oracle_.state_hash(); }

 private:
  bool follows_;
  oracle::MatchOracle oracle_;
  std::map<std::uint64_t, std::vector<MatchOutput>> expected_;  // by journal_seq
  std::uint64_t written_ = 0;
};

// Holds every input's outputs against the oracle's.
class Observer final : public venue::InputObserver {
 public:
  explicit Observer(OracleJournal& journal) : journal_{journal} {}

  void on_input(const journal::JournalRecord& record, std::span<const MatchOutput> outputs,
                const engine::Engine&) noexcept override {
    ++inputs;
    for (const MatchOutput& output : outputs) {
      if (output.output_kind == OutputKind::Uncrossed && output.other_order_id != 0) ++uncrosses;
      if (output.output_kind != OutputKind::Execution) continue;
      ++executions;
      if ((output.flags & kOutputFlagAuction) != 0) auction_shares += output.quantity;
    }
    if (!journal_.follows()) return;
    const std::vector<MatchOutput> expected = journal_.take_expected(record.journal_seq);
    const bool same = std::equal(outputs.begin(), outputs.end(), expected.begin(), expected.end(),
                                 [](const MatchOutput& left, const MatchOutput& right) {
                                   return std::memcmp(&left, &right, sizeof left) == 0;
                                 });
    if (!same && first_difference == 0) first_difference = record.journal_seq;
  }
  void on_control(const journal::JournalRecord&, const engine::Engine&) noexcept override {}

  std::uint64_t inputs = 0;
  std::uint64_t executions = 0;
  std::uint64_t uncrosses = 0;  // that traded
  std::uint64_t auction_shares = 0;
  std::uint64_t first_difference = 0;  // journal_seq of the first input that differed

 private:
  OracleJournal& journal_;
};

// What a night's restart ends.
struct Process {
  Process(const venue::VenueOptions& options, venue::JournalPort& journal,
          venue::InputObserver& observer)
      : risk{{.account_count = options.accounts.size(),
              .book_count = options.instruments.size(),
              .session_count = options.sessions.size(),
              .tick_values = {}}},
        matching{{.book_count = options.instruments.size(), .max_orders = options.max_orders}},
        venue{options, risk, matching, journal, &observer} {}

  risk::RiskGate risk;
  venue::SoftwareMatching matching;
  venue::Venue venue;
};

class TradingDays {
 public:
  TradingDays(std::uint64_t seed, bool oracle_follows, std::uint32_t requests_a_phase)
      : options_{venue::rig_options(kBooks, kSessions)},
        random_{seed},
        clients_{options_, seed + 1},
        journal_{oracle_follows},
        observer_{journal_},
        requests_{requests_a_phase},
        process_{std::make_unique<Process>(options_, journal_, observer_)},
        heard_(kSessions) {}

  void day() {
    now_ns_ = venue::kNoon + days_ * 24 * kHour;
    venue().set_now(now_ns_);
    ASSERT_EQ(venue().start_day(venue::kFirstDay + static_cast<std::uint32_t>(days_)), "");
    if (days_ != 0) clients_.start_day();
    std::fill(heard_.begin(), heard_.end(), 0);
    ++days_;
    const struct mallinfo2 heap = mallinfo2();
    in_use_at_open_ = heap.uordblks + heap.hblkhd;
    hear();
    state(TradingState::OpeningCall);
    trade(TimeInForce::AtOpen);
    state(TradingState::Continuous);
    trade(TimeInForce::Day);
    const auto halted = static_cast<std::uint16_t>(random_() % kBooks);
    state(TradingState::Halted, halted);
    trade(TimeInForce::Day);
    state(TradingState::HaltCall, halted);
    trade(TimeInForce::Day);
    state(TradingState::Continuous, halted);
    trade(TimeInForce::AtClose);
    state(TradingState::ClosingCall);
    trade(TimeInForce::AtClose);
    state(TradingState::Closed);
    ASSERT_EQ(venue().end_day(), "");
    hear();
    believed_is_true();
  }

  // The venue as of its snapshot, in a new process.
  void night() {
    std::vector<std::byte> bytes;
    venue().snapshot(bytes);
    const std::uint64_t hash = venue().engine().state_hash();
    process_.reset();
    process_ = std::make_unique<Process>(options_, journal_, observer_);
    venue().restore(bytes);
    venue().release(venue().journal_seq());
    ASSERT_EQ(venue().engine().state_hash(), hash);
  }

  [[nodiscard]] venue::Venue& venue() { return process_->venue; }
  [[nodiscard]] const Observer& observer() const { return observer_; }
  // Orders that the clients believe to live.
  [[nodiscard]] std::size_t live() const {
    std::size_t count = 0;
    for (std::uint16_t session = 0; session < kSessions; ++session)
      count += clients_.orders(session).size();
    return count;
  }
  [[nodiscard]] std::uint64_t reports() const { return reports_; }
  // Bytes of the heap as the day began, when the reports of the day before were forgotten.
  [[nodiscard]] std::uint64_t in_use_at_open() const { return in_use_at_open_; }

 private:
  void state(TradingState state, std::uint16_t book = 0xffff) {
    MatchCommand command{};
    command.kind = CommandKind::TradingState;
    command.session = journal::kVenueSession;
    command.book = book;
    command.state = static_cast<std::uint8_t>(state);
    venue().input(command);
    hear();
  }

  // Random requests, of which some are for an auction.
  void trade(TimeInForce special) {
    for (std::uint32_t i = 0; i < requests_; ++i) {
      now_ns_ += 1 + random_() % (kHour / 2 / requests_ * 2);
      venue().set_now(now_ns_);
      if (random_() % 64 == 0) venue().tick();
      ClientRequest request = clients_.next();
      const bool is_new = request.command.kind == CommandKind::NewOrder;
      if (is_new && special != TimeInForce::Day && random_() % 8 == 0) {
        request.command.time_in_force = static_cast<std::uint8_t>(special);
        request.command.order_type =
            static_cast<std::uint8_t>(random_() % 2 == 0 ? OrderType::Limit : OrderType::Market);
        if (request.command.order_type != 0) request.command.price = 0;
        request.command.display_quantity = 0;
        request.command.stop_price = 0;
        request.command.flags = 0;
      }
      venue().request(request);
      hear();
    }
  }

  void hear() {
    while (venue().poll()) {
    }
    venue().release(venue().journal_seq());
    for (std::uint16_t session = 0; session < kSessions; ++session) {
      const session::ReportLog& log = venue().reports(session);
      for (; heard_[session] < log.released(); ++heard_[session]) {
        ++reports_;
        const std::string wrong = clients_.hear(log.report(heard_[session] + 1));
        ASSERT_EQ(wrong, "") << "day " << days_ << " session " << session << " report "
                             << heard_[session] + 1;
      }
    }
  }

  // What a client believes to live, the venue has; and nothing else.
  void believed_is_true() {
    for (std::uint16_t session = 0; session < kSessions; ++session) {
      for (const auto& [user_ref, order] : clients_.orders(session)) {
        const auto live = venue().live_order(session, user_ref);
        ASSERT_TRUE(live) << "session " << session << " order " << user_ref;
      }
    }
    ASSERT_EQ(live(), venue().engine().order_count());
    ASSERT_EQ(observer_.first_difference, 0U) << "this input has other outputs than the oracle's";
    ASSERT_EQ(journal_.unheard(), 0U);
    if (!journal_.follows()) return;
    ASSERT_EQ(venue().engine().state_hash(), journal_.state_hash());
  }

  venue::VenueOptions options_;
  std::mt19937_64 random_;
  RandomClients clients_;
  OracleJournal journal_;
  Observer observer_;
  std::uint32_t requests_;
  std::unique_ptr<Process> process_;
  std::vector<std::uint64_t> heard_;
  std::uint64_t days_ = 0;
  std::uint64_t now_ns_ = 0;
  std::uint64_t reports_ = 0;
  std::uint64_t in_use_at_open_ = 0;
};

TEST(TradingWeek, CarriesOrdersFromDayToDayAsTheOracleDoes) {
  const std::uint64_t seed = testing::seed(1);
  TradingDays days{seed, true, 20'000};
  std::size_t carried = 0;
  for (std::uint64_t day = 0; day < 5 * testing::scale(); ++day) {
    days.day();
    if (HasFatalFailure()) FAIL() << "reproduce: HOTBOOK_SEED=" << seed << " trading_week_test";
    carried += days.live();
    days.night();
    if (HasFatalFailure()) return;
  }
  const Observer& seen = days.observer();
  std::cout << 5 * testing::scale() << " days, " << seen.inputs << " inputs, " << seen.executions
            << " executions, " << seen.uncrosses << " auctions that traded " << seen.auction_shares
            << " shares, " << carried << " orders carried over, " << days.reports() << " reports\n";
  EXPECT_GT(carried, 5U);
  EXPECT_GE(seen.uncrosses, 5U * 3U) << "an opening, a halt and a closing auction a day";
}

// Of a day nothing but the orders carried over is kept: what the heap holds as a day begins is what
// it held as another began, however much was traded in between.
TEST(TradingWeek, HoldsNoMoreMemoryAfterManyDaysThanAfterAFew) {
  const std::uint64_t seed = testing::seed(2);
  TradingDays days{seed, false, 50'000};
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  const std::uint64_t count = 20 * testing::scale();
  for (std::uint64_t day = 0; day < count; ++day) {
    days.day();
    if (HasFatalFailure()) FAIL() << "reproduce: HOTBOOK_SEED=" << seed << " trading_week_test";
    last = days.in_use_at_open();
    if (day == 4) first = last;
  }
  std::cout << count << " days, " << days.observer().inputs << " inputs; " << first
            << " bytes in use as day 5 began, " << last << " as the last did\n";
  EXPECT_LT(last, first + first / 20) << "more than buffers that met a busier day";
}

}  // namespace
}  // namespace hotbook::runtime
