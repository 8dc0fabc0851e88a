// Watches what a word's steps make of a book's row: no logic of its own, checks alone.
//
// Latency       none.
// Throughput    none.
// Backpressure  none.
// Reset         checks rest.

`include "checks.svh"

module row_checks #(
  parameter int unsigned WindowOrders = 16
) (
  input  logic                                               clk_i,
  input  logic                                               rst_i,

  // A word and the row before this step, which is done now; it executes an order of this side.
  input  logic                                               inside_i,
  input  logic                                               step_i,
  input  layout_pkg::match_command_t                         word_i,
  input  layout_pkg::command_form_t                          form_i,
  input  layout_pkg::match_state_t                           state_i,
  input  layout_pkg::resting_order_t [1:0][WindowOrders-1:0] orders_i,
  input  logic [1:0][WindowOrders-1:0]                       valid_i,
  input  layout_pkg::side_e                                  side_i,
  input  logic                                               executes_i,
  input  logic                                               refill_taken_i,

  // The row behind it.
  input  layout_pkg::match_state_t                           change_state_i,
  input  layout_pkg::resting_order_t [1:0][WindowOrders-1:0] change_orders_i,
  input  logic [1:0][WindowOrders-1:0]                       change_valid_i
);

  logic unused;

  assign unused = ^{clk_i, rst_i, inside_i, step_i, word_i, form_i, state_i, orders_i, valid_i,
                    side_i, executes_i, refill_taken_i, change_state_i,
                    change_orders_i, change_valid_i};

`ifndef SYNTHESIS
  // Both windows in priority order, without a hole.
  function automatic logic is_row(
    layout_pkg::resting_order_t [1:0][WindowOrders-1:0] orders,
    logic [1:0][WindowOrders-1:0] valid
  );
    is_row = 1'b1;
    for (int unsigned s = 0; s < 2; s++) begin
      for (int unsigned i = 1; i < WindowOrders; i++) begin
        if (valid[s][i] && !valid[s][i-1]) is_row = 1'b0;
        if (valid[s][i] && (s == 0 ? orders[s][i].price > orders[s][i-1].price
                                   : orders[s][i].price < orders[s][i-1].price)) begin
          is_row = 1'b0;
        end
      end
    end
  endfunction

  function automatic logic is_crossed(
    layout_pkg::resting_order_t [1:0][WindowOrders-1:0] orders,
    logic [1:0][WindowOrders-1:0] valid
  );
    return valid[0][0] && valid[1][0] && orders[0][0].price >= orders[1][0].price;
  endfunction

  layout_pkg::price_t         best;
  logic                       of_orders;  // of these alone the card says where orders go
  logic                       kept;       // everything but when the row was written
  layout_pkg::match_state_t   same_state;

  assign best      = orders_i[side_i == layout_pkg::SideBid][0].price;
  assign of_orders = form_i.is_new || form_i.is_cancel || form_i.is_replace;

  always_comb begin
    same_state             = change_state_i;
    same_state.written_seq = state_i.written_seq;
    kept = same_state == state_i && change_valid_i == valid_i;
    for (int unsigned s = 0; s < 2; s++) begin
      for (int unsigned i = 0; i < WindowOrders; i++) begin
        if (valid_i[s][i] && change_orders_i[s][i] != orders_i[s][i]) kept = 1'b0;
      end
    end
  end

  `CHECK(word_is_of_one_kind,
         !inside_i
         || $countones({form_i.is_new, form_i.is_cancel, form_i.is_replace, form_i.is_reference,
                        form_i.is_bands, form_i.is_refill, form_i.is_grant}) <= 1)
  `CHECK(row_stays_in_priority_order,
         !inside_i || !is_row(orders_i, valid_i) || form_i.is_refill
         || is_row(change_orders_i, change_valid_i))
  `CHECK(resting_orders_do_not_cross,
         !inside_i || !of_orders || !is_row(orders_i, valid_i) || is_crossed(orders_i, valid_i)
         || !is_crossed(change_orders_i, change_valid_i))
  `CHECK(nothing_is_executed_beyond_the_orders_limit,
         !executes_i || form_i.is_market
         || (side_i == layout_pkg::SideBid ? best <= word_i.price
                                           : best >= word_i.price))
  `CHECK(nothing_is_executed_through_a_guarding_reference,
         !executes_i || !state_i.guarded
         || (side_i == layout_pkg::SideBid
             ? state_i.reference_ask == '0 || best <= state_i.reference_ask
             : best >= state_i.reference_bid))
  `CHECK(refused_refill_changes_nothing,
         !inside_i || !step_i || !form_i.is_refill || refill_taken_i || kept)
`endif

endmodule
