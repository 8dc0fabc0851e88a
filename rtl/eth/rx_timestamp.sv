// Keeps card time: the cycles since reset, and the nanoseconds they took at the programmed cycle
// time.
//
// Latency       now_ns_o and cycle_o are those of the present cycle; both are 0 in the first cycle
//               after reset.
// Throughput    a new time every cycle.
// Backpressure  none: time does not wait.
// Reset         both start from 0. A change of cycle_time_i counts from 2 cycles later on, nothing
//               is lost or repeated.

`include "checks.svh"

module rx_timestamp (
  input  logic                 clk_i,
  input  logic                 rst_i,

  // Length of one cycle in units of 2^-24 ns (register control.cycle_time).
  input  logic [31:0]          cycle_time_i,

  // The present.
  output layout_pkg::time_ns_t now_ns_o,
  output logic [63:0]          cycle_o
);

  // The sum is 88 bits long: 24 of fraction, 64 of nanoseconds. Its lower half runs one cycle
  // ahead, so that the carry into the upper half comes from a register.
  localparam int unsigned LowBits = 44;

  logic [LowBits-1:0] ahead_q;
  logic               carry_q;
  logic [LowBits-1:0] low_q;
  logic [43:0]        high_q;

  // The cycle count is split for the same reason.
  logic [31:0] cycle_low_q;
  logic [31:0] cycle_high_q;
  logic        cycle_carry_q;

  assign now_ns_o = {high_q, low_q[LowBits-1:24]};
  assign cycle_o  = {cycle_high_q, cycle_low_q};

  always_ff @(posedge clk_i) begin
    {carry_q, ahead_q} <= {1'b0, ahead_q} + (LowBits + 1)'(cycle_time_i);
    low_q              <= ahead_q;
    high_q             <= high_q + 44'(carry_q);
    cycle_low_q        <= cycle_low_q + 1'b1;
    cycle_carry_q      <= cycle_low_q == 32'hffff_fffe;
    cycle_high_q       <= cycle_high_q + 32'(cycle_carry_q);
    if (rst_i) begin
      // One cycle ahead, here too: the first step is already taken when the present is 0.
      ahead_q       <= LowBits'(cycle_time_i);
      carry_q       <= 1'b0;
      low_q         <= '0;
      high_q        <= '0;
      cycle_low_q   <= '0;
      cycle_high_q  <= '0;
      cycle_carry_q <= 1'b0;
    end
  end

  `CHECK(carry_is_due_while_the_lower_half_is_full, cycle_carry_q == (cycle_low_q == '1))
  `CHECK_NEXT(cycle_counts_every_cycle, 1'b1, cycle_o == $past(cycle_o) + 1'b1)
  `CHECK(carry_says_that_the_lower_half_wrapped, carry_q == (ahead_q < low_q))
  `CHECK_NEXT(upper_half_takes_every_carry, 1'b1,
              {high_q, low_q} - $past({high_q, low_q}) == 88'($past(LowBits'(ahead_q - low_q))))

endmodule
