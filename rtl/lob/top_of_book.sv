// Completes the record of an input with the two sides it left behind, and tells when the best of
// them changed.
//
// Latency       1 cycle, op and record to record and top_of_book; the sides come in that later
//               cycle.
// Throughput    1 record per cycle.
// Backpressure  none: a record taken in has its room further on; top_of_book is for those who
//               follow every change at once.
// Reset         drops the record inside.

`include "checks.svh"

module top_of_book (
  input  logic                      clk_i,
  input  logic                      rst_i,

  // A record without its tops.
  input  logic                      op_valid_i,
  input  layout_pkg::input_stamp_t  op_stamp_i,
  input  layout_pkg::book_update_t  record_i,

  // One cycle later: the sides of its book.
  input  layout_pkg::side_view_t    bid_i,
  input  layout_pkg::side_view_t    ask_i,

  // The whole record.
  output logic                      host_record_valid_o,
  output layout_pkg::book_update_t  host_record_o,

  // The best of a book that has just changed.
  output logic                      top_of_book_valid_o,
  output layout_pkg::top_of_book_t  top_of_book_o,

  // For the counters; record_stall is the sequencer's.
  output layout_pkg::lob_pulses_t   pulses_o
);

  logic                     valid_q;
  logic                     held_q;         // the book has rows, so the sides mean something
  logic                     gap_q;
  logic                     refill_q;
  logic                     pair_joined_q;
  layout_pkg::book_update_t record_q;
  layout_pkg::top_of_book_t top;
  layout_pkg::top_of_book_t top_before;
  layout_pkg::top_of_book_t pair_before_q;
  logic                     pair_first;
  logic                     pair_second;
  logic                     changed;
  logic                     refill_taken;
  logic                     unused;

  assign pair_first  = record_q.flags[layout_pkg::UpdateFlagPairFirst];
  assign pair_second = record_q.flags[layout_pkg::UpdateFlagPairSecond];

  always_comb begin
    top      = '0;
    top_before = '0;
    top.book = record_q.book;
    if (held_q) begin
      top = {record_q.book, bid_i.known, bid_i.price, bid_i.quantity,
             ask_i.known, ask_i.price, ask_i.quantity};
      top_before = {record_q.book, bid_i.known_before, bid_i.price_before, bid_i.quantity_before,
                ask_i.known_before, ask_i.price_before, ask_i.quantity_before};
    end
    if (pair_second && pair_joined_q) top_before = pair_before_q;
    top_before.book = record_q.book;
  end

  assign changed      = held_q && !pair_first && top != top_before;
  assign refill_taken = held_q && (bid_i.refill_taken || ask_i.refill_taken);

  assign host_record_valid_o = valid_q;
  assign top_of_book_valid_o = valid_q && changed;
  assign top_of_book_o       = top;

  always_comb begin
    host_record_o              = record_q;
    host_record_o.bid_price    = top.bid_price;
    host_record_o.bid_quantity = top.bid_quantity;
    host_record_o.ask_price    = top.ask_price;
    host_record_o.ask_quantity = top.ask_quantity;
    host_record_o.flags[layout_pkg::UpdateFlagTopChanged]    = changed;
    host_record_o.flags[layout_pkg::UpdateFlagBidKnown]      = top.bid_known;
    host_record_o.flags[layout_pkg::UpdateFlagAskKnown]      = top.ask_known;
    host_record_o.flags[layout_pkg::UpdateFlagBidLow]        = held_q && bid_i.low;
    host_record_o.flags[layout_pkg::UpdateFlagAskLow]        = held_q && ask_i.low;
    host_record_o.flags[layout_pkg::UpdateFlagRefillRefused] = refill_q && !refill_taken;
  end

  always_ff @(posedge clk_i) begin
    valid_q       <= op_valid_i;
    gap_q         <= record_i.kind == layout_pkg::RecordKindGap;
    refill_q      <= record_i.kind == layout_pkg::RecordKindRefill;
    held_q        <= op_stamp_i.book_held && record_i.kind != layout_pkg::RecordKindGap;
    pair_joined_q <= op_stamp_i.pair_joined;
    record_q      <= record_i;
    if (valid_q && pair_first) pair_before_q <= top_before;

    pulses_o                <= '0;
    pulses_o.events         <= valid_q && !refill_q;
    pulses_o.tops           <= top_of_book_valid_o;
    pulses_o.order_unknown  <= valid_q && record_q.flags[layout_pkg::UpdateFlagOrderUnknown]
                               && !pair_second;
    pulses_o.order_ignored  <= valid_q && record_q.flags[layout_pkg::UpdateFlagOrderIgnored];
    pulses_o.order_not_held <= valid_q && record_q.flags[layout_pkg::UpdateFlagOrderNotHeld];
    pulses_o.overfill       <= valid_q && record_q.flags[layout_pkg::UpdateFlagOverfill];
    pulses_o.book_not_held  <= valid_q && !held_q && !gap_q && !refill_q;
    pulses_o.level_overflow <= valid_q && held_q && (bid_i.overflow || ask_i.overflow);
    pulses_o.bid_unknown    <= valid_q && held_q && bid_i.known_before && !bid_i.known;
    pulses_o.ask_unknown    <= valid_q && held_q && ask_i.known_before && !ask_i.known;
    pulses_o.refill_taken   <= valid_q && refill_q && refill_taken;
    pulses_o.refill_refused <= valid_q && refill_q && !refill_taken;

    if (rst_i) begin
      valid_q  <= 1'b0;
      pulses_o <= '0;
    end
  end

  assign unused = ^op_stamp_i;

  `CHECK(pair_first_changes_no_top, !(top_of_book_valid_o && pair_first))
  `CHECK(gap_has_no_top, !(valid_q && gap_q)
         || (!top.bid_known && !top.ask_known && !top_of_book_valid_o))
  `CHECK(unknown_or_empty_side_shows_no_price,
         !valid_q
         || ((top.bid_quantity != '0 || top.bid_price == '0)
             && (top.ask_quantity != '0 || top.ask_price == '0)
             && (top.bid_known || top.bid_quantity == '0)
             && (top.ask_known || top.ask_quantity == '0)))

endmodule
