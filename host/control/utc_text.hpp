// A time as text, as audit log and log write it: 2026-01-31T09:30:00.000000001Z.
//
// Threading: a pure function.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <string>

namespace hotbook::control {

[[nodiscard]] std::string utc_text(std::uint64_t time_ns);  // since 1970 UTC

}  // namespace hotbook::control
