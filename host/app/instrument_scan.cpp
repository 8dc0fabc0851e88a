#include "host/app/instrument_scan.hpp"

#include <algorithm>

#include "host/feed/mold_packet.hpp"

namespace hotbook::app {

using reference::Listing;
using reference::Venue;

void InstrumentScan::payload(feed::Bytes payload) {
  if (venue_ == Venue::Itch) itch(payload);
}

void InstrumentScan::finish() {
  for (std::size_t book = 0; book < itch_symbols_.size(); ++book) {
    const auto number = static_cast<std::uint16_t>(book);
    if (itch_symbols_.is_named(number))
      learn({.venue_symbol = itch_symbols_.name(number), .venue_id = number});
  }
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

}  // namespace hotbook::app
