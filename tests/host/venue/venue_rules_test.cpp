// What a venue does with each kind of request, one at a time.

#include <gtest/gtest.h>

#include "host/session/door_reason.hpp"
#include "tests/host/venue/venue_rig.hpp"

namespace hotbook::venue {
namespace {

constexpr std::uint8_t kUnknownOrder = static_cast<std::uint8_t>(MatchReason::UnknownOrder);

class VenueRules : public ::testing::Test {
 protected:
  void SetUp() override { rig_.open(); }

  std::uint64_t told(std::uint16_t session) { return rig_.venue.reports(session).count(); }

  VenueOptions options_ = rig_options(2, 4);
  VenueRig rig_{options_};
};

TEST_F(VenueRules, AnOrderIsAcceptedThenExecutedOnBothSides) {
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 30));
  EXPECT_EQ(rig_.last(0).kind, ReportKind::Accepted);
  EXPECT_EQ(rig_.last(0).quantity, 30U);
  EXPECT_EQ(rig_.last(0).cl_ord_id[0], 'b');
  rig_.venue.request(rig_.order(1, 1, Side::Ask, 99, 10));
  const ClientReport& resting = rig_.last(0);
  const ClientReport& entering = rig_.last(1);
  EXPECT_EQ(resting.kind, ReportKind::Executed);
  EXPECT_EQ(resting.is_resting, 1);
  EXPECT_EQ(resting.leaves, 20U);
  EXPECT_EQ(entering.kind, ReportKind::Executed);
  EXPECT_EQ(entering.is_resting, 0);
  EXPECT_EQ(entering.price, 100U);
  EXPECT_EQ(entering.leaves, 0U);
  EXPECT_EQ(entering.match_number, resting.match_number);
  EXPECT_EQ(entering.executed_notional, 1000U);
  EXPECT_EQ(rig_.venue.orders().count(), 1U);
  EXPECT_EQ(rig_.risk.holding(0, 0).position, 10);
  EXPECT_EQ(rig_.risk.holding(1, 0).position, -10);
}

TEST_F(VenueRules, AResentOrderIsIgnored) {
  rig_.venue.request(rig_.order(0, 5, Side::Bid, 100, 30));
  const std::uint64_t before = told(0);
  rig_.venue.request(rig_.order(0, 5, Side::Bid, 100, 30));
  rig_.venue.request(rig_.order(0, 4, Side::Bid, 101, 1));
  EXPECT_EQ(told(0), before);
  EXPECT_EQ(rig_.venue.counts().resends, 2U);
  // Another session's names are its own.
  rig_.venue.request(rig_.order(1, 5, Side::Bid, 99, 1));
  EXPECT_EQ(rig_.last(1).kind, ReportKind::Accepted);
}

TEST_F(VenueRules, ARejectedNameIsUsedUp) {
  ClientRequest request = rig_.order(0, 1, Side::Bid, 100, 0);
  rig_.venue.request(request);
  EXPECT_EQ(rig_.last(0).kind, ReportKind::Rejected);
  EXPECT_EQ(rig_.last(0).reason, static_cast<std::uint8_t>(MatchReason::BadQuantity));
  request.command.quantity = 10;
  rig_.venue.request(request);
  EXPECT_EQ(rig_.venue.counts().resends, 1U);
}

TEST_F(VenueRules, ACancelWithATotalTakesOffTheRestAndKeepsTheOrdersPlace) {
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 30));
  rig_.venue.request(rig_.order(1, 1, Side::Bid, 100, 30));
  rig_.venue.request(rig_.order(2, 1, Side::Ask, 100, 10));
  rig_.venue.request(rig_.cancel(0, 1, 15));
  EXPECT_EQ(rig_.last(0).kind, ReportKind::Reduced);
  EXPECT_EQ(rig_.last(0).quantity, 15U);
  EXPECT_EQ(rig_.last(0).leaves, 5U);
  rig_.venue.request(rig_.order(2, 2, Side::Ask, 100, 5));
  EXPECT_EQ(rig_.last(0).kind, ReportKind::Executed);  // still the first
  rig_.venue.request(rig_.cancel(1, 1, 40));
  EXPECT_EQ(rig_.last(1).kind, ReportKind::CancelRejected);
}

