// Days of anything at all: what clients are told adds up, and a replay tells it again.

#include <gtest/gtest.h>

#include "tests/host/venue/late_matching.hpp"
#include "tests/host/venue/random_clients.hpp"
#include "tests/host/venue/venue_rig.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::venue {
namespace {

constexpr std::uint64_t kRequestsADay = 25'000;
constexpr std::uint32_t kDays = 4;

template <typename MatchingKind>
class VenueUnderRandomClients : public ::testing::Test {
 protected:
  VenueUnderRandomClients()
      : seed_{testing::seed(1)},
        options_{rig_options(2, 5)},
        rig_{options_},
        clients_{options_, seed_},
        random_{seed_ + 1} {
    journal::ControlChange limit{};
    limit.action = journal::ControlAction::SetLimit;
    limit.scope = journal::ControlScope::Account;
    limit.limit = static_cast<std::uint16_t>(risk::LimitKind::OpenOrders);
    limit.value = 30;
    EXPECT_EQ(rig_.venue.control(limit), "");
  }

  void finish() {
    while (!rig_.venue.is_idle()) rig_.venue.poll();
  }

  void take_snapshot() {
    finish();
    rig_.venue.snapshot(snapshot_);
  }

  void hear() {
    for (std::uint16_t session = 0; session < options_.sessions.size(); ++session) {
      const session::ReportLog& log = rig_.venue.reports(session);
      while (heard_[session] < log.count()) {
        const ClientReport& report = log.report(++heard_[session]);
        const std::string wrong = clients_.hear(report);
        ASSERT_EQ(wrong, "") << "report " << report.number << " of session " << session
                             << " at record " << report.journal_seq
                             << "\n  reproduce: HOTBOOK_SEED=" << seed_ << " venue_test";
      }
    }
  }

  void step() {
    rig_.venue.set_now(now_ += 1'000'000 * (random_() % 20));
    switch (random_() % 200) {
      case 0:
        rig_.venue.logout(static_cast<std::uint16_t>(random_() % options_.sessions.size()));
        break;
      case 1:
        rig_.state(random_() % 2 == 0 ? TradingState::Halted : TradingState::Continuous,
                   static_cast<std::uint16_t>(random_() % 2));
        break;
      case 2:
        reference();
        break;
      case 3:
        rig_.venue.tick();
        break;
      default:
        rig_.venue.request(clients_.next());
    }
  }

  void reference() {
    MatchCommand command{};
    command.kind = CommandKind::Reference;
    command.session = journal::kVenueSession;
    command.book = static_cast<std::uint16_t>(random_() % 2);
    command.price = 105 + static_cast<std::uint32_t>(random_() % 5);
    command.stop_price = command.price + static_cast<std::uint32_t>(random_() % 5);
    rig_.venue.input(command);
  }

  // What clients believe is what the venue holds.
  void expect_same_orders() {
    std::size_t believed = 0;
    for (std::uint16_t session = 0; session < options_.sessions.size(); ++session) {
      believed += clients_.orders(session).size();
    }
    ASSERT_EQ(believed, rig_.venue.orders().count());
    ASSERT_EQ(believed, rig_.venue.engine().order_count());
    rig_.venue.orders().for_each([this](const OrderEntry& order) {
      const auto& orders = clients_.orders(order.session);
      const auto known = orders.find(order.user_ref);
      ASSERT_NE(known, orders.end()) << order.order_id;
      EXPECT_EQ(known->second.open, order.open);
      EXPECT_EQ(known->second.executed, order.executed);
    });
  }

