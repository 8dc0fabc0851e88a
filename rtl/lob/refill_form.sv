// Judges a refill by itself: whether its fields are in range and its levels worth a place in a
// window.
//
// Latency       0 cycles.
// Throughput    1 refill per cycle.
// Backpressure  none.
// Reset         none: combinational.

module refill_form (
  input  layout_pkg::refill_command_t refill_i,
  output logic                        malformed_o
);

  layout_pkg::price_t    [3:0] price;
  layout_pkg::quantity_t [3:0] quantity;
  logic [3:0][31:0]            order_count;
  logic [3:0]                  bad;
  logic                        unused;

  assign price       = {refill_i.price_3, refill_i.price_2, refill_i.price_1, refill_i.price_0};
  assign quantity    = {refill_i.quantity_3, refill_i.quantity_2, refill_i.quantity_1,
                        refill_i.quantity_0};
  assign order_count = {refill_i.order_count_3, refill_i.order_count_2, refill_i.order_count_1,
                        refill_i.order_count_0};

  for (genvar i = 0; i < 4; i++) begin : g_level
    logic misplaced;
    if (i == 0) begin : g_first
      assign misplaced = 1'b0;
    end else begin : g_next
      logic above;
      logic equal;
      magnitude #(.Width(32)) u_magnitude (
        .left_i(price[i]), .right_i(price[i-1]), .above_o(above), .equal_o(equal)
      );
      assign misplaced = equal || above != refill_i.side[0];
    end
    assign bad[i] = refill_i.level_count > 8'(i)
                    && (misplaced || quantity[i] == '0 || order_count[i] == '0
                        || order_count[i][31:16] != '0);
  end

  assign malformed_o = (|bad) || refill_i.level_count > 8'd4 || refill_i.side > 8'd1
                       || refill_i.deep > 8'd1;
  assign unused      = ^{refill_i.as_of, refill_i.book, refill_i.kind, refill_i.reserved};

endmodule
