#include "sim/card/axi_slave.hpp"

#include <gtest/gtest.h>

#include <array>

namespace {

using namespace hotbook::card;
using Word = std::array<std::uint8_t, AxiSlave::kWordBytes>;

constexpr std::uint64_t kAll = ~std::uint64_t{0};

Word word(std::uint8_t value) {
  Word filled;
  filled.fill(value);
  return filled;
}

std::uint8_t byte_at(CardMemory& memory, std::uint64_t address) {
  std::array<std::uint8_t, 1> byte{};
  EXPECT_EQ(memory.read(address, byte), AxiResponse::Okay);
  return byte[0];
}

TEST(AxiSlave, WritesABurstAndAnswersOnce) {
  CardMemory memory{nullptr};
  AxiSlave slave{memory};
  slave.write_address(kDdrBase, 1);
  slave.write_data(word(1), kAll, false);
  EXPECT_FALSE(slave.has_write_answer());
  slave.write_data(word(2), kAll, true);
  ASSERT_TRUE(slave.has_write_answer());
  EXPECT_EQ(slave.write_answer(), AxiResponse::Okay);
  slave.pop_write_answer();
  EXPECT_TRUE(slave.is_idle());
  EXPECT_EQ(byte_at(memory, kDdrBase + 63), 1);
  EXPECT_EQ(byte_at(memory, kDdrBase + 64), 2);
}

TEST(AxiSlave, TakesDataThatComesBeforeItsAddress) {
  CardMemory memory{nullptr};
  AxiSlave slave{memory};
  slave.write_data(word(5), kAll, true);
  slave.write_data(word(6), kAll, true);
  EXPECT_FALSE(slave.has_write_answer());
  slave.write_address(kDdrBase + 128, 0);
  slave.write_address(kDdrBase, 0);
  EXPECT_EQ(byte_at(memory, kDdrBase + 128), 5);
  EXPECT_EQ(byte_at(memory, kDdrBase), 6);
}

TEST(AxiSlave, WritesStrobedBytesOnly) {
  CardMemory memory{nullptr};
  AxiSlave slave{memory};
  slave.write_address(kDdrBase, 0);
  slave.write_data(word(9), 0x8000000000000006, true);
  EXPECT_EQ(slave.write_answer(), AxiResponse::Okay);
  EXPECT_EQ(byte_at(memory, kDdrBase + 0), 0);
  EXPECT_EQ(byte_at(memory, kDdrBase + 1), 9);
  EXPECT_EQ(byte_at(memory, kDdrBase + 2), 9);
  EXPECT_EQ(byte_at(memory, kDdrBase + 3), 0);
  EXPECT_EQ(byte_at(memory, kDdrBase + 63), 9);
}

TEST(AxiSlave, ReadsABurstWordByWord) {
  CardMemory memory{nullptr};
  AxiSlave slave{memory};
  ASSERT_EQ(memory.write(kDdrBase, word(1)), AxiResponse::Okay);
  ASSERT_EQ(memory.write(kDdrBase + 64, word(2)), AxiResponse::Okay);
  slave.read_address(kDdrBase, 1);
  ASSERT_TRUE(slave.has_read_word());
  EXPECT_EQ(slave.read_word()[0], 1);
  EXPECT_FALSE(slave.read_is_last());
  slave.pop_read_word();
  EXPECT_EQ(slave.read_word()[63], 2);
  EXPECT_TRUE(slave.read_is_last());
  slave.pop_read_word();
  EXPECT_TRUE(slave.is_idle());
}

TEST(AxiSlave, RefusesABurstThatCrossesAPage) {
  CardMemory memory{nullptr};
  AxiSlave slave{memory};
  slave.write_address(kDdrBase + 4096 - 64, 1);
  slave.write_data(word(1), kAll, false);
  slave.write_data(word(2), kAll, true);
  EXPECT_EQ(slave.write_answer(), AxiResponse::SlaveError);
  EXPECT_NE(slave.error().find("crosses a 4096-byte boundary"), std::string::npos);
  EXPECT_EQ(byte_at(memory, kDdrBase + 4096 - 64), 0) << "nothing of it is written";
}

TEST(AxiSlave, RefusesAnAddressThatIsNotAligned) {
  CardMemory memory{nullptr};
  AxiSlave slave{memory};
  slave.read_address(kDdrBase + 8, 0);
  EXPECT_EQ(slave.read_answer(), AxiResponse::SlaveError);
}

TEST(AxiSlave, RefusesABurstWithAnotherNumberOfWords) {
  CardMemory memory{nullptr};
  AxiSlave slave{memory};
  slave.write_address(kDdrBase, 1);
  slave.write_data(word(1), kAll, true);
  EXPECT_EQ(slave.write_answer(), AxiResponse::SlaveError);
  EXPECT_NE(slave.error().find("came with 1"), std::string::npos) << slave.error();
}

TEST(AxiSlave, AnswersDecodeErrorWhereNothingIs) {
  CardMemory memory{nullptr};
  AxiSlave slave{memory};
  slave.write_address(0x1000, 0);
  slave.write_data(word(1), kAll, true);
  EXPECT_EQ(slave.write_answer(), AxiResponse::DecodeError);
  slave.read_address(kDdrBase + kDdrBytes, 0);
  EXPECT_EQ(slave.read_answer(), AxiResponse::DecodeError);
}

TEST(AxiSlave, HoldsTheMasterWhenItsQueuesAreFull) {
  CardMemory memory{nullptr};
  AxiSlave slave{memory};
  for (std::size_t i = 0; i < AxiSlave::kDepth; ++i) {
    ASSERT_TRUE(slave.takes_read_address());
    slave.read_address(kDdrBase, 0);
    ASSERT_TRUE(slave.takes_write_address());
    slave.write_address(kDdrBase, 0);
  }
  EXPECT_FALSE(slave.takes_read_address());
  EXPECT_FALSE(slave.takes_write_address());
  slave.write_data(word(0), kAll, true);
  EXPECT_TRUE(slave.takes_write_address());
}

TEST(DeviceMemory, RefusesARangeThatWrapsAround) {
  DeviceMemory memory;
  std::array<std::uint8_t, 64> bytes{};
  EXPECT_FALSE(memory.read(~std::uint64_t{0} - 8, bytes));
  EXPECT_FALSE(memory.write(kDdrBase + kDdrBytes - 63, bytes));
  EXPECT_TRUE(memory.write(kDdrBase + kDdrBytes - 64, bytes));
}

}  // namespace
