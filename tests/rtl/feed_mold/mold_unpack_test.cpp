#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "Vmold_unpack_v.h"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/common/random_run.hpp"
#include "tests/rtl/feed_mold/message_reader.hpp"

namespace hotbook::test {
namespace {

using channel::MessageWord;
using channel::PacketHeader;
using channel::PacketWord;

struct Input {
  ByteString payload;
  std::uint64_t first_lane = 2;
  bool bad = false;
  bool ends_behind = false;  // the frame ends in a word behind the payload's last
};

std::vector<PacketWord> to_words(const Input& input, RandomRun& random) {
  std::vector<PacketWord> words;
  std::size_t at = 0;
  for (bool first = true; first || at < input.payload.size(); first = false) {
    PacketWord word;
    word.data = random();
    word.first_lane = first ? input.first_lane : 0;
    word.end_lane = word.first_lane;
    word.first = first;
    for (; word.end_lane < 8 && at < input.payload.size(); ++at, ++word.end_lane) {
      word.data &= ~(std::uint64_t{0xff} << (8 * word.end_lane));
      word.data |= std::uint64_t{input.payload[at]} << (8 * word.end_lane);
    }
    words.push_back(word);
  }
  if (input.ends_behind) {
    words.push_back({});
    words.back().data = random();
  }
  words.back().last = 1;
  words.back().bad = input.bad;
  const std::uint64_t rx_time_ns = random();
  for (PacketWord& word : words) word.rx_time_ns = rx_time_ns;
  return words;
}

class Bench {
 public:
  Bench() {
    clock_->packet_valid_i = 0;
    clock_->message_ready_i = 0;
    clock_.reset();
  }

  // Runs the packets through; every word must be offered one cycle after it moved, and read back as
  // the naive framing.
  void run(const std::vector<Input>& inputs, RandomRun& random, unsigned offer_stall,
           unsigned take_stall) {
    sim::Stall offers{random(), offer_stall};
    sim::Stall takes{random(), take_stall};
    for (const Input& input : inputs) {
      std::vector<PacketWord> words = to_words(input, random);
      std::vector<TimedByte> payload;
      for (std::size_t i = 0; i < words.size();) {
        const bool offered = !offers.held();
        words[i].arrival_cycle = arrival_;
        if (!cycle(offered ? &words[i] : nullptr, !takes.held(), random)) {
          if (testing::Test::HasFailure()) return;
          continue;
        }
        for (std::uint64_t lane = words[i].first_lane; lane < words[i].end_lane; ++lane) {
          payload.push_back({static_cast<std::uint8_t>(words[i].data >> (8 * lane)), arrival_});
        }
        payload_end_[arrival_] = words[i].end_lane;
        if (payload.size() >= 20) {
          due_arrival_ = arrival_;
          ++words_due_;
        }
        arrival_ = (arrival_ + 1) & 0xffff;
        ++i;
      }
      auto packet = frame_payload(payload);
      if (packet) {
        packet->bad = input.bad;
        packet->rx_time_ns = words.front().rx_time_ns;
        expected_.push_back(*packet);
      } else {
        ++expected_short_;
      }
    }
    for (int i = 0; i < 20; ++i) (void)cycle(nullptr, true, random);
    ASSERT_EQ(reader_.packets().size(), expected_.size()) << random.reproduce();
    for (std::size_t i = 0; i < expected_.size(); ++i) {
      ASSERT_EQ(reader_.packets()[i], expected_[i]) << "packet " << i << "; " << random.reproduce();
    }
    EXPECT_EQ(short_, expected_short_) << random.reproduce();
    reader_.packets().clear();
    expected_.clear();
  }

  [[nodiscard]] std::uint64_t cycles() const { return clock_.cycle(); }
  [[nodiscard]] std::uint64_t repeats() const { return reader_.emissions() - words_due_; }
  [[nodiscard]] std::uint64_t short_count() const { return short_; }

 private:
  // One clock cycle; says whether the offered word moved.
  bool cycle(const PacketWord* word, bool take, RandomRun& random) {
    PacketWord garbage;
    garbage.data = random();
    garbage.end_lane = random() % 9;
    garbage.first = random() % 2;
    garbage.last = random() % 2;
    (word == nullptr ? garbage : *word).store(clock_->packet_i);
    clock_->packet_valid_i = word != nullptr;
    clock_->message_ready_i = take;
    clock_.settle();

    const bool valid = clock_->message_valid_o != 0;
    const bool free = !valid || take;
    const bool again = clock_->packet_ready_o == 0 && free;  // the offered word comes once more
    EXPECT_FALSE(clock_->packet_ready_o != 0 && !free) << random.reproduce();
    if (due_arrival_) {
      const MessageWord got = MessageWord::load(clock_->message_o);
      EXPECT_TRUE(valid && got.arrival_cycle == *due_arrival_)
          << "cycle " << cycles() << "; " << random.reproduce();
      if (valid && take) {
        reader_.take(got, header_bytes(PacketHeader::load(clock_->packet_header_o)),
                     payload_end_[got.arrival_cycle]);
        if (!again) due_arrival_.reset();
      }
    } else {
      EXPECT_FALSE(valid) << "cycle " << cycles() << "; " << random.reproduce();
      EXPECT_FALSE(again) << random.reproduce();
    }
    short_ += clock_->header_short_o;
    const bool moved = word != nullptr && clock_->packet_ready_o != 0;
    clock_.tick();
    return moved;
  }

