// What a configuration says, as the venue's parts want it.
//
// Threading: pure functions.
// Hot path:  none.

#pragma once

#include <vector>

#include "host/app/run_config.hpp"
#include "host/journal/journal_record.hpp"
#include "host/publish/instrument.hpp"
#include "host/risk/risk_gate.hpp"
#include "host/venue/venue_options.hpp"

namespace hotbook::runtime {

[[nodiscard]] venue::VenueOptions venue_options(const app::RunConfig& config);
[[nodiscard]] risk::RiskOptions risk_options(const app::RunConfig& config);
[[nodiscard]] std::vector<publish::Instrument> published_instruments(const app::RunConfig& config);
// Every limit that the configuration sets.
[[nodiscard]] std::vector<journal::ControlChange> configured_limits(const app::RunConfig& config);
[[nodiscard]] bool is_set(const risk::RiskGate& risk, const journal::ControlChange& limit);

struct Reloaded {
  // Every limit that is set now, and as 0 those that no longer are.
  std::vector<journal::ControlChange> limits;
  bool needs_start = false;  // the fresh configuration changes more than is taken
};
// Takes limits and tokens of `fresh`. Throws std::runtime_error, and takes nothing, when its
// instruments or accounts are not those of `running`, by whose places limits are known.
[[nodiscard]] Reloaded take_reloaded(app::RunConfig& running, const app::RunConfig& fresh);

}  // namespace hotbook::runtime
