#include "host/feed/mdp3_instruments.hpp"

#include <array>
#include <bit>
#include <set>

#include "hls/mdp3_decode/mdp3_instrument_table.hpp"

namespace hotbook::feed::mdp3 {
namespace {

constexpr std::uint8_t kDepthMax = 10;
constexpr std::uint16_t kNoBook = 0xffff;  // a gap's

// Of an odd number, modulo 2^64: each step doubles how many of its low bits are right.
std::uint64_t inverse(std::uint64_t odd) {
  std::uint64_t result = odd;  // right in its low 3 bits
  for (int i = 0; i < 5; ++i) result *= 2 - odd * result;
  return result;
}

// The kernel's table as it is filled.
class Table {
 public:
  [[nodiscard]] bool is_used(unsigned slot) const { return used_[slot]; }
  [[nodiscard]] bool insert(std::uint32_t security) {
    const unsigned slot = mdp3_kernel::free_slot(*this, security);
    if (slot == mdp3_kernel::kNoSlot) return false;
    used_[slot] = true;
    return true;
  }

 private:
  std::array<bool, mdp3_kernel::kSlots> used_{};
};

}  // namespace

std::optional<InstrumentCommand> make_command(const Instrument& instrument) {
  if (instrument.tick < 1) return std::nullopt;
  InstrumentCommand command{};
  command.instrument = instrument.security;
  command.book = instrument.book;
  command.depth = instrument.depth;
  const auto tick = static_cast<std::uint64_t>(instrument.tick);
  command.tick_shift = static_cast<std::uint8_t>(std::countr_zero(tick));
  command.tick_odd = tick >> command.tick_shift;
  command.tick_inverse = inverse(command.tick_odd);
  command.price_offset = instrument.price_offset;
  command.flags = instrument.by_order ? kInstrumentFlagByOrder : 0;
  command.kind = CommandKind::Instrument;
  if (!is_sound(command)) return std::nullopt;
  return command;
}

InstrumentCommand make_forget_command() {
  InstrumentCommand command{};
  command.instrument = ~std::uint64_t{0};
  command.kind = CommandKind::Instrument;
  return command;
}

bool is_sound(const InstrumentCommand& command) noexcept {
  return command.kind == CommandKind::Instrument && command.instrument <= 0xffffffffU &&
         command.book != kNoBook && command.depth >= 1 && command.depth <= kDepthMax &&
         command.tick_shift <= 63 && command.tick_odd * command.tick_inverse == 1 &&
         (command.flags & ~unsigned{kInstrumentFlagByOrder}) == 0;
}

std::int64_t price_of(const Instrument& instrument, std::uint32_t price) noexcept {
  const std::uint64_t ticks = std::uint64_t{price} - instrument.price_offset;
  return static_cast<std::int64_t>(ticks * static_cast<std::uint64_t>(instrument.tick));
}

const char* to_string(Refused::Reason reason) noexcept {
  switch (reason) {
    case Refused::Reason::BadField:
      return "a field is out of range";
    case Refused::Reason::Twice:
      return "its security or its book is another instrument's";
    case Refused::Reason::TableFull:
      return "the kernel's table has no room for it";
  }
  return "?";
}

InstrumentPlan plan(std::span<const Instrument> instruments) {
  InstrumentPlan out;
  out.commands.push_back(make_forget_command());
  Table table;
  std::set<std::uint32_t> securities;
  std::set<std::uint16_t> books;
  for (const Instrument& instrument : instruments) {
    const auto command = make_command(instrument);
    const bool is_new =
        !securities.contains(instrument.security) && !books.contains(instrument.book);
    if (!command || !is_new) {
      out.refused.push_back(
          {instrument.security, command ? Refused::Reason::Twice : Refused::Reason::BadField});
      continue;
    }
    if (!table.insert(instrument.security)) {
      out.refused.push_back({instrument.security, Refused::Reason::TableFull});
      continue;
    }
    securities.insert(instrument.security);
    books.insert(instrument.book);
    out.commands.push_back(*command);
  }
  return out;
}

}  // namespace hotbook::feed::mdp3
