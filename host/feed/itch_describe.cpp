#include <charconv>
#include <cstdio>

#include "host/feed/itch_messages.hpp"

namespace hotbook::feed::itch {
namespace {

// A table of fields that leaves a hole or overlaps itself was copied wrongly from the
// specification; the offsets of one message must tile it.
#define ITCH_MESSAGE(View, name, type_, length, section) \
  static_assert([] {                                           \
    constexpr std::size_t wanted = length;                     \
    std::size_t end = Message::kHeaderBytes;                   \
    bool tiled = true;
#define ITCH_FIELD(View, field, offset, Kind) \
  tiled = tiled && end == (offset);           \
  end = (offset) + Kind::kBytes;
#define ITCH_END(View)           \
  return tiled && end == wanted; \
  }                              \
  (), #View);
#include "host/feed/itch_fields.inc"
#undef ITCH_MESSAGE
#undef ITCH_FIELD
#undef ITCH_END

void append_number(std::string& out, std::uint64_t value) {
  char text[20];
  const auto result = std::to_chars(text, text + sizeof text, value);
  out.append(text, result.ptr);
}

// In quotes: a price must not become a reader's floating-point number.
void append_decimal(std::string& out, std::uint64_t value, int decimals) {
  out += '"';
  std::uint64_t scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  append_number(out, value / scale);
  std::string fraction;
  append_number(fraction, value % scale);
  out += '.';
  out.append(static_cast<std::size_t>(decimals) - fraction.size(), '0');
  out += fraction;
  out += '"';
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
void append_value(std::string& out, const std::uint8_t* at) {
  if constexpr (std::is_same_v<Kind, Price4>) {
    append_decimal(out, Price4::read(at).value, 4);
  } else if constexpr (std::is_same_v<Kind, Price8>) {
    append_decimal(out, Price8::read(at), 8);
  } else if constexpr (std::is_same_v<Kind, Char>) {
    const char letter = Char::read(at);
    append_text(out, {&letter, 1});
  } else if constexpr (std::is_convertible_v<decltype(Kind::read(at)), std::string_view>) {
    std::string_view text = Kind::read(at);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    append_text(out, text);
  } else {
    append_number(out, Kind::read(at));
  }
}

void append_header(std::string& out, const Message& message, const char* name) {
  out += "{\"type\":";
  const char type = message.type();
  append_text(out, {&type, 1});
  out += ",\"name\":\"";
  out += name;
  out += "\",\"stock_locate\":";
  append_number(out, message.stock_locate());
  out += ",\"tracking_number\":";
  append_number(out, message.tracking_number());
  out += ",\"timestamp\":";
  append_number(out, message.timestamp());
}

[[nodiscard]] std::string describe_bad(Bytes message) {
  std::string out = "{\"error\":";
  if (message.empty()) {
    out += "\"empty message\"";
  } else {
    const MessageShape shape = kShapes[message[0]];
    const bool known = shape.kind != MessageClass::Unknown;
    out += known ? "\"wrong length\"" : "\"unknown type\"";
    out += ",\"type\":";
    const char type = Char::read(message.data());
    append_text(out, {&type, 1});
    if (known) {
      out += ",\"expected_length\":";
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
  if (message.empty() || message.size() != kShapes[message[0]].length) return describe_bad(message);
  std::string out;
  switch (static_cast<char>(message[0])) {
#define ITCH_MESSAGE(View, name, type_, length, section) \
  case type_:                                            \
    append_header(out, Message{message.data()}, #name);
#define ITCH_FIELD(View, field, offset, Kind) \
  out += ",\"" #field "\":";                  \
  append_value<Kind>(out, message.data() + (offset));
#define ITCH_END(View) break;
#include "host/feed/itch_fields.inc"
#undef ITCH_MESSAGE
#undef ITCH_FIELD
#undef ITCH_END
    default:
      return describe_bad(message);  // unreachable: kShapes has a length for known types only
  }
  return out + "}";
}

}  // namespace hotbook::feed::itch
