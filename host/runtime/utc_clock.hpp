// The venue's clock.
//
// Threading: the venue's thread only.
// Hot path:  one read of the kernel's clock page.

#pragma once

#include <cstdint>
#include <ctime>

namespace hotbook::runtime {

// What now_ns() gave last.
inline std::uint64_t& last_now_ns() noexcept {
  static std::uint64_t last = 0;
  return last;
}

// Nanoseconds since 1970 UTC, never falling.
inline std::uint64_t now_ns() {
  std::uint64_t& last = last_now_ns();
  std::timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  const std::uint64_t ns = static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 +
                           static_cast<std::uint64_t>(now.tv_nsec);
  if (ns > last) last = ns;
  return last;
}

}  // namespace hotbook::runtime
