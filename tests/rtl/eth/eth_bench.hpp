// Drives eth and holds every packet word, in its exact cycle, against the naive judge of the feed
// function.

#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "Veth_v.h"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "sim/oracle/frame_oracle.hpp"
#include "tests/rtl/eth/frame_builder.hpp"

namespace hotbook::test {

using channel::EthPulses;
using channel::FrameWord;
using channel::PacketWord;
using Counts = std::map<std::string, std::uint64_t>;

inline void print(std::ostream& out, const PacketWord& word) {
  out << std::hex << "data=" << word.data << std::dec << " lanes=[" << word.first_lane << ","
      << word.end_lane << ") first=" << word.first << " last=" << word.last << " bad=" << word.bad
      << " rx=" << word.rx_time_ns << " arrival=" << word.arrival_cycle;
}

struct Frame {
  ByteString bytes;
  bool bad = false;
};

// The packet words of one frame by the naive judge of the feed function, times left 0, by index of
// the frame's word.
inline std::map<std::size_t, PacketWord> expected_words(const oracle::LineOptions& line,
                                                        const Frame& frame,
                                                        const std::vector<FrameWord>& words,
                                                        Counts& counts) {
  const oracle::JudgedFrame judged = oracle::judge_frame(line, frame.bytes, frame.bad);
  ++counts["frames"];
  ++counts[judged.dropped.empty() ? "packets" : judged.dropped];
  if (!judged.dropped.empty()) return {};
  if (judged.bad) ++counts["bad_frame"];
  const std::size_t begin = frame.bytes[12] == 0x81 ? 46 : 42;
  const std::size_t end = begin + judged.payload.size();
  std::map<std::size_t, PacketWord> expected;
  for (std::size_t i = begin / 8; i < words.size(); ++i) {
    PacketWord word;
    word.data = words[i].data;
    const std::size_t from = std::max(begin, 8 * i);
    const std::size_t to = std::max(from, std::min(end, 8 * i + 8));
    word.first = i == begin / 8;
    word.last = i + 1 == words.size();
    word.first_lane = word.first ? begin % 8 : 0;
    word.end_lane = to > from ? to - 8 * i : word.first_lane;
    word.bad = word.last && judged.bad;
    if (to > from || word.first || word.last) expected[i] = word;
  }
  return expected;
}

class EthBench {
 public:
  explicit EthBench(const oracle::LineOptions& line) : line_{line} {
    clock_->checksum_ignore_i = line.checksum_ignore;
    clock_->mac_i = line.mac;
    clock_->vlan_i = static_cast<std::uint16_t>(line.vlan);
    clock_->group_i = line.group;
    clock_->udp_port_i = line.udp_port;
    clock_->frame_valid_i = 0;
    clock_->packet_ready_i = 0;
    clock_.reset();
  }

  // Runs the frames through and compares every word, its cycle, and the counters.
  void run(const std::vector<Frame>& frames, RandomRun& random, unsigned offer_stall,
           unsigned take_stall) {
    sim::Stall offers{random(), offer_stall};
    sim::Stall takes{random(), take_stall};
    for (index_ = 0; index_ < frames.size(); ++index_) {
      const std::vector<FrameWord> words =
          to_words(frames[index_].bytes, frames[index_].bad, random);
      auto expected = expected_words(line_, frames[index_], words, expected_counts_);
      std::uint64_t rx_time_ns = 0;
      for (std::size_t i = 0; i < words.size();) {
        const bool offered = !offers.held();
        const std::uint64_t now_ns = random();
        const bool moved = cycle(offered ? &words[i] : nullptr, !takes.held(), now_ns, random);
        if (testing::Test::HasFatalFailure()) return;
        if (!moved) continue;
        if (i == 0) rx_time_ns = now_ns;
        if (const auto found = expected.find(i); found != expected.end()) {
          found->second.rx_time_ns = rx_time_ns;
          found->second.arrival_cycle = (clock_.cycle() - 1) & 0xffff;
          due_ = found->second;
        }
        ++i;
      }
    }
    for (int i = 0; i < 3; ++i) (void)cycle(nullptr, true, 0, random);
    EXPECT_EQ(counts_, expected_counts_) << random.reproduce();
  }

  [[nodiscard]] const Counts& counts() const { return counts_; }
  [[nodiscard]] std::uint64_t cycles() const { return clock_.cycle(); }

 private:
  // One clock cycle; says whether the offered word moved. due_ must be offered exactly now.
  bool cycle(const FrameWord* word, bool take, std::uint64_t now_ns, RandomRun& random) {
    FrameWord garbage{random(), random() % 16, random() % 2, random() % 2};
    (word == nullptr ? garbage : *word).store(clock_->frame_i);
    clock_->frame_valid_i = word != nullptr;
    clock_->packet_ready_i = take;
    clock_->now_ns_i = now_ns;
    clock_->cycle_i = static_cast<std::uint16_t>(clock_.cycle());
    clock_.settle();
    check_output(random);
    EXPECT_EQ(clock_->frame_ready_o, !due_ || take) << random.reproduce();
    const bool moved = word != nullptr && clock_->frame_ready_o;
    if (take) due_.reset();
    count();
    clock_.tick();
    return moved;
  }

  void check_output(const RandomRun& random) {
    ASSERT_EQ(clock_->packet_valid_o, due_.has_value())
        << "frame " << index_ << "; " << random.reproduce();
    if (!due_) return;
    const PacketWord got = PacketWord::load(clock_->packet_o);
    if (got == *due_) return;
    std::cout << "expected ";
    print(std::cout, *due_);
    std::cout << "\ngot      ";
    print(std::cout, got);
    std::cout << std::endl;
    FAIL() << "frame " << index_ << "; " << random.reproduce();
  }

  void count() {
    const EthPulses pulses = EthPulses::load(clock_->pulses_o);
    const auto add = [this](const char* name, std::uint64_t pulse) {
      if (pulse != 0) ++counts_[name];
    };
    add("frames", pulses.frames);
    add("packets", pulses.packets);
    add("drop_runt", pulses.drop_runt);
    add("drop_not_ipv4", pulses.drop_not_ipv4);
    add("drop_filter", pulses.drop_filter);
    add("drop_ip_header", pulses.drop_ip_header);
    add("drop_ip_checksum", pulses.drop_ip_checksum);
    add("drop_not_udp", pulses.drop_not_udp);
    add("drop_length", pulses.drop_length);
    add("bad_frame", pulses.bad_frame);
  }

  oracle::LineOptions line_;
  sim::Clock<Veth_v> clock_;
  std::optional<PacketWord> due_;
  Counts counts_;
  Counts expected_counts_;
  std::size_t index_ = 0;
};

}  // namespace hotbook::test
