#include "host/feed/feed_counters.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "host/domain/layout.hpp"

namespace hotbook::feed {
namespace {

// The card's counters: its read-only registers of the blocks that the twin computes.
std::set<std::string> card_counters() {
  std::set<std::string> names;
  for (const RegisterInfo& info : kRegisters) {
    const std::string name = info.name;
    const std::string block = name.substr(0, name.find('.'));
    const bool ours = block == "line_a" || block == "line_b" || block == "feed" || block == "lob";
    if (ours && !info.writable) names.insert(name);
  }
  return names;
}

TEST(FeedCounters, HasExactlyTheCardsCounters) {
  std::set<std::string> names;
  for (const NamedCounter& counter : named_counters({})) {
    EXPECT_TRUE(names.insert(counter.name).second) << counter.name;
  }
  EXPECT_EQ(names, card_counters());
}

TEST(FeedCounters, NamesEachValueOnce) {
  FeedCounters counters;
  counters.lines[1].trailing_bytes = 11;
  counters.lines[0].frames = 12;
  counters.feed.expected = 0x1'0000'0002;
  counters.lob.overfill = 13;
  std::map<std::string, std::uint64_t> values;
  for (const NamedCounter& counter : named_counters(counters)) {
    if (counter.value != 0) values[counter.name] = counter.value;
  }
  const std::map<std::string, std::uint64_t> expected{{"line_b.trailing_bytes", 11},
                                                      {"line_a.frames", 12},
                                                      {"feed.expected_low", 2},
                                                      {"feed.expected_high", 1},
                                                      {"lob.overfill", 13}};
  EXPECT_EQ(values, expected);
}

TEST(FeedCounters, ReadsLikeARegisterThatWrapsAndLikeOneThatSaturates) {
  FeedCounters counters;
  counters.feed.messages_missing = 0x1'0000'0005;
  counters.feed.book_messages = 0x1'0000'0005;
  for (const NamedCounter& counter : named_counters(counters)) {
    if (counter.name == "feed.messages_missing") {
      EXPECT_EQ(counter.register_value, 0xffffffffU);
    } else if (counter.name == "feed.book_messages") {
      EXPECT_EQ(counter.register_value, 5U);
    }
  }
}

}  // namespace
}  // namespace hotbook::feed
