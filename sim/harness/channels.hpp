// Generated from layout.toml by gen_layout.py. Do not edit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/harness/bits.hpp"

namespace hotbook::channel {

// Eight bytes of an Ethernet frame, frame check sequence already removed by the MAC.
struct FrameWord {
  static constexpr std::size_t kBits = 70;
  std::uint64_t data = 0;  // 64 bits: lane 0 first
  std::uint64_t byte_count = 0;  // 4 bits: 1 to 8; 8 except in the last word
  std::uint64_t last = 0;  // 1 bits: end of frame
  std::uint64_t bad = 0;  // 1 bits: with last: the MAC found the frame bad
  bool operator==(const FrameWord&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 6, 64, data);
    sim::store_bits(bits, 2, 4, byte_count);
    sim::store_bits(bits, 1, 1, last);
    sim::store_bits(bits, 0, 1, bad);
  }
  template <class Bits>
  static FrameWord load(const Bits& bits) {
    FrameWord word;
    word.data = sim::load_bits(bits, 6, 64);
    word.byte_count = sim::load_bits(bits, 2, 4);
    word.last = sim::load_bits(bits, 1, 1);
    word.bad = sim::load_bits(bits, 0, 1);
    return word;
  }
};

// Eight raw frame bytes of which [first_lane, end_lane) are UDP payload.
struct PacketWord {
  static constexpr std::size_t kBits = 154;
  std::uint64_t data = 0;  // 64 bits: as in the frame, not realigned
  std::uint64_t first_lane = 0;  // 3 bits: lane of the first payload byte
  std::uint64_t end_lane = 0;  // 4 bits: one past the last payload byte; equal to first_lane: no payload in this word
  std::uint64_t first = 0;  // 1 bits: holds the packet's first payload byte
  std::uint64_t last = 0;  // 1 bits: the frame ended
  std::uint64_t bad = 0;  // 1 bits: with last: the frame was bad or shorter than its UDP length
  std::uint64_t rx_time_ns = 0;  // 64 bits: first word of the frame at the card's edge
  std::uint64_t arrival_cycle = 0;  // 16 bits: cycle in which this word was at the card's edge
  bool operator==(const PacketWord&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 90, 64, data);
    sim::store_bits(bits, 87, 3, first_lane);
    sim::store_bits(bits, 83, 4, end_lane);
    sim::store_bits(bits, 82, 1, first);
    sim::store_bits(bits, 81, 1, last);
    sim::store_bits(bits, 80, 1, bad);
    sim::store_bits(bits, 16, 64, rx_time_ns);
    sim::store_bits(bits, 0, 16, arrival_cycle);
  }
  template <class Bits>
  static PacketWord load(const Bits& bits) {
    PacketWord word;
    word.data = sim::load_bits(bits, 90, 64);
    word.first_lane = sim::load_bits(bits, 87, 3);
    word.end_lane = sim::load_bits(bits, 83, 4);
    word.first = sim::load_bits(bits, 82, 1);
    word.last = sim::load_bits(bits, 81, 1);
    word.bad = sim::load_bits(bits, 80, 1);
    word.rx_time_ns = sim::load_bits(bits, 16, 64);
    word.arrival_cycle = sim::load_bits(bits, 0, 16);
    return word;
  }
};

// MoldUDP64 downstream header (MoldUDP64 1.0, Downstream Packet), decoded.
struct PacketHeader {
  static constexpr std::size_t kBits = 160;
  std::array<std::uint8_t, 10> session{};  // ASCII, first character in the top byte
  std::uint64_t seq = 0;  // 64 bits: first message in the packet
  std::uint64_t message_count = 0;  // 16 bits: 0 heartbeat, 0xffff end of session
  bool operator==(const PacketHeader&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bytes(bits, 80, session);
    sim::store_bits(bits, 16, 64, seq);
    sim::store_bits(bits, 0, 16, message_count);
  }
  template <class Bits>
  static PacketHeader load(const Bits& bits) {
    PacketHeader word;
    sim::load_bytes(bits, 80, word.session);
    word.seq = sim::load_bits(bits, 16, 64);
    word.message_count = sim::load_bits(bits, 0, 16);
    return word;
  }
};

// Eight raw frame bytes with at most one message start and one message finish marked.
struct MessageWord {
  static constexpr std::size_t kBits = 172;
  std::uint64_t data = 0;  // 64 bits: as in the frame, not realigned
  std::uint64_t start = 0;  // 1 bits: a message's byte 0 is at start_lane (or the message is empty)
  std::uint64_t start_lane = 0;  // 3 bits: 0 to 7
  std::uint64_t finish = 0;  // 1 bits: the last byte of a message is at finish_lane; before start when start_lane is behind it
  std::uint64_t finish_lane = 0;  // 3 bits: 0 to 7
  std::uint64_t length = 0;  // 16 bits: bytes of the message that starts here
  std::uint64_t first = 0;  // 1 bits: first word of the packet: its header is valid from here on
  std::uint64_t last = 0;  // 1 bits: the packet ended; a message still open is cut
  std::uint64_t trailing = 0;  // 1 bits: with last: payload bytes stood behind the last claimed message
  std::uint64_t bad = 0;  // 1 bits: with last: the frame was bad
  std::uint64_t rx_time_ns = 0;  // 64 bits: first word of the frame at the card's edge
  std::uint64_t arrival_cycle = 0;  // 16 bits: cycle in which this word was at the card's edge
  bool operator==(const MessageWord&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 108, 64, data);
    sim::store_bits(bits, 107, 1, start);
    sim::store_bits(bits, 104, 3, start_lane);
    sim::store_bits(bits, 103, 1, finish);
    sim::store_bits(bits, 100, 3, finish_lane);
    sim::store_bits(bits, 84, 16, length);
    sim::store_bits(bits, 83, 1, first);
    sim::store_bits(bits, 82, 1, last);
    sim::store_bits(bits, 81, 1, trailing);
    sim::store_bits(bits, 80, 1, bad);
    sim::store_bits(bits, 16, 64, rx_time_ns);
    sim::store_bits(bits, 0, 16, arrival_cycle);
  }
  template <class Bits>
  static MessageWord load(const Bits& bits) {
    MessageWord word;
    word.data = sim::load_bits(bits, 108, 64);
    word.start = sim::load_bits(bits, 107, 1);
    word.start_lane = sim::load_bits(bits, 104, 3);
    word.finish = sim::load_bits(bits, 103, 1);
    word.finish_lane = sim::load_bits(bits, 100, 3);
    word.length = sim::load_bits(bits, 84, 16);
    word.first = sim::load_bits(bits, 83, 1);
    word.last = sim::load_bits(bits, 82, 1);
    word.trailing = sim::load_bits(bits, 81, 1);
    word.bad = sim::load_bits(bits, 80, 1);
    word.rx_time_ns = sim::load_bits(bits, 16, 64);
    word.arrival_cycle = sim::load_bits(bits, 0, 16);
    return word;
  }
};

