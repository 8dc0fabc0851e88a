// What may follow a message of OUCH 5.0: its appendage, a list of tagged values.
//
// Specification: Nasdaq OUCH 5.0, revision 1.05 of 2025-10; tags and sizes of appendix A.
//
// Threading: plain values.
// Hot path:  nothing allocates, throws or locks; values of absent tags are not initialised.

#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace hotbook::session::ouch {

using Bytes = std::span<const std::uint8_t>;

enum class Tag : std::uint8_t {
  SecondaryOrderRef = 1,
  Firm = 2,
  MinQuantity = 3,
  CustomerType = 4,
  MaxFloor = 5,
  PriceType = 6,
  PegOffset = 7,
  DiscretionPrice = 9,
  DiscretionPriceType = 10,
  DiscretionPegOffset = 11,
  PostOnly = 12,
  RandomReserves = 13,
  Route = 14,
  ExpireTime = 15,
  TradeNow = 16,
  HandleInst = 17,
  TopWeight = 18,  // of the best bid and offer, as the order would make them
  DisplayQuantity = 22,
  DisplayPrice = 23,
  GroupId = 24,
  SharesLocated = 25,
  LocateBroker = 26,
  Side = 27,
  UserRefIndex = 28,
  SelfMatch = 29,       // "AIQ Strategy"
  SelfMatchGroup = 30,  // "AIQ Group ID"
};
constexpr std::size_t kTagCount = 31;

// Bytes of a tag's value; 0: there is no such tag.
constexpr std::array<std::uint8_t, kTagCount> kTagBytes{
    0, 8, 4, 4, 1, 4, 1, 4, 0, 8, 1, 4, 1, 4, 4, 4, 1, 1, 1, 0, 0, 0, 4, 8, 2, 1, 4, 1, 1, 1, 2};

using TagSet = std::uint32_t;

template <class... Tags>
constexpr TagSet tag_set(Tags... tags) noexcept {
  return (TagSet{0} | ... | (TagSet{1} << static_cast<unsigned>(tags)));
}

class Options {
 public:
  constexpr Options() noexcept {}  // not = default: values stay as they are

  [[nodiscard]] bool has(Tag tag) const noexcept { return (present_ & tag_set(tag)) != 0; }
  [[nodiscard]] TagSet present() const noexcept { return present_; }

  // The value as a number, whatever it is; `otherwise` when it is absent.
  [[nodiscard]] std::uint64_t get(Tag tag, std::uint64_t otherwise = 0) const noexcept {
    return has(tag) ? values_[static_cast<std::size_t>(tag)] : otherwise;
  }
  [[nodiscard]] char get_char(Tag tag, char otherwise) const noexcept {
    return has(tag) ? static_cast<char>(values_[static_cast<std::size_t>(tag)]) : otherwise;
  }
  // A signed price of four bytes.
  [[nodiscard]] std::int32_t get_signed(Tag tag) const noexcept {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(get(tag)));
  }

  void set(Tag tag, std::uint64_t value) noexcept {
    present_ |= tag_set(tag);
    values_[static_cast<std::size_t>(tag)] = value;
  }
  void set_char(Tag tag, char value) noexcept { set(tag, static_cast<unsigned char>(value)); }

  [[nodiscard]] std::size_t encoded_bytes() const noexcept {
    std::size_t bytes = 0;
    for (TagSet left = present_; left != 0; left &= left - 1) {
      bytes += 2U + kTagBytes[static_cast<std::size_t>(std::countr_zero(left))];
    }
    return bytes;
  }

  // Section 1: each is a length of tag and value, the tag, the value. By rising tag.
  std::uint8_t* write(std::uint8_t* at) const noexcept {
    for (TagSet left = present_; left != 0; left &= left - 1) {
      const auto tag = static_cast<std::size_t>(std::countr_zero(left));
      const std::size_t width = kTagBytes[tag];
      *at++ = static_cast<std::uint8_t>(width + 1);
      *at++ = static_cast<std::uint8_t>(tag);
      for (std::size_t i = width; i != 0; --i) {
        *at++ = static_cast<std::uint8_t>(values_[tag] >> 8U * (i - 1));
      }
    }
    return at;
  }

  // False: cut short, or a tag that is unknown, there already, or of another length than its own.
  [[nodiscard]] bool read(Bytes bytes) noexcept {
    while (!bytes.empty()) {
      const std::size_t length = bytes[0];
      if (length == 0 || length >= bytes.size()) return false;
      const std::size_t tag = bytes[1];
      if (tag >= kTagCount || kTagBytes[tag] == 0 || kTagBytes[tag] + 1U != length) return false;
      if (has(static_cast<Tag>(tag))) return false;
      std::uint64_t value = 0;
      for (const std::uint8_t byte : bytes.subspan(2, length - 1)) value = value << 8U | byte;
      set(static_cast<Tag>(tag), value);
      bytes = bytes.subspan(length + 1);
    }
    return true;
  }

  friend bool operator==(const Options& left, const Options& right) noexcept {
    if (left.present_ != right.present_) return false;
    for (TagSet rest = left.present_; rest != 0; rest &= rest - 1) {
      const auto tag = static_cast<std::size_t>(std::countr_zero(rest));
      if (left.values_[tag] != right.values_[tag]) return false;
    }
    return true;
  }

 private:
  TagSet present_ = 0;
  std::array<std::uint64_t, kTagCount> values_;
};

}  // namespace hotbook::session::ouch
