#include "host/takeover/card_follower.hpp"

#include <gtest/gtest.h>

namespace hotbook {
namespace {

using Verdict = CardFollower::Verdict;

constexpr std::uint16_t kKnown = kUpdateFlagBidKnown | kUpdateFlagAskKnown;
constexpr std::uint16_t kBook = 3;

// A card with one-level windows, told what to say.
class CardFollowerTest : public ::testing::Test {
 protected:
  static BookUpdate add_bid(std::uint64_t ref, std::uint32_t price, std::uint32_t best,
                            std::uint16_t flags = kKnown) {
    BookUpdate update{};
    update.kind = RecordKind::Add;
    update.book = kBook;
    update.order_ref = ref;
    update.price = price;
    update.quantity = 10;
    update.bid_price = best;
    update.bid_quantity = best == 0 ? 0 : 10;
    update.flags = flags;
    return update;
  }
  static BookUpdate remove_bid(std::uint64_t ref, std::uint32_t price, std::uint32_t best,
                               std::uint16_t flags = kKnown) {
    BookUpdate update = add_bid(ref, price, best, flags);
    update.kind = RecordKind::Delete;
    return update;
  }

  CardFollower follower_{FollowerOptions{16, 1}};
};

TEST_F(CardFollowerTest, AgreesWithACardThatIsRight) {
  EXPECT_EQ(follower_.follow(add_bid(1, 100, 100)).verdict, Verdict::Agrees);
  EXPECT_EQ(follower_.follow(remove_bid(1, 100, 0)).verdict, Verdict::Agrees);
  EXPECT_FALSE(follower_.next_refill().has_value());
}

TEST_F(CardFollowerTest, FindsAWrongTop) {
  EXPECT_EQ(follower_.follow(add_bid(1, 100, 101)).verdict, Verdict::Differs);
}

TEST_F(CardFollowerTest, FindsARecordThatNamesAnOrderNobodyAdded) {
  EXPECT_EQ(follower_.follow(remove_bid(1, 100, 0)).verdict, Verdict::Differs);
}

TEST_F(CardFollowerTest, AnswersWithTheTwinsTopWhereTheCardCannotSay) {
  (void)follower_.follow(add_bid(1, 100, 100));
  (void)follower_.follow(add_bid(2, 99, 100, kKnown | kUpdateFlagBidLow));
  const auto followed =
      follower_.follow(remove_bid(1, 100, 0, kUpdateFlagAskKnown | kUpdateFlagBidLow));
  EXPECT_EQ(followed.verdict, Verdict::Agrees);
  EXPECT_EQ(top_of(followed.update), (TopOfBook{{true, 99, 10}, {}}));
  EXPECT_EQ(follower_.counts().answered_by_twin, 1U);
}

TEST_F(CardFollowerTest, SendsTheLevelsBehindALowWindowOnceAndAgainWhenRefused) {
  (void)follower_.follow(add_bid(1, 100, 100));
  (void)follower_.follow(add_bid(2, 99, 100));
  (void)follower_.follow(add_bid(3, 98, 100));
  (void)follower_.follow(remove_bid(1, 100, 0, kUpdateFlagAskKnown | kUpdateFlagBidLow));
  const auto refill = follower_.next_refill();
  ASSERT_TRUE(refill.has_value());
  EXPECT_EQ(refill->as_of, 4U);
  EXPECT_EQ(refill->book, kBook);
  EXPECT_EQ(refill->side, 0);
  EXPECT_EQ(refill->level_count, 1);
  EXPECT_EQ(refill->price_0, 99U);
  EXPECT_EQ(refill->quantity_0, 10U);
  EXPECT_EQ(refill->order_count_0, 1U);
  EXPECT_EQ(refill->deep, 1);
  EXPECT_FALSE(follower_.next_refill().has_value());

  BookUpdate answer{};
  answer.kind = RecordKind::Refill;
  answer.book = kBook;
  answer.flags = kUpdateFlagRefillRefused | kUpdateFlagAskKnown | kUpdateFlagBidLow;
  EXPECT_EQ(follower_.follow(answer).verdict, Verdict::Agrees);
  ASSERT_TRUE(follower_.next_refill().has_value());

  answer.flags = kKnown;
  answer.bid_price = 99;
  answer.bid_quantity = 10;
  EXPECT_EQ(follower_.follow(answer).verdict, Verdict::Agrees);
  EXPECT_EQ(follower_.counts().refills_refused, 1U);
  EXPECT_FALSE(follower_.next_refill().has_value());
}

TEST_F(CardFollowerTest, KeepsARefillThatCouldNotBeSent) {
  (void)follower_.follow(add_bid(1, 100, 100));
  (void)follower_.follow(add_bid(2, 99, 100));
  (void)follower_.follow(remove_bid(1, 100, 0, kUpdateFlagAskKnown | kUpdateFlagBidLow));
  const auto refill = follower_.next_refill();
  ASSERT_TRUE(refill.has_value());
  follower_.give_back(*refill);
  EXPECT_TRUE(follower_.next_refill().has_value());
}

TEST_F(CardFollowerTest, LeavesBooksThatTheCardDoesNotHoldToTheTwin) {
  BookUpdate update = add_bid(1, 100, 0, 0);
  update.book = 16;
  const auto followed = follower_.follow(update);
  EXPECT_EQ(top_of(followed.update), (TopOfBook{{true, 100, 10}, {}}));
  EXPECT_FALSE(follower_.next_refill().has_value());
}

TEST_F(CardFollowerTest, KnowsNothingAfterAGap) {
  (void)follower_.follow(add_bid(1, 100, 100));
  BookUpdate gap{};
  gap.kind = RecordKind::Gap;
  gap.book = 0xffff;
  EXPECT_EQ(follower_.follow(gap).verdict, Verdict::Agrees);
  const auto followed = follower_.follow(add_bid(2, 99, 0, kUpdateFlagBidLow | kUpdateFlagAskLow));
  EXPECT_EQ(followed.verdict, Verdict::Agrees);
  EXPECT_EQ(top_of(followed.update), (TopOfBook{{false, 0, 0}, {false, 0, 0}}));
  EXPECT_FALSE(follower_.next_refill().has_value());
}

// A card of 16 books with one-level windows, whose messages are numbered, and a venue to ask.
class CardRecoveryTest : public CardFollowerTest {
 protected:
  static BookUpdate gap(std::uint64_t seq, std::uint64_t count) {
    BookUpdate update{};
    update.kind = RecordKind::Gap;
    update.book = 0xffff;
    update.seq = seq;
    update.order_ref = count;
    return update;
  }
  static BookUpdate numbered(std::uint64_t seq, BookUpdate update) {
    update.seq = seq;
    return update;
  }
  // The missing message: a bid of 98 of order 3.
  void answer() {
    const auto request = with_recovery_.recovery()->next_request(0);
    ASSERT_TRUE(request.has_value());
    std::vector<std::uint8_t> packet{request->begin(), request->end()};
    for (const int byte : {0, 36, int{'A'}, 0, int{kBook}, 0, 0, 0, 0, 0, 0, 0, 0}) {
      packet.push_back(static_cast<std::uint8_t>(byte));
    }
    for (const int byte : {0, 0, 0, 0, 0, 0, 0, 3, int{'B'}, 0, 0, 0, 10}) {
      packet.push_back(static_cast<std::uint8_t>(byte));
    }
    packet.insert(packet.end(), 8, ' ');
    for (const int byte : {0, 0, 0, 98}) packet.push_back(static_cast<std::uint8_t>(byte));
    with_recovery_.recovery()->answer(packet, 0);
  }
  CardRecoveryTest() { with_recovery_.recovery()->set_session({'D', 'A', 'Y'}); }