// What the arbiter took: a message_word with its messages' number, or a gap.
struct TakenWord {
  static constexpr std::size_t kBits = 242;
  std::uint64_t gap = 0;  // 1 bits: a gap event; of the rest only seq, data, reason and the times are meant
  std::uint64_t reason = 0;  // 8 bits: gap only
  std::uint64_t seq = 0;  // 64 bits: of the message that finishes here; gap: first message missing or spoilt
  std::uint64_t data = 0;  // 64 bits: as in the frame, not realigned; gap: how many messages
  std::uint64_t start = 0;  // 1 bits: as in message_word, cleared for messages that are skipped
  std::uint64_t start_lane = 0;  // 3 bits: 0 to 7
  std::uint64_t finish = 0;  // 1 bits: as in message_word, cleared for messages that are skipped
  std::uint64_t finish_lane = 0;  // 3 bits: 0 to 7
  std::uint64_t length = 0;  // 16 bits: bytes of the message that starts here
  std::uint64_t last = 0;  // 1 bits: the packet ended; a message still open is cut
  std::uint64_t rx_time_ns = 0;  // 64 bits: first word of the frame at the card's edge; gap: of the frame that showed it
  std::uint64_t arrival_cycle = 0;  // 16 bits: cycle in which this word was at the card's edge
  bool operator==(const TakenWord&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 241, 1, gap);
    sim::store_bits(bits, 233, 8, reason);
    sim::store_bits(bits, 169, 64, seq);
    sim::store_bits(bits, 105, 64, data);
    sim::store_bits(bits, 104, 1, start);
    sim::store_bits(bits, 101, 3, start_lane);
    sim::store_bits(bits, 100, 1, finish);
    sim::store_bits(bits, 97, 3, finish_lane);
    sim::store_bits(bits, 81, 16, length);
    sim::store_bits(bits, 80, 1, last);
    sim::store_bits(bits, 16, 64, rx_time_ns);
    sim::store_bits(bits, 0, 16, arrival_cycle);
  }
  template <class Bits>
  static TakenWord load(const Bits& bits) {
    TakenWord word;
    word.gap = sim::load_bits(bits, 241, 1);
    word.reason = sim::load_bits(bits, 233, 8);
    word.seq = sim::load_bits(bits, 169, 64);
    word.data = sim::load_bits(bits, 105, 64);
    word.start = sim::load_bits(bits, 104, 1);
    word.start_lane = sim::load_bits(bits, 101, 3);
    word.finish = sim::load_bits(bits, 100, 1);
    word.finish_lane = sim::load_bits(bits, 97, 3);
    word.length = sim::load_bits(bits, 81, 16);
    word.last = sim::load_bits(bits, 80, 1);
    word.rx_time_ns = sim::load_bits(bits, 16, 64);
    word.arrival_cycle = sim::load_bits(bits, 0, 16);
    return word;
  }
};

// One whole message, bytes in order, with what its type and length make of it; or a gap. At most one of the one-bit fields is set.
struct CollectedMessage {
  static constexpr std::size_t kBits = 631;
  std::uint64_t gap = 0;  // 1 bits: a gap event: seq, count, reason and the times are meant
  std::uint64_t add = 0;  // 1 bits: A, F
  std::uint64_t execute = 0;  // 1 bits: E, C
  std::uint64_t reduce = 0;  // 1 bits: X
  std::uint64_t remove = 0;  // 1 bits: D
  std::uint64_t replace = 0;  // 1 bits: U
  std::uint64_t venue = 0;  // 1 bits: changes no book
  std::uint64_t unknown_type = 0;  // 1 bits: not in the specification
  std::uint64_t wrong_length = 0;  // 1 bits: empty, or not as long as its type
  std::uint64_t reason = 0;  // 8 bits: gap only
  std::uint64_t seq = 0;  // 64 bits: of the message; gap: first message missing or spoilt
  std::uint64_t count = 0;  // 64 bits: gap only: how many messages
  std::uint64_t length = 0;  // 6 bits: bytes; of a message of the right length only
  std::array<std::uint8_t, 50> message{};  // byte 0 in the lowest bits; whatever was there before behind its end
  std::uint64_t rx_time_ns = 0;  // 64 bits: first word of the frame at the card's edge
  std::uint64_t arrival_cycle = 0;  // 16 bits: cycle in which the last byte was at the card's edge
  bool operator==(const CollectedMessage&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 630, 1, gap);
    sim::store_bits(bits, 629, 1, add);
    sim::store_bits(bits, 628, 1, execute);
    sim::store_bits(bits, 627, 1, reduce);
    sim::store_bits(bits, 626, 1, remove);
    sim::store_bits(bits, 625, 1, replace);
    sim::store_bits(bits, 624, 1, venue);
    sim::store_bits(bits, 623, 1, unknown_type);
    sim::store_bits(bits, 622, 1, wrong_length);
    sim::store_bits(bits, 614, 8, reason);
    sim::store_bits(bits, 550, 64, seq);
    sim::store_bits(bits, 486, 64, count);
    sim::store_bits(bits, 480, 6, length);
    sim::store_bytes(bits, 80, message);
    sim::store_bits(bits, 16, 64, rx_time_ns);
    sim::store_bits(bits, 0, 16, arrival_cycle);
  }
  template <class Bits>
  static CollectedMessage load(const Bits& bits) {
    CollectedMessage word;
    word.gap = sim::load_bits(bits, 630, 1);
    word.add = sim::load_bits(bits, 629, 1);
    word.execute = sim::load_bits(bits, 628, 1);
    word.reduce = sim::load_bits(bits, 627, 1);
    word.remove = sim::load_bits(bits, 626, 1);
    word.replace = sim::load_bits(bits, 625, 1);
    word.venue = sim::load_bits(bits, 624, 1);
    word.unknown_type = sim::load_bits(bits, 623, 1);
    word.wrong_length = sim::load_bits(bits, 622, 1);
    word.reason = sim::load_bits(bits, 614, 8);
    word.seq = sim::load_bits(bits, 550, 64);
    word.count = sim::load_bits(bits, 486, 64);
    word.length = sim::load_bits(bits, 480, 6);
    sim::load_bytes(bits, 80, word.message);
    word.rx_time_ns = sim::load_bits(bits, 16, 64);
    word.arrival_cycle = sim::load_bits(bits, 0, 16);
    return word;
  }
};

