// Learns the instruments of a feed from its packets, before any of them is used: the names and the
// prices' units that a replay shows, and what a card's kernel must be told.
//
// Threading: one thread.
// Hot path:  payload() looks at a few bytes of each message.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/app/symbol_table.hpp"
#include "host/feed/wire.hpp"
#include "host/reference/instrument_table.hpp"

namespace hotbook::app {

class InstrumentScan {
 public:
  InstrumentScan(reference::Venue venue, reference::InstrumentTable& table)
      : venue_{venue}, table_{table} {}

  // The UDP payload of a frame of either line.
  void payload(feed::Bytes payload);
  // All have been seen.
  void finish();

  // That the packets hold, of both lines, duplicates included.
  [[nodiscard]] std::uint64_t messages() const noexcept { return messages_; }
  // Of the table's file and the feed.
  [[nodiscard]] const std::vector<std::string>& contradictions() const noexcept {
    return contradictions_;
  }

 private:
  void itch(feed::Bytes payload);
  void learn(const reference::Listing& told);

  reference::Venue venue_;
  reference::InstrumentTable& table_;
  SymbolTable itch_symbols_;
  std::uint64_t messages_ = 0;
  std::vector<std::string> contradictions_;
};

}  // namespace hotbook::app
