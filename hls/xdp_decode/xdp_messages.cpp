#include "hls/xdp_decode/xdp_messages.hpp"

#include "hls/common/byte_lanes.hpp"
#include "hls/common/line_pulses.hpp"

namespace hotbook {
namespace kernel {
namespace xdp {
namespace {

constexpr std::uint32_t kBooks = 1U << 16;  // symbol indexes below this one are books
constexpr std::uint32_t kDaySeconds = 86'400;
constexpr std::uint64_t kSecondNs = 1'000'000'000;

// Offsets of the specifications' tables, section by section as in xdp_format.hpp. Most messages
// have SourceTimeNS first; those with a second of their own have it behind that.
constexpr unsigned kSourceTimeNsAt = 4;
constexpr unsigned kSymbolIndexAt = 8;
constexpr unsigned kOrderIdAt = 16;
constexpr unsigned kOwnSecondAt = 4;
constexpr unsigned kOwnSecondBytes = 4;  // by which the other fields stand later
constexpr unsigned kReferenceSecondAt = 12;
constexpr unsigned kSecurityStatusAt = 20;
constexpr std::uint8_t kClosed = 'X';

std::uint8_t kind_of(RecordKind kind) {
  return static_cast<std::uint8_t>(kind);
}

std::uint64_t since_midnight_ns(std::uint32_t second, std::uint32_t ns) {
  return second % kDaySeconds * kSecondNs + ns;
}

// The venue has emptied a book without telling which orders: every book is unknown, unless none can
// hold anything or all are unknown already.
bool empties_a_known_book(const State& state, std::uint16_t type) {
  const std::uint8_t* const message = state.packet.message;
  const bool empties =
      type == kSymbolClear || (type == kSecurityStatus && message[kSecurityStatusAt] == kClosed);
  return empties && state.books == Books::Known &&
         load_le32(message + kSymbolIndexAt + kOwnSecondBytes) < kBooks;
}

void give_piece(State& state, KernelOutput& output, bool second) {
  const PacketState& packet = state.packet;
  const bool more = !second && packet.size > kPieceBytes;
  const unsigned bytes = second ? packet.size - kPieceBytes : more ? kPieceBytes : packet.size;
  output.kind = kind_of(RecordKind::VenueMessage);
  output.length = static_cast<std::uint8_t>(bytes);
  output.flags = more ? kKernelOutputFlagMore : 0;
  for (unsigned i = 0; i < kPieceBytes; ++i) {
    const std::uint8_t byte = packet.message[second ? kPieceBytes + i : i];
    output.message[i] = i < bytes ? byte : std::uint8_t{0};
  }
  state.pending = more ? Pending::SecondPiece : Pending::None;
}

// A message whose fields stand later by `shift` has its own second.
void give_event(State& state, KernelOutput& output, std::uint16_t type, unsigned shift) {
  const std::uint8_t* const message = state.packet.message;
  const std::uint32_t second = shift != 0 ? load_le32(message + kOwnSecondAt) : state.second;
  output.venue_time_ns = since_midnight_ns(second, load_le32(message + kSourceTimeNsAt + shift));
  output.book = static_cast<std::uint16_t>(load_le32(message + kSymbolIndexAt + shift));
  output.order_ref = load_le64(message + kOrderIdAt + shift);
  if (type == kAddOrder || type == kAddOrderRefresh) {
    output.kind = kind_of(RecordKind::Add);
    output.price = load_le32(message + 24 + shift);
    output.quantity = load_le32(message + 28 + shift);
    output.flags = message[32 + shift] == 'S' ? kKernelOutputFlagSideAsk : 0;
  } else if (type == kOrderExecution) {
    output.kind = kind_of(RecordKind::Execute);
    output.quantity = load_le32(message + 32);
  } else {
    output.kind = kind_of(RecordKind::Delete);
    if (type != kDeleteOrder) {
      output.flags = kKernelOutputFlagPairFirst;
      state.pending = Pending::PairSecond;
    }
  }
  state.books =
      state.books == Books::Empty || state.books == Books::Known ? Books::Known : Books::Unknown;
}

// Of a modify or replace: the order that comes in place of the one that went.
void give_pair_second(State& state, KernelOutput& output) {
  const std::uint8_t* const message = state.packet.message;
  const bool replace = load_le16(message + kTypeAt) == kReplaceOrder;
  output.kind = kind_of(RecordKind::Add);
  output.flags = kKernelOutputFlagPairSecond;
  output.venue_time_ns = since_midnight_ns(state.second, load_le32(message + kSourceTimeNsAt));
  output.book = static_cast<std::uint16_t>(load_le32(message + kSymbolIndexAt));
  output.order_ref = load_le64(message + (replace ? 24 : kOrderIdAt));
  output.price = load_le32(message + (replace ? 32 : 24));
  output.quantity = load_le32(message + (replace ? 36 : 28));
  state.pending = Pending::None;
}

void give_venue_message(State& state, KernelOutput& output, std::uint16_t type) {
  if (type == kSourceTimeReference) {
    state.second = load_le32(state.packet.message + kReferenceSecondAt);
  }
  pulse(output.pulses, kKernelPulsesFlagVenueMessages);
  if (empties_a_known_book(state, type)) {
    give_gap(state, output, output.seq, 0, GapReason::Missing);
    state.pending = Pending::FirstPiece;
  } else {
    give_piece(state, output, false);
  }
}

}  // namespace

void give_gap(State& state, KernelOutput& output, std::uint64_t seq, std::uint64_t count,
              GapReason reason) {
  output.kind = kind_of(RecordKind::Gap);
  output.seq = seq;
  output.order_ref = count;
  output.price = static_cast<std::uint32_t>(reason);
  output.book = 0xffff;
  state.books = Books::UnknownEmpty;
}

void give_message(State& state, KernelOutput& output) {
  const std::uint8_t* const message = state.packet.message;
  const std::uint16_t type = load_le16(message + kTypeAt);
  const unsigned shift = type == kAddOrderRefresh ? kOwnSecondBytes : 0;
  const unsigned least = shortest(type);
  const bool add = type == kAddOrder || type == kAddOrderRefresh;
  const std::uint8_t side = message[32 + shift];
  if (least == 0) {
    pulse(output.pulses, kKernelPulsesFlagUnknownType);
  } else if (state.packet.size < least ||
             (!changes_book(type) && state.packet.size > kMessageBytes)) {
    pulse(output.pulses, kKernelPulsesFlagWrongLength);
  } else if (!changes_book(type)) {
    give_venue_message(state, output, type);
  } else if (add && side != 'B' && side != 'S') {
    pulse(output.pulses, kKernelPulsesFlagBadField);
  } else if (load_le32(message + kSymbolIndexAt + shift) >= kBooks) {
    pulse(output.pulses, kKernelPulsesFlagUnmapped);
  } else {
    pulse(output.pulses, kKernelPulsesFlagBookMessages);
    give_event(state, output, type, shift);
  }
}

void give_pending(State& state, KernelOutput& output) {
  if (state.pending == Pending::PairSecond) {
    give_pair_second(state, output);
  } else {
    give_piece(state, output, state.pending == Pending::SecondPiece);
  }
}

}  // namespace xdp
}  // namespace kernel
}  // namespace hotbook
