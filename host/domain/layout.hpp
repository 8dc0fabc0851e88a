// Generated from layout.toml by gen_layout.py. Do not edit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace hotbook {

constexpr std::uint32_t kLayoutHash = 0xb2621f5b;

// Which side of the book an order rests on.
enum class Side : std::uint8_t { Bid = 0, Ask = 1 };

// What a host_record is about; the first six are the inputs of a book.
enum class RecordKind : std::uint8_t { Add = 1, Execute = 2, Reduce = 3, Delete = 4, Gap = 5, Refill = 6, VenueMessage = 16, MatchOutput = 32, MatchEcho = 33 };

// What the host asks the card to do; from new_order on, an input of the matching function.
enum class CommandKind : std::uint8_t { Refill = 1, Instrument = 2, NewOrder = 16, CancelOrder = 17, ReplaceOrder = 18, MassCancel = 19, TradingState = 20, Reference = 21, Bands = 22, Timer = 23, OrderRefill = 24, Grant = 25 };

// Matching function, section 2.
enum class OrderType : std::uint8_t { Limit = 0, Market = 1, Stop = 2, StopLimit = 3, PeggedPrimary = 4, PeggedMarket = 5, PeggedMidpoint = 6 };

// Matching function, section 2.
enum class TimeInForce : std::uint8_t { Day = 0, Gtc = 1, Gtd = 2, Ioc = 3, Fok = 4, AtOpen = 5, AtClose = 6 };

// What an entering order does when it meets one of its own account.
enum class SelfMatch : std::uint8_t { None = 0, CancelNewest = 1, CancelOldest = 2, CancelBoth = 3, Decrement = 4 };

// Of a book; the last two are continuous trading in a limit state.
enum class TradingState : std::uint8_t { Closed = 0, OpeningCall = 1, Continuous = 2, Halted = 3, HaltCall = 4, ClosingCall = 5, LimitUp = 6, LimitDown = 7 };

// Matching function, section 8.
enum class OutputKind : std::uint8_t { Accepted = 1, Refused = 2, Execution = 3, Cancelled = 4, Replaced = 5, Restated = 6, Triggered = 7, Uncrossed = 8, StateChanged = 9, MassCancelled = 10, Level = 11, TopOfBook = 12 };

// Why an order was refused (1 to 31; the gate_ ones differ from 0 in two bits, so that no single wrong bit of a command is a mark), or cancelled, restated or triggered; state_changed has a trading_state instead.
enum class MatchReason : std::uint8_t { None = 0, UnknownBook = 1, Malformed = 2, OrderIdNotNew = 3, BadQuantity = 4, BadPrice = 5, BadStopPrice = 6, BadDisplay = 7, BadMinQuantity = 8, BadCombination = 9, BadExpiry = 10, WrongPhase = 11, OutsideBands = 12, WouldCross = 13, NoRoom = 14, UnknownOrder = 15, GateKill = 17, GateQuantity = 18, GateNotional = 20, GateCollar = 24, ByRequest = 32, MassCancel = 33, Unfilled = 34, Fok = 35, MinQuantity = 36, SelfMatch = 37, TradeThrough = 38, Replenished = 39, Pegged = 40, Stop = 41, Expired = 42, DayEnd = 43 };

// What the card's matcher did with an input that it did not decide whole, or that is not the matching function's.
enum class Verdict : std::uint8_t { Decided = 0, Passed = 1, Punted = 2, Taken = 3, Refused = 4 };

// Steps of a word in the matcher: the first one; counting for fok; against the best order, or an entry's end; the second record of a self-match.
enum class MatchPhase : std::uint8_t { Judge = 0, Count = 1, Enter = 2, Second = 3 };

// Why every book became unknown.
enum class GapReason : std::uint8_t { Missing = 0, BadFrame = 1 };

// Bits of match_command.flags of new_order and replace_order.
constexpr std::uint16_t kOrderFlagPostOnly = 1U << 0;

// Bits of match_command.flags of reference.
constexpr std::uint16_t kReferenceFlagProtected = 1U << 0;

// Bits of match_command.flags of mass_cancel: what an order must have in common with the input.
constexpr std::uint16_t kScopeFlagSession = 1U << 0;
constexpr std::uint16_t kScopeFlagAccount = 1U << 1;
constexpr std::uint16_t kScopeFlagBook = 1U << 2;

// Bits of match_output.flags.
constexpr std::uint16_t kOutputFlagLast = 1U << 0;
constexpr std::uint16_t kOutputFlagAuction = 1U << 1;

// Bits of grant.flags: bid_deep, ask_deep: the side has orders that no refill told; others: the book has orders on neither side.
constexpr std::uint16_t kGrantFlagProtected = 1U << 0;
constexpr std::uint16_t kGrantFlagBidDeep = 1U << 1;
constexpr std::uint16_t kGrantFlagAskDeep = 1U << 2;
constexpr std::uint16_t kGrantFlagOthers = 1U << 3;

// Bits of instrument_command.flags; by_order: its book is made of orders, not of levels.
constexpr std::uint16_t kInstrumentFlagByOrder = 1U << 0;

// Bits of kernel_word.flags; the first three as in packet_word, then the lines' enable registers.
constexpr std::uint16_t kKernelWordFlagFirst = 1U << 0;
constexpr std::uint16_t kKernelWordFlagLast = 1U << 1;
constexpr std::uint16_t kKernelWordFlagBad = 1U << 2;
constexpr std::uint16_t kKernelWordFlagLineAEnable = 1U << 3;
constexpr std::uint16_t kKernelWordFlagLineBEnable = 1U << 4;

// Bits of kernel_output.flags, as in market_event; more: the venue message goes on in the next one.
constexpr std::uint16_t kKernelOutputFlagSideAsk = 1U << 0;
constexpr std::uint16_t kKernelOutputFlagPairFirst = 1U << 1;
constexpr std::uint16_t kKernelOutputFlagPairSecond = 1U << 2;
constexpr std::uint16_t kKernelOutputFlagMore = 1U << 3;

// Bits of kernel_output.pulses, for the counters of the feed's registers and, the last two, of the lines'.
constexpr std::uint16_t kKernelPulsesFlagBookMessages = 1U << 0;
constexpr std::uint16_t kKernelPulsesFlagVenueMessages = 1U << 1;
constexpr std::uint16_t kKernelPulsesFlagUnknownType = 1U << 2;
constexpr std::uint16_t kKernelPulsesFlagWrongLength = 1U << 3;
constexpr std::uint16_t kKernelPulsesFlagBadField = 1U << 4;
constexpr std::uint16_t kKernelPulsesFlagUnmapped = 1U << 5;
constexpr std::uint16_t kKernelPulsesFlagLineAHeaderShort = 1U << 6;
constexpr std::uint16_t kKernelPulsesFlagLineBHeaderShort = 1U << 7;

