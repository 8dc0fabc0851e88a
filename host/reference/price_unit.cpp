#include "host/reference/price_unit.hpp"

#include <array>
#include <charconv>

namespace hotbook::reference {
namespace {

constexpr std::size_t kDecimals = 9;
constexpr std::size_t kDecimalsShown = 4;

}  // namespace

void append_nano(std::string& out, Nano nano) {
  // Of the most negative value too, the magnitude fits the unsigned type.
  const auto bits = static_cast<std::uint64_t>(nano);
  const std::uint64_t magnitude = nano < 0 ? std::uint64_t{0} - bits : bits;
  if (nano < 0) out.push_back('-');
  std::array<char, 20> whole{};
  const auto end =
      std::to_chars(whole.data(), whole.data() + whole.size(), magnitude / kNanoPerUnit).ptr;
  out.append(whole.data(), end);
  std::array<char, kDecimals> decimals{};
  std::uint64_t rest = magnitude % kNanoPerUnit;
  for (std::size_t i = kDecimals; i-- > 0; rest /= 10)
    decimals[i] = static_cast<char>('0' + rest % 10);
  std::size_t shown = kDecimals;
  while (shown > kDecimalsShown && decimals[shown - 1] == '0') --shown;
  out.push_back('.');
  out.append(decimals.data(), shown);
}

std::optional<Nano> parse_nano(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view decimals =
      point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (whole.empty() || decimals.size() > kDecimals ||
      (point != std::string_view::npos && decimals.empty())) {
    return std::nullopt;
  }
  std::string digits{whole};
  digits += decimals;
  digits.append(kDecimals - decimals.size(), '0');
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;  // from_chars would take a second sign
  }
  Nano value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return negative ? -value : value;
}

}  // namespace hotbook::reference
