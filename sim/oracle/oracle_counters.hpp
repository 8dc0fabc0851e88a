// The counters of the feed function, by the names of the card's registers.
//
// Threading: values.
// Hot path:  none; the oracle is slow on purpose.

#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace hotbook::oracle {

using Counters = std::map<std::string, std::uint64_t>;

// Every one that all feeds have and not only a card, at zero.
[[nodiscard]] Counters zero_counters();

}  // namespace hotbook::oracle