// Bits of book_update.flags.
constexpr std::uint16_t kUpdateFlagSideAsk = 1U << 0;
constexpr std::uint16_t kUpdateFlagTopChanged = 1U << 1;
constexpr std::uint16_t kUpdateFlagBidKnown = 1U << 2;
constexpr std::uint16_t kUpdateFlagAskKnown = 1U << 3;
constexpr std::uint16_t kUpdateFlagOrderUnknown = 1U << 4;
constexpr std::uint16_t kUpdateFlagOrderIgnored = 1U << 5;
constexpr std::uint16_t kUpdateFlagOrderNotHeld = 1U << 6;
constexpr std::uint16_t kUpdateFlagBidLow = 1U << 7;
constexpr std::uint16_t kUpdateFlagAskLow = 1U << 8;
constexpr std::uint16_t kUpdateFlagRefillRefused = 1U << 9;
constexpr std::uint16_t kUpdateFlagPairFirst = 1U << 10;
constexpr std::uint16_t kUpdateFlagPairSecond = 1U << 11;
constexpr std::uint16_t kUpdateFlagOverfill = 1U << 12;

// One input of a book, resolved, and the top of that book after it. Exactly one per book input, in order.
struct BookUpdate {
  std::uint64_t seq;  // venue sequence number; gap: first missing; refill: as_of of the command
  std::uint64_t venue_time_ns;  // ns since midnight, as the venue wrote it
  std::uint64_t rx_time_ns;  // card time at the first word of the frame
  std::uint64_t order_ref;  // venue order reference; gap: how many messages are missing or were used from the bad frame
  std::uint32_t price;  // ticks, from the order table where the message has none; gap: gap_reason
  std::uint32_t quantity;  // shares added or taken off, after clamping to the order
  std::uint32_t bid_price;  // best bid after this input
  std::uint32_t bid_quantity;  // shares at the best bid, 0 when the side is empty or unknown
  std::uint32_t ask_price;  // best ask after this input
  std::uint32_t ask_quantity;  // shares at the best ask, 0 when the side is empty or unknown
  std::uint16_t book;  // instrument; gap: 0xffff
  std::uint16_t flags;  // see the flag.update bits
  RecordKind kind;  // add, execute, reduce, delete, gap or refill
  std::uint8_t latency_cycles;  // last byte of the message at the card's edge to this top of book, saturating
  std::uint16_t record_seq;  // low bits of the record's number on this ring, from 0
};
static_assert(offsetof(BookUpdate, seq) == 0, "");
static_assert(offsetof(BookUpdate, venue_time_ns) == 8, "");
static_assert(offsetof(BookUpdate, rx_time_ns) == 16, "");
static_assert(offsetof(BookUpdate, order_ref) == 24, "");
static_assert(offsetof(BookUpdate, price) == 32, "");
static_assert(offsetof(BookUpdate, quantity) == 36, "");
static_assert(offsetof(BookUpdate, bid_price) == 40, "");
static_assert(offsetof(BookUpdate, bid_quantity) == 44, "");
static_assert(offsetof(BookUpdate, ask_price) == 48, "");
static_assert(offsetof(BookUpdate, ask_quantity) == 52, "");
static_assert(offsetof(BookUpdate, book) == 56, "");
static_assert(offsetof(BookUpdate, flags) == 58, "");
static_assert(offsetof(BookUpdate, kind) == 60, "");
static_assert(offsetof(BookUpdate, latency_cycles) == 61, "");
static_assert(offsetof(BookUpdate, record_seq) == 62, "");
static_assert(sizeof(BookUpdate) == 64, "");
static_assert(std::is_trivially_copyable<BookUpdate>::value, "");

// A venue message that changes no book, passed to the host as it came.
struct VenueMessage {
  std::uint64_t seq;  // venue sequence number
  std::uint8_t message[50];  // the message, byte 0 first, zero after its end
  std::uint8_t length;  // bytes of message that are meant
  std::uint8_t more;  // 1: the message goes on in the next venue_message
  RecordKind kind;  // venue_message
  std::uint8_t latency_cycles;  // last byte at the card's edge to this record, saturating
  std::uint16_t record_seq;  // low bits of the record's number on this ring, from 0
};
static_assert(offsetof(VenueMessage, seq) == 0, "");
static_assert(offsetof(VenueMessage, message) == 8, "");
static_assert(offsetof(VenueMessage, length) == 58, "");
static_assert(offsetof(VenueMessage, more) == 59, "");
static_assert(offsetof(VenueMessage, kind) == 60, "");
static_assert(offsetof(VenueMessage, latency_cycles) == 61, "");
static_assert(offsetof(VenueMessage, record_seq) == 62, "");
static_assert(sizeof(VenueMessage) == 64, "");
static_assert(std::is_trivially_copyable<VenueMessage>::value, "");

// Written by the card after the records it covers, in a later burst.
struct RingStatus {
  std::uint64_t written;  // records written since ring.enable rose
  std::uint64_t cycle;  // card cycle of this write
  std::uint64_t reserved_0;  // zero
  std::uint64_t reserved_1;  // zero
  std::uint64_t reserved_2;  // zero
  std::uint64_t reserved_3;  // zero
  std::uint64_t reserved_4;  // zero
  std::uint64_t reserved_5;  // zero
};
static_assert(offsetof(RingStatus, written) == 0, "");
static_assert(offsetof(RingStatus, cycle) == 8, "");
static_assert(offsetof(RingStatus, reserved_0) == 16, "");
static_assert(offsetof(RingStatus, reserved_1) == 24, "");
static_assert(offsetof(RingStatus, reserved_2) == 32, "");
static_assert(offsetof(RingStatus, reserved_3) == 40, "");
static_assert(offsetof(RingStatus, reserved_4) == 48, "");
static_assert(offsetof(RingStatus, reserved_5) == 56, "");
static_assert(sizeof(RingStatus) == 64, "");
static_assert(std::is_trivially_copyable<RingStatus>::value, "");

