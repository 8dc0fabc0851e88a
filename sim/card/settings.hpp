// What the environment says about one run of the simulated card, read once.
//
// Threading: a value.
// Hot path:  none.

#pragma once

#include <string>

#include "sim/card/feed_kernels.hpp"
#include "sim/card/line_port.hpp"

namespace hotbook::card {

struct Settings {
  std::string line_a;                            // HOTBOOK_CARD_LINE_A
  std::string line_b;                            // HOTBOOK_CARD_LINE_B
  Pace pace = Pace::Line;                        // HOTBOOK_CARD_PACE: line or asap
  FeedKernelName kernel = FeedKernelName::None;  // HOTBOOK_CARD_KERNEL: none, xdp or mdp3
  unsigned seconds_max = 3600;  // HOTBOOK_CARD_SECONDS_MAX: the process ends itself after this
  unsigned hang_seconds_max =
      20;  // HOTBOOK_CARD_HANG_SECONDS_MAX: a model that stands still this long is ended
  std::string main_socket;  // from USER and EMULATION_SOCKETID, both set by the shim
  std::string host_socket;
};

// Throws std::runtime_error naming the variable that is missing or wrong.
[[nodiscard]] Settings read_settings();

}  // namespace hotbook::card
