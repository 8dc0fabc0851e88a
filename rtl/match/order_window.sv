// The best orders of one side of a book, in priority order, and one change of them: what the window
// becomes, and whether what is behind it changed.
//
// Latency       0 cycles: combinational from window and change to the next window.
// Throughput    1 change per cycle: a removal, an insertion or both; or a restatement; or a refill.
// Backpressure  none.
// Reset         none inside: clk_i and rst_i serve the checks only.

`include "checks.svh"

module order_window #(
  parameter int unsigned WindowOrders = 16
) (
  input  logic                                          clk_i,
  input  logic                                          rst_i,

  // Which side: a better price is higher for bids, lower for asks.
  input  layout_pkg::side_e                             side_i,

  // The window: orders best first, valid ones at the low end; deep when more may be behind them.
  input  layout_pkg::resting_order_t [WindowOrders-1:0] orders_i,
  input  logic [WindowOrders-1:0]                       valid_i,
  input  logic                                          deep_i,

  // remove: the order at place leaves. restate: it has this id and quantity from now on.
  input  logic                                          remove_i,
  input  logic                                          restate_i,
  input  logic [WindowOrders-1:0]                       place_i,
  input  logic [63:0]                                   restated_id_i,
  input  layout_pkg::quantity_t                         restated_quantity_i,

  // insert: the order joins the end of its price's queue. refill: one or two orders follow the
  // window's last. Either at this price, of the first order.
  input  logic                                          insert_i,
  input  logic                                          refill_i,
  input  logic                                          refill_two_i,
  input  logic                                          refill_deep_i,
  input  layout_pkg::price_t                            price_i,
  input  layout_pkg::resting_order_t                    order_i,
  input  layout_pkg::resting_order_t                    second_i,

  // The window behind the change.
  output layout_pkg::resting_order_t [WindowOrders-1:0] orders_o,
  output logic [WindowOrders-1:0]                       valid_o,
  output logic                                          deep_o,

  // A refill of so many orders at this price may follow; an insertion changed what is behind.
  output logic                                          refill_fits_o,
  output logic                                          behind_changed_o
);

  typedef logic [WindowOrders-1:0] mask_t;

  mask_t stays_ahead;  // of an order at price
  mask_t left;         // at this place or before it an order leaves
  mask_t ahead;        // as stays_ahead and valid_i, behind the removal
  mask_t present;
  mask_t free;         // the first free place
  logic  behind;
  logic  spills;       // the window's last order goes behind it
  logic  room;

  layout_pkg::resting_order_t [WindowOrders-1:0] moved_up;   // the window behind the removal
  layout_pkg::resting_order_t [WindowOrders-1:0] newcomer;   // what a free place may get

  for (genvar i = 0; i < int'(WindowOrders); i++) begin : g_order
    localparam int unsigned Next = i + 1 < int'(WindowOrders) ? i + 1 : i;
    localparam bit          Last = i + 1 == int'(WindowOrders);
    logic above;
    logic same;

    magnitude #(.Width(32)) u_magnitude (
      .left_i (orders_i[i].price),
      .right_i(price_i),
      .above_o(above),
      .equal_o(same)
    );

    assign stays_ahead[i] = valid_i[i]
                            && (same || (side_i == layout_pkg::SideBid ? above : !above));

    assign left[i]     = remove_i && |place_i[i:0];
    assign moved_up[i] = left[i] ? orders_i[Next] : orders_i[i];
    assign ahead[i]    = left[i] ? !Last && stays_ahead[Next] : stays_ahead[i];
    assign present[i]  = left[i] ? !Last && valid_i[Next] : valid_i[i];

    if (i == 0) begin : g_best
      assign free[i] = !valid_i[i];
    end else begin : g_other
      assign free[i] = valid_i[i-1] && !valid_i[i];
    end

    if (i == 0) begin : g_first_newcomer
      assign newcomer[i] = order_i;
    end else begin : g_other_newcomer
      assign newcomer[i] = (refill_i && free[i-1]) ? second_i : order_i;
    end
  end

  if (WindowOrders == 1) begin : g_room_of_one
    assign room = !valid_i[0] && !refill_two_i;
  end else begin : g_room
    assign room = refill_two_i ? !valid_i[WindowOrders-2] : !valid_i[WindowOrders-1];
  end

  assign refill_fits_o    = deep_i && room && stays_ahead == valid_i;
  assign behind           = deep_i && ahead == present;
  assign spills           = insert_i && present[WindowOrders-1];
  assign behind_changed_o = insert_i && (behind || spills);
  assign deep_o           = refill_i ? refill_deep_i : deep_i || spills;

  // What lands at a place depends on its neighbours only. Places beyond the last valid order may
  // take anything.
  always_comb begin
    for (int unsigned i = 0; i < WindowOrders; i++) begin
      orders_o[i] = moved_up[i];
      if (insert_i && !ahead[i]) begin
        orders_o[i] = (i == 0 || ahead[i == 0 ? 0 : i-1]) ? newcomer[i]
                                                          : moved_up[i == 0 ? 0 : i-1];
      end
      if (refill_i && !valid_i[i]) orders_o[i] = newcomer[i];
      if (restate_i && place_i[i]) begin
        orders_o[i].order_id = restated_id_i;
        orders_o[i].quantity = restated_quantity_i;
      end
    end
  end

  always_comb begin
    valid_o = present;
    if (insert_i && !behind) valid_o = present << 1 | mask_t'(1);
    if (refill_i) valid_o = valid_i | free | (refill_two_i ? free << 1 : '0);
  end

`ifndef SYNTHESIS
  // In priority order, without a hole, and no order of it is empty.
  function automatic logic is_window(layout_pkg::resting_order_t [WindowOrders-1:0] orders,
                                     mask_t valid);
    is_window = 1'b1;
    for (int unsigned i = 0; i < WindowOrders; i++) begin
      if (valid[i] && orders[i].quantity == '0) is_window = 1'b0;
      if (i > 0 && valid[i]) begin
        if (!valid[i == 0 ? 0 : i-1]) is_window = 1'b0;
        if (side_i == layout_pkg::SideBid
            ? orders[i].price > orders[i == 0 ? 0 : i-1].price
            : orders[i].price < orders[i == 0 ? 0 : i-1].price) begin
          is_window = 1'b0;
        end
      end
    end
  endfunction

  // What an order is behind the change, if it stays.
  function automatic layout_pkg::resting_order_t order_after(int unsigned i);
    order_after = orders_i[i];
    if (restate_i && place_i[i]) begin
      order_after.order_id = restated_id_i;
      order_after.quantity = restated_quantity_i;
    end
  endfunction

  logic  taken_in;   // the change brings orders
  logic  good;       // what the callers see to
  mask_t kept;       // this order has to be there behind the change, or to have spilt
  mask_t found;      // it is, at its place or a neighbour's
  mask_t explained;  // an order behind the change was there before, or came in

  assign taken_in = insert_i || refill_i;
  assign good     = !rst_i && is_window(orders_i, valid_i)
                    && $countones(place_i) <= 1 && (place_i & ~valid_i) == '0
                    && !(restate_i && restated_quantity_i == '0)
                    && (!taken_in || (order_i.quantity != '0 && order_i.price == price_i))
                    && !(refill_i && (!refill_fits_o || insert_i || remove_i || restate_i))
                    && !(refill_two_i && refill_i
                         && (second_i.quantity == '0
                             || (side_i == layout_pkg::SideBid ? second_i.price > price_i
                                                               : second_i.price < price_i)))
                    && !(restate_i && (insert_i || remove_i));

  always_comb begin
    kept      = '0;
    found     = '0;
    explained = '0;
    for (int unsigned i = 0; i < WindowOrders; i++) begin
      kept[i] = valid_i[i] && !(remove_i && place_i[i]);
      for (int unsigned j = 0; j < WindowOrders; j++) begin
        if (i <= j + 1 && j <= i + 1) begin
          if (valid_o[j] && orders_o[j] == order_after(i)) found[i] = 1'b1;
          if (kept[i] && valid_o[j] && orders_o[j] == order_after(i)) explained[j] = 1'b1;
        end
      end
    end
    for (int unsigned j = 0; j < WindowOrders; j++) begin
      if (taken_in && orders_o[j] == order_i) explained[j] = 1'b1;
      if (refill_i && refill_two_i && orders_o[j] == second_i) explained[j] = 1'b1;
    end
    // The last order alone may go behind the window.
    if (insert_i && behind_changed_o) found[WindowOrders-1] = 1'b1;
  end

  `CHECK(window_stays_in_priority_order, !good || is_window(orders_o, valid_o))
  `CHECK(window_loses_nothing, !good || (kept & ~found) == '0)
  `CHECK(window_invents_nothing, !good || (valid_o & ~explained) == '0)
  `CHECK(order_behind_the_window_makes_it_deep,
         !good || !insert_i
         || $countones(valid_o) == $countones(kept) + 32'(!behind_changed_o)
         || (deep_o && behind_changed_o))
  `CHECK(insertion_behind_a_deep_window_stays_out,
         !good || !insert_i || !deep_i || |valid_o || valid_i == '0 || remove_i)
  `CHECK(nothing_changes_unasked,
         remove_i || restate_i || taken_in
         || (orders_o == orders_i && valid_o == valid_i && deep_o == deep_i))
`endif

endmodule
