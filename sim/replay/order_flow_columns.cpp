#include "sim/replay/order_flow_columns.hpp"

#include <algorithm>
#include <cstring>

#include "sim/replay/order_flow_words.hpp"

namespace hotbook::replay {
namespace {

constexpr std::array<FlowColumnText, ColumnCount> kTexts{{
    {"kind", "new, cancel, replace, mass_cancel, trading_state, reference, bands or timer"},
    {"order_id", "new, cancel, replace: the order; a new one is above all before it"},
    {"book", "instrument, from 0; trading_state: or all"},
    {"side", "new: bid or ask (buy and sell are understood)"},
    {"type",
     "new: limit (default), market, stop, stop_limit, pegged_primary, pegged_market, "
     "pegged_midpoint"},
    {"time_in_force", "new: day (default), gtc, gtd, ioc, fok, at_open, at_close"},
    {"price", "new, replace: ticks; market, stop: none; pegged: the cap"},
    {"quantity", "new: shares; replace: what is to be open"},
    {"account", "new: owner; mass_cancel: whose orders"},
    {"session", "new: client session; mass_cancel: whose orders"},
    {"self_match",
     "new, replace: none (default), cancel_newest, cancel_oldest, cancel_both, "
     "decrement"},
    {"post_only", "new, replace: yes or no (default)"},
    {"display_quantity", "new: an iceberg's shown shares"},
    {"min_quantity", "new, ioc: execute this much or nothing"},
    {"stop_price", "new, stop and stop_limit: ticks"},
    {"offset", "new, pegged: ticks, may be negative"},
    {"expire_s", "new, gtd: seconds of the timer's clock"},
    {"new_order_id", "replace: the id from now on; empty keeps it"},
    {"known_open", "replace: what the sender thinks is open"},
    {"scope", "mass_cancel: session, account, book, joined by +"},
    {"state", "trading_state: closed, opening_call, continuous, halted, halt_call, closing_call"},
    {"bid_price", "reference: best bid, ticks; empty is none"},
    {"ask_price", "reference: best ask, ticks; empty is none"},
    {"protected", "reference: yes: never trade through it; or no (default)"},
    {"reference_price", "bands: ticks; empty is none"},
    {"lower", "bands: ticks; empty is none"},
    {"upper", "bands: ticks; empty is none"},
    {"time_ns", "timer: the clock from now on"},
    {"host_number", "the sender's own number; changes nothing"},
}};

#define HOTBOOK_AT(member) offsetof(MatchCommand, member), sizeof(MatchCommand::member)
constexpr FlowField kBookField{ColumnBook, HOTBOOK_AT(book)};
constexpr FlowField kHostField{ColumnHostNumber, HOTBOOK_AT(host_number)};
constexpr FlowField kOrderField{ColumnOrderId, HOTBOOK_AT(order_id), FlowCodec::Number, true};
constexpr FlowField kPriceField{ColumnPrice, HOTBOOK_AT(price)};
constexpr FlowField kQuantityField{ColumnQuantity, HOTBOOK_AT(quantity), FlowCodec::Number, true};
constexpr FlowField kAccountField{ColumnAccount, HOTBOOK_AT(account)};
constexpr FlowField kSessionField{ColumnSession, HOTBOOK_AT(session)};
constexpr FlowField kSelfMatchField{ColumnSelfMatch, HOTBOOK_AT(self_match), FlowCodec::SelfMatch};
constexpr FlowField kPostOnlyField{ColumnPostOnly, HOTBOOK_AT(flags), FlowCodec::YesNo};
constexpr FlowField kStopField{ColumnStopPrice, HOTBOOK_AT(stop_price)};

// The last but one is stop_price or offset, by the type.
constexpr std::array kNewFields{
    kOrderField,
    kBookField,
    FlowField{ColumnSide, HOTBOOK_AT(side), FlowCodec::Side, true},
    FlowField{ColumnType, HOTBOOK_AT(order_type), FlowCodec::Type},
    FlowField{ColumnTimeInForce, HOTBOOK_AT(time_in_force), FlowCodec::TimeInForce},
    kPriceField,
    kQuantityField,
    kAccountField,
    kSessionField,
    kSelfMatchField,
    kPostOnlyField,
    FlowField{ColumnDisplayQuantity, HOTBOOK_AT(display_quantity)},
    FlowField{ColumnMinQuantity, HOTBOOK_AT(min_quantity)},
    FlowField{ColumnExpireS, HOTBOOK_AT(expire_s)},
    kStopField,
    kHostField};
constexpr auto kPeggedFields = [] {
  auto fields = kNewFields;
  fields[fields.size() - 2] = {ColumnOffset, HOTBOOK_AT(stop_price), FlowCodec::Offset};
  return fields;
}();
constexpr std::array kCancelFields{kOrderField, kBookField, kAccountField, kSessionField,
                                   kHostField};
constexpr std::array kReplaceFields{kOrderField,
                                    kBookField,
                                    kPriceField,
                                    kQuantityField,
                                    kAccountField,
                                    kSessionField,
                                    kSelfMatchField,
                                    kPostOnlyField,
                                    FlowField{ColumnNewOrderId, HOTBOOK_AT(new_order_id)},
                                    FlowField{ColumnKnownOpen, HOTBOOK_AT(min_quantity)},
                                    kHostField};
constexpr std::array kMassCancelFields{
    FlowField{ColumnScope, HOTBOOK_AT(flags), FlowCodec::Scope, true}, kBookField, kAccountField,
    kSessionField, kHostField};
constexpr std::array kTradingStateFields{
    FlowField{ColumnBook, HOTBOOK_AT(book), FlowCodec::BookOrAll},
    FlowField{ColumnState, HOTBOOK_AT(state), FlowCodec::State, true}, kHostField};
constexpr std::array kReferenceFields{
    kBookField, FlowField{ColumnBidPrice, HOTBOOK_AT(price)},
    FlowField{ColumnAskPrice, HOTBOOK_AT(stop_price)},
    FlowField{ColumnProtected, HOTBOOK_AT(flags), FlowCodec::YesNo}, kHostField};
constexpr std::array kBandsFields{kBookField, FlowField{ColumnReferencePrice, HOTBOOK_AT(price)},
                                  FlowField{ColumnLower, HOTBOOK_AT(stop_price)},
                                  FlowField{ColumnUpper, HOTBOOK_AT(quantity)}, kHostField};
constexpr std::array kTimerFields{
    FlowField{ColumnTimeNs, HOTBOOK_AT(new_order_id), FlowCodec::Number, true}, kHostField};
#undef HOTBOOK_AT

constexpr std::array kKindWords{
    CommandWord{"new", CommandKind::NewOrder, kNewFields},
    CommandWord{"cancel", CommandKind::CancelOrder, kCancelFields},
    CommandWord{"replace", CommandKind::ReplaceOrder, kReplaceFields},
    CommandWord{"mass_cancel", CommandKind::MassCancel, kMassCancelFields},
    CommandWord{"trading_state", CommandKind::TradingState, kTradingStateFields},
    CommandWord{"reference", CommandKind::Reference, kReferenceFields},
    CommandWord{"bands", CommandKind::Bands, kBandsFields},
    CommandWord{"timer", CommandKind::Timer, kTimerFields},
};
constexpr std::array<std::string_view, 3> kScopeWords{"session", "account", "book"};

bool is_pegged(std::uint64_t type) {
  return type >= static_cast<std::uint64_t>(OrderType::PeggedPrimary) &&
         type <= static_cast<std::uint64_t>(OrderType::PeggedMidpoint);
}

std::uint64_t largest(const FlowField& field) {
  return ~std::uint64_t{0} >> (64 - 8 * field.bytes);
}

Words words_of(FlowCodec codec) {
  switch (codec) {
    case FlowCodec::Side:
      return side_words();
    case FlowCodec::Type:
      return order_type_words();
    case FlowCodec::TimeInForce:
      return time_in_force_words();
    case FlowCodec::SelfMatch:
      return self_match_words();
    case FlowCodec::State:
      return trading_state_words();
    default:
      return {};
  }
}

// A scope such as account+book.
std::optional<std::uint64_t> scope_of(std::string_view text) {
  if (const auto number = decimal(text, 255)) return number;
  std::uint64_t scope = 0;
  while (true) {
    const std::size_t plus = std::min(text.find('+'), text.size());
    const auto value = value_of(kScopeWords, text.substr(0, plus));
    if (!value || *value >= kScopeWords.size()) return std::nullopt;
    scope |= std::uint64_t{1} << *value;
    if (plus == text.size()) return scope;
    text.remove_prefix(plus + 1);
  }
}

std::optional<std::uint64_t> offset_of(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto number = decimal(text.substr(negative ? 1 : 0), negative ? 0x80000000 : 0x7fffffff);
  if (!number) return std::nullopt;
  return (negative ? 0 - *number : *number) & 0xffffffff;
}

const std::uint8_t* bytes_of(const MatchCommand& command) {
  return static_cast<const std::uint8_t*>(static_cast<const void*>(&command));
}
std::uint8_t* bytes_of(MatchCommand& command) {
  return static_cast<std::uint8_t*>(static_cast<void*>(&command));
}

}  // namespace

const std::array<FlowColumnText, ColumnCount>& column_texts() {
  return kTexts;
}

std::span<const CommandWord> command_words() {
  return kKindWords;
}

const CommandWord* command_word(std::string_view text) {
  for (const CommandWord& kind : kKindWords) {
    if (same_word(kind.word, text)) return &kind;
    const bool order = kind.kind <= CommandKind::ReplaceOrder;  // new_order is as good as new
    if (order && text.size() == kind.word.size() + 6 &&
        same_word(kind.word, text.substr(0, kind.word.size())) &&
        same_word("_order", text.substr(kind.word.size())))
      return &kind;
  }
  return nullptr;
}

std::span<const FlowField> fields_of(const CommandWord& word, std::uint64_t order_type) {
  if (word.kind == CommandKind::NewOrder && is_pegged(order_type)) return kPeggedFields;
  return word.fields;
}

// Records are little-endian in memory, as the layout says.
std::uint64_t load_field(const MatchCommand& command, const FlowField& field) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes_of(command) + field.offset, field.bytes);
  return value;
}