// One normalised change of one book, venue-independent.
struct MarketEvent {
  static constexpr std::size_t kBits = 347;
  std::uint64_t seq = 0;  // 64 bits: venue sequence number
  std::uint64_t venue_time_ns = 0;  // 48 bits: ns since midnight
  std::uint64_t rx_time_ns = 0;  // 64 bits: first word of the frame at the card's edge
  std::uint64_t order_ref = 0;  // 64 bits: venue order reference; gap: count
  std::uint64_t price = 0;  // 32 bits: ticks, add only; gap: gap_reason
  std::uint64_t quantity = 0;  // 32 bits: shares; not used by delete
  std::uint64_t book = 0;  // 16 bits: instrument
  std::uint64_t kind = 0;  // 8 bits: add, execute, reduce, delete or gap
  std::uint64_t side = 0;  // 1 bits: add only; of a pair_second add it is that of the order just deleted
  std::uint64_t pair_first = 0;  // 1 bits: delete half of a replace; the add half is the next event
  std::uint64_t pair_second = 0;  // 1 bits: add half of a replace; ignored when the delete half found no order
  std::uint64_t arrival_cycle = 0;  // 16 bits: cycle in which the message's last byte was at the card's edge
  bool operator==(const MarketEvent&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 283, 64, seq);
    sim::store_bits(bits, 235, 48, venue_time_ns);
    sim::store_bits(bits, 171, 64, rx_time_ns);
    sim::store_bits(bits, 107, 64, order_ref);
    sim::store_bits(bits, 75, 32, price);
    sim::store_bits(bits, 43, 32, quantity);
    sim::store_bits(bits, 27, 16, book);
    sim::store_bits(bits, 19, 8, kind);
    sim::store_bits(bits, 18, 1, side);
    sim::store_bits(bits, 17, 1, pair_first);
    sim::store_bits(bits, 16, 1, pair_second);
    sim::store_bits(bits, 0, 16, arrival_cycle);
  }
  template <class Bits>
  static MarketEvent load(const Bits& bits) {
    MarketEvent word;
    word.seq = sim::load_bits(bits, 283, 64);
    word.venue_time_ns = sim::load_bits(bits, 235, 48);
    word.rx_time_ns = sim::load_bits(bits, 171, 64);
    word.order_ref = sim::load_bits(bits, 107, 64);
    word.price = sim::load_bits(bits, 75, 32);
    word.quantity = sim::load_bits(bits, 43, 32);
    word.book = sim::load_bits(bits, 27, 16);
    word.kind = sim::load_bits(bits, 19, 8);
    word.side = sim::load_bits(bits, 18, 1);
    word.pair_first = sim::load_bits(bits, 17, 1);
    word.pair_second = sim::load_bits(bits, 16, 1);
    word.arrival_cycle = sim::load_bits(bits, 0, 16);
    return word;
  }
};

// What the lob's sequencer adds to an input of a book.
struct InputStamp {
  static constexpr std::size_t kBits = 68;
  std::uint64_t number = 0;  // 48 bits: of the input, from 1 after reset
  std::uint64_t epoch = 0;  // 16 bits: the input belongs to, never 0
  std::uint64_t after_gap = 0;  // 1 bits: the epoch began with a gap
  std::uint64_t book_held = 0;  // 1 bits: the book is below book_count
  std::uint64_t pair_joined = 0;  // 1 bits: the input before was a pair_first of the same book and epoch
  std::uint64_t refill_bad = 0;  // 1 bits: refill: malformed, of another epoch, or ahead of its time
  bool operator==(const InputStamp&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 20, 48, number);
    sim::store_bits(bits, 4, 16, epoch);
    sim::store_bits(bits, 3, 1, after_gap);
    sim::store_bits(bits, 2, 1, book_held);
    sim::store_bits(bits, 1, 1, pair_joined);
    sim::store_bits(bits, 0, 1, refill_bad);
  }
  template <class Bits>
  static InputStamp load(const Bits& bits) {
    InputStamp word;
    word.number = sim::load_bits(bits, 20, 48);
    word.epoch = sim::load_bits(bits, 4, 16);
    word.after_gap = sim::load_bits(bits, 3, 1);
    word.book_held = sim::load_bits(bits, 2, 1);
    word.pair_joined = sim::load_bits(bits, 1, 1);
    word.refill_bad = sim::load_bits(bits, 0, 1);
    return word;
  }
};

// An order in a row of the order table; the row is free unless its epoch is the current one.
struct OrderEntry {
  static constexpr std::size_t kBits = 161;
  std::uint64_t epoch = 0;  // 16 bits: 0: free whatever the current epoch is
  std::uint64_t order_ref = 0;  // 64 bits: key, with book
  std::uint64_t book = 0;  // 16 bits
  std::uint64_t price = 0;  // 32 bits: ticks
  std::uint64_t quantity = 0;  // 32 bits: shares left, never 0
  std::uint64_t side = 0;  // 1 bits
  bool operator==(const OrderEntry&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 145, 16, epoch);
    sim::store_bits(bits, 81, 64, order_ref);
    sim::store_bits(bits, 65, 16, book);
    sim::store_bits(bits, 33, 32, price);
    sim::store_bits(bits, 1, 32, quantity);
    sim::store_bits(bits, 0, 1, side);
  }
  template <class Bits>
  static OrderEntry load(const Bits& bits) {
    OrderEntry word;
    word.epoch = sim::load_bits(bits, 145, 16);
    word.order_ref = sim::load_bits(bits, 81, 64);
    word.book = sim::load_bits(bits, 65, 16);
    word.price = sim::load_bits(bits, 33, 32);
    word.quantity = sim::load_bits(bits, 1, 32);
    word.side = sim::load_bits(bits, 0, 1);
    return word;
  }
};

// What an input, resolved by the order table, does to its book; at most one of add, take, lost and refill.
struct BookOp {
  static constexpr std::size_t kBits = 120;
  std::uint64_t number = 0;  // 48 bits: of the input
  std::uint64_t add = 0;  // 1 bits: quantity joins the level at price
  std::uint64_t take = 0;  // 1 bits: quantity leaves the level at price
  std::uint64_t lost = 0;  // 1 bits: an order the table lacks was named
  std::uint64_t not_held = 0;  // 1 bits: with add: the order found no room in the table
  std::uint64_t refill = 0;  // 1 bits: the refill in hand, price is that of its first level
  std::uint64_t refill_bad = 0;  // 1 bits: with refill: refused whatever the window holds
  std::uint64_t side = 0;  // 1 bits: of the level
  std::uint64_t price = 0;  // 32 bits: ticks
  std::uint64_t quantity = 0;  // 32 bits: shares, never 0 with add or take
  std::uint64_t order_gone = 0;  // 1 bits: with take: the order left with its quantity
  bool operator==(const BookOp&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 72, 48, number);
    sim::store_bits(bits, 71, 1, add);
    sim::store_bits(bits, 70, 1, take);
    sim::store_bits(bits, 69, 1, lost);
    sim::store_bits(bits, 68, 1, not_held);
    sim::store_bits(bits, 67, 1, refill);
    sim::store_bits(bits, 66, 1, refill_bad);
    sim::store_bits(bits, 65, 1, side);
    sim::store_bits(bits, 33, 32, price);
    sim::store_bits(bits, 1, 32, quantity);
    sim::store_bits(bits, 0, 1, order_gone);
  }
  template <class Bits>
  static BookOp load(const Bits& bits) {
    BookOp word;
    word.number = sim::load_bits(bits, 72, 48);
    word.add = sim::load_bits(bits, 71, 1);
    word.take = sim::load_bits(bits, 70, 1);
    word.lost = sim::load_bits(bits, 69, 1);
    word.not_held = sim::load_bits(bits, 68, 1);
    word.refill = sim::load_bits(bits, 67, 1);
    word.refill_bad = sim::load_bits(bits, 66, 1);
    word.side = sim::load_bits(bits, 65, 1);
    word.price = sim::load_bits(bits, 33, 32);
    word.quantity = sim::load_bits(bits, 1, 32);
    word.order_gone = sim::load_bits(bits, 0, 1);
    return word;
  }
};

