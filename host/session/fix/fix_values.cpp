#include "host/session/fix/fix_values.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

namespace hotbook::fix {
namespace {

constexpr std::int64_t kUnit = 100'000'000;
constexpr std::int64_t kWholeMost = 10'000'000'000;  // so that nothing overflows
constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr std::int64_t kTickUnit = 10'000;  // of a tick of 1/10,000 in units of 10^-8

__extension__ using Wide = unsigned __int128;

constexpr bool is_digit(char character) noexcept {
  return character >= '0' && character <= '9';
}

// digits decimals after the point, without zeros at the end.
std::string fixed(Wide value, unsigned digits) {
  std::string text;
  for (unsigned i = 0; value != 0 || i <= digits; ++i, value /= 10) {
    if (i == digits) text.push_back('.');
    text.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
  }
  const std::size_t first = text.find_first_not_of('0');
  text.erase(0, text[first] == '.' ? first + 1 : first);
  return {text.rbegin(), text.rend()};
}

std::optional<unsigned> number(std::string_view digits) noexcept {
  unsigned value = 0;
  for (const char digit : digits) {
    if (!is_digit(digit)) return {};
    value = value * 10 + static_cast<unsigned>(digit - '0');
  }
  return value;
}

std::optional<std::chrono::sys_days> date(std::string_view text) noexcept {
  if (text.size() != 8) return {};
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(4, 2));
  const auto day = number(text.substr(6, 2));
  if (!year || !month || !day) return {};
  const std::chrono::year_month_day found{std::chrono::year{static_cast<int>(*year)},
                                          std::chrono::month{*month}, std::chrono::day{*day}};
  if (!found.ok()) return {};
  return std::chrono::sys_days{found};
}

std::optional<std::uint32_t> in_range(std::int64_t seconds) noexcept {
  if (seconds < 0 || seconds > UINT32_MAX) return {};
  return static_cast<std::uint32_t>(seconds);
}

}  // namespace

std::optional<std::int64_t> decimal_1e8(std::string_view text) noexcept {
  const bool is_negative = !text.empty() && text.front() == '-';
  if (is_negative) text.remove_prefix(1);
  std::int64_t whole = 0;
  std::int64_t part = 0;
  std::int64_t unit = kUnit;
  bool has_digit = false;
  bool has_point = false;
  for (const char character : text) {
    if (character == '.' && !has_point) {
      has_point = true;
      continue;
    }
    if (!is_digit(character)) return {};
    const int digit = character - '0';
    has_digit = true;
    if (!has_point) {
      whole = whole * 10 + digit;
      if (whole >= kWholeMost) return {};
    } else {
      unit /= 10;
      if (unit == 0 && digit != 0) return {};
      part += unit * digit;
    }
  }
  if (!has_digit) return {};
  const std::int64_t value = whole * kUnit + part;
  return is_negative ? -value : value;
}

std::optional<std::uint32_t> whole_quantity(std::string_view text) noexcept {
  const auto value = decimal_1e8(text);
  if (!value || *value <= 0 || *value % kUnit != 0 || *value / kUnit > INT32_MAX) return {};
  return static_cast<std::uint32_t>(*value / kUnit);
}

std::optional<std::int64_t> ticks_of(std::int64_t decimal_1e8, std::uint32_t tick_1e4) noexcept {
  const std::int64_t tick = std::int64_t{tick_1e4} * kTickUnit;
  if (decimal_1e8 % tick != 0) return {};
  return decimal_1e8 / tick;
}

std::string price_text(std::uint64_t ticks, std::uint32_t tick_1e4) {
  return fixed(static_cast<Wide>(ticks) * tick_1e4, 4);
}

std::string offset_text(std::int32_t ticks, std::uint32_t tick_1e4) {
  const std::string text =
      price_text(static_cast<std::uint64_t>(std::abs(std::int64_t{ticks})), tick_1e4);
  return ticks < 0 ? '-' + text : text;
}

std::string average_text(std::uint64_t notional, std::uint32_t quantity, std::uint32_t tick_1e4) {
  if (quantity == 0) return "0";
  const Wide total = static_cast<Wide>(notional) * tick_1e4 * kTickUnit;
  return fixed((total + quantity / 2) / quantity, 8);
}

std::string time_text(std::uint64_t time_ns, TimePrecision precision) {
  using std::chrono::sys_days;
  const std::uint64_t seconds = time_ns / kSecondNs;
  const std::chrono::year_month_day day{
      sys_days{std::chrono::days{static_cast<int>(seconds / 86400)}}};
  const std::uint64_t of_day = seconds % 86400;
  std::string text =
      fmt::format("{:04}{:02}{:02}-{:02}:{:02}:{:02}", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                  of_day / 3600, of_day / 60 % 60, of_day % 60);
  if (precision == TimePrecision::Milliseconds) {
    text += fmt::format(".{:03}", time_ns % kSecondNs / 1'000'000);
  } else if (precision == TimePrecision::Nanoseconds) {
    text += fmt::format(".{:09}", time_ns % kSecondNs);
  }
  return text;
}

std::optional<std::uint32_t> time_seconds(std::string_view text) noexcept {
  if (text.size() < 17 || text[8] != '-' || text[11] != ':' || text[14] != ':') return {};
  if (text.size() > 17 && (text[17] != '.' || text.size() > 27)) return {};
  const auto day = date(text.substr(0, 8));
  const auto hour = number(text.substr(9, 2));
  const auto minute = number(text.substr(12, 2));
  const auto second = number(text.substr(15, 2));
  if (text.size() > 17 && !number(text.substr(18))) return {};
  if (!day || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return {};
  const std::int64_t days = day->time_since_epoch().count();
  return in_range(days * 86400 + std::int64_t{*hour} * 3600 + std::int64_t{*minute} * 60 + *second);
}

std::optional<std::uint32_t> date_end_seconds(std::string_view text) noexcept {
  const auto day = date(text);
  if (!day) return {};
  return in_range((std::int64_t{day->time_since_epoch().count()} + 1) * 86400);
}

}  // namespace hotbook::fix