  static constexpr std::uint16_t kLow = kUpdateFlagBidLow | kUpdateFlagAskLow;
  CardFollower with_recovery_{{16, 1, 1U << 16U, feed::RecoveryOptions{}}};
};

TEST_F(CardRecoveryTest, NothingIsToldOrRefilledBeforeWhatIsMissingCame) {
  (void)with_recovery_.follow(numbered(1, add_bid(1, 100, 100)));
  EXPECT_EQ(with_recovery_.follow(gap(2, 1)).verdict, Verdict::Agrees);
  const auto unknown = with_recovery_.follow(numbered(3, add_bid(2, 99, 0, kLow)));
  EXPECT_EQ(unknown.verdict, Verdict::Agrees);
  EXPECT_FALSE(top_of(unknown.update).is_known());
  EXPECT_FALSE(with_recovery_.next_refill().has_value());
  answer();
  EXPECT_TRUE(with_recovery_.recovery()->is_known());
  EXPECT_EQ(with_recovery_.twin().order_count(), 3U);
  const auto known = with_recovery_.follow(numbered(4, add_bid(4, 97, 0, kLow)));
  EXPECT_EQ(known.verdict, Verdict::Agrees);
  EXPECT_EQ(top_of(known.update), (TopOfBook{{true, 100, 10}, {}}));
}

TEST_F(CardRecoveryTest, TheWindowsOfEveryBookWithOrdersAreRefilledWhenTheTwinIsWhole) {
  (void)with_recovery_.follow(numbered(1, add_bid(1, 100, 100)));
  (void)with_recovery_.follow(gap(2, 1));
  answer();
  std::size_t refills = 0;
  for (std::uint64_t as_of = 2; const auto refill = with_recovery_.next_refill(); ++refills) {
    EXPECT_EQ(refill->as_of, as_of);
    EXPECT_EQ(refill->book, kBook);
    EXPECT_EQ(refill->level_count, refill->side == 0 ? 1 : 0);
    EXPECT_EQ(refill->deep, refill->side == 0 ? 1 : 0);
    EXPECT_EQ(refill->price_0, refill->side == 0 ? 100U : 0U);
  }
  EXPECT_EQ(refills, 2U);
}

TEST_F(CardRecoveryTest, AnOrderThatOnlyTheTwinKnowsIsNoDifference) {
  (void)with_recovery_.follow(numbered(1, add_bid(1, 100, 100)));
  (void)with_recovery_.follow(gap(2, 1));
  answer();
  BookUpdate unknown = numbered(3, remove_bid(1, 0, 0, kUpdateFlagOrderUnknown | kLow));
  unknown.quantity = 0;
  const auto followed = with_recovery_.follow(unknown);
  EXPECT_EQ(followed.verdict, Verdict::Agrees);
  EXPECT_EQ(top_of(followed.update), (TopOfBook{{true, 98, 10}, {}}));
}

}  // namespace
}  // namespace hotbook
