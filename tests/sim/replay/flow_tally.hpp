// Counts what a stream of outputs of the matching function holds.

#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <ostream>
#include <set>
#include <span>

#include "host/domain/layout.hpp"

namespace hotbook::testing {

// What one book traded at in continuous trading.
struct Prints {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t lowest = 0;
  std::uint32_t highest = 0;
  std::uint32_t turning = 0;  // the furthest price since the last turn
  std::uint64_t turns = 0;    // by 100 ticks or more
  bool rising = true;

  void add(std::uint32_t price) {
    if (first == 0) first = lowest = highest = turning = price;
    last = price;
    lowest = std::min(lowest, price);
    highest = std::max(highest, price);
    turning = rising ? std::max(turning, price) : std::min(turning, price);
    if (rising ? turning - price < 100 : price - turning < 100) return;
    rising = !rising;
    turning = price;
    ++turns;
  }
};

struct FlowTally {
  std::uint64_t inputs = 0;
  std::map<CommandKind, std::uint64_t> commands;
  std::map<OutputKind, std::uint64_t> kinds;
  std::map<MatchReason, std::uint64_t> refused;
  std::map<MatchReason, std::uint64_t> cancelled;
  std::map<MatchReason, std::uint64_t> restated;
  std::map<TradingState, std::uint64_t> states;
  std::uint64_t auction_executions = 0;
  std::uint64_t uncrosses = 0;            // with executions
  std::uint64_t deep_inputs = 0;          // that executed on three prices or more
  std::uint64_t levels_most = 0;          // prices of one input
  std::uint64_t priced = 0;               // limit orders in a book that has traded
  std::uint64_t near_touch = 0;           // those within 20 ticks of its last price
  std::map<std::uint16_t, Prints> books;  // with executions

  void add(const MatchCommand& command, std::span<const MatchOutput> outputs) {
    ++inputs;
    ++commands[command.kind];
    note_distance(command);
    std::set<std::uint32_t> prices;
    for (const MatchOutput& output : outputs) {
      ++kinds[output.output_kind];
      const auto reason = static_cast<MatchReason>(output.reason);
      switch (output.output_kind) {
        case OutputKind::Refused:
          ++refused[reason];
          break;
        case OutputKind::Cancelled:
          ++cancelled[reason];
          break;
        case OutputKind::Restated:
          ++restated[reason];
          break;
        case OutputKind::StateChanged:
          ++states[static_cast<TradingState>(output.reason)];
          break;
        case OutputKind::Uncrossed:
          if (output.other_order_id != 0) ++uncrosses;
          break;
        case OutputKind::Execution:
          if ((output.flags & kOutputFlagAuction) != 0) {
            ++auction_executions;
            break;
          }
          books[output.book].add(output.price);
          prices.insert(output.price);
          break;
        default:
          break;
      }
    }
    if (prices.size() >= 3) ++deep_inputs;
    levels_most = std::max<std::uint64_t>(levels_most, prices.size());
  }

  void note_distance(const MatchCommand& command) {
    const auto found = books.find(command.book);
    if (command.kind != CommandKind::NewOrder || found == books.end()) return;
    if (command.order_type != static_cast<std::uint8_t>(OrderType::Limit)) return;
    ++priced;
    const std::uint32_t last = found->second.last;
    if (std::max(last, command.price) - std::min(last, command.price) <= 20) ++near_touch;
  }

  [[nodiscard]] std::uint64_t of(OutputKind kind) const { return count(kinds, kind); }

  template <class Key>
  [[nodiscard]] static std::uint64_t count(const std::map<Key, std::uint64_t>& counts, Key key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
  }
};

template <class Key>
void print_counts(std::ostream& out, const char* name, const std::map<Key, std::uint64_t>& counts) {
  for (const auto& [key, count] : counts)
    out << ' ' << name << '.' << static_cast<unsigned>(key) << '=' << count;
}

inline std::ostream& operator<<(std::ostream& out, const FlowTally& tally) {
  out << "inputs=" << tally.inputs << " deep=" << tally.deep_inputs
      << " levels_most=" << tally.levels_most << " auction_executions=" << tally.auction_executions
      << " uncrosses=" << tally.uncrosses << " books=" << tally.books.size()
      << " near_touch=" << tally.near_touch << '/' << tally.priced;
  print_counts(out, "command", tally.commands);
  print_counts(out, "output", tally.kinds);
  print_counts(out, "refused", tally.refused);
  print_counts(out, "cancelled", tally.cancelled);
  print_counts(out, "restated", tally.restated);
  print_counts(out, "state", tally.states);
  return out;
}

}  // namespace hotbook::testing
