#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <vector>

#include "Vline_chain_v.h"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/eth/frame_builder.hpp"
#include "tests/rtl/feed_mold/message_reader.hpp"

namespace hotbook::test {
namespace {

using channel::FrameWord;
using channel::MessageWord;
using channel::PacketHeader;

ByteString random_packet(RandomRun& random, unsigned messages, std::size_t length) {
  ByteString payload(18);
  for (auto& byte : payload) byte = random.byte();
  payload.push_back(static_cast<std::uint8_t>(messages >> 8));
  payload.push_back(static_cast<std::uint8_t>(messages));
  for (unsigned m = 0; m < messages; ++m) {
    payload.push_back(0);
    payload.push_back(static_cast<std::uint8_t>(length));
    for (std::size_t i = 0; i < length; ++i) payload.push_back(random.byte());
  }
  return payload;
}

class Chain {
 public:
  Chain() {
    clock_->frame_valid_i = 0;
    clock_->message_ready_i = 0;
    clock_.reset();
  }

  // Sends the payload in a frame, with or without tag and padding.
  void send(const ByteString& payload, RandomRun& random, unsigned offer_stall,
            unsigned take_stall) {
    sim::Stall offers{random(), offer_stall};
    sim::Stall takes{random(), take_stall};
    FrameSpec spec;
    if (random.percent(50)) spec.tag = 0x2064;
    const ByteString frame = build_frame(spec, payload);
    const std::size_t begin = spec.tag ? 46 : 42;
    std::vector<TimedByte> timed;
    const std::vector<FrameWord> words = to_words(frame, false, random);
    std::uint64_t rx_time_ns = 0;
    for (std::size_t i = 0; i < words.size();) {
      const std::uint64_t now = age_;
      if (!cycle(!offers.held() ? &words[i] : nullptr, !takes.held())) continue;
      if (i == 0) rx_time_ns = now;
      for (std::size_t at = std::max(begin, 8 * i);
           at < std::min(begin + payload.size(), 8 * i + 8); ++at) {
        timed.push_back({frame[at], now & 0xffff});
      }
      ++i;
    }
    auto packet = frame_payload(timed);
    ASSERT_TRUE(packet.has_value());
    packet->rx_time_ns = rx_time_ns;
    expected_.push_back(*packet);
  }

  void finish(const RandomRun& random) {
    for (int i = 0; i < 700; ++i) (void)cycle(nullptr, true);
    ASSERT_EQ(reader_.packets().size(), expected_.size()) << random.reproduce();
    for (std::size_t i = 0; i < expected_.size(); ++i) {
      ASSERT_EQ(reader_.packets()[i], expected_[i]) << "packet " << i << "; " << random.reproduce();
    }
  }

  [[nodiscard]] std::uint64_t input_waits() const { return input_waits_; }
  [[nodiscard]] const std::map<std::uint64_t, std::uint64_t>& latencies() const {
    return latencies_;
  }

 private:
  bool cycle(const FrameWord* word, bool take) {
    clock_->frame_valid_i = word != nullptr;
    if (word != nullptr) word->store(clock_->frame_i);
    clock_->message_ready_i = take;
    clock_.settle();
    if (clock_->message_valid_o && take) {
      const MessageWord got = MessageWord::load(clock_->message_o);
      ++latencies_[(age_ - got.arrival_cycle) & 0xffff];
      reader_.take(got, header_bytes(PacketHeader::load(clock_->packet_header_o)), 8);
    }
    EXPECT_EQ(clock_->overrun_o, 0);
    const bool moved = word != nullptr && clock_->frame_ready_o;
    if (word != nullptr && !clock_->frame_ready_o) ++input_waits_;
    clock_.tick();
    ++age_;  // since reset: card time at one nanosecond a cycle
    return moved;
  }

  sim::Clock<Vline_chain_v> clock_;
  MessageReader reader_;
  std::vector<Packet> expected_;
  std::uint64_t age_ = 0;
  std::uint64_t input_waits_ = 0;
  std::map<std::uint64_t, std::uint64_t> latencies_;
};

TEST(LineChain, OffersEveryWordTwoCyclesAfterItCameAtFullRate) {
  RandomRun random{401};
  Chain chain;
  for (std::uint64_t i = 0; i < RandomRun::amount(500); ++i) {
    const std::size_t length =
        i % 2 == 0 ? 19 : 12;  // order deleted and system event: the shortest
    chain.send(random_packet(random, static_cast<unsigned>(random.between(1, 60)), length), random,
               0, 0);
  }
  chain.finish(random);
  EXPECT_EQ(chain.input_waits(), 0U);
  ASSERT_EQ(chain.latencies().size(), 1U);
  EXPECT_EQ(chain.latencies().begin()->first, 2U);
}

TEST(LineChain, LosesNothingWhileItsReaderStalls) {
  RandomRun random{402};
  Chain chain;
  for (std::uint64_t i = 0; i < RandomRun::amount(300); ++i) {
    const std::size_t length = random.between(0, 50);
    chain.send(random_packet(random, static_cast<unsigned>(random.between(1, 60)), length), random,
               10, i % 100 < 50 ? 70 : 0);
    if (HasFatalFailure()) return;
  }
  chain.finish(random);
  EXPECT_GT(chain.input_waits(), 100U);
}

}  // namespace
}  // namespace hotbook::test
