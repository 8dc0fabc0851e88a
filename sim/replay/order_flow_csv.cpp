#include "sim/replay/order_flow_csv.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstring>

#include "sim/replay/order_flow_columns.hpp"
#include "sim/replay/order_flow_words.hpp"

namespace hotbook::replay {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text.substr(0, 40)) out += letter >= ' ' && letter <= '~' ? letter : '?';
  return out + (text.size() > 40 ? "...\"" : "\"");
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Calls take(index, field) for each field of a line.
template <class Take>
std::size_t split(std::string_view line, Take take) {
  std::size_t count = 0;
  while (true) {
    const std::size_t comma = std::min(line.find(','), line.size());
    take(count++, trimmed(line.substr(0, comma)));
    if (comma == line.size()) return count;
    line.remove_prefix(comma + 1);
  }
}

}  // namespace

void OrderFlowCsv::parse_header(std::string_view line, std::uint64_t line_number) {
  std::bitset<ColumnCount> seen;
  (void)split(line, [&](std::size_t, std::string_view field) {
    const auto found =
        std::find_if(column_texts().begin(), column_texts().end(),
                     [&](const FlowColumnText& text) { return same_word(text.name, field); });
    if (found == column_texts().end()) {
      refuse(line_number, "no column is called " + quoted(field) +
                              "; the first line names the columns, with commas between");
    }
    const auto column = static_cast<std::size_t>(found - column_texts().begin());
    if (seen[column]) refuse(line_number, "column " + std::string{found->name} + " stands twice");
    seen[column] = true;
    columns_.push_back(column);
  });
  if (!seen[ColumnKind]) refuse(line_number, "there is no column kind");
}

MatchCommand OrderFlowCsv::parse(std::string_view line, std::uint64_t line_number) {
  std::array<std::string_view, ColumnCount> fields{};
  const std::size_t count = split(line, [&](std::size_t index, std::string_view field) {
    if (index < columns_.size()) fields[columns_[index]] = field;
  });
  if (count != columns_.size()) {
    refuse(line_number, std::to_string(count) + " fields, but the header names " +
                            std::to_string(columns_.size()) + " columns");
  }
  const auto at = [](FlowColumn column) {
    return "column " + std::string{column_texts()[column].name} + ": ";
  };
  const CommandWord* kind = command_word(fields[ColumnKind]);
  if (kind == nullptr) {
    refuse(line_number, at(ColumnKind) + quoted(fields[ColumnKind]) + " is not " +
                            std::string{column_texts()[ColumnKind].says});
  }
  fields[ColumnKind] = {};
  MatchCommand command{};
  command.kind = kind->kind;
  const std::uint64_t type = value_of(order_type_words(), fields[ColumnType]).value_or(0);
  for (const FlowField& field : fields_of(*kind, type)) {
    const std::string_view text = fields[field.column];
    fields[field.column] = {};
    if (text.empty()) {
      if (field.required)
        refuse(line_number, at(field.column) + "a " + std::string{kind->word} + " needs it");
      continue;
    }
    const auto value = field_value(field, text);
    if (!value)
      refuse(line_number, at(field.column) + quoted(text) + " is not " + field_wanted(field));
    store_field(command, field, *value);
  }
  for (std::size_t i = 0; i < ColumnCount; ++i) {
    if (fields[i].empty()) continue;
    refuse(line_number, at(static_cast<FlowColumn>(i)) + quoted(fields[i]) + ", but a " +
                            std::string{kind->word} + " has none");
  }
  return command;
}

std::string order_flow_csv_header() {
  std::string out;
  for (const FlowColumnText& text : column_texts()) {
    if (!out.empty()) out += ',';
    out += text.name;
  }
  return out;
}

std::string order_flow_csv_help() {
  std::string out;
  for (const FlowColumnText& text : column_texts()) {
    out += "  " + std::string{text.name} + std::string(18 - text.name.size(), ' ');
    out += std::string{text.says} + "\n";
  }
  return out;
}

void append_order_flow_row(std::string& out, const MatchCommand& command) {
  const auto words = command_words();
  const auto found = std::find_if(words.begin(), words.end(), [&](const CommandWord& word) {
    return word.kind == command.kind;
  });
  if (found == words.end()) {
    throw std::invalid_argument{"CSV has no word for a command of kind " +
                                std::to_string(static_cast<unsigned>(command.kind))};
  }
  std::array<const FlowField*, ColumnCount> by_column{};
  MatchCommand rest = command;
  rest.kind = CommandKind{};
  for (const FlowField& field : fields_of(*found, command.order_type)) {
    by_column[field.column] = &field;
    store_field(rest, field, 0);
  }
  const MatchCommand none{};
  if (std::memcmp(&rest, &none, sizeof rest) != 0) {
    throw std::invalid_argument{"a field is set that a " + std::string{found->word} +
                                " does not have, so CSV has no column for it"};
  }
  out += found->word;
  for (std::size_t i = 1; i < ColumnCount; ++i) {
    out += ',';
    const FlowField* field = by_column[i];
    if (field == nullptr) continue;
    const std::uint64_t value = load_field(command, *field);
    if (value != 0 || field->required) append_field(out, *field, value);
  }
  out += '\n';
}

}  // namespace hotbook::replay
