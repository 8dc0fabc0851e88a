// Adds one in parts at once, so that no carry runs further than through one part: a part turns over
// when all bits below it are ones.
//
// Latency       0 cycles.
// Throughput    1 sum per cycle.
// Backpressure  none.
// Reset         none: combinational.

module increment #(
  parameter int unsigned Width = 64,
  parameter int unsigned Part  = 8 // bits whose carry runs
) (
  input  logic [Width-1:0] number_i,
  output logic [Width-1:0] next_o
);

  localparam int unsigned Parts = (Width + Part - 1) / Part;

  logic [Parts:0] full;  // below this part all are ones
  logic           unused;

  assign full[0] = 1'b1;
  assign unused  = full[Parts];

  for (genvar p = 0; p < int'(Parts); p++) begin : g_part
    localparam int unsigned Low  = p * Part;
    localparam int unsigned Bits = Width - Low < Part ? Width - Low : Part;

    logic [Bits-1:0] part;

    assign part                = number_i[Low +: Bits];
    assign full[p+1]           = &number_i[Low+Bits-1:0];
    assign next_o[Low +: Bits] = full[p] ? part + Bits'(1) : part;
  end

endmodule
