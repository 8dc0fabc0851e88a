#include "host/feed/book_builder.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <random>

#include "host/feed/feed_handler.hpp"
#include "tests/host/feed/book_model.hpp"
#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed {
namespace {

using namespace hotbook::feed_test;

std::vector<LevelView> all_levels(const BookBuilder& books, std::uint16_t book, Side side) {
  std::vector<LevelView> out(70000);
  out.resize(books.levels({book}, side, std::nullopt, out).count);
  return out;
}

TEST(BookBuilder, AnswersRefillsWithTheLevelsBehindAPriceAndWhetherMoreFollow) {
  BookBuilder books{0};
  for (std::uint32_t i = 0; i < 40; ++i) {
    books.add(3, Side::Bid, {100 + i, 1000 - 10 * i, 5 + i});
    books.add(3, Side::Ask, {200 + i, 2000 + 10 * i, 6 + i});
  }
  books.add(3, Side::Ask, {300, 2000, 100});
  std::array<LevelView, 4> out;
  const auto best = books.levels({3}, Side::Ask, std::nullopt, out);
  EXPECT_EQ(best.count, 4U);
  EXPECT_TRUE(best.more);
  EXPECT_EQ(out[0], (LevelView{{2000}, 106, 2}));
  EXPECT_EQ(out[3], (LevelView{{2030}, 9, 1}));

  // A price that is a level, one between levels, and the last ones.
  EXPECT_EQ(books.levels({3}, Side::Bid, Price{700}, out).count, 4U);
  EXPECT_EQ(out[0], (LevelView{{690}, 36, 1}));
  EXPECT_EQ(books.levels({3}, Side::Bid, Price{695}, out).count, 4U);
  EXPECT_EQ(out[0], (LevelView{{690}, 36, 1}));
  const auto last = books.levels({3}, Side::Bid, Price{650}, out);
  EXPECT_EQ(last.count, 4U);
  EXPECT_FALSE(last.more);
  const auto fewer = books.levels({3}, Side::Bid, Price{630}, out);
  EXPECT_EQ(fewer.count, 2U);
  EXPECT_FALSE(fewer.more);
  const auto none = books.levels({3}, Side::Bid, Price{610}, out);
  EXPECT_EQ(none.count, 0U);
  EXPECT_FALSE(none.more);
  EXPECT_TRUE(books.levels({3}, Side::Bid, Price{611}, {}).more);
  EXPECT_EQ(books.levels({4}, Side::Bid, std::nullopt, out).count, 0U);
}

TEST(BookBuilder, ShowsALevelThatEmptiesAndFillsAgainOnlyWhileItHasOrders) {
  BookBuilder books{0};
  for (std::uint32_t i = 1; i <= 4; ++i) books.add(5, Side::Bid, {i, 1000 - i, 10});
  books.remove(5, 2);
  books.remove(5, 4);
  std::array<LevelView, 4> out;
  EXPECT_EQ(books.levels({5}, Side::Bid, std::nullopt, out).count, 2U);
  EXPECT_EQ(out[1], (LevelView{{997}, 10, 1}));
  EXPECT_FALSE(books.levels({5}, Side::Bid, Price{997}, {}).more);
  EXPECT_FALSE(books.add(5, Side::Bid, {6, 998, 7}).top_changed);
  EXPECT_EQ(books.levels({5}, Side::Bid, std::nullopt, out).count, 3U);
  EXPECT_EQ(out[1], (LevelView{{998}, 7, 1}));
  books.remove(5, 6);
  books.remove(5, 1);  // the best, and behind it one without orders
  EXPECT_EQ(books.top({5}).bid, (LevelView{{997}, 10, 1}));
  EXPECT_EQ(books.touch(5, Side::Bid), Touch{10} << 32 | 997);
  books.remove(5, 3);
  EXPECT_EQ(books.top({5}).bid, std::nullopt);
  EXPECT_EQ(books.touch(5, Side::Bid), 0U);
}

TEST(BookBuilder, KeepsItsLevelsInOrderWhileEveryPriceComesAndGoesBehindTheBest) {
  BookBuilder books{0};
  books.add(5, Side::Ask, {1, 100, 10});
  books.add(5, Side::Ask, {2, 70000, 20});
  for (std::uint32_t i = 0; i < 60000; ++i) {
    const std::uint32_t price = 101 + i * 7919 % 60000;
    books.change(BookInput::add(5, Side::Ask, {10 + i, price, 1}));
    books.change(BookInput::remove(5, 10 + i));
  }
  std::array<LevelView, 3> out;
  EXPECT_EQ(books.levels({5}, Side::Ask, std::nullopt, out).count, 2U);
  EXPECT_EQ(out[0], (LevelView{{100}, 10, 1}));
  EXPECT_EQ(out[1], (LevelView{{70000}, 20, 1}));
}

TEST(BookBuilder, CountsMoreSharesInALevelThanARecordCanShow) {
  BookBuilder books{0};
  for (std::uint64_t ref = 1; ref <= 3; ++ref) books.add(1, Side::Bid, {ref, 50, 0xffffffff});
  EXPECT_EQ(books.top({1}).bid, (LevelView{{50}, 3 * 0xffffffffULL, 3}));
  EXPECT_EQ(books.touch(1, Side::Bid) >> 32, 0xffffffffU);
  books.remove(1, 1);
  books.remove(1, 2);
  EXPECT_EQ(books.top({1}).bid, (LevelView{{50}, 0xffffffffULL, 1}));
}

TEST(BookBuilder, FindsAnOrderOnlyInItsOwnBook) {
  BookBuilder books{0};
  books.add(1, Side::Bid, {7, 50, 10});
  books.add(2, Side::Ask, {7, 60, 20});
  EXPECT_EQ(books.order({1}, {7})->quantity.value, 10U);
  EXPECT_EQ(books.order({2}, {7})->side, Side::Ask);
  EXPECT_FALSE(books.order({3}, {7}));
  EXPECT_EQ(books.take_off(3, 7, 1).flags, kUpdateFlagOrderUnknown);
  EXPECT_EQ(books.remove(3, 7).flags, kUpdateFlagOrderUnknown);
  EXPECT_EQ(books.remove(1, 7).quantity, 10U);
  EXPECT_FALSE(books.order({1}, {7}));
  EXPECT_EQ(books.order({2}, {7})->quantity.value, 20U);
}

TEST(BookBuilder, IsEmptyAndUnknownAfterAGapAndEmptyAndKnownAfterAClear) {
  BookBuilder books{0};
  books.add(0xffff, Side::Bid, {7, 50, 10});
  EXPECT_TRUE(books.top({0xffff}).known);
  books.start_epoch(false);
  EXPECT_FALSE(books.top({0xffff}).known);
  EXPECT_FALSE(books.top({5}).known);
  EXPECT_EQ(books.order_count(), 0U);
  EXPECT_TRUE(all_levels(books, 0xffff, Side::Bid).empty());
  books.add(0xffff, Side::Bid, {7, 51, 11});
  EXPECT_EQ(books.touch(0xffff, Side::Bid), 0U);
  EXPECT_EQ(all_levels(books, 0xffff, Side::Bid).size(), 1U);
  books.start_epoch(true);
  EXPECT_TRUE(books.top({0xffff}).known);
  EXPECT_FALSE(books.top({0xffff}).bid);
}

TEST(BookBuilder, SurvivesMoreEpochsThanItsLevelNumbersWouldLast) {
  BookBuilder books{0};
  for (std::uint32_t epoch = 0; epoch < 5000; ++epoch) {
    for (std::uint64_t ref = 0; ref < 20; ++ref) {
      const auto price = static_cast<std::uint32_t>(100 + ref);
      ASSERT_EQ(books.add(9, Side::Ask, {ref, price, 1 + epoch}).quantity, 1 + epoch);
    }
    ASSERT_EQ(books.order_count(), 20U);
    ASSERT_EQ(all_levels(books, 9, Side::Ask).size(), 20U);
    books.start_epoch(epoch % 2 == 0);
    ASSERT_EQ(books.order_count(), 0U);
  }
}

// Drives the builder and a model of three maps with the same random operations, and compares
// every answer, every touch and, now and then, every level of every book.
class BookAgainstModel {
 public:
  explicit BookAgainstModel(std::uint64_t seed) : random_{seed} {}

