// Drives a Verilated lob with random traffic and compares every record, top of book, pulse and
// cycle with the model, and everything that is called known with the venue's own books.
//
// Threading: one thread.
// Hot path:  none; used by tests only.

#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <deque>
#include <iostream>
#include <sstream>

#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/lob/book_truth.hpp"
#include "tests/rtl/lob/event_flow.hpp"

namespace hotbook::test {

struct BenchShape {
  LobShape lob;
  FlowShape flow;
  unsigned idle_percent = 0;           // cycles without an event
  unsigned record_stall_percent = 0;   // cycles in which the record ring does not listen
  unsigned clear_permyriad = 0;        // of cycles
  unsigned refill_percent = 50;        // of records that say a side is low
  unsigned wrong_refill_percent = 20;  // of refills
};

struct BenchCounts {
  std::uint64_t records = 0;
  std::uint64_t sides_checked = 0;  // said to be known, and compared with the venue's
  std::uint64_t sides_known = 0;
  std::uint64_t cycles = 0;
  std::uint64_t first_taken = 0;  // cycles in which the first and the last event were taken
  std::uint64_t last_taken = 0;
};

// A number from the environment.
[[nodiscard]] std::uint64_t number_from(const char* name, std::uint64_t otherwise);
[[nodiscard]] std::string text_of(const BookUpdate& record);
[[nodiscard]] inline bool same(const BookUpdate& a, const BookUpdate& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}
// Spoils a refill in one of many ways; true if the card may take what it says.
bool spoil(RefillCommand& refill, std::mt19937_64& random, unsigned books);

template <class Top>
class LobBench {
 public:
  LobBench(const BenchShape& shape, std::uint64_t seed)
      : shape_{shape},
        seed_{seed},
        random_{seed},
        flow_{shape.flow, seed + 1},
        model_{shape.lob},
        idle_{seed + 2, shape.idle_percent},
        ring_{seed + 3, shape.record_stall_percent} {
    tainted_.assign(shape.lob.books, false);
    dut_->clear_i = 0;
    dut_->cycle_i = 0;
    dut_->market_event_valid_i = 0;
    dut_->refill_valid_i = 0;
    dut_->host_record_ready_i = 0;
    dut_.reset();
  }

  // Sends that many events, waits for their records, and compares the pulses.
  void run(std::uint64_t events) {
    events_left_ = events;
    while (!failed_ && (events_left_ != 0 || offered_ || event_.pair_first || events_inside_ != 0 ||
                        !refills_due_.empty() || !refills_inside_.empty())) {
      step();
      if (++quiet_cycles_ > 100000) fail("no record within 100000 cycles");
    }
    for (int i = 0; i < 8 && !failed_; ++i) step();
    if (!failed_) compare_pulses();
    if (!failed_ && !tops_.empty()) fail("a top of book came without a changed record");
  }

  [[nodiscard]] const BenchCounts& counts() const { return counts_; }
  [[nodiscard]] const channel::LobPulses& model_counts() const { return model_.counts(); }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  static constexpr std::uint64_t kLatencyCycles = 4;

  struct Pending {
    bool is_clear;
    channel::MarketEvent event;
    std::uint64_t cycle;  // in which it was taken
  };
  struct Refill {
    RefillCommand command;
    std::uint64_t due;
    bool lies;
  };
  struct SeenTop {
    channel::TopOfBook top;
    std::uint64_t cycle;
  };

  [[nodiscard]] std::uint64_t now() const { return dut_.cycle(); }

  void fail(const std::string& what) {
    failed_ = true;
    ADD_FAILURE() << what << "\nrecord index " << counts_.records << ", cycle " << now()
                  << ", seed " << seed_ << "\nreproduce: HOTBOOK_SEED=" << seed_
                  << " HOTBOOK_SCALE=" << number_from("HOTBOOK_SCALE", 1)
                  << " lob_test --gtest_filter="
                  << ::testing::UnitTest::GetInstance()->current_test_info()->test_suite_name()
                  << "." << ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }

