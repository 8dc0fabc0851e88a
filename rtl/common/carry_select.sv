// Adds two numbers in two halves at once, so that the carry runs half the way.
//
// Latency       0 cycles.
// Throughput    1 sum per cycle.
// Backpressure  none.
// Reset         none: combinational.

module carry_select #(
  parameter int unsigned Width = 32  // even
) (
  input  logic [Width-1:0] left_i,
  input  logic [Width-1:0] right_i,
  input  logic             carry_i,
  output logic [Width-1:0] sum_o
);

  localparam int unsigned Half = Width / 2;

  logic [Half:0]   low;
  logic [Half-1:0] high;       // without a carry from below
  logic [Half-1:0] high_next;  // with one

  assign low       = {1'b0, left_i[Half-1:0]} + {1'b0, right_i[Half-1:0]} + (Half + 1)'(carry_i);
  assign high      = left_i[Width-1:Half] + right_i[Width-1:Half];
  assign high_next = left_i[Width-1:Half] + right_i[Width-1:Half] + Half'(1);
  assign sum_o     = {low[Half] ? high_next : high, low[Half-1:0]};

endmodule
