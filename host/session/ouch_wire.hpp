// Writes and reads OUCH messages by their lists of fields: numbers big endian, text as it is
// (OUCH 5.0 section 1.2).
//
// A message is a struct with kType, kAppendage, its fields in wire order, `options`, and visit(),
// which hands all fields to a callable.
//
// Threading: free functions.
// Hot path:  nothing allocates, throws or locks.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <type_traits>
#include <variant>

#include "host/session/ouch_options.hpp"

namespace hotbook::session::ouch {

// Whether a length of options follows the fields: not in this message; always; when there are any.
enum class Appendage : std::uint8_t { None, Required, Optional };

enum class Fault : std::uint8_t {
  None,
  UnknownType,
  TooShort,    // for the fields
  BadOptions,  // the fields are all there; what follows them is not what it should be
};

// Longer than any message with every option there is.
constexpr std::size_t kMessageBytesMax = 256;

template <class Field>
constexpr std::size_t field_bytes() noexcept {
  return sizeof(Field);
}

struct FieldCounter {
  std::size_t bytes = 1;  // the type
  template <class... Fields>
  constexpr void operator()(const Fields&...) noexcept {
    bytes += (std::size_t{0} + ... + field_bytes<Fields>());
  }
};

template <class Message>
constexpr std::size_t fixed_bytes() noexcept {
  Message message{};
  FieldCounter counter;
  Message::visit(message, counter);
  return counter.bytes;
}

template <class Number>
std::uint8_t* put_number(std::uint8_t* at, Number value) noexcept {
  for (std::size_t i = sizeof value; i != 0; --i) {
    *at++ = static_cast<std::uint8_t>(value >> 8U * (i - 1));
  }
  return at;
}

struct FieldWriter {
  std::uint8_t* at;

  template <class... Fields>
  void operator()(const Fields&... fields) noexcept {
    (put(fields), ...);
  }
  void put(char value) noexcept { *at++ = static_cast<std::uint8_t>(value); }
  template <class Number>
  requires std::is_unsigned_v<Number>
  void put(Number value) noexcept { at = put_number(at, value); }
  template <std::size_t N>
  void put(const std::array<char, N>& text) noexcept {
    std::memcpy(at, text.data(), N);
    at += N;
  }
};

struct FieldReader {
  const std::uint8_t* at;

  template <class... Fields>
  void operator()(Fields&... fields) noexcept {
    (get(fields), ...);
  }
  void get(char& value) noexcept { value = static_cast<char>(*at++); }
  template <class Number>
  requires std::is_unsigned_v<Number>
  void get(Number& value) noexcept {
    value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) {
      value = static_cast<Number>(static_cast<std::uint64_t>(value) << 8U | *at++);
    }
  }
  template <std::size_t N>
  void get(std::array<char, N>& text) noexcept {
    std::memcpy(text.data(), at, N);
    at += N;
  }
};

// The message's bytes at `out`, which has kMessageBytesMax; how many.
template <class Message>
std::size_t write(const Message& message, std::uint8_t* out) noexcept {
  *out = static_cast<std::uint8_t>(Message::kType);
  FieldWriter writer{out + 1};
  Message::visit(message, writer);
  const bool has_options = message.options.present() != 0;
  if (Message::kAppendage == Appendage::Required ||
      (Message::kAppendage == Appendage::Optional && has_options)) {
    writer.put(static_cast<std::uint16_t>(message.options.encoded_bytes()));
    writer.at = message.options.write(writer.at);
  }
  return static_cast<std::size_t>(writer.at - out);
}

// A Required appendage may be absent from what is read: the captures of others have it so.
// After BadOptions the fields are right.
template <class Message>
[[nodiscard]] Fault read(Bytes bytes, Message& message) noexcept {
  constexpr std::size_t kFixed = fixed_bytes<Message>();
  message.options = Options{};
  if (bytes.empty() || static_cast<char>(bytes[0]) != Message::kType) return Fault::UnknownType;
  if (bytes.size() < kFixed) return Fault::TooShort;
  FieldReader reader{bytes.data() + 1};
  Message::visit(message, reader);
  bytes = bytes.subspan(kFixed);
  if (bytes.empty()) return Fault::None;
  if (Message::kAppendage == Appendage::None || bytes.size() < 2) return Fault::BadOptions;
  const std::size_t length = std::size_t{bytes[0]} << 8U | bytes[1];
  if (length != bytes.size() - 2) return Fault::BadOptions;
  return message.options.read(bytes.subspan(2)) ? Fault::None : Fault::BadOptions;
}

// Whichever of the messages it is; nothing when it is none, or not whole and right.
template <class Messages, std::size_t At = 0>
[[nodiscard]] std::optional<Messages> read_any(Bytes bytes) noexcept {
  if constexpr (At == std::variant_size_v<Messages>) {
    return std::nullopt;
  } else {
    using Message = std::variant_alternative_t<At, Messages>;
    if (bytes.empty() || static_cast<char>(bytes[0]) != Message::kType) {
      return read_any<Messages, At + 1>(bytes);
    }
    Message message{};
    if (read(bytes, message) != Fault::None) return std::nullopt;
    return message;
  }
}

}  // namespace hotbook::session::ouch