  void step() {
    drive();
    dut_.settle();
    watch();
    dut_.tick();
    ++counts_.cycles;
  }

  void drive() {
    const auto cycle = static_cast<std::uint16_t>(now() + 65000);
    dut_->cycle_i = cycle;
    // A pair that has begun is brought to its end, or a refill would wait for it.
    const bool more = events_left_ != 0 || event_.pair_first;
    if (!offered_ && more && !idle_.held()) {
      event_ = flow_.next();
      event_.arrival_cycle =
          static_cast<std::uint16_t>(cycle - random_() % (random_() % 8 == 0 ? 400 : 12));
      event_.store(dut_->market_event_i);
      offered_ = true;
      if (events_left_ != 0) --events_left_;
    }
    dut_->market_event_valid_i = offered_;
    if (!refill_offered_ && !refills_due_.empty() && refills_due_.front().due <= now()) {
      std::memcpy(&dut_->refill_i, &refills_due_.front().command, sizeof(RefillCommand));
      refill_offered_ = true;
    }
    dut_->refill_valid_i = refill_offered_;
    dut_->host_record_ready_i = !ring_.held();
    dut_->clear_i = random_() % 10000 < shape_.clear_permyriad;
  }

  void watch() {
    if (offered_ && dut_->market_event_ready_o) {
      pending_.push_back({false, event_, now()});
      ++events_inside_;
      offered_ = false;
      if (counts_.first_taken == 0) counts_.first_taken = now();
      counts_.last_taken = now();
    }
    if (dut_->clear_i) {
      pending_.push_back({true, {}, now()});
      flow_.forget();
    }
    if (refill_offered_ && dut_->refill_ready_o) {
      refills_inside_.push_back(refills_due_.front());
      refills_due_.pop_front();
      refill_offered_ = false;
    }
    if (dut_->top_of_book_valid_o)
      tops_.push_back({channel::TopOfBook::load(dut_->top_of_book_o), now()});
    count_pulses();
    if (!dut_->host_record_valid_o) {
      visible_ = false;
      return;
    }
    if (!visible_) visible_since_ = now();
    visible_ = !dut_->host_record_ready_i;
    if (visible_) return;
    BookUpdate record;
    std::memcpy(&record, &dut_->host_record_o, sizeof record);
    take(record);
    last_left_ = now();
    ++counts_.records;
    quiet_cycles_ = 0;
  }

  void take(const BookUpdate& record) {
    if (record.kind == RecordKind::Refill) {
      take_refill(record);
    } else {
      take_event(record);
    }
    if (failed_ || record.kind == RecordKind::Gap) return;
    if (record.book < shape_.lob.books) {
      check_truth(record);
      answer(record);
    }
  }

  void take_event(const BookUpdate& record) {
    while (!pending_.empty() && pending_.front().is_clear) clear();
    if (pending_.empty()) return fail("a record without an input: " + text_of(record));
    const Pending input = pending_.front();
    pending_.pop_front();
    --events_inside_;
    const OrderKey key{input.event.order_ref, static_cast<std::uint16_t>(input.event.book)};
    const bool is_gap = record.kind == RecordKind::Gap;
    // An add that repeats an order the card does not hold is the one thing that it cannot tell.
    if (record.kind == RecordKind::Add && truth_.holds_order(key) && !model_.holds_order(key))
      taint(input.event.book);
    BookUpdate expected = model_.apply(input.event);
    truth_.apply(input.event);
    if (is_gap) {
      truth_.lose_messages(random_, shape_.lob.books);
      tainted_.assign(shape_.lob.books, false);
    }
    const std::uint64_t shown = input.cycle + kLatencyCycles;
    const std::uint16_t latency =
        static_cast<std::uint16_t>(shown + 65000 - input.event.arrival_cycle);
    expected.latency_cycles = static_cast<std::uint8_t>(std::min<unsigned>(latency, 255));
    if (!same(record, expected))
      return fail("card:  " + text_of(record) + "\nmodel: " + text_of(expected));
    const std::uint64_t visible = std::max(shown, last_left_ + 1);
    if (visible_since_ != visible) {
      return fail("event taken in cycle " + std::to_string(input.cycle) +
                  " was a record in cycle " + std::to_string(visible_since_) + ", not " +
                  std::to_string(visible));
    }
    check_top(record, shown);
  }

