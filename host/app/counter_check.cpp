#include "host/app/counter_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace hotbook::app {
namespace {

// Limits that only the card has, and what follows from them (feed_function.md, section 5).
constexpr std::array<std::string_view, 7> kCardOnly{
    "lob.order_not_held", "lob.book_not_held",  "lob.level_overflow", "lob.side_unknown",
    "lob.refill_taken",   "lob.refill_refused", "lob.record_stall"};

// With two lines it depends on time which line a packet is taken from; only sums must agree.
constexpr std::array<std::string_view, 7> kByArrival{
    "messages_taken", "messages_duplicate", "duplicate_packets", "heartbeats",
    "end_of_session", "message_cut",        "trailing_bytes"};

template <std::size_t kCount>
bool holds(const std::array<std::string_view, kCount>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view behind_dot(std::string_view name) {
  return name.substr(name.find('.') + 1);
}

bool is_counter(const RegisterInfo& info) {
  const std::string_view name = info.name;
  return !info.writable && !info.parameter && !name.starts_with("control.") &&
         !name.starts_with("ring.") && !name.starts_with("feed.expected");
}

}  // namespace

std::vector<std::string> counter_differences(const card::Counters& card,
                                             const feed::FeedCounters& twin, bool two_lines) {
  std::vector<std::string> lines;
  const bool card_lost_track = card.find("lob.side_unknown").value_or(0) != 0 ||
                               card.find("lob.book_not_held").value_or(0) != 0 ||
                               card.find("lob.order_not_held").value_or(0) != 0;
  std::uint64_t card_taken = 0;
  std::uint64_t twin_taken = 0;
  for (const feed::NamedCounter& counter : named_counters(twin)) {
    const std::string_view name = counter.name;
    const auto value = card.find(name);
    if (!value || holds(kCardOnly, name) || name.ends_with(".overrun")) continue;
    if (behind_dot(name) == "messages_taken") {
      card_taken += *value;
      twin_taken += counter.register_value;
    }
    if (two_lines && name.starts_with("line_") && holds(kByArrival, behind_dot(name))) continue;
    // What the card cannot see of a top or an order, it does not count.
    if (card_lost_track && (name == "lob.tops" || name == "lob.order_unknown" ||
                            name == "lob.overfill" || name == "lob.order_ignored")) {
      continue;
    }
    if (*value != counter.register_value) {
      lines.push_back(
          fmt::format("counter {}: card {}, twin {}", name, *value, counter.register_value));
    }
  }
  if (card_taken != twin_taken) {
    lines.push_back(fmt::format("counter messages_taken of both lines: card {}, twin {}",
                                card_taken, twin_taken));
  }
  return lines;
}

std::vector<std::string> nonzero_counters(const card::Counters& card) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < card::Counters::kCount; ++i) {
    if (is_counter(kRegisters[i]) && card.value(i) != 0) {
      lines.push_back(fmt::format("{}={}", kRegisters[i].name, card.value(i)));
    }
  }
  return lines;
}

std::vector<std::string> nonzero_counters(const feed::FeedCounters& twin) {
  std::vector<std::string> lines;
  for (const feed::NamedCounter& counter : named_counters(twin)) {
    if (counter.value != 0 && !counter.name.starts_with("feed.expected")) {
      lines.push_back(fmt::format("{}={}", counter.name, counter.value));
    }
  }
  return lines;
}

}  // namespace hotbook::app