// One side of a book before and after an input.
struct SideView {
  static constexpr std::size_t kBits = 133;
  std::uint64_t known = 0;  // 1 bits: 0: the card cannot say
  std::uint64_t price = 0;  // 32 bits: best level, 0 when empty or unknown
  std::uint64_t quantity = 0;  // 32 bits: shares there, 0 when empty or unknown
  std::uint64_t low = 0;  // 1 bits: deep, and at most half of the window holds a level
  std::uint64_t known_before = 0;  // 1 bits: the same before the input
  std::uint64_t price_before = 0;  // 32 bits
  std::uint64_t quantity_before = 0;  // 32 bits
  std::uint64_t overflow = 0;  // 1 bits: a level outgrew its fields
  std::uint64_t refill_taken = 0;  // 1 bits: the refill changed the window
  bool operator==(const SideView&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 132, 1, known);
    sim::store_bits(bits, 100, 32, price);
    sim::store_bits(bits, 68, 32, quantity);
    sim::store_bits(bits, 67, 1, low);
    sim::store_bits(bits, 66, 1, known_before);
    sim::store_bits(bits, 34, 32, price_before);
    sim::store_bits(bits, 2, 32, quantity_before);
    sim::store_bits(bits, 1, 1, overflow);
    sim::store_bits(bits, 0, 1, refill_taken);
  }
  template <class Bits>
  static SideView load(const Bits& bits) {
    SideView word;
    word.known = sim::load_bits(bits, 132, 1);
    word.price = sim::load_bits(bits, 100, 32);
    word.quantity = sim::load_bits(bits, 68, 32);
    word.low = sim::load_bits(bits, 67, 1);
    word.known_before = sim::load_bits(bits, 66, 1);
    word.price_before = sim::load_bits(bits, 34, 32);
    word.quantity_before = sim::load_bits(bits, 2, 32);
    word.overflow = sim::load_bits(bits, 1, 1);
    word.refill_taken = sim::load_bits(bits, 0, 1);
    return word;
  }
};

// The best level of each side of one book.
struct TopOfBook {
  static constexpr std::size_t kBits = 146;
  std::uint64_t book = 0;  // 16 bits: instrument
  std::uint64_t bid_known = 0;  // 1 bits: 0: the card cannot say
  std::uint64_t bid_price = 0;  // 32 bits: ticks
  std::uint64_t bid_quantity = 0;  // 32 bits: 0: the side is empty
  std::uint64_t ask_known = 0;  // 1 bits: 0: the card cannot say
  std::uint64_t ask_price = 0;  // 32 bits: ticks
  std::uint64_t ask_quantity = 0;  // 32 bits: 0: the side is empty
  bool operator==(const TopOfBook&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 130, 16, book);
    sim::store_bits(bits, 129, 1, bid_known);
    sim::store_bits(bits, 97, 32, bid_price);
    sim::store_bits(bits, 65, 32, bid_quantity);
    sim::store_bits(bits, 64, 1, ask_known);
    sim::store_bits(bits, 32, 32, ask_price);
    sim::store_bits(bits, 0, 32, ask_quantity);
  }
  template <class Bits>
  static TopOfBook load(const Bits& bits) {
    TopOfBook word;
    word.book = sim::load_bits(bits, 130, 16);
    word.bid_known = sim::load_bits(bits, 129, 1);
    word.bid_price = sim::load_bits(bits, 97, 32);
    word.bid_quantity = sim::load_bits(bits, 65, 32);
    word.ask_known = sim::load_bits(bits, 64, 1);
    word.ask_price = sim::load_bits(bits, 32, 32);
    word.ask_quantity = sim::load_bits(bits, 0, 32);
    return word;
  }
};

// All orders of one side at one price.
struct Level {
  static constexpr std::size_t kBits = 80;
  std::uint64_t price = 0;  // 32 bits: ticks
  std::uint64_t quantity = 0;  // 32 bits: shares, never 0 in a window
  std::uint64_t order_count = 0;  // 16 bits: orders
  bool operator==(const Level&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 48, 32, price);
    sim::store_bits(bits, 16, 32, quantity);
    sim::store_bits(bits, 0, 16, order_count);
  }
  template <class Bits>
  static Level load(const Bits& bits) {
    Level word;
    word.price = sim::load_bits(bits, 48, 32);
    word.quantity = sim::load_bits(bits, 16, 32);
    word.order_count = sim::load_bits(bits, 0, 16);
    return word;
  }
};

// One order of the matcher's window.
struct RestingOrder {
  static constexpr std::size_t kBits = 160;
  std::uint64_t order_id = 0;  // 64 bits
  std::uint64_t account = 0;  // 32 bits: owner
  std::uint64_t price = 0;  // 32 bits: ticks, 1 to 2^31 - 1
  std::uint64_t quantity = 0;  // 32 bits: open shares, 1 to 2^31 - 1
  bool operator==(const RestingOrder&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 96, 64, order_id);
    sim::store_bits(bits, 64, 32, account);
    sim::store_bits(bits, 32, 32, price);
    sim::store_bits(bits, 0, 32, quantity);
  }
  template <class Bits>
  static RestingOrder load(const Bits& bits) {
    RestingOrder word;
    word.order_id = sim::load_bits(bits, 96, 64);
    word.account = sim::load_bits(bits, 64, 32);
    word.price = sim::load_bits(bits, 32, 32);
    word.quantity = sim::load_bits(bits, 0, 32);
    return word;
  }
};

// What the matcher holds of a book beside its windows (match_ownership.md, section 1).
struct MatchState {
  static constexpr std::size_t kBits = 293;
  std::uint64_t owned = 0;  // 1 bits: by the card
  std::uint64_t others = 0;  // 1 bits: the book has orders on neither side
  std::uint64_t guarded = 0;  // 1 bits: protected: never trade through the reference
  std::uint64_t reference_bid = 0;  // 32 bits: 0 none
  std::uint64_t reference_ask = 0;  // 32 bits: 0 none
  std::uint64_t lower = 0;  // 32 bits: band, 0 none
  std::uint64_t upper = 0;  // 32 bits: band, 0 none
  std::uint64_t deep = 0;  // 2 bits: bit 0 bid, bit 1 ask: orders may exist behind the window
  std::uint64_t bid_deep_seq = 0;  // 48 bits: latest input that may have changed what is behind the bid window
  std::uint64_t ask_deep_seq = 0;  // 48 bits: the same of the ask window
  std::uint64_t bid_refills = 0;  // 8 bits: refills taken since
  std::uint64_t ask_refills = 0;  // 8 bits: refills taken since
  std::uint64_t written_seq = 0;  // 48 bits: latest input when the row was written
  bool operator==(const MatchState&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 292, 1, owned);
    sim::store_bits(bits, 291, 1, others);
    sim::store_bits(bits, 290, 1, guarded);
    sim::store_bits(bits, 258, 32, reference_bid);
    sim::store_bits(bits, 226, 32, reference_ask);
    sim::store_bits(bits, 194, 32, lower);
    sim::store_bits(bits, 162, 32, upper);
    sim::store_bits(bits, 160, 2, deep);
    sim::store_bits(bits, 112, 48, bid_deep_seq);
    sim::store_bits(bits, 64, 48, ask_deep_seq);
    sim::store_bits(bits, 56, 8, bid_refills);
    sim::store_bits(bits, 48, 8, ask_refills);
    sim::store_bits(bits, 0, 48, written_seq);
  }
  template <class Bits>
  static MatchState load(const Bits& bits) {
    MatchState word;
    word.owned = sim::load_bits(bits, 292, 1);
    word.others = sim::load_bits(bits, 291, 1);
    word.guarded = sim::load_bits(bits, 290, 1);
    word.reference_bid = sim::load_bits(bits, 258, 32);
    word.reference_ask = sim::load_bits(bits, 226, 32);
    word.lower = sim::load_bits(bits, 194, 32);
    word.upper = sim::load_bits(bits, 162, 32);
    word.deep = sim::load_bits(bits, 160, 2);
    word.bid_deep_seq = sim::load_bits(bits, 112, 48);
    word.ask_deep_seq = sim::load_bits(bits, 64, 48);
    word.bid_refills = sim::load_bits(bits, 56, 8);
    word.ask_refills = sim::load_bits(bits, 48, 8);
    word.written_seq = sim::load_bits(bits, 0, 48);
    return word;
  }
};

