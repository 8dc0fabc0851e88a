#include "host/runtime/card_matching.hpp"

namespace hotbook::runtime {
namespace {

constexpr std::size_t kPollMax = 4'096;
constexpr std::size_t kCommandsMax = 256;
constexpr std::uint32_t kHoldAfter = 1;
// A simulated card on a busy machine may need seconds for what a real one does in microseconds.
constexpr std::chrono::seconds kSilenceMax{30};
// While a command is under way and nothing comes, it is asked whether the card is there.
constexpr std::chrono::microseconds kAskEvery{100};
// A simulated card whose process is not known answers only when its simulation comes to it.
constexpr std::chrono::milliseconds kSimulatedAskEvery{100};
// Commands that wait in the card's ring; as many as may be under way, refills and grants too.
constexpr unsigned kCommandSlotsLog2 = 12;
constexpr int kSameReads = 32;  // of a ring that stands still
constexpr int kReadsMax = 10'000;

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
                            static_cast<CardMatching*>(self)->take(outputs);
                          },
                          this}} {}

CardMatching::~CardMatching() {
  close(std::move(card_));
}

std::unique_ptr<card::Card> CardMatching::open(const card::CardOptions& options,
                                               std::size_t book_count) {
  card::CardOptions with_room = options;
  with_room.command_slots_log2 = kCommandSlotsLog2;
  std::unique_ptr<card::Card> card = card::Card::open(with_room);
  card->configure({}, {}, {});
  card->write(kMatchBookCount, static_cast<std::uint32_t>(book_count));
  card->write(kGateKill, 0);  // behind reset the card refuses every order
  return card;
}

void CardMatching::attach(std::unique_ptr<card::Card> card) {
  card_ = std::move(card);
  unsent_.reset();
  is_detached_ = false;
  first_alone_.reset();
  process_ = CardProcess{card_->log_path()};
  follower_.attach({card_->read(kMatchWindowOrders), card_->read(kMatchBooks)});
  const bool asks_card = card_->is_emulated() && !process_.is_known();
  watch_.begin(Clock::now(), asks_card ? Clock::duration{kSimulatedAskEvery} : kAskEvery,
               kSilenceMax);
}

std::unique_ptr<card::Card> CardMatching::release() noexcept {
  return has_card() ? nullptr : std::move(card_);
}

void CardMatching::close(std::unique_ptr<card::Card> card) noexcept {
  if (!card) return;
  const CardProcess process{card->log_path()};
  if (card->is_emulated() && (!process.is_known() || process.is_gone())) return;
  try {
    card->stop();
    card->write(kRingEnable, 0);
    // What it had begun to write comes before what it answers then.
    std::uint32_t written = card->read(kRingRecordWritten);
    for (int same = 0, reads = 0; same < kSameReads && reads < kReadsMax; ++reads) {
      const std::uint32_t now = card->read(kRingRecordWritten);
      same = now == written ? same + 1 : 0;
      written = now;
    }
  } catch (const card::CardError&) {
    return;  // it is not there: it writes nothing either
  }
}

void CardMatching::detach() noexcept {
  if (!has_card()) return;
  is_detached_ = true;
  give_up(MatchFaultKind::Vanished);
}

void CardMatching::take(std::span<const MatchOutput> outputs) noexcept {
  if (!has_card() && !first_alone_) first_alone_ = Clock::now();
  sink_.take(sink_.context, outputs);
}

void CardMatching::give_up(MatchFaultKind kind) noexcept {
  const Clock::time_point began = Clock::now();
  const std::uint64_t alone_before = follower_.counts().alone;
  follower_.give_up(kind);
  note_takeover(began, alone_before);
}

void CardMatching::note_takeover(Clock::time_point began, std::uint64_t alone_before) noexcept {
  const Clock::time_point ended = Clock::now();
  takeover_.silent = began - watch_.heard();
  takeover_.first = first_alone_.value_or(ended) - began;
  takeover_.whole = ended - began;
  takeover_.inputs = follower_.counts().alone - alone_before;
  first_alone_ = ended;  // what the engine does from now on is no takeover
}

void CardMatching::restore(std::span<const std::byte> bytes) {
  follower_.restore(bytes);
  restored_ = engine().input_seq();
}

std::uint64_t CardMatching::closed() const noexcept {
  const MatchFollowerCounts& counts = follower_.counts();
  return restored_ + counts.decided + counts.passed + counts.punted + counts.alone;
}

bool CardMatching::poll() noexcept {
  if (!has_card()) return false;
  const Clock::time_point now = Clock::now();
  const std::uint64_t alone_before = follower_.counts().alone;
  const bool sent = send();
  const card::PollResult result = card_->poll(kPollMax, [this](const card::Record64& record) {
    static_cast<void>(follower_.take(record.bytes));
  });
  if (!has_card()) {  // a record was wrong
    note_takeover(now, alone_before);
    return true;
  }
  if (result.fault != card::RingFault::None) {
    give_up(MatchFaultKind::RecordLost);
    return true;
  }
  switch (watch_.look(now, result.count != 0, follower_.unclosed() != 0)) {
    case CardWatch::Look::Fine:
      break;
    case CardWatch::Look::Ask:
      if (!is_there()) give_up(MatchFaultKind::Vanished);
      break;
    case CardWatch::Look::Silent:
      give_up(MatchFaultKind::Silent);
      break;
  }
  return sent || result.count != 0;
}

void CardMatching::check() noexcept {
  if (!has_card()) return;
  if (follower_.unclosed() != 0) return void(poll());
  if (!is_there()) return give_up(MatchFaultKind::Vanished);
  static_cast<void>(watch_.look(Clock::now(), true, false));
}

bool CardMatching::is_there() noexcept {
  if (process_.is_known()) return !process_.is_gone();
  try {
    card_->check_alive();
    return true;
  } catch (const card::CardError&) {
    return false;
  }
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

std::string CardMatching::fault() const {
  if (is_detached_ || follower_.fault().kind == MatchFaultKind::None) return "";
  return describe(follower_.fault());
}

}  // namespace hotbook::runtime
