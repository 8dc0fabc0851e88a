// Keeps the records of a feed handler, and holds them against an oracle's.

#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <iomanip>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "host/domain/layout.hpp"

namespace hotbook::testing {

using RecordImage = std::array<std::uint8_t, 64>;

template <class Any>
RecordImage image_of(const Any& record) {
  static_assert(sizeof record == sizeof(RecordImage));
  RecordImage image;
  std::memcpy(image.data(), &record, sizeof image);
  return image;
}

inline RecordImage image_of(const std::variant<BookUpdate, VenueMessage>& record) {
  return std::visit([](const auto& one) { return image_of(one); }, record);
}

struct RecordCollector {
  std::vector<RecordImage> records;
  void book_update(const BookUpdate& update) { records.push_back(image_of(update)); }
  void venue_message(const VenueMessage& message) { records.push_back(image_of(message)); }
};

inline std::string describe_record(const RecordImage& image) {
  std::ostringstream out;
  BookUpdate update;
  std::memcpy(&update, image.data(), sizeof update);
  if (update.kind == RecordKind::VenueMessage) {
    out << "venue_message seq=" << update.seq << " bytes=" << std::hex << std::setfill('0');
    for (const std::uint8_t byte : image) out << std::setw(2) << unsigned{byte};
    return out.str();
  }
  out << "kind=" << static_cast<unsigned>(update.kind) << " seq=" << update.seq
      << " book=" << update.book << " order_ref=" << update.order_ref << " price=" << update.price
      << " quantity=" << update.quantity << " bid=" << update.bid_quantity << '@'
      << update.bid_price << " ask=" << update.ask_quantity << '@' << update.ask_price
      << " flags=0x" << std::hex << update.flags << std::dec
      << " venue_time_ns=" << update.venue_time_ns << " rx_time_ns=" << update.rx_time_ns
      << " record_seq=" << update.record_seq;
  return out.str();
}

}  // namespace hotbook::testing
