// A snapshot is the whole state; bytes that are none are refused and change nothing.

#include <gtest/gtest.h>

#include <cstring>

#include "tests/host/risk/risk_fixture.hpp"

namespace hotbook::risk {
namespace {

using enum RiskReason;
using Kind = LimitKind;
using Scope = ControlScope;

class RiskSnapshot : public RiskFixture {
 protected:
  RiskSnapshot() {
    firm(Kind::OpenOrders, 3);
    firm(Kind::DuplicateOrders, 1);
    limit(Kind::MessageRate, Scope::Session, 9, 1);
    set(ControlAction::Kill, Scope::Session, 1, 1);
    set(ControlAction::RestrictShort, Scope::Instrument, 2, 1);
    ControlChange one = change_of(ControlAction::Restrict, Scope::Account, 1, 1);
    one.book = 1;
    EXPECT_EQ(gate.apply(one), ChangeProblem::None);
    gate.set_last(0, 100);
    EXPECT_EQ(send(bid(0, 5), 77), None);
    EXPECT_EQ(send(of_account(1, ask(7, 2)), 78), None);
    gate.fill(part_of(of_account(1, ask(7, 2)), 1), 7, 79);
  }

  // As a whole but for the sum at its end, which is made right again.
  static std::vector<std::byte> resummed(std::vector<std::byte> bytes) {
    std::uint64_t sum = 0xCBF2'9CE4'8422'2325;
    for (std::size_t index = 0; index < bytes.size() - 8; ++index) {
      sum = (sum ^ static_cast<std::uint8_t>(bytes[index])) * 0x0000'0100'0000'01B3;
    }
    std::memcpy(bytes.data() + bytes.size() - 8, &sum, 8);
    return bytes;
  }
};

TEST_F(RiskSnapshot, RestoresEverythingThatIsAskedLater) {
  RiskGate other{two_of_all()};
  ASSERT_EQ(other.restore(gate.snapshot()), "");
  EXPECT_EQ(other.snapshot(), gate.snapshot());
  EXPECT_EQ(other.usage(Scope::Firm), gate.usage(Scope::Firm));
  EXPECT_EQ(other.check_new(bid(0, 5), 80), Duplicate);
  EXPECT_EQ(other.check_new(of_session(1, bid(1, 5)), 80), SessionKilled);
  EXPECT_EQ(other.check_new(of_account(1, of_book(1, bid(1, 5))), 80), Restricted);
  EXPECT_EQ(other.check_new(bid(1, 5), 80), None);
  EXPECT_EQ(other.check_new(bid(2, 5), 80), OpenOrders);
  // The mark moves what is open at it.
  other.set_last(0, 110);
  EXPECT_EQ(other.usage(Scope::Account, 0).exposure, 555U);
  EXPECT_EQ(other.holding(1, 0).position, -1);
}

TEST_F(RiskSnapshot, RefusesEveryByteThatWasChanged) {
  const auto good = gate.snapshot();
  for (std::size_t index = 0; index < good.size(); ++index) {
    auto bad = good;
    bad[index] ^= std::byte{0x10};
    EXPECT_NE(gate.restore(bad), "") << index;
  }
  EXPECT_EQ(gate.snapshot(), good);
}

TEST_F(RiskSnapshot, RefusesEveryLengthButItsOwn) {
  const auto good = gate.snapshot();
  for (std::size_t size = 0; size < good.size(); ++size) {
    std::vector<std::byte> bad(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_NE(gate.restore(bad), "") << size;
    if (size >= 8) {
      EXPECT_NE(gate.restore(resummed(bad)), "") << size;
    }
  }
  auto longer = good;
  longer.insert(longer.end(), 8, std::byte{0});
  EXPECT_EQ(gate.restore(resummed(longer)), "not what a gate writes");
  EXPECT_EQ(gate.snapshot(), good);
}

TEST_F(RiskSnapshot, SurvivesWrongBytesUnderARightSum) {
  const auto good = gate.snapshot();
  for (std::size_t index = 0; index < good.size(); ++index) {
    auto bad = good;
    bad[index] = std::byte{0xFF};
    RiskGate other{two_of_all()};
    static_cast<void>(other.restore(resummed(bad)));
  }
}

TEST_F(RiskSnapshot, IsOfOneSetOfOptions) {
  RiskOptions options = two_of_all();
  options.session_count = 3;
  EXPECT_EQ(RiskGate{options}.restore(gate.snapshot()),
            "of other numbers of accounts, instruments or sessions");
  options = two_of_all();
  options.tick_values[1] = 9;
  EXPECT_EQ(RiskGate{options}.restore(gate.snapshot()), "of other tick values");
}

}  // namespace
}  // namespace hotbook::risk
