// Plays two scripts of message words into a Verilated feed_arbiter and compares every cycle with
// the model.
//
// Threading: one per test.
// Hot path:  none, test code.

#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "Vfeed_arbiter_rtl.h"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/feed/arbiter_model.hpp"
#include "tests/rtl/feed/traffic.hpp"

namespace hotbook::feed_test {

using channel::TakenWord;

inline constexpr Session kSession{'2', '0', '2', '6', '1', '1', '2', '0', ' ', ' '};
inline constexpr std::uint64_t kMax = ~std::uint64_t{0};

// One word of a line's script and how many cycles the line is quiet before it.
struct Step {
  channel::MessageWord word;
  channel::PacketHeader header;
  unsigned quiet = 0;
};
using Script = std::vector<Step>;

inline void append(Script& script, const Packet& packet, std::size_t lane = 5, unsigned quiet = 0) {
  for (const channel::MessageWord& word : message_words(packet, lane)) {
    script.push_back({word, header_of(packet), quiet});
    quiet = 0;
  }
}

inline Packet packet_of(std::uint64_t seq, std::size_t messages, std::size_t bytes = 19) {
  Packet packet;
  packet.session = kSession;
  packet.seq = seq;
  packet.message_count = static_cast<std::uint16_t>(messages);
  packet.rx_time_ns = 1000 + seq;
  packet.messages.assign(messages, Bytes(bytes, static_cast<std::uint8_t>(seq)));
  return packet;
}

inline Packet heartbeat(std::uint64_t seq, bool ends_session = false) {
  Packet packet = packet_of(seq, 0);
  if (ends_session) packet.message_count = kEndOfSession;
  return packet;
}

inline std::string text_of(const TakenWord& word) {
  return "gap=" + std::to_string(word.gap) + " reason=" + std::to_string(word.reason) +
         " seq=" + std::to_string(word.seq) + " data=" + std::to_string(word.data) +
         " start=" + std::to_string(word.start) + "@" + std::to_string(word.start_lane) +
         " finish=" + std::to_string(word.finish) + "@" + std::to_string(word.finish_lane) +
         " length=" + std::to_string(word.length) + " last=" + std::to_string(word.last) +
         " rx_time_ns=" + std::to_string(word.rx_time_ns) +
         " arrival_cycle=" + std::to_string(word.arrival_cycle);
}

// Fields that are not meant, set to 0.
inline TakenWord meant(TakenWord word) {
  if (word.gap != 0) {
    word.start = word.finish = word.last = 0;
  } else {
    word.reason = 0;
  }
  if (word.gap != 0 || word.start == 0) word.start_lane = word.length = 0;
  if (word.gap != 0 || word.finish == 0) word.finish_lane = 0;
  if (word.gap == 0 && word.finish == 0) word.seq = 0;
  return word;
}

// A model with bugs in it (scripts/mutate) is told which of them is awake.
template <class Top>
void wake_bug(Top& top) {
  if constexpr (requires { top.mutant; }) {
    const char* number = std::getenv("HOTBOOK_MUTANT");
    top.mutant = static_cast<SData>(number == nullptr ? 0 : std::strtoul(number, nullptr, 10));
  }
}

class ArbiterBench {
 public:
  explicit ArbiterBench(std::uint64_t first_seq = 1, std::uint32_t line_wait_cycles = 20)
      : model{first_seq, line_wait_cycles} {
    wake_bug(clock_.top());
    clock_->clear_i = 0;
    clock_->first_seq_i = first_seq;
    clock_->line_wait_cycles_i = line_wait_cycles;
    clock_->message_valid_i = 0;
    clock_->taken_ready_i = 1;
    clock_.reset();
  }

  // Plays both scripts to their ends and waits until nothing moves.
  void play(const Script& a, const Script& b, unsigned cycles = ~0U) {
    scripts_ = {&a, &b};
    for (std::size_t line = 0; line < 2; ++line) {
      next_[line] = 0;
      wait_[line] = scripts_[line]->empty() ? 0 : scripts_[line]->front().quiet;
    }
    for (unsigned idle = 0; idle < 30 && cycles > 0 && !::testing::Test::HasFailure(); --cycles) {
      cycle();
      idle = next_[0] == a.size() && next_[1] == b.size() && model.out.empty() ? idle + 1 : 0;
      ASSERT_LT(stuck_, 5000U) << "nothing moves: a at word " << next_[0] << " of " << a.size()
                               << ", b at " << next_[1] << " of " << b.size() << ", expected "
                               << clock_->expected_o;
    }
  }

  void finish() {
    EXPECT_TRUE(model.out.empty()) << "never came: " << text_of(model.out.front());
    EXPECT_EQ(gaps, model.gaps);
    EXPECT_EQ(missing, model.missing);
    EXPECT_EQ(poisons, model.poisons);
    for (std::size_t line = 0; line < 2; ++line)
      EXPECT_EQ(counts[line], model.counts[line]) << "line " << line;
  }

