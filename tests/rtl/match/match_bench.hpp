// Drives a Verilated match with random commands and a host that refills and grants, and holds every
// record, its cycle and its latency against the card's oracle and the matching function.
//
// Threading: one thread.
// Hot path:  none; used by tests only.

#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <deque>
#include <iostream>
#include <map>

#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/common/random_run.hpp"
#include "tests/support/match_flow.hpp"
#include "tests/support/match_partner.hpp"

namespace hotbook::test {

struct MatchBenchShape {
  PartnerShape partner;
  MatchFlowShape flow;
  unsigned idle_percent = 0;   // cycles without a command
  unsigned stall_percent = 0;  // cycles in which the record ring does not listen
  unsigned top_percent = 0;    // cycles with a change of the feed's top
  unsigned quiet_percent = 4;  // chance that clients pause while the host has a book
};

struct MatchBenchCounts {
  std::uint64_t records = 0;
  std::uint64_t cycles = 0;
  std::uint64_t references = 0;    // inputs of the feed
  std::uint64_t back_to_back = 0;  // words taken in the cycle behind another one's of their book
};

// How many resting orders a fill-or-kill order is held against before its first record; 0 of any
// other word, and of one that is refused or punted at once.
[[nodiscard]] std::uint64_t counted_orders(const oracle::MatchCardOracle& card,
                                           const oracle::CardWord& command,
                                           const oracle::CardWord& first_record);

template <class Top>
class MatchBench {
 public:
  using CardWord = oracle::CardWord;

  MatchBench(const MatchBenchShape& shape, RandomRun& random)
      : shape_{shape},
        random_{random},
        flow_{shape.flow, random()},
        partner_{shape.partner, random()},
        idle_{random(), shape.idle_percent},
        ring_{random(), shape.stall_percent} {
    // A netlist with bugs to choose from; number 0 is none.
    if constexpr (requires(Top top) { top.mutant; }) {
      const char* number = std::getenv("HOTBOOK_MUTANT");
      dut_->mutant = static_cast<SData>(number == nullptr ? 0 : std::strtoul(number, nullptr, 10));
    }
    dut_->command_valid_i = 0;
    dut_->top_of_book_valid_i = 0;
    dut_->host_record_ready_i = 0;
    dut_->book_count_i = static_cast<IData>(shape.partner.card.book_count);
    dut_->reference_from_feed_i = shape.partner.card.reference_from_feed;
    dut_->cycle_i = 0;
    dut_.reset();
  }

  void run(std::uint64_t inputs) {
    while (!failed_ && partner_.counts().inputs < inputs) {
      step();
      if (++quiet_cycles_ > 5000) fail("no record within 5000 cycles");
    }
    sending_ = false;
    for (int i = 0; i < 200 && !failed_; ++i) step();
    if (!failed_ && !taken_.empty()) fail("a command has no closing record");
    print();
  }

  [[nodiscard]] const PartnerCounts& counts() const { return partner_.counts(); }
  [[nodiscard]] const MatchBenchCounts& bench_counts() const { return counts_; }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  struct Taken {
    CardWord word;
    std::uint64_t cycle;
  };
  struct Late {
    CardWord word;
    std::uint64_t due;
  };

  [[nodiscard]] std::uint64_t now() const { return dut_.cycle(); }

  void fail(const std::string& what) {
    failed_ = true;
    ADD_FAILURE() << what << "\nof " << (taken_.empty() ? "" : text_of_command(taken_.front().word))
                  << "\ninput " << partner_.counts().inputs << ", cycle " << now() << ", seed "
                  << random_.seed() << "\n"
                  << random_.reproduce();
  }

  void step() {
    drive();
    dut_.settle();
    watch();
    dut_.tick();
    ++counts_.cycles;
  }

  void drive() {
    dut_->cycle_i = static_cast<SData>(now() + 65000);
    if (!offered_) choose();
    dut_->command_valid_i = offered_;
    if (offered_) std::memcpy(&dut_->command_i, offer_.data(), offer_.size());
    dut_->host_record_ready_i = !sending_ || !ring_.held();
    dut_->top_of_book_valid_i = 0;
    if (sending_ && random_.percent(shape_.top_percent)) send_top();
  }

  void choose() {
    const bool is_the_hosts = !partner_.mirror().book(0).owned;
    if (quiet_ == 0 && is_the_hosts && random_.percent(shape_.quiet_percent))
      quiet_ = 20 + random_.below(20 + 12 * shape_.partner.card.window_orders);
    if (quiet_ != 0) --quiet_;
    if (quiet_ != 0 && late_.empty() && taken_.empty()) hear_partner();
    if (!sending_ || idle_.held()) return;
    if (!late_.empty() && late_.front().due <= now()) {
      offer_ = late_.front().word;
      late_.pop_front();
      offered_ = true;
    } else if (quiet_ == 0) {
      offer_ = std::bit_cast<CardWord>(flow_.next());
      offered_ = true;
    }
  }

  void send_top() {
    channel::TopOfBook top;
    top.book = random_.below(shape_.partner.card.match_books + 1);
    top.bid_known = random_.below(8) != 0;
    top.ask_known = random_.below(8) != 0;
    const std::uint32_t middle = flow_.middle();
    top.bid_price = random_.below(4) == 0 ? 0 : middle - 10 + random_.below(12);
    top.ask_price = random_.below(4) == 0 ? 0 : middle + random_.below(12);
    if (random_.below(16) == 0) top.bid_price ^= std::uint64_t{1} << random_.below(31);
    if (random_.below(16) == 0) top.ask_price ^= std::uint64_t{1} << random_.below(31);
    if (random_.below(100) == 0) top.bid_price = 0x80000000U;
    top.store(dut_->top_of_book_i);
    dut_->top_of_book_valid_i = 1;
    tops_[top.book].push_back(top);
  }

