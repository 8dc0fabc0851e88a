// How long it takes from the death of a card to the first order matched by the engine alone: the
// process of a simulated card is killed while orders are under way.
//
//   takeover_bench [KILLS] [SEED]        in the build directory, where hotbook.xclbin is
//
// Prints key=value, a line for each kill and one of all. `death_us` is from kill() to the first
// outputs that no card closed. Of it the kernel takes `exit_us` to end the process, before which
// nobody can know; `notice_us` is the rest. `whole_us` is what the engine took for all that was
// under way.

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>
#include <vector>

#include "host/runtime/card_matching.hpp"
#include "sim/replay/order_flow.hpp"

namespace hotbook {
namespace {

using Clock = std::chrono::steady_clock;
using runtime::CardMatching;

constexpr std::uint64_t kInputs = 60'000;
// What the card had still sent to host memory, the shim writes there: not into memory that is gone.
constexpr std::chrono::milliseconds kLastWords{50};

double median(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double us(Clock::duration time) {
  return std::chrono::duration<double, std::micro>(time).count();
}

pid_t model_of(const std::string& log) {
  std::ostringstream text;
  text << std::ifstream{log}.rdbuf();
  const std::size_t at = text.str().rfind("model_pid=");
  return at == std::string::npos ? 0 : std::atoi(text.str().c_str() + at + 10);
}

struct Seen {
  const CardMatching* matching = nullptr;
  std::uint64_t inputs = 0;
  Clock::time_point first{};  // outputs without a card
};

// Microseconds; negative when nothing came of it.
struct Times {
  double death = -1;
  double notice = -1;
};

Times run(std::mt19937_64& random) {
  replay::OrderFlow flow{
      {.regime = replay::FlowRegime::Sweeps, .seed = random(), .count = kInputs}};
  const MatchOptions options{.book_count = flow.options().books, .max_orders = 1U << 18U};
  CardMatching matching{options};
  Seen seen{&matching};
  matching.set_sink({[](void* self, std::span<const MatchOutput>) noexcept {
                       auto& what = *static_cast<Seen*>(self);
                       ++what.inputs;
                       if (what.first != Clock::time_point{} || what.matching->has_card()) return;
                       what.first = Clock::now();
                     },
                     &seen});
  card::CardOptions card;
  card.xclbin = "hotbook.xclbin";
  matching.attach(CardMatching::open(card, options.book_count));
  const pid_t model = model_of(matching.card()->log_path());
  if (model <= 0) return {};
  const int process = static_cast<int>(::syscall(SYS_pidfd_open, model, 0));
  std::atomic<std::uint64_t> sent{0};
  const std::uint64_t last_words = 300 + random() % 2'000;
  Clock::time_point killed{};
  Clock::time_point gone{};
  std::thread killer{[&] {
    while (sent.load(std::memory_order_relaxed) < last_words) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::microseconds{random() % 1'000});
    killed = Clock::now();
    ::kill(model, SIGKILL);
    pollfd ended{process, POLLIN, 0};
    while (::poll(&ended, 1, -1) < 0) {
    }
    gone = Clock::now();
  }};
  MatchCommand command;
  while (matching.has_card() && flow.next(command)) {
    while (!matching.submit(command)) matching.poll();
    matching.poll();
    sent.fetch_add(1, std::memory_order_relaxed);
  }
  killer.join();
  ::close(process);
  std::this_thread::sleep_for(kLastWords);
  if (seen.first == Clock::time_point{}) return {};
  const runtime::Takeover& takeover = matching.takeover();
  const Times times{us(seen.first - killed), us(seen.first - gone)};
  std::printf(
      "death_us=%.0f exit_us=%.0f notice_us=%.0f silent_us=%.0f whole_us=%.1f inputs=%llu\n",
      times.death, us(gone - killed), times.notice, us(takeover.silent), us(takeover.whole),
      static_cast<unsigned long long>(takeover.inputs));
  return times;
}

}  // namespace
}  // namespace hotbook

int main(int argc, char** argv) {
  const unsigned long kills = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 20;
  const unsigned long seed = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1;
  std::mt19937_64 random{seed};
  std::vector<double> death;
  std::vector<double> notice;
  for (unsigned long kill = 0; kill < kills; ++kill) {
    const hotbook::Times times = hotbook::run(random);
    if (times.death < 0) continue;
    death.push_back(times.death);
    notice.push_back(times.notice);
  }
  if (death.empty()) return 1;
  const double death_p50 = hotbook::median(death);
  const double notice_p50 = hotbook::median(notice);
  std::printf(
      "kills=%zu seed=%lu death_us_p50=%.0f death_us_max=%.0f notice_us_p50=%.0f "
      "notice_us_max=%.0f\n",
      death.size(), seed, death_p50, death.back(), notice_p50, notice.back());
  return 0;
}
