#include "sim/card/wire.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

namespace {

using hotbook::card::WireMessage;
using hotbook::card::WireWriter;
using Bytes = std::vector<std::uint8_t>;

std::string error_of(const Bytes& bytes) {
  WireMessage message;
  const auto error = message.parse(bytes);
  return error ? error->reason : "";
}

TEST(WireMessage, ReadsBackWhatTheWriterWrote) {
  const Bytes data{1, 2, 3};
  WireWriter writer;
  writer.number(1, ~std::uint64_t{0});
  writer.number(2, 0);
  writer.bytes(3, data);
  WireMessage message;
  ASSERT_FALSE(message.parse(writer.data()));
  EXPECT_EQ(message.number(1), ~std::uint64_t{0});
  EXPECT_TRUE(message.has(2));
  EXPECT_EQ(message.number(2), 0U);
  EXPECT_EQ(Bytes(message.bytes(3).begin(), message.bytes(3).end()), data);
  EXPECT_FALSE(message.has(4));
}

// The encoding document's examples: 150 is 96 01, "testing" follows its length.
TEST(WireMessage, ReadsTheEncodingDocumentsExamples) {
  WireMessage message;
  const Bytes number{0x08, 0x96, 0x01};
  ASSERT_FALSE(message.parse(number));
  EXPECT_EQ(message.number(1), 150U);
  const Bytes text{0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67};
  ASSERT_FALSE(message.parse(text));
  EXPECT_EQ(message.bytes(2).size(), 7U);
  EXPECT_EQ(message.bytes(2)[6], 'g');
}

TEST(WireMessage, ReadsFixedWidths) {
  WireMessage message;
  const Bytes bytes{0x09, 1, 0, 0, 0, 0, 0, 0, 0x80, 0x15, 2, 0, 0, 0x80};
  ASSERT_FALSE(message.parse(bytes));
  EXPECT_EQ(message.number(1), 0x8000000000000001U);
  EXPECT_EQ(message.number(2), 0x80000002U);
}

TEST(WireMessage, KeepsTheLastOfARepeatedFieldAndSkipsUnknownNumbers) {
  WireWriter writer;
  writer.number(1, 7);
  writer.number(16, 9);
  writer.number(1, 8);
  WireMessage message;
  ASSERT_FALSE(message.parse(writer.data()));
  EXPECT_EQ(message.number(1), 8U);
  EXPECT_EQ(message.number(16), 0U);
}

TEST(WireMessage, RefusesWhatIsCutOrImpossible) {
  EXPECT_EQ(error_of({0x80}), "field key is cut or too long");
  EXPECT_EQ(error_of({0x08, 0x80}), "value is cut or too long");
  EXPECT_EQ(error_of({0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02}),
            "value is cut or too long");
  EXPECT_EQ(error_of({0x09, 1, 2, 3}), "value is cut or too long");
  EXPECT_EQ(error_of({0x0d, 1, 2, 3}), "value is cut or too long");
  EXPECT_EQ(error_of({0x12, 0x02, 0x00}), "length runs past the message");
  EXPECT_EQ(error_of({0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}),
            "length runs past the message");
  EXPECT_EQ(error_of({0x12, 0x80}), "length is cut or too long");
  EXPECT_EQ(error_of({0x0b}), "wire type is not varint, fixed or bytes");
  EXPECT_EQ(error_of({0x00, 0x00}), "field number 0");
}

TEST(WireMessage, TellsWhereTheBadFieldBeginsAndForgetsTheGoodOnes) {
  WireMessage message;
  const Bytes bytes{0x08, 0x01, 0x12, 0x09};
  const auto error = message.parse(bytes);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->offset, 2U);
  EXPECT_FALSE(message.has(1));
}

TEST(WireMessage, SurvivesRandomBytes) {
  const char* seed_text = std::getenv("HOTBOOK_SEED");
  const char* scale_text = std::getenv("HOTBOOK_SCALE");
  const std::uint64_t seed =
      seed_text != nullptr ? std::strtoull(seed_text, nullptr, 0) : std::random_device{}();
  const std::uint64_t scale = scale_text != nullptr ? std::strtoull(scale_text, nullptr, 0) : 1;
  std::printf(
      "seed=%llu reproduce: HOTBOOK_SEED=%llu sim_card_test --gtest_filter=WireMessage.Survives*\n",
      static_cast<unsigned long long>(seed), static_cast<unsigned long long>(seed));
  std::mt19937_64 random{seed};
  for (std::uint64_t i = 0; i < 200'000 * scale; ++i) {
    Bytes bytes(random() % 40);
    for (auto& byte : bytes)
      byte = static_cast<std::uint8_t>(random() % 4 == 0 ? random() : random() % 32);
    WireMessage message;
    if (message.parse(bytes)) continue;
    for (unsigned field = 0; field <= 20; ++field) {
      const auto value = message.bytes(field);
      if (value.empty()) continue;
      ASSERT_GE(value.data(), bytes.data()) << "index " << i;
      ASSERT_LE(value.data() + value.size(), bytes.data() + bytes.size()) << "index " << i;
    }
  }
}

}  // namespace
