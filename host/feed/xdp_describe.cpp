#include <charconv>
#include <cstdio>
#include <type_traits>

#include "host/feed/xdp_messages.hpp"

namespace hotbook::feed::xdp {
namespace {

// A table of fields that leaves a hole or overlaps itself was copied wrongly from the
// specification; the fields of one message must tile it.
#define XDP_MESSAGE(View, name, type_, length, section) \
  static_assert([] {                                    \
    constexpr std::size_t wanted = length;              \
    std::size_t end = 4;                                \
    std::size_t shortest = 0;                           \
    bool tiled = true;
#define XDP_FIELD(View, field, offset, Kind) \
  tiled = tiled && end == (offset);          \
  end = (offset) + Kind::kBytes;             \
  shortest = end;
#define XDP_TAIL(View, field, offset, Kind) \
  tiled = tiled && end == (offset);         \
  end = (offset) + Kind::kBytes;
#define XDP_ALIAS(View, field, offset, Kind) tiled = tiled && end == (offset) + Kind::kBytes;
#define XDP_END(View)                 \
  return tiled && shortest == wanted; \
  }                                   \
  (), #View);
#include "host/feed/xdp_fields.inc"
#undef XDP_MESSAGE
#undef XDP_FIELD
#undef XDP_TAIL
#undef XDP_ALIAS
#undef XDP_END

void append_number(std::string& out, std::uint64_t value) {
  char text[20];
  const auto result = std::to_chars(text, text + sizeof text, value);
  out.append(text, result.ptr);
}

void append_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      out += '\\';
      out += letter;
    } else if (byte < 0x20 || byte > 0x7e) {
      char escaped[7];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(byte));
      out += escaped;
    } else {
      out += letter;
    }
  }
  out += '"';
}

template <class Kind>
void append_field(std::string& out, const char* name, const std::uint8_t* at) {
  out += ",\"";
  out += name;
  out += "\":";
  if constexpr (std::is_same_v<Kind, Char>) {
    const char letter = Char::read(at);
    append_text(out, {&letter, 1});
  } else if constexpr (std::is_convertible_v<decltype(Kind::read(at)), std::string_view>) {
    std::string_view text = Kind::read(at);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
    append_text(out, text);
  } else {
    append_number(out, Kind::read(at));
  }
}

[[nodiscard]] std::string describe_bad(Bytes message) {
  std::string out = "{\"error\":";
  if (message.size() < 4) {
    out += "\"shorter than a message header\"";
  } else {
    const std::uint16_t type = load_le16(message.data() + 2);
    const MessageShape shape = shape_of(type);
    const bool known = shape.kind != MessageClass::Unknown;
    out += known ? "\"wrong length\"" : "\"unknown type\"";
    out += ",\"type\":";
    append_number(out, type);
    if (known) {
      out += ",\"shortest_length\":";
      append_number(out, shape.length);
    }
  }
  out += ",\"length\":";
  append_number(out, message.size());
  out += ",\"bytes\":\"";
  for (const std::uint8_t byte : message) {
    char hex[3];
    std::snprintf(hex, sizeof hex, "%02x", static_cast<unsigned>(byte));
    out += hex;
  }
  return out + "\"}";
}

}  // namespace

std::string describe(Bytes message) {
  if (message.size() < 4 || message.size() != load_le16(message.data())) {
    return describe_bad(message);
  }
  const std::uint16_t type = load_le16(message.data() + 2);
  const MessageShape shape = shape_of(type);
  if (shape.kind == MessageClass::Unknown || message.size() < shape.length) {
    return describe_bad(message);
  }
  std::string out = "{\"type\":";
  append_number(out, type);
  std::size_t known = 0;
  switch (type) {
#define XDP_MESSAGE(View, name, type_, length, section) \
  case type_:                                           \
    out += ",\"name\":\"" #name "\"";
#define XDP_FIELD(View, field, offset, Kind)                  \
  append_field<Kind>(out, #field, message.data() + (offset)); \
  known = (offset) + Kind::kBytes;
#define XDP_TAIL(View, field, offset, Kind)        \
  if (message.size() >= (offset) + Kind::kBytes) { \
    XDP_FIELD(View, field, offset, Kind)           \
  }
#define XDP_ALIAS(View, field, offset, Kind) \
  append_field<Kind>(out, #field, message.data() + (offset));
#define XDP_END(View) break;
#include "host/feed/xdp_fields.inc"
#undef XDP_MESSAGE
#undef XDP_FIELD
#undef XDP_TAIL
#undef XDP_ALIAS
#undef XDP_END
    default:
      return describe_bad(message);  // unreachable: a type with a length has its case
  }
  if (message.size() > known) {
    out += ",\"unknown_bytes\":";
    append_number(out, message.size() - known);
  }
  return out + "}";
}

}  // namespace hotbook::feed::xdp
