// Adds two numbers in parts at once, so that no carry runs further than through one part.
//
// Latency       0 cycles.
// Throughput    1 sum per cycle.
// Backpressure  none.
// Reset         none: combinational.

module carry_select #(
  parameter int unsigned Width = 32,
  parameter int unsigned Part  = 16  // bits whose carry runs
) (
  input  logic [Width-1:0] left_i,
  input  logic [Width-1:0] right_i,
  input  logic             carry_i,
  output logic [Width-1:0] sum_o
);

  localparam int unsigned Parts = (Width + Part - 1) / Part;

  logic [Parts-1:0] carries;    // out of it, without a carry into it
  logic [Parts-1:0] passes_on;  // out of it, with one
  logic             unused;

  assign unused = ^{carries[Parts-1], passes_on[Parts-1]};

  for (genvar p = 0; p < int'(Parts); p++) begin : g_part
    localparam int unsigned Low  = p * Part;
    localparam int unsigned Bits = Width - Low < Part ? Width - Low : Part;

    logic            carry;  // into this part
    logic [Bits-1:0] sum;
    logic [Bits-1:0] sum_next;

    assign {carries[p], sum} = {1'b0, left_i[Low +: Bits]} + {1'b0, right_i[Low +: Bits]}
                               + (Bits + 1)'(p == 0 && carry_i);
    if (p == 0) begin : g_first
      assign carry        = carry_i;
      assign passes_on[p] = carries[p];
      assign sum_next     = sum;
    end else begin : g_other
      assign carry = carries[p-1] || (passes_on[p-1] && g_part[p-1].carry);
      assign {passes_on[p], sum_next} = {1'b0, left_i[Low +: Bits]} + {1'b0, right_i[Low +: Bits]}
                                        + (Bits + 1)'(1);
    end

    assign sum_o[Low +: Bits] = carry ? sum_next : sum;
  end

endmodule