  void clear_soon() { clear_next_ = true; }

  ArbiterModel model;
  std::array<bool, 2> enabled{true, true};
  sim::Stall out_stall{1, 0};
  unsigned toggle_percent_of_100 = 0;  // chance in 10000 per cycle that a line is switched
  unsigned clear_percent_of_100 = 0;   // or the session cleared
  Random random{1};

  std::array<LineCounts, 2> counts{};
  std::uint64_t gaps = 0;
  std::uint64_t missing = 0;
  std::uint64_t poisons = 0;
  std::uint64_t words = 0;
  std::vector<std::uint64_t> taken;  // message numbers
  std::vector<std::uint64_t> cycles_of_words;
  std::uint64_t now() const { return clock_.cycle(); }

 private:
  void offer(std::size_t line, Offer& offer) {
    const Script& script = *scripts_[line];
    offer.enabled = enabled[line];
    offer.valid = next_[line] < script.size() && wait_[line] == 0;
    if (wait_[line] > 0) --wait_[line];
    if (!offer.valid) return;
    offer.word = script[next_[line]].word;
    offer.word.arrival_cycle = (next_[line] * 7 + line) & 0xffff;
    offer.header = script[next_[line]].header;
    store_at(clock_->message_i, line, offer.word);
    store_at(clock_->packet_header_i, line, offer.header);
  }

  void cycle() {
    for (bool& enable : enabled) {
      if (toggle_percent_of_100 != 0 && random() % 10000 < toggle_percent_of_100) enable = !enable;
    }
    const bool clear =
        clear_next_ || (clear_percent_of_100 != 0 && random() % 10000 < clear_percent_of_100);
    clear_next_ = false;
    std::array<Offer, 2> offers;
    for (std::size_t line = 0; line < 2; ++line) offer(line, offers[line]);
    clock_->message_valid_i = static_cast<std::uint8_t>(offers[0].valid | offers[1].valid << 1);
    clock_->line_enable_i = static_cast<std::uint8_t>(enabled[0] | enabled[1] << 1);
    clock_->taken_ready_i = !out_stall.held();
    clock_->clear_i = clear;
    clock_.settle();

    if (clock_->gap_o != 0) {
      model.gap_opened();
      ++gaps;
      missing += clock_->missing_count_o;
    }
    poisons += clock_->poison_o;
    for (std::size_t line = 0; line < 2; ++line)
      counts[line].add(load_at<channel::LinePulses>(clock_->line_pulses_o, line));
    look_at_output();

    const bool out_free = clock_->taken_valid_o == 0 || clock_->taken_ready_i != 0;
    bool moved = false;
    for (std::size_t line = 0; line < 2; ++line) {
      offers[line].accepted = offers[line].valid && (clock_->message_ready_o >> line & 1) != 0;
      if (!offers[line].accepted) continue;
      moved = true;
      ++next_[line];
      wait_[line] = next_[line] < scripts_[line]->size() ? (*scripts_[line])[next_[line]].quiet : 0;
    }
    stuck_ = moved || (!offers[0].valid && !offers[1].valid) ? 0 : stuck_ + 1;
    model.cycle(offers, out_free);
    if (clear) cleared(offers);
    ASSERT_EQ(model.error, "") << "cycle " << now();
    clock_.tick();
  }

  // Pulses of the cleared cycle may or may not have gone out, so counting starts again on both
  // sides.
  void cleared(const std::array<Offer, 2>&) {
    model.clear();
    model.counts = {};
    model.gaps = model.missing = model.poisons = 0;
    counts = {};
    gaps = missing = poisons = 0;
  }

  void look_at_output() {
    ASSERT_EQ(clock_->taken_valid_o != 0, !model.out.empty())
        << "cycle " << now() << ": "
        << (model.out.empty() ? text_of(TakenWord::load(clock_->taken_o))
                              : text_of(model.out.front()));
    if (clock_->taken_valid_o == 0) return;
    const TakenWord seen = meant(TakenWord::load(clock_->taken_o));
    ASSERT_EQ(seen, meant(model.out.front()))
        << text_of(seen) << "\nexpected " << text_of(model.out.front());
    if (clock_->taken_ready_i == 0) return;
    model.out.pop_front();
    ++words;
    cycles_of_words.push_back(now());
    if (seen.gap == 0 && seen.finish != 0) taken.push_back(seen.seq);
  }

  sim::Clock<Vfeed_arbiter_rtl> clock_;
  std::array<const Script*, 2> scripts_{};
  std::array<std::size_t, 2> next_{};
  std::array<unsigned, 2> wait_{};
  unsigned stuck_ = 0;
  bool clear_next_ = false;
};

}  // namespace hotbook::feed_test
