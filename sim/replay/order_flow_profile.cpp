#include "sim/replay/order_flow_profile.hpp"

#include <algorithm>
#include <numeric>

namespace hotbook::replay {
namespace {

using enum FlowMotion;
using enum FlowRegime;

// clang-format off
constexpr std::array<FlowProfile, kFlowRegimes> kProfiles{{
    // Weights: add post_only gtd cancel replace take sweep minimum iceberg stop peg at_auction
    //          mass_cancel reference bands halt timer
    {Calm, "calm", "near the touch, nearly all cancelled again",
     20, 1000, 200, Walk, false, false, 0,
     {4400, 150, 50, 4400, 500, 480, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20}},
    {Busy, "busy", "thousands of instruments, few of them popular",
     5000, 5000, 100, Walk, false, false, 0,
     {4500, 150, 50, 4200, 560, 500, 10, 0, 0, 0, 0, 0, 10, 0, 0, 0, 20}},
    {Sweeps, "sweeps", "orders that take many levels at once",
     8, 200, 300, Fast, false, false, 0,
     {5200, 100, 50, 2800, 500, 700, 500, 100, 30, 0, 0, 0, 0, 0, 0, 0, 20}},
    {Crash, "crash", "a flash crash and its recovery",
     4, 200, 300, Fall, false, false, 0,
     {4400, 150, 50, 3200, 500, 1080, 150, 0, 50, 350, 0, 0, 20, 0, 0, 0, 50}},
    {Swing, "swing", "prices that go up and down, far and fast",
     4, 200, 300, Wave, false, false, 0,
     {4450, 200, 100, 3100, 700, 1300, 50, 50, 30, 0, 0, 0, 0, 0, 0, 0, 20}},
    {Wide, "wide", "prices over the whole 31 bits",
     8, 200, 400, Jumps, false, false, 0,
     {4800, 150, 50, 3600, 700, 500, 50, 30, 50, 50, 0, 0, 0, 0, 0, 0, 20}},
    {SelfMatch, "selfmatch", "few accounts that meet themselves, in every mode",
     8, 4, 100, Fast, false, true, 0,
     {4700, 100, 50, 2300, 500, 1900, 100, 250, 80, 0, 0, 0, 0, 0, 0, 0, 20}},
    {Icebergs, "icebergs", "orders that show a part of themselves",
     8, 200, 100, Fast, false, false, 0,
     {2500, 100, 50, 2600, 600, 2000, 130, 50, 1950, 0, 0, 0, 0, 0, 0, 0, 20}},
    {Stops, "stops", "stop and stop-limit orders that set each other off",
     8, 200, 150, Fast, false, false, 0,
     {3700, 100, 50, 2400, 500, 1500, 150, 30, 50, 1500, 0, 0, 0, 0, 0, 0, 20}},
    {Auctions, "auctions", "a whole day: calls, halts, references, bands, pegs",
     8, 200, 100, Walk, true, false, 1,
     {3950, 100, 100, 3000, 600, 900, 50, 20, 80, 100, 250, 250, 10, 350, 150, 10, 80}},
    {Mixed, "mixed", "all of it, a day after another",
     64, 100, 60, Fast, true, true, 10'000,
     {3500, 150, 150, 2600, 800, 1000, 150, 100, 350, 300, 250, 100, 20, 350, 100, 20, 60}},
}};
// clang-format on

consteval bool is_sound() {
  for (std::size_t i = 0; i < kProfiles.size(); ++i) {
    const auto& weights = kProfiles[i].weights;
    if (static_cast<std::size_t>(kProfiles[i].regime) != i) return false;
    if (std::accumulate(weights.begin(), weights.end(), 0U) != 10'000) return false;
  }
  return true;
}
static_assert(is_sound());

}  // namespace

const std::array<FlowProfile, kFlowRegimes>& flow_profiles() {
  return kProfiles;
}

const FlowProfile& flow_profile(FlowRegime regime) {
  return kProfiles[static_cast<std::size_t>(regime)];
}

std::optional<FlowRegime> flow_regime(std::string_view name) {
  const auto found = std::find_if(kProfiles.begin(), kProfiles.end(),
                                  [&](const FlowProfile& of) { return of.name == name; });
  if (found == kProfiles.end()) return std::nullopt;
  return found->regime;
}

}  // namespace hotbook::replay
