// Finds the order that a cancel or a replace names in one window, and says what the replace would
// make of its open quantity.
//
// Latency       0 cycles.
// Throughput    1 search per cycle.
// Backpressure  none.
// Reset         none: combinational.

module order_finder #(
  parameter int unsigned WindowOrders = 16
) (
  // The window.
  input  layout_pkg::resting_order_t [WindowOrders-1:0] orders_i,
  input  logic [WindowOrders-1:0]                       valid_i,

  // What is asked for, and what a replace wants of it.
  input  layout_pkg::match_command_t                    word_i,
  input  layout_pkg::command_form_t                     form_i,

  // Where it is, one bit at most, and what it is; zeros when it is not here.
  output logic [WindowOrders-1:0]                       place_o,
  output logic                                          found_o,
  output layout_pkg::resting_order_t                    order_o,

  // Of a replace: its sender knows of less than is open; what is to be open; that is nothing; it
  // keeps the order's priority.
  output logic                                          knows_less_o,
  output layout_pkg::quantity_t                         open_o,
  output logic                                          exhausts_o,
  output logic                                          reduces_o
);

  typedef logic [WindowOrders-1:0] mask_t;

  mask_t knows_less;
  mask_t exhausts;
  mask_t reduces;
  layout_pkg::quantity_t [WindowOrders-1:0] open;
  logic  unused;

  // Each order is judged by itself, so that nothing waits for the search.
  for (genvar i = 0; i < int'(WindowOrders); i++) begin : g_order
    logic [32:0] sum;
    logic        above_known;
    logic        above_quantity;
    logic        same_quantity;
    logic        unused_equal;

    assign place_o[i] = valid_i[i] && orders_i[i].order_id == word_i.order_id;

    magnitude #(.Width(32)) u_magnitude_known (
      .left_i (orders_i[i].quantity),
      .right_i(word_i.min_quantity),
      .above_o(above_known),
      .equal_o(unused_equal)
    );

    magnitude #(.Width(32)) u_magnitude_quantity (
      .left_i (orders_i[i].quantity),
      .right_i(word_i.quantity),
      .above_o(above_quantity),
      .equal_o(same_quantity)
    );

    carry_select #(.Width(33), .Part(11)) u_carry_select (
      .left_i ({1'b0, orders_i[i].quantity}),
      .right_i(form_i.open_change),
      .carry_i(1'b0),
      .sum_o  (sum)
    );

    assign knows_less[i] = form_i.knows_open && above_known;
    assign open[i]       = form_i.knows_open ? sum[31:0] : word_i.quantity;
    assign exhausts[i]   = form_i.knows_open ? sum[32] || sum[31:0] == '0 : word_i.quantity == '0;
    assign reduces[i]    = orders_i[i].price == word_i.price
                           && (form_i.knows_open ? form_i.open_not_more
                                                 : above_quantity || same_quantity);
  end

  assign found_o      = |place_o;
  assign knows_less_o = |(place_o & knows_less);
  assign exhausts_o   = |(place_o & exhausts);
  assign reduces_o    = |(place_o & reduces);

  always_comb begin
    order_o = '0;
    open_o  = '0;
    for (int unsigned i = 0; i < WindowOrders; i++) begin
      if (place_o[i]) begin
        order_o = order_o | orders_i[i];
        open_o  = open_o | open[i];
      end
    end
  end

  assign unused = ^{word_i, form_i};

endmodule
