// The matcher as the host sees it on the whole card: commands over the ring, records, registers.

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>

#include "sim/replay/itch_message.hpp"
#include "sim/replay/mold_framer.hpp"
#include "tests/rtl/top/card_bench.hpp"

namespace hotbook::test {
namespace {

MatchCommand order(std::uint64_t order_id, std::uint16_t book, unsigned side, std::uint32_t price,
                   std::uint32_t quantity) {
  MatchCommand command{};
  command.kind = CommandKind::NewOrder;
  command.order_id = order_id;
  command.book = book;
  command.side = static_cast<std::uint8_t>(side);
  command.order_type = static_cast<std::uint8_t>(OrderType::Limit);
  command.price = price;
  command.quantity = quantity;
  command.account = static_cast<std::uint32_t>(order_id);
  return command;
}

template <class Command>
void send(CardBench& card, const Command& command) {
  card.send_command(std::bit_cast<RefillCommand>(command));
  card.run(600);
  card.read_ring();
}

struct Counts {
  std::uint32_t decided, passed, punted, executions;
  bool operator==(const Counts&) const = default;
};

Counts counts_of(CardBench& card) {
  return {card.get(kMatchDecided), card.get(kMatchPassed), card.get(kMatchPunted),
          card.get(kMatchExecutions)};
}

// The bench keeps every record but venue messages in one list.
std::size_t records_of(const CardBench& card, RecordKind kind) {
  return static_cast<std::size_t>(std::ranges::count(card.updates, kind, &BookUpdate::kind));
}

TEST(ApplianceMatch, BookThatChangesHandsIsDecidedAndEveryAnswerIsCounted) {
  CardBench card;
  card.open();
  card.set(kMatchBookCount, 16);
  card.set(kGateKill, 0);
  OrderRefill refill{};
  refill.kind = CommandKind::OrderRefill;
  refill.book = 5;
  refill.side = 1;
  refill.order_count = 1;
  refill.order_id_0 = 7;
  refill.price_0 = 100;
  refill.quantity_0 = 30;
  OrderRefill late = refill;
  late.refill_index = 1;
  send(card, late);
  EXPECT_EQ(card.get(kMatchRefillRefused), 1U);
  send(card, refill);
  EXPECT_EQ(card.get(kMatchRefillTaken), 1U);
  Grant grant{};
  grant.kind = CommandKind::Grant;
  grant.book = 5;
  grant.highest_id = 7;
  send(card, grant);  // which forgets the refill
  EXPECT_EQ(card.get(kMatchGrantRefused), 1U);
  grant.ask_refills = 1;
  send(card, grant);
  EXPECT_EQ(card.get(kMatchGrantTaken), 1U);
  EXPECT_EQ(counts_of(card), (Counts{0, 0, 0, 0}));

  send(card, order(8, 5, 0, 100, 10));
  EXPECT_EQ(counts_of(card), (Counts{1, 0, 0, 1}));
  send(card, order(9, 6, 0, 100, 10));  // of a book that is the host's
  EXPECT_EQ(counts_of(card), (Counts{1, 1, 0, 1}));
  MatchCommand stop = order(10, 5, 0, 100, 10);
  stop.order_type = static_cast<std::uint8_t>(OrderType::Stop);
  stop.stop_price = 100;
  send(card, stop);
  EXPECT_EQ(counts_of(card), (Counts{1, 1, 1, 1}));
  EXPECT_EQ(card.get(kMatchOutputs), records_of(card, RecordKind::MatchOutput));
  EXPECT_EQ(card.get(kMatchEchoes), records_of(card, RecordKind::MatchEcho));
  EXPECT_EQ(card.get(kMatchEchoes), 6U);
  EXPECT_EQ(card.get(kRingCommandConsumed), 7U);
}

TEST(ApplianceMatch, BooksEndWhereTheHostSays) {
  CardBench card;
  card.open();
  std::uint64_t id = 1;
  Counts counts{};
  for (const unsigned all : {0x5555U, 0xaaaaU, 1U, 0xffffU}) {
    const auto book_count = static_cast<std::uint16_t>(all);
    card.set(kMatchBookCount, book_count);
    card.set(kGateKill, 0);
    // The last one is passed to the host, the one behind it refused by the card.
    send(card, order(id++, static_cast<std::uint16_t>(book_count - 1), 0, 100, 10));
    ++counts.passed;
    send(card, order(id++, book_count, 0, 100, 10));
    ++counts.decided;
    EXPECT_EQ(counts_of(card), counts) << book_count;
  }
}

// The same book index is the feed's and the house's.
TEST(ApplianceMatch, TopsOfTheFeedAreReferencesOfProtectedBooksWhenTheHostSaysSo) {
  CardBench card;
  card.open();
  card.set(kMatchBookCount, 16);
  card.set(kGateKill, 0);
  Grant grant{};
  grant.kind = CommandKind::Grant;
  grant.book = 5;
  grant.flags = kGrantFlagProtected;
  send(card, grant);
  ASSERT_EQ(card.get(kMatchGrantTaken), 1U);
  replay::MoldFramer framer{replay::default_address(replay::Line::A)};
  std::uint64_t seq = 1;
  const auto add = [&](char side, std::uint32_t price) {
    replay::ItchMessage message{'A', 5, 1000};
    message.u64(seq).letter(side).u32(10).text("TEST", 8).u32(price);
    std::vector<std::uint8_t> blocks;
    replay::append_block(blocks, message.bytes());
    card.send(0, framer.frame(seq++, 1, blocks));
    card.drain();
  };
  add('B', 1000);
  add('S', 1010);
  EXPECT_EQ(card.get(kMatchDecided), 0U);
  card.set(kMatchReferenceFromFeed, 1);
  add('B', 1001);
  EXPECT_EQ(card.get(kMatchDecided), 1U);
  ASSERT_EQ(card.updates.back().kind, RecordKind::MatchEcho);
  const auto echo = std::bit_cast<MatchEcho>(card.updates.back());
  EXPECT_EQ(echo.input_kind, CommandKind::Reference);
  EXPECT_EQ(echo.bid_price, 1001U);
  EXPECT_EQ(echo.ask_price, 1010U);
}

TEST(ApplianceMatch, RecordsWaitForAHostThatDoesNotReadAndNoneIsLost) {
  CardBench card;
  card.open();
  card.set(kMatchBookCount, 16);
  card.set(kGateKill, 0);
  constexpr std::uint32_t kCommands = 4500;  // more than the ring and the queue before it hold
  std::vector<RefillCommand> batch;
  std::uint64_t id = 1;
  for (std::uint32_t sent = 0; sent < kCommands; sent += 60) {
    batch.clear();
    for (unsigned i = 0; i < 60; ++i)
      batch.push_back(std::bit_cast<RefillCommand>(order(id++, 3, 0, 100, 10)));
    for (unsigned i = 0; i < 100 && sent - card.get(kRingCommandConsumed) > 4; ++i) card.run(20);
    if (sent - card.get(kRingCommandConsumed) > 4) card.drain();
    card.send_commands(batch);
  }
  card.drain();
  EXPECT_GT(card.get(kMatchRecordStall), 100U);
  EXPECT_EQ(card.get(kMatchPassed), kCommands);
  EXPECT_EQ(records_of(card, RecordKind::MatchEcho), kCommands);
}

}  // namespace
}  // namespace hotbook::test
