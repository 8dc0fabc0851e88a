#include "host/app/match_summary.hpp"

#include <fmt/format.h>

#include "sim/replay/order_flow_words.hpp"

namespace hotbook::app {
namespace {

// " accepted=5 refused=1": what was counted, by its word.
std::string counted(const std::array<std::uint64_t, 256>& counts, replay::Words words) {
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    text += ' ';
    replay::append_word(text, words, static_cast<std::uint8_t>(i));
    text += fmt::format("={}", counts[i]);
  }
  return text;
}

}  // namespace

void MatchSummary::input(const MatchCommand& command) noexcept {
  ++inputs_;
  if (command.kind == CommandKind::TradingState) ++opened_;
}

void MatchSummary::output(const MatchOutput& output) noexcept {
  ++outputs_;
  ++kinds_[static_cast<std::uint8_t>(output.output_kind)];
  if (output.output_kind == OutputKind::Refused) ++refused_[output.reason];
  if (output.output_kind != OutputKind::Execution) return;
  quantity_ += output.quantity;
  trade_hash_ = replay::obw_trade_hash(trade_hash_, output);
}

std::uint64_t MatchSummary::executions() const noexcept {
  return kinds_[static_cast<std::uint8_t>(OutputKind::Execution)];
}

std::string MatchSummary::text(const std::string& note, std::uint64_t state_hash,
                               double seconds) const {
  std::string text = fmt::format("{} inputs, {} outputs, {} executions of {} shares, {}\n", inputs_,
                                 outputs_, executions(), quantity_, note);
  text += fmt::format("outputs:{}\n", counted(kinds_, replay::output_kind_words()));
  const std::string refused = counted(refused_, replay::match_reason_words());
  if (!refused.empty()) text += fmt::format("refused:{}\n", refused);
  if (opened_ == 0 && refused_[static_cast<std::uint8_t>(MatchReason::WrongPhase)] != 0) {
    text +=
        "note: books are closed until a trading_state input opens them, and there was none; a CSV "
        "file may begin with a row of kind trading_state, book all, state continuous\n";
  }
  text += fmt::format(
      "state_hash={:016x} seconds={:.3f} inputs_per_second={:.0f}, with reading and "
      "writing\n",
      state_hash, seconds, static_cast<double>(inputs_) / seconds);
  return text;
}

}  // namespace hotbook::app
