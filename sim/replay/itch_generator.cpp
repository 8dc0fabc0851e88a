#include "sim/replay/itch_generator.hpp"

#include <algorithm>
#include <stdexcept>

namespace hotbook::replay {
namespace {

constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr std::uint64_t kHourNs = 3600 * kSecondNs;
constexpr std::uint64_t kOpenNs = 9 * kHourNs + kHourNs / 2;
constexpr std::uint64_t kCloseNs = 16 * kHourNs;

constexpr std::uint32_t kSymbolsMax = 65534;
constexpr std::size_t kSystemEvents = 6;

// The market phase passes these stops at even distances, so that every type is in every day.
constexpr std::string_view kTour = "FAEPBCXDU1J2Qi3hhKOWNIVLYR";

// What a stop sends; the digits are the steps of one halt.
constexpr char tour_type(char stop) {
  if (stop >= '1' && stop <= '3') return 'H';
  return stop == 'i' ? 'I' : stop;
}

}  // namespace

ItchGenerator::ItchGenerator(const ItchOptions& options) : options_{options}, draw_{options.seed} {
  const std::uint64_t symbols = options.symbols;
  if (symbols < 1 || symbols > kSymbolsMax) {
    throw std::invalid_argument{"symbols is " + std::to_string(symbols) +
                                "; 1 to 65534 are possible"};
  }
  const std::uint64_t needed = symbols * kMessagesPerSymbol + kMessagesFixedMin;
  if (options.messages < needed) {
    throw std::invalid_argument{"messages is " + std::to_string(options.messages) + "; a day of " +
                                std::to_string(symbols) + " symbols takes " +
                                std::to_string(needed)};
  }
  // The time field has 48 bits, 78 hours; with the longest of bursts this ends before 41.
  if (options.interval_ns > 3 * kHourNs / options.messages) {
    throw std::invalid_argument{"interval_ns times messages is more than three hours"};
  }
  instruments_.resize(symbols);
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < symbols; ++i) {
    Instrument& made = instruments_[i];
    for (std::uint32_t rest = i, letter = 0; letter < 4; ++letter, rest /= 26) {
      made.symbol.insert(made.symbol.begin(), static_cast<char>('A' + rest % 26));
    }
    // One in 16 trades below a dollar, where the tick is a hundredth of a cent.
    made.tick = i % 16 == 15 ? 1 : 100;
    const std::uint32_t size_bits = made.tick == 1 ? 12 : 6 + draw_.below(11);
    made.middle = (500 + draw_.below(1U << size_bits)) * made.tick;
    popularity_.push_back(sum += 1'000'000'000'000 / (i + 1));
  }

  using G = ItchGenerator;
  const std::uint64_t flow = options.messages - symbols * kMessagesPerSymbol - kSystemEvents - 1;
  const std::uint64_t quiet = flow / 20;  // before the open, and again after the close
  phases_ = {
      {1, 3 * kHourNs, &G::system_event},
      {symbols, 3 * kHourNs, &G::directory},
      {symbols, 3 * kHourNs, &G::trading_action},
      {symbols, 3 * kHourNs, &G::short_sale_restriction},
      {symbols, 3 * kHourNs, &G::participant_position},
      {1, 3 * kHourNs, &G::decline_level},
      {1, 4 * kHourNs, &G::system_event},
      {quiet, 4 * kHourNs, &G::quiet_flow},
      {symbols, kOpenNs - kSecondNs, &G::imbalance},
      {1, kOpenNs, &G::system_event},
      {symbols, kOpenNs, &G::cross},
      {flow - 2 * quiet, kOpenNs, &G::market_flow},
      {symbols, kCloseNs - kSecondNs, &G::imbalance},
      {1, kCloseNs, &G::system_event},
      {symbols, kCloseNs, &G::cross},
      {quiet, kCloseNs + kSecondNs, &G::quiet_flow},
      {1, 20 * kHourNs, &G::system_event},
      {1, 20 * kHourNs + 300 * kSecondNs, &G::system_event},
  };
}

bool ItchGenerator::next(ItchMessage& message) {
  while (phase_ < phases_.size() && index_ == phases_[phase_].count) {
    ++phase_;
    index_ = 0;
  }
  if (phase_ == phases_.size()) return false;
  const Phase& phase = phases_[phase_];
  if (index_ == 0) {
    time_ns_ = std::max(time_ns_, phase.start_ns);
    cross_ = phase.start_ns < 12 * kHourNs ? 'O' : 'C';
  } else {
    // Messages come in bursts: three of four take a fifth of the mean, the fourth the rest.
    const std::uint64_t mean = options_.interval_ns;
    const std::uint64_t range = draw_.below(4) != 0 ? mean * 2 / 5 : mean * 34 / 5;
    time_ns_ += draw_.below_long(range + 1);
  }
  message = (this->*phase.send)(index_);
  ++index_;
  return true;
}

std::string ItchGenerator::symbol(std::uint32_t book) const {
  return instruments_.at(book - 1).symbol;
}

ItchMessage ItchGenerator::start(char type, std::uint32_t book) {
  return {type, static_cast<std::uint16_t>(book), time_ns_};
}

ItchMessage ItchGenerator::system_event(std::uint64_t) {
  return start('S', 0).letter("OSQMEC"[event_++]);
}

ItchMessage ItchGenerator::directory(std::uint64_t index) {
  const auto book = static_cast<std::uint32_t>(index + 1);
  ItchMessage message = start('R', book);
  message.text(instrument(book).symbol, 8).letter('Q').letter('N').u32(100).letter('N').letter('C');
  return message.text("Z", 2)
      .letter('P')
      .letter('N')
      .letter('N')
      .letter('1')
      .letter('N')
      .u32(0)
      .letter('N');
}

