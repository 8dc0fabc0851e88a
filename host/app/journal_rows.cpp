#include "host/app/journal_rows.hpp"

#include <fmt/format.h>

#include <array>
#include <ctime>
#include <iterator>
#include <span>

#include "host/risk/limit_kind.hpp"
#include "host/risk/risk_reason.hpp"
#include "sim/replay/order_flow_columns.hpp"
#include "sim/replay/order_flow_words.hpp"

namespace hotbook::app {
namespace {

using journal::ControlChange;
using journal::JournalRecord;
using replay::append_decimal;
using replay::append_word;

constexpr std::uint64_t kSecondNs = 1'000'000'000;

constexpr std::array<std::string_view, 4> kKinds{"", "input", "refused", "control"};
constexpr std::array<std::string_view, 2> kOrigins{"client", "venue"};
constexpr std::array<std::string_view, 3> kSales{"long", "short", "short_exempt"};
constexpr std::array<std::string_view, 4> kScopes{"firm", "account", "instrument", "session"};
constexpr std::array<std::string_view, 10> kActions{"",
                                                    "day_start",
                                                    "day_end",
                                                    "set_limit",
                                                    "kill",
                                                    "enable_account",
                                                    "enable_session",
                                                    "restrict",
                                                    "restrict_short",
                                                    "audit"};
static_assert(kActions[static_cast<std::size_t>(journal::ControlAction::Audit)] == "audit");

class Row {
 public:
  explicit Row(std::string& out) : out_{out} {}

  void empty(std::size_t columns = 1) {
    for (; columns != 0; --columns) next();
  }
  void number(std::uint64_t value) {
    next();
    append_decimal(out_, value);
  }
  void word(replay::Words words, std::uint8_t value) {
    next();
    append_word(out_, words, value);
  }
  // The number where there is no word.
  void word(std::string_view word, std::uint64_t value) {
    if (word.empty()) return number(value);
    next();
    out_ += word;
  }
  // Zero-padded bytes of a client, which may be any: \xNN where they are not printable.
  void text(std::span<const char> bytes) {
    next();
    while (!bytes.empty() && bytes.back() == '\0') bytes = bytes.first(bytes.size() - 1);
    if (bytes.empty()) return;
    out_ += '"';
    for (const char byte : bytes) {
      if (byte == '"') {
        out_ += "\"\"";
      } else if (byte < ' ' || byte > '~' || byte == '\\') {
        fmt::format_to(std::back_inserter(out_), "\\x{:02x}", static_cast<unsigned char>(byte));
      } else {
        out_ += byte;
      }
    }
    out_ += '"';
  }
  void hex(std::uint64_t value) {
    next();
    fmt::format_to(std::back_inserter(out_), "{:08x}", value);
  }

 private:
  void next() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

std::string_view command_word(CommandKind kind) {
  for (const replay::CommandWord& one : replay::command_words()) {
    if (one.kind == kind) return one.word;
  }
  return {};
}

// action, scope, limit, value, actor.
void control_columns(Row& row, const ControlChange& change) {
  row.word(kActions, static_cast<std::uint8_t>(change.action));
  row.word(kScopes, static_cast<std::uint8_t>(change.scope));
  if (change.limit == 0) {
    row.empty();
  } else {
    row.word(risk::name_of(static_cast<risk::LimitKind>(change.limit)), change.limit);
  }
  row.number(change.value);
  row.text(change.actor);
}

// order_id to host_number, without book, account and session.
void command_columns(Row& row, const MatchCommand& command) {
  row.number(command.order_id);
  row.word(replay::side_words(), command.side);
  row.word(replay::order_type_words(), command.order_type);
  row.word(replay::time_in_force_words(), command.time_in_force);
  row.number(command.flags);
  row.word(replay::self_match_words(), command.self_match);
  row.word(replay::trading_state_words(), command.state);
  row.number(command.price);
  row.number(command.quantity);
  row.number(command.display_quantity);
  row.number(command.min_quantity);
  row.number(command.stop_price);
  row.number(command.expire_s);
  row.number(command.new_order_id);
  row.number(command.host_number);
}
constexpr std::size_t kCommandColumns = 15;
constexpr std::size_t kControlColumns = 5;

void reason_column(Row& row, std::uint8_t reason) {
  if (reason == 0) {
    row.empty();
  } else if (const auto word = risk::name_of(static_cast<risk::RiskReason>(reason));
             !word.empty()) {
    row.word(word, reason);
  } else {
    row.word(replay::match_reason_words(), reason);
  }
}

}  // namespace

const char* journal_row_header() {
  return "journal_seq,time_ns,kind,origin,reason,sale,user_ref,other_user_ref,cl_ord_id,door,"
         "command,book,account,session,"
         "order_id,side,type,time_in_force,flags,self_match,state,price,quantity,display_quantity,"
         "min_quantity,stop_price,expire_s,new_order_id,host_number,"
         "action,scope,limit,value,actor,unsynced,checksum";
}

const char* journal_row_help() {
  return "  journal_seq      number of the record, from 1\n"
         "  time_ns          when it was sequenced; nanoseconds since 1970 UTC\n"
         "  kind             input, refused or control\n"
         "  origin           client or venue\n"
         "  reason           refused: why; max_notional, malformed, ...\n"
         "  sale             long, short or short_exempt\n"
         "  user_ref         the client's name of the order; other_user_ref: of the one replaced\n"
         "  cl_ord_id, door  the client's free name, and its door's own bytes; \\xNN where they\n"
         "                   are not printable\n"
         "  command          new, cancel, replace, mass_cancel, ...; control: empty\n"
         "  book to host_number\n"
         "                   fields of the command, as they are (a stop_price of pegged orders is\n"
         "                   a signed offset); book, account and session also of a control\n"
         "  action to actor  control: day_start, day_end, set_limit, kill, enable_account,\n"
         "                   enable_session, restrict, restrict_short or audit, of what, and by\n"
         "                   whom\n"
         "  unsynced         how many records before this one were not yet synced when it was\n"
         "                   written\n"
         "  checksum         CRC-32C of the record, hexadecimal\n";
}

void append_journal_row(std::string& out, const JournalRecord& record) {
  const bool is_control = record.kind == journal::RecordKind::Control;
  const ControlChange change = record.control();
  const MatchCommand command = record.command();
  Row row{out};
  row.number(record.journal_seq);
  row.number(record.time_ns);
  row.word(kKinds, static_cast<std::uint8_t>(record.kind));
  row.word(kOrigins, static_cast<std::uint8_t>(record.origin));
  reason_column(row, record.reason);
  row.word(kSales, static_cast<std::uint8_t>(record.sale));
  row.number(record.user_ref);
  row.number(record.other_user_ref);
  row.text(record.cl_ord_id);
  row.text(record.door);
  if (is_control) {
    row.empty();
  } else {
    row.word(command_word(command.kind), static_cast<std::uint8_t>(command.kind));
  }
  row.number(is_control ? change.book : command.book);
  row.number(is_control ? change.account : command.account);
  row.number(is_control ? change.session : command.session);
  if (is_control) {
    row.empty(kCommandColumns);
    control_columns(row, change);
  } else {
    command_columns(row, command);
    row.empty(kControlColumns);
  }
  row.number(record.unsynced);
  row.hex(record.checksum);
}

std::string utc_text(std::uint64_t time_ns) {
  const auto seconds = static_cast<std::time_t>(time_ns / kSecondNs);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z", utc.tm_year + 1900,
                     utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                     time_ns % kSecondNs);
}

}  // namespace hotbook::app
