// The follower with the card's own matcher: what is released is the function's, to the end and with
// a card that is reset in any cycle.

#include <cstring>

#include "Vmatch_1.h"
#include "Vmatch_16.h"
#include "Vmatch_2.h"
#include "Vmatch_3.h"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/host/takeover/match_flows.hpp"
#include "tests/host/takeover/match_rig.hpp"
#include "tests/rtl/common/random_run.hpp"

namespace hotbook::test {
namespace {

constexpr std::size_t kBooks = 4;  // of the Verilated matchers
constexpr std::uint64_t kSilentCycles = 20'000;

template <class Top>
class RtlRun {
 public:
  RtlRun(std::size_t window_orders, const MatchRun& run, RandomRun& random)
      : shape_{window_orders, kBooks},
        run_{run},
        random_{random},
        idle_{random(), 30},
        ring_{random(), 20},
        follower_{{run.options, 64, 4}, {&take_outputs, this}} {
    dut_->command_valid_i = 0;
    dut_->top_of_book_valid_i = 0;
    dut_->host_record_ready_i = 0;
    dut_->book_count_i = static_cast<IData>(run.options.book_count);
    dut_->reference_from_feed_i = 0;
    dut_->cycle_i = 0;
    restart();
  }

  // A card just reset.
  void restart() {
    dut_->command_valid_i = 0;
    offer_.reset();
    to_host_.clear();
    dut_.reset();
    follower_.attach(shape_);
    quiet_cycles_ = 0;
  }
  void kill() { follower_.give_up(MatchFaultKind::Vanished); }

  [[nodiscard]] bool is_done() const {
    return submitted_ == run_.commands.size() && follower_.unclosed() == 0 &&
           released_ == run_.outputs.size();
  }
  [[nodiscard]] const std::string& wrong() const { return wrong_; }
  [[nodiscard]] MatchFollower& follower() { return follower_; }
  [[nodiscard]] std::size_t submitted() const { return submitted_; }
  [[nodiscard]] std::uint64_t cycles() const { return cycles_; }

  // One cycle; false when something is wrong.
  bool step() {
    ++cycles_;
    submit();
    if (!offer_) offer_ = follower_.next_word();
    dut_->command_valid_i = offer_.has_value();
    if (offer_) std::memcpy(&dut_->command_i, offer_->data(), offer_->size());
    dut_->host_record_ready_i = !ring_.held();
    dut_.settle();
    if (offer_ && dut_->command_ready_o) offer_.reset();
    if (dut_->host_record_valid_o && dut_->host_record_ready_i) {
      MatchWord record;
      std::memcpy(record.data(), &dut_->host_record_o, record.size());
      to_host_.push_back({record, cycles_ + random_.below(40)});
      quiet_cycles_ = 0;
    }
    dut_.tick();
    while (!to_host_.empty() && to_host_.front().due <= cycles_) {
      if (!follower_.take(to_host_.front().word)) wrong_ = describe(follower_.fault());
      to_host_.pop_front();
    }
    if (follower_.unclosed() != 0 && ++quiet_cycles_ > kSilentCycles) wrong_ = "the card is silent";
    return wrong_.empty();
  }

 private:
  struct OnTheWay {
    MatchWord word;
    std::uint64_t due;
  };

  void submit() {
    if (submitted_ == run_.commands.size() || idle_.held()) return;
    if (follower_.submit(run_.commands[submitted_]) == MatchFollower::Submitted::Yes) ++submitted_;
  }
  static void take_outputs(void* run, std::span<const MatchOutput> outputs) noexcept {
    static_cast<RtlRun*>(run)->compare(outputs);
  }
  void compare(std::span<const MatchOutput> outputs) {
    const std::size_t left = run_.outputs.size() - released_;
    const bool same =
        outputs.size() <= left &&
        std::memcmp(run_.outputs.data() + released_, outputs.data(), outputs.size_bytes()) == 0;
    if (!same) wrong_ = "released what the function does not write";
    released_ += outputs.size();
  }

  MatchCardShape shape_;
  const MatchRun& run_;
  RandomRun& random_;
  sim::Stall idle_;
  sim::Stall ring_;
  MatchFollower follower_;
  sim::Clock<Top> dut_;
  std::optional<MatchWord> offer_;
  std::deque<OnTheWay> to_host_;
  std::size_t submitted_ = 0;
  std::size_t released_ = 0;
  std::uint64_t cycles_ = 0;
  std::uint64_t quiet_cycles_ = 0;
  std::string wrong_;
};

MatchRun mixed_run(std::uint64_t seed, std::size_t count, unsigned special_permille) {
  MatchFlowShape flow;
  flow.books = kBooks + 2;  // one of the host's alone, one unknown
  flow.special_permille = special_permille;
  flow.wrong_permille = special_permille;
  flow.for_all_permille = special_permille == 0 ? 0 : 1;
  flow.state_permille = special_permille == 0 ? 0 : 4;
  return run_of({kBooks + 1, 1U << 17U, false}, racing_commands(flow, seed, count));
}

// kill_after: cycles between two deaths at most; 0 for none.
template <class Top>
void run(std::size_t window_orders, std::size_t inputs, unsigned special,
         std::uint64_t kill_after) {
  RandomRun random{20261201};
  const MatchRun whole = mixed_run(random(), RandomRun::amount(inputs), special);
  RtlRun<Top> rtl{window_orders, whole, random};
  std::uint64_t deaths = 0;
  std::uint64_t kill_at = kill_after == 0 ? ~std::uint64_t{0} : random.below(kill_after);
  while (!rtl.is_done() && rtl.step()) {
    if (rtl.cycles() < kill_at) continue;
    rtl.kill();
    rtl.restart();
    ++deaths;
    kill_at = rtl.cycles() + 1 + random.below(kill_after);
  }
  EXPECT_EQ(rtl.wrong(), "") << "seed " << random.seed() << ", window_orders " << window_orders
                             << ", index " << rtl.submitted() << ", cycle " << rtl.cycles() << "\n"
                             << random.reproduce();
  const auto& c = rtl.follower().counts();
  std::cout << "window_orders=" << window_orders << " inputs=" << whole.commands.size()
            << " cycles=" << rtl.cycles() << " deaths=" << deaths << " decided=" << c.decided
            << " passed=" << c.passed << " punted=" << c.punted << " alone=" << c.alone
            << " refills_taken=" << c.refills_taken << " refills_refused=" << c.refills_refused
            << " grants_taken=" << c.grants_taken << std::endl;
  EXPECT_GT(c.decided, 0U);
  EXPECT_GT(c.grants_taken, 0U);
}

TEST(MatchFollowerWithTheMatcher, ReleasesTheFunctionsOutputs) {
  run<Vmatch_1>(1, 20'000, 0, 0);
  run<Vmatch_2>(2, 20'000, 3, 0);
  run<Vmatch_3>(3, 20'000, 0, 0);
  run<Vmatch_16>(16, 20'000, 3, 0);
}

TEST(MatchFollowerWithTheMatcher, ReleasesThemWhereverTheMatcherIsReset) {
  run<Vmatch_1>(1, 15'000, 0, 200);
  run<Vmatch_2>(2, 15'000, 0, 200);
  run<Vmatch_3>(3, 15'000, 3, 200);
  run<Vmatch_16>(16, 15'000, 0, 200);
}

}  // namespace
}  // namespace hotbook::test