  void expect_risk_adds_up() {
    std::uint64_t open = 0;
    for (std::uint32_t account = 0; account < options_.accounts.size(); ++account) {
      open += rig_.risk.usage(journal::ControlScope::Account, account).open_orders;
    }
    EXPECT_EQ(open, rig_.venue.orders().count());
    std::map<std::pair<std::uint32_t, std::uint16_t>, std::array<std::uint64_t, 2>> quantities;
    rig_.venue.orders().for_each([&](const OrderEntry& order) {
      quantities[{order.account, order.book}][order.side] += order.open;
    });
    for (std::uint32_t account = 0; account < options_.accounts.size(); ++account) {
      for (std::uint16_t book = 0; book < options_.instruments.size(); ++book) {
        const auto held = quantities[{account, book}];
        EXPECT_EQ(rig_.risk.holding(account, book).open_quantity, held)
            << "account " << account << " book " << book;
      }
    }
  }

  void trade_a_day(std::uint32_t day) {
    ASSERT_EQ(rig_.venue.start_day(day), "");
    heard_.assign(options_.sessions.size(), 0);
    clients_.start_day();
    rig_.state(TradingState::Continuous);
    for (std::uint64_t request = 0; request < kRequestsADay * testing::scale(); ++request) {
      step();
      rig_.venue.poll();
      hear();
      if (this->HasFatalFailure()) return;
      if (day == kFirstDay + 2 && request == kRequestsADay / 2) take_snapshot();
    }
    finish();
    hear();
    expect_same_orders();
    expect_risk_adds_up();
    ASSERT_EQ(rig_.venue.end_day(), "");
    finish();
    hear();
    expect_same_orders();
    rig_.venue.release(rig_.journal.records().size());
  }

  std::uint64_t seed_;
  VenueOptions options_;
  RigOf<MatchingKind> rig_;
  RandomClients clients_;
  std::mt19937_64 random_;
  std::uint64_t now_ = kNoon;
  std::vector<std::uint64_t> heard_;
  std::vector<std::byte> snapshot_;
};

template <typename MatchingKind>
void expect_equal(const RigOf<MatchingKind>& left, const VenueRig& right) {
  EXPECT_EQ(left.matching.engine().state_hash(), right.matching.engine().state_hash());
  EXPECT_EQ(left.risk.snapshot(), right.risk.snapshot());
  const std::size_t sessions = left.venue.options().sessions.size();
  for (std::uint16_t session = 0; session < sessions; ++session) {
    const session::ReportLog& one = left.venue.reports(session);
    const session::ReportLog& other = right.venue.reports(session);
    ASSERT_EQ(one.count(), other.count());
    for (std::uint64_t number = 1; number <= one.count(); ++number) {
      ASSERT_EQ(std::memcmp(&one.report(number), &other.report(number), sizeof(ClientReport)), 0)
          << "session " << session << " report " << number;
    }
  }
}

using Kinds = ::testing::Types<SoftwareMatching, LateMatching>;
TYPED_TEST_SUITE(VenueUnderRandomClients, Kinds);

TYPED_TEST(VenueUnderRandomClients, WhatTheyAreToldAddsUpAndAReplayTellsItAgain) {
  auto& rig = this->rig_;
  for (std::uint32_t day = 0; day < kDays; ++day) {
    this->trade_a_day(kFirstDay + day);
    if (this->HasFatalFailure()) return;
  }
  EXPECT_GT(rig.venue.reporter().executions(), 1000U);
  EXPECT_GT(rig.venue.counts().refusals, 100U);
  EXPECT_GT(rig.venue.counts().resends, 10U);

  VenueRig restored{this->options_};
  restored.venue.restore(this->snapshot_);
  const std::vector<journal::JournalRecord>& records = rig.journal.records();
  for (std::size_t next = restored.venue.journal_seq(); next < records.size(); ++next) {
    restored.venue.replay(records[next]);
  }
  expect_equal(rig, restored);

  VenueRig again{this->options_};
  for (const journal::JournalRecord& record : rig.journal.records()) again.venue.replay(record);
  expect_equal(rig, again);
  again.venue.release(rig.journal.records().size());
  ASSERT_EQ(rig.venue.start_day(kFirstDay + kDays), "");
  ASSERT_EQ(again.venue.start_day(kFirstDay + kDays), "");
}

}  // namespace
}  // namespace hotbook::venue
