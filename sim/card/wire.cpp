#include "sim/card/wire.hpp"

#include <cstring>

namespace hotbook::card {

namespace {

constexpr unsigned kVarint = 0;
constexpr unsigned kFixed64 = 1;
constexpr unsigned kBytes = 2;
constexpr unsigned kFixed32 = 5;

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_{bytes} {}

  [[nodiscard]] bool at_end() const { return offset_ == bytes_.size(); }
  [[nodiscard]] std::size_t offset() const { return offset_; }

  // At most ten bytes; bits above 63 of the tenth are not representable and refused.
  std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70 && offset_ < bytes_.size(); shift += 7) {
      const std::uint8_t byte = bytes_[offset_++];
      if (shift == 63 && byte > 1) return std::nullopt;
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if ((byte & 0x80U) == 0) return value;
    }
    return std::nullopt;
  }

  template <class Value>
  std::optional<std::uint64_t> fixed() {
    if (bytes_.size() - offset_ < sizeof(Value)) return std::nullopt;
    Value value{};
    std::memcpy(&value, bytes_.data() + offset_, sizeof value);
    offset_ += sizeof value;
    return value;
  }

  std::optional<std::span<const std::uint8_t>> take(std::uint64_t size) {
    if (size > bytes_.size() - offset_) return std::nullopt;
    const auto taken = bytes_.subspan(offset_, static_cast<std::size_t>(size));
    offset_ += taken.size();
    return taken;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t offset_ = 0;
};

}  // namespace

std::optional<WireError> WireMessage::parse(std::span<const std::uint8_t> bytes) {
  fields_.fill(Field{});
  Reader reader{bytes};
  std::size_t start = 0;
  const auto fail = [&](const char* reason) {
    fields_.fill(Field{});
    return WireError{start, reason};
  };

  while (!reader.at_end()) {
    start = reader.offset();
    const auto key = reader.varint();
    if (!key) return fail("field key is cut or too long");
    if (*key >> 3 == 0) return fail("field number 0");
    Field field{true, 0, {}};
    std::optional<std::uint64_t> number;
    switch (*key & 7U) {
      case kVarint:
        number = reader.varint();
        break;
      case kFixed64:
        number = reader.fixed<std::uint64_t>();
        break;
      case kFixed32:
        number = reader.fixed<std::uint32_t>();
        break;
      case kBytes: {
        const auto size = reader.varint();
        if (!size) return fail("length is cut or too long");
        const auto value = reader.take(*size);
        if (!value) return fail("length runs past the message");
        field.bytes = *value;
        number = 0;
        break;
      }
      default:
        return fail("wire type is not varint, fixed or bytes");
    }
    if (!number) return fail("value is cut or too long");
    field.number = *number;
    if (*key >> 3 <= kFieldMax) fields_[*key >> 3] = field;
  }
  return std::nullopt;
}

std::uint64_t WireMessage::number(unsigned field) const {
  return field <= kFieldMax ? fields_[field].number : 0;
}

std::span<const std::uint8_t> WireMessage::bytes(unsigned field) const {
  return field <= kFieldMax ? fields_[field].bytes : std::span<const std::uint8_t>{};
}

bool WireMessage::has(unsigned field) const {
  return field <= kFieldMax && fields_[field].is_set;
}

void WireWriter::varint(std::uint64_t value) {
  while (value >= 0x80) {
    bytes_.push_back(static_cast<std::uint8_t>(value | 0x80U));
    value >>= 7;
  }
  bytes_.push_back(static_cast<std::uint8_t>(value));
}

void WireWriter::number(unsigned field, std::uint64_t value) {
  varint(std::uint64_t{field} << 3 | kVarint);
  varint(value);
}

std::span<std::uint8_t> WireWriter::bytes(unsigned field, std::size_t size) {
  varint(std::uint64_t{field} << 3 | kBytes);
  varint(size);
  bytes_.resize(bytes_.size() + size);
  return {bytes_.data() + bytes_.size() - size, size};
}

void WireWriter::bytes(unsigned field, std::span<const std::uint8_t> value) {
  const auto room = bytes(field, value.size());
  if (!value.empty()) std::memcpy(room.data(), value.data(), value.size());
}

}  // namespace hotbook::card
