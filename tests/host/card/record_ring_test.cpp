#include "host/card/record_ring.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

namespace {

using namespace hotbook;
using card::Record64;
using card::RecordRing;
using card::RingFault;

// The card's side, as naive as can be.
class FakeCard {
 public:
  explicit FakeCard(std::size_t slot_count) : slots_(slot_count) {}

  void write_record(std::uint64_t seq) { write_record(seq, static_cast<std::uint16_t>(written_)); }
  void write_record(std::uint64_t seq, std::uint16_t record_seq) {
    BookUpdate update{};
    update.seq = seq;
    update.kind = RecordKind::Add;
    update.record_seq = record_seq;
    std::memcpy(slots_[written_ % slots_.size()].bytes.data(), &update, sizeof update);
    ++written_;
  }
  void tell() { tell(written_); }
  void tell(std::uint64_t written) { std::memcpy(status_.bytes.data(), &written, sizeof written); }

  RecordRing ring() { return RecordRing{slots_, status_.bytes.data()}; }
  [[nodiscard]] std::uint64_t written() const { return written_; }

 private:
  struct alignas(64) Status {
    std::array<std::uint8_t, 64> bytes{};
  };
  std::vector<Record64> slots_;
  Status status_;
  std::uint64_t written_ = 0;
};

std::vector<std::uint64_t> take_all(RecordRing& ring, std::size_t count_max = 1'000'000) {
  std::vector<std::uint64_t> seqs;
  ring.poll(count_max,
            [&](const Record64& record) { seqs.push_back(record.as<BookUpdate>().seq); });
  return seqs;
}

TEST(RecordRing, GivesNothingThatTheStatusDoesNotCover) {
  FakeCard card{64};
  RecordRing ring = card.ring();
  card.write_record(10);
  EXPECT_TRUE(take_all(ring).empty());
  card.tell();
  card.write_record(11);
  EXPECT_EQ(take_all(ring), (std::vector<std::uint64_t>{10}));
}

TEST(RecordRing, StopsAtTheAskedCountAndGoesOnThere) {
  FakeCard card{64};
  RecordRing ring = card.ring();
  for (std::uint64_t i = 0; i < 5; ++i) card.write_record(i);
  card.tell();
  EXPECT_EQ(take_all(ring, 2), (std::vector<std::uint64_t>{0, 1}));
  EXPECT_EQ(take_all(ring, 9), (std::vector<std::uint64_t>{2, 3, 4}));
}

TEST(RecordRing, FaultsWhenARecordSeqIsSkipped) {
  FakeCard card{64};
  RecordRing ring = card.ring();
  card.write_record(0);
  card.write_record(1, 2);
  card.tell();
  EXPECT_EQ(take_all(ring), (std::vector<std::uint64_t>{0}));
  EXPECT_EQ(ring.fault(), RingFault::RecordSeqJumped);
}

TEST(RecordRing, FaultsWhenASlotStillHoldsTheLastRound) {
  FakeCard card{64};
  RecordRing ring = card.ring();
  for (std::uint64_t i = 0; i < 64; ++i) card.write_record(i);
  card.tell();
  EXPECT_EQ(take_all(ring).size(), 64U);
  ASSERT_TRUE(ring.consumed_to_tell(1));
  card.tell(65);  // claimed, never written
  EXPECT_TRUE(take_all(ring).empty());
  EXPECT_EQ(ring.fault(), RingFault::RecordSeqJumped);
}

TEST(RecordRing, FaultsWhenTheStatusGoesBack) {
  FakeCard card{64};
  RecordRing ring = card.ring();
  card.write_record(0);
  card.write_record(1);
  card.tell();
  EXPECT_EQ(take_all(ring).size(), 2U);
  card.tell(1);
  EXPECT_TRUE(take_all(ring).empty());
  EXPECT_EQ(ring.fault(), RingFault::StatusWentBack);
}

TEST(RecordRing, FaultsWhenTheCardOvertakesTheConsumedCountItWasTold) {
  FakeCard card{64};
  RecordRing ring = card.ring();
  for (std::uint64_t i = 0; i < 64; ++i) card.write_record(i);
  card.tell();
  EXPECT_EQ(take_all(ring).size(), 64U);  // taken, but the card was not told
  card.write_record(64);
  card.tell();
  EXPECT_TRUE(take_all(ring).empty());
  EXPECT_EQ(ring.fault(), RingFault::StatusTooFar);
}

TEST(RecordRing, StaysFaultyUntilRestarted) {
  FakeCard card{64};
  RecordRing ring = card.ring();
  card.write_record(0, 7);
  card.tell();
  EXPECT_TRUE(take_all(ring).empty());
  card.tell(0);
  EXPECT_EQ(ring.fault(), RingFault::RecordSeqJumped);
  ring.restart();
  EXPECT_EQ(ring.fault(), RingFault::None);
  EXPECT_EQ(ring.consumed(), 0U);
}

TEST(RecordRing, TellsTheConsumedCountInBatchesOnly) {
  FakeCard card{64};
  RecordRing ring = card.ring();
  for (std::uint64_t i = 0; i < 16; ++i) card.write_record(i);
  card.tell();
  EXPECT_EQ(take_all(ring, 15).size(), 15U);
  EXPECT_FALSE(ring.consumed_to_tell(16));
  EXPECT_EQ(take_all(ring).size(), 1U);
  EXPECT_EQ(ring.consumed_to_tell(16), 16U);
  EXPECT_FALSE(ring.consumed_to_tell(1)) << "told twice";
}

TEST(RecordRing, KeepsEveryRecordInOrderOverManyRoundsOfTheRingAndOfRecordSeq) {
  const char* seed_text = std::getenv("HOTBOOK_SEED");
  const char* scale_text = std::getenv("HOTBOOK_SCALE");
  const std::uint64_t seed =
      seed_text != nullptr ? std::strtoull(seed_text, nullptr, 0) : std::random_device{}();
  const std::uint64_t scale = scale_text != nullptr ? std::strtoull(scale_text, nullptr, 0) : 1;
  std::printf(
      "seed=%llu reproduce: HOTBOOK_SEED=%llu card_ring_test --gtest_filter=RecordRing.Keeps*\n",
      static_cast<unsigned long long>(seed), static_cast<unsigned long long>(seed));
  std::mt19937_64 random{seed};
  FakeCard card{256};
  RecordRing ring = card.ring();
  std::uint64_t told = 0;
  std::uint64_t expected = 0;
  while (expected < 3'000'000 * scale) {
    const std::uint64_t room = 256 - (card.written() - told);
    for (std::uint64_t i = random() % (room + 1); i > 0; --i) card.write_record(card.written() * 3);
    if (random() % 2 == 0) card.tell();
    ring.poll(random() % 300, [&](const Record64& record) {
      ASSERT_EQ(record.as<BookUpdate>().seq, expected * 3) << "index " << expected;
      ++expected;
    });
    ASSERT_EQ(ring.fault(), RingFault::None) << to_string(ring.fault()) << " at index " << expected;
    if (const auto tell = ring.consumed_to_tell(64)) {
      told = expected;
      ASSERT_EQ(*tell, static_cast<std::uint32_t>(expected));
    }
  }
}

}  // namespace