TEST_F(VenueRules, ACancelToWhatIsExecutedEndsTheOrder) {
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 30));
  rig_.venue.request(rig_.order(2, 1, Side::Ask, 100, 10));
  rig_.venue.request(rig_.cancel(0, 1, 10));
  EXPECT_EQ(rig_.last(0).kind, ReportKind::Cancelled);
  EXPECT_EQ(rig_.last(0).quantity, 20U);
  rig_.venue.request(rig_.cancel(0, 1));
  EXPECT_EQ(rig_.last(0).kind, ReportKind::CancelRejected);
  EXPECT_EQ(rig_.last(0).reason, kUnknownOrder);
}

TEST_F(VenueRules, AReplaceCountsWhatWasExecuted) {
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 30));
  rig_.venue.request(rig_.order(2, 1, Side::Ask, 100, 10));
  rig_.venue.request(rig_.replace(0, 1, 2, 101, 50));
  EXPECT_EQ(rig_.last(0).kind, ReportKind::Replaced);
  EXPECT_EQ(rig_.last(0).other_user_ref, 1U);
  EXPECT_EQ(rig_.last(0).quantity, 50U);
  EXPECT_EQ(rig_.last(0).leaves, 40U);
  EXPECT_EQ(rig_.last(0).executed, 10U);
  rig_.venue.request(rig_.replace(0, 2, 3, 101, 10));
  EXPECT_EQ(rig_.last(0).kind, ReportKind::Cancelled);
  EXPECT_EQ(rig_.risk.usage(journal::ControlScope::Account, 0).open_orders, 0U);
}

TEST_F(VenueRules, AReplaceOfAnotherSessionsOrderIsRejected) {
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 30));
  rig_.venue.request(rig_.replace(1, 1, 2, 101, 50));
  EXPECT_EQ(rig_.last(1).kind, ReportKind::ReplaceRejected);
  EXPECT_EQ(rig_.last(1).reason, kUnknownOrder);
  EXPECT_EQ(rig_.venue.orders().count(), 1U);
}

TEST_F(VenueRules, AReplaceThatRiskRefusesLeavesTheOrder) {
  journal::ControlChange limit{};
  limit.action = journal::ControlAction::SetLimit;
  limit.scope = journal::ControlScope::Account;
  limit.limit = static_cast<std::uint16_t>(risk::LimitKind::OrderQuantity);
  limit.value = 40;
  ASSERT_EQ(rig_.venue.control(limit), "");
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 30));
  rig_.venue.request(rig_.replace(0, 1, 2, 101, 50));
  EXPECT_EQ(rig_.last(0).kind, ReportKind::ReplaceRejected);
  EXPECT_EQ(rig_.last(0).reason, static_cast<std::uint8_t>(risk::RiskReason::MaxQuantity));
  rig_.venue.request(rig_.cancel(0, 1));
  EXPECT_EQ(rig_.last(0).kind, ReportKind::Cancelled);
}

TEST_F(VenueRules, AClientsMassCancelEndsItsOwnOrdersOnly) {
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 1));
  rig_.venue.request(rig_.order(0, 2, Side::Bid, 99, 1, 1));
  rig_.venue.request(rig_.order(1, 1, Side::Bid, 98, 1));
  ClientRequest request = rig_.cancel(0, 3);
  request.command.kind = CommandKind::MassCancel;
  rig_.venue.request(request);
  EXPECT_EQ(rig_.last(0).kind, ReportKind::MassCancelled);
  EXPECT_EQ(rig_.last(0).quantity, 2U);
  EXPECT_EQ(rig_.venue.orders().count(), 1U);
  rig_.venue.request(rig_.order(0, 4, Side::Bid, 100, 1));
  rig_.venue.request(request);
  EXPECT_EQ(rig_.venue.orders().count(), 2U) << "sent again, it ends no newer orders";
}

TEST_F(VenueRules, KillRefusesNewOrdersAndEndsThoseThatAreThere) {
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 1));
  rig_.venue.request(rig_.order(1, 1, Side::Bid, 100, 1));
  journal::ControlChange kill{};
  kill.action = journal::ControlAction::Kill;
  kill.scope = journal::ControlScope::Account;
  kill.account = 0;
  kill.value = 1;
  ASSERT_EQ(rig_.venue.control(kill), "");
  EXPECT_EQ(rig_.last(0).kind, ReportKind::Cancelled);
  EXPECT_EQ(rig_.last(0).reason, static_cast<std::uint8_t>(MatchReason::MassCancel));
  EXPECT_EQ(rig_.venue.orders().count(), 1U);
  rig_.venue.request(rig_.order(0, 2, Side::Bid, 100, 1));
  EXPECT_EQ(rig_.last(0).reason, static_cast<std::uint8_t>(risk::RiskReason::AccountKilled));
  kill.scope = journal::ControlScope::Firm;
  ASSERT_EQ(rig_.venue.control(kill), "");
  EXPECT_EQ(rig_.venue.orders().count(), 0U);
}

