#include "sim/replay/order_flow_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace hotbook::replay {
namespace {

using Word = std::string_view;

constexpr std::array<Word, 2> kSides{"bid", "ask"};
constexpr std::array<Word, 7> kOrderTypes{
    "limit", "market", "stop", "stop_limit", "pegged_primary", "pegged_market", "pegged_midpoint"};
constexpr std::array<Word, 7> kTimesInForce{"day", "gtc",     "gtd",     "ioc",
                                            "fok", "at_open", "at_close"};
constexpr std::array<Word, 5> kSelfMatches{"none", "cancel_newest", "cancel_oldest", "cancel_both",
                                           "decrement"};
constexpr std::array<Word, 8> kTradingStates{"closed",   "opening_call", "continuous",
                                             "halted",   "halt_call",    "closing_call",
                                             "limit_up", "limit_down"};
constexpr std::array<Word, 13> kOutputKinds{
    "",           "accepted",  "refused",   "execution",     "cancelled",      "replaced",
    "restated",   "triggered", "uncrossed", "state_changed", "mass_cancelled", "level",
    "top_of_book"};

constexpr std::array<Word, 44> make_reasons() {
  std::array<Word, 44> words{};
  const std::array<Word, 25> refused{"",
                                     "unknown_book",
                                     "malformed",
                                     "order_id_not_new",
                                     "bad_quantity",
                                     "bad_price",
                                     "bad_stop_price",
                                     "bad_display",
                                     "bad_min_quantity",
                                     "bad_combination",
                                     "bad_expiry",
                                     "wrong_phase",
                                     "outside_bands",
                                     "would_cross",
                                     "no_room",
                                     "unknown_order",
                                     "",
                                     "gate_kill",
                                     "gate_quantity",
                                     "",
                                     "gate_notional",
                                     "",
                                     "",
                                     "",
                                     "gate_collar"};
  const std::array<Word, 12> others{"by_request",   "mass_cancel", "unfilled",      "fok",
                                    "min_quantity", "self_match",  "trade_through", "replenished",
                                    "pegged",       "stop",        "expired",       "day_end"};
  std::copy(refused.begin(), refused.end(), words.begin());
  std::copy(others.begin(), others.end(),
            words.begin() + static_cast<std::ptrdiff_t>(MatchReason::ByRequest));
  return words;
}
constexpr std::array<Word, 44> kReasons = make_reasons();

static_assert(kReasons[static_cast<std::size_t>(MatchReason::UnknownOrder)] == "unknown_order");
static_assert(kReasons[static_cast<std::size_t>(MatchReason::GateCollar)] == "gate_collar");
static_assert(kReasons[static_cast<std::size_t>(MatchReason::DayEnd)] == "day_end");
static_assert(kOutputKinds[static_cast<std::size_t>(OutputKind::TopOfBook)] == "top_of_book");

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

Words side_words() {
  return kSides;
}
Words order_type_words() {
  return kOrderTypes;
}
Words time_in_force_words() {
  return kTimesInForce;
}
Words self_match_words() {
  return kSelfMatches;
}
Words trading_state_words() {
  return kTradingStates;
}
Words output_kind_words() {
  return kOutputKinds;
}
Words match_reason_words() {
  return kReasons;
}

void append_decimal(std::string& out, std::uint64_t value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void append_word(std::string& out, Words words, std::uint8_t value) {
  if (value < words.size() && !words[value].empty()) {
    out.append(words[value]);
  } else {
    append_decimal(out, value);
  }
}

bool same_word(std::string_view word, std::string_view text) {
  return std::equal(word.begin(), word.end(), text.begin(), text.end(),
                    [](char left, char right) { return left == lower(right); });
}

std::optional<std::uint64_t> decimal(std::string_view text, std::uint64_t max) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > max) return std::nullopt;
  return value;
}

std::optional<std::uint8_t> value_of(Words words, std::string_view text) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].empty() && same_word(words[i], text)) return static_cast<std::uint8_t>(i);
  }
  const auto number = decimal(text, 255);
  if (!number) return std::nullopt;
  return static_cast<std::uint8_t>(*number);
}

std::string list(Words words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace hotbook::replay
