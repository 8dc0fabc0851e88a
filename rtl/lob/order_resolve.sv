// Decides what one input means, given the order it names: what is left of the order, what its book
// has to do, its record.
//
// Latency       0 cycles: the third stage of the order table.
// Throughput    1 input per cycle.
// Backpressure  none.
// Reset         none: combinational.

module order_resolve (
  // The input; asked is its quantity if it executes or reduces, else 0; waited how long its message
  // has been on the card.
  input  logic                      valid_i,
  input  layout_pkg::market_event_t input_i,
  input  layout_pkg::input_stamp_t  stamp_i,
  input  layout_pkg::quantity_t     asked_i,
  input  logic                      quantity_zero_i,
  input  logic [7:0]                latency_cycles_i,

  // The order it names, whether the table has no row for it, and what the pair_first before it
  // found.
  input  logic                      found_i,
  input  layout_pkg::price_t        price_i,
  input  layout_pkg::quantity_t     left_i,
  input  layout_pkg::side_e         side_i,
  input  logic                      full_i,
  input  logic                      pair_found_i,
  input  layout_pkg::side_e         pair_side_i,

  // The order afterwards: whether it is in the table, whether it has just come, its entry.
  output logic                      present_o,
  output logic                      store_o,
  output layout_pkg::order_entry_t  entry_o,

  // What the book has to do, and the record without the tops.
  output layout_pkg::book_op_t      op_o,
  output layout_pkg::book_update_t  record_o
);

  logic                  is_add;
  logic                  is_part;    // execute or reduce
  logic                  is_delete;
  logic                  is_refill;
  logic                  is_gap;
  logic                  orphan;     // the second half of a pair whose first half found no order
  logic                  joins;      // the add makes its level grow
  logic                  unknown;
  logic                  overfills;  // more than is left is asked for
  logic                  same;       // just what is left
  logic                  reaches;
  layout_pkg::quantity_t still_left;
  logic                  gone;
  layout_pkg::quantity_t taken;
  layout_pkg::side_e     add_side;
  logic                  ask;
  logic                  unused;

  magnitude #(.Width(32)) u_magnitude (
    .left_i(asked_i), .right_i(left_i), .above_o(overfills), .equal_o(same)
  );

  carry_select #(.Width(32)) u_carry_select (
    .left_i(left_i), .right_i(~asked_i), .carry_i(1'b1), .sum_o(still_left)
  );

  assign is_add    = input_i.kind == layout_pkg::RecordKindAdd;
  assign is_part   = input_i.kind inside {layout_pkg::RecordKindExecute,
                                              layout_pkg::RecordKindReduce};
  assign is_delete = input_i.kind == layout_pkg::RecordKindDelete;
  assign is_refill = input_i.kind == layout_pkg::RecordKindRefill;
  assign is_gap    = input_i.kind == layout_pkg::RecordKindGap;

  assign orphan   = is_add && input_i.pair_second && !(stamp_i.pair_joined && pair_found_i);
  assign joins    = is_add && !orphan && !quantity_zero_i && !found_i;
  assign unknown  = orphan || ((is_part || is_delete) && !found_i);
  assign reaches  = overfills || same;
  assign gone     = found_i && (is_delete || (is_part && reaches));
  assign taken    = (is_delete || reaches) ? left_i : asked_i;
  assign add_side = input_i.pair_second ? pair_side_i : input_i.side;

  assign ask      = op_o.side == layout_pkg::SideAsk;

  assign store_o   = joins && !full_i;
  assign present_o = found_i ? !gone : store_o;

  always_comb begin
    entry_o.epoch     = present_o ? stamp_i.epoch : '0;
    entry_o.order_ref = input_i.order_ref;
    entry_o.book      = input_i.book;
    entry_o.price     = found_i ? price_i : input_i.price;
    entry_o.quantity  = found_i ? still_left : input_i.quantity;
    entry_o.side      = found_i ? side_i : add_side;
  end

  always_comb begin
    op_o            = '0;
    op_o.number     = stamp_i.number;
    op_o.side       = is_refill ? input_i.side : is_add ? add_side : side_i;
    op_o.price      = (is_add || is_refill) ? input_i.price : price_i;
    op_o.quantity   = is_add ? input_i.quantity : taken;
    op_o.order_gone = gone;
    op_o.refill_bad = stamp_i.refill_bad;
    if (valid_i && stamp_i.book_held) begin
      op_o.add      = joins;
      op_o.take     = found_i && (is_delete || (is_part && !quantity_zero_i));
      op_o.lost     = unknown;
      op_o.not_held = joins && full_i;
      op_o.refill   = is_refill;
    end
  end

  always_comb begin
    record_o                = '0;
    record_o.kind           = input_i.kind;
    record_o.seq            = input_i.seq;
    record_o.venue_time_ns  = 64'(input_i.venue_time_ns);
    record_o.rx_time_ns     = input_i.rx_time_ns;
    record_o.order_ref      = input_i.order_ref;
    record_o.book           = is_gap ? 16'hffff : input_i.book;
    record_o.latency_cycles = is_refill ? '0 : latency_cycles_i;
    if (is_gap || joins) record_o.price = input_i.price;
    if (joins) record_o.quantity = input_i.quantity;
    // The twin may know the order, and then needs what was asked.
    if (unknown) begin
      record_o.price    = is_add ? input_i.price : '0;
      record_o.quantity = is_add ? input_i.quantity : asked_i;
    end
    if ((is_part || is_delete) && found_i) begin
      record_o.price    = price_i;
      record_o.quantity = taken;
    end
    if (!is_gap) begin
      record_o.flags[layout_pkg::UpdateFlagSideAsk]      = !unknown && ask;
      record_o.flags[layout_pkg::UpdateFlagOrderUnknown] = unknown;
      record_o.flags[layout_pkg::UpdateFlagOrderIgnored] = is_add && !orphan && !joins;
      record_o.flags[layout_pkg::UpdateFlagOrderNotHeld] = joins && full_i;
      record_o.flags[layout_pkg::UpdateFlagPairFirst]    = input_i.pair_first;
      record_o.flags[layout_pkg::UpdateFlagPairSecond]   = input_i.pair_second;
      record_o.flags[layout_pkg::UpdateFlagOverfill]     = found_i && is_part && overfills;
    end
  end

  assign unused = ^{input_i.arrival_cycle, stamp_i.after_gap};

endmodule
