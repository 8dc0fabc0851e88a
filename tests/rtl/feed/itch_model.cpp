#include "tests/rtl/feed/itch_model.hpp"

#include <sstream>

#include "host/domain/layout.hpp"

namespace hotbook::feed_test {
namespace {

std::uint64_t big_endian(const Bytes& bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8 | bytes[at + i];
  return value;
}

std::uint64_t kind_of(RecordKind kind) {
  return static_cast<std::uint64_t>(kind);
}

std::size_t right_length(char type) {
  switch (type) {
    case 'S':
      return 12;
    case 'R':
      return 39;
    case 'H':
      return 25;
    case 'Y':
      return 20;
    case 'L':
      return 26;
    case 'V':
      return 35;
    case 'W':
      return 12;
    case 'K':
      return 28;
    case 'J':
      return 35;
    case 'h':
      return 21;
    case 'A':
      return 36;
    case 'F':
      return 40;
    case 'E':
      return 31;
    case 'C':
      return 36;
    case 'X':
      return 23;
    case 'D':
      return 19;
    case 'U':
      return 35;
    case 'P':
      return 44;
    case 'Q':
      return 40;
    case 'B':
      return 19;
    case 'I':
      return 50;
    case 'N':
      return 20;
    case 'O':
      return 48;
    default:
      return 0;
  }
}

}  // namespace

void ItchCounts::add(const channel::ItchPulses& pulses) {
  book_messages += pulses.book_messages;
  venue_messages += pulses.venue_messages;
  unknown_type += pulses.unknown_type;
  wrong_length += pulses.wrong_length;
  bad_field += pulses.bad_field;
}

void ItchModel::message(const Bytes& bytes, std::uint64_t seq, Stamp stamp) {
  if (bytes.empty()) {
    ++counts.wrong_length;
    return;
  }
  const char type = static_cast<char>(bytes[0]);
  if (right_length(type) == 0) {
    ++counts.unknown_type;
    return;
  }
  if (right_length(type) != bytes.size()) {
    ++counts.wrong_length;
    return;
  }

  channel::MarketEvent event;
  event.seq = seq;
  event.rx_time_ns = stamp.rx_time_ns;
  event.arrival_cycle = stamp.arrival_cycle;
  event.book = big_endian(bytes, 1, 2);
  event.venue_time_ns = big_endian(bytes, 5, 6);
  switch (type) {
    case 'A':
    case 'F':
      if (bytes[19] != 'B' && bytes[19] != 'S') {
        ++counts.bad_field;
        return;
      }
      event.kind = kind_of(RecordKind::Add);
      event.order_ref = big_endian(bytes, 11, 8);
      event.side = bytes[19] == 'S';
      event.quantity = big_endian(bytes, 20, 4);
      event.price = big_endian(bytes, 32, 4);
      events.push_back(event);
      break;
    case 'E':
    case 'C':
    case 'X':
      event.kind = kind_of(type == 'X' ? RecordKind::Reduce : RecordKind::Execute);
      event.order_ref = big_endian(bytes, 11, 8);
      event.quantity = big_endian(bytes, 19, 4);
      events.push_back(event);
      break;
    case 'D':
    case 'U':
      event.kind = kind_of(RecordKind::Delete);
      event.order_ref = big_endian(bytes, 11, 8);
      event.pair_first = type == 'U';
      events.push_back(event);
      if (type == 'D') break;
      event.kind = kind_of(RecordKind::Add);
      event.order_ref = big_endian(bytes, 19, 8);
      event.quantity = big_endian(bytes, 27, 4);
      event.price = big_endian(bytes, 31, 4);
      event.pair_first = 0;
      event.pair_second = 1;
      events.push_back(event);
      break;
    default: {
      VenueRecord record;
      record.seq = seq;
      for (std::size_t i = 0; i < bytes.size(); ++i) record.message[i] = bytes[i];
      record.length = bytes.size();
      record.kind = kind_of(RecordKind::VenueMessage);
      record.arrival_cycle = stamp.arrival_cycle;
      records.push_back(record);
      ++counts.venue_messages;
      return;
    }
  }
  ++counts.book_messages;
}

void ItchModel::gap(std::uint64_t seq, std::uint64_t count, std::uint64_t reason, Stamp stamp) {
  channel::MarketEvent event;
  event.seq = seq;
  event.rx_time_ns = stamp.rx_time_ns;
  event.arrival_cycle = stamp.arrival_cycle;
  event.order_ref = count;
  event.price = reason;
  event.book = 0xffff;
  event.kind = kind_of(RecordKind::Gap);
  events.push_back(event);
}

std::string text_of(const channel::MarketEvent& event) {
  std::ostringstream out;
  out << "seq=" << event.seq << " kind=" << event.kind << " book=" << event.book
      << " order_ref=" << event.order_ref << " price=" << event.price
      << " quantity=" << event.quantity << " side=" << event.side << " pair=" << event.pair_first
      << event.pair_second << " venue_time_ns=" << event.venue_time_ns
      << " rx_time_ns=" << event.rx_time_ns << " arrival_cycle=" << event.arrival_cycle;
  return out.str();
}

std::string text_of(const VenueRecord& record) {
  std::ostringstream out;
  out << "seq=" << record.seq << " length=" << record.length << " kind=" << record.kind
      << " latency_cycles=" << record.latency_cycles << " arrival_cycle=" << record.arrival_cycle
      << " message=" << std::hex;
  for (const unsigned byte : record.message) out << byte << ' ';
  return out.str();
}

}  // namespace hotbook::feed_test