  void take_refill(const BookUpdate& record) {
    if (refills_inside_.empty())
      return fail("a refill's record without a refill: " + text_of(record));
    const Refill refill = refills_inside_.front();
    refills_inside_.pop_front();
    if (model_.pair_is_open() && (pending_.empty() || !pending_.front().is_clear))
      return fail("a refill split a pair");
    // The cycle in which a refill was taken in is the card's choice, so a clear near it may be
    // before or behind.
    for (;;) {
      LobModel after = model_;
      const BookUpdate expected = after.apply(refill.command);
      if (same(record, expected)) {
        model_ = after;
        break;
      }
      if (pending_.empty() || !pending_.front().is_clear) {
        return fail("card:  " + text_of(record) + "\nmodel: " + text_of(expected));
      }
      clear();
    }
    if (refill.lies && (record.flags & kUpdateFlagRefillRefused) == 0) taint(refill.command.book);
    check_top(record, 0);
  }

  void clear() {
    model_.clear();
    truth_.clear();
    tainted_.assign(shape_.lob.books, false);
    pending_.pop_front();
  }

  void taint(std::uint64_t book) {
    if (book < tainted_.size()) tainted_[book] = true;
  }

  void check_top(const BookUpdate& record, std::uint64_t cycle) {
    if ((record.flags & kUpdateFlagTopChanged) == 0) return;
    if (tops_.empty()) return fail("no top of book for " + text_of(record));
    const SeenTop seen = tops_.front();
    tops_.pop_front();
    channel::TopOfBook expected;
    expected.book = record.book;
    expected.bid_known = (record.flags & kUpdateFlagBidKnown) != 0;
    expected.ask_known = (record.flags & kUpdateFlagAskKnown) != 0;
    expected.bid_price = record.bid_price;
    expected.bid_quantity = record.bid_quantity;
    expected.ask_price = record.ask_price;
    expected.ask_quantity = record.ask_quantity;
    if (!(seen.top == expected)) fail("top of book differs from " + text_of(record));
    if (cycle != 0 && seen.cycle != cycle) {
      fail("top of book in cycle " + std::to_string(seen.cycle) + ", not " + std::to_string(cycle));
    }
  }

  void check_truth(const BookUpdate& record) {
    for (unsigned side = 0; side < 2; ++side) {
      if ((record.flags & (side == 0 ? kUpdateFlagBidKnown : kUpdateFlagAskKnown)) == 0) continue;
      ++counts_.sides_known;
      if (tainted_[record.book]) continue;
      ++counts_.sides_checked;
      const auto best = truth_.best(record.book, side);
      const std::uint32_t price = side == 0 ? record.bid_price : record.ask_price;
      const std::uint32_t quantity = side == 0 ? record.bid_quantity : record.ask_quantity;
      if (best ? price == best->price && quantity == best->quantity : quantity == 0) continue;
      fail("side " + std::to_string(side) + " is said to be known, but the venue has " +
           (best ? std::to_string(best->quantity) + " at " + std::to_string(best->price)
                 : "nothing") +
           ": " + text_of(record));
    }
  }

