#include "host/feed/mdp3_describe.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <iterator>
#include <optional>

#include "host/feed/mdp3_packet.hpp"

namespace hotbook::feed::mdp3 {
namespace {

template <class Number>
void append_number(std::string& out, Number value) {
  std::array<char, 24> text;
  const auto result = std::to_chars(text.data(), text.data() + text.size(), value);
  out.append(text.data(), result.ptr);
}

void append_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      out += '\\';
      out += letter;
    } else if (byte < 0x20 || byte > 0x7e) {
      std::array<char, 7> escaped;
      std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(byte));
      out += escaped.data();
    } else {
      out += letter;
    }
  }
  out += '"';
}

std::uint64_t load_unsigned(const std::uint8_t* at, std::size_t bytes) {
  std::uint64_t value = 0;
  std::memcpy(&value, at, std::min<std::size_t>(bytes, 8));
  return value;
}

std::int64_t load_signed(const std::uint8_t* at, std::size_t bytes) {
  const unsigned unused = static_cast<unsigned>(64 - 8 * bytes);
  return static_cast<std::int64_t>(load_unsigned(at, bytes) << unused) >> unused;
}

// In quotes: a price must not become a reader's floating-point number.
void append_decimal(std::string& out, std::int64_t mantissa, int exponent) {
  std::string digits;
  append_number(digits, mantissa < 0 ? 0 - static_cast<std::uint64_t>(mantissa)
                                     : static_cast<std::uint64_t>(mantissa));
  const auto decimals = static_cast<std::size_t>(-exponent);
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  out += mantissa < 0 ? "\"-" : "\"";
  out.append(digits, 0, digits.size() - decimals);
  out += '.';
  out.append(digits, digits.size() - decimals, decimals);
  out += '"';
}

void append_enum(std::string& out, const Field& field, std::uint64_t value) {
  for (const NamedValue* named = field.names; named->name != nullptr; ++named) {
    if (named->value == value) return append_text(out, named->name);
  }
  if (field.kind == FieldKind::CharEnum) {
    const char letter = static_cast<char>(value);
    append_text(out, {&letter, 1});
  } else {
    append_number(out, value);
  }
}

void append_set(std::string& out, const Field& field, std::uint64_t bits) {
  out += '[';
  std::size_t told = 0;
  for (std::uint8_t bit = 0; bit < 8 * field.bytes; ++bit) {
    if ((bits >> bit & 1) == 0) continue;
    if (told++ != 0) out += ',';
    const NamedValue* named = field.names;
    while (named->name != nullptr && named->value != bit) ++named;
    if (named->name != nullptr) {
      append_text(out, named->name);
    } else {
      append_number(out, unsigned{bit});
    }
  }
  out += ']';
}

void append_month_year(std::string& out, const std::uint8_t* at) {
  const std::uint64_t year = load_unsigned(at, 2);
  out += "{\"year\":";
  year == 0xffff ? void(out += "null") : append_number(out, year);
  constexpr std::array<const char*, 3> kParts{"month", "day", "week"};
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    out += std::string{",\""} + kParts[i] + "\":";
    at[2 + i] == 0xff ? void(out += "null") : append_number(out, unsigned{at[2 + i]});
  }
  out += '}';
}

void append_chars(std::string& out, const Field& field, const std::uint8_t* at) {
  std::string text(at, at + field.bytes);
  const std::size_t end = text.find('\0');
  if (end != std::string::npos) text.resize(end);
  append_text(out, text);
}

void append_value(std::string& out, const Field& field, const std::uint8_t* at) {
  const std::uint64_t value = load_unsigned(at, field.bytes);
  const std::uint64_t mask =
      field.bytes >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8 * field.bytes) - 1;
  if (field.optional && value == (field.null_value & mask)) {
    out += "null";
    return;
  }
  switch (field.kind) {
    case FieldKind::Unsigned:
      return append_number(out, value);
    case FieldKind::Signed:
      return append_number(out, load_signed(at, field.bytes));
    case FieldKind::Char:
    case FieldKind::Text:
      return append_chars(out, field, at);
    case FieldKind::Decimal:
      return append_decimal(out, load_signed(at, field.bytes), field.exponent);
    case FieldKind::MonthYear:
      return append_month_year(out, at);
    case FieldKind::Enum:
    case FieldKind::CharEnum:
      return append_enum(out, field, value);
    case FieldKind::Set:
      return append_set(out, field, value);
    case FieldKind::Constant:
      return append_text(out, {field.constant + 0});
  }
}

