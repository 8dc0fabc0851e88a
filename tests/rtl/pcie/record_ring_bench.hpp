// RecordRingWriter with its sources, its host memory and a host that reads the ring as the real one
// does.
//
// Threading: one test, one thread.
// Hot path:  none; it is a model.

#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <deque>
#include <random>

#include "Vrecord_ring_writer_v.h"
#include "host/domain/layout.hpp"
#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"
#include "tests/rtl/pcie/host_memory.hpp"

namespace hotbook::test {

constexpr std::uint64_t kRecordBase = 0x0000'2000'ffff'e000;
constexpr std::uint64_t kStatus = 0x0000'2000'1000'0040;
constexpr unsigned kFifoDepth = 128;
constexpr unsigned kFlushCycles = 64;

// The module, its sources, its host memory and its host.
class RecordRingBench {
 public:
  RecordRingBench(std::uint64_t seed, const BusTraits& traits)
      : bus_{memory_, seed, traits}, random_{seed} {
    clock_->book_valid_i = 0;
    clock_->venue_valid_i = 0;
    clock_->match_valid_i = 0;
    clock_->write_burst_ready_i = 0;
    clock_->write_data_ready_i = 0;
    clock_->write_answer_valid_i = 0;
    config.store(clock_->config_i);
    clock_.reset();
  }

  void start(unsigned slots_log2, std::uint64_t base = kRecordBase,
             std::uint64_t status = kStatus) {
    config.record_base = base;
    config.record_slots_log2 = slots_log2;
    config.record_status = status;
    config.record_consumed = 0;
    config.enable = 1;
    consumed = 0;
    taken_number_ = 0;
    expected_status_ = 0;
    answered_records_ = 0;
    memory_.write(status, Word{});
  }

  [[nodiscard]] Word random_record(RecordKind kind) {
    Word word;
    for (auto& byte : word) byte = static_cast<std::uint8_t>(random_());
    word[60] = static_cast<std::uint8_t>(kind);
    return word;
  }
  [[nodiscard]] Word random_record(bool venue) {
    return random_record(venue ? RecordKind::VenueMessage : RecordKind::Add);
  }

  // One cycle. The sources offer what they have, unless their stall holds them.
  void cycle() {
    if (!book_offered_ && !books.empty() && !book_held) book_offered_ = true;
    if (!venue_offered_ && !venues.empty() && !venue_held) venue_offered_ = true;
    clock_->book_valid_i = book_offered_;
    if (!match_offered_ && !matches.empty() && !match_held) match_offered_ = true;
    clock_->venue_valid_i = venue_offered_;
    clock_->match_valid_i = match_offered_;
    if (book_offered_) set_word(clock_->book_i, books.front());
    if (venue_offered_) set_word(clock_->venue_i, venues.front());
    if (match_offered_) set_word(clock_->match_i, matches.front());
    config.store(clock_->config_i);
    clock_->cycle_i = clock_.cycle();

    bus_.drive();
    clock_->write_burst_ready_i = bus_.burst_ready;
    clock_->write_data_ready_i = bus_.data_ready;
    clock_->write_answer_valid_i = bus_.answer_valid;
    clock_->write_answer_i = bus_.answer;
    clock_.settle();

    burst_valid = clock_->write_burst_valid_o != 0;
    const auto burst = channel::HostBurst::load(clock_->write_burst_o);
    bus_.sample(burst_valid, {burst.address, static_cast<unsigned>(burst.length) + 1},
                clock_->write_data_valid_o != 0, word_of(clock_->write_data_o),
                clock_->write_data_last_o != 0);
    book_stalled = book_offered_ && !clock_->book_ready_o;
    take(book_offered_, clock_->book_ready_o != 0, books, expected_books);
    take(venue_offered_, clock_->venue_ready_o != 0, venues, expected_venues);
    take(match_offered_, clock_->match_ready_o != 0, matches, expected_matches);
    bus_errors += clock_->bus_error_o;
    judge_answers();
    clock_.tick();
  }

