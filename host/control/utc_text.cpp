#include "host/control/utc_text.hpp"

#include <fmt/format.h>

#include <chrono>

namespace hotbook::control {

constexpr std::uint64_t kSecondNs = 1'000'000'000;

std::string utc_text(std::uint64_t time_ns) {
  const std::chrono::sys_days day{
      std::chrono::days{static_cast<int>(time_ns / (86'400 * kSecondNs))}};
  const std::chrono::year_month_day date{day};
  const std::uint64_t second = time_ns / kSecondNs % 86'400;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     second / 3600, second / 60 % 60, second % 60, time_ns % kSecondNs);
}

}  // namespace hotbook::control
