// Says what an order meets that enters a book: from the other side's best order alone (matching
// function, 3.1, 3.8 and 3.9).
//
// Latency       0 cycles.
// Throughput    1 order per cycle.
// Backpressure  none.
// Reset         none inside: clk_i and rst_i serve the checks only.

`include "checks.svh"

module cross_detector (
  input  logic                clk_i,
  input  logic                rst_i,

  // The entering order.
  input  layout_pkg::side_e   side_i,
  input  layout_pkg::price_t  price_i,
  input  logic                is_market_i,
  input  logic                may_rest_i,

  // The other side's best order, and the book.
  input  logic                best_valid_i,
  input  layout_pkg::price_t  best_price_i,
  input  layout_pkg::match_state_t state_i,

  // Exactly one of four: it cannot be known; the two trade; the order rests; what remains of it is
  // cancelled for this reason.
  output logic                unknown_o,
  output logic                meets_o,
  output logic                rests_o,
  output logic                cancels_o,
  output logic [7:0]          reason_o,

  // The best order is within the order's own price.
  output logic                in_reach_o
);

  logic               deep;       // more may be behind the other side's window
  layout_pkg::price_t reference;  // of the other side
  layout_pkg::price_t band;       // of the entering order's side
  logic unused;
  logic own_above, own_equal;
  logic reference_above, reference_equal;
  logic band_above, band_equal;
  logic beyond_own, beyond_reference, beyond_band;

  magnitude #(.Width(32)) u_magnitude_own (
    .left_i (best_price_i),
    .right_i(price_i),
    .above_o(own_above),
    .equal_o(own_equal)
  );

  magnitude #(.Width(32)) u_magnitude_reference (
    .left_i (best_price_i),
    .right_i(reference),
    .above_o(reference_above),
    .equal_o(reference_equal)
  );

  magnitude #(.Width(32)) u_magnitude_band (
    .left_i (best_price_i),
    .right_i(band),
    .above_o(band_above),
    .equal_o(band_equal)
  );

  assign deep      = state_i.deep[side_i == layout_pkg::SideBid];
  assign reference = side_i == layout_pkg::SideBid ? state_i.reference_ask : state_i.reference_bid;
  assign band      = side_i == layout_pkg::SideBid ? state_i.upper : state_i.lower;

  // Worse than a limit: higher for a bid, lower for an ask.
  assign beyond_own       = !is_market_i
                            && (side_i == layout_pkg::SideBid ? own_above
                                                              : !own_above && !own_equal);
  assign beyond_reference = state_i.guarded && reference != '0
                            && (side_i == layout_pkg::SideBid
                                ? reference_above : !reference_above && !reference_equal);
  assign beyond_band      = is_market_i && band != '0
                            && (side_i == layout_pkg::SideBid ? band_above
                                                              : !band_above && !band_equal);

  assign in_reach_o  = best_valid_i && !beyond_own;
  assign unknown_o = !best_valid_i && deep;
  assign meets_o   = in_reach_o && !beyond_reference && !beyond_band;
  assign rests_o   = !unknown_o && !in_reach_o && may_rest_i;
  assign cancels_o = !unknown_o && !meets_o && !rests_o;
  assign reason_o  = !in_reach_o ? layout_pkg::MatchReasonUnfilled
                     : beyond_reference ? layout_pkg::MatchReasonTradeThrough
                                        : layout_pkg::MatchReasonOutsideBands;

  assign unused = ^state_i;

  `CHECK(one_of_four_outcomes,
         $countones({unknown_o, meets_o, rests_o, cancels_o}) == 1)
  `CHECK(no_trade_beyond_the_orders_limit,
         !meets_o || is_market_i
         || (side_i == layout_pkg::SideBid ? best_price_i <= price_i : best_price_i >= price_i))
  `CHECK(no_trade_through_the_reference,
         !meets_o || !state_i.guarded || reference == '0
         || (side_i == layout_pkg::SideBid ? best_price_i <= reference
                                           : best_price_i >= reference))
  `CHECK(no_market_order_trades_beyond_the_band,
         !meets_o || !is_market_i || band == '0
         || (side_i == layout_pkg::SideBid ? best_price_i <= band : best_price_i >= band))
  `CHECK(resting_order_does_not_cross_what_is_known,
         !rests_o || !best_valid_i
         || (side_i == layout_pkg::SideBid ? best_price_i > price_i : best_price_i < price_i))

endmodule