// The fields that a block of this many bytes holds, each with a comma in front of it but perhaps
// the first one.
void append_fields(std::string& out, std::span<const Field> fields, Bytes block,
                   std::uint16_t version) {
  for (const Field& field : fields) {
    if (field.since > version) continue;
    if (std::size_t{field.offset} + field.bytes > block.size()) continue;
    if (out.back() != '{') out += ',';
    append_text(out, field.name);
    out += ':';
    append_value(out, field, block.data() + field.offset);
  }
}

// Takes a group off the front of bytes; nothing when it does not fit.
std::optional<std::string> take_group(const Group& group, Bytes& bytes, std::uint16_t version) {
  if (bytes.size() < group.dimension_bytes) return std::nullopt;
  const std::size_t block = load_le16(bytes.data());
  const std::size_t count = bytes[group.count_at];
  bytes = bytes.subspan(group.dimension_bytes);
  if (block * count > bytes.size()) return std::nullopt;
  std::string out = "[";
  for (std::size_t i = 0; i < count; ++i) {
    out += i == 0 ? "{" : ",{";
    append_fields(out, group.fields, bytes.first(block), version);
    out += '}';
    bytes = bytes.subspan(block);
  }
  return out + ']';
}

[[nodiscard]] std::string describe_bad(Bytes message, const char* reason) {
  std::string out = "{\"error\":";
  append_text(out, reason);
  if (message.size() >= kHeaderBytes) {
    out += ",\"template\":";
    append_number(out, load_le16(message.data() + 2));
  }
  out += ",\"length\":";
  append_number(out, message.size());
  out += ",\"bytes\":\"";
  for (const std::uint8_t byte : message) {
    std::array<char, 3> hex;
    std::snprintf(hex.data(), hex.size(), "%02x", static_cast<unsigned>(byte));
    out += hex.data();
  }
  return out + "\"}";
}

}  // namespace

const Message* find_message(std::uint16_t template_id) noexcept {
  const auto* const found =
      std::lower_bound(std::begin(kMessages), std::end(kMessages), template_id,
                       [](const Message& m, std::uint16_t id) { return m.template_id < id; });
  return found != std::end(kMessages) && found->template_id == template_id ? found : nullptr;
}

std::string describe(Bytes message) {
  if (message.size() < kHeaderBytes) return describe_bad(message, "shorter than its header");
  const std::size_t block = load_le16(message.data());
  const Message* const meaning = find_message(load_le16(message.data() + 2));
  if (meaning == nullptr) return describe_bad(message, "unknown template");
  if (load_le16(message.data() + 4) != kSchemaId) return describe_bad(message, "another schema");
  Bytes rest = message.subspan(kHeaderBytes);
  if (block > rest.size()) return describe_bad(message, "its block is longer than it is");

  std::string out = "{\"template\":";
  append_number(out, meaning->template_id);
  out += ",\"name\":";
  append_text(out, meaning->name);
  out += ",\"version\":";
  const std::uint16_t version = load_le16(message.data() + 6);
  append_number(out, version);
  append_fields(out, meaning->fields, rest.first(block), version);
  rest = rest.subspan(block);
  // A version older than a group ends in front of it.
  for (const Group& group : meaning->groups) {
    if (rest.empty() || group.since > version) break;
    const auto told = take_group(group, rest, version);
    if (!told) return describe_bad(message, "a group is longer than what is left");
    out += ',';
    append_text(out, group.name);
    out += ':' + *told;
  }
  return out + '}';
}

}  // namespace hotbook::feed::mdp3