TEST_F(VenueRules, AConnectionsEndTakesItsOrdersWhereTheSessionSaysSo) {
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 1));
  rig_.venue.request(rig_.order(1, 1, Side::Bid, 99, 1));
  rig_.venue.logout(0);
  rig_.venue.logout(1);  // does not cancel
  EXPECT_EQ(rig_.last(0).kind, ReportKind::MassCancelled);
  EXPECT_EQ(rig_.venue.orders().count(), 1U);
}

TEST_F(VenueRules, ADoorsRefusalIsJournalledAndTold) {
  ClientRequest request = rig_.order(0, 1, Side::Bid, 100, 1);
  request.door_reason = code(DoorReason::UnknownSymbol);
  rig_.venue.request(request);
  EXPECT_EQ(rig_.last(0).kind, ReportKind::Rejected);
  EXPECT_EQ(rig_.last(0).reason, code(DoorReason::UnknownSymbol));
  EXPECT_EQ(rig_.journal.records().back().kind, journal::RecordKind::Refused);
}

TEST_F(VenueRules, OneOrderMoreThanThereIsRoomForIsRefused) {
  VenueOptions small = rig_options(1, 1);
  small.max_orders = 2;
  VenueRig rig{small};
  rig.open();
  for (std::uint32_t user_ref = 1; user_ref <= 3; ++user_ref) {
    rig.venue.request(rig.order(0, user_ref, Side::Bid, 100, 1));
  }
  EXPECT_EQ(rig.last(0).reason, static_cast<std::uint8_t>(MatchReason::NoRoom));
  rig.venue.request(rig.cancel(0, 1));
  rig.venue.request(rig.order(0, 4, Side::Bid, 100, 1));
  EXPECT_EQ(rig.last(0).kind, ReportKind::Accepted);
}

TEST_F(VenueRules, OneSessionDoesNotTakeTheRoomOfAnother) {
  VenueOptions small = rig_options(1, 2);
  small.session_orders_max = 1;
  VenueRig rig{small};
  rig.open();
  rig.venue.request(rig.order(0, 1, Side::Bid, 100, 1));
  rig.venue.request(rig.order(0, 2, Side::Bid, 100, 1));
  EXPECT_EQ(rig.last(0).reason, static_cast<std::uint8_t>(MatchReason::NoRoom));
  rig.venue.request(rig.order(1, 1, Side::Bid, 100, 1));
  EXPECT_EQ(rig.last(1).kind, ReportKind::Accepted);
}

TEST_F(VenueRules, GoodTillCancelledOrdersOfFixAreThereTheNextDay) {
  ClientRequest request = rig_.order(1, 7, Side::Bid, 100, 5);
  request.command.time_in_force = static_cast<std::uint8_t>(TimeInForce::Gtc);
  rig_.venue.request(request);
  rig_.venue.request(rig_.order(1, 8, Side::Bid, 99, 5));
  request.command.session = 0;
  rig_.venue.request(request);
  ASSERT_EQ(rig_.venue.end_day(), "");
  EXPECT_EQ(rig_.last(1).kind, ReportKind::SystemEvent);
  EXPECT_EQ(rig_.last(1).reason, 'E');
  rig_.venue.request(rig_.order(1, 9, Side::Bid, 99, 5));
  EXPECT_EQ(rig_.last(1).reason, 'E') << "after the end nothing is told";
  EXPECT_NE(rig_.venue.start_day(kFirstDay + 1), "") << "not all of the day is told yet";
  rig_.venue.release(rig_.journal.records().size());
  ASSERT_EQ(rig_.venue.start_day(kFirstDay + 1), "");
  EXPECT_EQ(rig_.venue.orders().count(), 1U) << "an OUCH order does not outlive its day";
  EXPECT_EQ(rig_.last(1).kind, ReportKind::Restated);
  EXPECT_EQ(rig_.last(1).reason, kReasonCarriedOver);
  EXPECT_EQ(rig_.last(1).user_ref, 7U);
  EXPECT_EQ(rig_.venue.next_user_ref(1), 8U);
  EXPECT_EQ(rig_.venue.next_user_ref(0), 1U);
}

