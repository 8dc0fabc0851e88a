// Section 3 of the feed function: what a message becomes.

#include <algorithm>

#include "sim/oracle/feed_oracle.hpp"

namespace hotbook::oracle {
namespace {

struct MessageType {
  std::size_t length;
  bool changes_book;
};

const std::map<char, MessageType> kMessageTypes{
    {'A', {36, true}},  {'F', {40, true}},  {'E', {31, true}},  {'C', {36, true}},
    {'X', {23, true}},  {'D', {19, true}},  {'U', {35, true}},  {'S', {12, false}},
    {'R', {39, false}}, {'H', {25, false}}, {'Y', {20, false}}, {'L', {26, false}},
    {'V', {35, false}}, {'W', {12, false}}, {'K', {28, false}}, {'J', {35, false}},
    {'h', {21, false}}, {'P', {44, false}}, {'Q', {40, false}}, {'B', {19, false}},
    {'I', {50, false}}, {'N', {20, false}}, {'O', {48, false}}};

}  // namespace

void FeedOracle::message(std::uint64_t seq, std::uint64_t rx_time_ns, Bytes bytes) {
  if (bytes.empty()) {
    ++counters_["feed.wrong_length"];
    return;
  }
  const char type = static_cast<char>(bytes[0]);
  const auto found = kMessageTypes.find(type);
  if (found == kMessageTypes.end()) {
    ++counters_["feed.unknown_type"];
  } else if (bytes.size() != found->second.length) {
    ++counters_["feed.wrong_length"];
  } else if ((type == 'A' || type == 'F') && bytes[19] != 'B' && bytes[19] != 'S') {
    ++counters_["feed.bad_field"];
  } else if (found->second.changes_book) {
    ++counters_["feed.book_messages"];
    book_message(seq, rx_time_ns, bytes);
  } else {
    ++counters_["feed.venue_messages"];
    venue_message(seq, bytes);
  }
}

void FeedOracle::book_message(std::uint64_t seq, std::uint64_t rx_time_ns, Bytes bytes) {
  Event event;
  event.seq = seq;
  event.rx_time_ns = rx_time_ns;
  event.book = static_cast<std::uint16_t>(big_endian(bytes, 1, 2));
  event.venue_time_ns = big_endian(bytes, 5, 6);
  event.order_ref = big_endian(bytes, 11, 8);
  switch (bytes[0]) {
    case 'A':
    case 'F':
      event.kind = RecordKind::Add;
      event.side = bytes[19] == 'B' ? Side::Bid : Side::Ask;
      event.quantity = static_cast<std::uint32_t>(big_endian(bytes, 20, 4));
      event.price = static_cast<std::uint32_t>(big_endian(bytes, 32, 4));
      break;
    case 'E':
    case 'C':
      event.kind = RecordKind::Execute;
      event.quantity = static_cast<std::uint32_t>(big_endian(bytes, 19, 4));
      break;
    case 'X':
      event.kind = RecordKind::Reduce;
      event.quantity = static_cast<std::uint32_t>(big_endian(bytes, 19, 4));
      break;
    case 'D':
      event.kind = RecordKind::Delete;
      break;
    default:  // U: a delete of the original, then an add of the new reference
      event.kind = RecordKind::Delete;
      event.pair_first = true;
      emit(event);
      event.kind = RecordKind::Add;
      event.pair_first = false;
      event.pair_second = true;
      event.order_ref = big_endian(bytes, 19, 8);
      event.quantity = static_cast<std::uint32_t>(big_endian(bytes, 27, 4));
      event.price = static_cast<std::uint32_t>(big_endian(bytes, 31, 4));
      break;
  }
  emit(event);
}

void FeedOracle::venue_message(std::uint64_t seq, Bytes bytes) {
  VenueMessage record{};
  record.kind = RecordKind::VenueMessage;
  record.seq = seq;
  std::copy(bytes.begin(), bytes.end(), record.message);
  record.length = static_cast<std::uint8_t>(bytes.size());
  record.record_seq = static_cast<std::uint16_t>(records_emitted_++);
  records_.emplace_back(record);
}

}  // namespace hotbook::oracle
