// What the rules of rtl/spec/match_ownership.md let the card do with an input, and what its windows
// hold afterwards.

#include "host/takeover/match_follower.hpp"

namespace hotbook {
namespace {

constexpr std::uint32_t kNumberMax = 0x7fff'ffff;  // prices and quantities

bool is_of_a_book(const MatchCommand& command) noexcept {
  return command.kind >= CommandKind::NewOrder && command.kind < CommandKind::Timer &&
         !is_for_all_books(command);
}

bool is_refused_reference(const MatchCommand& command) noexcept {
  return (command.flags & ~unsigned{kReferenceFlagProtected}) != 0 || command.price > kNumberMax ||
         command.stop_price > kNumberMax;
}

}  // namespace

// Section 3.
unsigned MatchFollower::allowed(const MatchCommand& command) const noexcept {
  if (is_gated(command)) return kDecided;
  if (!is_of_a_book(command)) return kPassed;
  if (command.book >= options_.engine.book_count) {
    const bool is_passed =
        command.kind == CommandKind::MassCancel || command.kind == CommandKind::TradingState;
    return is_passed ? kPassed : kDecided;
  }
  if (command.book >= books_.size() || !books_[command.book].card_owns) return kPassed;
  return allowed_own(books_[command.book], command);
}

// Section 4.
unsigned MatchFollower::allowed_own(const Book& book, const MatchCommand& command) const noexcept {
  const bool is_held =
      book.sides[0].holds(command.order_id) || book.sides[1].holds(command.order_id);
  const bool may_be_behind = book.sides[0].is_deep() || book.sides[1].is_deep() || book.has_others;
  switch (command.kind) {
    case CommandKind::NewOrder:
      return kDecided | kPunted;
    case CommandKind::CancelOrder:
      return !is_held && may_be_behind ? kPassed : kDecided;
    case CommandKind::ReplaceOrder:
      return is_held || may_be_behind ? kDecided | kPunted : kDecided;
    case CommandKind::Reference:
      return is_refused_reference(command) ? kPassed : kDecidedByEcho;
    default:
      return kPunted;
  }
}

void MatchFollower::note_unclosed(const MatchCommand& command, bool sent) noexcept {
  std::uint32_t none = 0;
  std::uint32_t* count = &none;
  if (is_for_all_books(command)) {
    count = &unclosed_for_all_;
  } else if (is_of_a_book(command) && command.book < books_.size()) {
    count = &books_[command.book].unclosed;
  }
  *count += sent ? 1U : ~0U;
}

void MatchFollower::forget(Book& book) noexcept {
  for (MatchWindowMirror& side : book.sides) side.forget();
  book.card_owns = false;
  book.grant_doomed = book.grant_coming;
}

// After the engine has done the input.
void MatchFollower::settle(const MatchCommand& command, Verdict verdict) noexcept {
  if (is_for_all_books(command)) {
    for (std::size_t number = 0; number < books_.size(); ++number) {
      forget(books_[number]);
      want(static_cast<std::uint16_t>(number));
    }
    return;
  }
  if (!is_of_a_book(command) || command.book >= books_.size()) return;
  if (is_gated(command)) return want(command.book);
  Book& book = books_[command.book];
  if (!book.card_owns) {
    ++book.decided_here;
    forget(book);
  } else if (verdict == Verdict::Punted) {
    forget(book);
  } else if (verdict == Verdict::Decided) {
    settle_decided(book);
    if (command.kind == CommandKind::Reference) {
      book.is_protected = (command.flags & kReferenceFlagProtected) != 0;
    }
  } else {
    ++counts_.passed_own;
    // A refused reference changes nothing.
    if (command.kind != CommandKind::CancelOrder) return;
    for (MatchWindowMirror& side : book.sides) side.change_behind();
  }
  want(command.book);
}

// Follows the orders of a decided input to where they are now.
void MatchFollower::settle_decided(Book& book) noexcept {
  engine::RestingOrder entering;
  std::uint8_t entering_side = 0;
  for (const MatchOutput& output : outputs_) {
    MatchWindowMirror& side = book.sides[output.side & 1U];
    MatchWindowMirror& other = book.sides[1U - (output.side & 1U)];
    const bool is_entering = output.order_id == entering.id;
    switch (output.output_kind) {
      case OutputKind::Replaced:
        if (side.reduce(output)) break;
        side.remove(output.other_order_id);
        [[fallthrough]];
      case OutputKind::Accepted:
        entering = {output.order_id, output.price, output.leaves, output.account};
        entering_side = output.side & 1U;
        break;
      case OutputKind::Execution:
        entering.open = output.leaves;
        if (output.other_leaves == 0) {
          other.remove(output.other_order_id);
        } else {
          other.set_open(output.other_order_id, output.other_leaves);
        }
        break;
      case OutputKind::Cancelled:
        if (is_entering) entering.open = 0;
        if (!is_entering) side.remove(output.order_id);
        break;
      case OutputKind::Restated:
        if (is_entering) entering.open = output.leaves;
        if (!is_entering) side.set_open(output.order_id, output.leaves);
        break;
      default:
        break;
    }
    if ((output.flags & kOutputFlagLast) != 0) break;
  }
  if (entering.open != 0) book.sides[entering_side].rest(entering);
}

}  // namespace hotbook
