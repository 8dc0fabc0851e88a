#include "host/app/counter_check.hpp"

#include <gtest/gtest.h>

namespace hotbook::app {
namespace {

card::Counters card_like(const feed::FeedCounters& twin) {
  card::Counters card;
  for (const feed::NamedCounter& counter : named_counters(twin)) {
    for (std::size_t i = 0; i < card::Counters::kCount; ++i) {
      if (counter.name == kRegisters[i].name) card.set(i, counter.register_value);
    }
  }
  return card;
}

void raise(card::Counters& card, std::string_view name) {
  for (std::size_t i = 0; i < card::Counters::kCount; ++i) {
    if (name == kRegisters[i].name) card.set(i, card.value(i) + 1);
  }
}

feed::FeedCounters some_counters() {
  feed::FeedCounters twin;
  twin.lines[0].frames = 10;
  twin.lines[0].messages_taken = 20;
  twin.lines[1].messages_taken = 2;
  twin.lob.events = 15;
  return twin;
}

TEST(CounterCheck, FindsNothingWhereAllAreEqual) {
  EXPECT_TRUE(counter_differences(card_like(some_counters()), some_counters(), false).empty());
}

TEST(CounterCheck, FindsADifferenceInEachSharedCounter) {
  for (const char* name : {"line_a.frames", "line_b.drop_runt", "feed.gaps", "feed.wrong_length",
                           "lob.events", "lob.tops", "lob.overfill"}) {
    card::Counters card = card_like(some_counters());
    raise(card, name);
    const auto differences = counter_differences(card, some_counters(), false);
    ASSERT_EQ(differences.size(), 1U) << name;
    EXPECT_NE(differences[0].find(name), std::string::npos);
  }
}

TEST(CounterCheck, ComparesOnlyTheSumOfWhatEitherLineMayGive) {
  feed::FeedCounters twin = some_counters();
  card::Counters card = card_like(twin);
  twin.lines[0].messages_taken -= 2;
  twin.lines[1].messages_taken += 2;
  EXPECT_TRUE(counter_differences(card, twin, true).empty());
  twin.lines[1].messages_taken += 1;
  EXPECT_EQ(counter_differences(card, twin, true).size(), 1U);
}

TEST(CounterCheck, LeavesOutWhatOnlyTheCardCanCount) {
  card::Counters card = card_like(some_counters());
  raise(card, "lob.refill_taken");
  raise(card, "lob.record_stall");
  EXPECT_TRUE(counter_differences(card, some_counters(), false).empty());
}

TEST(CounterCheck, ListsWhatIsNotZero) {
  EXPECT_EQ(nonzero_counters(some_counters()),
            (std::vector<std::string>{"line_a.frames=10", "line_a.messages_taken=20",
                                      "line_b.messages_taken=2", "lob.events=15"}));
  EXPECT_EQ(nonzero_counters(card_like(some_counters())), nonzero_counters(some_counters()));
}

}  // namespace
}  // namespace hotbook::app
