// Counts whether a fill-or-kill order would be filled, one resting order a cycle, best first
// (matching function, 3.2).
//
// Latency       1 cycle, start_i to the first order's verdict; one cycle more for each order.
// Throughput    1 resting order per cycle.
// Backpressure  step_i low holds it still.
// Reset         none: start_i begins anew.

`include "checks.svh"

module fok_counter #(
  parameter int unsigned WindowOrders = 16
) (
  input  logic                                          clk_i,
  input  logic                                          rst_i,

  // Begins with this order and the other side's window.
  input  logic                                          start_i,
  input  layout_pkg::quantity_t                         quantity_i,

  // Moves on; the window, which stays as it is meanwhile.
  input  logic                                          step_i,
  input  layout_pkg::resting_order_t [WindowOrders-1:0] orders_i,
  input  logic [WindowOrders-1:0]                       valid_i,

  // The entering order.
  input  layout_pkg::side_e                             side_i,
  input  layout_pkg::price_t                            price_i,
  input  logic                                          is_market_i,
  input  logic [31:0]                                   account_i,
  input  layout_pkg::self_match_e                       self_match_i,

  // The book.
  input  layout_pkg::match_state_t                      state_i,

  // At most one: enough was counted; it is too little; what is behind the window would decide.
  output logic                                          enough_o,
  output logic                                          too_little_o,
  output logic                                          undecided_o
);

  import layout_pkg::*;

  resting_order_t          order_q;   // the one to be counted
  logic                    valid_q;
  logic [WindowOrders-1:0] place_q;   // of the one behind it
  quantity_t               needed_q;
  resting_order_t          next;
  logic                    next_valid;
  quantity_t               needed_less;
  logic                    meets;
  logic                    own;
  logic                    above, equal;
  logic [2:0]              unused_outcome;
  logic [7:0]              unused_reason;
  logic                    unused;

  cross_detector u_cross_detector (
    .clk_i,
    .rst_i,
    .side_i,
    .price_i,
    .is_market_i,
    .may_rest_i  (1'b0),
    .best_valid_i(valid_q),
    .best_price_i(order_q.price),
    .state_i,
    .unknown_o   (undecided_o),
    .meets_o     (meets),
    .rests_o     (unused_outcome[0]),
    .cancels_o   (unused_outcome[1]),
    .reason_o    (unused_reason),
    .in_reach_o  (unused_outcome[2])
  );

  magnitude #(.Width(32)) u_magnitude (
    .left_i (order_q.quantity),
    .right_i(needed_q),
    .above_o(above),
    .equal_o(equal)
  );

  carry_select #(.Width(32)) u_carry_select (
    .left_i (needed_q),
    .right_i(~order_q.quantity),
    .carry_i(1'b1),
    .sum_o  (needed_less)
  );

  assign own          = order_q.account == account_i && self_match_i != SelfMatchNone;
  assign enough_o     = meets && !own && (above || equal);
  assign too_little_o = (!meets && !undecided_o)
                        || (meets && own && self_match_i != SelfMatchCancelOldest);

  always_comb begin
    next       = '0;
    next_valid = 1'b0;
    for (int unsigned i = 0; i < WindowOrders; i++) begin
      if (place_q[i]) begin
        next       = next | orders_i[i];
        next_valid = next_valid | valid_i[i];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (start_i) begin
      order_q  <= orders_i[0];
      valid_q  <= valid_i[0];
      place_q  <= WindowOrders'(1) << 1;
      needed_q <= quantity_i;
    end else if (step_i) begin
      order_q <= next;
      valid_q <= next_valid;
      place_q <= place_q << 1;
      if (!own) needed_q <= needed_less;
    end
  end

  assign unused = ^{unused_outcome, unused_reason, order_q.order_id};

  `CHECK(one_verdict_at_most, $countones({enough_o, too_little_o, undecided_o}) <= 1)

endmodule
