// Counts pulses: one 32-bit counter for each of them, wrapping, set to zero by clear.
//
// Latency       2 cycles, pulse_i to count_o.
// Throughput    every pulse in every cycle.
// Backpressure  none.
// Reset         zeroes every counter.

`include "checks.svh"

module counter_bank #(
  parameter int unsigned Count = 1
) (
  input  logic                   clk_i,
  input  logic                   rst_i,

  // Forgets every pulse up to and including this cycle's.
  input  logic                   clear_i,

  input  logic [Count-1:0]       pulse_i,
  output logic [Count-1:0][31:0] count_o
);

  // The pulses come from all over the card: one register stage keeps the way to their counter
  // short.
  logic [Count-1:0] pulse_q;

  always_ff @(posedge clk_i) begin
    pulse_q <= pulse_i;
    for (int unsigned i = 0; i < Count; i++) begin
      count_o[i] <= count_o[i] + 32'(pulse_q[i]);
    end
    if (rst_i || clear_i) begin
      pulse_q <= '0;
      count_o <= '0;
    end
  end

  `CHECK_NEXT(clear_zeroes_every_counter, clear_i, count_o == '0)

endmodule
