// A record as one line of text, every field in it, for tests that compare two of them.

#pragma once

#include <iomanip>
#include <sstream>
#include <string>
#include <variant>

#include "sim/oracle/feed_oracle.hpp"

namespace hotbook::oracle {

inline std::string describe(const VenueMessage& message) {
  std::ostringstream out;
  out << "venue_message seq=" << message.seq << " length=" << unsigned{message.length}
      << " more=" << unsigned{message.more}
      << " latency_cycles=" << unsigned{message.latency_cycles}
      << " record_seq=" << message.record_seq << " bytes=" << std::hex << std::setfill('0');
  for (const std::uint8_t byte : message.message) out << std::setw(2) << unsigned{byte};
  return out.str();
}

inline std::string describe(const BookUpdate& update) {
  std::ostringstream out;
  out << "kind=" << static_cast<unsigned>(update.kind) << " seq=" << update.seq
      << " book=" << update.book << " order_ref=" << update.order_ref << " price=" << update.price
      << " quantity=" << update.quantity << " bid=" << update.bid_quantity << '@'
      << update.bid_price << " ask=" << update.ask_quantity << '@' << update.ask_price
      << " flags=0x" << std::hex << update.flags << std::dec
      << " venue_time_ns=" << update.venue_time_ns << " rx_time_ns=" << update.rx_time_ns
      << " latency_cycles=" << unsigned{update.latency_cycles}
      << " record_seq=" << update.record_seq;
  return out.str();
}

inline std::string describe(const Record& record) {
  return std::visit([](const auto& its) { return describe(its); }, record);
}

}  // namespace hotbook::oracle
