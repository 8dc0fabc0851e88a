// Says what a message of this type and length is to the card (feed_function.md, section 3).
//
// Latency       0 cycles, combinational.
// Throughput    one answer at any time.
// Backpressure  none.
// Reset         none.

module itch_classify (
  input  logic [7:0]  type_i,
  input  logic [15:0] length_i,

  // Exactly one is set.
  output logic        add_o,
  output logic        execute_o,
  output logic        reduce_o,
  output logic        remove_o,
  output logic        replace_o,
  output logic        venue_o,
  output logic        unknown_type_o,
  output logic        wrong_length_o
);

  logic [5:0] type_length;
  logic       right;

  itch_type_length u_itch_type_length (
    .type_i   (type_i),
    .length_o (type_length)
  );

  assign right = type_length != 6'd0 && length_i == {10'd0, type_length};

  assign add_o          = right && (type_i == "A" || type_i == "F");
  assign execute_o      = right && (type_i == "E" || type_i == "C");
  assign reduce_o       = right && type_i == "X";
  assign remove_o       = right && type_i == "D";
  assign replace_o      = right && type_i == "U";
  assign venue_o        = right && !(add_o || execute_o || reduce_o || remove_o || replace_o);
  assign unknown_type_o = type_length == 6'd0 && length_i != 16'd0;
  assign wrong_length_o = !right && !unknown_type_o;

endmodule