  // The host: refills what it is told is low, from what it knows at this record.
  void answer(const BookUpdate& record) {
    for (unsigned side = 0; side < 2 && events_left_ != 0; ++side) {
      if ((record.flags & (side == 0 ? kUpdateFlagBidLow : kUpdateFlagAskLow)) == 0) continue;
      if (refills_due_.size() + refills_inside_.size() >= 4 ||
          random_() % 100 >= shape_.refill_percent)
        continue;
      const Window& window = model_.window(record.book, side);
      const std::size_t room = shape_.lob.levels - window.levels.size();
      const std::size_t count = std::min<std::size_t>(room, 1 + random_() % 4);
      Refill refill{truth_.refill(record.book, side, window, count, random_), 0, false};
      refill.command.as_of = model_.number();
      if (random_() % 100 < shape_.wrong_refill_percent)
        refill.lies = spoil(refill.command, random_, shape_.lob.books);
      refill.due = now() + (random_() % 2 == 0 ? 0 : random_() % 40);
      refills_due_.push_back(refill);
    }
  }

  void count_pulses() {
    const auto pulses = channel::LobPulses::load(dut_->pulses_o);
    const auto add = [](std::uint64_t& count, std::uint64_t one) { count += one; };
    add(pulses_.events, pulses.events);
    add(pulses_.tops, pulses.tops);
    add(pulses_.order_unknown, pulses.order_unknown);
    add(pulses_.order_ignored, pulses.order_ignored);
    add(pulses_.order_not_held, pulses.order_not_held);
    add(pulses_.overfill, pulses.overfill);
    add(pulses_.book_not_held, pulses.book_not_held);
    add(pulses_.level_overflow, pulses.level_overflow);
    add(pulses_.bid_unknown, pulses.bid_unknown);
    add(pulses_.ask_unknown, pulses.ask_unknown);
    add(pulses_.refill_taken, pulses.refill_taken);
    add(pulses_.refill_refused, pulses.refill_refused);
  }

  void compare_pulses() {
    if (pulses_ == model_.counts()) return;
    std::ostringstream text;
    const auto line = [&](const char* name, std::uint64_t card, std::uint64_t model) {
      if (card != model) text << name << ": card " << card << ", model " << model << "\n";
    };
    const channel::LobPulses& m = model_.counts();
    line("events", pulses_.events, m.events);
    line("tops", pulses_.tops, m.tops);
    line("order_unknown", pulses_.order_unknown, m.order_unknown);
    line("order_ignored", pulses_.order_ignored, m.order_ignored);
    line("order_not_held", pulses_.order_not_held, m.order_not_held);
    line("overfill", pulses_.overfill, m.overfill);
    line("book_not_held", pulses_.book_not_held, m.book_not_held);
    line("level_overflow", pulses_.level_overflow, m.level_overflow);
    line("bid_unknown", pulses_.bid_unknown, m.bid_unknown);
    line("ask_unknown", pulses_.ask_unknown, m.ask_unknown);
    line("refill_taken", pulses_.refill_taken, m.refill_taken);
    line("refill_refused", pulses_.refill_refused, m.refill_refused);
    fail("pulses differ:\n" + text.str());
  }

  BenchShape shape_;
  std::uint64_t seed_;
  std::mt19937_64 random_;
  EventFlow flow_;
  LobModel model_;
  BookTruth truth_;
  sim::Stall idle_;
  sim::Stall ring_;
  sim::Clock<Top> dut_;
  channel::MarketEvent event_;
  bool offered_ = false;
  bool refill_offered_ = false;
  bool visible_ = false;
  bool failed_ = false;
  std::uint64_t events_left_ = 0;
  std::uint64_t events_inside_ = 0;  // a clear behind the last of them has no record to wait for
  std::uint64_t visible_since_ = 0;
  std::uint64_t last_left_ = 0;
  std::uint64_t quiet_cycles_ = 0;
  std::deque<Pending> pending_;
  std::deque<Refill> refills_due_;
  std::deque<Refill> refills_inside_;
  std::deque<SeenTop> tops_;
  std::vector<bool> tainted_;
  channel::LobPulses pulses_;
  BenchCounts counts_;
};

}  // namespace hotbook::test