  void step(std::uint64_t number) {
    const std::uint64_t dice = random_() % 1000;
    const auto book = static_cast<std::uint16_t>(kBooks[random_() % std::size(kBooks)]);
    const std::uint64_t ref = random_() % refs_ * (random_() % 2 == 0 ? 1 : 0x9e3779b97f4a7c15U);
    const Side side = random_() % 2 == 0 ? Side::Bid : Side::Ask;
    const Touch bid = model_.touch(book, Side::Bid);
    const Touch ask = model_.touch(book, Side::Ask);
    BookChange got;
    BookChange wanted;
    fast_ = random_() % 4 != 0;
    if (dice == 0) {
      const bool known = random_() % 2 == 0;
      refs_ = random_() % 2 == 0 ? 600 : 40;
      books_.start_epoch(known);
      model_.start_epoch(known);
    } else if (dice < 500) {
      const NewOrder order{ref, price(), quantity()};
      got = fast_ ? books_.change(input(book, side, order)) : books_.add(book, side, order);
      wanted = model_.add(book, side, order);
    } else if (dice < 800) {
      const std::uint32_t asked = quantity();
      got = fast_ ? books_.change(input(book, ref, asked)) : books_.take_off(book, ref, asked);
      wanted = model_.take(book, ref, asked);
    } else {
      got = fast_ ? books_.change(input(book, ref, std::nullopt)) : books_.remove(book, ref);
      wanted = model_.take(book, ref, std::nullopt);
    }
    if (dice != 0 &&
        (bid != model_.touch(book, Side::Bid) || ask != model_.touch(book, Side::Ask))) {
      wanted.top_changed = true;
    }
    ASSERT_EQ(got.price, wanted.price) << number;
    ASSERT_EQ(got.quantity, wanted.quantity) << number;
    ASSERT_EQ(got.flags, wanted.flags) << number;
    ASSERT_EQ(got.top_changed, wanted.top_changed) << number;
    ASSERT_EQ(books_.order_count(), model_.order_count()) << number;
    ASSERT_EQ(books_.touch(book, Side::Bid), model_.touch(book, Side::Bid)) << number;
    ASSERT_EQ(books_.touch(book, Side::Ask), model_.touch(book, Side::Ask)) << number;
    if (number % 997 == 0) compare_all(number);
  }

