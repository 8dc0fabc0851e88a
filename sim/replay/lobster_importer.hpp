// Turns LOBSTER's events into ITCH messages whose book has, after each event, exactly the levels
// LOBSTER gives.
//
// LOBSTER tells only of events inside its window of levels. So the first row seeds the book, a
// level that enters the window is added and one that leaves it is deleted; the book never holds
// more than the window.
//
// Threading: one thread.
// Hot path:  never; it allocates.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/domain/layout.hpp"
#include "sim/replay/itch_message.hpp"
#include "sim/replay/line.hpp"
#include "sim/replay/lobster_csv.hpp"

namespace hotbook::replay {

struct LobsterOptions {
  std::string message_path;
  std::string orderbook_path;
  std::string symbol = "LOBSTER";
  std::uint16_t book = 1;  // stock locate
  std::uint64_t first_seq = 1;
};

struct LobsterEvent {
  LobsterRow row;                     // expected levels, best first
  std::vector<ItchMessage> messages;  // may be none
  std::uint64_t last_seq = 0;         // of the last message so far
};

class LobsterImporter {
 public:
  // Throws CaptureError when a file cannot be read, std::invalid_argument for a symbol ITCH cannot
  // spell.
  explicit LobsterImporter(const LobsterOptions& options);

  // Gives the next event; false after the last. Throws LobsterError or CaptureError.
  [[nodiscard]] bool next(LobsterEvent& event);

  // How often a level's quantity had to be put right beyond what the event said; 0 for a sound
  // file.
  [[nodiscard]] std::uint64_t corrections() const noexcept { return corrections_; }

 private:
  struct Resting {
    std::uint64_t order_ref;
    std::uint32_t quantity;
  };
  using Level = std::vector<Resting>;  // earliest first
  using Levels = std::map<std::uint32_t, Level>;
  struct Place {
    Side side;
    std::uint32_t price;
  };

  [[nodiscard]] Levels& levels(Side side) noexcept { return side == Side::Bid ? bids_ : asks_; }
  [[nodiscard]] ItchMessage start(char type) const { return {type, options_.book, time_ns_}; }
  void emit(const ItchMessage& message);

  void open_day();
  void apply(const LobsterRow& row);
  void take(const LobsterRow& row);
  void follow(Side side, const std::vector<LobsterLevel>& wanted);
  void correct(Place place, std::uint32_t wanted);
  void add(Place place, std::uint64_t order_ref, std::uint32_t quantity);
  void reduce(Place place, std::size_t index, std::uint32_t quantity, char type);
  void hidden_trade(const LobsterRow& row);

  LobsterOptions options_;
  LobsterCsv csv_;
  Levels bids_;
  Levels asks_;
  std::unordered_map<std::uint64_t, Place> places_;
  LobsterEvent* event_ = nullptr;  // the one being made
  std::uint64_t next_seq_;
  std::uint64_t time_ns_ = 0;
  std::uint64_t next_unnamed_;
  std::uint64_t match_ = 0;
  std::uint64_t corrections_ = 0;
  bool opened_ = false;
};

// Writes the events as packets, one an event, with an end of session; returns how many frames.
// Throws as next() does.
std::uint64_t write_lobster(const LobsterOptions& options, const LineAddress& address,
                            const std::string& pcap_path);

}  // namespace hotbook::replay
