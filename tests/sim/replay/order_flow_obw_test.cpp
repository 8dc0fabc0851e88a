// OBW1 workloads as commands.

#include <gtest/gtest.h>

#include <array>

#include "sim/replay/order_flow_obw.hpp"

namespace hotbook::replay {
namespace {

struct ObwRecord {
  std::uint8_t op;
  std::uint8_t side;
  std::uint16_t symbol;
  std::uint32_t id;
  std::uint32_t price;
  std::uint32_t quantity;
  std::uint32_t new_id;
  std::uint32_t old_price;
};
static_assert(sizeof(ObwRecord) == 24);

void put(std::vector<std::uint8_t>& out, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

// A file of two symbols; prefill, operations and epilogue get a third of the records each.
std::vector<std::uint8_t> obw(const std::vector<ObwRecord>& records) {
  std::vector<std::uint8_t> out{'O', 'B', 'W', '1', 0, 0, 0, 0};
  put(out, 1, 4);
  put(out, 24, 4);
  const std::uint64_t third = records.size() / 3;
  for (const std::uint64_t part : {third, third, records.size() - 2 * third}) put(out, part, 8);
  put(out, 2, 4);
  out.resize(96);
  put(out, 77, 8);  // most at rest
  out.resize(128);
  for (const ObwRecord& record : records) {
    put(out, record.op, 1);
    put(out, record.side, 1);
    put(out, record.symbol, 2);
    for (const std::uint32_t word :
         {record.id, record.price, record.quantity, record.new_id, record.old_price})
      put(out, word, 4);
  }
  return out;
}

std::string error_of(const std::vector<std::uint8_t>& bytes) {
  try {
    (void)read_order_flow("f", bytes);
  } catch (const CaptureError& error) {
    return std::string{error.what()}.substr(3);
  }
  return "no error";
}

TEST(Obw, OpensTheBooksAndThenSaysWhatEachRecordMeans) {
  const auto commands = read_order_flow("f", obw({{1, 1, 1, 1, 500, 100, 0, 0},
                                                  {5, 1, 1, 1, 500, 30, 0, 0},
                                                  {3, 1, 1, 1, 501, 60, 2, 500},
                                                  {3, 1, 1, 2, 501, 10, 3, 501},
                                                  {4, 0, 1, 4, 502, 5, 0, 0},
                                                  {2, 1, 1, 3, 501, 5, 0, 0}}));
  ASSERT_EQ(commands.size(), 8U);
  EXPECT_EQ(commands[0].kind, CommandKind::TradingState);
  EXPECT_EQ(commands[0].book, 0xffffU);
  EXPECT_EQ(commands[0].state, static_cast<std::uint8_t>(TradingState::Continuous));
  EXPECT_EQ(commands[1].kind, CommandKind::NewOrder);
  EXPECT_EQ(commands[1].side, 1U);
  EXPECT_EQ(commands[1].book, 1U);
  EXPECT_EQ(commands[1].quantity, 100U);
  EXPECT_EQ(commands[1].account, 0U);
  EXPECT_EQ(commands[1].self_match, 0U);
  // Rule 4.3: what is open less 30, whatever that is.
  EXPECT_EQ(commands[2].kind, CommandKind::ReplaceOrder);
  EXPECT_EQ(commands[2].price, 500U);
  EXPECT_EQ(commands[2].min_quantity - commands[2].quantity, 30U);
  EXPECT_EQ(commands[2].min_quantity, 0x7fffffffU);
  EXPECT_EQ(commands[2].new_order_id, 0U);
  EXPECT_EQ(commands[3].kind, CommandKind::ReplaceOrder);
  EXPECT_EQ(commands[3].new_order_id, 2U);
  EXPECT_EQ(commands[3].quantity, 60U);
  // At the same price it still goes to the tail.
  EXPECT_EQ(commands[4].kind, CommandKind::CancelOrder);
  EXPECT_EQ(commands[4].order_id, 2U);
  EXPECT_EQ(commands[5].kind, CommandKind::NewOrder);
  EXPECT_EQ(commands[5].order_id, 3U);
  EXPECT_EQ(commands[5].side, 1U);
  EXPECT_EQ(commands[6].kind, CommandKind::NewOrder);
  EXPECT_EQ(commands[7].kind, CommandKind::CancelOrder);
}

TEST(Obw, SaysHowManyBooksAndHowManyOrdersItNeeds) {
  const auto bytes = obw({});
  const auto reader = open_order_flow(ByteSource::open_memory("f", bytes));
  EXPECT_EQ(reader->info().format, OrderFlowFormat::Obw);
  EXPECT_EQ(reader->info().book_count, 2U);
  EXPECT_EQ(reader->info().live_max, 77U);
}

// The numbers are those of the workload's own definition, computed apart.
TEST(Obw, HashesExecutionsInOrder) {
  MatchOutput execution{};
  execution.other_order_id = 1;
  execution.order_id = 2;
  execution.price = 3;
  execution.quantity = 4;
  const std::uint64_t first = obw_trade_hash(kObwHashStart, execution);
  EXPECT_EQ(first, 0x7a48ec6b371b9b2bU);
  execution.other_order_id = 5;
  execution.order_id = 6;
  execution.price = 7;
  execution.quantity = 8;
  EXPECT_EQ(obw_trade_hash(first, execution), 0xa236409b3133b422U);
}

TEST(Obw, NamesTheOffsetOfWhateverIsWrong) {
  const ObwRecord good{1, 1, 1, 1, 500, 100, 0, 0};
  EXPECT_EQ(error_of(obw({good})), "no error");
  ObwRecord bad = good;
  bad.op = 6;
  EXPECT_EQ(error_of(obw({good, bad})), "byte 152: operation 6; 1 to 5 are known");
  bad = good;
  bad.side = 2;
  EXPECT_EQ(error_of(obw({good, bad})), "byte 153: side 2; 0 and 1 are known");
  bad = good;
  bad.symbol = 2;
  EXPECT_EQ(error_of(obw({bad})), "byte 130: symbol 2, but the header has 2");
  bad = good;
  bad.quantity = 0;
  EXPECT_EQ(error_of(obw({bad})), "byte 140: quantity 0 is out of range");
  std::vector<std::uint8_t> bytes = obw({good});
  for (std::size_t size = 8; size < bytes.size(); ++size) {
    const std::string error = error_of({bytes.begin(), bytes.begin() + static_cast<long>(size)});
    EXPECT_TRUE(error.starts_with("byte " + std::to_string(size) + ": the file ends inside "))
        << error;
  }
  bytes.push_back(0);
  EXPECT_EQ(error_of(bytes), "byte 152: more bytes behind the last of 1 records");
  bytes = obw({good});
  bytes[8] = 2;
  EXPECT_EQ(error_of(bytes), "byte 8: OBW1 of version 2; 1 is known");
  bytes = obw({good});
  bytes[12] = 25;
  EXPECT_EQ(error_of(bytes), "byte 12: records of 25 bytes; 24 are known");
  bytes = obw({good});
  bytes[40] = 0;
  EXPECT_EQ(error_of(bytes), "byte 40: 0 symbols; 1 to 65535 are possible");
  bytes = obw({good});
  for (std::size_t i = 16; i < 40; ++i) bytes[i] = 0xff;
  EXPECT_EQ(error_of(bytes), "byte 24: more records than can be counted");
}

}  // namespace
}  // namespace hotbook::replay
