// The NYSE XDP kernel, step by step: real captures at every lane, when an event leaves, what a
// packet costs, sessions, silence, and the shell around it.

#include "hls/xdp_decode/xdp_kernel.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "hls/xdp_decode/xdp_shell.hpp"
#include "sim/replay/xdp_message.hpp"
#include "tests/hls/xdp_bench_kernel.hpp"
#include "tests/support/xdp_captures.hpp"

namespace hotbook::hls_test {
namespace {

using kernel::xdp::State;
using replay::XdpHeader;
using Message = std::vector<std::uint8_t>;

constexpr std::uint8_t kBothLines = kKernelWordFlagLineAEnable | kKernelWordFlagLineBEnable;

Message joined(const std::vector<Message>& messages) {
  Message all;
  for (const Message& message : messages) all.insert(all.end(), message.begin(), message.end());
  return all;
}

Message packet(std::uint32_t seq, const std::vector<Message>& messages, std::uint8_t flag = 11,
               std::uint32_t sent = 1000) {
  const auto count = static_cast<std::uint8_t>(messages.size());
  return replay::xdp_packet({flag, count, seq, {sent, 0}}, joined(messages));
}

Message add(std::uint64_t id) {
  return replay::xdp_add({1, 5, 1}, {id, 100, 10}, 'B');
}

// A kernel, and the words of each line that it has not taken.
struct Ports {
  State state{};
  std::deque<KernelWord> words[2];
  KernelWord form{};
  std::vector<KernelOutput> outputs;

  Ports() {
    form.flags = kBothLines;
    form.line_wait_cycles = 100;
    form.first_seq = 1;
  }

  std::size_t put(unsigned line, const Message& payload, unsigned lane = 2, bool bad = false,
                  std::size_t padding = 0) {
    const auto its = kernel_words(payload, bad, lane, padding, form);
    words[line].insert(words[line].end(), its.begin(), its.end());
    return its.size();
  }

  // One step; whether a word was taken or an output given.
  bool step() {
    KernelInput input{};
    input.line_a_valid = !words[0].empty();
    input.line_b_valid = !words[1].empty();
    if (input.line_a_valid) input.line_a = words[0].front();
    if (input.line_b_valid) input.line_b = words[1].front();
    const KernelStep done = kernel::xdp::step(state, input);
    if (done.line_a_taken) words[0].pop_front();
    if (done.line_b_taken) words[1].pop_front();
    if (done.output_valid) outputs.push_back(done.output);
    return done.line_a_taken || done.line_b_taken || done.output_valid;
  }