// What a word for the matcher says by itself, before its row is looked at.
struct CommandForm {
  static constexpr std::size_t kBits = 177;
  std::uint64_t is_new = 0;  // 1 bits: one of the is_ bits, or none: an input the card never decides
  std::uint64_t is_cancel = 0;  // 1 bits
  std::uint64_t is_replace = 0;  // 1 bits
  std::uint64_t is_reference = 0;  // 1 bits
  std::uint64_t is_bands = 0;  // 1 bits
  std::uint64_t is_refill = 0;  // 1 bits
  std::uint64_t is_grant = 0;  // 1 bits
  std::uint64_t gate = 0;  // 8 bits: new, replace: 0, or the reason for which it is refused whatever else holds
  std::uint64_t is_for_all = 0;  // 1 bits: an input for all books
  std::uint64_t is_idle = 0;  // 1 bits: a timer, or a kind that is none
  std::uint64_t from_feed = 0;  // 1 bits: a reference of the card's own feed
  std::uint64_t unknown_book = 0;  // 1 bits: book is not below match.book_count
  std::uint64_t has_row = 0;  // 1 bits: book is below match_books
  std::uint64_t malformed = 0;  // 1 bits: new, replace: 2.2 and 4.2; reference: refused; refill, grant: never taken
  std::uint64_t bad_quantity = 0;  // 1 bits: whatever is open
  std::uint64_t bad_price = 0;  // 1 bits
  std::uint64_t bad_combination = 0;  // 1 bits
  std::uint64_t beyond_card = 0;  // 1 bits: new: a type, a time or a field that is the host's
  std::uint64_t is_market = 0;  // 1 bits
  std::uint64_t is_fok = 0;  // 1 bits
  std::uint64_t post_only = 0;  // 1 bits
  std::uint64_t may_rest = 0;  // 1 bits: what remains joins the side
  std::uint64_t introduces = 0;  // 1 bits: introduced_id is one, whoever owns the book
  std::uint64_t introduced_id = 0;  // 64 bits: grant: the told highest id
  std::uint64_t knows_open = 0;  // 1 bits: replace: known_open is not 0
  std::uint64_t open_change = 0;  // 33 bits: replace: quantity less known_open, signed
  std::uint64_t open_not_more = 0;  // 1 bits: replace: open_change is not above 0
  std::uint64_t input_check = 0;  // 32 bits: exclusive or of the sixteen words
  std::uint64_t taken_cycle = 0;  // 16 bits: cycle in which the word was taken
  bool operator==(const CommandForm&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 176, 1, is_new);
    sim::store_bits(bits, 175, 1, is_cancel);
    sim::store_bits(bits, 174, 1, is_replace);
    sim::store_bits(bits, 173, 1, is_reference);
    sim::store_bits(bits, 172, 1, is_bands);
    sim::store_bits(bits, 171, 1, is_refill);
    sim::store_bits(bits, 170, 1, is_grant);
    sim::store_bits(bits, 162, 8, gate);
    sim::store_bits(bits, 161, 1, is_for_all);
    sim::store_bits(bits, 160, 1, is_idle);
    sim::store_bits(bits, 159, 1, from_feed);
    sim::store_bits(bits, 158, 1, unknown_book);
    sim::store_bits(bits, 157, 1, has_row);
    sim::store_bits(bits, 156, 1, malformed);
    sim::store_bits(bits, 155, 1, bad_quantity);
    sim::store_bits(bits, 154, 1, bad_price);
    sim::store_bits(bits, 153, 1, bad_combination);
    sim::store_bits(bits, 152, 1, beyond_card);
    sim::store_bits(bits, 151, 1, is_market);
    sim::store_bits(bits, 150, 1, is_fok);
    sim::store_bits(bits, 149, 1, post_only);
    sim::store_bits(bits, 148, 1, may_rest);
    sim::store_bits(bits, 147, 1, introduces);
    sim::store_bits(bits, 83, 64, introduced_id);
    sim::store_bits(bits, 82, 1, knows_open);
    sim::store_bits(bits, 49, 33, open_change);
    sim::store_bits(bits, 48, 1, open_not_more);
    sim::store_bits(bits, 16, 32, input_check);
    sim::store_bits(bits, 0, 16, taken_cycle);
  }
  template <class Bits>
  static CommandForm load(const Bits& bits) {
    CommandForm word;
    word.is_new = sim::load_bits(bits, 176, 1);
    word.is_cancel = sim::load_bits(bits, 175, 1);
    word.is_replace = sim::load_bits(bits, 174, 1);
    word.is_reference = sim::load_bits(bits, 173, 1);
    word.is_bands = sim::load_bits(bits, 172, 1);
    word.is_refill = sim::load_bits(bits, 171, 1);
    word.is_grant = sim::load_bits(bits, 170, 1);
    word.gate = sim::load_bits(bits, 162, 8);
    word.is_for_all = sim::load_bits(bits, 161, 1);
    word.is_idle = sim::load_bits(bits, 160, 1);
    word.from_feed = sim::load_bits(bits, 159, 1);
    word.unknown_book = sim::load_bits(bits, 158, 1);
    word.has_row = sim::load_bits(bits, 157, 1);
    word.malformed = sim::load_bits(bits, 156, 1);
    word.bad_quantity = sim::load_bits(bits, 155, 1);
    word.bad_price = sim::load_bits(bits, 154, 1);
    word.bad_combination = sim::load_bits(bits, 153, 1);
    word.beyond_card = sim::load_bits(bits, 152, 1);
    word.is_market = sim::load_bits(bits, 151, 1);
    word.is_fok = sim::load_bits(bits, 150, 1);
    word.post_only = sim::load_bits(bits, 149, 1);
    word.may_rest = sim::load_bits(bits, 148, 1);
    word.introduces = sim::load_bits(bits, 147, 1);
    word.introduced_id = sim::load_bits(bits, 83, 64);
    word.knows_open = sim::load_bits(bits, 82, 1);
    word.open_change = sim::load_bits(bits, 49, 33);
    word.open_not_more = sim::load_bits(bits, 48, 1);
    word.input_check = sim::load_bits(bits, 16, 32);
    word.taken_cycle = sim::load_bits(bits, 0, 16);
    return word;
  }
};

