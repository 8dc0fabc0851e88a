// The market's own inputs: clock, trading states, references and bands, and how the middle moves.

#include <algorithm>
#include <array>

#include "sim/replay/order_flow.hpp"

namespace hotbook::replay {
namespace {

constexpr std::uint64_t kMillisecondNs = 1'000'000;
constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr std::uint64_t kLimitNs = 15 * kSecondNs;  // matching function, 7.10
constexpr std::uint64_t kNightNs = 57'600 * kSecondNs;
constexpr std::int64_t kSwingPeriod = 1000;  // inputs of a book
constexpr std::int64_t kSwingHeight = 100;   // ticks either way

enum class Scope : std::uint8_t { All, Thirds };

struct DayStep {
  std::uint64_t at;  // thousandths of the day's inputs
  Scope scope;
  TradingState state;
};

constexpr std::array<DayStep, 7> kDay{{{30, Scope::All, TradingState::OpeningCall},
                                       {120, Scope::All, TradingState::Continuous},
                                       {450, Scope::Thirds, TradingState::Halted},
                                       {480, Scope::Thirds, TradingState::HaltCall},
                                       {530, Scope::Thirds, TradingState::Continuous},
                                       {850, Scope::All, TradingState::ClosingCall},
                                       {970, Scope::All, TradingState::Closed}}};

bool is_call(TradingState state) {
  return state == TradingState::OpeningCall || state == TradingState::HaltCall ||
         state == TradingState::ClosingCall;
}

std::uint32_t price_within(std::int64_t price) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(price, 1, kFlowPriceMax));
}

}  // namespace

void OrderFlow::plan_day() {
  if (profile_.day_count == 0) return;
  const std::uint64_t day = profile_.day_count == 1 ? options_.count : profile_.day_count;
  const std::uint64_t at = made_ % day;
  if (at == 0) {
    day_step_ = 0;
    begin_day();
    return;
  }
  if (day_step_ == kDay.size() || at < day * kDay[day_step_].at / 1000) return;
  const DayStep step = kDay[day_step_++];
  if (step.scope == Scope::All) {
    change_all(step.state);
  } else {
    change_thirds(step.state);
  }
}

void OrderFlow::begin_day() {
  if (made_ != 0) now_ns_ += kNightNs;
  set_clock();
  for (std::uint32_t i = 0; profile_.with_reference && i < options_.books; ++i) {
    const auto book = static_cast<std::uint16_t>(i);
    send(reference(book));
    send(bands(book));
  }
}

void OrderFlow::change_all(TradingState state) {
  for (FlowBook& of : books_) enter_state(of, state);
  send(state_command(kEveryBook, state));
}

void OrderFlow::change_thirds(TradingState state) {
  for (std::uint32_t i = 0; i < options_.books; i += 3) {
    enter_state(books_[i], state);
    send(state_command(static_cast<std::uint16_t>(i), state));
  }
}

void OrderFlow::enter_state(FlowBook& of, TradingState state) {
  const bool opens = state == TradingState::Continuous && of.state != TradingState::Continuous;
  const bool closes = state == TradingState::Closed && of.state == TradingState::ClosingCall;
  if (opens || closes) of.uncross();
  of.state = state;
  of.state_left = 0;
  of.limit_since_ns = 0;
  if (state == TradingState::Closed) of.end_of_day();
  if (opens) of.set_bands(of.bands());
}

MatchCommand OrderFlow::state_command(std::uint16_t book, TradingState state) const {
  MatchCommand command{};
  command.kind = CommandKind::TradingState;
  command.book = book;
  command.state = static_cast<std::uint8_t>(state);
  return command;
}

MatchCommand OrderFlow::halt(std::uint16_t book) {
  FlowBook& of = book_of(book);
  enter_state(of, TradingState::Halted);
  of.state_left = 10 + draw_.below(20);
  return state_command(book, TradingState::Halted);
}

