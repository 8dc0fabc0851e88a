// Makes the commands that tell an MDP 3.0 decoder of its instruments, and says beforehand which of
// them the kernel's table would refuse.
//
// Threading: free functions.
// Hot path:  none; before a session.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/domain/layout.hpp"

namespace hotbook::feed::mdp3 {

// Prices of all templates in units of 10^-9: those with seven decimals are multiplied by 100.
inline constexpr std::int64_t kPriceUnits = 1'000'000'000;

// Books hold ticks above this, so that spreads and options may have prices of 0 and below.
inline constexpr std::uint64_t kPriceOffset = std::uint64_t{1} << 31;

struct Instrument {
  std::uint32_t security = 0;
  std::uint16_t book = 0;
  std::uint8_t depth = 10;  // levels of a side, 1 to 10
  std::int64_t tick = 0;    // in units of 10^-9, at least 1
  bool by_order = false;    // its book is made of orders
  std::uint64_t price_offset = kPriceOffset;
  std::string symbol;  // for people
};

// Nothing when the instrument has a field outside its domain.
[[nodiscard]] std::optional<InstrumentCommand> make_command(const Instrument& instrument);

// Forgets every instrument.
[[nodiscard]] InstrumentCommand make_forget_command();

// Whether a decoder takes the command as one that names an instrument.
[[nodiscard]] bool is_sound(const InstrumentCommand& command) noexcept;

// A book's price in units of 10^-9; of an instrument whose command it was made with.
[[nodiscard]] std::int64_t price_of(const Instrument& instrument, std::uint32_t price) noexcept;

struct Refused {
  enum class Reason : std::uint8_t {
    BadField,   // depth, tick or book out of range
    Twice,      // the same security or the same book again
    TableFull,  // the kernel has no room for it: both of its buckets are full
  };
  std::uint32_t security = 0;
  Reason reason = Reason::BadField;
};

[[nodiscard]] const char* to_string(Refused::Reason reason) noexcept;

struct InstrumentPlan {
  std::vector<InstrumentCommand> commands;  // forget every instrument, then each in order
  std::vector<Refused> refused;             // these are in no command: their entries are unmapped
};

[[nodiscard]] InstrumentPlan plan(std::span<const Instrument> instruments);

}  // namespace hotbook::feed::mdp3
