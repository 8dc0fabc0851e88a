#include <gtest/gtest.h>

#include <iostream>
#include <string>

#include "Vfeed_arbiter_rtl.h"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/feed/arbiter_model.hpp"
#include "tests/rtl/feed/traffic.hpp"

namespace hotbook::feed_test {
namespace {

using channel::TakenWord;

constexpr Session kSession{'2', '0', '2', '6', '1', '1', '2', '0', ' ', ' '};
constexpr std::uint64_t kMax = ~std::uint64_t{0};

// One word of a line's script and how many cycles the line is quiet before it.
struct Step {
  channel::MessageWord word;
  channel::PacketHeader header;
  unsigned quiet = 0;
};
using Script = std::vector<Step>;

void append(Script& script, const Packet& packet, std::size_t lane = 5, unsigned quiet = 0) {
  for (const channel::MessageWord& word : message_words(packet, lane)) {
    script.push_back({word, header_of(packet), quiet});
    quiet = 0;
  }
}

Packet packet_of(std::uint64_t seq, std::size_t messages, std::size_t bytes = 19) {
  Packet packet;
  packet.session = kSession;
  packet.seq = seq;
  packet.message_count = static_cast<std::uint16_t>(messages);
  packet.rx_time_ns = 1000 + seq;
  packet.messages.assign(messages, Bytes(bytes, static_cast<std::uint8_t>(seq)));
  return packet;
}

Packet heartbeat(std::uint64_t seq, bool ends_session = false) {
  Packet packet = packet_of(seq, 0);
  if (ends_session) packet.message_count = kEndOfSession;
  return packet;
}

std::string text_of(const TakenWord& word) {
  return "gap=" + std::to_string(word.gap) + " reason=" + std::to_string(word.reason) + " seq=" + std::to_string(word.seq) +
         " data=" + std::to_string(word.data) + " start=" + std::to_string(word.start) + "@" + std::to_string(word.start_lane) +
         " finish=" + std::to_string(word.finish) + "@" + std::to_string(word.finish_lane) +
         " length=" + std::to_string(word.length) + " last=" + std::to_string(word.last) +
         " rx_time_ns=" + std::to_string(word.rx_time_ns) + " arrival_cycle=" + std::to_string(word.arrival_cycle);
}

// Fields that are not meant, set to 0.
TakenWord meant(TakenWord word) {
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

class Bench {
 public:
  explicit Bench(std::uint64_t first_seq = 1, std::uint32_t line_wait_cycles = 20) : model{first_seq, line_wait_cycles} {
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
      ASSERT_LT(stuck_, 5000U) << "nothing moves: a at word " << next_[0] << " of " << a.size() << ", b at " << next_[1] << " of "
                               << b.size() << ", expected " << clock_->expected_o;
    }
  }

  void finish() {
    EXPECT_TRUE(model.out.empty()) << "never came: " << text_of(model.out.front());
    EXPECT_EQ(gaps, model.gaps);
    EXPECT_EQ(missing, model.missing);
    EXPECT_EQ(poisons, model.poisons);
    for (std::size_t line = 0; line < 2; ++line) EXPECT_EQ(counts[line], model.counts[line]) << "line " << line;
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
    const bool clear = clear_next_ || (clear_percent_of_100 != 0 && random() % 10000 < clear_percent_of_100);
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
    for (std::size_t line = 0; line < 2; ++line) counts[line].add(load_at<channel::LinePulses>(clock_->line_pulses_o, line));
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

  // Pulses of the cleared cycle may or may not have gone out, so counting starts again on both sides.
  void cleared(const std::array<Offer, 2>&) {
    model.clear();
    model.counts = {};
    model.gaps = model.missing = model.poisons = 0;
    counts = {};
    gaps = missing = poisons = 0;
  }

  void look_at_output() {
    ASSERT_EQ(clock_->taken_valid_o != 0, !model.out.empty())
        << "cycle " << now() << ": " << (model.out.empty() ? text_of(TakenWord::load(clock_->taken_o)) : text_of(model.out.front()));
    if (clock_->taken_valid_o == 0) return;
    const TakenWord seen = meant(TakenWord::load(clock_->taken_o));
    ASSERT_EQ(seen, meant(model.out.front())) << text_of(seen) << "\nexpected " << text_of(model.out.front());
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

std::vector<std::uint64_t> numbers(std::uint64_t first, std::uint64_t behind) {
  std::vector<std::uint64_t> all;
  for (std::uint64_t number = first; number < behind; ++number) all.push_back(number);
  return all;
}

TEST(FeedArbiter, TakesEachMessageOnceFromTwoEqualLines) {
  for (unsigned skew = 0; skew < 40; ++skew) {
    Bench bench;
    Script a;
    Script b;
    for (std::uint64_t seq = 1; seq < 60; seq += 3) {
      append(a, packet_of(seq, 3), 1 + seq % 8, 0);
      append(b, packet_of(seq, 3), 1 + seq % 8, seq == 1 ? skew : 0);
    }
    bench.play(a, b);
    bench.finish();
    EXPECT_EQ(bench.taken, numbers(1, 61)) << skew;
    EXPECT_EQ(bench.counts[0].duplicate_packets + bench.counts[1].duplicate_packets, 20U);
  }
}

TEST(FeedArbiter, LosesNoCycleBetweenPacketsOfOneLine) {
  Bench bench;
  Script a;
  for (std::uint64_t seq = 1; seq < 50; ++seq) append(a, packet_of(seq, 1), 1 + seq % 8);
  bench.play(a, {});
  bench.finish();
  ASSERT_EQ(bench.cycles_of_words.size(), a.size());
  EXPECT_EQ(bench.cycles_of_words.back() - bench.cycles_of_words.front(), a.size() - 1);
}

TEST(FeedArbiter, LosesNoCycleWhileTheOtherLineBringsDuplicates) {
  for (unsigned skew = 1; skew < 12; ++skew) {
    Bench bench;
    Script a;
    Script b;
    for (std::uint64_t seq = 1; seq < 100; seq += 2) {
      append(a, packet_of(seq, 2));
      append(b, packet_of(seq, 2), 5, skew);
    }
    bench.play(a, b);
    bench.finish();
    ASSERT_EQ(bench.cycles_of_words.size(), a.size());
    EXPECT_EQ(bench.cycles_of_words.back() - bench.cycles_of_words.front(), a.size() - 1) << skew;
  }
}

TEST(FeedArbiter, FirstPacketFixesTheSessionAndOthersAreDropped) {
  Bench bench{0};
  Packet foreign = packet_of(6, 4);
  foreign.session[9] = 'x';
  Script a;
  append(a, packet_of(5, 2));
  append(a, foreign);
  append(a, packet_of(7, 2));
  bench.play(a, {});
  bench.finish();
  EXPECT_EQ(bench.taken, numbers(5, 9));
  EXPECT_EQ(bench.counts[0].session_mismatch, 1U);
}

TEST(FeedArbiter, EveryByteOfTheSessionCounts) {
  for (std::size_t byte = 0; byte < 10; ++byte) {
    Bench bench;
    Packet foreign = packet_of(2, 1);
    foreign.session[byte] ^= 1;
    Script a;
    append(a, packet_of(1, 1));
    append(a, foreign);
    bench.play(a, {});
    bench.finish();
    EXPECT_EQ(bench.counts[0].session_mismatch, 1U) << byte;
    EXPECT_EQ(bench.taken, numbers(1, 2));
  }
}

TEST(FeedArbiter, OverlappingPacketGivesOnlyItsNewMessages) {
  for (std::uint64_t known = 1; known < 12; ++known) {
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{19}}) {
      Bench bench;
      Script a;
      append(a, packet_of(1, known, bytes), 3);
      append(a, packet_of(1, 12, bytes), 1 + known % 8);
      append(a, packet_of(13, 1), 2);
      bench.play(a, {});
      bench.finish();
      EXPECT_EQ(bench.taken, numbers(1, 14)) << known << " messages of " << bytes;
      EXPECT_EQ(bench.counts[0].messages_duplicate, known);
    }
  }
}

TEST(FeedArbiter, LineAheadWaitsForTheOtherWhichFillsTheHole) {
  Bench bench{1, 100};
  Script a;
  Script b;
  append(a, packet_of(1, 2));
  append(a, packet_of(5, 2));
  append(b, packet_of(1, 2));
  append(b, packet_of(3, 2), 5, 90);
  append(b, packet_of(5, 2));
  bench.play(a, b);
  bench.finish();
  EXPECT_EQ(bench.taken, numbers(1, 7));
  EXPECT_EQ(bench.gaps, 0U);
}

TEST(FeedArbiter, GapOpensWhenTheOtherLineIsSilentForTheWait) {
  for (const std::uint32_t wait : {0U, 1U, 2U, 50U, 300U}) {
    Bench bench{1, wait};
    Script a;
    Script b;
    append(a, packet_of(1, 2));
    append(a, packet_of(5, 2), 5, 2);
    append(b, packet_of(1, 2));
    bench.play(a, b);
    bench.finish();
    EXPECT_EQ(bench.gaps, 1U);
    EXPECT_EQ(bench.missing, 2U);
  }
}

TEST(FeedArbiter, LowestOfTwoLinesAheadOpensTheGap) {
  for (int lower = 0; lower < 2; ++lower) {
    Bench bench;
    Script lines[2];
    append(lines[lower], packet_of(10, 2));
    append(lines[1 - lower], packet_of(11, 3));
    bench.play(lines[0], lines[1]);
    bench.finish();
    EXPECT_EQ(bench.taken, numbers(10, 14));
    EXPECT_EQ(bench.missing, 9U);
  }
}

TEST(FeedArbiter, HeartbeatAheadShowsAGapAndIsCounted) {
  Bench bench;
  Script a;
  Script b;
  append(a, packet_of(1, 1));
  append(a, heartbeat(2));
  append(a, heartbeat(4));
  append(a, heartbeat(4, true));
  append(b, heartbeat(1));
  append(b, heartbeat(9));
  bench.play(a, b);
  bench.finish();
  EXPECT_EQ(bench.missing, 7U);
  EXPECT_EQ(bench.counts[0].heartbeats, 2U);
  EXPECT_EQ(bench.counts[0].end_of_session, 1U);
  EXPECT_EQ(bench.counts[1].heartbeats, 2U);
}

TEST(FeedArbiter, CutPacketIsFinishedByTheOtherLine) {
  for (std::size_t cut = 1; cut < 80; ++cut) {
    Bench bench;
    Packet packet = packet_of(1, 4);
    Script a;
    Script b;
    append(b, packet, 5, 3);
    packet.cut_bytes = cut;
    append(a, packet);
    append(a, packet_of(5, 1), 5, 60);
    bench.play(a, b);
    bench.finish();
    EXPECT_EQ(bench.taken, numbers(1, 6)) << cut;
    EXPECT_EQ(bench.counts[0].message_cut, 1U);
  }
}

TEST(FeedArbiter, BytesBehindTheLastMessageAreCountedAndIgnored) {
  Bench bench;
  Packet packet = packet_of(1, 2);
  packet.trailing = Bytes(30, 7);
  Script a;
  append(a, packet);
  append(a, packet_of(3, 1));
  bench.play(a, {});
  bench.finish();
  EXPECT_EQ(bench.counts[0].trailing_bytes, 1U);
  EXPECT_EQ(bench.taken, numbers(1, 4));
}

TEST(FeedArbiter, BadFramePoisonsOnlyWhatWasTakenFromIt) {
  Bench bench;
  Packet bad = packet_of(1, 3);
  bad.bad = true;
  Packet overlap = packet_of(2, 3);
  overlap.bad = true;
  Packet empty = packet_of(5, 1);
  empty.bad = true;
  empty.cut_bytes = 1;
  Script a;
  append(a, bad);
  append(a, bad);      // old by then
  append(a, overlap);  // one new message
  append(a, empty);    // nothing complete
  append(a, packet_of(5, 2));
  bench.play(a, {});
  bench.finish();
  EXPECT_EQ(bench.poisons, 2U);
  EXPECT_EQ(bench.taken, numbers(1, 7));
}

TEST(FeedArbiter, DisabledLineIsDrainedWithoutATrace) {
  Bench bench;
  bench.enabled = {false, true};
  Script a;
  Script b;
  for (std::uint64_t seq = 1; seq < 40; ++seq) append(a, packet_of(seq, 1));
  append(b, packet_of(1, 2), 5, 30);
  append(b, packet_of(9, 2));
  bench.play(a, b);
  bench.finish();
  EXPECT_EQ(bench.counts[0], LineCounts{});
  EXPECT_EQ(bench.missing, 6U);  // the disabled line is not waited for
}

TEST(FeedArbiter, ClearStartsANewSessionAtFirstSeq) {
  Bench bench{3};
  Script first;
  append(first, packet_of(3, 4));
  bench.play(first, {});
  bench.clear_soon();
  Packet other = packet_of(3, 2);
  other.session[0] = 'n';
  Script second;
  append(second, other, 5, 3);
  bench.play(second, {});
  bench.finish();
  EXPECT_EQ(bench.taken.size(), 6U);
  EXPECT_EQ(bench.counts[0].session_mismatch, 0U);
}

TEST(FeedArbiter, NumbersCrossEveryCarryAndStopAtTheEnd) {
  for (const std::uint64_t around : {std::uint64_t{1} << 16, std::uint64_t{1} << 32, std::uint64_t{1} << 48, kMax - 70000}) {
    Bench bench{around - 9};
    Script a;
    Script b;
    for (std::uint64_t seq = around - 9; seq < around + 20; seq += 4) {
      append(a, packet_of(seq, 4));
      append(b, packet_of(seq - 2, 5), 4);
    }
    bench.play(a, b);
    bench.finish();
    EXPECT_EQ(bench.taken, numbers(around - 9, around + 23));
  }
  Bench bench{kMax - 5};
  Script a;
  append(a, packet_of(kMax - 5, 3));
  append(a, packet_of(kMax - 2, 3));  // would need the number 2^64 - 1
  append(a, packet_of(kMax - 2, 2));
  append(a, packet_of(kMax, 1));
  append(a, heartbeat(kMax));
  append(a, packet_of(1, 1));
  bench.play(a, {});
  bench.finish();
  EXPECT_EQ(bench.taken, numbers(kMax - 5, kMax));
  EXPECT_EQ(bench.counts[0].duplicate_packets, 3U);
}

TEST(FeedArbiter, PacketFarBelowIsOldWhateverItClaims) {
  for (unsigned shift = 15; shift < 64; ++shift) {
    Bench bench{std::uint64_t{1} << shift};
    Script a;
    append(a, packet_of(std::uint64_t{1} << shift, 1));
    for (const std::uint64_t below : {std::uint64_t{65533}, std::uint64_t{65534}, std::uint64_t{65535}, std::uint64_t{65536}}) {
      if ((std::uint64_t{1} << shift) + 1 < below) continue;
      Packet packet = packet_of((std::uint64_t{1} << shift) + 1 - below, 1);
      packet.message_count = 65534;  // cut after its first message
      append(a, packet);
    }
    bench.play(a, {});
    bench.finish();
    EXPECT_EQ(bench.taken.size(), 1U) << shift;
  }
}

// A line's copy of a feed: packets lost, doubled, cut, bad, foreign; heartbeats; silences.
Script random_line(Random& random, std::uint64_t first, std::uint64_t end, bool same_packets) {
  Script script;
  Random shape{same_packets ? first : random()};
  std::uint64_t seq = first;
  const unsigned loss = static_cast<unsigned>(random() % 20);
  const unsigned noise = static_cast<unsigned>(random() % 12);
  const unsigned quiet = static_cast<unsigned>(random() % 60);
  while (seq < end) {
    const std::size_t count = std::min<std::uint64_t>(1 + shape() % 6, end - seq);
    Packet packet = packet_of(seq, count, shape() % 30);
    packet.rx_time_ns = random();
    if (chance(random, 3) && seq > first + 5) packet = packet_of(seq - random() % 5, count + random() % 5, 3);
    if (chance(random, noise)) packet.bad = true;
    if (chance(random, noise)) packet.cut_bytes = random() % 40;
    if (chance(random, noise)) packet.trailing = Bytes(1 + random() % 20, 1);
    if (chance(random, noise)) packet.message_count = static_cast<std::uint16_t>(packet.message_count + random() % 3);
    if (chance(random, noise / 2)) packet.session[random() % 10] ^= 2;
    const unsigned wait = chance(random, quiet) ? static_cast<unsigned>(random() % 40) : 0;
    if (!chance(random, loss)) append(script, packet, 1 + random() % 8, wait);
    if (chance(random, 5)) append(script, packet, 1 + random() % 8);
    seq += count;
    if (chance(random, 8)) append(script, heartbeat(seq + (chance(random, 10) ? random() % 4 : 0), chance(random, 20)), 8);
  }
  // Both lines end with the same number, so that neither waits for ever.
  append(script, heartbeat(end), 8, 5);
  for (Step& step : script) {
    if (chance(random, quiet / 4)) step.quiet += static_cast<unsigned>(random() % 4);
  }
  return script;
}

TEST(FeedArbiter, RandomLinesEqualTheModelInEveryWordAndCycle) {
  const std::uint64_t seed = seed_or(20261121);
  std::cout << "seed=" << seed << std::endl;
  Random random{seed};
  constexpr std::uint64_t kFirsts[] = {1, (std::uint64_t{1} << 32) - 100, kMax - 66000, kMax - 65536 - 100, kMax - 300};
  std::uint64_t words = 0;
  std::uint64_t gaps = 0;
  for (unsigned round = 0; round < scaled(250); ++round) {
    const std::uint64_t first = kFirsts[random() % std::size(kFirsts)];
    const std::uint64_t end = kMax - first < 500 ? kMax : first + 500;
    const bool anyone = chance(random, 30);
    Bench bench{anyone ? 0 : first, static_cast<std::uint32_t>(random() % 3 == 0 ? random() % 4 : random() % 120)};
    bench.random.seed(random());
    bench.out_stall = sim::Stall{random(), chance(random, 50) ? 0U : static_cast<unsigned>(random() % 70)};
    bench.toggle_percent_of_100 = chance(random, 20) ? 40 : 0;
    bench.clear_percent_of_100 = chance(random, 10) ? 20 : 0;
    if (chance(random, 10)) bench.enabled[random() % 2] = false;
    const bool same = chance(random, 70);
    const Script a = random_line(random, first, end, same);
    const Script b = random_line(random, first, end, same);
    bench.play(a, b);
    bench.finish();
    words += bench.words;
    gaps += bench.gaps;
    ASSERT_FALSE(HasFailure()) << "round " << round << "; reproduce: HOTBOOK_SEED=" << seed
                               << " feed_arbiter_test --gtest_filter=*RandomLines*";
  }
  std::cout << "words=" << words << " gaps=" << gaps << std::endl;
  EXPECT_GT(gaps, 100U);
}

}  // namespace
}  // namespace hotbook::feed_test