  // What the host does: look at the status, read what it covers, check it against what the sources
  // gave.
  void read_ring() {
    const auto status = memory_.load<RingStatus>(config.record_status);
    ASSERT_LE(status.written - taken_number_, std::uint64_t{1} << config.record_slots_log2);
    for (; taken_number_ < status.written; ++taken_number_) {
      const std::uint64_t slot =
          taken_number_ & ((std::uint64_t{1} << config.record_slots_log2) - 1);
      Word record = memory_.read(config.record_base + 64 * slot);
      const std::uint16_t record_seq = static_cast<std::uint16_t>(record[62] | record[63] << 8);
      ASSERT_EQ(record_seq, static_cast<std::uint16_t>(taken_number_))
          << "record " << taken_number_;
      const auto kind = static_cast<RecordKind>(record[60]);
      auto& expected = kind == RecordKind::VenueMessage  ? expected_venues
                       : kind == RecordKind::MatchOutput ? expected_matches
                                                         : expected_books;
      ASSERT_FALSE(expected.empty()) << "record " << taken_number_ << " has no source";
      Word source = expected.front();
      expected.pop_front();
      source[62] = record[62];
      source[63] = record[63];
      ASSERT_EQ(record, source) << "record " << taken_number_;
    }
  }
  [[nodiscard]] std::uint64_t read_records() const { return taken_number_; }
  void consume() {
    consumed = taken_number_;
    config.record_consumed = consumed & 0xffff'ffffU;
  }

  [[nodiscard]] bool drained() const {
    return books.empty() && venues.empty() && matches.empty() && expected_books.empty() &&
           expected_venues.empty() && expected_matches.empty();
  }
  [[nodiscard]] std::uint32_t written() const { return clock_.written(); }
  WriteBus& bus() { return bus_; }
  Memory& memory() { return memory_; }

  channel::RingConfig config;
  std::deque<Word> books;
  std::deque<Word> venues;
  std::deque<Word> matches;
  std::deque<Word> expected_books;
  std::deque<Word> expected_venues;
  std::deque<Word> expected_matches;
  bool book_held = false;
  bool venue_held = false;
  bool match_held = false;
  bool book_stalled = false;
  bool burst_valid = false;
  std::uint64_t consumed = 0;
  std::uint64_t bus_errors = 0;
  std::uint64_t statuses = 0;

 private:
  struct Clock : sim::Clock<Vrecord_ring_writer_v> {
    [[nodiscard]] std::uint32_t written() const {
      return const_cast<Clock*>(this)->top().record_written_o;
    }
  };

  static void take(bool& offered, bool ready, std::deque<Word>& from, std::deque<Word>& to) {
    if (!offered || !ready) return;
    to.push_back(from.front());
    from.pop_front();
    offered = false;
  }

  // A status may cover only records whose burst was answered OKAY before the status word was sent.
  void judge_answers() {
    while (!bus_.answered.empty()) {
      const auto done = bus_.answered.front();
      bus_.answered.pop_front();
      if (done.burst.address != config.record_status) {
        if (done.okay) answered_records_ += done.burst.words;
        continue;
      }
      RingStatus status;
      std::memcpy(&status, done.words[0].data(), sizeof status);
      ASSERT_LE(status.written, answered_records_)
          << "status covers a record whose answer has not come";
      ASSERT_EQ(status.reserved_0 | status.reserved_5, 0U);
      if (done.okay) {
        ASSERT_GT(status.written, expected_status_) << "status does not advance";
        expected_status_ = status.written;
        ++statuses;
      }
    }
  }

  Memory memory_;
  WriteBus bus_;
  std::mt19937_64 random_;
  Clock clock_;
  bool book_offered_ = false;
  bool venue_offered_ = false;
  bool match_offered_ = false;
  std::uint64_t taken_number_ = 0;
  std::uint64_t expected_status_ = 0;
  std::uint64_t answered_records_ = 0;
};

inline void run(RecordRingBench& bench, unsigned cycles) {
  for (unsigned i = 0; i < cycles && !testing::Test::HasFatalFailure(); ++i) bench.cycle();
}

}  // namespace hotbook::test
