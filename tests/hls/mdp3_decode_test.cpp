// The MDP 3.0 kernel against the oracle: every record and every counter, on generated and spoilt
// feeds and on the real capture, word by word.
//
// A run is a list of episodes, each with its own seed. HOTBOOK_SEED starts another run,
// HOTBOOK_SCALE multiplies the episodes, HOTBOOK_EPISODE runs one of them alone.

#include <gtest/gtest.h>

#include <iostream>

#include "hls/mdp3_decode/mdp3_price.hpp"
#include "hls/mdp3_decode/mdp3_shell.hpp"
#include "sim/oracle/mdp3_oracle.hpp"
#include "sim/replay/udp_framer.hpp"
#include "tests/hls/mdp3_bench_kernel.hpp"
#include "tests/sim/replay/test_data.hpp"
#include "tests/support/mdp3_capture.hpp"
#include "tests/support/mdp3_episode.hpp"
#include "tests/support/record_collector.hpp"

namespace hotbook::hls_test {
namespace {

using feed::mdp3::Instrument;
using testing::Mdp3Episode;

using Bench = Mdp3Bench;

// The kernel and the oracle, given the same frames and instruments.
struct KernelRun {
  KernelRun(const std::vector<Instrument>& told, const oracle::OracleOptions& options,
            std::uint64_t seed)
      : oracle{options}, bench{std::make_unique<Bench>(options, true)}, draw{seed} {
    for (const InstrumentCommand& command : feed::mdp3::plan(told).commands) instrument(command);
  }
  void instrument(const InstrumentCommand& command) {
    settle();
    oracle.instrument(command);
    tell(*bench, command);
  }
  void frame(const testing::Mdp3Frame& frame) {
    oracle.frame(frame.line, frame.time_ns, frame.bytes, frame.bad);
    bench->frame(frame.line, frame.time_ns, frame.bytes, frame.bad, draw);
    settle();
  }
  void settle() { hls_test::settle(*bench, draw, stalls); }
  [[nodiscard]] bool agrees() {
    const auto wanted = oracle.take_records();
    const auto got = bench->take_records();
    for (std::size_t i = 0; i < std::max(wanted.size(), got.size()); ++i) {
      const std::string want =
          i < wanted.size() ? testing::describe_record(testing::image_of(wanted[i])) : "nothing";
      const std::string have =
          i < got.size() ? testing::describe_record(testing::image_of(got[i])) : "nothing";
      if (want == have) continue;
      ADD_FAILURE() << "record " << i << "\n  oracle " << want << "\n  kernel " << have;
      return false;
    }
    records += wanted.size();
    return true;
  }
  void finish() {
    oracle.finish();
    bench->finish(draw);
    settle();
    EXPECT_TRUE(agrees());
    EXPECT_FALSE(bench->words_wait());
    for (const auto& [name, value] : oracle.counters()) {
      const auto found = bench->counters().find(name);
      if (name.starts_with("feed.expected") && !bench->state().arbiter.started) continue;
      EXPECT_EQ(found == bench->counters().end() ? 0 : found->second, value) << name;
    }
  }

