// The best levels of one side of a book, sorted, and one change of them: what the row becomes, and what it could not hold.
//
// Latency       0 cycles: combinational from row and change to the next row.
// Throughput    1 change per cycle, at most one of add_i, take_i, drop_i and refill_i.
// Backpressure  none: a row never waits.
// Reset         none inside: clk_i and rst_i serve the checks only.

`include "checks.svh"

module hot_window #(
  parameter int unsigned Levels = 8
) (
  input  logic                                clk_i,
  input  logic                                rst_i,

  // Which side: a better price is higher for bids, lower for asks.
  input  layout_pkg::side_e                   side_i,

  // The row: levels best first, valid ones at the low end; deep when more levels exist behind them.
  input  layout_pkg::level_t [Levels-1:0]     levels_i,
  input  logic [Levels-1:0]                   valid_i,
  input  logic                                deep_i,

  // The change. add and take: quantity at price; gone: the order left with its quantity. drop: the row is not to be
  // trusted any more. refill: levels, the first of them at price, follow the row's last.
  input  logic                                add_i,
  input  logic                                take_i,
  input  logic                                drop_i,
  input  logic                                refill_i,
  input  layout_pkg::price_t                  price_i,
  input  layout_pkg::quantity_t               quantity_i,
  input  logic                                order_gone_i,
  input  layout_pkg::level_t [3:0]            refill_levels_i,
  input  logic [2:0]                          refill_count_i,
  input  logic                                refill_deep_i,

  // The row behind the change.
  output layout_pkg::level_t [Levels-1:0]     levels_o,
  output logic [Levels-1:0]                   valid_o,
  output logic                                deep_o,

  // What happened beyond the row: the part behind it changed, or moved into it; a level outgrew its fields; the refill
  // was taken.
  output logic                                deep_changed_o,
  output logic                                overflow_o,
  output logic                                refill_taken_o
);

  localparam logic [15:0] OrderCountMax = '1;

  typedef logic [Levels-1:0] mask_t;

  mask_t better;     // this level is better than price
  mask_t equal;      // this level is at price
  mask_t insert_at;  // a level at price belongs here
  mask_t last_out;   // the order is the level's last
  mask_t overflow;   // the level cannot hold what is added
  mask_t broken;     // the level does not hold what is taken
  mask_t free;       // the first free place
  logic  hit;
  logic  behind;
  logic  insert;
  logic  remove;
  logic  pushed;
  logic  untrusted;
  logic  room;

  layout_pkg::level_t [Levels-1:0] changed;   // the level, with quantity added or taken
  layout_pkg::level_t [Levels-1:0] appended;  // the refill's level for a free place
  mask_t                           append;

  layout_pkg::quantity_t addend;

  assign addend = take_i ? ~quantity_i : quantity_i;

  for (genvar i = 0; i < int'(Levels); i++) begin : g_level
    logic [32:0] sum;

    assign better[i] = valid_i[i] && (side_i == layout_pkg::SideBid ? levels_i[i].price > price_i
                                                                    : levels_i[i].price < price_i);
    assign equal[i]  = valid_i[i] && levels_i[i].price == price_i;
    if (i == 0) begin : g_best
      assign insert_at[i] = !better[i];
      assign free[i]      = !valid_i[i];
    end else begin : g_other
      assign insert_at[i] = better[i-1] && !better[i];
      assign free[i]      = valid_i[i-1] && !valid_i[i];
    end

    // One adder for both directions; its carry is the overflow of an add, its absence the underflow of a take.
    assign sum = 33'(levels_i[i].quantity) + 33'(addend) + 33'(take_i);

    assign last_out[i] = order_gone_i && levels_i[i].order_count == 16'd1;
    assign overflow[i] = equal[i] && add_i && (sum[32] || levels_i[i].order_count == OrderCountMax);
    assign broken[i]   = equal[i] && take_i
                         && (last_out[i] ? levels_i[i].quantity != quantity_i : levels_i[i].quantity <= quantity_i);

    assign changed[i].price       = levels_i[i].price;
    assign changed[i].quantity    = sum[31:0];
    assign changed[i].order_count = add_i ? levels_i[i].order_count + 16'd1
                                          : levels_i[i].order_count - 16'(order_gone_i);
  end

  // A refill lands behind the last valid level, wherever that is.
  always_comb begin
    appended = '0;
    append   = '0;
    for (int unsigned i = 0; i < Levels; i++) begin
      for (int unsigned j = 0; j < 4 && j <= i; j++) begin
        if (free[i-j]) appended[i] = appended[i] | refill_levels_i[j];
        append[i] = append[i] | (free[i-j] && refill_count_i > 3'(j));
      end
    end
  end

  // Free places are counted from the far end: the place that a refill's last level would take must be free.
  always_comb begin
    room = refill_count_i == '0;
    for (int unsigned j = 1; j <= 4 && j <= Levels; j++) begin
      room = room | (refill_count_i == 3'(j) && !valid_i[Levels-j]);
    end
  end

  assign hit            = |equal;
  assign behind         = !hit && deep_i && better == valid_i;
  assign insert         = add_i && !hit && !behind;
  assign pushed         = insert && valid_i[Levels-1];
  assign remove         = take_i && |(equal & last_out);
  assign overflow_o     = |overflow;
  assign untrusted      = drop_i || overflow_o || (|broken) || (take_i && !hit && !behind);
  assign refill_taken_o = refill_i && deep_i && room && (better == valid_i || refill_count_i == '0);

  always_comb begin
    for (int unsigned i = 0; i < Levels; i++) begin
      levels_o[i] = levels_i[i];
      if (insert && !better[i]) begin
        levels_o[i].price       = price_i;
        levels_o[i].quantity    = quantity_i;
        levels_o[i].order_count = 16'd1;
        if (i > 0 && !insert_at[i]) levels_o[i] = levels_i[i == 0 ? 0 : i-1];
      end else if (remove && !better[i]) begin
        levels_o[i] = (i == Levels - 1) ? '0 : levels_i[i == Levels - 1 ? i : i+1];
      end else if ((add_i || take_i) && equal[i]) begin
        levels_o[i] = changed[i];
      end else if (refill_i && append[i]) begin
        levels_o[i] = appended[i];
      end
    end
  end

  always_comb begin
    valid_o = valid_i;
    if (insert) valid_o = valid_i << 1 | mask_t'(1);
    if (remove) valid_o = valid_i >> 1;
    if (refill_taken_o) valid_o = valid_i | append;
    if (untrusted) valid_o = '0;
  end

  assign deep_o         = refill_taken_o ? refill_deep_i : deep_i || pushed || untrusted;
  assign deep_changed_o = untrusted || pushed || refill_taken_o || (behind && (add_i || take_i));

`ifndef SYNTHESIS
  // A row is sorted strictly, without a hole, and no level of it is empty.
  function automatic logic is_row(layout_pkg::side_e side, layout_pkg::level_t [Levels-1:0] levels, mask_t valid);
    is_row = 1'b1;
    for (int unsigned i = 0; i < Levels; i++) begin
      if (valid[i] && (levels[i].quantity == '0 || levels[i].order_count == '0)) is_row = 1'b0;
      if (i > 0 && valid[i]) begin
        if (!valid[i == 0 ? 0 : i-1]) is_row = 1'b0;
        if (side == layout_pkg::SideBid ? levels[i].price >= levels[i == 0 ? 0 : i-1].price
                                        : levels[i].price <= levels[i == 0 ? 0 : i-1].price) is_row = 1'b0;
      end
    end
  endfunction

  // What a caller must have seen to before it offers a refill.
  function automatic logic is_refill(layout_pkg::side_e side, layout_pkg::level_t [3:0] levels, logic [2:0] count,
                                     layout_pkg::price_t first);
    is_refill = count <= 3'd4 && (count == '0 || levels[0].price == first);
    for (int unsigned j = 0; j < 4; j++) begin
      if (count > 3'(j)) begin
        if (levels[j].quantity == '0 || levels[j].order_count == '0) is_refill = 1'b0;
        if (j > 0 && (side == layout_pkg::SideBid ? levels[j].price >= levels[j == 0 ? 0 : j-1].price
                                                  : levels[j].price <= levels[j == 0 ? 0 : j-1].price)) is_refill = 1'b0;
      end
    end
  endfunction

  // Sums over a whole row, wide enough for 256 levels.
  function automatic logic [39:0] shares_of(layout_pkg::level_t [Levels-1:0] levels, mask_t valid);
    shares_of = '0;
    for (int unsigned i = 0; i < Levels; i++) if (valid[i]) shares_of = shares_of + 40'(levels[i].quantity);
  endfunction

  function automatic logic [23:0] orders_of(layout_pkg::level_t [Levels-1:0] levels, mask_t valid);
    orders_of = '0;
    for (int unsigned i = 0; i < Levels; i++) if (valid[i]) orders_of = orders_of + 24'(levels[i].order_count);
  endfunction

  logic        changing;
  logic [39:0] shares_before;
  logic [39:0] shares_after;
  logic [39:0] shares_out;   // pushed behind the row
  logic [23:0] orders_before;
  logic [23:0] orders_after;
  logic [23:0] orders_out;

  assign changing      = add_i || take_i || drop_i || refill_i;
  assign shares_before = shares_of(levels_i, valid_i);
  assign shares_after  = shares_of(levels_o, valid_o);
  assign shares_out    = !pushed ? '0 : better[Levels-1] ? 40'(quantity_i) : 40'(levels_i[Levels-1].quantity);
  assign orders_before = orders_of(levels_i, valid_i);
  assign orders_after  = orders_of(levels_o, valid_o);
  assign orders_out    = !pushed ? '0 : better[Levels-1] ? 24'd1 : 24'(levels_i[Levels-1].order_count);
`endif

  `ASSUME(row_comes_sorted_and_full_of_orders, !changing || is_row(side_i, levels_i, valid_i))
  `ASSUME(one_change_at_a_time,
          3'(add_i) + 3'(take_i) + 3'(drop_i) + 3'(refill_i) <= 3'd1 && !((add_i || take_i) && quantity_i == '0))
  `ASSUME(refill_comes_sorted,
          !refill_i || is_refill(side_i, refill_levels_i, refill_count_i, price_i))

  `CHECK(row_stays_sorted_and_full_of_orders, !changing || is_row(side_i, levels_o, valid_o))
  `CHECK(add_in_the_window_joins_it_whole,
         !(add_i && !behind && !untrusted)
         || (shares_after + shares_out == shares_before + 40'(quantity_i)
             && orders_after + orders_out == orders_before + 24'd1))
  `CHECK(take_in_the_window_leaves_it_whole,
         !(take_i && hit && !untrusted)
         || (shares_after + 40'(quantity_i) == shares_before
             && orders_after + 24'(order_gone_i) == orders_before))
  `CHECK(nothing_in_the_window_changes_behind_it,
         !((add_i || take_i) && behind)
         || (valid_o == valid_i && levels_o == levels_i && deep_o && deep_changed_o))
  `CHECK(refused_refill_changes_nothing,
         !(refill_i && !refill_taken_o)
         || (valid_o == valid_i && deep_o == deep_i && !deep_changed_o && shares_after == shares_before
             && orders_after == orders_before))
  `CHECK(taken_refill_keeps_the_row_before_it,
         !refill_taken_o || ((valid_o & valid_i) == valid_i && deep_o == refill_deep_i && deep_changed_o
                             && valid_o == mask_t'(~(~valid_i << refill_count_i))))
  `CHECK(level_leaves_the_window_only_into_a_deep_part, !pushed || (deep_o && deep_changed_o))
  `CHECK(untrusted_row_is_unknown, !untrusted || (valid_o == '0 && deep_o && deep_changed_o))

endmodule