void store_field(MatchCommand& command, const FlowField& field, std::uint64_t value) {
  std::memcpy(bytes_of(command) + field.offset, &value, field.bytes);
}

std::optional<std::uint64_t> field_value(const FlowField& field, std::string_view text) {
  switch (field.codec) {
    case FlowCodec::Number:
      return decimal(text, largest(field));
    case FlowCodec::Offset:
      return offset_of(text);
    case FlowCodec::YesNo:
      if (same_word("yes", text) || same_word("true", text)) return 1;
      if (same_word("no", text) || same_word("false", text)) return 0;
      return decimal(text, 255);
    case FlowCodec::Scope:
      return scope_of(text);
    case FlowCodec::BookOrAll:
      if (same_word("all", text)) return 0xffff;
      return decimal(text, 0xffff);
    case FlowCodec::Side:
      if (same_word("buy", text)) return 0;
      if (same_word("sell", text)) return 1;
      break;
    default:
      break;
  }
  return value_of(words_of(field.codec), text);
}

std::string field_wanted(const FlowField& field) {
  switch (field.codec) {
    case FlowCodec::Number:
      return "a number from 0 to " + std::to_string(largest(field));
    case FlowCodec::Offset:
      return "a number of ticks, negative or not, of 32 bits";
    case FlowCodec::YesNo:
      return "yes or no";
    case FlowCodec::Scope:
      return "session, account or book, or some of them with + between";
    case FlowCodec::BookOrAll:
      return "all or a number from 0 to 65535";
    default:
      return list(words_of(field.codec));
  }
}

void append_field(std::string& out, const FlowField& field, std::uint64_t value) {
  switch (field.codec) {
    case FlowCodec::Number:
      append_decimal(out, value);
      return;
    case FlowCodec::Offset:
      out += std::to_string(static_cast<std::int32_t>(value));
      return;
    case FlowCodec::YesNo:
      if (value == 1) {
        out += "yes";
      } else {
        append_decimal(out, value);
      }
      return;
    case FlowCodec::Scope: {
      if (value == 0 || value >= 8) return append_decimal(out, value);
      const std::size_t before = out.size();
      for (std::size_t i = 0; i < kScopeWords.size(); ++i) {
        if ((value >> i & 1) == 0) continue;
        if (out.size() != before) out += '+';
        out += kScopeWords[i];
      }
      return;
    }
    case FlowCodec::BookOrAll:
      if (value == 0xffff) {
        out += "all";
      } else {
        append_decimal(out, value);
      }
      return;
    default:
      append_word(out, words_of(field.codec), static_cast<std::uint8_t>(value));
      return;
  }
}

}  // namespace hotbook::replay