// What the matcher does with a word in its first step; at most one of the first seven.
struct Judgement {
  static constexpr std::size_t kBits = 29;
  std::uint64_t ignore = 0;  // 1 bits: a top of book that is no input: nothing at all
  std::uint64_t echo = 0;  // 1 bits: closed by an echo of this verdict
  std::uint64_t refuse = 0;  // 1 bits: closed by refused
  std::uint64_t accept = 0;  // 1 bits: accepted, then entry
  std::uint64_t replace = 0;  // 1 bits: replaced, then entry
  std::uint64_t reduce = 0;  // 1 bits: replaced in its place
  std::uint64_t cancel = 0;  // 1 bits: the order that was found is cancelled
  std::uint64_t count = 0;  // 1 bits: accepted, but what can be executed is counted first
  std::uint64_t forget = 0;  // 1 bits: the book is the host's, its windows forgotten
  std::uint64_t disturb = 0;  // 1 bits: what is behind both windows may have changed
  std::uint64_t refill = 0;  // 1 bits: the refill is taken
  std::uint64_t grant = 0;  // 1 bits: the grant is taken
  std::uint64_t refer = 0;  // 1 bits: the reference is taken
  std::uint64_t verdict = 0;  // 8 bits: of the echo
  std::uint64_t reason = 0;  // 8 bits: match_reason of refused
  bool operator==(const Judgement&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 28, 1, ignore);
    sim::store_bits(bits, 27, 1, echo);
    sim::store_bits(bits, 26, 1, refuse);
    sim::store_bits(bits, 25, 1, accept);
    sim::store_bits(bits, 24, 1, replace);
    sim::store_bits(bits, 23, 1, reduce);
    sim::store_bits(bits, 22, 1, cancel);
    sim::store_bits(bits, 21, 1, count);
    sim::store_bits(bits, 20, 1, forget);
    sim::store_bits(bits, 19, 1, disturb);
    sim::store_bits(bits, 18, 1, refill);
    sim::store_bits(bits, 17, 1, grant);
    sim::store_bits(bits, 16, 1, refer);
    sim::store_bits(bits, 8, 8, verdict);
    sim::store_bits(bits, 0, 8, reason);
  }
  template <class Bits>
  static Judgement load(const Bits& bits) {
    Judgement word;
    word.ignore = sim::load_bits(bits, 28, 1);
    word.echo = sim::load_bits(bits, 27, 1);
    word.refuse = sim::load_bits(bits, 26, 1);
    word.accept = sim::load_bits(bits, 25, 1);
    word.replace = sim::load_bits(bits, 24, 1);
    word.reduce = sim::load_bits(bits, 23, 1);
    word.cancel = sim::load_bits(bits, 22, 1);
    word.count = sim::load_bits(bits, 21, 1);
    word.forget = sim::load_bits(bits, 20, 1);
    word.disturb = sim::load_bits(bits, 19, 1);
    word.refill = sim::load_bits(bits, 18, 1);
    word.grant = sim::load_bits(bits, 17, 1);
    word.refer = sim::load_bits(bits, 16, 1);
    word.verdict = sim::load_bits(bits, 8, 8);
    word.reason = sim::load_bits(bits, 0, 8);
    return word;
  }
};

// Registers of one feed line that say what it receives, as the host last wrote them.
struct LineConfig {
  static constexpr std::size_t kBits = 112;
  std::uint64_t enable = 0;  // 1 bits: the line takes part in arbitration
  std::uint64_t group = 0;  // 32 bits: IPv4 destination address; 0 accepts any
  std::uint64_t udp_port = 0;  // 16 bits: UDP destination port; 0 accepts any
  std::uint64_t mac = 0;  // 48 bits: destination MAC; 0 accepts any
  std::uint64_t vlan = 0;  // 14 bits: bits 11:0 VLAN id; bit 12 accepts tagged and untagged, bit 13 untagged only
  std::uint64_t checksum_ignore = 0;  // 1 bits: accept any IPv4 header and UDP checksum
  bool operator==(const LineConfig&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 111, 1, enable);
    sim::store_bits(bits, 79, 32, group);
    sim::store_bits(bits, 63, 16, udp_port);
    sim::store_bits(bits, 15, 48, mac);
    sim::store_bits(bits, 1, 14, vlan);
    sim::store_bits(bits, 0, 1, checksum_ignore);
  }
  template <class Bits>
  static LineConfig load(const Bits& bits) {
    LineConfig word;
    word.enable = sim::load_bits(bits, 111, 1);
    word.group = sim::load_bits(bits, 79, 32);
    word.udp_port = sim::load_bits(bits, 63, 16);
    word.mac = sim::load_bits(bits, 15, 48);
    word.vlan = sim::load_bits(bits, 1, 14);
    word.checksum_ignore = sim::load_bits(bits, 0, 1);
    return word;
  }
};

// Registers of the record ring and the command ring, as the host last wrote them.
struct RingConfig {
  static constexpr std::size_t kBits = 321;
  std::uint64_t enable = 0;  // 1 bits: both rings run
  std::uint64_t record_base = 0;  // 64 bits: address of slot 0
  std::uint64_t record_slots_log2 = 0;  // 32 bits: 6 to 24, or the ring stands still
  std::uint64_t record_status = 0;  // 64 bits: address of the ring_status record
  std::uint64_t record_consumed = 0;  // 32 bits: records the host has read
  std::uint64_t command_base = 0;  // 64 bits: address of slot 0
  std::uint64_t command_slots_log2 = 0;  // 32 bits: 6 to 16, or the ring stands still
  std::uint64_t command_produced = 0;  // 32 bits: commands the host has written
  bool operator==(const RingConfig&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 320, 1, enable);
    sim::store_bits(bits, 256, 64, record_base);
    sim::store_bits(bits, 224, 32, record_slots_log2);
    sim::store_bits(bits, 160, 64, record_status);
    sim::store_bits(bits, 128, 32, record_consumed);
    sim::store_bits(bits, 64, 64, command_base);
    sim::store_bits(bits, 32, 32, command_slots_log2);
    sim::store_bits(bits, 0, 32, command_produced);
  }
  template <class Bits>
  static RingConfig load(const Bits& bits) {
    RingConfig word;
    word.enable = sim::load_bits(bits, 320, 1);
    word.record_base = sim::load_bits(bits, 256, 64);
    word.record_slots_log2 = sim::load_bits(bits, 224, 32);
    word.record_status = sim::load_bits(bits, 160, 64);
    word.record_consumed = sim::load_bits(bits, 128, 32);
    word.command_base = sim::load_bits(bits, 64, 64);
    word.command_slots_log2 = sim::load_bits(bits, 32, 32);
    word.command_produced = sim::load_bits(bits, 0, 32);
    return word;
  }
};

