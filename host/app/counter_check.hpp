// Holds the card's counters against the twin's after a replay, and lists what a person should see
// of either.
//
// Threading: pure functions.
// Hot path:  none.

#pragma once

#include <string>
#include <vector>

#include "host/card/counters.hpp"
#include "host/feed/feed_counters.hpp"

namespace hotbook::app {

// One line for each counter on which the two differ though the feed function says that they must
// not.
[[nodiscard]] std::vector<std::string> counter_differences(const card::Counters& card,
                                                           const feed::FeedCounters& twin,
                                                           bool two_lines);

// "name=value" of every counter that is not zero.
[[nodiscard]] std::vector<std::string> nonzero_counters(const card::Counters& card);
[[nodiscard]] std::vector<std::string> nonzero_counters(const feed::FeedCounters& twin);

}  // namespace hotbook::app