// The levels that follow a side's window, best first, as the host knew them after record as_of.
struct RefillCommand {
  std::uint64_t as_of;  // number of book inputs (records of kinds 1 to 6) the host had consumed
  std::uint16_t book;  // instrument
  std::uint8_t side;  // 0 bid, 1 ask
  std::uint8_t level_count;  // 0 to 4 levels follow
  std::uint8_t deep;  // 1: more levels exist behind these
  CommandKind kind;  // refill
  std::uint16_t reserved;  // zero
  std::uint32_t price_0;  // ticks
  std::uint32_t quantity_0;  // shares
  std::uint32_t order_count_0;  // orders, 1 to 65535
  std::uint32_t price_1;  // ticks
  std::uint32_t quantity_1;  // shares
  std::uint32_t order_count_1;  // orders
  std::uint32_t price_2;  // ticks
  std::uint32_t quantity_2;  // shares
  std::uint32_t order_count_2;  // orders
  std::uint32_t price_3;  // ticks
  std::uint32_t quantity_3;  // shares
  std::uint32_t order_count_3;  // orders
};
static_assert(offsetof(RefillCommand, as_of) == 0, "");
static_assert(offsetof(RefillCommand, book) == 8, "");
static_assert(offsetof(RefillCommand, side) == 10, "");
static_assert(offsetof(RefillCommand, level_count) == 11, "");
static_assert(offsetof(RefillCommand, deep) == 12, "");
static_assert(offsetof(RefillCommand, kind) == 13, "");
static_assert(offsetof(RefillCommand, reserved) == 14, "");
static_assert(offsetof(RefillCommand, price_0) == 16, "");
static_assert(offsetof(RefillCommand, quantity_0) == 20, "");
static_assert(offsetof(RefillCommand, order_count_0) == 24, "");
static_assert(offsetof(RefillCommand, price_1) == 28, "");
static_assert(offsetof(RefillCommand, quantity_1) == 32, "");
static_assert(offsetof(RefillCommand, order_count_1) == 36, "");
static_assert(offsetof(RefillCommand, price_2) == 40, "");
static_assert(offsetof(RefillCommand, quantity_2) == 44, "");
static_assert(offsetof(RefillCommand, order_count_2) == 48, "");
static_assert(offsetof(RefillCommand, price_3) == 52, "");
static_assert(offsetof(RefillCommand, quantity_3) == 56, "");
static_assert(offsetof(RefillCommand, order_count_3) == 60, "");
static_assert(sizeof(RefillCommand) == 64, "");
static_assert(std::is_trivially_copyable<RefillCommand>::value, "");

// An instrument that a feed kernel is to know, as it was when the venue's session began; the same number again replaces it.
struct InstrumentCommand {
  std::uint64_t instrument;  // the venue's number of it (MDP 3.0: security id); all ones: forget every instrument
  std::uint16_t book;  // its book
  std::uint8_t depth;  // levels the venue tells of a side, 1 to 10
  std::uint8_t tick_shift;  // a tick is tick_odd x 2^tick_shift of the venue's price units, 0 to 63
  std::uint8_t flags;  // see flag.instrument
  CommandKind kind;  // instrument
  std::uint16_t reserved_0;  // zero
  std::uint64_t tick_odd;  // odd
  std::uint64_t tick_inverse;  // of tick_odd, modulo 2^64: a price that is a multiple of tick_odd, times this, is how many
  std::uint64_t price_offset;  // ticks, signed, added to a price: what a book holds must be 1 to 2^32 - 1
  std::uint64_t reserved_1;  // zero
  std::uint64_t reserved_2;  // zero
  std::uint64_t reserved_3;  // zero
};
static_assert(offsetof(InstrumentCommand, instrument) == 0, "");
static_assert(offsetof(InstrumentCommand, book) == 8, "");
static_assert(offsetof(InstrumentCommand, depth) == 10, "");
static_assert(offsetof(InstrumentCommand, tick_shift) == 11, "");
static_assert(offsetof(InstrumentCommand, flags) == 12, "");
static_assert(offsetof(InstrumentCommand, kind) == 13, "");
static_assert(offsetof(InstrumentCommand, reserved_0) == 14, "");
static_assert(offsetof(InstrumentCommand, tick_odd) == 16, "");
static_assert(offsetof(InstrumentCommand, tick_inverse) == 24, "");
static_assert(offsetof(InstrumentCommand, price_offset) == 32, "");
static_assert(offsetof(InstrumentCommand, reserved_1) == 40, "");
static_assert(offsetof(InstrumentCommand, reserved_2) == 48, "");
static_assert(offsetof(InstrumentCommand, reserved_3) == 56, "");
static_assert(sizeof(InstrumentCommand) == 64, "");
static_assert(std::is_trivially_copyable<InstrumentCommand>::value, "");

// A packet_word of one line on its way to a feed kernel, with what the kernel must know of the session.
struct KernelWord {
  std::uint8_t data[8];  // as in the frame, not realigned; lane 0 first
  std::uint64_t rx_time_ns;  // first word of the frame at the card's edge
  std::uint64_t first_seq;  // register feed.first_seq
  std::uint32_t line_wait_cycles;  // register feed.line_wait_cycles
  std::uint16_t arrival_cycle;  // cycle in which this word was at the card's edge
  std::uint8_t session;  // counts the clears; another one: the kernel forgets books, packets and numbers, not instruments
  std::uint8_t flags;  // see flag.kernel_word
  std::uint8_t first_lane;  // lane of the first payload byte
  std::uint8_t end_lane;  // one past the last payload byte; equal to first_lane: no payload in this word
  std::uint8_t reserved[6];  // zero
};
static_assert(offsetof(KernelWord, data) == 0, "");
static_assert(offsetof(KernelWord, rx_time_ns) == 8, "");
static_assert(offsetof(KernelWord, first_seq) == 16, "");
static_assert(offsetof(KernelWord, line_wait_cycles) == 24, "");
static_assert(offsetof(KernelWord, arrival_cycle) == 28, "");
static_assert(offsetof(KernelWord, session) == 30, "");
static_assert(offsetof(KernelWord, flags) == 31, "");
static_assert(offsetof(KernelWord, first_lane) == 32, "");
static_assert(offsetof(KernelWord, end_lane) == 33, "");
static_assert(offsetof(KernelWord, reserved) == 34, "");
static_assert(sizeof(KernelWord) == 40, "");
static_assert(std::is_trivially_copyable<KernelWord>::value, "");

