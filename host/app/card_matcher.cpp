#include "host/app/card_matcher.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <thread>

namespace hotbook::app {
namespace {

constexpr std::size_t kPollMax = 4'096;
// Commands under way at once, and inputs of a book on the host before the next one waits until the
// card can be given the book: a book that is busy would else never stand still for it.
constexpr std::size_t kCommandsMax = 256;
constexpr std::uint32_t kHoldAfter = 1;
constexpr std::chrono::microseconds kIdleStep{200};
// A simulated card on a busy machine may need seconds for what a real one does in microseconds.
constexpr std::chrono::seconds kSilenceMax{30};
constexpr std::chrono::milliseconds kAliveEvery{500};

MatchWord word_of(const card::Record64& record) {
  return record.bytes;
}

}  // namespace

CardMatcher::CardMatcher(const card::CardOptions& card, const MatchOptions& options,
                         OutputHandler handler)
    : handler_{std::move(handler)}, card_{card::Card::open(card)} {
  card_->configure({}, {}, {});
  card_->write(kMatchBookCount, static_cast<std::uint32_t>(options.book_count));
  card_->write(kGateKill, 0);  // inputs of a file are under no limits
  MatchFollowerOptions follower;
  follower.engine = options;
  follower.commands_max = kCommandsMax;
  follower.hold_after = kHoldAfter;
  follower_.emplace(follower,
                    MatchSink{[](void* self, std::span<const MatchOutput> outputs) noexcept {
                                static_cast<CardMatcher*>(self)->give(outputs);
                              },
                              this});
  follower_->attach({card_->read(kMatchWindowOrders), card_->read(kMatchBooks)});
  heard_ = std::chrono::steady_clock::now();
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
  move();
  rethrow();
}

void CardMatcher::submit(const MatchCommand& command) {
  for (;;) {
    switch (follower_->submit(command)) {
      case MatchFollower::Submitted::Yes:
        return;
      case MatchFollower::Submitted::NoRoom:
        // Commands under way may end orders.
        if (follower_->is_idle()) {
          throw std::runtime_error(fmt::format(
              "order {}: {} orders are live, as many as --max-orders allows, and a card "
              "is sent no more",
              command.order_id, follower_->engine().order_count()));
        }
        [[fallthrough]];
      case MatchFollower::Submitted::Full:
        if (!move()) wait();
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

// Commands to the card, records from it. False when nothing moved.
bool CardMatcher::move() {
  if (follower_->is_alone()) return false;
  const bool sent = send();
  const card::PollResult result = card_->poll(kPollMax, [this](const card::Record64& record) {
    static_cast<void>(follower_->take(word_of(record)));
  });
  if (result.fault != card::RingFault::None) follower_->give_up(MatchFaultKind::RecordLost);
  const bool moved = sent || result.count != 0;
  if (result.count != 0 || follower_->unclosed() == 0) heard_ = std::chrono::steady_clock::now();
  return moved;
}

bool CardMatcher::send() {
  bool posted = false;
  while (!follower_->is_alone()) {
    if (!unsent_) unsent_ = follower_->next_word();
    if (!unsent_ || !card_->post(*unsent_)) break;
    unsent_.reset();
    posted = true;
  }
  return posted && card_->ring_doorbell();
}

void CardMatcher::wait() {
  if (wait_hook_) wait_hook_();
  const auto now = std::chrono::steady_clock::now();
  if (now - heard_ > kSilenceMax) {
    follower_->give_up(MatchFaultKind::Silent);
    return;
  }
  if (now - heard_ > kAliveEvery) {
    try {
      card_->check_alive();
    } catch (const card::CardError&) {
      follower_->give_up(MatchFaultKind::Vanished);
      return;
    }
  }
  std::this_thread::sleep_for(kIdleStep);
}

void CardMatcher::finish() {
  while (!follower_->is_alone() && !follower_->is_idle()) {
    if (!move()) wait();
  }
  rethrow();
}

std::string CardMatcher::fault() const {
  return follower_->fault().kind == MatchFaultKind::None ? std::string{}
                                                         : describe(follower_->fault());
}

std::string CardMatcher::note() const {
  const MatchFollowerCounts& counts = follower_->counts();
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
