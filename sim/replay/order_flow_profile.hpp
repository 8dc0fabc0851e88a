// What sets the regimes of an order flow apart: how often each action is drawn, and how prices
// move.
//
// Threading: constant tables.
// Hot path:  none.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hotbook::replay {

enum class FlowRegime : std::uint8_t {
  Calm,
  Busy,
  Sweeps,
  Crash,
  Swing,
  Wide,
  SelfMatch,
  Icebergs,
  Stops,
  Auctions,
  Mixed,
};
inline constexpr std::size_t kFlowRegimes = 11;

enum class FlowAction : std::uint8_t {
  Add,       // a passive limit order
  PostOnly,  // the same, post-only
  Gtd,       // the same, good till a time
  Cancel,
  Replace,
  Take,   // an order that crosses the touch
  Sweep,  // one that crosses many levels
  Minimum,
  Iceberg,
  Stop,
  Peg,
  AtAuction,  // at_open or at_close, where they may be entered
  MassCancel,
  Reference,
  Bands,
  Halt,  // halted, then a call, then continuous again
  Timer,
};
inline constexpr std::size_t kFlowActions = 17;

enum class FlowMotion : std::uint8_t {
  Walk,   // a tick now and then
  Fast,   // a tick or a few often
  Wave,   // up and down, far
  Fall,   // two fifths down in a tenth of the flow, and up again
  Jumps,  // over the whole range of prices
};

struct FlowProfile {
  FlowRegime regime;
  std::string_view name;
  std::string_view says;  // one line for people
  std::uint32_t books;    // where the options name no number
  std::uint32_t accounts;
  std::uint32_t resting;  // a book, about
  FlowMotion motion;
  bool with_reference;      // every book begins with a reference and bands
  bool self_match_drawn;    // for each order; else it belongs to the account
  std::uint64_t day_count;  // inputs of a day with auctions: 0 none, 1 the whole flow
  std::array<std::uint16_t, kFlowActions> weights;  // of 10,000
};

[[nodiscard]] const FlowProfile& flow_profile(FlowRegime regime);
[[nodiscard]] const std::array<FlowProfile, kFlowRegimes>& flow_profiles();
[[nodiscard]] std::optional<FlowRegime> flow_regime(std::string_view name);

}  // namespace hotbook::replay
