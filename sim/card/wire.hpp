// Decodes and encodes the protobuf (proto2) wire format of the calls that stock XRT's emulation
// shim makes.
//
// Threading: values; no shared state.
// Hot path:  parse() neither allocates nor throws and reads only inside the given span, whatever
//            it holds.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hotbook::card {

struct WireError {
  std::size_t offset;  // of the field that could not be read
  const char* reason;
};

// The fields of one message by number. A field that repeats keeps its last value; fields above
// kFieldMax are skipped.
class WireMessage {
 public:
  static constexpr std::uint64_t kFieldMax = 15;

  // Replaces the content. On an error the message is empty. Byte fields are views into `bytes`.
  [[nodiscard]] std::optional<WireError> parse(std::span<const std::uint8_t> bytes);

  // 0 and an empty span when the field is absent or of the other kind.
  [[nodiscard]] std::uint64_t number(unsigned field) const;
  [[nodiscard]] std::span<const std::uint8_t> bytes(unsigned field) const;
  [[nodiscard]] bool has(unsigned field) const;

 private:
  struct Field {
    bool is_set = false;
    std::uint64_t number = 0;
    std::span<const std::uint8_t> bytes;
  };
  std::array<Field, kFieldMax + 1> fields_{};
};

// Builds one message. clear() keeps the memory.
class WireWriter {
 public:
  void clear() { bytes_.clear(); }
  void number(unsigned field, std::uint64_t value);
  // Appends a byte field of `size` bytes and returns where they belong.
  std::span<std::uint8_t> bytes(unsigned field, std::size_t size);
  void bytes(unsigned field, std::span<const std::uint8_t> value);
  [[nodiscard]] std::span<const std::uint8_t> data() const { return bytes_; }

 private:
  void varint(std::uint64_t value);

  std::vector<std::uint8_t> bytes_;
};

}  // namespace hotbook::card
