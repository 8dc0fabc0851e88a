// What a decoder does with each template of MDP 3.0, told from the shape that the schema gives it.
//
// Threading: constants.
// Hot path:  one load a message.

#pragma once

#include <array>
#include <cstdint>

#include "host/feed/mdp3_messages.hpp"

namespace hotbook::feed::mdp3 {

enum class TemplateClass : std::uint8_t {
  Unknown,
  Heartbeat,
  Levels,      // entries of the books of levels, and orders that refer to them
  Orders,      // entries of the books of orders
  Statistics,  // passed on; its entries are numbered among those of the books
  Venue,       // passed on
};

struct Meaning {
  TemplateClass kind = TemplateClass::Unknown;
  const EntriesMessage* places = nullptr;
};

inline constexpr std::uint16_t kChannelReset = 4;
inline constexpr std::uint16_t kAdminHeartbeat = 12;

namespace detail {

[[nodiscard]] constexpr Meaning meaning_of(const EntriesMessage& message) {
  const EntryLayout& entry = message.entries;
  const bool has_order = entry.price != kAbsent && entry.quantity != kAbsent &&
                         entry.action != kAbsent && entry.type != kAbsent;
  if (has_order && entry.level != kAbsent) return {TemplateClass::Levels, &message};
  if (has_order && entry.order_id != kAbsent) return {TemplateClass::Orders, &message};
  if (entry.rpt_seq != kAbsent) return {TemplateClass::Statistics, &message};
  return {TemplateClass::Venue, nullptr};
}

inline constexpr std::size_t kTemplates = 256;

inline constexpr std::array<Meaning, kTemplates> kMeanings = [] {
  std::array<Meaning, kTemplates> meanings{};
  for (const Message& message : kMessages) {
    meanings[message.template_id].kind = TemplateClass::Venue;
  }
  for (const EntriesMessage& message : kEntriesMessages) {
    meanings[message.template_id] = meaning_of(message);
  }
  meanings[kAdminHeartbeat].kind = TemplateClass::Heartbeat;
  return meanings;
}();

}  // namespace detail

[[nodiscard]] inline Meaning meaning_of(std::uint16_t template_id) noexcept {
  return template_id < detail::kTemplates ? detail::kMeanings[template_id] : Meaning{};
}

static_assert(detail::kMeanings[32].kind == TemplateClass::Levels);
static_assert(detail::kMeanings[42].kind == TemplateClass::Statistics);
static_assert(detail::kMeanings[47].kind == TemplateClass::Orders);

}  // namespace hotbook::feed::mdp3
