#include "host/runtime/card_matching.hpp"

namespace hotbook::runtime {
namespace {

constexpr std::size_t kPollMax = 4'096;
constexpr std::size_t kCommandsMax = 256;
constexpr std::uint32_t kHoldAfter = 1;
// A simulated card on a busy machine may need seconds for what a real one does in microseconds.
constexpr std::chrono::seconds kSilenceMax{30};
// While a command is under way and nothing comes, the card is asked whether it is there. A
// simulated one answers only when its simulation comes to it.
constexpr std::chrono::microseconds kAliveEvery{100};
constexpr std::chrono::milliseconds kSimulatedAliveEvery{100};

MatchFollowerOptions follower_options(const MatchOptions& options) {
  MatchFollowerOptions follower;
  follower.engine = options;
  follower.commands_max = kCommandsMax;
  follower.hold_after = kHoldAfter;
  return follower;
}

}  // namespace

CardMatching::CardMatching(const MatchOptions& options)
    : follower_{follower_options(options),
                MatchSink{[](void* self, std::span<const MatchOutput> outputs) noexcept {
                            const engine::OutputSink& sink =
                                static_cast<CardMatching*>(self)->sink_;
                            sink.take(sink.context, outputs);
                          },
                          this}} {}

std::unique_ptr<card::Card> CardMatching::open(const card::CardOptions& options,
                                               std::size_t book_count) {
  std::unique_ptr<card::Card> card = card::Card::open(options);
  card->configure({}, {}, {});
  card->write(kMatchBookCount, static_cast<std::uint32_t>(book_count));
  card->write(kGateKill, 0);  // behind reset the card refuses every order
  return card;
}

void CardMatching::attach(std::unique_ptr<card::Card> card) {
  card_ = std::move(card);
  unsent_.reset();
  is_detached_ = false;
  alive_every_ = card_->is_emulated() ? kSimulatedAliveEvery : kAliveEvery;
  follower_.attach({card_->read(kMatchWindowOrders), card_->read(kMatchBooks)});
  heard_ = looked_ = Clock::now();
}

std::unique_ptr<card::Card> CardMatching::release() noexcept {
  return has_card() ? nullptr : std::move(card_);
}

void CardMatching::detach() noexcept {
  if (!has_card()) return;
  is_detached_ = true;
  give_up(MatchFaultKind::Vanished);
}

void CardMatching::give_up(MatchFaultKind kind) noexcept {
  const Clock::time_point began = Clock::now();
  follower_.give_up(kind);
  takeover_time_ = Clock::now() - began;
}

void CardMatching::restore(std::span<const std::byte> bytes) {
  follower_.restore(bytes);
  restored_ = engine().input_seq();
}

std::uint64_t CardMatching::closed() const noexcept {
  const MatchFollowerCounts& counts = follower_.counts();
  return restored_ + counts.decided + counts.passed + counts.punted + counts.alone;
}

bool CardMatching::submit(const MatchCommand& command) noexcept {
  return follower_.submit(command) == MatchFollower::Submitted::Yes;
}

bool CardMatching::poll() noexcept {
  if (!has_card()) return false;
  const bool sent = send();
  const card::PollResult result = card_->poll(kPollMax, [this](const card::Record64& record) {
    static_cast<void>(follower_.take(record.bytes));
  });
  if (result.fault != card::RingFault::None) give_up(MatchFaultKind::RecordLost);
  const Clock::time_point now = Clock::now();
  if (result.count != 0 || follower_.unclosed() == 0) {
    heard_ = now;
  } else {
    watch(now);
  }
  return sent || result.count != 0;
}

bool CardMatching::send() noexcept {
  bool posted = false;
  while (has_card()) {
    if (!unsent_) unsent_ = follower_.next_word();
    if (!unsent_ || !card_->post(*unsent_)) break;
    unsent_.reset();
    posted = true;
  }
  return posted && card_->ring_doorbell();
}

// Something is under way and nothing comes.
void CardMatching::watch(Clock::time_point now) noexcept {
  if (now - heard_ > kSilenceMax) return give_up(MatchFaultKind::Silent);
  if (now - heard_ < alive_every_ || now - looked_ < alive_every_) return;
  looked_ = now;
  try {
    card_->check_alive();
  } catch (const card::CardError&) {
    give_up(MatchFaultKind::Vanished);
  }
}

std::string CardMatching::fault() const {
  if (is_detached_ || follower_.fault().kind == MatchFaultKind::None) return "";
  return describe(follower_.fault());
}

}  // namespace hotbook::runtime