  oracle::Mdp3Oracle oracle;
  std::unique_ptr<Bench> bench;
  Draw draw;
  Stalls stalls;
  std::uint64_t records = 0;
};

struct Totals {
  std::uint64_t entries = 0;
  std::uint64_t records = 0;
  std::uint64_t steps = 0;
  std::uint64_t words = 0;
};

void run_episode(std::uint64_t seed, std::uint64_t index, Totals& totals) {
  const Mdp3Episode episode = testing::draw_mdp3_episode(seed, index);
  SCOPED_TRACE(episode.name + "; HOTBOOK_SEED=" + std::to_string(seed) +
               " HOTBOOK_EPISODE=" + std::to_string(index));
  replay::Mdp3Feed feed{episode.feed};
  Draw draw{episode.feed.market.seed + 1};
  const auto told = testing::told_instruments(feed.market(), episode.honest, draw);
  KernelRun run{told, episode.options, draw.bits()};
  if (draw.once_in(2)) run.stalls = {draw.below(40), draw.below(40)};
  for (const auto& frame : feed.generate()) {
    if (episode.changes && draw.once_in(300)) {
      for (const InstrumentCommand& command : testing::odd_commands(told, draw)) {
        run.instrument(command);
      }
    }
    run.frame({frame.line, frame.time_ns, frame.bytes, frame.bad});
    if (!run.agrees()) return;
  }
  run.finish();
  totals.entries += feed.market().entries();
  totals.records += run.records;
  totals.steps += run.bench->steps();
}

TEST(Mdp3Kernel, AgreesWithTheOracleInEveryRecordAndCounter) {
  const std::uint64_t seed = testing::seed(20'161'113);
  Totals totals;
  const std::uint64_t only = testing::number_from_environment("HOTBOOK_EPISODE", ~0ULL);
  for (std::uint64_t index = 0; index < 30 * testing::scale(); ++index) {
    if (only != ~0ULL && index != only) continue;
    run_episode(seed, index, totals);
    if (::testing::Test::HasFailure()) break;
  }
  std::cout << "entries " << totals.entries << ", records " << totals.records << ", steps "
            << totals.steps << '\n';
}

TEST(Mdp3Kernel, TakesTheRealCaptureWholeAndAgreesWithTheOracle) {
  const auto path = testing::shared_data() / testing::kMdp3Capture;
  HOTBOOK_NEEDS(path);
  const auto frames = testing::read_mdp3_capture(path);
  KernelRun run{testing::find_mdp3_instruments(frames), {}, 1};
  for (const auto& frame : frames) {
    run.frame(frame);
    ASSERT_TRUE(run.agrees());
  }
  run.finish();
  const auto& counters = run.bench->counters();
  EXPECT_EQ(counters.at("feed.gaps") + counters.at("feed.frames_poisoned"), 0U);
  EXPECT_EQ(counters.at("feed.book_messages"), 9'569U);
  EXPECT_EQ(counters.at("lob.order_unknown") + counters.at("lob.order_ignored"), 0U);
  std::cout << "records " << run.records << '\n';
}

// Both lines at once, as on a card: which copy is used may differ, what is used may not.
TEST(Mdp3Kernel, GivesTheSameEventsHoweverTheLinesInterleave) {
  const std::uint64_t seed = testing::seed(5);
  for (std::uint64_t round = 0; round < 6; ++round) {
    Mdp3Episode episode = testing::draw_mdp3_episode(seed, 6 * round + (round % 2));
    episode.options.first_seq = episode.feed.first_seq;
    episode.options.line_b.enabled = true;
    replay::Mdp3Feed feed{episode.feed};
    Draw draw{seed + round};
    const auto told = testing::told_instruments(feed.market(), true, draw);
    KernelRun run{told, episode.options, draw.bits()};
    run.bench = std::make_unique<Bench>(episode.options, false);
    for (const InstrumentCommand& command : feed::mdp3::plan(told).commands) {
      tell(*run.bench, command);
    }
    for (const auto& frame : feed.generate()) {
      run.oracle.frame(frame.line, 0, frame.bytes, frame.bad);
      run.bench->frame(frame.line, 0, frame.bytes, frame.bad, draw);
    }
    run.stalls = {30, 30};
    run.settle();
    run.oracle.finish();
    run.bench->finish(draw);
    run.settle();
    ASSERT_TRUE(run.agrees()) << "round " << round;
  }
}

TEST(Mdp3Kernel, ForgetsBooksAndNumbersButNotInstrumentsInANewSession) {
  Instrument instrument;
  instrument.security = 77;
  instrument.book = 5;
  instrument.tick = 1'000'000'000;
  oracle::OracleOptions options;
  options.line_b.enabled = false;
  const auto bench = std::make_unique<Bench>(options, true);
  Draw draw{1};
  for (const InstrumentCommand& command : feed::mdp3::plan({&instrument, 1}).commands) {
    tell(*bench, command);
  }
  const auto send = [&](std::uint32_t seq, std::uint32_t rpt_seq, std::uint8_t level) {
    replay::Mdp3LevelEntry entry;
    entry.price = 1'000'000'000LL * (100 - level);
    entry.quantity = 7;
    entry.security = 77;
    entry.rpt_seq = rpt_seq;
    entry.level = level;
    auto packet = replay::mdp3_packet(seq, 1);
    append_message(packet, replay::mdp3_book(9, 86'400'000'000'000 + 5, {&entry, 1}));
    bench->packet(Line::A, 10, packet, false, draw);
    settle(*bench, draw);
  };
  send(1000, 40, 1);
  send(1001, 41, 2);
  bench->clear();
  bench->packet(Line::A, 10, std::vector<std::uint8_t>{}, false, draw);  // nothing in it
  // The same price again, a lower number and another count of entries: all is as at first.
  send(3, 7, 1);
  const auto& outputs = bench->outputs();
  std::vector<KernelOutput> events;
  for (const KernelOutput& output : outputs) {
    if (output.kind != 0) events.push_back(output);
  }
  ASSERT_EQ(events.size(), 3U);
  for (const KernelOutput& event : events) {
    EXPECT_EQ(event.kind, static_cast<std::uint8_t>(RecordKind::Add));
    EXPECT_EQ(event.book, 5U);
    EXPECT_EQ(event.venue_time_ns, 5U);
  }
  EXPECT_EQ(events[2].session, 1U);
  EXPECT_EQ(events[2].expected, 4U);
  EXPECT_EQ(events[2].order_ref, (std::uint64_t{1} << 31) + 99);
}

TEST(Mdp3Kernel, AgreesWithTheOracleWhereEntriesMeetAndContradictEachOther) {
  Draw draw{testing::seed(18)};
  const auto told = testing::chaotic_instruments();
  for (std::uint64_t round = 0; round < 10 * testing::scale(); ++round) {
    oracle::OracleOptions options;
    options.line_b.enabled = false;
    KernelRun run{told, options, draw.bits()};
    replay::UdpFramer framer{replay::default_address(replay::Line::A)};
    std::map<std::uint32_t, std::uint32_t> numbers;
    for (std::uint32_t seq = 1; seq <= 400; ++seq) {
      const auto bytes = framer.frame(testing::chaotic_packet(told, seq, numbers, draw));
      run.frame({replay::Line::A, seq, {bytes.begin(), bytes.end()}});
      ASSERT_TRUE(run.agrees()) << "round " << round;
    }
    run.finish();
    ASSERT_FALSE(HasFailure()) << "round " << round;
  }
}

TEST(Mdp3Kernel, TakesAnInstrumentBetweenPacketsOnly) {
  const auto told = testing::chaotic_instruments();
  oracle::OracleOptions options;
  options.line_b.enabled = false;
  const auto bench = std::make_unique<Bench>(options, true);
  auto packet = replay::mdp3_packet(1, 7);
  append_message(packet, replay::Mdp3Message{16, 9, 180});
  KernelWord form{};
  form.flags = kKernelWordFlagLineAEnable;
  const auto words = kernel_words(packet, false, 0, 0, form);
  const InstrumentCommand command = *feed::mdp3::make_command(told[0]);
  std::size_t at = 0;
  bool body = false;
  bool taken = false;
  for (int cycle = 0; cycle < 200 && at < words.size(); ++cycle) {
    KernelInput input{};
    input.line_a_valid = true;
    input.line_a = words[at];
    body = body || bench->state().lines[0].phase == mdp3_kernel::LinePhase::Body;
    input.instrument_valid = body;
    input.instrument = command;
    const KernelStep done = mdp3_kernel::step(bench->state(), input);
    at += done.line_a_taken ? 1 : 0;
    taken = taken || done.instrument_taken;
  }
  EXPECT_EQ(at, words.size());
  EXPECT_FALSE(taken);
  KernelInput input{};
  input.instrument_valid = true;
  input.instrument = command;
  taken = false;
  for (int cycle = 0; cycle < 4; ++cycle) {
    taken = taken || mdp3_kernel::step(bench->state(), input).instrument_taken;
  }
  EXPECT_TRUE(taken);
  EXPECT_NE(mdp3_kernel::find_slot(bench->state(), told[0].security), mdp3_kernel::kNoSlot);
}

// The packet ends right behind the entry, in the middle of its message: what else waits must wait
// on.
TEST(Mdp3Kernel, TellsOfAnEntryBeforeAnythingElseThoughItsPacketHasEnded) {
  const auto told = testing::chaotic_instruments();
  replay::Mdp3LevelEntry entry;
  entry.price = told[4].tick * 7;
  entry.quantity = 5;
  entry.security = told[4].security;
  entry.rpt_seq = 1;
  entry.level = 1;
  const replay::Mdp3LevelEntry entries[] = {entry, entry};
  auto cut = replay::mdp3_packet(1, 7);
  append_message(cut, replay::mdp3_book(9, 0, entries));
  cut.resize(12 + 10 + 11 + 3 + 32);
  auto next = replay::mdp3_packet(2, 7);
  entry.rpt_seq = 9;
  append_message(next, replay::mdp3_book(9, 0, {&entry, 1}));
  InstrumentCommand other = *feed::mdp3::make_command(told[4]);
  other.book = 77;

  for (unsigned lane = 0; lane < 8; ++lane) {
    const auto bench = std::make_unique<Bench>(oracle::OracleOptions{}, true);
    for (const InstrumentCommand& command : feed::mdp3::plan(told).commands) tell(*bench, command);
    KernelWord form{};
    form.flags = kKernelWordFlagLineAEnable | kKernelWordFlagLineBEnable;
    form.first_seq = 1;
    const auto a = kernel_words(cut, false, lane, 0, form);
    const auto b = kernel_words(next, false, 7 - lane, 0, form);
    std::vector<KernelOutput> events;
    std::size_t at_a = 0;
    std::size_t at_b = 0;
    for (int cycle = 0; cycle < 100; ++cycle) {
      KernelInput input{};
      input.line_a_valid = at_a < a.size();
      if (input.line_a_valid) input.line_a = a[at_a];
      input.line_b_valid = at_b < b.size();
      if (input.line_b_valid) input.line_b = b[at_b];
      input.instrument_valid = at_a == a.size() && events.size() < 2;
      input.instrument = other;
      const KernelStep done = mdp3_kernel::step(bench->state(), input);
      at_a += done.line_a_taken ? 1 : 0;
      at_b += done.line_b_taken ? 1 : 0;
      EXPECT_FALSE(done.instrument_taken && events.size() < 2);
      if (done.output_valid && done.output.kind != 0) events.push_back(done.output);
    }
    ASSERT_EQ(events.size(), 3U) << lane;
    EXPECT_EQ(events[0].seq, 1U);
    EXPECT_EQ(events[0].book, told[4].book);
    EXPECT_EQ(events[1].kind, static_cast<std::uint8_t>(RecordKind::Gap));
    EXPECT_EQ(events[1].seq, 1U);
    EXPECT_EQ(events[2].seq, 2U);
    EXPECT_EQ(events[2].kind, static_cast<std::uint8_t>(RecordKind::Add));
  }
}

// The oracle divides numbers of 128 bits; the kernel multiplies with an inverse.
TEST(Mdp3Price, IsTheOraclesForEveryTickAndMantissa) {
  Draw draw{testing::seed(11)};
  std::uint64_t prices = 0;
  for (std::uint64_t i = 0; i < 200'000 * testing::scale(); ++i) {
    InstrumentCommand command{};
    command.tick_shift = static_cast<std::uint8_t>(draw.below(64));
    command.tick_odd = (draw.bits() >> draw.below(64)) | 1;
    std::uint64_t inverse = command.tick_odd;
    for (int k = 0; k < 5; ++k) inverse *= 2 - command.tick_odd * inverse;
    command.tick_inverse = inverse;
    command.price_offset = draw.once_in(4) ? draw.bits() : std::uint64_t{1} << 31;
    const std::uint64_t tick = command.tick_odd << command.tick_shift;
    std::uint64_t raw = draw.bits() >> draw.below(64);
    if (draw.below(4) != 0) raw = tick * (draw.bits() >> draw.below(64));
    if (draw.once_in(2)) raw = 0 - raw;
    if (draw.once_in(50)) raw = std::uint64_t{1} << 63;
    const mdp3_kernel::Definition definition{1,
                                             1,
                                             command.tick_shift,
                                             false,
                                             command.tick_odd,
                                             command.tick_inverse,
                                             command.price_offset};
    for (const int decimals : {7, 9}) {
      const bool null = raw == 0x7fffffffffffffff;
      const auto wanted =
          oracle::mdp3_price(command, static_cast<std::int64_t>(raw), decimals).value_or(0);
      const std::uint32_t got =
          mdp3_kernel::price_of(definition, raw, static_cast<std::int8_t>(-decimals));
      ASSERT_EQ(got, null ? 0 : wanted)
          << raw << ' ' << command.tick_odd << ' ' << unsigned{command.tick_shift};
      prices += got != 0 ? 1 : 0;
    }
  }
  EXPECT_GT(prices, 1'000U);
}

TEST(Mdp3Shell, GivesWhatTheKernelGives) {
  hls::stream<KernelWord> line_a;
  hls::stream<KernelWord> line_b;
  hls::stream<InstrumentCommand> instrument;
  hls::stream<KernelOutput> output;
  auto packet = replay::mdp3_packet(9, 1);
  append_message(packet, replay::Mdp3Message{30, 9, 30});
  KernelWord form{};
  form.flags = kKernelWordFlagLineAEnable;
  form.session = 3;
  const auto words = kernel_words(packet, false, 2, 0, form);
  std::size_t at = 0;
  std::vector<KernelOutput> given;
  for (int cycle = 0; cycle < 40; ++cycle) {
    if (cycle % 4 == 0 && at < words.size()) line_a.write(words[at++]);
    mdp3_decode(line_a, line_b, instrument, output);
    KernelOutput word;
    if (output.read_nb(word) && word.kind != 0) given.push_back(word);
  }
  ASSERT_EQ(given.size(), 1U);
  EXPECT_EQ(given[0].kind, static_cast<std::uint8_t>(RecordKind::VenueMessage));
  EXPECT_EQ(given[0].length, 38U);
  EXPECT_EQ(given[0].seq, 9U);
  EXPECT_EQ(given[0].session, 3U);
}

}  // namespace
}  // namespace hotbook::hls_test
