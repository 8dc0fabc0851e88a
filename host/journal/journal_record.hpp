// What a journal holds: one record for each thing that changes the venue, in the order in which it
// did. Replaying them is recovery, audit and test; nothing else is needed.
//
// A record says what was decided (a refusal keeps its reason), so that a replay decides nothing
// again but the matching itself.
//
// Threading: plain values.
// Hot path:  as its users.

#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

#include "host/domain/client.hpp"
#include "host/domain/layout.hpp"

namespace hotbook::journal {

enum class RecordKind : std::uint8_t {
  Input = 1,    // body: the MatchCommand as sequenced; of a client or of the venue (session 0xffff)
  Refused = 2,  // body: the MatchCommand as asked for; told to its client, never an input
  Control = 3,  // body: ControlChange
};

enum class ControlAction : std::uint8_t {
  DayStart = 1,       // value: the day, as YYYYMMDD
  DayEnd = 2,         // the same
  SetLimit = 3,       // limit, scope, account or book, value
  Kill = 4,           // scope, account, session or book; value 1 on, 0 off
  EnableAccount = 5,  // account; value 1 enabled, 0 disabled
  EnableSession = 6,  // session; the same
  Restrict = 7,       // book: value 1 restricted, 0 not
  RestrictShort = 8,  // book: the same, for short sales
  Audit = 9,          // an operator's action that changes nothing in a replay
};

enum class ControlScope : std::uint8_t { Firm = 0, Account = 1, Instrument = 2, Session = 3 };

struct ControlChange {
  ControlAction action;
  ControlScope scope;
  std::uint16_t session;
  std::uint32_t account;
  std::uint16_t book;
  std::uint16_t limit;  // LimitKind of host/risk
  std::uint32_t reserved;
  std::uint64_t value;
  std::array<char, 40> actor;  // who; for Audit "who: what"; zero-padded
};
static_assert(sizeof(ControlChange) == 64, "");

// A change that names who makes it, as far as there is room. what: for Audit; none of it is cut.
[[nodiscard]] inline ControlChange change_by(std::string_view actor, ControlAction action,
                                             std::string_view what = {}) noexcept {
  ControlChange change{};
  change.action = action;
  const std::size_t room = change.actor.size() - 1;
  what = what.substr(0, room - 2);
  const std::string_view gap = what.empty() ? "" : ": ";
  char* at = change.actor.data();
  for (const std::string_view part :
       {actor.substr(0, room - gap.size() - what.size()), gap, what}) {
    at = std::copy(part.begin(), part.end(), at);
  }
  return change;
}

enum class RecordOrigin : std::uint8_t {
  Client = 0,  // a client's message
  Venue = 1,   // of the venue itself: a timer, a schedule, a cancel on disconnect, an operator
};

constexpr std::uint16_t kVenueSession = 0xffff;  // an input of the venue itself

struct JournalRecord {
  std::uint64_t journal_seq;  // from 1, without a gap
  std::uint64_t time_ns;      // when it was sequenced; nanoseconds since 1970 UTC, never falling
  std::array<std::byte, 64> body;
  std::uint32_t user_ref;  // as in ClientRequest
  std::uint32_t other_user_ref;
  ClientOrderId cl_ord_id;
  std::array<char, 4> door;
  RecordKind kind;
  std::uint8_t reason;  // Refused: MatchReason, or from 64 RiskReason
  SaleKind sale;
  RecordOrigin origin;
  // Of the file, not of the venue; the writer sets both. How many records before this one were not
  // yet synced when it was written: what tells a torn tail from damage.
  std::uint32_t unsynced;
  std::uint32_t checksum;  // CRC-32C of the 124 bytes before it

  [[nodiscard]] MatchCommand command() const noexcept {
    MatchCommand command;
    std::memcpy(&command, body.data(), sizeof command);
    return command;
  }
  [[nodiscard]] ControlChange control() const noexcept {
    ControlChange control;
    std::memcpy(&control, body.data(), sizeof control);
    return control;
  }
  void set(const MatchCommand& command) noexcept {
    std::memcpy(body.data(), &command, sizeof command);
  }
  void set(const ControlChange& control) noexcept {
    std::memcpy(body.data(), &control, sizeof control);
  }
};
static_assert(sizeof(JournalRecord) == 128, "");
static_assert(std::is_trivially_copyable<JournalRecord>::value, "");

}  // namespace hotbook::journal
