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

}  // namespace hotbook::runtime
