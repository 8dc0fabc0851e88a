#include "host/takeover/match_follower.hpp"

#include <cassert>
#include <cstring>

namespace hotbook {
namespace {

constexpr std::size_t kSupplyPlaces = 256;  // refills and grants on their way, beside commands

template <class Record>
MatchWord as_word(const Record& record) noexcept {
  return std::bit_cast<MatchWord>(record);
}

// What the card alone knows.
template <class Record>
Record without_card_fields(Record record) noexcept {
  record.latency_cycles = 0;
  record.record_seq = 0;
  return record;
}

template <class Record>
MatchFaultKind difference(const Record& expected, const Record& found,
                          MatchFaultKind otherwise) noexcept {
  if (expected.input_seq != found.input_seq) return MatchFaultKind::WrongNumber;
  if (expected.input_check != found.input_check) return MatchFaultKind::WrongCheck;
  return otherwise;
}

bool is_last(const MatchOutput& output) noexcept {
  return (output.flags & kOutputFlagLast) != 0;
}

}  // namespace

MatchFollower::MatchFollower(const MatchFollowerOptions& options, MatchSink sink)
    : options_{options},
      sink_{sink},
      engine_{options.engine},
      queued_{options.commands_max},
      sent_{options.commands_max + kSupplyPlaces} {}

void MatchFollower::attach(const MatchCardShape& shape) {
  assert(alone_);
  shape_ = shape;
  books_.assign(std::min(shape.match_books, options_.engine.book_count), Book{shape.window_orders});
  wanted_.assign(books_.size(), 0);
  wanted_first_ = wanted_count_ = 0;
  for (std::size_t book = 0; book < books_.size(); ++book) want(static_cast<std::uint16_t>(book));
  unclosed_for_all_ = 0;
  seq_before_card_ = engine_.input_seq();
  followed_ = 0;
  fault_ = {};
  alone_ = false;
}

MatchFollower::Submitted MatchFollower::submit(const MatchCommand& command) noexcept {
  if (!is_input(command.kind)) return Submitted::NotAnInput;
  const bool is_new = command.kind == CommandKind::NewOrder;
  if (is_new && engine_.order_count() + new_orders_waiting_ >= options_.engine.max_orders) {
    return Submitted::NoRoom;
  }
  MatchCommand numbered = command;
  if (alone_) {
    numbered.host_number = ++host_number_;
    do_alone(numbered);
    return Submitted::Yes;
  }
  if (queued_.size() + sent_.size() >= options_.commands_max) return Submitted::Full;
  numbered.host_number = ++host_number_;
  queued_.push(as_word(numbered));
  if (is_new) ++new_orders_waiting_;
  return Submitted::Yes;
}

std::optional<MatchWord> MatchFollower::next_word() noexcept {
  if (alone_ || sent_.is_full()) return std::nullopt;
  if (const auto word = next_supply()) {
    sent_.push(*word);
    return word;
  }
  if (queued_.empty()) return std::nullopt;
  const MatchWord word = queued_.front();
  const auto command = std::bit_cast<MatchCommand>(word);
  if (is_held(command)) return std::nullopt;
  queued_.pop();
  sent_.push(word);
  note_unclosed(command, true);
  return word;
}

bool MatchFollower::take(const MatchWord& record) noexcept {
  if (alone_) {
    ++counts_.records_ignored;
    return false;
  }
  const auto output = std::bit_cast<MatchOutput>(record);
  switch (output.kind) {
    case RecordKind::MatchOutput:
      return take_output(without_card_fields(output), record);
    case RecordKind::MatchEcho:
      return take_echo(without_card_fields(std::bit_cast<MatchEcho>(record)), record);
    default:
      return fail(MatchFaultKind::UnknownRecord, {}, record);
  }
}

// Does the oldest command; its records are compared with what comes out.
void MatchFollower::open(const MatchCommand& command) noexcept {
  outputs_ = engine_.apply(command);
  compared_ = 0;
  is_open_ = true;
}

// The card's gate may have marked the order on its way to the matcher (ownership rule 2.5). Such an
// order has one record, which tells the mark; that it is one, the check over the command tells.
void MatchFollower::follow_gate(const MatchOutput& output) noexcept {
  if (sent_.empty() || output.output_kind != OutputKind::Refused) return;
  auto command = std::bit_cast<MatchCommand>(sent_.front());
  if (!is_order(command) || command.gate != 0 || !is_gate_reason(output.reason)) return;
  command.gate = output.reason;
  if (input_check_of(as_word(command)) == output.input_check) sent_.front() = as_word(command);
}

bool MatchFollower::take_output(const MatchOutput& output, const MatchWord& record) noexcept {
  if (!is_open_) {
    follow_gate(output);
    if (sent_.empty() || !is_input(command_kind_of(sent_.front()))) {
      return fail(MatchFaultKind::NoCommand, {}, record);
    }
    const auto command = std::bit_cast<MatchCommand>(sent_.front());
    const unsigned may = allowed(command);
    open(command);
    if ((may & (kDecided | kPunted)) == 0) return fail(MatchFaultKind::WrongVerdict, {}, record);
  }
  if (compared_ == outputs_.size()) return fail(MatchFaultKind::WrongOutput, {}, record);
  MatchOutput expected = outputs_[compared_];
  expected.input_seq -= seq_before_card_;
  if (is_last(expected) && is_last(output)) {
    expected.input_check = input_check_of(sent_.front());
  } else {
    // The card does not know yet that the function ends here: a punt follows.
    expected.flags = static_cast<std::uint8_t>(expected.flags & ~unsigned{kOutputFlagLast});
  }
  if (as_word(expected) != as_word(output)) {
    if (expected.index != output.index) {
      return fail(MatchFaultKind::WrongNumber, as_word(expected), record);
    }
    return fail(difference(expected, output, MatchFaultKind::WrongOutput), as_word(expected),
                record);
  }
  ++compared_;
  if (!is_last(output)) return true;
  const auto command = std::bit_cast<MatchCommand>(sent_.front());
  if ((allowed(command) & kDecided) == 0) return fail(MatchFaultKind::WrongVerdict, {}, record);
  return close_input(command, Verdict::Decided);
}

MatchEcho MatchFollower::expected_echo(const MatchCommand& command) const noexcept {
  MatchEcho echo{};
  echo.kind = RecordKind::MatchEcho;
  echo.input_seq = followed_ + 1;
  echo.order_id = command.order_id;
  echo.host_number = command.host_number;
  echo.input_check = input_check_of(as_word(command));
  echo.outputs = static_cast<std::uint32_t>(compared_);
  echo.book = command.book;
  echo.input_kind = command.kind;
  echo.flags = command.flags;
  echo.side = command.side;
  if (command.kind == CommandKind::Reference) {
    echo.bid_price = command.price;
    echo.ask_price = command.stop_price;
  }
  return echo;
}

bool MatchFollower::take_echo(const MatchEcho& echo, const MatchWord& record) noexcept {
  if (!is_open_) {
    // The follower's own numbers begin at 1.
    if (echo.host_number == 0) return take_feed_input(echo, record);
    if (sent_.empty()) return fail(MatchFaultKind::NoCommand, {}, record);
    if (!is_input(command_kind_of(sent_.front()))) return close_supply(echo, record);
    compared_ = 0;
  }
  const auto command = std::bit_cast<MatchCommand>(sent_.front());
  MatchEcho expected = expected_echo(command);
  expected.verdict = echo.verdict;
  if (as_word(expected) != as_word(echo)) {
    return fail(difference(expected, echo, MatchFaultKind::WrongEcho), as_word(expected), record);
  }
  const unsigned may = allowed(command);
  const bool is_allowed =
      (echo.verdict == Verdict::Passed && (may & kPassed) != 0 && !is_open_) ||
      (echo.verdict == Verdict::Punted && (may & kPunted) != 0) ||
      (echo.verdict == Verdict::Decided && (may & kDecidedByEcho) != 0 && !is_open_);
  if (!is_allowed) return fail(MatchFaultKind::WrongVerdict, {}, record);
  if (!is_open_) open(command);
  return close_input(command, echo.verdict);
}

// A reference that the card's own feed made of one of its books (rule 2.1).
bool MatchFollower::take_feed_input(const MatchEcho& echo, const MatchWord& record) noexcept {
  MatchCommand command{};
  command.kind = CommandKind::Reference;
  command.book = echo.book;
  command.flags = static_cast<std::uint8_t>(kReferenceFlagProtected);
  command.price = echo.bid_price;
  command.stop_price = echo.ask_price;
  const Book* book = book_of(command.book);
  if (book == nullptr || !book->card_owns || !book->is_protected) {
    return fail(MatchFaultKind::NoCommand, {}, record);
  }
  compared_ = 0;
  MatchEcho expected = expected_echo(command);
  expected.verdict = (allowed(command) & kDecidedByEcho) != 0 ? Verdict::Decided : Verdict::Passed;
  if (as_word(expected) != as_word(echo)) {
    return fail(difference(expected, echo, MatchFaultKind::WrongEcho), as_word(expected), record);
  }
  ++counts_.from_feed;
  open(command);
  if (!outputs_.empty()) sink_.take(sink_.context, outputs_);
  settle(command, expected.verdict);
  is_open_ = false;
  ++followed_;
  return true;
}

bool MatchFollower::close_supply(const MatchEcho& echo, const MatchWord& record) noexcept {
  const auto command = std::bit_cast<MatchCommand>(sent_.front());
  const bool is_grant = command.kind == CommandKind::Grant;
  const auto refill = std::bit_cast<OrderRefill>(command);
  const auto grant = std::bit_cast<Grant>(command);
  const bool taken = echo.verdict == Verdict::Taken;
  Book& book = books_[command.book];
  bool fits = taken || echo.verdict == Verdict::Refused;
  if (is_grant) {
    // Nothing but an input on its way before it makes a card refuse a grant.
    fits = fits && taken != book.grant_doomed;
    book.grant_coming = book.grant_doomed = false;
    if (taken) {
      book.card_owns = true;
      book.has_others = (grant.flags & kGrantFlagOthers) != 0;
      book.is_protected = (grant.flags & kGrantFlagProtected) != 0;
      book.sides[0].granted((grant.flags & kGrantFlagBidDeep) != 0);
      book.sides[1].granted((grant.flags & kGrantFlagAskDeep) != 0);
    }
    ++(taken ? counts_.grants_taken : counts_.grants_refused);
  } else {
    fits = book.sides[refill.side].answered(taken) && fits;
    ++(taken ? counts_.refills_taken : counts_.refills_refused);
  }
  MatchEcho expected = expected_echo(command);
  expected.input_seq = followed_;
  expected.outputs = 0;
  expected.verdict = fits ? echo.verdict : taken ? Verdict::Refused : Verdict::Taken;
  expected.flags = is_grant ? grant.flags : std::uint8_t{0};
  expected.side = is_grant ? std::uint8_t{0} : refill.side;
  expected.bid_count = static_cast<std::uint8_t>(book.sides[0].count());
  expected.ask_count = static_cast<std::uint8_t>(book.sides[1].count());
  if (as_word(expected) != as_word(echo)) {
    return fail(difference(expected, echo, MatchFaultKind::WrongWindow), as_word(expected), record);
  }
  sent_.pop();
  want(command.book);
  return true;
}

bool MatchFollower::close_input(const MatchCommand& command, Verdict verdict) noexcept {
  if (!outputs_.empty()) sink_.take(sink_.context, outputs_);
  ++(verdict == Verdict::Passed   ? counts_.passed
     : verdict == Verdict::Punted ? counts_.punted
                                  : counts_.decided);
  sent_.pop();
  if (command.kind == CommandKind::NewOrder) --new_orders_waiting_;
  note_unclosed(command, false);
  settle(command, verdict);
  is_open_ = false;
  ++followed_;
  return true;
}

bool MatchFollower::fail(MatchFaultKind kind, const MatchWord& expected,
                         const MatchWord& found) noexcept {
  const std::uint32_t index = is_open_ ? static_cast<std::uint32_t>(compared_) : 0;
  fault_ = {kind, engine_.input_seq() + (is_open_ ? 0 : 1), index, expected, found};
  take_over();
  return false;
}

void MatchFollower::give_up(MatchFaultKind kind) noexcept {
  if (alone_) return;
  (void)fail(kind, {}, {});
}

void MatchFollower::take_over() noexcept {
  ++counts_.takeovers;
  alone_ = true;
  if (is_open_) {
    // The engine has done it; what the card had not told yet is released with the rest.
    if (!outputs_.empty()) sink_.take(sink_.context, outputs_);
    ++counts_.alone;
    sent_.pop();
    is_open_ = false;
  }
  for (MatchCommandQueue* queue : {&sent_, &queued_}) {
    for (; !queue->empty(); queue->pop()) {
      if (is_input(command_kind_of(queue->front()))) {
        do_alone(std::bit_cast<MatchCommand>(queue->front()));
      }
    }
  }
  new_orders_waiting_ = 0;
  books_.clear();
  wanted_count_ = 0;
}

void MatchFollower::do_alone(const MatchCommand& command) noexcept {
  ++counts_.alone;
  const auto outputs = engine_.apply(command);
  if (!outputs.empty()) sink_.take(sink_.context, outputs);
}

}  // namespace hotbook