// What one step of a feed kernel gives: an event of a book, a gap, a piece of a venue message, or none of them; and pulses for the counters.
struct KernelOutput {
  std::uint64_t seq;  // venue sequence number; gap: first missing or spoilt
  std::uint64_t venue_time_ns;  // ns since midnight UTC
  std::uint64_t rx_time_ns;  // of the frame; gap: of the one that showed it
  std::uint64_t order_ref;  // as in market_event; gap: count
  std::uint64_t expected;  // next sequence number after this step
  std::uint32_t price;  // as in market_event; gap: gap_reason
  std::uint32_t quantity;  // as in market_event
  std::uint16_t book;  // instrument; gap: 0xffff
  std::uint8_t kind;  // record_kind: add, execute, reduce, delete, gap or venue_message; 0: pulses only
  std::uint8_t flags;  // see flag.kernel_output
  std::uint16_t arrival_cycle;  // cycle in which the message's last byte was at the card's edge
  std::uint8_t session;  // of the words it comes of; one of another session is dropped
  std::uint8_t length;  // venue_message: bytes of message that are meant, 1 to 50
  std::uint8_t line_a;  // pulses of line a, in the order of line_pulses, the first in bit 0
  std::uint8_t line_b;  // pulses of line b
  std::uint8_t pulses;  // see flag.kernel_pulses
  std::uint8_t message[50];  // venue_message: the piece, byte 0 first, zero after its end
  std::uint8_t reserved[3];  // zero
};
static_assert(offsetof(KernelOutput, seq) == 0, "");
static_assert(offsetof(KernelOutput, venue_time_ns) == 8, "");
static_assert(offsetof(KernelOutput, rx_time_ns) == 16, "");
static_assert(offsetof(KernelOutput, order_ref) == 24, "");
static_assert(offsetof(KernelOutput, expected) == 32, "");
static_assert(offsetof(KernelOutput, price) == 40, "");
static_assert(offsetof(KernelOutput, quantity) == 44, "");
static_assert(offsetof(KernelOutput, book) == 48, "");
static_assert(offsetof(KernelOutput, kind) == 50, "");
static_assert(offsetof(KernelOutput, flags) == 51, "");
static_assert(offsetof(KernelOutput, arrival_cycle) == 52, "");
static_assert(offsetof(KernelOutput, session) == 54, "");
static_assert(offsetof(KernelOutput, length) == 55, "");
static_assert(offsetof(KernelOutput, line_a) == 56, "");
static_assert(offsetof(KernelOutput, line_b) == 57, "");
static_assert(offsetof(KernelOutput, pulses) == 58, "");
static_assert(offsetof(KernelOutput, message) == 59, "");
static_assert(offsetof(KernelOutput, reserved) == 109, "");
static_assert(sizeof(KernelOutput) == 112, "");
static_assert(std::is_trivially_copyable<KernelOutput>::value, "");

// An input of the matching function, as a host sends it; unused fields are 0.
struct MatchCommand {
  std::uint64_t order_id;  // new: its id; cancel, replace: the order's
  std::uint16_t book;  // instrument; trading_state: 0xffff all
  std::uint8_t side;  // 0 bid, 1 ask
  std::uint8_t order_type;  // order_type
  std::uint8_t time_in_force;  // time_in_force
  CommandKind kind;  // new_order to timer
  std::uint8_t flags;  // new, replace: see flag.order; reference: flag.reference; mass_cancel: flag.scope
  std::uint8_t self_match;  // self_match; new, replace
  std::uint32_t account;  // owner, for self-match prevention and mass cancel
  std::uint16_t session;  // client session, for mass cancel
  std::uint8_t state;  // trading_state input only
  std::uint8_t gate;  // new, replace: 0, or the match_reason for which order_gate refuses it
  std::uint32_t price;  // limit or cap; reference: best bid; bands: reference price
  std::uint32_t quantity;  // shares; replace: what is to be open; bands: upper
  std::uint32_t display_quantity;  // iceberg: shares shown at a time; else 0
  std::uint32_t min_quantity;  // ioc: execute this much or nothing; replace: known_open
  std::uint32_t stop_price;  // stop; pegged: signed offset; reference: best ask; bands: lower
  std::uint32_t expire_s;  // gtd: seconds on the timer's clock
  std::uint64_t new_order_id;  // replace: id from now on, 0 keeps it; timer: ns
  std::uint64_t host_number;  // the sender's own number of this command; the matching function ignores it
};
static_assert(offsetof(MatchCommand, order_id) == 0, "");
static_assert(offsetof(MatchCommand, book) == 8, "");
static_assert(offsetof(MatchCommand, side) == 10, "");
static_assert(offsetof(MatchCommand, order_type) == 11, "");
static_assert(offsetof(MatchCommand, time_in_force) == 12, "");
static_assert(offsetof(MatchCommand, kind) == 13, "");
static_assert(offsetof(MatchCommand, flags) == 14, "");
static_assert(offsetof(MatchCommand, self_match) == 15, "");
static_assert(offsetof(MatchCommand, account) == 16, "");
static_assert(offsetof(MatchCommand, session) == 20, "");
static_assert(offsetof(MatchCommand, state) == 22, "");
static_assert(offsetof(MatchCommand, gate) == 23, "");
static_assert(offsetof(MatchCommand, price) == 24, "");
static_assert(offsetof(MatchCommand, quantity) == 28, "");
static_assert(offsetof(MatchCommand, display_quantity) == 32, "");
static_assert(offsetof(MatchCommand, min_quantity) == 36, "");
static_assert(offsetof(MatchCommand, stop_price) == 40, "");
static_assert(offsetof(MatchCommand, expire_s) == 44, "");
static_assert(offsetof(MatchCommand, new_order_id) == 48, "");
static_assert(offsetof(MatchCommand, host_number) == 56, "");
static_assert(sizeof(MatchCommand) == 64, "");
static_assert(std::is_trivially_copyable<MatchCommand>::value, "");

// One output of the matching function.
struct MatchOutput {
  std::uint64_t input_seq;  // number of the input
  std::uint64_t order_id;  // see the matching function, section 8
  std::uint64_t other_order_id;  // the same
  std::uint32_t price;  // ticks
  std::uint32_t quantity;  // shares
  std::uint32_t leaves;  // open quantity of order_id afterwards
  std::uint32_t other_leaves;  // open quantity of other_order_id afterwards
  std::uint32_t account;  // of order_id
  std::uint32_t other_account;  // of other_order_id
  std::uint16_t book;  // instrument
  std::uint16_t index;  // of this output within its input, from 0
  std::uint8_t side;  // of order_id; level: of the level
  OutputKind output_kind;  // what it says
  std::uint8_t reason;  // match_reason; state_changed: trading_state
  std::uint8_t flags;  // see flag.output
  std::uint32_t input_check;  // card, with last: exclusive or of the command's sixteen 32-bit words; else 0
  RecordKind kind;  // match_output
  std::uint8_t latency_cycles;  // card: command taken to this record, saturating; else 0
  std::uint16_t record_seq;  // card: low bits of the record's number on this ring; else 0
};
static_assert(offsetof(MatchOutput, input_seq) == 0, "");
static_assert(offsetof(MatchOutput, order_id) == 8, "");
static_assert(offsetof(MatchOutput, other_order_id) == 16, "");
static_assert(offsetof(MatchOutput, price) == 24, "");
static_assert(offsetof(MatchOutput, quantity) == 28, "");
static_assert(offsetof(MatchOutput, leaves) == 32, "");
static_assert(offsetof(MatchOutput, other_leaves) == 36, "");
static_assert(offsetof(MatchOutput, account) == 40, "");
static_assert(offsetof(MatchOutput, other_account) == 44, "");
static_assert(offsetof(MatchOutput, book) == 48, "");
static_assert(offsetof(MatchOutput, index) == 50, "");
static_assert(offsetof(MatchOutput, side) == 52, "");
static_assert(offsetof(MatchOutput, output_kind) == 53, "");
static_assert(offsetof(MatchOutput, reason) == 54, "");
static_assert(offsetof(MatchOutput, flags) == 55, "");
static_assert(offsetof(MatchOutput, input_check) == 56, "");
static_assert(offsetof(MatchOutput, kind) == 60, "");
static_assert(offsetof(MatchOutput, latency_cycles) == 61, "");
static_assert(offsetof(MatchOutput, record_seq) == 62, "");
static_assert(sizeof(MatchOutput) == 64, "");
static_assert(std::is_trivially_copyable<MatchOutput>::value, "");