  // Until all words are taken and every output is given; how many steps it took.
  std::size_t steps() {
    std::size_t steps = 0;
    while (!words[0].empty() || !words[1].empty()) {
      if (++steps > 10'000) ADD_FAILURE() << "words are never taken";
      if (steps > 10'000) break;
      step();
    }
    for (; step(); ++steps) {
    }
    return steps;
  }

  [[nodiscard]] std::vector<KernelOutput> events() const {
    std::vector<KernelOutput> all;
    for (const KernelOutput& output : outputs) {
      if (output.kind != 0) all.push_back(output);
    }
    return all;
  }
};

// The first packet costs a step more: it fixes what is expected.
Ports begun() {
  Ports ports;
  ports.put(0, packet(1, {}, 1));
  ports.steps();
  ports.outputs.clear();
  return ports;
}

TEST(XdpKernel, ReadsRealCapturesOfBothVersionsAtEveryLane) {
  HOTBOOK_NEEDS(testing::xdp_folder());
  for (const testing::XdpCapture& capture : testing::xdp_captures()) {
    const auto frames = testing::xdp_frames(capture.file);
    ASSERT_EQ(frames.size(), 1U);
    oracle::OracleOptions options;
    options.line_a.checksum_ignore = capture.checksum_ignore();
    const auto judged = judge_frame(options.line_a, frames[0], false);
    for (unsigned lane = 0; lane < 8; ++lane) {
      for (std::size_t padding = 0; padding < 3; ++padding) {
        KernelBench<XdpKernel> bench{options, true};
        KernelWord form{};
        form.flags = kBothLines;
        form.rx_time_ns = testing::kXdpCaptureTime;
        form.line_wait_cycles = 1'000'000;
        auto words = kernel_words(judged.payload, judged.bad, lane, padding, form);
        for (std::size_t at = 0, still = 0; still < 4; ++still) {
          KernelInput input{};
          input.line_a_valid = at < words.size();
          if (input.line_a_valid) input.line_a = words[at];
          const auto before = bench.steps();
          const KernelStep done = kernel::xdp::step(bench.state(), input);
          ASSERT_LT(before, 1'000U);
          if (done.output_valid) bench.give(done.output);
          if (done.line_a_taken) ++at;
          if (done.line_a_taken || done.output_valid) still = 0;
        }
        std::vector<testing::RecordImage> records;
        for (const auto& record : bench.take_records())
          records.push_back(testing::image_of(record));
        ASSERT_EQ(testing::told(records), capture.told) << capture.file << " lane " << lane;
        EXPECT_EQ(bench.counters().at("feed.expected_low"), capture.expected) << capture.file;
      }
    }
  }
}

TEST(XdpKernel, GivesAnEventWithTheLastByteOfItsMessageAndBeforeThePacketsEnd) {
  for (unsigned lane = 0; lane < 8; ++lane) {
    Ports ports = begun();
    ports.put(0, packet(1, {add(1), add(2), add(3)}), lane);
    std::deque<KernelWord> later;
    later.swap(ports.words[0]);
    std::size_t events = 0;
    for (std::size_t word = 0; !later.empty(); ++word) {
      ports.words[0].push_back(later.front());
      later.pop_front();
      while (ports.step()) {
      }
      // Payload bytes that have come, up to this word's end.
      const std::size_t come = 8 * word + 8 - lane;
      const std::size_t whole = come < 16 ? 0 : std::min<std::size_t>((come - 16) / 39, 3);
      events = ports.events().size();
      ASSERT_EQ(events, whole) << "lane " << lane << " word " << word;
    }
    EXPECT_EQ(events, 3U);
  }
}

TEST(XdpKernel, TellsTheCycleInWhichAMessagesLastByteCame) {
  Ports ports = begun();
  ports.form.arrival_cycle = 500;
  ports.put(0, packet(1, {add(1), add(2)}), 2);
  ports.steps();
  const auto events = ports.events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].arrival_cycle, 500 + (2 + 16 + 39 - 1) / 8);
  EXPECT_EQ(events[1].arrival_cycle, 500 + (2 + 16 + 39 + 39 - 1) / 8);
}

TEST(XdpKernel, CostsAStepAWordAndTwoAPacket) {
  for (unsigned lane = 0; lane < 8; ++lane) {
    for (const unsigned count : {1U, 2U, 7U, 30U}) {
      Ports ports = begun();
      std::vector<Message> messages;
      for (unsigned i = 0; i < count; ++i) messages.push_back(add(i));
      const std::size_t words = ports.put(0, packet(1, messages), lane);
      EXPECT_EQ(ports.steps(), words + 2) << "lane " << lane << " messages " << count;
      EXPECT_EQ(ports.events().size(), count);
    }
  }
}

TEST(XdpKernel, CostsAStepMoreForEachFurtherOutputOfAMessage) {
  const replay::XdpSymbol symbol{1, 5, 1};
  const auto extra = [](const std::vector<Message>& messages) {
    Ports ports = begun();
    const std::size_t words = ports.put(0, packet(1, messages), 3);
    return ports.steps() - words - 2;
  };
  EXPECT_EQ(extra({replay::xdp_replace(symbol, 1, {2, 3, 4})}), 1U);
  EXPECT_EQ(extra({replay::xdp_modify(symbol, {2, 3, 4})}), 1U);
  EXPECT_EQ(extra({replay::xdp_imbalance(1, symbol, 2, true)}), 1U);
  EXPECT_EQ(extra({replay::xdp_symbol_clear(1, symbol)}), 0U);
  EXPECT_EQ(extra({add(1), replay::xdp_symbol_clear(1, symbol)}), 1U);
}

TEST(XdpKernel, CutsAMessageForTheHostIntoPiecesOfFifty) {
  struct Case {
    std::size_t bytes;
    std::vector<unsigned> pieces;
  };
  for (const Case& its : std::vector<Case>{
           {46, {46}}, {50, {50}}, {51, {50, 1}}, {99, {50, 49}}, {100, {50, 50}}, {101, {}}}) {
    Ports ports = begun();
    Message message = replay::xdp_security_status(1, {1, 5, 1}, 'P');
    while (message.size() < its.bytes) {
      message.push_back(static_cast<std::uint8_t>(message.size()));
    }
    message[0] = static_cast<std::uint8_t>(message.size());
    ports.put(0, packet(1, {message, add(1)}));
    ports.steps();
    auto events = ports.events();
    ASSERT_EQ(events.size(), its.pieces.size() + 1) << its.bytes;
    events.pop_back();
    Message together;
    for (std::size_t i = 0; i < events.size(); ++i) {
      EXPECT_EQ(events[i].length, its.pieces[i]);
      const bool more = i + 1 < events.size();
      EXPECT_EQ(events[i].flags, more ? kKernelOutputFlagMore : 0);
      EXPECT_EQ(events[i].seq, 1U);
      together.insert(together.end(), events[i].message, events[i].message + events[i].length);
      for (std::size_t k = events[i].length; k < 50; ++k) EXPECT_EQ(events[i].message[k], 0);
    }
    EXPECT_EQ(together, its.pieces.empty() ? Message{} : message);
  }
}

TEST(XdpKernel, DropsOneLinesOldPacketBesideTheOthers) {
  Ports ports = begun();
  std::vector<Message> messages(20, add(1));
  const std::size_t words = ports.put(0, packet(1, messages));
  ports.put(1, packet(1, {add(1)}));
  ports.put(0, packet(21, messages));
  ports.put(1, packet(1, messages));
  EXPECT_EQ(ports.steps(), 2 * (words + 2));
}

TEST(XdpKernel, OpensAGapWhenTheOtherLineHasBeenSilentForItsWait) {
  for (const std::uint32_t wait : {1U, 5U, 40U}) {
    Ports ports;
    ports.form.line_wait_cycles = wait;
    ports.put(0, packet(9, {add(1)}), 0);
    std::size_t steps = 0;
    while (ports.events().empty()) {
      ASSERT_LT(++steps, 200U);
      ports.step();
    }
    // Session, two words of header, first number, judgement; line b is silent in all but the first.
    EXPECT_EQ(steps, 1 + std::max<std::size_t>(wait, 4));
    EXPECT_EQ(ports.events()[0].kind, static_cast<std::uint8_t>(RecordKind::Gap));
    EXPECT_EQ(ports.events()[0].order_ref, 8U);
  }
}

TEST(XdpKernel, TakesEveryInstrumentWhateverElseItDoes) {
  State state{};
  KernelInput input{};
  input.instrument_valid = true;
  EXPECT_TRUE(kernel::xdp::step(state, input).instrument_taken);
  input.instrument_valid = false;
  EXPECT_FALSE(kernel::xdp::step(state, input).instrument_taken);
}

TEST(XdpKernel, ForgetsEverythingWithANewSession) {
  Ports ports = begun();
  ports.put(0, packet(1, {replay::xdp_time_reference(86'400 * 3 + 60), add(7)}, 12));
  ports.steps();
  ASSERT_EQ(ports.events().back().venue_time_ns, 60'000'000'001U);

  ports.outputs.clear();
  ports.form.session = 1;
  ports.form.first_seq = 40;
  ports.put(1, packet(40, {add(8)}, 11, 1));  // sent long before the old session's reset
  ports.steps();
  ASSERT_EQ(ports.events().size(), 1U);
  EXPECT_EQ(ports.events()[0].seq, 40U);
  EXPECT_EQ(ports.events()[0].venue_time_ns, 1U);
  EXPECT_EQ(ports.events()[0].session, 1);
}

TEST(XdpKernel, DropsTheOldSessionsWordsOnceTheNewOneIsThere) {
  Ports ports = begun();
  ports.put(0, packet(1, {add(1), add(2)}));
  for (int i = 0; i < 8; ++i) ports.step();  // into the first message
  ports.words[0].clear();
  ports.put(1, packet(3, {add(3)}));  // waits for line a's packet
  for (int i = 0; i < 50; ++i) ports.step();
  ASSERT_FALSE(ports.words[1].empty());

  ports.outputs.clear();
  ports.form.session = 1;
  ports.put(0, packet(1, {add(4)}));
  ports.steps();
  ASSERT_EQ(ports.events().size(), 1U);
  EXPECT_EQ(ports.events()[0].order_ref, 4U);
  EXPECT_EQ(ports.events()[0].seq, 1U);
}

TEST(XdpKernel, TellsALaterSessionFromAnEarlierOneAcrossTheEndOfTheirNumbers) {
  struct Case {
    unsigned from;
    unsigned to;
    bool later;
  };
  for (const Case& its : {Case{250, 3, true},
                          {3, 250, false},
                          {0, 127, true},
                          {127, 0, false},
                          {0, 128, false},
                          {200, 71, true}}) {
    Ports ports;
    ports.form.session = static_cast<std::uint8_t>(its.from);
    ports.put(0, packet(1, {add(1)}));
    ports.steps();
    ports.outputs.clear();
    ports.form.session = static_cast<std::uint8_t>(its.to);
    ports.put(0, packet(1, {add(2)}));
    ports.steps();
    EXPECT_EQ(ports.events().size(), its.later ? 1U : 0U) << its.from << " to " << its.to;
  }
}

TEST(XdpKernel, BelievesNoSendTimeOfABadPacket) {
  Ports ports = begun();
  ports.put(0, packet(1, {add(1)}, 11, 10));
  ports.put(0, packet(1, {add(2)}, 12, 4'000'000'000), 2, true);
  ports.put(0, packet(2, {add(3)}, 11, 11));
  ports.steps();
  std::vector<std::uint64_t> refs;
  for (const KernelOutput& event : ports.events()) refs.push_back(event.order_ref);
  // Order 1, the restart's gap of none, order 2, one message spoilt, order 3.
  EXPECT_EQ(refs, (std::vector<std::uint64_t>{1, 0, 2, 1, 3}));
}

TEST(XdpKernel, TakesADisabledLinesWordsAndWaitsForThemNever) {
  Ports ports;
  ports.form.flags = kKernelWordFlagLineAEnable;
  ports.form.line_wait_cycles = KernelBench<XdpKernel>::kForEver;
  ports.put(1, packet(1, {add(1)}));
  ports.put(0, packet(5, {add(2)}));
  ports.put(1, packet(2, {add(3)}));
  ports.steps();
  const auto events = ports.events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].order_ref, 4U);  // missing
  EXPECT_EQ(events[1].order_ref, 2U);
}

// What goes in at the shell's streams comes out as the kernel's steps give it.
TEST(XdpShell, GivesWhatTheKernelGives) {
  Ports ports;
  hls::stream<KernelWord> line_a;
  hls::stream<KernelWord> line_b;
  hls::stream<InstrumentCommand> instrument;
  hls::stream<KernelOutput> output;
  std::vector<KernelOutput> got;
  const replay::XdpSymbol symbol{1, 5, 1};
  for (std::uint32_t seq = 1; seq < 40; seq += 3) {
    const auto its = packet(seq, {add(seq), replay::xdp_replace(symbol, seq, {seq + 1, 2, 3}),
                                  replay::xdp_imbalance(1, symbol, 2, true)});
    ports.put(0, its, seq % 8);
    ports.put(1, its, (seq + 3) % 8);
  }
  for (std::size_t at = 0; at < ports.words[0].size() || at < ports.words[1].size(); ++at) {
    // A word a line, once there is room for it.
    if (at < ports.words[0].size()) line_a.write(ports.words[0][at]);
    if (at < ports.words[1].size()) line_b.write(ports.words[1][at]);
    for (int cycle = 0; cycle < 6; ++cycle) {
      xdp_decode(line_a, line_b, instrument, output);
      KernelOutput one;
      if (output.read_nb(one) && one.kind != 0) got.push_back(one);
    }
  }
  ports.steps();
  const auto expected = ports.events();
  ASSERT_EQ(got.size(), 13U * 5);
  ASSERT_EQ(expected.size(), got.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].kind, expected[i].kind);
    EXPECT_EQ(got[i].seq, expected[i].seq);
    EXPECT_EQ(got[i].order_ref, expected[i].order_ref);
    EXPECT_EQ(got[i].price, expected[i].price);
    EXPECT_EQ(got[i].length, expected[i].length);
  }
}

}  // namespace
}  // namespace hotbook::hls_test
