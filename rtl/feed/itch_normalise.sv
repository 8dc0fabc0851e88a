// Turns a collected ITCH 5.0 message into market events, or passes it on as a venue message.
//
// Latency       1 cycle, collected_i to market_event_o or venue_message_o; the add half of a
//               replace 1 cycle later.
// Throughput    1 message per cycle; a replace takes 2 cycles of market_event_o.
// Backpressure  collected_ready_o falls while the output this message needs is held; the two
//               outputs are independent.
// Reset         empties both outputs; what was inside is dropped whole.

`include "checks.svh"

module itch_normalise (
  input  logic                           clk_i,
  input  logic                           rst_i,

  // Low bits of the card's cycle counter.
  input  logic [15:0]                    cycle_i,

  // Messages and gaps in order.
  input  logic                           collected_valid_i,
  output logic                           collected_ready_o,
  input  layout_pkg::collected_message_t collected_i,

  // Changes of books, and gaps, in order.
  output logic                           market_event_valid_o,
  input  logic                           market_event_ready_i,
  output layout_pkg::market_event_t      market_event_o,

  // Messages that change no book, in order; record_seq is left 0.
  output logic                           venue_message_valid_o,
  input  logic                           venue_message_ready_i,
  output layout_pkg::venue_message_t     venue_message_o,
  output logic [15:0]                    venue_arrival_cycle_o,

  // Counters.
  output layout_pkg::itch_pulses_t       itch_pulses_o
);

  import layout_pkg::*;

  // ---- Fields, by offset in the message; the venue writes the most significant byte first.

  logic [399:0] message;
  logic [15:0]  book;
  logic [47:0]  venue_time_ns;
  order_ref_t   order_ref;
  order_ref_t   new_order_ref;       // U
  logic [7:0]   side;                // A, F
  quantity_t    add_quantity;        // A, F
  price_t       add_price;
  quantity_t    take_quantity;       // E, C, X
  quantity_t    replace_quantity;    // U
  price_t       replace_price;

  function automatic logic [63:0] big_endian(logic [63:0] bytes);
    logic [63:0] value;
    for (int unsigned i = 0; i < 8; ++i) value[8 * i +: 8] = bytes[8 * (7 - i) +: 8];
    return value;
  endfunction

  function automatic logic [31:0] big_endian_32(logic [31:0] bytes);
    return {bytes[7:0], bytes[15:8], bytes[23:16], bytes[31:24]};
  endfunction

  assign message          = collected_i.message;
  assign book             = {message[8 * 1 +: 8], message[8 * 2 +: 8]};
  assign venue_time_ns    = {message[8 * 5 +: 8], message[8 * 6 +: 8],
                             big_endian_32(message[8 * 7 +: 32])};
  assign order_ref        = big_endian(message[8 * 11 +: 64]);
  assign side             = message[8 * 19 +: 8];
  assign add_quantity     = big_endian_32(message[8 * 20 +: 32]);
  assign add_price        = big_endian_32(message[8 * 32 +: 32]);
  assign take_quantity    = big_endian_32(message[8 * 19 +: 32]);
  assign new_order_ref    = big_endian(message[8 * 19 +: 64]);
  assign replace_quantity = big_endian_32(message[8 * 27 +: 32]);
  assign replace_price    = big_endian_32(message[8 * 31 +: 32]);

  // ---- Where it goes.

  logic bad_field;
  logic for_event;
  logic for_venue;
  logic event_free;
  logic venue_free;
  logic take;
  logic take_event;
  logic second_q;       // the add half of a replace follows the event on offer

  assign bad_field  = collected_i.add && side != "B" && side != "S";
  assign for_event  = collected_i.gap || collected_i.add || collected_i.execute
                      || collected_i.reduce || collected_i.remove || collected_i.replace;
  assign for_venue  = collected_i.venue;
  assign event_free = !market_event_valid_o || (market_event_ready_i && !second_q);
  assign venue_free = !venue_message_valid_o || venue_message_ready_i;

  assign collected_ready_o = (!for_event || event_free) && (!for_venue || venue_free);
  assign take              = collected_valid_i && collected_ready_o;
  assign take_event        = take && for_event && !bad_field;

  // ---- Market events.

  market_event_t first;
  order_ref_t    second_order_ref_q;
  quantity_t     second_quantity_q;
  price_t        second_price_q;

  always_comb begin
    first               = '0;
    first.seq           = collected_i.seq;
    first.venue_time_ns = venue_time_ns;
    first.rx_time_ns    = collected_i.rx_time_ns;
    first.order_ref     = order_ref;
    first.book          = book;
    first.kind          = RecordKindDelete;
    first.side          = SideBid;
    first.pair_first    = collected_i.replace;
    first.arrival_cycle = collected_i.arrival_cycle;
    if (collected_i.add) begin
      first.kind     = RecordKindAdd;
      first.side     = side == "S" ? SideAsk : SideBid;
      first.quantity = add_quantity;
      first.price    = add_price;
    end
    if (collected_i.execute) first.kind = RecordKindExecute;
    if (collected_i.reduce) first.kind = RecordKindReduce;
    if (collected_i.execute || collected_i.reduce) first.quantity = take_quantity;
    if (collected_i.gap) begin
      first.venue_time_ns = '0;
      first.order_ref     = collected_i.count;
      first.price         = {24'd0, collected_i.reason};
      first.book          = '1;
      first.kind          = RecordKindGap;
    end
  end

  always_ff @(posedge clk_i) begin
    if (event_free) begin
      market_event_valid_o <= take_event;
      market_event_o       <= first;
      second_q             <= take_event && collected_i.replace;
      second_order_ref_q   <= new_order_ref;
      second_quantity_q    <= replace_quantity;
      second_price_q       <= replace_price;
    end else if (market_event_ready_i) begin
      // Only a delete half leaves here; seq, book and the times stay for the add half.
      second_q                   <= 1'b0;
      market_event_o.order_ref   <= second_order_ref_q;
      market_event_o.quantity    <= second_quantity_q;
      market_event_o.price       <= second_price_q;
      market_event_o.kind        <= RecordKindAdd;
      market_event_o.pair_first  <= 1'b0;
      market_event_o.pair_second <= 1'b1;
    end
    if (rst_i) begin
      market_event_valid_o <= 1'b0;
      second_q             <= 1'b0;
    end
  end

  // ---- Venue messages.

  logic [15:0]    age_cycles;
  venue_message_t venue;

  // Seen at the output in the next cycle.
  assign age_cycles = cycle_i + 16'd1 - collected_i.arrival_cycle;

  always_comb begin
    venue                = '0;
    venue.seq            = collected_i.seq;
    venue.length         = {2'd0, collected_i.length};
    venue.kind           = RecordKindVenueMessage;
    venue.latency_cycles = age_cycles > 16'd255 ? 8'd255 : age_cycles[7:0];
    for (int unsigned i = 0; i < 50; ++i) begin
      if (collected_i.length > i[5:0]) venue.message[8 * i +: 8] = message[8 * i +: 8];
    end
  end

  always_ff @(posedge clk_i) begin
    if (venue_free) begin
      venue_message_valid_o <= take && for_venue;
      venue_message_o       <= venue;
      venue_arrival_cycle_o <= collected_i.arrival_cycle;
    end
    if (rst_i) venue_message_valid_o <= 1'b0;
  end

  // ---- Counters.

  always_ff @(posedge clk_i) begin
    itch_pulses_o.book_messages  <= take_event && !collected_i.gap;
    itch_pulses_o.venue_messages <= take && for_venue;
    itch_pulses_o.unknown_type   <= take && collected_i.unknown_type;
    itch_pulses_o.wrong_length   <= take && collected_i.wrong_length;
    itch_pulses_o.bad_field      <= take && bad_field;
    if (rst_i) itch_pulses_o <= '0;
  end

  `CHECK_STREAM(market_event_waits_unchanged, market_event_valid_o, market_event_ready_i,
                market_event_o)
  `CHECK_STREAM(venue_message_waits_unchanged, venue_message_valid_o, venue_message_ready_i,
                venue_message_o)
  `CHECK_NEXT(add_half_follows_delete_half,
              market_event_valid_o && market_event_ready_i && market_event_o.pair_first,
              market_event_valid_o && market_event_o.pair_second
              && market_event_o.seq == $past(market_event_o.seq))
  `CHECK(add_half_waits_behind_delete_half,
         second_q == (market_event_valid_o && market_event_o.pair_first))
  `CHECK_NEXT(message_is_counted_once, take && !collected_i.gap,
              itch_pulses_o != '0 && (itch_pulses_o & (itch_pulses_o - 5'd1)) == '0)
  `CHECK_NEXT(event_is_of_the_message_taken, take_event,
              market_event_valid_o && !market_event_o.pair_second
              && market_event_o.seq == $past(collected_i.seq))

  logic [8:0] verdicts;
  assign verdicts = {collected_i.gap, collected_i.add, collected_i.execute, collected_i.reduce,
                     collected_i.remove, collected_i.replace, collected_i.venue,
                     collected_i.unknown_type, collected_i.wrong_length};
  `ASSUME(collected_message_has_one_verdict, !collected_valid_i
          || (verdicts != '0 && (verdicts & (verdicts - 9'd1)) == '0))

endmodule