// Registers of the gate that are taken together.
struct GateLimits {
  static constexpr std::size_t kBits = 192;
  std::uint64_t quantity_max = 0;  // 32 bits: shares of an order; 0 is no limit
  std::uint64_t notional_max = 0;  // 64 bits: price x quantity of an order; 0 is no limit
  std::uint64_t collar_book = 0;  // 32 bits: the book of the collar
  std::uint64_t collar_low = 0;  // 32 bits: lowest price of an order; 0 is no limit
  std::uint64_t collar_high = 0;  // 32 bits: highest price of an order; 0 is no limit
  bool operator==(const GateLimits&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 160, 32, quantity_max);
    sim::store_bits(bits, 96, 64, notional_max);
    sim::store_bits(bits, 64, 32, collar_book);
    sim::store_bits(bits, 32, 32, collar_low);
    sim::store_bits(bits, 0, 32, collar_high);
  }
  template <class Bits>
  static GateLimits load(const Bits& bits) {
    GateLimits word;
    word.quantity_max = sim::load_bits(bits, 160, 32);
    word.notional_max = sim::load_bits(bits, 96, 64);
    word.collar_book = sim::load_bits(bits, 64, 32);
    word.collar_low = sim::load_bits(bits, 32, 32);
    word.collar_high = sim::load_bits(bits, 0, 32);
    return word;
  }
};

// The host reads or writes one register.
struct CsrAccess {
  static constexpr std::size_t kBits = 53;
  std::uint64_t write = 0;  // 1 bits: 0 reads
  std::uint64_t address = 0;  // 16 bits: byte address
  std::uint64_t data = 0;  // 32 bits: write only
  std::uint64_t strobe = 0;  // 4 bits: write only: bytes of data that are meant
  bool operator==(const CsrAccess&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 52, 1, write);
    sim::store_bits(bits, 36, 16, address);
    sim::store_bits(bits, 4, 32, data);
    sim::store_bits(bits, 0, 4, strobe);
  }
  template <class Bits>
  static CsrAccess load(const Bits& bits) {
    CsrAccess word;
    word.write = sim::load_bits(bits, 52, 1);
    word.address = sim::load_bits(bits, 36, 16);
    word.data = sim::load_bits(bits, 4, 32);
    word.strobe = sim::load_bits(bits, 0, 4);
    return word;
  }
};

// What came of a register access.
struct CsrAnswer {
  static constexpr std::size_t kBits = 33;
  std::uint64_t data = 0;  // 32 bits: what was read; 0 of a write or an unknown address
  std::uint64_t ok = 0;  // 1 bits: 0: unknown address, write to a read-only register, or clear while the card runs
  bool operator==(const CsrAnswer&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 1, 32, data);
    sim::store_bits(bits, 0, 1, ok);
  }
  template <class Bits>
  static CsrAnswer load(const Bits& bits) {
    CsrAnswer word;
    word.data = sim::load_bits(bits, 1, 32);
    word.ok = sim::load_bits(bits, 0, 1);
    return word;
  }
};

// A burst of 64-byte words in host memory; it never crosses a 4096-byte boundary.
struct HostBurst {
  static constexpr std::size_t kBits = 72;
  std::uint64_t address = 0;  // 64 bits: of the first word, 64-byte aligned
  std::uint64_t length = 0;  // 8 bits: words less one
  bool operator==(const HostBurst&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 8, 64, address);
    sim::store_bits(bits, 0, 8, length);
  }
  template <class Bits>
  static HostBurst load(const Bits& bits) {
    HostBurst word;
    word.address = sim::load_bits(bits, 8, 64);
    word.length = sim::load_bits(bits, 0, 8);
    return word;
  }
};

// One pulse an event, for the counters of a line's registers.
struct EthPulses {
  static constexpr std::size_t kBits = 10;
  std::uint64_t frames = 0;  // 1 bits
  std::uint64_t packets = 0;  // 1 bits
  std::uint64_t drop_runt = 0;  // 1 bits
  std::uint64_t drop_not_ipv4 = 0;  // 1 bits
  std::uint64_t drop_filter = 0;  // 1 bits
  std::uint64_t drop_ip_header = 0;  // 1 bits
  std::uint64_t drop_ip_checksum = 0;  // 1 bits
  std::uint64_t drop_not_udp = 0;  // 1 bits
  std::uint64_t drop_length = 0;  // 1 bits
  std::uint64_t bad_frame = 0;  // 1 bits
  bool operator==(const EthPulses&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 9, 1, frames);
    sim::store_bits(bits, 8, 1, packets);
    sim::store_bits(bits, 7, 1, drop_runt);
    sim::store_bits(bits, 6, 1, drop_not_ipv4);
    sim::store_bits(bits, 5, 1, drop_filter);
    sim::store_bits(bits, 4, 1, drop_ip_header);
    sim::store_bits(bits, 3, 1, drop_ip_checksum);
    sim::store_bits(bits, 2, 1, drop_not_udp);
    sim::store_bits(bits, 1, 1, drop_length);
    sim::store_bits(bits, 0, 1, bad_frame);
  }
  template <class Bits>
  static EthPulses load(const Bits& bits) {
    EthPulses word;
    word.frames = sim::load_bits(bits, 9, 1);
    word.packets = sim::load_bits(bits, 8, 1);
    word.drop_runt = sim::load_bits(bits, 7, 1);
    word.drop_not_ipv4 = sim::load_bits(bits, 6, 1);
    word.drop_filter = sim::load_bits(bits, 5, 1);
    word.drop_ip_header = sim::load_bits(bits, 4, 1);
    word.drop_ip_checksum = sim::load_bits(bits, 3, 1);
    word.drop_not_udp = sim::load_bits(bits, 2, 1);
    word.drop_length = sim::load_bits(bits, 1, 1);
    word.bad_frame = sim::load_bits(bits, 0, 1);
    return word;
  }
};

// Arbiter's pulses of one line, for the counters of a line's registers.
struct LinePulses {
  static constexpr std::size_t kBits = 8;
  std::uint64_t session_mismatch = 0;  // 1 bits
  std::uint64_t heartbeats = 0;  // 1 bits
  std::uint64_t end_of_session = 0;  // 1 bits
  std::uint64_t duplicate_packets = 0;  // 1 bits
  std::uint64_t messages_taken = 0;  // 1 bits
  std::uint64_t messages_duplicate = 0;  // 1 bits
  std::uint64_t message_cut = 0;  // 1 bits
  std::uint64_t trailing_bytes = 0;  // 1 bits
  bool operator==(const LinePulses&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 7, 1, session_mismatch);
    sim::store_bits(bits, 6, 1, heartbeats);
    sim::store_bits(bits, 5, 1, end_of_session);
    sim::store_bits(bits, 4, 1, duplicate_packets);
    sim::store_bits(bits, 3, 1, messages_taken);
    sim::store_bits(bits, 2, 1, messages_duplicate);
    sim::store_bits(bits, 1, 1, message_cut);
    sim::store_bits(bits, 0, 1, trailing_bytes);
  }
  template <class Bits>
  static LinePulses load(const Bits& bits) {
    LinePulses word;
    word.session_mismatch = sim::load_bits(bits, 7, 1);
    word.heartbeats = sim::load_bits(bits, 6, 1);
    word.end_of_session = sim::load_bits(bits, 5, 1);
    word.duplicate_packets = sim::load_bits(bits, 4, 1);
    word.messages_taken = sim::load_bits(bits, 3, 1);
    word.messages_duplicate = sim::load_bits(bits, 2, 1);
    word.message_cut = sim::load_bits(bits, 1, 1);
    word.trailing_bytes = sim::load_bits(bits, 0, 1);
    return word;
  }
};

