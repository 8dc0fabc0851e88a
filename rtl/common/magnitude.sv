// Compares two unsigned numbers in a tree of threes: four lookup tables deep up to 81 bits.
//
// A carry chain takes fewer tables but is as deep as the number is wide, and the row of a window
// compares with every level in the middle of its one cycle.
//
// Latency       0 cycles.
// Throughput    1 comparison per cycle.
// Backpressure  none.
// Reset         none: combinational.

module magnitude #(
  parameter int unsigned Width = 32  // at most 81
) (
  input  logic [Width-1:0] left_i,
  input  logic [Width-1:0] right_i,
  output logic             above_o,  // left is above right
  output logic             equal_o
);

  typedef logic [Width-1:0] number_t;

  if (Width > 81) begin : g_width
    $error("magnitude: Width is %0d, above 81", Width);
  end

  // Bit i tells of the 1, 3, 9, 27, 81 bits of the numbers from i downward; only the top bits are
  // used in the end, so that one bit in three remains after the first step, and so on. What is
  // below bit 0 is equal.
  number_t above1, above3, above9, above27, above81;
  number_t equal1, equal3, equal9, equal27, equal81;

  // The uppermost of three neighbours that differs decides.
  function automatic number_t decide(number_t high, number_t high_same, number_t middle,
                                     number_t middle_same, number_t low);
    return high | (high_same & (middle | (middle_same & low)));
  endfunction

  assign above1  = left_i & ~right_i;
  assign equal1  = ~(left_i ^ right_i);
  assign above3  = decide(above1, equal1, above1 << 1, ~(~equal1 << 1), above1 << 2);
  assign equal3  = equal1 & ~(~equal1 << 1) & ~(~equal1 << 2);
  assign above9  = decide(above3, equal3, above3 << 3, ~(~equal3 << 3), above3 << 6);
  assign equal9  = equal3 & ~(~equal3 << 3) & ~(~equal3 << 6);
  assign above27 = decide(above9, equal9, above9 << 9, ~(~equal9 << 9), above9 << 18);
  assign equal27 = equal9 & ~(~equal9 << 9) & ~(~equal9 << 18);
  assign above81 = decide(above27, equal27, above27 << 27, ~(~equal27 << 27), above27 << 54);
  assign equal81 = equal27 & ~(~equal27 << 27) & ~(~equal27 << 54);

  assign above_o = above81[Width-1];
  assign equal_o = equal81[Width-1];

endmodule