// An input that the card's matcher did not decide whole, or that changed only what the card knows.
struct MatchEcho {
  std::uint64_t input_seq;  // number of the input; order_refill, grant: of the latest input
  std::uint64_t order_id;  // of the command; order_refill, grant: as_of
  std::uint64_t host_number;  // of the command; 0 when the card's own feed made the input
  std::uint32_t bid_price;  // reference inputs: best bid
  std::uint32_t ask_price;  // reference inputs: best ask
  std::uint32_t input_check;  // exclusive or of the command's sixteen 32-bit words
  std::uint32_t outputs;  // punted: how many outputs of this input the card had already written
  std::uint16_t book;  // instrument
  CommandKind input_kind;  // of the command
  Verdict verdict;  // passed, punted; order_refill, grant: taken or refused; reference, bands: decided
  std::uint8_t flags;  // of the command
  std::uint8_t side;  // of the command
  std::uint8_t bid_count;  // orders in the bid window afterwards
  std::uint8_t ask_count;  // orders in the ask window afterwards
  std::uint64_t reserved_0;  // zero
  std::uint32_t reserved_1;  // zero
  RecordKind kind;  // match_echo
  std::uint8_t latency_cycles;  // command taken to this record, saturating
  std::uint16_t record_seq;  // low bits of the record's number on this ring
};
static_assert(offsetof(MatchEcho, input_seq) == 0, "");
static_assert(offsetof(MatchEcho, order_id) == 8, "");
static_assert(offsetof(MatchEcho, host_number) == 16, "");
static_assert(offsetof(MatchEcho, bid_price) == 24, "");
static_assert(offsetof(MatchEcho, ask_price) == 28, "");
static_assert(offsetof(MatchEcho, input_check) == 32, "");
static_assert(offsetof(MatchEcho, outputs) == 36, "");
static_assert(offsetof(MatchEcho, book) == 40, "");
static_assert(offsetof(MatchEcho, input_kind) == 42, "");
static_assert(offsetof(MatchEcho, verdict) == 43, "");
static_assert(offsetof(MatchEcho, flags) == 44, "");
static_assert(offsetof(MatchEcho, side) == 45, "");
static_assert(offsetof(MatchEcho, bid_count) == 46, "");
static_assert(offsetof(MatchEcho, ask_count) == 47, "");
static_assert(offsetof(MatchEcho, reserved_0) == 48, "");
static_assert(offsetof(MatchEcho, reserved_1) == 56, "");
static_assert(offsetof(MatchEcho, kind) == 60, "");
static_assert(offsetof(MatchEcho, latency_cycles) == 61, "");
static_assert(offsetof(MatchEcho, record_seq) == 62, "");
static_assert(sizeof(MatchEcho) == 64, "");
static_assert(std::is_trivially_copyable<MatchEcho>::value, "");

// Orders that follow a side's window, best first, as the host knew them after input as_of.
struct OrderRefill {
  std::uint64_t as_of;  // input_seq up to which the host had followed
  std::uint16_t book;  // instrument
  std::uint8_t side;  // 0 bid, 1 ask
  std::uint8_t order_count;  // 1 or 2 orders follow
  std::uint8_t deep;  // 1: more orders exist behind these
  CommandKind kind;  // order_refill
  std::uint8_t refill_index;  // refills of this side taken since its deep part last changed
  std::uint8_t reserved_0;  // zero
  std::uint64_t order_id_0;  // best first
  std::uint32_t price_0;  // ticks
  std::uint32_t quantity_0;  // open shares
  std::uint64_t order_id_1;  // 0 when order_count is 1
  std::uint32_t price_1;  // ticks
  std::uint32_t quantity_1;  // open shares
  std::uint32_t account_0;  // owner
  std::uint32_t account_1;  // owner
  std::uint64_t host_number;  // the sender's own number of this command
};
static_assert(offsetof(OrderRefill, as_of) == 0, "");
static_assert(offsetof(OrderRefill, book) == 8, "");
static_assert(offsetof(OrderRefill, side) == 10, "");
static_assert(offsetof(OrderRefill, order_count) == 11, "");
static_assert(offsetof(OrderRefill, deep) == 12, "");
static_assert(offsetof(OrderRefill, kind) == 13, "");
static_assert(offsetof(OrderRefill, refill_index) == 14, "");
static_assert(offsetof(OrderRefill, reserved_0) == 15, "");
static_assert(offsetof(OrderRefill, order_id_0) == 16, "");
static_assert(offsetof(OrderRefill, price_0) == 24, "");
static_assert(offsetof(OrderRefill, quantity_0) == 28, "");
static_assert(offsetof(OrderRefill, order_id_1) == 32, "");
static_assert(offsetof(OrderRefill, price_1) == 40, "");
static_assert(offsetof(OrderRefill, quantity_1) == 44, "");
static_assert(offsetof(OrderRefill, account_0) == 48, "");
static_assert(offsetof(OrderRefill, account_1) == 52, "");
static_assert(offsetof(OrderRefill, host_number) == 56, "");
static_assert(sizeof(OrderRefill) == 64, "");
static_assert(std::is_trivially_copyable<OrderRefill>::value, "");