TEST_F(VenueRules, DaysFollowOneAnother) {
  EXPECT_NE(rig_.venue.start_day(kFirstDay + 1), "");
  ASSERT_EQ(rig_.venue.end_day(), "");
  EXPECT_NE(rig_.venue.end_day(), "");
  rig_.venue.release(rig_.journal.records().size());
  EXPECT_NE(rig_.venue.start_day(kFirstDay), "");
  EXPECT_EQ(rig_.venue.start_day(kFirstDay + 3), "");
}

TEST_F(VenueRules, NothingIsReleasedBeforeItsRecordIsSafe) {
  const std::uint64_t first = rig_.journal.records().size();
  rig_.venue.release(first);
  rig_.venue.sessions().clear_changed();
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 5));
  rig_.venue.request(rig_.order(0, 2, Side::Bid, 100, 5));
  EXPECT_EQ(rig_.venue.reports(0).released(), told(0) - 2);
  rig_.venue.release(first + 1);
  EXPECT_EQ(rig_.venue.reports(0).released(), told(0) - 1);
  EXPECT_EQ(rig_.venue.sessions().changed().size(), 1U);
}

TEST_F(VenueRules, AVenueWhoseJournalFailedTakesNothing) {
  rig_.journal.fail_after(rig_.journal.records().size());
  const std::uint64_t before = told(0);
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 5));
  EXPECT_TRUE(rig_.venue.is_stopped());
  EXPECT_EQ(told(0), before);
  EXPECT_EQ(rig_.venue.orders().count(), 0U);
  EXPECT_NE(rig_.venue.control({}), "");
}

TEST_F(VenueRules, AnOrderGoodTillATimeIsNotTakenAfterIt) {
  ClientRequest request = rig_.order(0, 1, Side::Bid, 100, 5);
  request.command.time_in_force = static_cast<std::uint8_t>(TimeInForce::Gtd);
  request.command.expire_s = static_cast<std::uint32_t>(kNoon / 1'000'000'000) + 10;
  rig_.venue.request(request);
  EXPECT_EQ(rig_.last(0).kind, ReportKind::Accepted);
  rig_.venue.set_now(kNoon + 20'000'000'000);
  request.user_ref = 2;
  rig_.venue.request(request);
  EXPECT_EQ(rig_.last(0).reason, static_cast<std::uint8_t>(MatchReason::BadExpiry));
  EXPECT_EQ(rig_.venue.orders().count(), 0U) << "the first one expired as well";
}

TEST_F(VenueRules, AProbeIsToldHowFarARequestHasCome) {
  struct Probe final : StageProbe {
    void passed(Stage stage) noexcept override { stages.push_back(stage); }
    std::vector<Stage> stages;
  } probe;
  rig_.venue.set_probe(&probe);
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 5));
  EXPECT_EQ(probe.stages, (std::vector{Stage::Decided, Stage::Appended, Stage::Matched}));
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 5));
  EXPECT_EQ(probe.stages.size(), 3U) << "a resend comes nowhere";
  rig_.venue.set_probe(nullptr);
  rig_.venue.request(rig_.order(0, 2, Side::Bid, 100, 5));
  EXPECT_EQ(probe.stages.size(), 3U);
}

TEST_F(VenueRules, ARecoveryCountsNothing) {
  rig_.venue.request(rig_.order(0, 1, Side::Bid, 100, 5));
  rig_.venue.request(rig_.order(0, 2, Side::Bid, 100, 0));
  EXPECT_EQ(rig_.venue.counts().inputs, 2U) << "the books were opened";
  EXPECT_EQ(rig_.venue.counts().refusals, 1U);
  VenueRig again{options_};
  for (const journal::JournalRecord& record : rig_.journal.records()) again.venue.replay(record);
  EXPECT_EQ(again.venue.orders().count(), 1U);
  EXPECT_EQ(again.venue.counts().inputs, 0U);
  EXPECT_EQ(again.venue.counts().refusals, 0U);
}

TEST_F(VenueRules, WhoBeginsAndEndsADayIsInTheJournal) {
  ASSERT_EQ(rig_.venue.end_day("olga"), "");
  EXPECT_STREQ(rig_.journal.records().back().control().actor.data(), "olga");
  const std::size_t records = rig_.journal.records().size();
  EXPECT_NE(rig_.venue.end_day("olga"), "");
  EXPECT_EQ(rig_.journal.records().size(), records) << "what is refused leaves no record";
  rig_.venue.release(records);
  ASSERT_EQ(rig_.venue.start_day(kFirstDay + 1, std::string(60, 'x')), "");
  EXPECT_EQ(std::string{rig_.journal.records().back().control().actor.data()},
            std::string(39, 'x'));
}