// What a halted book goes on to: a call first, then bands around where it is now, then trading.
MatchCommand OrderFlow::next_state(std::uint16_t book) {
  FlowBook& of = book_of(book);
  if (!is_call(of.state)) {
    enter_state(of, TradingState::HaltCall);
    of.state_left = 20 + draw_.below(60);
    return state_command(book, TradingState::HaltCall);
  }
  const MatchCommand around = bands(book);
  enter_state(of, TradingState::Continuous);
  send(state_command(book, TradingState::Continuous));
  return around;
}

MatchCommand OrderFlow::timer() {
  now_ns_ += 100 * kMillisecondNs + draw_.below_long(2 * kSecondNs);
  if (draw_.once_in(10)) now_ns_ += 10 * kSecondNs;
  // The venue halts a book that has stood at its band for too long; an operator opens it again.
  for (FlowBook& of : books_) {
    if (of.limit_since_ns == 0 || now_ns_ - of.limit_since_ns < kLimitNs) continue;
    enter_state(of, TradingState::Halted);
    of.state_left = 10 + draw_.below(20);
  }
  MatchCommand command{};
  command.kind = CommandKind::Timer;
  command.new_order_id = now_ns_;
  return command;
}

MatchCommand OrderFlow::reference(std::uint16_t book) {
  FlowBook& of = book_of(book);
  MatchCommand command{};
  command.kind = CommandKind::Reference;
  command.book = book;
  command.price = price_within(std::int64_t{of.middle} - 1 - draw_.below(3));
  command.stop_price = price_within(std::int64_t{of.middle} + 1 + draw_.below(3));
  if (draw_.once_in(40)) command.price = 0;
  if (draw_.once_in(40)) command.stop_price = 0;
  const bool is_protected = draw_.below(4) == 0;
  if (is_protected) command.flags = kReferenceFlagProtected;
  of.set_reference(command.price, command.stop_price, is_protected);
  return command;
}

// A twentieth of the price either way, as for a liquid stock; now and then so narrow that it holds.
MatchCommand OrderFlow::bands(std::uint16_t book) {
  FlowBook& of = book_of(book);
  const std::int64_t width = draw_.once_in(4) ? 5 + draw_.below(20) : of.middle / 20 + 1;
  MatchCommand command{};
  command.kind = CommandKind::Bands;
  command.book = book;
  command.price = of.middle;
  command.stop_price = price_within(of.middle - width);
  command.quantity = price_within(of.middle + width);
  of.set_bands({command.stop_price, command.quantity});
  return command;
}

void OrderFlow::move(FlowBook& of) {
  std::int64_t middle = of.middle;
  const std::int64_t start = of.start;
  const std::uint64_t at = made_ * 1000 / options_.count;
  switch (profile_.motion) {
    case FlowMotion::Walk:
      if (draw_.once_in(50)) middle += draw_.once_in(2) ? 1 : -1;
      break;
    case FlowMotion::Fast:
      if (draw_.once_in(6)) middle += std::int64_t{draw_.below(7)} - 3;
      break;
    case FlowMotion::Wave: {
      const auto in = static_cast<std::int64_t>(made_ / options_.books) % kSwingPeriod;
      middle =
          start - kSwingHeight + 4 * kSwingHeight * std::min(in, kSwingPeriod - in) / kSwingPeriod;
      break;
    }
    case FlowMotion::Fall: {
      if (at < 400 || at >= 750) {
        if (draw_.once_in(20)) middle += std::int64_t{draw_.below(3)} - 1;
        break;
      }
      const auto in = static_cast<std::int64_t>(at);
      const std::int64_t fallen = in < 500   ? (in - 400) * 4
                                  : in < 520 ? 400
                                             : 400 - (in - 520) * 3 / 2;
      middle = start - start * fallen / 1000;
      break;
    }
    case FlowMotion::Jumps:
      if (draw_.once_in(10)) {
        const std::int64_t step = (middle >> (2 + draw_.below(8))) + 1;
        middle += draw_.once_in(2) ? step : -step;
      }
      middle = std::clamp<std::int64_t>(middle, 1'000, kFlowPriceMax - 1'000);
      break;
  }
  of.middle = price_within(std::max<std::int64_t>(middle, 100));
}

}  // namespace hotbook::replay
