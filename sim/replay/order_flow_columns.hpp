// The columns of an order-flow CSV file: which there are for each kind of command, where their
// values lie in the record, and how they are spelled.
//
// Threading: constant tables and free functions.
// Hot path:  none.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "host/domain/layout.hpp"

namespace hotbook::replay {

enum FlowColumn : std::size_t {
  ColumnKind,
  ColumnOrderId,
  ColumnBook,
  ColumnSide,
  ColumnType,
  ColumnTimeInForce,
  ColumnPrice,
  ColumnQuantity,
  ColumnAccount,
  ColumnSession,
  ColumnSelfMatch,
  ColumnPostOnly,
  ColumnDisplayQuantity,
  ColumnMinQuantity,
  ColumnStopPrice,
  ColumnOffset,
  ColumnExpireS,
  ColumnNewOrderId,
  ColumnKnownOpen,
  ColumnScope,
  ColumnState,
  ColumnBidPrice,
  ColumnAskPrice,
  ColumnProtected,
  ColumnReferencePrice,
  ColumnLower,
  ColumnUpper,
  ColumnTimeNs,
  ColumnHostNumber,
  ColumnCount,
};

struct FlowColumnText {
  std::string_view name;
  std::string_view says;
};

enum class FlowCodec : std::uint8_t {
  Number,
  Offset,
  Side,
  Type,
  TimeInForce,
  SelfMatch,
  State,
  YesNo,
  Scope,
  BookOrAll,
};

// Where a column's value lies in the record.
struct FlowField {
  FlowColumn column;
  std::size_t offset;
  std::size_t bytes;
  FlowCodec codec = FlowCodec::Number;
  bool required = false;
};

struct CommandWord {
  std::string_view word;
  CommandKind kind;
  std::span<const FlowField> fields;
};

[[nodiscard]] const std::array<FlowColumnText, ColumnCount>& column_texts();
[[nodiscard]] std::span<const CommandWord> command_words();

// Nothing when no kind has such a word.
[[nodiscard]] const CommandWord* command_word(std::string_view text);

// The columns of a kind; those of a new order depend on its type.
[[nodiscard]] std::span<const FlowField> fields_of(const CommandWord& word,
                                                   std::uint64_t order_type);

[[nodiscard]] std::uint64_t load_field(const MatchCommand& command, const FlowField& field);
void store_field(MatchCommand& command, const FlowField& field, std::uint64_t value);

// The value of a field's text; nothing when it is none.
[[nodiscard]] std::optional<std::uint64_t> field_value(const FlowField& field,
                                                       std::string_view text);
void append_field(std::string& out, const FlowField& field, std::uint64_t value);

// What a field's text may be, for messages.
[[nodiscard]] std::string field_wanted(const FlowField& field);

}  // namespace hotbook::replay