// The host gives a book to the card.
struct Grant {
  std::uint64_t as_of;  // input_seq up to which the host had followed
  std::uint16_t book;  // instrument
  std::uint8_t flags;  // see flag.grant
  std::uint8_t bid_refills;  // refills of the bid side the host has sent as of as_of
  std::uint8_t ask_refills;  // the same of the ask side
  CommandKind kind;  // grant
  std::uint16_t reserved_0;  // zero
  std::uint64_t highest_id;  // highest order id introduced, as of as_of
  std::uint32_t reference_bid;  // 0 none
  std::uint32_t reference_ask;  // 0 none
  std::uint32_t lower;  // band, 0 none
  std::uint32_t upper;  // band, 0 none
  std::uint64_t reserved_1;  // zero
  std::uint64_t reserved_2;  // zero
  std::uint64_t host_number;  // the sender's own number of this command
};
static_assert(offsetof(Grant, as_of) == 0, "");
static_assert(offsetof(Grant, book) == 8, "");
static_assert(offsetof(Grant, flags) == 10, "");
static_assert(offsetof(Grant, bid_refills) == 11, "");
static_assert(offsetof(Grant, ask_refills) == 12, "");
static_assert(offsetof(Grant, kind) == 13, "");
static_assert(offsetof(Grant, reserved_0) == 14, "");
static_assert(offsetof(Grant, highest_id) == 16, "");
static_assert(offsetof(Grant, reference_bid) == 24, "");
static_assert(offsetof(Grant, reference_ask) == 28, "");
static_assert(offsetof(Grant, lower) == 32, "");
static_assert(offsetof(Grant, upper) == 36, "");
static_assert(offsetof(Grant, reserved_1) == 40, "");
static_assert(offsetof(Grant, reserved_2) == 48, "");
static_assert(offsetof(Grant, host_number) == 56, "");
static_assert(sizeof(Grant) == 64, "");
static_assert(std::is_trivially_copyable<Grant>::value, "");

struct RegisterInfo {
  const char* name;
  std::uint32_t address;
  std::uint32_t reset;
  bool writable;
  bool parameter;  // reset is the built card's
};

constexpr RegisterInfo kRegisters[] = {
    {"control.magic", 0x0000, 0x484f5442, false, false},
    {"control.layout_hash", 0x0004, 0xb2621f5b, false, false},
    {"control.run", 0x0008, 0x00000000, true, false},
    {"control.clear", 0x000c, 0x00000000, true, false},
    {"control.book_count", 0x0010, 0x00000000, false, true},
    {"control.window_levels", 0x0014, 0x00000000, false, true},
    {"control.order_slots", 0x0018, 0x00000000, false, true},
    {"control.cycle_low", 0x001c, 0x00000000, false, false},
    {"control.cycle_high", 0x0020, 0x00000000, false, false},
    {"control.cycle_time", 0x0024, 0x031a6032, true, false},
    {"ring.record_base_low", 0x0080, 0x00000000, true, false},
    {"ring.record_base_high", 0x0084, 0x00000000, true, false},
    {"ring.record_slots_log2", 0x0088, 0x00000000, true, false},
    {"ring.record_status_low", 0x008c, 0x00000000, true, false},
    {"ring.record_status_high", 0x0090, 0x00000000, true, false},
    {"ring.record_consumed", 0x0094, 0x00000000, true, false},
    {"ring.record_written", 0x0098, 0x00000000, false, false},
    {"ring.command_base_low", 0x009c, 0x00000000, true, false},
    {"ring.command_base_high", 0x00a0, 0x00000000, true, false},
    {"ring.command_slots_log2", 0x00a4, 0x00000000, true, false},
    {"ring.command_produced", 0x00a8, 0x00000000, true, false},
    {"ring.command_consumed", 0x00ac, 0x00000000, false, false},
    {"ring.command_bad", 0x00b0, 0x00000000, false, false},
    {"ring.enable", 0x00b4, 0x00000000, true, false},
    {"ring.bus_error", 0x00b8, 0x00000000, false, false},
    {"line_a.enable", 0x0100, 0x00000000, true, false},
    {"line_a.group", 0x0104, 0x00000000, true, false},
    {"line_a.udp_port", 0x0108, 0x00000000, true, false},
    {"line_a.mac_low", 0x010c, 0x00000000, true, false},
    {"line_a.mac_high", 0x0110, 0x00000000, true, false},
    {"line_a.vlan", 0x0114, 0x00001000, true, false},
    {"line_a.checksum_ignore", 0x0118, 0x00000000, true, false},
    {"line_a.frames", 0x011c, 0x00000000, false, false},
    {"line_a.packets", 0x0120, 0x00000000, false, false},
    {"line_a.drop_runt", 0x0124, 0x00000000, false, false},
    {"line_a.drop_not_ipv4", 0x0128, 0x00000000, false, false},
    {"line_a.drop_filter", 0x012c, 0x00000000, false, false},
    {"line_a.drop_ip_header", 0x0130, 0x00000000, false, false},
    {"line_a.drop_ip_checksum", 0x0134, 0x00000000, false, false},
    {"line_a.drop_not_udp", 0x0138, 0x00000000, false, false},
    {"line_a.drop_length", 0x013c, 0x00000000, false, false},
    {"line_a.bad_frame", 0x0140, 0x00000000, false, false},
    {"line_a.overrun", 0x0144, 0x00000000, false, false},
    {"line_a.header_short", 0x0148, 0x00000000, false, false},
    {"line_a.session_mismatch", 0x014c, 0x00000000, false, false},
    {"line_a.heartbeats", 0x0150, 0x00000000, false, false},
    {"line_a.end_of_session", 0x0154, 0x00000000, false, false},
    {"line_a.duplicate_packets", 0x0158, 0x00000000, false, false},
    {"line_a.messages_taken", 0x015c, 0x00000000, false, false},
    {"line_a.messages_duplicate", 0x0160, 0x00000000, false, false},
    {"line_a.message_cut", 0x0164, 0x00000000, false, false},
    {"line_a.trailing_bytes", 0x0168, 0x00000000, false, false},
    {"line_b.enable", 0x0200, 0x00000000, true, false},
    {"line_b.group", 0x0204, 0x00000000, true, false},
    {"line_b.udp_port", 0x0208, 0x00000000, true, false},
    {"line_b.mac_low", 0x020c, 0x00000000, true, false},
    {"line_b.mac_high", 0x0210, 0x00000000, true, false},
    {"line_b.vlan", 0x0214, 0x00001000, true, false},
    {"line_b.checksum_ignore", 0x0218, 0x00000000, true, false},
    {"line_b.frames", 0x021c, 0x00000000, false, false},
    {"line_b.packets", 0x0220, 0x00000000, false, false},
    {"line_b.drop_runt", 0x0224, 0x00000000, false, false},
    {"line_b.drop_not_ipv4", 0x0228, 0x00000000, false, false},
    {"line_b.drop_filter", 0x022c, 0x00000000, false, false},
    {"line_b.drop_ip_header", 0x0230, 0x00000000, false, false},
    {"line_b.drop_ip_checksum", 0x0234, 0x00000000, false, false},
    {"line_b.drop_not_udp", 0x0238, 0x00000000, false, false},
    {"line_b.drop_length", 0x023c, 0x00000000, false, false},
    {"line_b.bad_frame", 0x0240, 0x00000000, false, false},
    {"line_b.overrun", 0x0244, 0x00000000, false, false},
    {"line_b.header_short", 0x0248, 0x00000000, false, false},
    {"line_b.session_mismatch", 0x024c, 0x00000000, false, false},
    {"line_b.heartbeats", 0x0250, 0x00000000, false, false},
    {"line_b.end_of_session", 0x0254, 0x00000000, false, false},
    {"line_b.duplicate_packets", 0x0258, 0x00000000, false, false},
    {"line_b.messages_taken", 0x025c, 0x00000000, false, false},
    {"line_b.messages_duplicate", 0x0260, 0x00000000, false, false},
    {"line_b.message_cut", 0x0264, 0x00000000, false, false},
    {"line_b.trailing_bytes", 0x0268, 0x00000000, false, false},
    {"feed.first_seq_low", 0x0300, 0x00000000, true, false},
    {"feed.first_seq_high", 0x0304, 0x00000000, true, false},
    {"feed.line_wait_cycles", 0x0308, 0x00010000, true, false},
    {"feed.expected_low", 0x030c, 0x00000000, false, false},
    {"feed.expected_high", 0x0310, 0x00000000, false, false},
    {"feed.gaps", 0x0314, 0x00000000, false, false},
    {"feed.messages_missing", 0x0318, 0x00000000, false, false},
    {"feed.frames_poisoned", 0x031c, 0x00000000, false, false},
    {"feed.book_messages", 0x0320, 0x00000000, false, false},
    {"feed.venue_messages", 0x0324, 0x00000000, false, false},
    {"feed.unknown_type", 0x0328, 0x00000000, false, false},
    {"feed.wrong_length", 0x032c, 0x00000000, false, false},
    {"feed.bad_field", 0x0330, 0x00000000, false, false},
    {"feed.unmapped", 0x0334, 0x00000000, false, false},
    {"feed.decoder", 0x0338, 0x00000000, true, false},
    {"lob.events", 0x0400, 0x00000000, false, false},
    {"lob.tops", 0x0404, 0x00000000, false, false},
    {"lob.order_unknown", 0x0408, 0x00000000, false, false},
    {"lob.order_ignored", 0x040c, 0x00000000, false, false},
    {"lob.order_not_held", 0x0410, 0x00000000, false, false},
    {"lob.overfill", 0x0414, 0x00000000, false, false},
    {"lob.book_not_held", 0x0418, 0x00000000, false, false},
    {"lob.level_overflow", 0x041c, 0x00000000, false, false},
    {"lob.side_unknown", 0x0420, 0x00000000, false, false},
    {"lob.refill_taken", 0x0424, 0x00000000, false, false},
    {"lob.refill_refused", 0x0428, 0x00000000, false, false},
    {"lob.record_stall", 0x042c, 0x00000000, false, false},
    {"match.books", 0x0500, 0x00000000, false, true},
    {"match.window_orders", 0x0504, 0x00000000, false, true},
    {"match.book_count", 0x0508, 0x00000000, true, false},
    {"match.reference_from_feed", 0x050c, 0x00000000, true, false},
    {"match.outputs", 0x0510, 0x00000000, false, false},
    {"match.echoes", 0x0514, 0x00000000, false, false},
    {"match.executions", 0x0518, 0x00000000, false, false},
    {"match.decided", 0x051c, 0x00000000, false, false},
    {"match.passed", 0x0520, 0x00000000, false, false},
    {"match.punted", 0x0524, 0x00000000, false, false},
    {"match.refill_taken", 0x0528, 0x00000000, false, false},
    {"match.refill_refused", 0x052c, 0x00000000, false, false},
    {"match.grant_taken", 0x0530, 0x00000000, false, false},
    {"match.grant_refused", 0x0534, 0x00000000, false, false},
    {"match.record_stall", 0x0538, 0x00000000, false, false},
    {"gate.kill", 0x0600, 0x00000001, true, false},
    {"gate.quantity_max", 0x0604, 0x00000000, true, false},
    {"gate.notional_max_low", 0x0608, 0x00000000, true, false},
    {"gate.notional_max_high", 0x060c, 0x00000000, true, false},
    {"gate.collar_book", 0x0610, 0x00000000, true, false},
    {"gate.collar_low", 0x0614, 0x00000000, true, false},
    {"gate.collar_high", 0x0618, 0x00000000, true, false},
    {"gate.take", 0x061c, 0x00000000, true, false},
};

