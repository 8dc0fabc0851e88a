// Learns the instruments of a feed from its packets, before any of them is used: the names and the
// prices' units that a replay shows, and what a card's kernel must be told.
//
// Threading: one thread.
// Hot path:  payload() looks at a few bytes of each message.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "host/app/symbol_table.hpp"
#include "host/domain/layout.hpp"
#include "host/feed/wire.hpp"
#include "host/reference/instrument_table.hpp"

namespace hotbook::feed::mdp3 {
struct Definition;
}

namespace hotbook::app {

class InstrumentScan {
 public:
  InstrumentScan(reference::Venue venue, reference::InstrumentTable& table)
      : venue_{venue}, table_{table} {}

  // The UDP payload of a frame of either line.
  void payload(feed::Bytes payload);
  // All have been seen. A security of MDP 3.0 whose tick neither the table nor the feed has told
  // gets the largest that all its prices are multiples of.
  void finish();

  // That the packets hold, of both lines, duplicates included.
  [[nodiscard]] std::uint64_t messages() const noexcept { return messages_; }
  // What a decoder must be told before the first packet; of MDP 3.0 alone.
  [[nodiscard]] const std::vector<InstrumentCommand>& commands() const noexcept {
    return commands_;
  }
  // Of the table's file and the feed.
  [[nodiscard]] const std::vector<std::string>& contradictions() const noexcept {
    return contradictions_;
  }

 private:
  void itch(feed::Bytes payload);
  void xdp(feed::Bytes payload);
  void mdp3(feed::Bytes payload);
  void mdp3_definition(const feed::mdp3::Definition& definition);
  void mdp3_prices(feed::Bytes message);
  void finish_mdp3();
  void learn(const reference::Listing& told);

  reference::Venue venue_;
  reference::InstrumentTable& table_;
  SymbolTable itch_symbols_;
  std::map<std::uint32_t, reference::Nano> mdp3_ticks_;  // by security; 0: only prices of 0
  std::uint64_t messages_ = 0;
  std::vector<InstrumentCommand> commands_;
  std::vector<std::string> contradictions_;
};

}  // namespace hotbook::app
