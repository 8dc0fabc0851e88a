// Generated from layout.toml by gen_layout.py. Do not edit.
package layout_pkg;
  localparam logic [31:0] LayoutHash = 32'hb2621f5b;

  typedef logic [63:0] seq_t;
  typedef logic [31:0] price_t;
  typedef logic [31:0] quantity_t;
  typedef logic [63:0] order_ref_t;
  typedef logic [63:0] time_ns_t;
  typedef logic [15:0] book_index_t;

  // Which side of the book an order rests on.
  typedef enum logic {
    SideBid = 1'd0,
    SideAsk = 1'd1
  } side_e;

  // What a host_record is about; the first six are the inputs of a book.
  typedef enum logic [7:0] {
    RecordKindAdd = 8'd1,
    RecordKindExecute = 8'd2,
    RecordKindReduce = 8'd3,
    RecordKindDelete = 8'd4,
    RecordKindGap = 8'd5,
    RecordKindRefill = 8'd6,
    RecordKindVenueMessage = 8'd16,
    RecordKindMatchOutput = 8'd32,
    RecordKindMatchEcho = 8'd33
  } record_kind_e;

  // What the host asks the card to do; from new_order on, an input of the matching function.
  typedef enum logic [7:0] {
    CommandKindRefill = 8'd1,
    CommandKindInstrument = 8'd2,
    CommandKindNewOrder = 8'd16,
    CommandKindCancelOrder = 8'd17,
    CommandKindReplaceOrder = 8'd18,
    CommandKindMassCancel = 8'd19,
    CommandKindTradingState = 8'd20,
    CommandKindReference = 8'd21,
    CommandKindBands = 8'd22,
    CommandKindTimer = 8'd23,
    CommandKindOrderRefill = 8'd24,
    CommandKindGrant = 8'd25
  } command_kind_e;

  // Matching function, section 2.
  typedef enum logic [7:0] {
    OrderTypeLimit = 8'd0,
    OrderTypeMarket = 8'd1,
    OrderTypeStop = 8'd2,
    OrderTypeStopLimit = 8'd3,
    OrderTypePeggedPrimary = 8'd4,
    OrderTypePeggedMarket = 8'd5,
    OrderTypePeggedMidpoint = 8'd6
  } order_type_e;

  // Matching function, section 2.
  typedef enum logic [7:0] {
    TimeInForceDay = 8'd0,
    TimeInForceGtc = 8'd1,
    TimeInForceGtd = 8'd2,
    TimeInForceIoc = 8'd3,
    TimeInForceFok = 8'd4,
    TimeInForceAtOpen = 8'd5,
    TimeInForceAtClose = 8'd6
  } time_in_force_e;

  // What an entering order does when it meets one of its own account.
  typedef enum logic [7:0] {
    SelfMatchNone = 8'd0,
    SelfMatchCancelNewest = 8'd1,
    SelfMatchCancelOldest = 8'd2,
    SelfMatchCancelBoth = 8'd3,
    SelfMatchDecrement = 8'd4
  } self_match_e;

  // Of a book; the last two are continuous trading in a limit state.
  typedef enum logic [7:0] {
    TradingStateClosed = 8'd0,
    TradingStateOpeningCall = 8'd1,
    TradingStateContinuous = 8'd2,
    TradingStateHalted = 8'd3,
    TradingStateHaltCall = 8'd4,
    TradingStateClosingCall = 8'd5,
    TradingStateLimitUp = 8'd6,
    TradingStateLimitDown = 8'd7
  } trading_state_e;

  // Matching function, section 8.
  typedef enum logic [7:0] {
    OutputKindAccepted = 8'd1,
    OutputKindRefused = 8'd2,
    OutputKindExecution = 8'd3,
    OutputKindCancelled = 8'd4,
    OutputKindReplaced = 8'd5,
    OutputKindRestated = 8'd6,
    OutputKindTriggered = 8'd7,
    OutputKindUncrossed = 8'd8,
    OutputKindStateChanged = 8'd9,
    OutputKindMassCancelled = 8'd10,
    OutputKindLevel = 8'd11,
    OutputKindTopOfBook = 8'd12
  } output_kind_e;

  // Why an order was refused (1 to 31; the gate_ ones differ from 0 in two bits, so that no single wrong bit of a command is a mark), or cancelled, restated or triggered; state_changed has a trading_state instead.
  typedef enum logic [7:0] {
    MatchReasonNone = 8'd0,
    MatchReasonUnknownBook = 8'd1,
    MatchReasonMalformed = 8'd2,
    MatchReasonOrderIdNotNew = 8'd3,
    MatchReasonBadQuantity = 8'd4,
    MatchReasonBadPrice = 8'd5,
    MatchReasonBadStopPrice = 8'd6,
    MatchReasonBadDisplay = 8'd7,
    MatchReasonBadMinQuantity = 8'd8,
    MatchReasonBadCombination = 8'd9,
    MatchReasonBadExpiry = 8'd10,
    MatchReasonWrongPhase = 8'd11,
    MatchReasonOutsideBands = 8'd12,
    MatchReasonWouldCross = 8'd13,
    MatchReasonNoRoom = 8'd14,
    MatchReasonUnknownOrder = 8'd15,
    MatchReasonGateKill = 8'd17,
    MatchReasonGateQuantity = 8'd18,
    MatchReasonGateNotional = 8'd20,
    MatchReasonGateCollar = 8'd24,
    MatchReasonByRequest = 8'd32,
    MatchReasonMassCancel = 8'd33,
    MatchReasonUnfilled = 8'd34,
    MatchReasonFok = 8'd35,
    MatchReasonMinQuantity = 8'd36,
    MatchReasonSelfMatch = 8'd37,
    MatchReasonTradeThrough = 8'd38,
    MatchReasonReplenished = 8'd39,
    MatchReasonPegged = 8'd40,
    MatchReasonStop = 8'd41,
    MatchReasonExpired = 8'd42,
    MatchReasonDayEnd = 8'd43
  } match_reason_e;

  // What the card's matcher did with an input that it did not decide whole, or that is not the matching function's.
  typedef enum logic [7:0] {
    VerdictDecided = 8'd0,
    VerdictPassed = 8'd1,
    VerdictPunted = 8'd2,
    VerdictTaken = 8'd3,
    VerdictRefused = 8'd4
  } verdict_e;

  // Steps of a word in the matcher: the first one; counting for fok; against the best order, or an entry's end; the second record of a self-match.
  typedef enum logic [1:0] {
    MatchPhaseJudge = 2'd0,
    MatchPhaseCount = 2'd1,
    MatchPhaseEnter = 2'd2,
    MatchPhaseSecond = 2'd3
  } match_phase_e;

  // Why every book became unknown.
  typedef enum logic [7:0] {
    GapReasonMissing = 8'd0,
    GapReasonBadFrame = 8'd1
  } gap_reason_e;

  // Bits of match_command.flags of new_order and replace_order.
  localparam int unsigned OrderFlagPostOnly = 0;

  // Bits of match_command.flags of reference.
  localparam int unsigned ReferenceFlagProtected = 0;

  // Bits of match_command.flags of mass_cancel: what an order must have in common with the input.
  localparam int unsigned ScopeFlagSession = 0;
  localparam int unsigned ScopeFlagAccount = 1;
  localparam int unsigned ScopeFlagBook = 2;

  // Bits of match_output.flags.
  localparam int unsigned OutputFlagLast = 0;
  localparam int unsigned OutputFlagAuction = 1;

  // Bits of grant.flags: bid_deep, ask_deep: the side has orders that no refill told; others: the book has orders on neither side.
  localparam int unsigned GrantFlagProtected = 0;
  localparam int unsigned GrantFlagBidDeep = 1;
  localparam int unsigned GrantFlagAskDeep = 2;
  localparam int unsigned GrantFlagOthers = 3;

  // Bits of instrument_command.flags; by_order: its book is made of orders, not of levels.
  localparam int unsigned InstrumentFlagByOrder = 0;

  // Bits of kernel_word.flags; the first three as in packet_word, then the lines' enable registers.
  localparam int unsigned KernelWordFlagFirst = 0;
  localparam int unsigned KernelWordFlagLast = 1;
  localparam int unsigned KernelWordFlagBad = 2;
  localparam int unsigned KernelWordFlagLineAEnable = 3;
  localparam int unsigned KernelWordFlagLineBEnable = 4;

  // Bits of kernel_output.flags, as in market_event; more: the venue message goes on in the next one.
  localparam int unsigned KernelOutputFlagSideAsk = 0;
  localparam int unsigned KernelOutputFlagPairFirst = 1;
  localparam int unsigned KernelOutputFlagPairSecond = 2;
  localparam int unsigned KernelOutputFlagMore = 3;

  // Bits of kernel_output.pulses, for the counters of the feed's registers and, the last two, of the lines'.
  localparam int unsigned KernelPulsesFlagBookMessages = 0;
  localparam int unsigned KernelPulsesFlagVenueMessages = 1;
  localparam int unsigned KernelPulsesFlagUnknownType = 2;
  localparam int unsigned KernelPulsesFlagWrongLength = 3;
  localparam int unsigned KernelPulsesFlagBadField = 4;
  localparam int unsigned KernelPulsesFlagUnmapped = 5;
  localparam int unsigned KernelPulsesFlagLineAHeaderShort = 6;
  localparam int unsigned KernelPulsesFlagLineBHeaderShort = 7;

  // Bits of book_update.flags.
  localparam int unsigned UpdateFlagSideAsk = 0;
  localparam int unsigned UpdateFlagTopChanged = 1;
  localparam int unsigned UpdateFlagBidKnown = 2;
  localparam int unsigned UpdateFlagAskKnown = 3;
  localparam int unsigned UpdateFlagOrderUnknown = 4;
  localparam int unsigned UpdateFlagOrderIgnored = 5;
  localparam int unsigned UpdateFlagOrderNotHeld = 6;
  localparam int unsigned UpdateFlagBidLow = 7;
  localparam int unsigned UpdateFlagAskLow = 8;
  localparam int unsigned UpdateFlagRefillRefused = 9;
  localparam int unsigned UpdateFlagPairFirst = 10;
  localparam int unsigned UpdateFlagPairSecond = 11;
  localparam int unsigned UpdateFlagOverfill = 12;

  // One input of a book, resolved, and the top of that book after it. Exactly one per book input, in order.
  localparam int unsigned BookUpdateBits = 512;
  typedef struct packed {
    logic [15:0]   record_seq;       // byte 62: low bits of the record's number on this ring, from 0
    logic [7:0]    latency_cycles;   // byte 61: last byte of the message at the card's edge to this top of book, saturating
    record_kind_e  kind;             // byte 60: add, execute, reduce, delete, gap or refill
    logic [15:0]   flags;            // byte 58: see the flag.update bits
    book_index_t   book;             // byte 56: instrument; gap: 0xffff
    quantity_t     ask_quantity;     // byte 52: shares at the best ask, 0 when the side is empty or unknown
    price_t        ask_price;        // byte 48: best ask after this input
    quantity_t     bid_quantity;     // byte 44: shares at the best bid, 0 when the side is empty or unknown
    price_t        bid_price;        // byte 40: best bid after this input
    quantity_t     quantity;         // byte 36: shares added or taken off, after clamping to the order
    price_t        price;            // byte 32: ticks, from the order table where the message has none; gap: gap_reason
    order_ref_t    order_ref;        // byte 24: venue order reference; gap: how many messages are missing or were used from the bad frame
    time_ns_t      rx_time_ns;       // byte 16: card time at the first word of the frame
    logic [63:0]   venue_time_ns;    // byte  8: ns since midnight, as the venue wrote it
    seq_t          seq;              // byte  0: venue sequence number; gap: first missing; refill: as_of of the command
  } book_update_t;

  // A venue message that changes no book, passed to the host as it came.
  localparam int unsigned VenueMessageBits = 512;
  typedef struct packed {
    logic [15:0]   record_seq;       // byte 62: low bits of the record's number on this ring, from 0
    logic [7:0]    latency_cycles;   // byte 61: last byte at the card's edge to this record, saturating
    record_kind_e  kind;             // byte 60: venue_message
    logic [7:0]    more;             // byte 59: 1: the message goes on in the next venue_message
    logic [7:0]    length;           // byte 58: bytes of message that are meant
    logic [399:0]  message;          // byte  8: the message, byte 0 first, zero after its end
    seq_t          seq;              // byte  0: venue sequence number
  } venue_message_t;

  // Written by the card after the records it covers, in a later burst.
  localparam int unsigned RingStatusBits = 512;
  typedef struct packed {
    logic [63:0]   reserved_5;       // byte 56: zero
    logic [63:0]   reserved_4;       // byte 48: zero
    logic [63:0]   reserved_3;       // byte 40: zero
    logic [63:0]   reserved_2;       // byte 32: zero
    logic [63:0]   reserved_1;       // byte 24: zero
    logic [63:0]   reserved_0;       // byte 16: zero
    logic [63:0]   cycle;            // byte  8: card cycle of this write
    logic [63:0]   written;          // byte  0: records written since ring.enable rose
  } ring_status_t;

  // The levels that follow a side's window, best first, as the host knew them after record as_of.
  localparam int unsigned RefillCommandBits = 512;
  typedef struct packed {
    logic [31:0]   order_count_3;    // byte 60: orders
    quantity_t     quantity_3;       // byte 56: shares
    price_t        price_3;          // byte 52: ticks
    logic [31:0]   order_count_2;    // byte 48: orders
    quantity_t     quantity_2;       // byte 44: shares
    price_t        price_2;          // byte 40: ticks
    logic [31:0]   order_count_1;    // byte 36: orders
    quantity_t     quantity_1;       // byte 32: shares
    price_t        price_1;          // byte 28: ticks
    logic [31:0]   order_count_0;    // byte 24: orders, 1 to 65535
    quantity_t     quantity_0;       // byte 20: shares
    price_t        price_0;          // byte 16: ticks
    logic [15:0]   reserved;         // byte 14: zero
    command_kind_e kind;             // byte 13: refill
    logic [7:0]    deep;             // byte 12: 1: more levels exist behind these
    logic [7:0]    level_count;      // byte 11: 0 to 4 levels follow
    logic [7:0]    side;             // byte 10: 0 bid, 1 ask
    book_index_t   book;             // byte  8: instrument
    logic [63:0]   as_of;            // byte  0: number of book inputs (records of kinds 1 to 6) the host had consumed
  } refill_command_t;

  // An instrument that a feed kernel is to know, as it was when the venue's session began; the same number again replaces it.
  localparam int unsigned InstrumentCommandBits = 512;
  typedef struct packed {
    logic [63:0]   reserved_3;       // byte 56: zero
    logic [63:0]   reserved_2;       // byte 48: zero
    logic [63:0]   reserved_1;       // byte 40: zero
    logic [63:0]   price_offset;     // byte 32: ticks, signed, added to a price: what a book holds must be 1 to 2^32 - 1
    logic [63:0]   tick_inverse;     // byte 24: of tick_odd, modulo 2^64: a price that is a multiple of tick_odd, times this, is how many
    logic [63:0]   tick_odd;         // byte 16: odd
    logic [15:0]   reserved_0;       // byte 14: zero
    command_kind_e kind;             // byte 13: instrument
    logic [7:0]    flags;            // byte 12: see flag.instrument
    logic [7:0]    tick_shift;       // byte 11: a tick is tick_odd x 2^tick_shift of the venue's price units, 0 to 63
    logic [7:0]    depth;            // byte 10: levels the venue tells of a side, 1 to 10
    book_index_t   book;             // byte  8: its book
    logic [63:0]   instrument;       // byte  0: the venue's number of it (MDP 3.0: security id); all ones: forget every instrument
  } instrument_command_t;

  // A packet_word of one line on its way to a feed kernel, with what the kernel must know of the session.
  localparam int unsigned KernelWordBits = 320;
  typedef struct packed {
    logic [47:0]   reserved;         // byte 34: zero
    logic [7:0]    end_lane;         // byte 33: one past the last payload byte; equal to first_lane: no payload in this word
    logic [7:0]    first_lane;       // byte 32: lane of the first payload byte
    logic [7:0]    flags;            // byte 31: see flag.kernel_word
    logic [7:0]    session;          // byte 30: counts the clears; another one: the kernel forgets books, packets and numbers, not instruments
    logic [15:0]   arrival_cycle;    // byte 28: cycle in which this word was at the card's edge
    logic [31:0]   line_wait_cycles; // byte 24: register feed.line_wait_cycles
    seq_t          first_seq;        // byte 16: register feed.first_seq
    time_ns_t      rx_time_ns;       // byte  8: first word of the frame at the card's edge
    logic [63:0]   data;             // byte  0: as in the frame, not realigned; lane 0 first
  } kernel_word_t;

  // What one step of a feed kernel gives: an event of a book, a gap, a piece of a venue message, or none of them; and pulses for the counters.
  localparam int unsigned KernelOutputBits = 896;
  typedef struct packed {
    logic [23:0]   reserved;         // byte 109: zero
    logic [399:0]  message;          // byte 59: venue_message: the piece, byte 0 first, zero after its end
    logic [7:0]    pulses;           // byte 58: see flag.kernel_pulses
    logic [7:0]    line_b;           // byte 57: pulses of line b
    logic [7:0]    line_a;           // byte 56: pulses of line a, in the order of line_pulses, the first in bit 0
    logic [7:0]    length;           // byte 55: venue_message: bytes of message that are meant, 1 to 50
    logic [7:0]    session;          // byte 54: of the words it comes of; one of another session is dropped
    logic [15:0]   arrival_cycle;    // byte 52: cycle in which the message's last byte was at the card's edge
    logic [7:0]    flags;            // byte 51: see flag.kernel_output
    logic [7:0]    kind;             // byte 50: record_kind: add, execute, reduce, delete, gap or venue_message; 0: pulses only
    book_index_t   book;             // byte 48: instrument; gap: 0xffff
    quantity_t     quantity;         // byte 44: as in market_event
    price_t        price;            // byte 40: as in market_event; gap: gap_reason
    seq_t          expected;         // byte 32: next sequence number after this step
    order_ref_t    order_ref;        // byte 24: as in market_event; gap: count
    time_ns_t      rx_time_ns;       // byte 16: of the frame; gap: of the one that showed it
    logic [63:0]   venue_time_ns;    // byte  8: ns since midnight UTC
    seq_t          seq;              // byte  0: venue sequence number; gap: first missing or spoilt
  } kernel_output_t;

  // An input of the matching function, as a host sends it; unused fields are 0.
  localparam int unsigned MatchCommandBits = 512;
  typedef struct packed {
    logic [63:0]   host_number;      // byte 56: the sender's own number of this command; the matching function ignores it
    logic [63:0]   new_order_id;     // byte 48: replace: id from now on, 0 keeps it; timer: ns
    logic [31:0]   expire_s;         // byte 44: gtd: seconds on the timer's clock
    price_t        stop_price;       // byte 40: stop; pegged: signed offset; reference: best ask; bands: lower
    quantity_t     min_quantity;     // byte 36: ioc: execute this much or nothing; replace: known_open
    quantity_t     display_quantity; // byte 32: iceberg: shares shown at a time; else 0
    quantity_t     quantity;         // byte 28: shares; replace: what is to be open; bands: upper
    price_t        price;            // byte 24: limit or cap; reference: best bid; bands: reference price
    logic [7:0]    gate;             // byte 23: new, replace: 0, or the match_reason for which order_gate refuses it
    logic [7:0]    state;            // byte 22: trading_state input only
    logic [15:0]   session;          // byte 20: client session, for mass cancel
    logic [31:0]   account;          // byte 16: owner, for self-match prevention and mass cancel
    logic [7:0]    self_match;       // byte 15: self_match; new, replace
    logic [7:0]    flags;            // byte 14: new, replace: see flag.order; reference: flag.reference; mass_cancel: flag.scope
    command_kind_e kind;             // byte 13: new_order to timer
    logic [7:0]    time_in_force;    // byte 12: time_in_force
    logic [7:0]    order_type;       // byte 11: order_type
    logic [7:0]    side;             // byte 10: 0 bid, 1 ask
    book_index_t   book;             // byte  8: instrument; trading_state: 0xffff all
    logic [63:0]   order_id;         // byte  0: new: its id; cancel, replace: the order's
  } match_command_t;

  // One output of the matching function.
  localparam int unsigned MatchOutputBits = 512;
  typedef struct packed {
    logic [15:0]   record_seq;       // byte 62: card: low bits of the record's number on this ring; else 0
    logic [7:0]    latency_cycles;   // byte 61: card: command taken to this record, saturating; else 0
    record_kind_e  kind;             // byte 60: match_output
    logic [31:0]   input_check;      // byte 56: card, with last: exclusive or of the command's sixteen 32-bit words; else 0
    logic [7:0]    flags;            // byte 55: see flag.output
    logic [7:0]    reason;           // byte 54: match_reason; state_changed: trading_state
    output_kind_e  output_kind;      // byte 53: what it says
    logic [7:0]    side;             // byte 52: of order_id; level: of the level
    logic [15:0]   index;            // byte 50: of this output within its input, from 0
    book_index_t   book;             // byte 48: instrument
    logic [31:0]   other_account;    // byte 44: of other_order_id
    logic [31:0]   account;          // byte 40: of order_id
    quantity_t     other_leaves;     // byte 36: open quantity of other_order_id afterwards
    quantity_t     leaves;           // byte 32: open quantity of order_id afterwards
    quantity_t     quantity;         // byte 28: shares
    price_t        price;            // byte 24: ticks
    logic [63:0]   other_order_id;   // byte 16: the same
    logic [63:0]   order_id;         // byte  8: see the matching function, section 8
    seq_t          input_seq;        // byte  0: number of the input
  } match_output_t;

  // An input that the card's matcher did not decide whole, or that changed only what the card knows.
  localparam int unsigned MatchEchoBits = 512;
  typedef struct packed {
    logic [15:0]   record_seq;       // byte 62: low bits of the record's number on this ring
    logic [7:0]    latency_cycles;   // byte 61: command taken to this record, saturating
    record_kind_e  kind;             // byte 60: match_echo
    logic [31:0]   reserved_1;       // byte 56: zero
    logic [63:0]   reserved_0;       // byte 48: zero
    logic [7:0]    ask_count;        // byte 47: orders in the ask window afterwards
    logic [7:0]    bid_count;        // byte 46: orders in the bid window afterwards
    logic [7:0]    side;             // byte 45: of the command
    logic [7:0]    flags;            // byte 44: of the command
    verdict_e      verdict;          // byte 43: passed, punted; order_refill, grant: taken or refused; reference, bands: decided
    command_kind_e input_kind;       // byte 42: of the command
    book_index_t   book;             // byte 40: instrument
    logic [31:0]   outputs;          // byte 36: punted: how many outputs of this input the card had already written
    logic [31:0]   input_check;      // byte 32: exclusive or of the command's sixteen 32-bit words
    price_t        ask_price;        // byte 28: reference inputs: best ask
    price_t        bid_price;        // byte 24: reference inputs: best bid
    logic [63:0]   host_number;      // byte 16: of the command; 0 when the card's own feed made the input
    logic [63:0]   order_id;         // byte  8: of the command; order_refill, grant: as_of
    seq_t          input_seq;        // byte  0: number of the input; order_refill, grant: of the latest input
  } match_echo_t;

  // Orders that follow a side's window, best first, as the host knew them after input as_of.
  localparam int unsigned OrderRefillBits = 512;
  typedef struct packed {
    logic [63:0]   host_number;      // byte 56: the sender's own number of this command
    logic [31:0]   account_1;        // byte 52: owner
    logic [31:0]   account_0;        // byte 48: owner
    quantity_t     quantity_1;       // byte 44: open shares
    price_t        price_1;          // byte 40: ticks
    logic [63:0]   order_id_1;       // byte 32: 0 when order_count is 1
    quantity_t     quantity_0;       // byte 28: open shares
    price_t        price_0;          // byte 24: ticks
    logic [63:0]   order_id_0;       // byte 16: best first
    logic [7:0]    reserved_0;       // byte 15: zero
    logic [7:0]    refill_index;     // byte 14: refills of this side taken since its deep part last changed
    command_kind_e kind;             // byte 13: order_refill
    logic [7:0]    deep;             // byte 12: 1: more orders exist behind these
    logic [7:0]    order_count;      // byte 11: 1 or 2 orders follow
    logic [7:0]    side;             // byte 10: 0 bid, 1 ask
    book_index_t   book;             // byte  8: instrument
    logic [63:0]   as_of;            // byte  0: input_seq up to which the host had followed
  } order_refill_t;

  // The host gives a book to the card.
  localparam int unsigned GrantBits = 512;
  typedef struct packed {
    logic [63:0]   host_number;      // byte 56: the sender's own number of this command
    logic [63:0]   reserved_2;       // byte 48: zero
    logic [63:0]   reserved_1;       // byte 40: zero
    price_t        upper;            // byte 36: band, 0 none
    price_t        lower;            // byte 32: band, 0 none
    price_t        reference_ask;    // byte 28: 0 none
    price_t        reference_bid;    // byte 24: 0 none
    logic [63:0]   highest_id;       // byte 16: highest order id introduced, as of as_of
    logic [15:0]   reserved_0;       // byte 14: zero
    command_kind_e kind;             // byte 13: grant
    logic [7:0]    ask_refills;      // byte 12: the same of the ask side
    logic [7:0]    bid_refills;      // byte 11: refills of the bid side the host has sent as of as_of
    logic [7:0]    flags;            // byte 10: see flag.grant
    book_index_t   book;             // byte  8: instrument
    logic [63:0]   as_of;            // byte  0: input_seq up to which the host had followed
  } grant_t;

  // Eight bytes of an Ethernet frame, frame check sequence already removed by the MAC.
  localparam int unsigned FrameWordBits = 70;
  typedef struct packed {
    logic [63:0]   data;             // lane 0 first
    logic [3:0]    byte_count;       // 1 to 8; 8 except in the last word
    logic          last;             // end of frame
    logic          bad;              // with last: the MAC found the frame bad
  } frame_word_t;

  // Eight raw frame bytes of which [first_lane, end_lane) are UDP payload.
  localparam int unsigned PacketWordBits = 154;
  typedef struct packed {
    logic [63:0]   data;             // as in the frame, not realigned
    logic [2:0]    first_lane;       // lane of the first payload byte
    logic [3:0]    end_lane;         // one past the last payload byte; equal to first_lane: no payload in this word
    logic          first;            // holds the packet's first payload byte
    logic          last;             // the frame ended
    logic          bad;              // with last: the frame was bad or shorter than its UDP length
    time_ns_t      rx_time_ns;       // first word of the frame at the card's edge
    logic [15:0]   arrival_cycle;    // cycle in which this word was at the card's edge
  } packet_word_t;

  // MoldUDP64 downstream header (MoldUDP64 1.0, Downstream Packet), decoded.
  localparam int unsigned PacketHeaderBits = 160;
  typedef struct packed {
    logic [79:0]   session;          // ASCII, first character in the top byte
    seq_t          seq;              // first message in the packet
    logic [15:0]   message_count;    // 0 heartbeat, 0xffff end of session
  } packet_header_t;

  // Eight raw frame bytes with at most one message start and one message finish marked.
  localparam int unsigned MessageWordBits = 172;
  typedef struct packed {
    logic [63:0]   data;             // as in the frame, not realigned
    logic          start;            // a message's byte 0 is at start_lane (or the message is empty)
    logic [2:0]    start_lane;       // 0 to 7
    logic          finish;           // the last byte of a message is at finish_lane; before start when start_lane is behind it
    logic [2:0]    finish_lane;      // 0 to 7
    logic [15:0]   length;           // bytes of the message that starts here
    logic          first;            // first word of the packet: its header is valid from here on
    logic          last;             // the packet ended; a message still open is cut
    logic          trailing;         // with last: payload bytes stood behind the last claimed message
    logic          bad;              // with last: the frame was bad
    time_ns_t      rx_time_ns;       // first word of the frame at the card's edge
    logic [15:0]   arrival_cycle;    // cycle in which this word was at the card's edge
  } message_word_t;

  // What the arbiter took: a message_word with its messages' number, or a gap.
  localparam int unsigned TakenWordBits = 242;
  typedef struct packed {
    logic          gap;              // a gap event; of the rest only seq, data, reason and the times are meant
    gap_reason_e   reason;           // gap only
    seq_t          seq;              // of the message that finishes here; gap: first message missing or spoilt
    logic [63:0]   data;             // as in the frame, not realigned; gap: how many messages
    logic          start;            // as in message_word, cleared for messages that are skipped
    logic [2:0]    start_lane;       // 0 to 7
    logic          finish;           // as in message_word, cleared for messages that are skipped
    logic [2:0]    finish_lane;      // 0 to 7
    logic [15:0]   length;           // bytes of the message that starts here
    logic          last;             // the packet ended; a message still open is cut
    time_ns_t      rx_time_ns;       // first word of the frame at the card's edge; gap: of the frame that showed it
    logic [15:0]   arrival_cycle;    // cycle in which this word was at the card's edge
  } taken_word_t;

  // One whole message, bytes in order, with what its type and length make of it; or a gap. At most one of the one-bit fields is set.
  localparam int unsigned CollectedMessageBits = 631;
  typedef struct packed {
    logic          gap;              // a gap event: seq, count, reason and the times are meant
    logic          add;              // A, F
    logic          execute;          // E, C
    logic          reduce;           // X
    logic          remove;           // D
    logic          replace;          // U
    logic          venue;            // changes no book
    logic          unknown_type;     // not in the specification
    logic          wrong_length;     // empty, or not as long as its type
    gap_reason_e   reason;           // gap only
    seq_t          seq;              // of the message; gap: first message missing or spoilt
    logic [63:0]   count;            // gap only: how many messages
    logic [5:0]    length;           // bytes; of a message of the right length only
    logic [399:0]  message;          // byte 0 in the lowest bits; whatever was there before behind its end
    time_ns_t      rx_time_ns;       // first word of the frame at the card's edge
    logic [15:0]   arrival_cycle;    // cycle in which the last byte was at the card's edge
  } collected_message_t;

  // One normalised change of one book, venue-independent.
  localparam int unsigned MarketEventBits = 347;
  typedef struct packed {
    seq_t          seq;              // venue sequence number
    logic [47:0]   venue_time_ns;    // ns since midnight
    time_ns_t      rx_time_ns;       // first word of the frame at the card's edge
    order_ref_t    order_ref;        // venue order reference; gap: count
    price_t        price;            // ticks, add only; gap: gap_reason
    quantity_t     quantity;         // shares; not used by delete
    book_index_t   book;             // instrument
    record_kind_e  kind;             // add, execute, reduce, delete or gap
    side_e         side;             // add only; of a pair_second add it is that of the order just deleted
    logic          pair_first;       // delete half of a replace; the add half is the next event
    logic          pair_second;      // add half of a replace; ignored when the delete half found no order
    logic [15:0]   arrival_cycle;    // cycle in which the message's last byte was at the card's edge
  } market_event_t;

  // What the lob's sequencer adds to an input of a book.
  localparam int unsigned InputStampBits = 68;
  typedef struct packed {
    logic [47:0]   number;           // of the input, from 1 after reset
    logic [15:0]   epoch;            // the input belongs to, never 0
    logic          after_gap;        // the epoch began with a gap
    logic          book_held;        // the book is below book_count
    logic          pair_joined;      // the input before was a pair_first of the same book and epoch
    logic          refill_bad;       // refill: malformed, of another epoch, or ahead of its time
  } input_stamp_t;

  // An order in a row of the order table; the row is free unless its epoch is the current one.
  localparam int unsigned OrderEntryBits = 161;
  typedef struct packed {
    logic [15:0]   epoch;            // 0: free whatever the current epoch is
    order_ref_t    order_ref;        // key, with book
    book_index_t   book;
    price_t        price;            // ticks
    quantity_t     quantity;         // shares left, never 0
    side_e         side;
  } order_entry_t;

  // What an input, resolved by the order table, does to its book; at most one of add, take, lost and refill.
  localparam int unsigned BookOpBits = 120;
  typedef struct packed {
    logic [47:0]   number;           // of the input
    logic          add;              // quantity joins the level at price
    logic          take;             // quantity leaves the level at price
    logic          lost;             // an order the table lacks was named
    logic          not_held;         // with add: the order found no room in the table
    logic          refill;           // the refill in hand, price is that of its first level
    logic          refill_bad;       // with refill: refused whatever the window holds
    side_e         side;             // of the level
    price_t        price;            // ticks
    quantity_t     quantity;         // shares, never 0 with add or take
    logic          order_gone;       // with take: the order left with its quantity
  } book_op_t;

  // One side of a book before and after an input.
  localparam int unsigned SideViewBits = 133;
  typedef struct packed {
    logic          known;            // 0: the card cannot say
    price_t        price;            // best level, 0 when empty or unknown
    quantity_t     quantity;         // shares there, 0 when empty or unknown
    logic          low;              // deep, and at most half of the window holds a level
    logic          known_before;     // the same before the input
    price_t        price_before;
    quantity_t     quantity_before;
    logic          overflow;         // a level outgrew its fields
    logic          refill_taken;     // the refill changed the window
  } side_view_t;

  // The best level of each side of one book.
  localparam int unsigned TopOfBookBits = 146;
  typedef struct packed {
    book_index_t   book;             // instrument
    logic          bid_known;        // 0: the card cannot say
    price_t        bid_price;        // ticks
    quantity_t     bid_quantity;     // 0: the side is empty
    logic          ask_known;        // 0: the card cannot say
    price_t        ask_price;        // ticks
    quantity_t     ask_quantity;     // 0: the side is empty
  } top_of_book_t;

  // All orders of one side at one price.
  localparam int unsigned LevelBits = 80;
  typedef struct packed {
    price_t        price;            // ticks
    quantity_t     quantity;         // shares, never 0 in a window
    logic [15:0]   order_count;      // orders
  } level_t;

  // One order of the matcher's window.
  localparam int unsigned RestingOrderBits = 160;
  typedef struct packed {
    logic [63:0]   order_id;
    logic [31:0]   account;          // owner
    price_t        price;            // ticks, 1 to 2^31 - 1
    quantity_t     quantity;         // open shares, 1 to 2^31 - 1
  } resting_order_t;

  // What the matcher holds of a book beside its windows (match_ownership.md, section 1).
  localparam int unsigned MatchStateBits = 293;
  typedef struct packed {
    logic          owned;            // by the card
    logic          others;           // the book has orders on neither side
    logic          guarded;          // protected: never trade through the reference
    price_t        reference_bid;    // 0 none
    price_t        reference_ask;    // 0 none
    price_t        lower;            // band, 0 none
    price_t        upper;            // band, 0 none
    logic [1:0]    deep;             // bit 0 bid, bit 1 ask: orders may exist behind the window
    logic [47:0]   bid_deep_seq;     // latest input that may have changed what is behind the bid window
    logic [47:0]   ask_deep_seq;     // the same of the ask window
    logic [7:0]    bid_refills;      // refills taken since
    logic [7:0]    ask_refills;      // refills taken since
    logic [47:0]   written_seq;      // latest input when the row was written
  } match_state_t;

  // What a word for the matcher says by itself, before its row is looked at.
  localparam int unsigned CommandFormBits = 177;
  typedef struct packed {
    logic          is_new;           // one of the is_ bits, or none: an input the card never decides
    logic          is_cancel;
    logic          is_replace;
    logic          is_reference;
    logic          is_bands;
    logic          is_refill;
    logic          is_grant;
    logic [7:0]    gate;             // new, replace: 0, or the reason for which it is refused whatever else holds
    logic          is_for_all;       // an input for all books
    logic          is_idle;          // a timer, or a kind that is none
    logic          from_feed;        // a reference of the card's own feed
    logic          unknown_book;     // book is not below match.book_count
    logic          has_row;          // book is below match_books
    logic          malformed;        // new, replace: 2.2 and 4.2; reference: refused; refill, grant: never taken
    logic          bad_quantity;     // whatever is open
    logic          bad_price;
    logic          bad_combination;
    logic          beyond_card;      // new: a type, a time or a field that is the host's
    logic          is_market;
    logic          is_fok;
    logic          post_only;
    logic          may_rest;         // what remains joins the side
    logic          introduces;       // introduced_id is one, whoever owns the book
    logic [63:0]   introduced_id;    // grant: the told highest id
    logic          knows_open;       // replace: known_open is not 0
    logic [32:0]   open_change;      // replace: quantity less known_open, signed
    logic          open_not_more;    // replace: open_change is not above 0
    logic [31:0]   input_check;      // exclusive or of the sixteen words
    logic [15:0]   taken_cycle;      // cycle in which the word was taken
  } command_form_t;

  // What the matcher does with a word in its first step; at most one of the first seven.
  localparam int unsigned JudgementBits = 29;
  typedef struct packed {
    logic          ignore;           // a top of book that is no input: nothing at all
    logic          echo;             // closed by an echo of this verdict
    logic          refuse;           // closed by refused
    logic          accept;           // accepted, then entry
    logic          replace;          // replaced, then entry
    logic          reduce;           // replaced in its place
    logic          cancel;           // the order that was found is cancelled
    logic          count;            // accepted, but what can be executed is counted first
    logic          forget;           // the book is the host's, its windows forgotten
    logic          disturb;          // what is behind both windows may have changed
    logic          refill;           // the refill is taken
    logic          grant;            // the grant is taken
    logic          refer;            // the reference is taken
    verdict_e      verdict;          // of the echo
    logic [7:0]    reason;           // match_reason of refused
  } judgement_t;

  // Registers of one feed line that say what it receives, as the host last wrote them.
  localparam int unsigned LineConfigBits = 112;
  typedef struct packed {
    logic          enable;           // the line takes part in arbitration
    logic [31:0]   group;            // IPv4 destination address; 0 accepts any
    logic [15:0]   udp_port;         // UDP destination port; 0 accepts any
    logic [47:0]   mac;              // destination MAC; 0 accepts any
    logic [13:0]   vlan;             // bits 11:0 VLAN id; bit 12 accepts tagged and untagged, bit 13 untagged only
    logic          checksum_ignore;  // accept any IPv4 header and UDP checksum
  } line_config_t;

  // Registers of the record ring and the command ring, as the host last wrote them.
  localparam int unsigned RingConfigBits = 321;
  typedef struct packed {
    logic          enable;           // both rings run
    logic [63:0]   record_base;      // address of slot 0
    logic [31:0]   record_slots_log2;// 6 to 24, or the ring stands still
    logic [63:0]   record_status;    // address of the ring_status record
    logic [31:0]   record_consumed;  // records the host has read
    logic [63:0]   command_base;     // address of slot 0
    logic [31:0]   command_slots_log2;// 6 to 16, or the ring stands still
    logic [31:0]   command_produced; // commands the host has written
  } ring_config_t;

  // Registers of the gate that are taken together.
  localparam int unsigned GateLimitsBits = 192;
  typedef struct packed {
    logic [31:0]   quantity_max;     // shares of an order; 0 is no limit
    logic [63:0]   notional_max;     // price x quantity of an order; 0 is no limit
    logic [31:0]   collar_book;      // the book of the collar
    logic [31:0]   collar_low;       // lowest price of an order; 0 is no limit
    logic [31:0]   collar_high;      // highest price of an order; 0 is no limit
  } gate_limits_t;

  // The host reads or writes one register.
  localparam int unsigned CsrAccessBits = 53;
  typedef struct packed {
    logic          write;            // 0 reads
    logic [15:0]   address;          // byte address
    logic [31:0]   data;             // write only
    logic [3:0]    strobe;           // write only: bytes of data that are meant
  } csr_access_t;

  // What came of a register access.
  localparam int unsigned CsrAnswerBits = 33;
  typedef struct packed {
    logic [31:0]   data;             // what was read; 0 of a write or an unknown address
    logic          ok;               // 0: unknown address, write to a read-only register, or clear while the card runs
  } csr_answer_t;

  // A burst of 64-byte words in host memory; it never crosses a 4096-byte boundary.
  localparam int unsigned HostBurstBits = 72;
  typedef struct packed {
    logic [63:0]   address;          // of the first word, 64-byte aligned
    logic [7:0]    length;           // words less one
  } host_burst_t;

  // One pulse an event, for the counters of a line's registers.
  localparam int unsigned EthPulsesBits = 10;
  typedef struct packed {
    logic          frames;
    logic          packets;
    logic          drop_runt;
    logic          drop_not_ipv4;
    logic          drop_filter;
    logic          drop_ip_header;
    logic          drop_ip_checksum;
    logic          drop_not_udp;
    logic          drop_length;
    logic          bad_frame;
  } eth_pulses_t;

  // Arbiter's pulses of one line, for the counters of a line's registers.
  localparam int unsigned LinePulsesBits = 8;
  typedef struct packed {
    logic          session_mismatch;
    logic          heartbeats;
    logic          end_of_session;
    logic          duplicate_packets;
    logic          messages_taken;
    logic          messages_duplicate;
    logic          message_cut;
    logic          trailing_bytes;
  } line_pulses_t;

  // Decoder's pulses, for the counters of the feed's registers.
  localparam int unsigned ItchPulsesBits = 5;
  typedef struct packed {
    logic          book_messages;
    logic          venue_messages;
    logic          unknown_type;
    logic          wrong_length;
    logic          bad_field;
  } itch_pulses_t;

  // One pulse an event, for the counters of the lob's registers.
  localparam int unsigned LobPulsesBits = 13;
  typedef struct packed {
    logic          events;
    logic          tops;
    logic          order_unknown;
    logic          order_ignored;
    logic          order_not_held;
    logic          overfill;
    logic          book_not_held;
    logic          level_overflow;
    logic          bid_unknown;
    logic          ask_unknown;
    logic          refill_taken;
    logic          refill_refused;
    logic          record_stall;
  } lob_pulses_t;

  // One pulse a record of the matcher, for the counters of the match registers.
  localparam int unsigned MatchPulsesBits = 11;
  typedef struct packed {
    logic          outputs;
    logic          echoes;
    logic          executions;
    logic          decided;
    logic          passed;
    logic          punted;
    logic          refill_taken;
    logic          refill_refused;
    logic          grant_taken;
    logic          grant_refused;
    logic          record_stall;
  } match_pulses_t;

  localparam logic [15:0] ControlMagicAddr  = 16'h0000;  // who answers: HOTB
  localparam logic [31:0] ControlMagicReset = 32'h484f5442;
  localparam logic [15:0] ControlLayoutHashAddr  = 16'h0004;  // the host compares it at open
  localparam logic [31:0] ControlLayoutHashReset = 32'hb2621f5b;
  localparam logic [15:0] ControlRunAddr  = 16'h0008;  // 1 lets frames in, once the memories are swept
  localparam logic [31:0] ControlRunReset = 32'h00000000;
  localparam logic [15:0] ControlClearAddr  = 16'h000c;  // a write of 1 starts a new session: books empty and known, counters zero; reads 0; refused while run is 1
  localparam logic [31:0] ControlClearReset = 32'h00000000;
  localparam logic [15:0] ControlBookCountAddr  = 16'h0010;  // books the card holds
  localparam logic [15:0] ControlWindowLevelsAddr  = 16'h0014;  // levels of a window
  localparam logic [15:0] ControlOrderSlotsAddr  = 16'h0018;  // orders the card can hold
  localparam logic [15:0] ControlCycleLowAddr  = 16'h001c;  // cycles since reset, low half; reading it latches the high half
  localparam logic [31:0] ControlCycleLowReset = 32'h00000000;
  localparam logic [15:0] ControlCycleHighAddr  = 16'h0020;  // cycles since reset, high half
  localparam logic [31:0] ControlCycleHighReset = 32'h00000000;
  localparam logic [15:0] ControlCycleTimeAddr  = 16'h0024;  // ns of one cycle in units of 2^-24 ns; reset value is 322.265625 MHz
  localparam logic [31:0] ControlCycleTimeReset = 32'h031a6032;
  localparam logic [15:0] RingRecordBaseLowAddr  = 16'h0080;  // address of slot 0, 4096-byte aligned
  localparam logic [31:0] RingRecordBaseLowReset = 32'h00000000;
  localparam logic [15:0] RingRecordBaseHighAddr  = 16'h0084;
  localparam logic [31:0] RingRecordBaseHighReset = 32'h00000000;
  localparam logic [15:0] RingRecordSlotsLog2Addr  = 16'h0088;  // 6 to 24: slots of 64 bytes
  localparam logic [31:0] RingRecordSlotsLog2Reset = 32'h00000000;
  localparam logic [15:0] RingRecordStatusLowAddr  = 16'h008c;  // address of the 64-byte ring_status record, 64-byte aligned
  localparam logic [31:0] RingRecordStatusLowReset = 32'h00000000;
  localparam logic [15:0] RingRecordStatusHighAddr  = 16'h0090;
  localparam logic [31:0] RingRecordStatusHighReset = 32'h00000000;
  localparam logic [15:0] RingRecordConsumedAddr  = 16'h0094;  // records the host has read, low 32 bits; the card never writes more than slots ahead of it; 0 before enable rises
  localparam logic [31:0] RingRecordConsumedReset = 32'h00000000;
  localparam logic [15:0] RingRecordWrittenAddr  = 16'h0098;  // records whose ring_status write has been acknowledged, low 32 bits
  localparam logic [31:0] RingRecordWrittenReset = 32'h00000000;
  localparam logic [15:0] RingCommandBaseLowAddr  = 16'h009c;  // address of slot 0, 4096-byte aligned
  localparam logic [31:0] RingCommandBaseLowReset = 32'h00000000;
  localparam logic [15:0] RingCommandBaseHighAddr  = 16'h00a0;
  localparam logic [31:0] RingCommandBaseHighReset = 32'h00000000;
  localparam logic [15:0] RingCommandSlotsLog2Addr  = 16'h00a4;  // 6 to 16: slots of 64 bytes
  localparam logic [31:0] RingCommandSlotsLog2Reset = 32'h00000000;
  localparam logic [15:0] RingCommandProducedAddr  = 16'h00a8;  // doorbell: commands the host has written, low 32 bits; not believed more than slots ahead of command_consumed
  localparam logic [31:0] RingCommandProducedReset = 32'h00000000;
  localparam logic [15:0] RingCommandConsumedAddr  = 16'h00ac;  // commands the card has taken, low 32 bits
  localparam logic [31:0] RingCommandConsumedReset = 32'h00000000;
  localparam logic [15:0] RingCommandBadAddr  = 16'h00b0;  // refills of the feed and instruments with a bad field, skipped; instruments while no feed kernel decodes, and those it does not take in 65536 cycles
  localparam logic [31:0] RingCommandBadReset = 32'h00000000;
  localparam logic [15:0] RingEnableAddr  = 16'h00b4;  // 1 starts both rings from number 0, 0 stops them behind the burst under way; a ring whose place is out of range stands still
  localparam logic [31:0] RingEnableReset = 32'h00000000;
  localparam logic [15:0] RingBusErrorAddr  = 16'h00b8;  // AXI responses other than OKAY; one for records stops the record ring until enable rises again
  localparam logic [31:0] RingBusErrorReset = 32'h00000000;
  localparam logic [15:0] LineAEnableAddr  = 16'h0100;  // 1: the line takes part in arbitration
  localparam logic [31:0] LineAEnableReset = 32'h00000000;
  localparam logic [15:0] LineAGroupAddr  = 16'h0104;  // IPv4 destination address, first octet in the top byte; 0 accepts any
  localparam logic [31:0] LineAGroupReset = 32'h00000000;
  localparam logic [15:0] LineAUdpPortAddr  = 16'h0108;  // UDP destination port; 0 accepts any
  localparam logic [31:0] LineAUdpPortReset = 32'h00000000;
  localparam logic [15:0] LineAMacLowAddr  = 16'h010c;  // destination MAC, last four octets; mac 0 accepts any
  localparam logic [31:0] LineAMacLowReset = 32'h00000000;
  localparam logic [15:0] LineAMacHighAddr  = 16'h0110;  // destination MAC, first two octets
  localparam logic [31:0] LineAMacHighReset = 32'h00000000;
  localparam logic [15:0] LineAVlanAddr  = 16'h0114;  // bits 11:0 VLAN id; 0x1000 accepts tagged and untagged, 0x2000 untagged only
  localparam logic [31:0] LineAVlanReset = 32'h00001000;
  localparam logic [15:0] LineAChecksumIgnoreAddr  = 16'h0118;  // 1 accepts any IPv4 header and UDP checksum, for captures with zeroed fields
  localparam logic [31:0] LineAChecksumIgnoreReset = 32'h00000000;
  localparam logic [15:0] LineAFramesAddr  = 16'h011c;  // frames that ended, accepted or not
  localparam logic [31:0] LineAFramesReset = 32'h00000000;
  localparam logic [15:0] LineAPacketsAddr  = 16'h0120;  // frames passed on as packets
  localparam logic [31:0] LineAPacketsReset = 32'h00000000;
  localparam logic [15:0] LineADropRuntAddr  = 16'h0124;  // dropped: ended inside the headers
  localparam logic [31:0] LineADropRuntReset = 32'h00000000;
  localparam logic [15:0] LineADropNotIpv4Addr  = 16'h0128;  // dropped: EtherType is not IPv4
  localparam logic [31:0] LineADropNotIpv4Reset = 32'h00000000;
  localparam logic [15:0] LineADropFilterAddr  = 16'h012c;  // dropped: MAC, VLAN, group or port is not the line's
  localparam logic [31:0] LineADropFilterReset = 32'h00000000;
  localparam logic [15:0] LineADropIpHeaderAddr  = 16'h0130;  // dropped: version, options, fragment
  localparam logic [31:0] LineADropIpHeaderReset = 32'h00000000;
  localparam logic [15:0] LineADropIpChecksumAddr  = 16'h0134;  // dropped: IPv4 header checksum
  localparam logic [31:0] LineADropIpChecksumReset = 32'h00000000;
  localparam logic [15:0] LineADropNotUdpAddr  = 16'h0138;  // dropped: IPv4 protocol is not UDP
  localparam logic [31:0] LineADropNotUdpReset = 32'h00000000;
  localparam logic [15:0] LineADropLengthAddr  = 16'h013c;  // dropped: UDP length below 8 or not the IPv4 total length less 20
  localparam logic [31:0] LineADropLengthReset = 32'h00000000;
  localparam logic [15:0] LineABadFrameAddr  = 16'h0140;  // found bad at its end: frame check, UDP checksum, shorter than its UDP length
  localparam logic [31:0] LineABadFrameReset = 32'h00000000;
  localparam logic [15:0] LineAOverrunAddr  = 16'h0144;  // frames cut because the line buffer was full
  localparam logic [31:0] LineAOverrunReset = 32'h00000000;
  localparam logic [15:0] LineAHeaderShortAddr  = 16'h0148;  // packets shorter than the MoldUDP64 header, dropped
  localparam logic [31:0] LineAHeaderShortReset = 32'h00000000;
  localparam logic [15:0] LineASessionMismatchAddr  = 16'h014c;  // packets of another session, dropped
  localparam logic [31:0] LineASessionMismatchReset = 32'h00000000;
  localparam logic [15:0] LineAHeartbeatsAddr  = 16'h0150;  // packets with message count 0
  localparam logic [31:0] LineAHeartbeatsReset = 32'h00000000;
  localparam logic [15:0] LineAEndOfSessionAddr  = 16'h0154;  // packets with message count 0xffff
  localparam logic [31:0] LineAEndOfSessionReset = 32'h00000000;
  localparam logic [15:0] LineADuplicatePacketsAddr  = 16'h0158;  // packets with messages, all of them already taken
  localparam logic [31:0] LineADuplicatePacketsReset = 32'h00000000;
  localparam logic [15:0] LineAMessagesTakenAddr  = 16'h015c;  // messages taken from this line
  localparam logic [31:0] LineAMessagesTakenReset = 32'h00000000;
  localparam logic [15:0] LineAMessagesDuplicateAddr  = 16'h0160;  // messages skipped inside packets that also had new ones
  localparam logic [31:0] LineAMessagesDuplicateReset = 32'h00000000;
  localparam logic [15:0] LineAMessageCutAddr  = 16'h0164;  // packets that ended inside a message or before their last message
  localparam logic [31:0] LineAMessageCutReset = 32'h00000000;
  localparam logic [15:0] LineATrailingBytesAddr  = 16'h0168;  // packets with bytes behind their last message
  localparam logic [31:0] LineATrailingBytesReset = 32'h00000000;
  localparam logic [15:0] LineBEnableAddr  = 16'h0200;  // 1: the line takes part in arbitration
  localparam logic [31:0] LineBEnableReset = 32'h00000000;
  localparam logic [15:0] LineBGroupAddr  = 16'h0204;  // IPv4 destination address, first octet in the top byte; 0 accepts any
  localparam logic [31:0] LineBGroupReset = 32'h00000000;
  localparam logic [15:0] LineBUdpPortAddr  = 16'h0208;  // UDP destination port; 0 accepts any
  localparam logic [31:0] LineBUdpPortReset = 32'h00000000;
  localparam logic [15:0] LineBMacLowAddr  = 16'h020c;  // destination MAC, last four octets; mac 0 accepts any
  localparam logic [31:0] LineBMacLowReset = 32'h00000000;
  localparam logic [15:0] LineBMacHighAddr  = 16'h0210;  // destination MAC, first two octets
  localparam logic [31:0] LineBMacHighReset = 32'h00000000;
  localparam logic [15:0] LineBVlanAddr  = 16'h0214;  // bits 11:0 VLAN id; 0x1000 accepts tagged and untagged, 0x2000 untagged only
  localparam logic [31:0] LineBVlanReset = 32'h00001000;
  localparam logic [15:0] LineBChecksumIgnoreAddr  = 16'h0218;  // 1 accepts any IPv4 header and UDP checksum, for captures with zeroed fields
  localparam logic [31:0] LineBChecksumIgnoreReset = 32'h00000000;
  localparam logic [15:0] LineBFramesAddr  = 16'h021c;  // frames that ended, accepted or not
  localparam logic [31:0] LineBFramesReset = 32'h00000000;
  localparam logic [15:0] LineBPacketsAddr  = 16'h0220;  // frames passed on as packets
  localparam logic [31:0] LineBPacketsReset = 32'h00000000;
  localparam logic [15:0] LineBDropRuntAddr  = 16'h0224;  // dropped: ended inside the headers
  localparam logic [31:0] LineBDropRuntReset = 32'h00000000;
  localparam logic [15:0] LineBDropNotIpv4Addr  = 16'h0228;  // dropped: EtherType is not IPv4
  localparam logic [31:0] LineBDropNotIpv4Reset = 32'h00000000;
  localparam logic [15:0] LineBDropFilterAddr  = 16'h022c;  // dropped: MAC, VLAN, group or port is not the line's
  localparam logic [31:0] LineBDropFilterReset = 32'h00000000;
  localparam logic [15:0] LineBDropIpHeaderAddr  = 16'h0230;  // dropped: version, options, fragment
  localparam logic [31:0] LineBDropIpHeaderReset = 32'h00000000;
  localparam logic [15:0] LineBDropIpChecksumAddr  = 16'h0234;  // dropped: IPv4 header checksum
  localparam logic [31:0] LineBDropIpChecksumReset = 32'h00000000;
  localparam logic [15:0] LineBDropNotUdpAddr  = 16'h0238;  // dropped: IPv4 protocol is not UDP
  localparam logic [31:0] LineBDropNotUdpReset = 32'h00000000;
  localparam logic [15:0] LineBDropLengthAddr  = 16'h023c;  // dropped: UDP length below 8 or not the IPv4 total length less 20
  localparam logic [31:0] LineBDropLengthReset = 32'h00000000;
  localparam logic [15:0] LineBBadFrameAddr  = 16'h0240;  // found bad at its end: frame check, UDP checksum, shorter than its UDP length
  localparam logic [31:0] LineBBadFrameReset = 32'h00000000;
  localparam logic [15:0] LineBOverrunAddr  = 16'h0244;  // frames cut because the line buffer was full
  localparam logic [31:0] LineBOverrunReset = 32'h00000000;
  localparam logic [15:0] LineBHeaderShortAddr  = 16'h0248;  // packets shorter than the MoldUDP64 header, dropped
  localparam logic [31:0] LineBHeaderShortReset = 32'h00000000;
  localparam logic [15:0] LineBSessionMismatchAddr  = 16'h024c;  // packets of another session, dropped
  localparam logic [31:0] LineBSessionMismatchReset = 32'h00000000;
  localparam logic [15:0] LineBHeartbeatsAddr  = 16'h0250;  // packets with message count 0
  localparam logic [31:0] LineBHeartbeatsReset = 32'h00000000;
  localparam logic [15:0] LineBEndOfSessionAddr  = 16'h0254;  // packets with message count 0xffff
  localparam logic [31:0] LineBEndOfSessionReset = 32'h00000000;
  localparam logic [15:0] LineBDuplicatePacketsAddr  = 16'h0258;  // packets with messages, all of them already taken
  localparam logic [31:0] LineBDuplicatePacketsReset = 32'h00000000;
  localparam logic [15:0] LineBMessagesTakenAddr  = 16'h025c;  // messages taken from this line
  localparam logic [31:0] LineBMessagesTakenReset = 32'h00000000;
  localparam logic [15:0] LineBMessagesDuplicateAddr  = 16'h0260;  // messages skipped inside packets that also had new ones
  localparam logic [31:0] LineBMessagesDuplicateReset = 32'h00000000;
  localparam logic [15:0] LineBMessageCutAddr  = 16'h0264;  // packets that ended inside a message or before their last message
  localparam logic [31:0] LineBMessageCutReset = 32'h00000000;
  localparam logic [15:0] LineBTrailingBytesAddr  = 16'h0268;  // packets with bytes behind their last message
  localparam logic [31:0] LineBTrailingBytesReset = 32'h00000000;
  localparam logic [15:0] FeedFirstSeqLowAddr  = 16'h0300;  // first expected sequence number after clear; 0 takes the first packet's
  localparam logic [31:0] FeedFirstSeqLowReset = 32'h00000000;
  localparam logic [15:0] FeedFirstSeqHighAddr  = 16'h0304;
  localparam logic [31:0] FeedFirstSeqHighReset = 32'h00000000;
  localparam logic [15:0] FeedLineWaitCyclesAddr  = 16'h0308;  // how long a packet that is ahead waits for the other line
  localparam logic [31:0] FeedLineWaitCyclesReset = 32'h00010000;
  localparam logic [15:0] FeedExpectedLowAddr  = 16'h030c;  // next sequence number
  localparam logic [31:0] FeedExpectedLowReset = 32'h00000000;
  localparam logic [15:0] FeedExpectedHighAddr  = 16'h0310;
  localparam logic [31:0] FeedExpectedHighReset = 32'h00000000;
  localparam logic [15:0] FeedGapsAddr  = 16'h0314;  // gap events
  localparam logic [31:0] FeedGapsReset = 32'h00000000;
  localparam logic [15:0] FeedMessagesMissingAddr  = 16'h0318;  // messages inside gaps, saturating
  localparam logic [31:0] FeedMessagesMissingReset = 32'h00000000;
  localparam logic [15:0] FeedFramesPoisonedAddr  = 16'h031c;  // bad frames of which messages had been taken
  localparam logic [31:0] FeedFramesPoisonedReset = 32'h00000000;
  localparam logic [15:0] FeedBookMessagesAddr  = 16'h0320;  // messages that became market events
  localparam logic [31:0] FeedBookMessagesReset = 32'h00000000;
  localparam logic [15:0] FeedVenueMessagesAddr  = 16'h0324;  // messages passed to the host as they came
  localparam logic [31:0] FeedVenueMessagesReset = 32'h00000000;
  localparam logic [15:0] FeedUnknownTypeAddr  = 16'h0328;  // messages of a type the specification lacks, skipped
  localparam logic [31:0] FeedUnknownTypeReset = 32'h00000000;
  localparam logic [15:0] FeedWrongLengthAddr  = 16'h032c;  // messages whose length is not their type's, skipped
  localparam logic [31:0] FeedWrongLengthReset = 32'h00000000;
  localparam logic [15:0] FeedBadFieldAddr  = 16'h0330;  // messages with a field outside its domain, skipped
  localparam logic [31:0] FeedBadFieldReset = 32'h00000000;
  localparam logic [15:0] FeedUnmappedAddr  = 16'h0334;  // messages, or entries of them, of an instrument that nobody has told the feed kernel, skipped
  localparam logic [31:0] FeedUnmappedReset = 32'h00000000;
  localparam logic [15:0] FeedDecoderAddr  = 16'h0338;  // who decodes: 0 ITCH 5.0 in the card, 1 the feed kernel on the card's streams; to be written before clear
  localparam logic [31:0] FeedDecoderReset = 32'h00000000;
  localparam logic [15:0] LobEventsAddr  = 16'h0400;  // market events taken, gaps included
  localparam logic [31:0] LobEventsReset = 32'h00000000;
  localparam logic [15:0] LobTopsAddr  = 16'h0404;  // top-of-book changes
  localparam logic [31:0] LobTopsReset = 32'h00000000;
  localparam logic [15:0] LobOrderUnknownAddr  = 16'h0408;  // events that name an order the table lacks
  localparam logic [31:0] LobOrderUnknownReset = 32'h00000000;
  localparam logic [15:0] LobOrderIgnoredAddr  = 16'h040c;  // adds of a present order or of quantity 0
  localparam logic [31:0] LobOrderIgnoredReset = 32'h00000000;
  localparam logic [15:0] LobOrderNotHeldAddr  = 16'h0410;  // adds that found their table rows full
  localparam logic [31:0] LobOrderNotHeldReset = 32'h00000000;
  localparam logic [15:0] LobOverfillAddr  = 16'h0414;  // executions or reductions above the order's quantity
  localparam logic [31:0] LobOverfillReset = 32'h00000000;
  localparam logic [15:0] LobBookNotHeldAddr  = 16'h0418;  // events of a book index at or above book_count
  localparam logic [31:0] LobBookNotHeldReset = 32'h00000000;
  localparam logic [15:0] LobLevelOverflowAddr  = 16'h041c;  // sides made unknown because a level outgrew 32-bit shares or 16-bit orders
  localparam logic [31:0] LobLevelOverflowReset = 32'h00000000;
  localparam logic [15:0] LobSideUnknownAddr  = 16'h0420;  // sides that became unknown one at a time, for any reason
  localparam logic [31:0] LobSideUnknownReset = 32'h00000000;
  localparam logic [15:0] LobRefillTakenAddr  = 16'h0424;  // refills taken
  localparam logic [31:0] LobRefillTakenReset = 32'h00000000;
  localparam logic [15:0] LobRefillRefusedAddr  = 16'h0428;  // refills refused
  localparam logic [31:0] LobRefillRefusedReset = 32'h00000000;
  localparam logic [15:0] LobRecordStallAddr  = 16'h042c;  // cycles in which a book waited for the record ring
  localparam logic [31:0] LobRecordStallReset = 32'h00000000;
  localparam logic [15:0] MatchBooksAddr  = 16'h0500;  // books the matcher has rows for
  localparam logic [15:0] MatchWindowOrdersAddr  = 16'h0504;  // orders of a window
  localparam logic [15:0] MatchBookCountAddr  = 16'h0508;  // books the matching function has, at most 65535; a command for a book beyond is refused. To be set before the first command
  localparam logic [31:0] MatchBookCountReset = 32'h00000000;
  localparam logic [15:0] MatchReferenceFromFeedAddr  = 16'h050c;  // 1: the feed's tops are references of the books that are the card's and protected
  localparam logic [31:0] MatchReferenceFromFeedReset = 32'h00000000;
  localparam logic [15:0] MatchOutputsAddr  = 16'h0510;  // match_output records
  localparam logic [31:0] MatchOutputsReset = 32'h00000000;
  localparam logic [15:0] MatchEchoesAddr  = 16'h0514;  // match_echo records
  localparam logic [31:0] MatchEchoesReset = 32'h00000000;
  localparam logic [15:0] MatchExecutionsAddr  = 16'h0518;  // outputs that are executions
  localparam logic [31:0] MatchExecutionsReset = 32'h00000000;
  localparam logic [15:0] MatchDecidedAddr  = 16'h051c;  // inputs decided whole
  localparam logic [31:0] MatchDecidedReset = 32'h00000000;
  localparam logic [15:0] MatchPassedAddr  = 16'h0520;  // inputs passed to the host
  localparam logic [31:0] MatchPassedReset = 32'h00000000;
  localparam logic [15:0] MatchPuntedAddr  = 16'h0524;  // inputs that gave their book back to the host
  localparam logic [31:0] MatchPuntedReset = 32'h00000000;
  localparam logic [15:0] MatchRefillTakenAddr  = 16'h0528;  // order refills taken
  localparam logic [31:0] MatchRefillTakenReset = 32'h00000000;
  localparam logic [15:0] MatchRefillRefusedAddr  = 16'h052c;  // order refills refused
  localparam logic [31:0] MatchRefillRefusedReset = 32'h00000000;
  localparam logic [15:0] MatchGrantTakenAddr  = 16'h0530;  // grants taken
  localparam logic [31:0] MatchGrantTakenReset = 32'h00000000;
  localparam logic [15:0] MatchGrantRefusedAddr  = 16'h0534;  // grants refused
  localparam logic [31:0] MatchGrantRefusedReset = 32'h00000000;
  localparam logic [15:0] MatchRecordStallAddr  = 16'h0538;  // cycles in which the matcher waited for the record ring
  localparam logic [31:0] MatchRecordStallReset = 32'h00000000;
  localparam logic [15:0] GateKillAddr  = 16'h0600;  // 0 lets orders pass; anything else refuses every one. A new session leaves it as it is
  localparam logic [31:0] GateKillReset = 32'h00000001;
  localparam logic [15:0] GateQuantityMaxAddr  = 16'h0604;  // shares; 0 is no limit. This and the following are in force when take is written, together; a new session forgets all that were taken
  localparam logic [31:0] GateQuantityMaxReset = 32'h00000000;
  localparam logic [15:0] GateNotionalMaxLowAddr  = 16'h0608;  // ticks x shares; both words 0: no limit
  localparam logic [31:0] GateNotionalMaxLowReset = 32'h00000000;
  localparam logic [15:0] GateNotionalMaxHighAddr  = 16'h060c;  // the upper half
  localparam logic [31:0] GateNotionalMaxHighReset = 32'h00000000;
  localparam logic [15:0] GateCollarBookAddr  = 16'h0610;  // book, below match.books, whose collar the next two are
  localparam logic [31:0] GateCollarBookReset = 32'h00000000;
  localparam logic [15:0] GateCollarLowAddr  = 16'h0614;  // lowest price; 0 is no limit
  localparam logic [31:0] GateCollarLowReset = 32'h00000000;
  localparam logic [15:0] GateCollarHighAddr  = 16'h0618;  // highest price; 0 is no limit
  localparam logic [31:0] GateCollarHighReset = 32'h00000000;
  localparam logic [15:0] GateTakeAddr  = 16'h061c;  // any write takes the six registers before it
  localparam logic [31:0] GateTakeReset = 32'h00000000;
endpackage
