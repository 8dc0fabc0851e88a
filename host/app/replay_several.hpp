// Replays captures of several venues into one set of books.
//
// Threading: the main thread.
// Hot path:  none here; the loop is consolidated_run.hpp's.

#pragma once

#include "host/app/replay_options.hpp"

namespace hotbook::app {

[[nodiscard]] Exit run_several(const ReplayOptions& options,
                               reference::InstrumentTable& instruments);

}  // namespace hotbook::app
