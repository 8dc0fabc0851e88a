#include "host/app/instrument_scan.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "host/feed/mdp3_instruments.hpp"
#include "host/feed/mdp3_meaning.hpp"
#include "host/feed/mdp3_packet.hpp"
#include "host/feed/mdp3_recovery.hpp"
#include "host/feed/mold_packet.hpp"
#include "host/feed/xdp_messages.hpp"

namespace hotbook::app {
namespace {

namespace mdp3 = feed::mdp3;

constexpr std::int64_t kPriceNull = 0x7fffffffffffffff;  // PRICENULL of the schema

constexpr int kDecimals = 9;  // of reference::Nano

reference::Nano power_of_ten(int exponent) {
  reference::Nano power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

// A symbol goes into CSV and onto terminals, so nothing but plain text may pass. It is padded with
// blanks or zeros; a blank inside it stays ("BRK B").
std::string plain(std::string_view text) {
  const std::size_t end = text.find_last_not_of(std::string_view{" \0", 2});
  std::string name{text.substr(0, end == std::string_view::npos ? 0 : end + 1)};
  for (char& letter : name) {
    if (letter < ' ' || letter >= 0x7f || letter == ',' || letter == '"') letter = '_';
  }
  return name;
}

// In units of 10^-9; 0 for none.
reference::Nano price_of(std::uint64_t mantissa, std::int8_t exponent) {
  const auto price = static_cast<std::int64_t>(mantissa);
  if (price == kPriceNull) return 0;
  reference::Nano nano = 0;
  return __builtin_mul_overflow(price, power_of_ten(exponent + kDecimals), &nano) ? 0 : nano;
}

__extension__ using Wide = __int128;

// value x factor / divisor, at least 1.
reference::Nano scaled(reference::Nano value, reference::Nano factor, reference::Nano divisor) {
  const auto product = static_cast<Wide>(value) * factor / divisor;
  const Wide most = std::numeric_limits<reference::Nano>::max();
  return static_cast<reference::Nano>(std::clamp<Wide>(product, 1, most));
}

// A book's unit in the venue's own prices.
reference::Nano wire_tick(const reference::Listing& listing) {
  return scaled(listing.price_unit().nano, reference::kNanoPerUnit,
                listing.display_factor.value_or(reference::kNanoPerUnit));
}

}  // namespace

using reference::Listing;
using reference::Venue;

void InstrumentScan::payload(feed::Bytes payload) {
  if (venue_ == Venue::Itch) itch(payload);
  if (venue_ == Venue::Xdp) xdp(payload);
  if (venue_ == Venue::Mdp3) mdp3(payload);
}

void InstrumentScan::finish() {
  for (std::size_t book = 0; book < itch_symbols_.size(); ++book) {
    const auto number = static_cast<std::uint16_t>(book);
    if (itch_symbols_.is_named(number))
      learn({.venue_symbol = itch_symbols_.name(number), .venue_id = number});
  }
  if (venue_ == Venue::Mdp3) finish_mdp3();
}

void InstrumentScan::learn(const Listing& told) {
  const std::string trouble = table_.learn(venue_, told);
  const bool is_new =
      std::find(contradictions_.begin(), contradictions_.end(), trouble) == contradictions_.end();
  if (!trouble.empty() && is_new) contradictions_.push_back(trouble);
}

void InstrumentScan::itch(feed::Bytes payload) {
  const auto packet = feed::view_mold_packet(payload);
  if (!packet) return;
  messages_ += packet->header.messages();
  feed::Bytes body = packet->body;
  for (std::uint16_t left = packet->header.messages(); left != 0; --left) {
    const auto message = feed::next_message(body);
    if (!message) return;
    itch_symbols_.learn(*message);
  }
}

// Mappings alone name a symbol and say how many decimals its prices have (XDP Common Client
// Specification 2.3c, section 4.1). One with more than a Nano has tells no unit.
void InstrumentScan::xdp(feed::Bytes payload) {
  const auto header = feed::xdp::view_packet_header(payload);
  if (!header) return;
  messages_ += header->messages();
  feed::Bytes body = payload.subspan(feed::xdp::PacketHeader::kBytes);
  for (unsigned left = header->messages(); left != 0; --left) {
    const auto message = feed::xdp::next_message(body);
    if (!message) return;
    const auto mapping = feed::xdp::SymbolIndexMapping::view(*message);
    if (!mapping) continue;
    Listing told{.venue_symbol = plain(mapping->symbol()), .venue_id = mapping->symbol_index()};
    if (mapping->price_scale_code() <= kDecimals)
      told.unit = power_of_ten(kDecimals - mapping->price_scale_code());
    told.lot = mapping->lot_size();
    learn(told);
  }
}

void InstrumentScan::mdp3(feed::Bytes payload) {
  const auto packet = mdp3::view_packet(payload);
  if (!packet) return;
  feed::Bytes body = packet->body;
  while (const auto message = mdp3::next_message(body)) {
    ++messages_;
    if (const auto definition = mdp3::read_definition(*message)) {
      mdp3_definition(*definition);
    } else {
      mdp3_prices(*message);
    }
  }
}

void InstrumentScan::mdp3_definition(const mdp3::Definition& definition) {
  Listing told{.venue_symbol = plain(definition.symbol), .venue_id = definition.security};
  told.offset = static_cast<std::int64_t>(mdp3::kPriceOffset);
  if (definition.display_factor > 0) told.display_factor = definition.display_factor;
  if (definition.tick > 0) {
    told.unit = scaled(definition.tick, told.display_factor.value_or(reference::kNanoPerUnit),
                       reference::kNanoPerUnit);
  }
  if (definition.depth != 0) told.depth = definition.depth;
  learn(told);
}

void InstrumentScan::mdp3_prices(feed::Bytes message) {
  const mdp3::Meaning meaning = mdp3::meaning_of(mdp3::load_le16(message.data() + 2));
  if (meaning.kind != mdp3::TemplateClass::Levels && meaning.kind != mdp3::TemplateClass::Orders)
    return;
  const mdp3::EntryLayout& entry = meaning.places->entries;
  const std::size_t dimension = mdp3::kHeaderBytes + mdp3::load_le16(message.data());
  std::size_t at = dimension + entry.dimension_bytes;
  if (at > message.size()) return;
  const std::size_t bytes = mdp3::load_le16(message.data() + dimension);
  const std::size_t count = message[dimension + entry.count_at];
  if (bytes < entry.needed_bytes) return;
  for (std::size_t i = 0; i < count && at + bytes <= message.size(); ++i, at += bytes) {
    const std::uint8_t* const fields = message.data() + at;
    if (entry.security == mdp3::kAbsent) continue;
    const reference::Nano price =
        price_of(mdp3::load_le64(fields + entry.price), entry.price_exponent);
    reference::Nano& tick = mdp3_ticks_[mdp3::load_le32(fields + entry.security)];
    tick = std::gcd(tick, price);
  }
}

void InstrumentScan::finish_mdp3() {
  for (const auto& [security, tick] : mdp3_ticks_) {
    const auto book = table_.book(venue_, security);
    const Listing* const known = book ? table_.listing(venue_, *book) : nullptr;
    Listing told = known == nullptr ? Listing{.venue_id = security} : *known;
    told.offset = static_cast<std::int64_t>(mdp3::kPriceOffset);
    if (!told.unit) {
      told.unit = tick == 0 ? 1
                            : scaled(tick, told.display_factor.value_or(reference::kNanoPerUnit),
                                     reference::kNanoPerUnit);
    } else if (tick % wire_tick(told) != 0) {
      contradictions_.push_back(
          fmt::format("security {}: a price is no multiple of its unit", security));
    }
    learn(told);
  }
  std::vector<mdp3::Instrument> instruments;
  table_.each_listing(venue_, [&](BookIndex book, const Listing& listing) {
    mdp3::Instrument instrument;
    instrument.security = static_cast<std::uint32_t>(*listing.venue_id);
    instrument.book = book.value;
    instrument.depth = listing.depth;
    instrument.tick = wire_tick(listing);
    instrument.by_order = listing.by_order;
    instruments.push_back(instrument);
  });
  const mdp3::InstrumentPlan plan = mdp3::plan(instruments);
  commands_ = plan.commands;
  for (const mdp3::Refused& refused : plan.refused)
    contradictions_.push_back(
        fmt::format("security {}: {}", refused.security, to_string(refused.reason)));
}

}  // namespace hotbook::app