  void compare_all(std::uint64_t number) {
    for (const std::uint16_t book : kBooks) {
      for (const Side side : {Side::Bid, Side::Ask}) {
        ASSERT_EQ(all_levels(books_, book, side), model_.levels(book, side)) << number;
      }
    }
  }

 private:
  static constexpr std::uint16_t kBooks[] = {0, 1, 2, 300, 0xffff};

  std::uint32_t quantity() {
    const std::uint64_t kind = random_() % 20;
    if (kind == 0) return 0;
    if (kind == 1) return 0xffffffff;
    return static_cast<std::uint32_t>(1 + random_() % 300);
  }
  std::uint32_t price() {
    const std::uint64_t kind = random_() % 300;  // one that stays the best hides what follows it
    if (kind == 0) return static_cast<std::uint32_t>(random_());
    if (kind == 1) return random_() % 2 == 0 ? 0 : 0xffffffff;
    return static_cast<std::uint32_t>(100000 + 100 * (random_() % (kind < 150 ? 8 : 80)));
  }

  // The two ways in must do the same, in any mixture.
  static BookInput input(std::uint16_t book, Side side, const NewOrder& order) {
    return BookInput::add(book, side, order);
  }
  static BookInput input(std::uint16_t book, std::uint64_t ref,
                         std::optional<std::uint32_t> asked) {
    BookInput input = asked ? BookInput::take(book, ref, *asked) : BookInput::remove(book, ref);
    // Price and side mean nothing here, and must not.
    input.owner |= ref & 1;
    input.price = 100100;
    return input;
  }

