#include "host/app/card_matcher.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <thread>

namespace hotbook::app {
namespace {

constexpr std::chrono::microseconds kIdleStep{200};

}  // namespace

card::CardOptions CardArguments::options() const {
  card::CardOptions card;
  card.xclbin = xclbin;
  card.manifest = manifest;
  card.device_index = index;
  return card;
}

CardMatcher::CardMatcher(const card::CardOptions& card, const MatchOptions& options,
                         OutputHandler handler)
    : handler_{std::move(handler)}, matching_{options} {
  matching_.set_sink({[](void* self, std::span<const MatchOutput> outputs) noexcept {
                        static_cast<CardMatcher*>(self)->give(outputs);
                      },
                      this});
  matching_.attach(runtime::CardMatching::open(card, options.book_count));
}

void CardMatcher::give(std::span<const MatchOutput> outputs) noexcept {
  if (failed_) return;
  try {
    handler_(outputs);
  } catch (...) {
    failed_ = std::current_exception();
  }
}

void CardMatcher::rethrow() {
  if (failed_) std::rethrow_exception(failed_);
}

void CardMatcher::consume(std::span<const MatchCommand> commands) {
  for (const MatchCommand& command : commands) submit(command);
  matching_.poll();
  rethrow();
}

void CardMatcher::submit(const MatchCommand& command) {
  for (;;) {
    switch (matching_.try_submit(command)) {
      case MatchFollower::Submitted::Yes:
        return;
      case MatchFollower::Submitted::NoRoom:
        // Commands under way may end orders.
        if (matching_.follower().is_idle()) {
          throw std::runtime_error(fmt::format(
              "order {}: {} orders are live, as many as --max-orders allows, and a card "
              "is sent no more",
              command.order_id, matching_.engine().order_count()));
        }
        [[fallthrough]];
      case MatchFollower::Submitted::Full:
        if (!matching_.poll()) wait();
        rethrow();
        break;
      case MatchFollower::Submitted::NotAnInput:
        if (command.kind == CommandKind::Refill) {
          throw std::runtime_error(
              "a command of kind 1 (refill) is for the feed's books: no order can be made of it on "
              "a card");
        }
        return;  // order_refill, grant: the matching function ignores them
    }
  }
}

void CardMatcher::wait() {
  if (wait_hook_) wait_hook_();
  std::this_thread::sleep_for(kIdleStep);
}

void CardMatcher::finish() {
  while (matching_.has_card() && !matching_.follower().is_idle()) {
    if (!matching_.poll()) wait();
  }
  rethrow();
}

std::string CardMatcher::note() const {
  const MatchFollowerCounts& counts = this->counts();
  const std::uint64_t inputs = counts.decided + counts.passed + counts.punted + counts.alone;
  const double share =
      inputs == 0 ? 0 : 100.0 * static_cast<double>(counts.decided) / static_cast<double>(inputs);
  std::string text = fmt::format(
      "card decided {} ({:.1f} %), passed {}, punted {}; refills {} taken {} refused, grants {} "
      "taken {} refused",
      counts.decided, share, counts.passed, counts.punted, counts.refills_taken,
      counts.refills_refused, counts.grants_taken, counts.grants_refused);
  if (counts.alone != 0) text += fmt::format("; {} by the engine alone", counts.alone);
  return text;
}

}  // namespace hotbook::app