  void watch() {
    if (offered_ && dut_->command_ready_o) {
      const auto book = std::bit_cast<MatchCommand>(offer_).book;
      if (!taken_.empty() && taken_.back().cycle + 1 == now() &&
          std::bit_cast<MatchCommand>(taken_.back().word).book == book)
        ++counts_.back_to_back;
      taken_.push_back({offer_, now()});
      offered_ = false;
    }
    if (!dut_->host_record_valid_o) {
      visible_ = false;
      return;
    }
    if (!visible_) visible_since_ = now();
    visible_ = !dut_->host_record_ready_i;
    if (visible_) return;
    CardWord record;
    std::memcpy(record.data(), &dut_->host_record_o, record.size());
    take(record);
    left_ = now();
    quiet_cycles_ = 0;
    ++counts_.records;
  }

  void take(CardWord record) {
    const auto output = std::bit_cast<MatchOutput>(record);
    const auto latency = record[61];
    record[61] = 0;
    const bool is_output = output.kind == RecordKind::MatchOutput;
    const auto echo = std::bit_cast<MatchEcho>(record);
    if (!is_output && echo.kind != RecordKind::MatchEcho) return fail("a record of another kind");
    if (records_.empty() && !is_output && echo.host_number == 0) {
      if (!insert_reference(echo, latency)) return;
    }
    if (taken_.empty()) return fail("a record without a command: " + text_of(record));
    const Taken& taken = taken_.front();
    if (latency != std::min<std::uint64_t>(visible_since_ - taken.cycle, 255))
      return fail("latency_cycles is wrong: " + text_of(record));
    if (shape_.top_percent == 0) check_cycle(taken, record);
    last_step_ = visible_since_ - 1;
    records_.push_back(record);
    if (is_output && (output.flags & kOutputFlagLast) == 0) return;
    if (const auto wrong = partner_.follow(taken.word, records_)) return fail(*wrong);
    records_.clear();
    taken_.pop_front();
    // An inventive host would leave no room for commands.
    if (!shape_.partner.truthful && random_.below(2) != 0) return;
    hear_partner();
  }

  void hear_partner() {
    if (auto word = partner_.next()) {
      const bool prompt = quiet_ != 0 || random_.below(2) == 0;
      late_.push_back({*word, now() + (prompt ? 0 : random_.below(30))});
    }
  }

  // Each record leaves as soon as the word before, the ring and the rule of four cycles let it.
  void check_cycle(const Taken& taken, const CardWord& record) {
    std::uint64_t step = last_step_ + 1;  // in which it is decided
    if (records_.empty()) {
      step = std::max({taken.cycle + 2, step, left_});
      step += counted_orders(partner_.mirror(), taken.word, record);
    }
    const std::uint64_t visible = std::max(step, left_) + 1;
    if (visible_since_ != visible) {
      fail("a record of the command taken in cycle " + std::to_string(taken.cycle) +
           " came in cycle " + std::to_string(visible_since_) + ", not " + std::to_string(visible) +
           ": " + text_of(record));
    }
  }

  // The card's own feed made an input: one of its tops, none older than the one before.
  bool insert_reference(const MatchEcho& echo, std::uint8_t latency) {
    MatchCommand command{};
    command.kind = CommandKind::Reference;
    command.book = echo.book;
    command.flags = static_cast<std::uint8_t>(kReferenceFlagProtected);
    command.price = echo.bid_price;
    command.stop_price = echo.ask_price;
    auto& tops = tops_[echo.book];
    while (!tops.empty() &&
           (tops.front().bid_price != echo.bid_price || tops.front().ask_price != echo.ask_price ||
            !tops.front().bid_known || !tops.front().ask_known))
      tops.pop_front();
    if (tops.empty()) {
      fail("a reference that the feed never had, or an old one");
      return false;
    }
    tops.pop_front();
    taken_.push_front({std::bit_cast<CardWord>(command), visible_since_ - latency});
    ++counts_.references;
    return true;
  }

  void print() const {
    const PartnerCounts& c = partner_.counts();
    std::cout << "window_orders=" << shape_.partner.card.window_orders << " inputs=" << c.inputs
              << " records=" << counts_.records << " cycles=" << counts_.cycles
              << " back_to_back=" << counts_.back_to_back << " references=" << counts_.references
              << " decided=" << c.decided << " passed=" << c.passed << " punted=" << c.punted
              << " punted_with_outputs=" << c.punted_with_outputs << " executions=" << c.executions
              << " refills_taken=" << c.refills_taken << " refills_refused=" << c.refills_refused
              << " grants_taken=" << c.grants_taken << " grants_refused=" << c.grants_refused
              << std::endl;
  }

  MatchBenchShape shape_;
  RandomRun& random_;
  MatchFlow flow_;
  MatchPartner partner_;
  sim::Stall idle_;
  sim::Stall ring_;
  sim::Clock<Top> dut_;
  CardWord offer_{};
  bool offered_ = false;
  bool sending_ = true;
  bool visible_ = false;
  bool failed_ = false;
  std::uint64_t quiet_ = 0;  // cycles for which clients send nothing, so that books can be granted
  std::uint64_t quiet_cycles_ = 0;
  std::uint64_t visible_since_ = 0;
  std::uint64_t left_ = 0;       // cycle in which the last record left
  std::uint64_t last_step_ = 0;  // cycle in which it was decided
  std::deque<Taken> taken_;
  std::deque<Late> late_;
  std::vector<CardWord> records_;
  std::map<std::uint64_t, std::deque<channel::TopOfBook>> tops_;
  MatchBenchCounts counts_;
};

}  // namespace hotbook::test