  sim::Clock<Vmold_unpack_v> clock_;
  MessageReader reader_;
  std::vector<Packet> expected_;
  std::map<std::uint64_t, std::uint64_t> payload_end_;
  std::optional<std::uint64_t> due_arrival_;  // of the word that has to be offered now
  std::uint64_t arrival_ = 0;
  std::uint64_t words_due_ = 0;
  std::uint64_t short_ = 0;
  std::uint64_t expected_short_ = 0;
};

ByteString start_payload(RandomRun& random, unsigned message_count) {
  ByteString payload(18);
  for (auto& byte : payload) byte = random.byte();
  payload.push_back(static_cast<std::uint8_t>(message_count >> 8));
  payload.push_back(static_cast<std::uint8_t>(message_count));
  return payload;
}

void add_message(ByteString& payload, std::size_t length, RandomRun& random) {
  payload.push_back(static_cast<std::uint8_t>(length >> 8));
  payload.push_back(static_cast<std::uint8_t>(length));
  for (std::size_t i = 0; i < length; ++i) payload.push_back(random.byte());
}

// Lengths as ITCH has them, tiny ones, both mixed, and now and then a long one.
std::size_t random_length(RandomRun& random, std::uint64_t style) {
  if (style == 0) return random.between(12, 50);
  if (style == 1) return random.below(9);
  if (random.below(200) == 0) return random.below(3000);
  return random.percent(50) ? random.below(9) : random.below(50);
}

Input random_input(RandomRun& random) {
  const std::uint64_t style = random.below(3);
  const auto messages = static_cast<unsigned>(random.below(style == 1 ? 40 : 12));
  unsigned claimed = messages;
  if (random.percent(15)) claimed = static_cast<unsigned>(random.below(2 * messages + 2));
  if (random.percent(5)) claimed = random.percent(50) ? 0xffff : 0;
  Input input;
  input.payload = start_payload(random, claimed);
  for (unsigned i = 0; i < messages; ++i)
    add_message(input.payload, random_length(random, style), random);
  if (random.percent(10))
    input.payload.resize(input.payload.size() + random.below(12), random.byte());
  if (random.percent(25)) input.payload.resize(random.below(input.payload.size() + 1));
  if (random.percent(10) && input.payload.size() > 20)
    input.payload[random.below(input.payload.size())] = random.byte();
  input.first_lane = random.percent(50) ? (random.percent(50) ? 2 : 6) : random.below(8);
  input.bad = random.percent(20);
  input.ends_behind = random.percent(20);
  return input;
}

TEST(MoldUnpack, FramesRandomPacketsAsTheBytesSayUnderAnyStalls) {
  RandomRun random{301};
  Bench bench;
  for (std::uint64_t run = 0; run < RandomRun::amount(1000); ++run) {
    std::vector<Input> inputs;
    for (int i = 0; i < 100; ++i) inputs.push_back(random_input(random));
    bench.run(inputs, random, run % 3 == 0 ? 0 : 30, run % 2 == 0 ? 0 : 40);
    if (HasFailure()) return;
  }
  EXPECT_GT(bench.repeats(), 1000U);
}

TEST(MoldUnpack, FramesEveryLengthAtEveryLaneCutAfterEveryByte) {
  RandomRun random{302};
  Bench bench;
  for (std::uint64_t lane = 0; lane < 8; ++lane) {
    for (std::size_t first = 0; first < 20; ++first) {
      std::vector<Input> inputs;
      for (std::size_t second = 0; second < 11; ++second) {
        ByteString whole = start_payload(random, 3);
        add_message(whole, first, random);
        add_message(whole, second, random);
        add_message(whole, 5, random);
        whole.push_back(0);  // trailing
        for (std::size_t size = second == 0 ? 0 : 22 + first; size <= whole.size(); ++size) {
          Input input;
          input.payload.assign(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
          input.first_lane = lane;
          input.ends_behind = random.percent(30);
          inputs.push_back(input);
        }
      }
      bench.run(inputs, random, 0, 0);
      if (HasFailure()) return;
    }
  }
  EXPECT_EQ(bench.short_count(), 8U * 20U * 20U);
}

TEST(MoldUnpack, FramesNothingOfHeartbeatAndEndOfSession) {
  RandomRun random{303};
  Bench bench;
  std::vector<Input> inputs;
  for (const unsigned count : {0U, 0xffffU, 0x00ffU, 0xff00U, 0x0100U, 1U}) {
    for (std::uint64_t lane = 0; lane < 8; ++lane) {
      for (const std::size_t length : {0U, 3U, 19U}) {
        Input input;
        input.payload = start_payload(random, count);
        input.first_lane = lane;
        inputs.push_back(input);
        add_message(input.payload, length, random);
        inputs.push_back(input);
      }
    }
  }
  bench.run(inputs, random, 0, 0);
}

// Bench checks that every word is offered in the cycle after it moved; here the input must never
// wait either.
TEST(MoldUnpack, NeverStallsOnMessagesOfSevenBytesOrMore) {
  RandomRun random{304};
  for (const std::size_t least : {7U, 12U, 19U}) {
    Bench bench;
    std::vector<Input> inputs;
    std::size_t words = 0;
    for (std::uint64_t i = 0; i < 400; ++i) {
      Input input;
      const auto messages = static_cast<unsigned>(random.between(1, 60));
      input.payload = start_payload(random, messages);
      for (unsigned m = 0; m < messages; ++m) {
        add_message(input.payload, i % 2 == 0 ? least : random.between(least, 50), random);
      }
      input.first_lane = i % 8;
      input.ends_behind = i % 5 == 0;
      words += (input.first_lane + input.payload.size() + 7) / 8 + (input.ends_behind ? 1 : 0);
      inputs.push_back(input);
    }
    const std::uint64_t start = bench.cycles();
    bench.run(inputs, random, 0, 0);
    EXPECT_EQ(bench.cycles() - start, words + 20) << least;
    EXPECT_EQ(bench.repeats(), 0U) << least;
  }
}

}  // namespace
}  // namespace hotbook::test