constexpr std::uint32_t kControlMagic = 0x0000;
constexpr std::uint32_t kControlLayoutHash = 0x0004;
constexpr std::uint32_t kControlRun = 0x0008;
constexpr std::uint32_t kControlClear = 0x000c;
constexpr std::uint32_t kControlBookCount = 0x0010;
constexpr std::uint32_t kControlWindowLevels = 0x0014;
constexpr std::uint32_t kControlOrderSlots = 0x0018;
constexpr std::uint32_t kControlCycleLow = 0x001c;
constexpr std::uint32_t kControlCycleHigh = 0x0020;
constexpr std::uint32_t kControlCycleTime = 0x0024;
constexpr std::uint32_t kRingRecordBaseLow = 0x0080;
constexpr std::uint32_t kRingRecordBaseHigh = 0x0084;
constexpr std::uint32_t kRingRecordSlotsLog2 = 0x0088;
constexpr std::uint32_t kRingRecordStatusLow = 0x008c;
constexpr std::uint32_t kRingRecordStatusHigh = 0x0090;
constexpr std::uint32_t kRingRecordConsumed = 0x0094;
constexpr std::uint32_t kRingRecordWritten = 0x0098;
constexpr std::uint32_t kRingCommandBaseLow = 0x009c;
constexpr std::uint32_t kRingCommandBaseHigh = 0x00a0;
constexpr std::uint32_t kRingCommandSlotsLog2 = 0x00a4;
constexpr std::uint32_t kRingCommandProduced = 0x00a8;
constexpr std::uint32_t kRingCommandConsumed = 0x00ac;
constexpr std::uint32_t kRingCommandBad = 0x00b0;
constexpr std::uint32_t kRingEnable = 0x00b4;
constexpr std::uint32_t kRingBusError = 0x00b8;
constexpr std::uint32_t kLineAEnable = 0x0100;
constexpr std::uint32_t kLineAGroup = 0x0104;
constexpr std::uint32_t kLineAUdpPort = 0x0108;
constexpr std::uint32_t kLineAMacLow = 0x010c;
constexpr std::uint32_t kLineAMacHigh = 0x0110;
constexpr std::uint32_t kLineAVlan = 0x0114;
constexpr std::uint32_t kLineAChecksumIgnore = 0x0118;
constexpr std::uint32_t kLineAFrames = 0x011c;
constexpr std::uint32_t kLineAPackets = 0x0120;
constexpr std::uint32_t kLineADropRunt = 0x0124;
constexpr std::uint32_t kLineADropNotIpv4 = 0x0128;
constexpr std::uint32_t kLineADropFilter = 0x012c;
constexpr std::uint32_t kLineADropIpHeader = 0x0130;
constexpr std::uint32_t kLineADropIpChecksum = 0x0134;
constexpr std::uint32_t kLineADropNotUdp = 0x0138;
constexpr std::uint32_t kLineADropLength = 0x013c;
constexpr std::uint32_t kLineABadFrame = 0x0140;
constexpr std::uint32_t kLineAOverrun = 0x0144;
constexpr std::uint32_t kLineAHeaderShort = 0x0148;
constexpr std::uint32_t kLineASessionMismatch = 0x014c;
constexpr std::uint32_t kLineAHeartbeats = 0x0150;
constexpr std::uint32_t kLineAEndOfSession = 0x0154;
constexpr std::uint32_t kLineADuplicatePackets = 0x0158;
constexpr std::uint32_t kLineAMessagesTaken = 0x015c;
constexpr std::uint32_t kLineAMessagesDuplicate = 0x0160;
constexpr std::uint32_t kLineAMessageCut = 0x0164;
constexpr std::uint32_t kLineATrailingBytes = 0x0168;
constexpr std::uint32_t kLineBEnable = 0x0200;
constexpr std::uint32_t kLineBGroup = 0x0204;
constexpr std::uint32_t kLineBUdpPort = 0x0208;
constexpr std::uint32_t kLineBMacLow = 0x020c;
constexpr std::uint32_t kLineBMacHigh = 0x0210;
constexpr std::uint32_t kLineBVlan = 0x0214;
constexpr std::uint32_t kLineBChecksumIgnore = 0x0218;
constexpr std::uint32_t kLineBFrames = 0x021c;
constexpr std::uint32_t kLineBPackets = 0x0220;
constexpr std::uint32_t kLineBDropRunt = 0x0224;
constexpr std::uint32_t kLineBDropNotIpv4 = 0x0228;
constexpr std::uint32_t kLineBDropFilter = 0x022c;
constexpr std::uint32_t kLineBDropIpHeader = 0x0230;
constexpr std::uint32_t kLineBDropIpChecksum = 0x0234;
constexpr std::uint32_t kLineBDropNotUdp = 0x0238;
constexpr std::uint32_t kLineBDropLength = 0x023c;
constexpr std::uint32_t kLineBBadFrame = 0x0240;
constexpr std::uint32_t kLineBOverrun = 0x0244;
constexpr std::uint32_t kLineBHeaderShort = 0x0248;
constexpr std::uint32_t kLineBSessionMismatch = 0x024c;
constexpr std::uint32_t kLineBHeartbeats = 0x0250;
constexpr std::uint32_t kLineBEndOfSession = 0x0254;
constexpr std::uint32_t kLineBDuplicatePackets = 0x0258;
constexpr std::uint32_t kLineBMessagesTaken = 0x025c;
constexpr std::uint32_t kLineBMessagesDuplicate = 0x0260;
constexpr std::uint32_t kLineBMessageCut = 0x0264;
constexpr std::uint32_t kLineBTrailingBytes = 0x0268;
constexpr std::uint32_t kFeedFirstSeqLow = 0x0300;
constexpr std::uint32_t kFeedFirstSeqHigh = 0x0304;
constexpr std::uint32_t kFeedLineWaitCycles = 0x0308;
constexpr std::uint32_t kFeedExpectedLow = 0x030c;
constexpr std::uint32_t kFeedExpectedHigh = 0x0310;
constexpr std::uint32_t kFeedGaps = 0x0314;
constexpr std::uint32_t kFeedMessagesMissing = 0x0318;
constexpr std::uint32_t kFeedFramesPoisoned = 0x031c;
constexpr std::uint32_t kFeedBookMessages = 0x0320;
constexpr std::uint32_t kFeedVenueMessages = 0x0324;
constexpr std::uint32_t kFeedUnknownType = 0x0328;
constexpr std::uint32_t kFeedWrongLength = 0x032c;
constexpr std::uint32_t kFeedBadField = 0x0330;
constexpr std::uint32_t kFeedUnmapped = 0x0334;
constexpr std::uint32_t kFeedDecoder = 0x0338;
constexpr std::uint32_t kLobEvents = 0x0400;
constexpr std::uint32_t kLobTops = 0x0404;
constexpr std::uint32_t kLobOrderUnknown = 0x0408;
constexpr std::uint32_t kLobOrderIgnored = 0x040c;
constexpr std::uint32_t kLobOrderNotHeld = 0x0410;
constexpr std::uint32_t kLobOverfill = 0x0414;
constexpr std::uint32_t kLobBookNotHeld = 0x0418;
constexpr std::uint32_t kLobLevelOverflow = 0x041c;
constexpr std::uint32_t kLobSideUnknown = 0x0420;
constexpr std::uint32_t kLobRefillTaken = 0x0424;
constexpr std::uint32_t kLobRefillRefused = 0x0428;
constexpr std::uint32_t kLobRecordStall = 0x042c;
constexpr std::uint32_t kMatchBooks = 0x0500;
constexpr std::uint32_t kMatchWindowOrders = 0x0504;
constexpr std::uint32_t kMatchBookCount = 0x0508;
constexpr std::uint32_t kMatchReferenceFromFeed = 0x050c;
constexpr std::uint32_t kMatchOutputs = 0x0510;
constexpr std::uint32_t kMatchEchoes = 0x0514;
constexpr std::uint32_t kMatchExecutions = 0x0518;
constexpr std::uint32_t kMatchDecided = 0x051c;
constexpr std::uint32_t kMatchPassed = 0x0520;
constexpr std::uint32_t kMatchPunted = 0x0524;
constexpr std::uint32_t kMatchRefillTaken = 0x0528;
constexpr std::uint32_t kMatchRefillRefused = 0x052c;
constexpr std::uint32_t kMatchGrantTaken = 0x0530;
constexpr std::uint32_t kMatchGrantRefused = 0x0534;
constexpr std::uint32_t kMatchRecordStall = 0x0538;
constexpr std::uint32_t kGateKill = 0x0600;
constexpr std::uint32_t kGateQuantityMax = 0x0604;
constexpr std::uint32_t kGateNotionalMaxLow = 0x0608;
constexpr std::uint32_t kGateNotionalMaxHigh = 0x060c;
constexpr std::uint32_t kGateCollarBook = 0x0610;
constexpr std::uint32_t kGateCollarLow = 0x0614;
constexpr std::uint32_t kGateCollarHigh = 0x0618;
constexpr std::uint32_t kGateTake = 0x061c;

}  // namespace hotbook
