// What an XDP message becomes (hls/xdp_decode/README.md).

#include <algorithm>
#include <map>

#include "sim/oracle/xdp_oracle.hpp"

namespace hotbook::oracle {
namespace {

struct MessageType {
  std::size_t length;  // at least
  bool changes_book;
};

const std::map<std::uint64_t, MessageType> kMessageTypes{
    {1, {14, false}},   {2, {16, false}},   {3, {44, false}},   {31, {14, false}},
    {32, {20, false}},  {34, {46, false}},  {35, {8, false}},   {100, {39, true}},
    {101, {35, true}},  {102, {25, true}},  {103, {42, true}},  {104, {42, true}},
    {105, {67, false}}, {106, {43, true}},  {110, {33, false}}, {111, {29, false}},
    {112, {20, false}}, {113, {24, false}}, {114, {17, false}}, {223, {36, false}}};

constexpr std::size_t kVenueMessageMax = 100;
constexpr std::size_t kPiece = 50;

bool has_own_second(std::uint64_t type) {
  return type == 106;
}

std::size_t symbol_index_at(std::uint64_t type) {
  return has_own_second(type) ? 12 : 8;
}

std::size_t side_at(std::uint64_t type) {
  return has_own_second(type) ? 36 : 32;
}

bool is_add(std::uint64_t type) {
  return type == 100 || type == 106;
}

}  // namespace

std::uint64_t XdpOracle::Message::field(std::size_t at, std::size_t width) const {
  return little_endian(bytes, at, width);
}

void XdpOracle::message(const Message& message) {
  const std::uint64_t type = message.type();
  const auto found = kMessageTypes.find(type);
  if (found == kMessageTypes.end()) {
    ++counters_["feed.unknown_type"];
    return;
  }
  const auto& [length, changes_book] = found->second;
  const std::size_t size = message.bytes.size();
  if (size < length || (!changes_book && size > kVenueMessageMax)) {
    ++counters_["feed.wrong_length"];
    return;
  }
  if (!changes_book) {
    ++counters_["feed.venue_messages"];
    if (type == 2) reference_second_ = message.field(12, 4);
    if (type == 32 || (type == 34 && message.field(20, 1) == 'X')) empty_a_book(message);
    venue_message(message);
    return;
  }
  if (is_add(type)) {
    const std::uint64_t side = message.field(side_at(type), 1);
    if (side != 'B' && side != 'S') {
      ++counters_["feed.bad_field"];
      return;
    }
  }
  if (message.field(symbol_index_at(type), 4) > 65535) {
    ++counters_["feed.unmapped"];
    return;
  }
  ++counters_["feed.book_messages"];
  book_message(message);
}

// All orders of one book are gone, and nothing says which they were.
void XdpOracle::empty_a_book(const Message& message) {
  const bool is_a_book = message.field(12, 4) <= 65535;
  if (is_a_book && known_ && orders_came_) {
    gap(message.seq, 0, GapReason::Missing, message.rx_time_ns);
  }
}

void XdpOracle::venue_message(const Message& message) {
  for (std::size_t at = 0; at < message.bytes.size(); at += kPiece) {
    const std::size_t length = std::min(kPiece, message.bytes.size() - at);
    VenueMessage record{};
    record.kind = RecordKind::VenueMessage;
    record.seq = message.seq;
    const Bytes piece = message.bytes.subspan(at, length);
    std::copy(piece.begin(), piece.end(), record.message);
    record.length = static_cast<std::uint8_t>(length);
    record.more = at + length < message.bytes.size() ? 1 : 0;
    record.record_seq = static_cast<std::uint16_t>(records_emitted_++);
    records_.emplace_back(record);
  }
}

void XdpOracle::book_message(const Message& message) {
  const std::uint64_t type = message.type();
  const std::size_t shift = has_own_second(type) ? 4 : 0;
  const auto field32 = [&](std::size_t at) {
    return static_cast<std::uint32_t>(message.field(at, 4));
  };
  const std::uint64_t second = has_own_second(type) ? message.field(4, 4) : reference_second_;

  Event event;
  event.seq = message.seq;
  event.rx_time_ns = message.rx_time_ns;
  event.venue_time_ns = second % 86'400 * 1'000'000'000 + message.field(4 + shift, 4);
  event.book = static_cast<std::uint16_t>(message.field(symbol_index_at(type), 4));
  event.order_ref = message.field(16 + shift, 8);
  event.kind = RecordKind::Delete;
  switch (type) {
    case 100:
    case 106:
      event.kind = RecordKind::Add;
      event.price = field32(24 + shift);
      event.quantity = field32(28 + shift);
      event.side = message.field(side_at(type), 1) == 'B' ? Side::Bid : Side::Ask;
      emit(event);
      return;
    case 103:
      event.kind = RecordKind::Execute;
      event.quantity = field32(32);
      emit(event);
      return;
    case 102:
      emit(event);
      return;
    default:
      break;
  }
  // Modify and replace: the order goes, and one comes in its place.
  event.pair_first = true;
  emit(event);
  event.kind = RecordKind::Add;
  event.pair_first = false;
  event.pair_second = true;
  event.order_ref = type == 101 ? message.field(16, 8) : message.field(24, 8);
  event.price = type == 101 ? field32(24) : field32(32);
  event.quantity = type == 101 ? field32(28) : field32(36);
  emit(event);
}

}  // namespace hotbook::oracle
