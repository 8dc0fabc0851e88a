// The best levels of one side of a book, sorted, and one change of them: what the row becomes, and
// what it could not hold.
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

  // The change. add and take: quantity at price; gone: the order left with its quantity. drop: the
  // row is not to be trusted any more. refill: levels, the first of them at price, follow the row's
  // last.
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

  // What happened beyond the row: the part behind it changed, or moved into it; a level outgrew its
  // fields; the refill was taken.
  output logic                                deep_changed_o,
  output logic                                overflow_o,
  output logic                                refill_taken_o
);

  localparam logic [15:0] OrderCountMax = '1;

  typedef logic [Levels-1:0] mask_t;

  mask_t better;     // this level is better than price
  mask_t equal;      // this level is at price
  mask_t last_out;   // the order is the level's last
  mask_t broken;     // the level would not survive the change
  mask_t free;       // the first free place
  mask_t append;     // the refill has a level for this place
  logic  hit;
  logic  behind;
  logic  insert;
  logic  remove;
  logic  pushed;
  logic  move;       // levels that are not better than price move by one place
  logic  missing;    // what is taken ought to be in the window and is not
  logic  untrusted;
  logic  room;

  layout_pkg::quantity_t           addend;
  layout_pkg::level_t [Levels-1:0] changed;   // the level, with quantity added or taken
  layout_pkg::level_t [Levels-1:0] appended;  // the refill's level for this place
  layout_pkg::level_t [Levels-1:0] moved;     // what comes to this place when levels move

  assign addend = take_i ? ~quantity_i : quantity_i;

  for (genvar i = 0; i < int'(Levels); i++) begin : g_level
    logic above;
    logic same;
    logic no_room;    // for what is added
    logic enough;     // for what is taken, and more
    logic exhausted;  // nothing is left of it
    logic unused;
    logic count_full;

    magnitude #(.Width(32)) u_magnitude_price (
      .left_i (levels_i[i].price),
      .right_i(price_i),
      .above_o(above),
      .equal_o(same)
    );

    // The carry of the sum would say the same, but later.
    magnitude #(.Width(32)) u_magnitude_add (
      .left_i (levels_i[i].quantity),
      .right_i(~quantity_i),
      .above_o(no_room),
      .equal_o(unused)
    );

    magnitude #(.Width(32)) u_magnitude_take (
      .left_i (levels_i[i].quantity),
      .right_i(quantity_i),
      .above_o(enough),
      .equal_o(exhausted)
    );

    carry_select #(.Width(32)) u_carry_select (
      .left_i (levels_i[i].quantity),
      .right_i(addend),
      .carry_i(take_i),
      .sum_o  (changed[i].quantity)
    );

    assign better[i]   = valid_i[i] && (side_i == layout_pkg::SideBid ? above : !above && !same);
    assign equal[i]    = valid_i[i] && same;
    assign last_out[i] = order_gone_i && levels_i[i].order_count == 16'd1;
    assign count_full  = levels_i[i].order_count == OrderCountMax;
    assign broken[i]   = equal[i] && (add_i ? no_room || count_full
                                            : last_out[i] ? !exhausted : !enough);

    assign changed[i].price       = levels_i[i].price;
    assign changed[i].order_count = add_i ? levels_i[i].order_count + 16'd1
                                          : levels_i[i].order_count - 16'(order_gone_i);

    if (i == 0) begin : g_best
      assign free[i] = !valid_i[i];
    end else begin : g_other
      assign free[i] = valid_i[i-1] && !valid_i[i];
    end
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

  // The place that the refill's last level would take must be free.
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
  assign move           = (add_i && !hit) || remove;
  assign missing        = take_i && !hit && !behind;
  assign overflow_o     = add_i && |broken;
  assign untrusted      = drop_i || ((add_i || take_i) && |broken) || missing;
  assign refill_taken_o = refill_i && deep_i && room && (better == valid_i || refill_count_i == '0);

  // What comes to a place depends on its own neighbours only; whether it comes is decided late.
  // Places beyond the last valid level may take anything, so that none of this waits for the
  // decision whether there is a change in the window at all.
  always_comb begin
    for (int unsigned i = 0; i < Levels; i++) begin
      moved[i] = (refill_i && !take_i) ? appended[i] : '0;
      if (take_i && i + 1 < Levels) moved[i] = levels_i[i+1 < Levels ? i+1 : i];
      if (add_i) begin
        moved[i] = {price_i, quantity_i, 16'd1};
        if (i > 0 && !better[i > 0 ? i-1 : 0]) moved[i] = levels_i[i > 0 ? i-1 : 0];
      end
      levels_o[i] = levels_i[i];
      if ((add_i || take_i) && equal[i]) levels_o[i] = changed[i];
      if ((move && !better[i]) || (refill_i && !valid_i[i])) levels_o[i] = moved[i];
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
  function automatic logic follows(layout_pkg::price_t price, layout_pkg::price_t better_one);
    return side_i == layout_pkg::SideBid ? price < better_one : price > better_one;
  endfunction

  // A row is sorted strictly, without a hole, and no level of it is empty.
  function automatic logic is_row(layout_pkg::level_t [Levels-1:0] levels, mask_t valid);
    is_row = 1'b1;
    for (int unsigned i = 0; i < Levels; i++) begin
      if (valid[i] && (levels[i].quantity == '0 || levels[i].order_count == '0)) is_row = 1'b0;
      if (i > 0 && valid[i]) begin
        if (!valid[i == 0 ? 0 : i-1]) is_row = 1'b0;
        if (!follows(levels[i].price, levels[i == 0 ? 0 : i-1].price)) is_row = 1'b0;
      end
    end
  endfunction

  // What a caller must have seen to before it offers a refill.
  function automatic logic is_refill(layout_pkg::level_t [3:0] levels, logic [2:0] count,
                                     layout_pkg::price_t first);
    is_refill = count <= 3'd4 && (count == '0 || levels[0].price == first);
    for (int unsigned j = 0; j < 4; j++) begin
      if (count > 3'(j)) begin
        if (levels[j].quantity == '0 || levels[j].order_count == '0) is_refill = 1'b0;
        if (j > 0 && !follows(levels[j].price, levels[j == 0 ? 0 : j-1].price)) is_refill = 1'b0;
      end
    end
  endfunction

  // What a level becomes under the change, if it stays; an order of its own for a new price.
  function automatic layout_pkg::level_t level_after(layout_pkg::level_t level);
    level_after = level;
    if (add_i || take_i) begin
      if (level.price == price_i) begin
        level_after.quantity    = add_i ? level.quantity + quantity_i : level.quantity - quantity_i;
        level_after.order_count = add_i ? level.order_count + 16'd1
                                        : level.order_count - 16'(order_gone_i);
      end
    end
  endfunction

  logic  changing;
  logic  kept;       // every level is where and what it was
  mask_t found;      // the level is in the next row, as it must be after the change
  mask_t gone;       // it is no more there: emptied, or pushed out
  logic  new_found;  // the next row has a level of this order alone

  assign changing = add_i || take_i || drop_i || refill_i;

  always_comb begin
    kept      = valid_o == valid_i;
    found     = '0;
    gone      = '0;
    new_found = 1'b0;
    for (int unsigned i = 0; i < Levels; i++) begin
      if (valid_i[i] && levels_o[i] != levels_i[i]) kept = 1'b0;
      if (valid_o[i] && levels_o[i] == {price_i, quantity_i, 16'd1}) new_found = 1'b1;
      for (int unsigned j = 0; j < Levels; j++) begin
        if (i <= j + 1 && j <= i + 1 && valid_o[j] && levels_o[j] == level_after(levels_i[i])) begin
          found[i] = 1'b1;
        end
      end
      gone[i] = (pushed && i == Levels - 1)
                || (take_i && equal[i] && levels_i[i].quantity == quantity_i
                    && levels_i[i].order_count == 16'd1);
    end
  end
`endif

  `ASSUME(row_comes_sorted_and_full_of_orders, !changing || is_row(levels_i, valid_i))
  `ASSUME(one_change_at_a_time,
          3'(add_i) + 3'(take_i) + 3'(drop_i) + 3'(refill_i) <= 3'd1
          && !((add_i || take_i) && quantity_i == '0))
  `ASSUME(refill_comes_sorted,
          !refill_i || is_refill(refill_levels_i, refill_count_i, price_i))

  `CHECK(row_stays_sorted_and_full_of_orders, !changing || is_row(levels_o, valid_o))
  `CHECK(every_level_stays_with_its_quantity_or_is_gone,
         !changing || untrusted || (valid_i & ~found & ~gone) == '0)
  `CHECK(no_level_comes_from_nowhere,
         refill_taken_o || untrusted || !changing
         || valid_o == (insert ? mask_t'(valid_i << 1 | mask_t'(1))
                               : remove ? valid_i >> 1 : valid_i))
  `CHECK(new_price_in_the_window_is_a_level,
         !insert || untrusted || new_found || (pushed && better == '1))
  `CHECK(add_is_in_the_window_or_behind_it, !add_i || hit || insert || (behind && deep_changed_o))
  `CHECK(take_outside_the_window_is_behind_it_or_not_trusted,
         !take_i || hit || behind || untrusted)
  `CHECK(nothing_in_the_window_changes_behind_it,
         !((add_i || take_i) && behind)
         || (kept && deep_o && deep_changed_o))
  `CHECK(refused_refill_changes_nothing,
         !(refill_i && !refill_taken_o)
         || (kept && deep_o == deep_i && !deep_changed_o))
  `CHECK(taken_refill_keeps_the_row_before_it,
         !refill_taken_o || (deep_o == refill_deep_i && deep_changed_o
                             && (valid_i & ~found) == '0
                             && valid_o == mask_t'(~(~valid_i << refill_count_i))))
  `CHECK(level_leaves_the_window_only_into_a_deep_part, !pushed || (deep_o && deep_changed_o))
  `CHECK(untrusted_row_is_unknown, !untrusted || (valid_o == '0 && deep_o && deep_changed_o))

endmodule
