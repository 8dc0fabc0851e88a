#include "host/takeover/match_fault.hpp"

#include <fmt/format.h>

namespace hotbook {
namespace {

std::string describe_output(const MatchOutput& o) {
  return fmt::format(
      "output input_seq={} index={} output_kind={} reason={} flags={:#x} book={} side={} "
      "order_id={} other_order_id={} price={} quantity={} leaves={} other_leaves={} account={} "
      "other_account={} input_check={:#010x}",
      o.input_seq, o.index, static_cast<unsigned>(o.output_kind), o.reason, o.flags, o.book, o.side,
      o.order_id, o.other_order_id, o.price, o.quantity, o.leaves, o.other_leaves, o.account,
      o.other_account, o.input_check);
}

std::string describe_echo(const MatchEcho& e) {
  return fmt::format(
      "echo input_seq={} input_kind={} verdict={} outputs={} book={} side={} flags={:#x} "
      "order_id={} host_number={} bid={} ask={} bid_count={} ask_count={} input_check={:#010x}",
      e.input_seq, static_cast<unsigned>(e.input_kind), static_cast<unsigned>(e.verdict), e.outputs,
      e.book, e.side, e.flags, e.order_id, e.host_number, e.bid_price, e.ask_price, e.bid_count,
      e.ask_count, e.input_check);
}

std::string describe_record(const MatchWord& word) {
  if (word == MatchWord{}) return "none";
  const auto output = std::bit_cast<MatchOutput>(word);
  if (output.kind == RecordKind::MatchOutput) return describe_output(output);
  const auto echo = std::bit_cast<MatchEcho>(word);
  if (echo.kind == RecordKind::MatchEcho) return describe_echo(echo);
  return fmt::format("record of kind {}", static_cast<unsigned>(echo.kind));
}

}  // namespace

const char* to_string(MatchFaultKind kind) noexcept {
  switch (kind) {
    case MatchFaultKind::None:
      return "none";
    case MatchFaultKind::WrongOutput:
      return "an output is not the engine's";
    case MatchFaultKind::WrongEcho:
      return "an echo is not of the oldest command";
    case MatchFaultKind::WrongNumber:
      return "a record is not the next one";
    case MatchFaultKind::WrongCheck:
      return "the card had another command than was sent";
    case MatchFaultKind::WrongVerdict:
      return "the card did what the ownership rules do not allow";
    case MatchFaultKind::WrongWindow:
      return "the card's windows are not what they have to be";
    case MatchFaultKind::NoCommand:
      return "a record of a command that nobody sent";
    case MatchFaultKind::UnknownRecord:
      return "a record that a matcher does not write";
    case MatchFaultKind::Silent:
      return "a command got no closing record in time";
    case MatchFaultKind::RecordLost:
      return "a record was lost";
    case MatchFaultKind::Vanished:
      return "the card is gone";
  }
  return "unknown";
}

std::string describe(const MatchFault& fault) {
  return fmt::format("{}: input_seq={} index={} expected=[{}] found=[{}]", to_string(fault.kind),
                     fault.input_seq, fault.index, describe_record(fault.expected),
                     describe_record(fault.found));
}

}  // namespace hotbook