TEST(ChangeBy, KeepsWhatWasDoneWhoeverDidIt) {
  using journal::change_by;
  using journal::ControlAction;
  EXPECT_STREQ(change_by("olga", ControlAction::Audit, "kick session 3").actor.data(),
               "olga: kick session 3");
  EXPECT_EQ(std::string{change_by(std::string(60, 'x'), ControlAction::Audit, "stop").actor.data()},
            std::string(33, 'x') + ": stop");
  EXPECT_EQ(std::string{change_by("olga", ControlAction::Kill, std::string(60, 'y')).actor.data()},
            ": " + std::string(37, 'y'));
}

TEST_F(VenueRules, LoginsAreChecked) {
  using session::Door;
  using session::LoginAnswer;
  EXPECT_EQ(rig_.venue.login(Door::Ouch, "user1", "secret").answer, LoginAnswer::UnknownUser)
      << "user1 is a FIX session";
  EXPECT_EQ(rig_.venue.login(Door::Fix, "user1", "Secret").answer, LoginAnswer::WrongPassword);
  const session::Login login = rig_.venue.login(Door::Fix, "user1", "secret");
  EXPECT_EQ(login.answer, LoginAnswer::Accepted);
  EXPECT_EQ(login.session, 1);
  EXPECT_EQ(login.account, 1U);
  EXPECT_EQ(rig_.venue.login(Door::Fix, "user1", "secret").answer, LoginAnswer::LoggedInAlready);
  rig_.venue.logout(1);
  journal::ControlChange disable{};
  disable.action = journal::ControlAction::EnableSession;
  disable.scope = journal::ControlScope::Session;
  disable.session = 1;
  ASSERT_EQ(rig_.venue.control(disable), "");
  EXPECT_EQ(rig_.venue.login(Door::Fix, "user1", "secret").answer, LoginAnswer::Disabled);
}

TEST(VenueSnapshot, OfAnotherVenueOrCutShortIsRefused) {
  VenueRig rig{rig_options(2, 2)};
  rig.open();
  rig.venue.request(rig.order(0, 1, Side::Bid, 100, 5));
  std::vector<std::byte> bytes;
  rig.venue.snapshot(bytes);
  VenueRig other{rig_options(1, 2)};
  EXPECT_THROW(other.venue.restore(bytes), std::runtime_error);
  for (std::size_t size = 0; size < bytes.size(); size += 97) {
    VenueRig same{rig_options(2, 2)};
    EXPECT_THROW(same.venue.restore(std::span{bytes}.first(size)), std::runtime_error) << size;
  }
  bytes.push_back(std::byte{0});
  VenueRig same{rig_options(2, 2)};
  EXPECT_THROW(same.venue.restore(bytes), std::runtime_error);
}

TEST(VenueOptionsCheck, NamesWhatIsWrong) {
  VenueOptions options = rig_options(2, 2);
  options.instruments[1].symbol = options.instruments[0].symbol;
  EXPECT_THROW(VenueRig{options}, std::invalid_argument);
  options = rig_options(2, 2);
  options.sessions[1].account = 3;
  EXPECT_THROW(VenueRig{options}, std::invalid_argument);
  options = rig_options(2, 2);
  options.instruments[1].symbol = "NINECHARS";
  EXPECT_THROW(VenueRig{options}, std::invalid_argument);
}

TEST(OrderDirectory, FindsByEitherNameAndForgetsWholePages) {
  OrderDirectory orders{2};
  for (std::uint64_t id = 1; id <= 20'000; ++id) {
    OrderEntry order;
    order.order_id = id;
    order.session = static_cast<std::uint16_t>(id % 2);
    order.user_ref = static_cast<std::uint32_t>(id);
    orders.add(order);
    if (id > 100) {
      OrderEntry* const old = orders.find(id - 100);
      ASSERT_NE(old, nullptr);
      ASSERT_EQ(orders.find(old->session, old->user_ref), old);
      orders.remove(*old);
      ASSERT_EQ(orders.find(id - 100), nullptr);
    }
  }
  EXPECT_EQ(orders.count(), 100U);
  std::uint64_t expected = 19'901;
  orders.for_each([&](const OrderEntry& order) { EXPECT_EQ(order.order_id, expected++); });
  EXPECT_EQ(orders.find(0), nullptr);
  EXPECT_EQ(orders.find(1U << 30U), nullptr);
}

}  // namespace
}  // namespace hotbook::venue
