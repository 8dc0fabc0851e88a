// Writes an output of the matching function as one line.
//
// Threading: a free function.
// Hot path:  none.

#pragma once

#include <string>

#include "host/domain/layout.hpp"

namespace hotbook {

// "execution id=2 other=1 price=100 quantity=5 leaves=3 ask auction": kind, then every field that
// is not 0, then the reason. Without input_seq, index and the flag last.
[[nodiscard]] std::string text_of(const MatchOutput& output);

}  // namespace hotbook