  bool fast_ = false;
  std::uint64_t refs_ = 40;  // few: orders are mostly found, levels come and go
  std::mt19937_64 random_;
  BookBuilder books_{0};
  BookModel model_;
};

TEST(BookBuilder, AgreesWithAModelOfMapsOnRandomOperations) {
  const std::uint64_t seed = environment("HOTBOOK_SEED", 3);
  const std::uint64_t steps = 60000 * environment("HOTBOOK_SCALE", 1);
  std::printf("seed=%llu\n", static_cast<unsigned long long>(seed));
  BookAgainstModel both{seed};
  for (std::uint64_t number = 0; number < steps; ++number) {
    both.step(number);
    if (HasFatalFailure()) {
      FAIL() << "reproduce: HOTBOOK_SEED=" << seed
             << " feed_test --gtest_filter=BookBuilder.AgreesWithAModel*";
    }
  }
}

BookUpdate record(RecordKind kind, std::uint64_t ref, std::uint32_t price, std::uint32_t quantity,
                  std::uint16_t flags = 0) {
  BookUpdate update{};
  update.kind = kind;
  update.order_ref = ref;
  update.price = price;
  update.quantity = quantity;
  update.flags = flags;
  update.book = 1;
  return update;
}

using Applied = BookBuilder::Applied;

TEST(BookBuilder, FollowsTheRecordsOfACard) {
  BookBuilder books{0};
  EXPECT_EQ(books.apply(record(RecordKind::Add, 1, 50, 10)), Applied::Done);
  EXPECT_EQ(books.apply(record(RecordKind::Add, 2, 60, 20, kUpdateFlagSideAsk)), Applied::Done);
  EXPECT_EQ(books.apply(record(RecordKind::Execute, 1, 50, 4)), Applied::Done);
  EXPECT_EQ(books.apply(record(RecordKind::Reduce, 2, 60, 5, kUpdateFlagSideAsk)), Applied::Done);
  EXPECT_EQ(books.apply(record(RecordKind::Refill, 0, 0, 0)), Applied::Done);
  EXPECT_EQ(books.apply(record(RecordKind::Add, 3, 0, 0, kUpdateFlagOrderIgnored)), Applied::Done);
  EXPECT_EQ(books.apply(record(RecordKind::Delete, 9, 0, 0, kUpdateFlagOrderUnknown)),
            Applied::Done);
  EXPECT_EQ(books.top({1}).bid, (LevelView{{50}, 6, 1}));
  EXPECT_EQ(books.top({1}).ask, (LevelView{{60}, 15, 1}));
  const std::uint16_t first = kUpdateFlagPairFirst;
  const std::uint16_t second = kUpdateFlagPairSecond;
  EXPECT_EQ(books.apply(record(RecordKind::Delete, 1, 50, 6, first)), Applied::Done);
  EXPECT_EQ(books.apply(record(RecordKind::Add, 4, 51, 7, second)), Applied::Done);
  EXPECT_EQ(books.top({1}).bid, (LevelView{{51}, 7, 1}));
  EXPECT_EQ(books.apply(record(RecordKind::Gap, 5, 0, 0)), Applied::Done);
  EXPECT_FALSE(books.top({1}).known);
}

TEST(BookBuilder, DeletesAnOrderThatTheCardCouldNotHold) {
  BookBuilder books{0};
  books.apply(record(RecordKind::Add, 1, 50, 10, kUpdateFlagOrderNotHeld));
  EXPECT_EQ(books.apply(record(RecordKind::Delete, 1, 0, 0, kUpdateFlagOrderUnknown)),
            Applied::Done);
  EXPECT_TRUE(books.top({1}).known);
  EXPECT_FALSE(books.top({1}).bid);
}

TEST(BookBuilder, TakesOffAnOrderThatTheCardCouldNotHoldWhatTheMessageAsked) {
  for (const RecordKind kind : {RecordKind::Execute, RecordKind::Reduce}) {
    BookBuilder books{0};
    books.apply(record(RecordKind::Add, 1, 50, 10, kUpdateFlagOrderNotHeld));
    EXPECT_EQ(books.apply(record(kind, 1, 0, 4, kUpdateFlagOrderUnknown)), Applied::Done);
    EXPECT_EQ(books.top({1}).bid, (LevelView{{50}, 6, 1}));
    EXPECT_EQ(books.apply(record(kind, 1, 0, 99, kUpdateFlagOrderUnknown)), Applied::Done);
    EXPECT_FALSE(books.top({1}).bid);
    EXPECT_TRUE(books.top({1}).known);
  }
}

TEST(BookBuilder, ReplacesAnOrderThatTheCardCouldNotHold) {
  BookBuilder books{0};
  books.apply(record(RecordKind::Add, 1, 50, 10, kUpdateFlagOrderNotHeld | kUpdateFlagSideAsk));
  const std::uint16_t first = kUpdateFlagPairFirst | kUpdateFlagOrderUnknown;
  const std::uint16_t second = kUpdateFlagPairSecond | kUpdateFlagOrderUnknown;
  EXPECT_EQ(books.apply(record(RecordKind::Delete, 1, 0, 0, first)), Applied::Done);
  EXPECT_EQ(books.apply(record(RecordKind::Add, 2, 51, 7, second)), Applied::Done);
  EXPECT_EQ(books.top({1}).ask, (LevelView{{51}, 7, 1}));
  EXPECT_FALSE(books.top({1}).bid);
}

TEST(BookBuilder, AddsNothingForAReplaceOfAnOrderNobodyHas) {
  BookBuilder books{0};
  const std::uint16_t first = kUpdateFlagPairFirst | kUpdateFlagOrderUnknown;
  const std::uint16_t second = kUpdateFlagPairSecond | kUpdateFlagOrderUnknown;
  EXPECT_EQ(books.apply(record(RecordKind::Delete, 1, 0, 0, first)), Applied::Done);
  EXPECT_EQ(books.apply(record(RecordKind::Add, 2, 51, 7, second)), Applied::Done);
  EXPECT_EQ(books.order_count(), 0U);
}

TEST(BookBuilder, NoticesRecordsThatContradictItsBook) {
  const BookUpdate wrong[] = {
      record(RecordKind::Add, 1, 50, 10),      // there already
      record(RecordKind::Delete, 2, 50, 10),   // never was
      record(RecordKind::Delete, 1, 50, 9),    // another quantity
      record(RecordKind::Execute, 1, 51, 10),  // another price
      record(RecordKind::Execute, 1, 50, 11),  // more than there is
  };
  for (const BookUpdate& update : wrong) {
    BookBuilder books{0};
    books.apply(record(RecordKind::Add, 1, 50, 10));
    EXPECT_EQ(books.apply(update), Applied::Disagrees);
    EXPECT_FALSE(books.top({1}).known);
  }
}

}  // namespace
}  // namespace hotbook::feed
