// One step of an order's entry: against the other side's best order, or the second record of a
// self-match, or its end (matching function, section 3).
//
// Latency       0 cycles.
// Throughput    1 record per cycle.
// Backpressure  none.
// Reset         none inside: clk_i and rst_i serve the checks only.

`include "checks.svh"

module entry_step (
  input  logic                         clk_i,
  input  logic                         rst_i,

  // This input is used: the checks look at it.
  input  logic                         active_i,

  // The entering order, its self-match mode and side; what it takes off or loses by decrement is
  // told in a second record, as is its cancellation behind that of the resting one.
  input  layout_pkg::resting_order_t   entering_i,
  input  layout_pkg::side_e            side_i,
  input  layout_pkg::self_match_e      self_match_i,
  input  logic                         second_i,
  input  layout_pkg::quantity_t        taken_i,

  // What it meets: the best order, or the end for this reason.
  input  logic                         meets_i,
  input  logic [7:0]                   reason_i,
  input  layout_pkg::resting_order_t   best_i,

  // The record: everything but input_seq, book, index, last and what the emitter adds.
  output layout_pkg::match_output_t    output_o,

  // The entering order goes on with so much, is gone, or has a second record to come.
  output logic                         goes_on_o,
  output logic                         second_follows_o,
  output layout_pkg::quantity_t        open_o,
  output layout_pkg::quantity_t        taken_o,

  // The best order leaves, or has so much from now on.
  output logic                         remove_best_o,
  output logic                         restate_best_o,
  output layout_pkg::quantity_t        best_quantity_o
);

  import layout_pkg::*;

  logic      best_more;        // than the entering order
  logic      same;
  logic      own;              // self-match prevention keeps the two apart
  logic      decrement;
  logic      of_best;          // the record is about the resting order
  quantity_t entering_less;    // the difference, one way and the other
  quantity_t best_less;
  quantity_t entering_left;

  magnitude #(.Width(32)) u_magnitude (
    .left_i (best_i.quantity),
    .right_i(entering_i.quantity),
    .above_o(best_more),
    .equal_o(same)
  );

  carry_select #(.Width(32)) u_carry_select_entering (
    .left_i (entering_i.quantity),
    .right_i(~best_i.quantity),
    .carry_i(1'b1),
    .sum_o  (entering_less)
  );

  carry_select #(.Width(32)) u_carry_select_best (
    .left_i (best_i.quantity),
    .right_i(~entering_i.quantity),
    .carry_i(1'b1),
    .sum_o  (best_less)
  );

  assign own             = best_i.account == entering_i.account && self_match_i != SelfMatchNone;
  assign decrement       = self_match_i == SelfMatchDecrement;
  assign entering_left   = best_more ? '0 : entering_less;
  assign best_quantity_o = best_more ? best_less : '0;
  assign taken_o         = best_more ? entering_i.quantity : best_i.quantity;
  assign of_best         = meets_i && !second_i && own && self_match_i != SelfMatchCancelNewest;

  assign remove_best_o    = meets_i && !second_i
                            && (own ? self_match_i != SelfMatchCancelNewest
                                      && (!decrement || !best_more)
                                    : !best_more);
  assign restate_best_o   = meets_i && !second_i && best_more && (!own || decrement);
  assign second_follows_o = of_best && self_match_i != SelfMatchCancelOldest;
  assign open_o           = (meets_i && !second_i && (!own || decrement)) ? entering_left
                                                                         : entering_i.quantity;
  assign goes_on_o        = second_i ? decrement && entering_i.quantity != '0
                            : meets_i && (own ? self_match_i == SelfMatchCancelOldest
                                              : !best_more && !same);

  always_comb begin
    output_o             = '0;
    output_o.output_kind = OutputKindCancelled;
    output_o.reason      = meets_i || second_i ? MatchReasonSelfMatch : reason_i;
    output_o.order_id    = of_best ? best_i.order_id : entering_i.order_id;
    output_o.price       = of_best ? best_i.price : entering_i.price;
    output_o.account     = of_best ? best_i.account : entering_i.account;
    output_o.side        = {7'd0, of_best ? !side_i : side_i};
    output_o.quantity    = of_best ? best_i.quantity : entering_i.quantity;
    if (second_i && decrement) begin
      output_o.quantity = taken_i;
      output_o.leaves   = entering_i.quantity;
      if (entering_i.quantity != '0) output_o.output_kind = OutputKindRestated;
    end
    if (of_best && decrement && best_more) begin
      output_o.output_kind = OutputKindRestated;
      output_o.quantity    = entering_i.quantity;
      output_o.leaves      = best_less;
    end
    if (meets_i && !second_i && !own) begin
      output_o.output_kind    = OutputKindExecution;
      output_o.reason         = MatchReasonNone;
      output_o.other_order_id = best_i.order_id;
      output_o.price          = best_i.price;
      output_o.quantity       = taken_o;
      output_o.leaves         = entering_left;
      output_o.other_leaves   = best_quantity_o;
      output_o.other_account  = best_i.account;
    end
  end

  `CHECK(quantity_is_conserved_in_a_fill,
         !active_i || output_o.output_kind != OutputKindExecution
         || (33'(output_o.quantity) + 33'(output_o.leaves) == 33'(entering_i.quantity)
             && 33'(output_o.quantity) + 33'(output_o.other_leaves) == 33'(best_i.quantity)
             && (output_o.leaves == '0 || output_o.other_leaves == '0)))
  `CHECK(resting_order_keeps_what_was_not_taken,
         !active_i || output_o.output_kind != OutputKindExecution
         || (remove_best_o ? output_o.other_leaves == '0
                           : restate_best_o && best_quantity_o == output_o.other_leaves))
  `CHECK(order_with_nothing_open_does_not_go_on,
         !active_i || !goes_on_o || entering_i.quantity == '0 || open_o != '0)

endmodule