ItchMessage ItchGenerator::action(std::uint32_t book, char state, const char* reason) {
  ItchMessage message = start('H', book);
  return message.text(instrument(book).symbol, 8).letter(state).letter(' ').text(reason, 4);
}

ItchMessage ItchGenerator::trading_action(std::uint64_t index) {
  return action(static_cast<std::uint32_t>(index + 1), 'T', "");
}

ItchMessage ItchGenerator::short_sale_restriction(std::uint64_t index) {
  const auto book = static_cast<std::uint32_t>(index + 1);
  return start('Y', book).text(instrument(book).symbol, 8).letter('0');
}

ItchMessage ItchGenerator::participant_position(std::uint64_t index) {
  const auto book = static_cast<std::uint32_t>(index + 1);
  ItchMessage message = start('L', book);
  return message.text("HOTB", 4)
      .text(instrument(book).symbol, 8)
      .letter('Y')
      .letter('N')
      .letter('A');
}

ItchMessage ItchGenerator::decline_level(std::uint64_t) {
  // Price (8), three levels of an index at 4000 dollars: less 7, 13 and 20 per cent.
  return start('V', 0).u64(372'000'000'000).u64(348'000'000'000).u64(320'000'000'000);
}

ItchMessage ItchGenerator::imbalance(std::uint64_t index) {
  const auto book = static_cast<std::uint32_t>(index + 1);
  const Instrument& of = instrument(book);
  ItchMessage message = start('I', book);
  message.u64(draw_quantity())
      .u64(draw_quantity())
      .letter("BSN"[draw_.below(3)])
      .text(of.symbol, 8);
  return message.u32(of.middle).u32(of.middle).u32(of.middle).letter(cross_).letter(' ');
}

ItchMessage ItchGenerator::cross(std::uint64_t index) {
  const auto book = static_cast<std::uint32_t>(index + 1);
  ItchMessage message = start('Q', book);
  message.u64(draw_quantity() * std::uint64_t{10}).text(instrument(book).symbol, 8);
  return message.u32(instrument(book).middle).u64(next_match()).letter(cross_);
}

// Before the open and after the close orders come and go, and nothing trades.
ItchMessage ItchGenerator::quiet_flow(std::uint64_t) {
  const std::uint32_t book = draw_book();
  return book_message(draw_.below(3) == 0 ? 'D' : 'A', book);
}

ItchMessage ItchGenerator::market_flow(std::uint64_t index) {
  const std::uint64_t parts = kTour.size() + 1;
  if (tour_ < kTour.size() && index >= (tour_ + 1) * phases_[phase_].count / parts) {
    // A stop that finds no order to change adds one and is tried again.
    const ItchMessage message = tour_stop(kTour[tour_]);
    if (message.type() == tour_type(kTour[tour_])) ++tour_;
    return message;
  }
  const std::uint32_t book = draw_book();
  if (draw_.once_in(400)) return rare("NIPBYH"[draw_.below(6)], book);
  return flow(book);
}

ItchMessage ItchGenerator::tour_stop(char stop) {
  constexpr std::uint32_t kBook = 1;
  switch (stop) {
    case '1':
      instrument(kBook).halted = true;
      return action(kBook, 'P', "LUDP");
    case '2':
      return action(kBook, 'Q', "LUDP");
    case '3':
      instrument(kBook).halted = false;
      return action(kBook, 'T', "LUDP");
    case 'Q':
      cross_ = 'H';
      return cross(kBook - 1);
    default:
      return rare(tour_type(stop), kBook);
  }
}

ItchMessage ItchGenerator::rare(char type, std::uint32_t book) {
  Instrument& of = instrument(book);
  switch (type) {
    case 'R':
      return directory(book - 1);
    case 'L':
      return participant_position(book - 1);
    case 'V':
      return decline_level(0);
    case 'W':
      return start('W', 0).letter('1');
    case 'Y':
      return start('Y', book).text(of.symbol, 8).letter(static_cast<char>('0' + draw_.below(3)));
    case 'H':
      return action(book, of.halted ? 'P' : 'T', "");
    case 'h':
      return start('h', book).text(of.symbol, 8).letter('X').letter("HT"[draw_.below(2)]);
    case 'K':
      return start('K', 0).text(of.symbol, 8).u32(36'000).letter('A').u32(of.middle);
    case 'J':
      return auction_collar(book);
    case 'O':
      return capital_raise(book);
    case 'N':
      return start('N', book).text(of.symbol, 8).letter("BSAN"[draw_.below(4)]);
    case 'I':
      return imbalance(book - 1);
    case 'P':
      return trade(book);
    case 'B':
      return broken_trade(book);
    default:
      return book_message(type, book);
  }
}

ItchMessage ItchGenerator::auction_collar(std::uint32_t book) {
  const Instrument& of = instrument(book);
  ItchMessage message = start('J', book);
  message.text(of.symbol, 8).u32(of.middle).u32(of.middle + 10 * of.tick);
  return message.u32(of.middle - 10 * of.tick).u32(draw_.below(3));
}

ItchMessage ItchGenerator::capital_raise(std::uint32_t book) {
  const Instrument& of = instrument(book);
  ItchMessage message = start('O', book);
  message.text(of.symbol, 8).letter('Y').u32(of.middle / 2).u32(of.middle * 2).u32(of.middle);
  return message.u64(time_ns_).u32(of.middle - 10 * of.tick).u32(of.middle + 10 * of.tick);
}

}  // namespace hotbook::replay
