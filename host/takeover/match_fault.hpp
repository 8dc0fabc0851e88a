// Why a card's matcher is no longer believed.
//
// Threading: plain values.
// Hot path:  none; describe() allocates.

#pragma once

#include <cstdint>
#include <string>

#include "host/takeover/match_words.hpp"

namespace hotbook {

enum class MatchFaultKind : std::uint8_t {
  None,
  WrongOutput,    // an output is not the engine's
  WrongEcho,      // an echo is not of the oldest command
  WrongNumber,    // a record is not the next one of its input, or of another input
  WrongCheck,     // the card had another command than was sent
  WrongVerdict,   // the card did with an input what the ownership rules do not allow
  WrongWindow,    // a refill or grant was answered otherwise than the windows allow
  NoCommand,      // a record of a command that nobody sent
  UnknownRecord,  // a kind of record that a matcher does not write
  Silent,         // told by the caller: a command got no closing record in time
  RecordLost,     // told by the caller: the record ring has a gap
  Vanished,       // told by the caller: the card is gone
};

[[nodiscard]] const char* to_string(MatchFaultKind kind) noexcept;

struct MatchFault {
  MatchFaultKind kind = MatchFaultKind::None;
  std::uint64_t input_seq = 0;  // the engine's number of the input at hand
  std::uint32_t index = 0;      // outputs of it that the card had right
  MatchWord expected{};         // a record; all zero where there is no one record to expect
  MatchWord found{};            // what the card wrote; all zero when the caller told
};

// One line, both records with what a person compares.
[[nodiscard]] std::string describe(const MatchFault& fault);

}  // namespace hotbook
