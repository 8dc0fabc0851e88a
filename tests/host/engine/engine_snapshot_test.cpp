// Snapshots of the engine: what is taken over goes on undisturbed, what is damaged is refused.

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include "host/engine/engine.hpp"
#include "tests/host/engine/random_commands.hpp"

namespace hotbook::engine {
namespace {

std::uint64_t seed_or(std::uint64_t otherwise) {
  const char* const text = std::getenv("HOTBOOK_SEED");
  const std::uint64_t seed = text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
  std::cout << "seed " << seed << std::endl;
  return seed;
}

MatchOptions options(bool publish) {
  return {.book_count = 3, .max_orders = 500, .publish = publish};
}

RandomCommands random_commands(std::uint64_t seed, CommandMix mix) {
  RandomCommandsOptions made;
  made.seed = seed;
  made.mix = mix;
  made.book_count = 3;
  return RandomCommands{made};
}

void advance(Engine& engine, RandomCommands& random, int inputs) {
  for (int i = 0; i < inputs; ++i) random.follow(engine.apply(random.next()));
}

std::vector<std::byte> snapshot_of(const Engine& engine) {
  std::vector<std::byte> bytes;
  engine.snapshot(bytes);
  return bytes;
}

std::string refusal_of(std::span<const std::byte> bytes, const MatchOptions& into) {
  Engine engine{into};
  const std::uint64_t before = engine.state_hash();
  try {
    engine.restore(bytes);
  } catch (const SnapshotError& error) {
    EXPECT_EQ(engine.state_hash(), before);
    EXPECT_EQ(engine.input_seq(), 0U);
    return error.what();
  }
  return "";
}

class EngineSnapshot : public testing::TestWithParam<CommandMix> {};
INSTANTIATE_TEST_SUITE_P(All, EngineSnapshot,
                         testing::Values(CommandMix::Simple, CommandMix::Everything,
                                         CommandMix::Auctions, CommandMix::StopsAndPegs),
                         [](const auto& mix) { return name_of(mix.param); });

TEST_P(EngineSnapshot, ARestoredEngineGoesOnAsTheOneItWasTakenFrom) {
  RandomCommands random = random_commands(seed_or(4711), GetParam());
  Engine engine{options(true)};
  for (int round = 0; round < 200; ++round) {
    advance(engine, random, 1 + round * 7 % 131);
    Engine restored{options(true)};
    restored.restore(snapshot_of(engine));
    ASSERT_EQ(restored.state_hash(), engine.state_hash());
    ASSERT_EQ(restored.input_seq(), engine.input_seq());
    ASSERT_EQ(restored.order_count(), engine.order_count());
    for (int i = 0; i < 50; ++i) {
      const MatchCommand command = random.next();
      const auto expected = engine.apply(command);
      random.follow(expected);
      const auto got = restored.apply(command);
      ASSERT_EQ(got.size(), expected.size()) << "round " << round << ", input " << i;
      ASSERT_EQ(std::memcmp(got.data(), expected.data(), got.size_bytes()), 0)
          << "round " << round << ", input " << i;
    }
    ASSERT_EQ(snapshot_of(restored), snapshot_of(engine));
  }
}

TEST(EngineSnapshotRefusal, EveryChangedByteIsRefused) {
  RandomCommands random = random_commands(seed_or(99), CommandMix::Everything);
  Engine engine{options(false)};
  advance(engine, random, 3'000);
  std::vector<std::byte> bytes = snapshot_of(engine);
  ASSERT_GT(bytes.size(), 1'000U);
  ASSERT_EQ(refusal_of(bytes, options(false)), "");
  for (std::byte& byte : bytes) {
    byte ^= std::byte{0x10};
    ASSERT_NE(refusal_of(bytes, options(false)), "") << "byte " << &byte - bytes.data();
    byte ^= std::byte{0x10};
  }
}

TEST(EngineSnapshotRefusal, EveryShorterOneIsRefused) {
  RandomCommands random = random_commands(seed_or(98), CommandMix::Everything);
  Engine engine{options(false)};
  advance(engine, random, 3'000);
  const std::vector<std::byte> bytes = snapshot_of(engine);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_NE(refusal_of({bytes.data(), size}, options(false)), "") << size << " bytes";
  }
  std::vector<std::byte> longer = bytes;
  longer.resize(bytes.size() + 8);
  EXPECT_NE(refusal_of(longer, options(false)), "");
}

// Changes one byte and makes the checksum right again: what is left are the checks of the fields.
TEST(EngineSnapshotRefusal, NoContentWithARightChecksumBringsAnEngineDown) {
  RandomCommands random = random_commands(seed_or(97), CommandMix::Everything);
  Engine engine{options(true)};
  advance(engine, random, 2'000);
  std::vector<std::byte> bytes = snapshot_of(engine);
  std::size_t refused = 0;
  for (std::size_t at = 0; at + 8 < bytes.size(); ++at) {
    for (const unsigned flip : {0x01U, 0x80U, 0xffU}) {
      std::vector<std::byte> changed = bytes;
      changed[at] ^= static_cast<std::byte>(flip);
      std::uint64_t hash = 0x243f6a8885a308d3U;
      for (std::size_t word_at = 0; word_at + 8 < changed.size(); word_at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, changed.data() + word_at, 8);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
        hash ^= hash >> 29U;
      }
      std::memcpy(changed.data() + changed.size() - 8, &hash, 8);
      Engine restored{options(true)};
      try {
        restored.restore(changed);
      } catch (const SnapshotError&) {
        ++refused;
        continue;
      }
      RandomCommands more = random_commands(at, CommandMix::Everything);
      advance(restored, more, 20);
    }
  }
  EXPECT_GT(refused, bytes.size() / 8);
}

TEST(EngineSnapshotRefusal, AnotherNumberOfBooksOrTooLittleRoomIsNamed) {
  RandomCommands random = random_commands(seed_or(96), CommandMix::Simple);
  Engine engine{options(false)};
  advance(engine, random, 500);
  ASSERT_GT(engine.order_count(), 1U);
  const std::vector<std::byte> bytes = snapshot_of(engine);
  EXPECT_NE(refusal_of(bytes, {.book_count = 4, .max_orders = 500}).find("number of books"),
            std::string::npos);
  EXPECT_NE(refusal_of(bytes, {.book_count = 3, .max_orders = 1}).find("more orders"),
            std::string::npos);
}

}  // namespace
}  // namespace hotbook::engine
