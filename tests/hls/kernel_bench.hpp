// Drives a feed kernel as the card does: the frames of two lines become words at its ports, and
// what it gives becomes records and counters that an oracle's can be compared with.
//
// Threading: one thread.
// Hot path:  none, test code.

#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <vector>

#include "hls/common/feed_kernel.hpp"
#include "sim/oracle/book_oracle.hpp"
#include "sim/oracle/feed_oracle.hpp"
#include "sim/oracle/frame_oracle.hpp"
#include "sim/replay/draw.hpp"

namespace hotbook::hls_test {

using kernel::KernelInput;
using kernel::KernelStep;
using oracle::Bytes;
using oracle::Line;
using replay::Draw;

// How often the outside stalls the kernel, in percent of steps.
struct Stalls {
  unsigned words = 0;   // of a line: its next word has not come yet
  unsigned output = 0;  // the output has no room: the kernel is not called
};

// The words of a packet whose payload begins at this lane of its first word.
inline std::vector<KernelWord> kernel_words(Bytes payload, bool bad, unsigned lane,
                                            std::size_t padding_words, const KernelWord& form) {
  const std::size_t end = lane + payload.size();
  const std::size_t count = std::max<std::size_t>((end + 7) / 8, 1) + padding_words;
  std::vector<KernelWord> words(count, form);
  for (std::size_t w = 0; w < count; ++w) {
    KernelWord& word = words[w];
    word.first_lane = static_cast<std::uint8_t>(w == 0 ? lane : 0);
    const std::size_t reach = end >= 8 * w + 8 ? 8 : end > 8 * w ? end - 8 * w : 0;
    word.end_lane = static_cast<std::uint8_t>(std::max<std::size_t>(reach, word.first_lane));
    word.arrival_cycle = static_cast<std::uint16_t>(form.arrival_cycle + w);
    for (std::size_t i = 0; i < 8; ++i) {
      const std::size_t at = 8 * w + i;
      // What is around the payload must not matter.
      word.data[i] = at >= lane && at < end ? payload[at - lane] : std::uint8_t{0x53};
    }
  }
  words.front().flags |= kKernelWordFlagFirst;
  words.back().flags |= kKernelWordFlagLast;
  if (bad) words.back().flags |= kKernelWordFlagBad;
  return words;
}

// Kernel: a type with State, step(State&, const KernelInput&), and is_head(state, line),
// is_body(state, line): a packet's whole header waits, or its messages are under way.
template <class Kernel>
class KernelBench {
 public:
  static constexpr std::uint32_t kForEver = 0xffffffff;  // more cycles than any test has

  // in_order: what is used depends on the order of frames alone.
  KernelBench(const oracle::OracleOptions& options, bool in_order)
      : options_{options}, in_order_{in_order} {
    for (const char* const name : {"line_a.", "line_b."}) {
      for (const char* const counter : kLineCounters) counters_[std::string{name} + counter] = 0;
    }
    for (const char* const counter : kFeedCounters) {
      counters_[std::string{"feed."} + counter] = 0;
    }
    for (const char* const counter : kLobCounters) counters_[std::string{"lob."} + counter] = 0;
    form_.line_wait_cycles = kForEver;
    form_.first_seq = options.first_seq;
    if (options.line_a.enabled) form_.flags |= kKernelWordFlagLineAEnable;
    if (options.line_b.enabled) form_.flags |= kKernelWordFlagLineBEnable;
  }

  // A frame comes in on a line. Its words wait until run().
  void frame(Line line, std::uint64_t rx_time_ns, Bytes bytes, bool mac_bad, Draw& draw) {
    count(line, "frames");
    const oracle::JudgedFrame judged = judge_frame(options_.line(line), bytes, mac_bad);
    if (!judged.dropped.empty()) return count(line, judged.dropped);
    count(line, "packets");
    if (judged.bad) count(line, "bad_frame");
    packet(line, rx_time_ns, judged.payload, judged.bad, draw);
  }

  void packet(Line line, std::uint64_t rx_time_ns, Bytes payload, bool bad, Draw& draw) {
    form_.rx_time_ns = rx_time_ns;
    form_.arrival_cycle = static_cast<std::uint16_t>(form_.arrival_cycle + 300);
    const auto words = kernel_words(payload, bad, draw.below(8), draw.below(3), form_);
    auto& queue = queues_[static_cast<std::size_t>(line)];
    queue.insert(queue.end(), words.begin(), words.end());
  }

  // Steps until nothing moves any more.
  void run(Draw& draw, Stalls stalls = {}) {
    for (unsigned still = 0; still < 4;) {
      if (stalls.output != 0 && draw.below(100) < stalls.output) continue;
      bool stalled = false;
      KernelInput input{};
      bool* const valid[] = {&input.line_a_valid, &input.line_b_valid};
      KernelWord* const word[] = {&input.line_a, &input.line_b};
      for (std::size_t i = 0; i < 2; ++i) {
        if (queues_[i].empty()) continue;
        // A word that was offered once stays offered.
        offered_[i] = offered_[i] || stalls.words == 0 || draw.below(100) >= stalls.words;
        stalled = stalled || !offered_[i];
        // The oracle looks at heads that are whole. So a head that is ready is not shown before the
        // other line's is, though on a card it would be: there the words' times decide.
        const bool early = in_order_ && Kernel::is_head(state_, i) && !queues_[1 - i].empty() &&
                           !Kernel::is_head(state_, 1 - i) && !Kernel::is_body(state_, 1 - i);
        *valid[i] = offered_[i] && !early;
        if (*valid[i]) *word[i] = queues_[i].front();
      }
      still = step(input) || stalled ? 0 : still + 1;
    }
  }

