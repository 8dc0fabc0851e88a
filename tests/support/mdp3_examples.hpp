// One message of each template of MDP 3.0, every field with a value of its own.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/feed/mdp3_describe.hpp"

namespace hotbook::testing {

namespace mdp3_examples {

inline void put(std::vector<std::uint8_t>& bytes, std::size_t at, std::size_t width,
                std::uint64_t value) {
  for (std::size_t i = 0; i < width; ++i) {
    bytes[at + i] = static_cast<std::uint8_t>(value >> 8 * i);
  }
}

inline void fill(std::vector<std::uint8_t>& bytes, std::size_t block,
                 const feed::mdp3::Field& field, std::uint64_t& number) {
  using feed::mdp3::FieldKind;
  const std::size_t at = block + field.offset;
  ++number;
  switch (field.kind) {
    case FieldKind::Constant:
      return;
    case FieldKind::Char:
      return put(bytes, at, 1, 'A' + number % 26);
    case FieldKind::Text: {
      const std::string text = "T" + std::to_string(number);
      for (std::size_t i = 0; i < field.bytes && i < text.size(); ++i) {
        bytes[at + i] = static_cast<std::uint8_t>(text[i]);
      }
      return;
    }
    case FieldKind::Enum:
    case FieldKind::CharEnum:
      return put(bytes, at, field.bytes, field.names[number % 2].value);
    case FieldKind::Set:
      return put(bytes, at, field.bytes, number % 128);
    case FieldKind::MonthYear:
      put(bytes, at, 2, 2000 + number % 50);
      put(bytes, at + 2, 1, 1 + number % 12);
      return put(bytes, at + 3, 2, 0xffff);
    case FieldKind::Decimal:
      return put(bytes, at, field.bytes, number % 3 == 0 ? 0 - number * 12'345 : number * 98'765);
    case FieldKind::Signed:
      return put(bytes, at, field.bytes, number % 2 == 0 ? 0 - number % 100 : number % 100);
    case FieldKind::Unsigned:
      // Now and then there is no value.
      return put(bytes, at, field.bytes,
                 field.optional && number % 4 == 0 ? field.null_value : number * 3 % 250);
  }
}

}  // namespace mdp3_examples

// From its SBE header on.
inline std::vector<std::uint8_t> mdp3_example(const feed::mdp3::Message& message) {
  using namespace mdp3_examples;
  std::uint64_t number = message.template_id;
  std::vector<std::uint8_t> bytes(8 + std::size_t{message.block_bytes});
  put(bytes, 0, 2, message.block_bytes);
  put(bytes, 2, 2, message.template_id);
  put(bytes, 4, 2, feed::mdp3::kSchemaId);
  put(bytes, 6, 2, feed::mdp3::kSchemaVersion);
  for (const auto& field : message.fields) fill(bytes, 8, field, number);
  for (std::size_t g = 0; g < message.groups.size(); ++g) {
    const auto& group = message.groups[g];
    const std::size_t dimension = bytes.size();
    const std::size_t count = 2 - g % 3;  // 2, 1, none
    bytes.resize(dimension + group.dimension_bytes + count * group.block_bytes);
    put(bytes, dimension, 2, group.block_bytes);
    bytes[dimension + group.count_at] = static_cast<std::uint8_t>(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t entry = dimension + group.dimension_bytes + i * group.block_bytes;
      for (const auto& field : group.fields) fill(bytes, entry, field, number);
    }
  }
  return bytes;
}

}  // namespace hotbook::testing