// Decoder's pulses, for the counters of the feed's registers.
struct ItchPulses {
  static constexpr std::size_t kBits = 5;
  std::uint64_t book_messages = 0;  // 1 bits
  std::uint64_t venue_messages = 0;  // 1 bits
  std::uint64_t unknown_type = 0;  // 1 bits
  std::uint64_t wrong_length = 0;  // 1 bits
  std::uint64_t bad_field = 0;  // 1 bits
  bool operator==(const ItchPulses&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 4, 1, book_messages);
    sim::store_bits(bits, 3, 1, venue_messages);
    sim::store_bits(bits, 2, 1, unknown_type);
    sim::store_bits(bits, 1, 1, wrong_length);
    sim::store_bits(bits, 0, 1, bad_field);
  }
  template <class Bits>
  static ItchPulses load(const Bits& bits) {
    ItchPulses word;
    word.book_messages = sim::load_bits(bits, 4, 1);
    word.venue_messages = sim::load_bits(bits, 3, 1);
    word.unknown_type = sim::load_bits(bits, 2, 1);
    word.wrong_length = sim::load_bits(bits, 1, 1);
    word.bad_field = sim::load_bits(bits, 0, 1);
    return word;
  }
};

// One pulse an event, for the counters of the lob's registers.
struct LobPulses {
  static constexpr std::size_t kBits = 13;
  std::uint64_t events = 0;  // 1 bits
  std::uint64_t tops = 0;  // 1 bits
  std::uint64_t order_unknown = 0;  // 1 bits
  std::uint64_t order_ignored = 0;  // 1 bits
  std::uint64_t order_not_held = 0;  // 1 bits
  std::uint64_t overfill = 0;  // 1 bits
  std::uint64_t book_not_held = 0;  // 1 bits
  std::uint64_t level_overflow = 0;  // 1 bits
  std::uint64_t bid_unknown = 0;  // 1 bits
  std::uint64_t ask_unknown = 0;  // 1 bits
  std::uint64_t refill_taken = 0;  // 1 bits
  std::uint64_t refill_refused = 0;  // 1 bits
  std::uint64_t record_stall = 0;  // 1 bits
  bool operator==(const LobPulses&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 12, 1, events);
    sim::store_bits(bits, 11, 1, tops);
    sim::store_bits(bits, 10, 1, order_unknown);
    sim::store_bits(bits, 9, 1, order_ignored);
    sim::store_bits(bits, 8, 1, order_not_held);
    sim::store_bits(bits, 7, 1, overfill);
    sim::store_bits(bits, 6, 1, book_not_held);
    sim::store_bits(bits, 5, 1, level_overflow);
    sim::store_bits(bits, 4, 1, bid_unknown);
    sim::store_bits(bits, 3, 1, ask_unknown);
    sim::store_bits(bits, 2, 1, refill_taken);
    sim::store_bits(bits, 1, 1, refill_refused);
    sim::store_bits(bits, 0, 1, record_stall);
  }
  template <class Bits>
  static LobPulses load(const Bits& bits) {
    LobPulses word;
    word.events = sim::load_bits(bits, 12, 1);
    word.tops = sim::load_bits(bits, 11, 1);
    word.order_unknown = sim::load_bits(bits, 10, 1);
    word.order_ignored = sim::load_bits(bits, 9, 1);
    word.order_not_held = sim::load_bits(bits, 8, 1);
    word.overfill = sim::load_bits(bits, 7, 1);
    word.book_not_held = sim::load_bits(bits, 6, 1);
    word.level_overflow = sim::load_bits(bits, 5, 1);
    word.bid_unknown = sim::load_bits(bits, 4, 1);
    word.ask_unknown = sim::load_bits(bits, 3, 1);
    word.refill_taken = sim::load_bits(bits, 2, 1);
    word.refill_refused = sim::load_bits(bits, 1, 1);
    word.record_stall = sim::load_bits(bits, 0, 1);
    return word;
  }
};

// One pulse a record of the matcher, for the counters of the match registers.
struct MatchPulses {
  static constexpr std::size_t kBits = 11;
  std::uint64_t outputs = 0;  // 1 bits
  std::uint64_t echoes = 0;  // 1 bits
  std::uint64_t executions = 0;  // 1 bits
  std::uint64_t decided = 0;  // 1 bits
  std::uint64_t passed = 0;  // 1 bits
  std::uint64_t punted = 0;  // 1 bits
  std::uint64_t refill_taken = 0;  // 1 bits
  std::uint64_t refill_refused = 0;  // 1 bits
  std::uint64_t grant_taken = 0;  // 1 bits
  std::uint64_t grant_refused = 0;  // 1 bits
  std::uint64_t record_stall = 0;  // 1 bits
  bool operator==(const MatchPulses&) const = default;
  template <class Bits>
  void store(Bits& bits) const {
    sim::store_bits(bits, 10, 1, outputs);
    sim::store_bits(bits, 9, 1, echoes);
    sim::store_bits(bits, 8, 1, executions);
    sim::store_bits(bits, 7, 1, decided);
    sim::store_bits(bits, 6, 1, passed);
    sim::store_bits(bits, 5, 1, punted);
    sim::store_bits(bits, 4, 1, refill_taken);
    sim::store_bits(bits, 3, 1, refill_refused);
    sim::store_bits(bits, 2, 1, grant_taken);
    sim::store_bits(bits, 1, 1, grant_refused);
    sim::store_bits(bits, 0, 1, record_stall);
  }
  template <class Bits>
  static MatchPulses load(const Bits& bits) {
    MatchPulses word;
    word.outputs = sim::load_bits(bits, 10, 1);
    word.echoes = sim::load_bits(bits, 9, 1);
    word.executions = sim::load_bits(bits, 8, 1);
    word.decided = sim::load_bits(bits, 7, 1);
    word.passed = sim::load_bits(bits, 6, 1);
    word.punted = sim::load_bits(bits, 5, 1);
    word.refill_taken = sim::load_bits(bits, 4, 1);
    word.refill_refused = sim::load_bits(bits, 3, 1);
    word.grant_taken = sim::load_bits(bits, 2, 1);
    word.grant_refused = sim::load_bits(bits, 1, 1);
    word.record_stall = sim::load_bits(bits, 0, 1);
    return word;
  }
};

}  // namespace hotbook::channel