  // No more frames come: nobody waits for a silent line.
  void finish(Draw& draw) {
    for (auto& queue : queues_) {
      for (KernelWord& word : queue) word.line_wait_cycles = 0;
    }
    form_.line_wait_cycles = 0;
    run(draw);
  }

  // The session is over: the next words are another one's.
  void clear() { ++form_.session; }

  [[nodiscard]] const std::vector<KernelOutput>& outputs() const { return outputs_; }
  [[nodiscard]] std::vector<oracle::Record> take_records() {
    outputs_.clear();
    return std::exchange(records_, {});
  }
  [[nodiscard]] const oracle::Counters& counters() const { return counters_; }
  [[nodiscard]] bool words_wait() const { return !queues_[0].empty() || !queues_[1].empty(); }
  [[nodiscard]] std::uint64_t steps() const { return steps_; }
  [[nodiscard]] oracle::Levels levels(std::uint16_t book, Side side) const {
    return books_.levels(book, side);
  }
  [[nodiscard]] typename Kernel::State& state() { return state_; }

  // One step with these words at the ports: whether anything moved.
  bool step(const KernelInput& input) {
    ++steps_;
    const KernelStep done = Kernel::step(state_, input);
    if (done.line_a_taken) take(0);
    if (done.line_b_taken) take(1);
    if (done.output_valid) give(done.output);
    return done.line_a_taken || done.line_b_taken || done.output_valid;
  }

  // An output of the kernel becomes a record, and counts.
  void give(const KernelOutput& output) {
    outputs_.push_back(output);
    count_pulses(output);
    const auto kind = static_cast<RecordKind>(output.kind);
    if (output.kind == 0) return;
    if (kind == RecordKind::VenueMessage) {
      VenueMessage record{};
      record.kind = kind;
      record.seq = output.seq;
      std::memcpy(record.message, output.message, sizeof record.message);
      record.length = output.length;
      record.more = (output.flags & kKernelOutputFlagMore) != 0 ? 1 : 0;
      record.record_seq = static_cast<std::uint16_t>(records_given_++);
      records_.emplace_back(record);
      return;
    }
    if (kind == RecordKind::Gap) count_gap(output);
    oracle::Event event;
    event.kind = kind;
    event.seq = output.seq;
    event.venue_time_ns = output.venue_time_ns;
    event.rx_time_ns = output.rx_time_ns;
    event.order_ref = output.order_ref;
    event.price = output.price;
    event.quantity = output.quantity;
    event.book = output.book;
    event.side = (output.flags & kKernelOutputFlagSideAsk) != 0 ? Side::Ask : Side::Bid;
    event.pair_first = (output.flags & kKernelOutputFlagPairFirst) != 0;
    event.pair_second = (output.flags & kKernelOutputFlagPairSecond) != 0;
    BookUpdate update = books_.apply(event);
    update.record_seq = static_cast<std::uint16_t>(records_given_++);
    records_.emplace_back(update);
  }

 private:
  static constexpr const char* kLineCounters[] = {"session_mismatch", "heartbeats",
                                                  "end_of_session",   "duplicate_packets",
                                                  "messages_taken",   "messages_duplicate",
                                                  "message_cut",      "trailing_bytes",
                                                  "header_short",     "frames",
                                                  "packets",          "bad_frame",
                                                  "drop_runt",        "drop_not_ipv4",
                                                  "drop_filter",      "drop_ip_header",
                                                  "drop_ip_checksum", "drop_not_udp",
                                                  "drop_length"};
  static constexpr const char* kFeedCounters[] = {
      "book_messages", "venue_messages", "unknown_type",     "wrong_length",   "bad_field",
      "unmapped",      "gaps",           "messages_missing", "frames_poisoned"};
  static constexpr const char* kLobCounters[] = {"events", "tops", "order_unknown", "order_ignored",
                                                 "overfill"};

  void count(Line line, const std::string& name) {
    ++counters_[(line == Line::A ? "line_a." : "line_b.") + name];
  }

  void take(std::size_t line) {
    if (queues_[line].empty()) return;  // of a caller's own input
    queues_[line].pop_front();
    offered_[line] = false;
  }

  void count_gap(const KernelOutput& output) {
    if (output.price == static_cast<std::uint32_t>(GapReason::BadFrame)) {
      ++counters_["feed.frames_poisoned"];
      return;
    }
    ++counters_["feed.gaps"];
    std::uint64_t& missing = counters_["feed.messages_missing"];
    missing = std::min<std::uint64_t>(missing + std::min<std::uint64_t>(output.order_ref, kForEver),
                                      kForEver);
  }

  void count_pulses(const KernelOutput& output) {
    for (std::size_t bit = 0; bit < 8; ++bit) {
      if (output.line_a >> bit & 1) ++counters_[std::string{"line_a."} + kLineCounters[bit]];
      if (output.line_b >> bit & 1) ++counters_[std::string{"line_b."} + kLineCounters[bit]];
      if ((output.pulses >> bit & 1) == 0) continue;
      if (bit >= 6) {
        count(bit == 6 ? Line::A : Line::B, "header_short");
      } else {
        ++counters_[std::string{"feed."} + kFeedCounters[bit]];
      }
    }
    counters_["feed.expected_low"] = output.expected & 0xffffffff;
    counters_["feed.expected_high"] = output.expected >> 32;
  }

  oracle::OracleOptions options_;
  bool in_order_;
  KernelWord form_{};  // what all words share
  std::deque<KernelWord> queues_[2];
  bool offered_[2] = {false, false};
  typename Kernel::State state_{};
  std::vector<KernelOutput> outputs_;
  std::vector<oracle::Record> records_;
  std::uint64_t records_given_ = 0;
  std::uint64_t steps_ = 0;
  oracle::Counters counters_;
  oracle::BookOracle books_{counters_};
};

}  // namespace hotbook::hls_test
