// Tells that a line has had nothing to offer for as long as another line's packet has to wait for
// it.
//
// Latency       1 cycle, the last of the wait to silent_o.
// Throughput    a verdict every cycle.
// Backpressure  none: it only watches the line.
// Reset         the wait starts again.

`include "checks.svh"

module line_silence (
  input  logic        clk_i,
  input  logic        rst_i,

  // How long silence has to last.
  input  logic [31:0] line_wait_cycles_i,

  // The line offers a word.
  input  logic        message_valid_i,

  // It has been silent, up to the cycle before.
  output logic        silent_o
);

  logic [31:0] quiet_count_q;
  logic [31:0] quiet_count_next;
  logic        short_of;   // not yet long enough
  logic        unused;

  magnitude #(.Width(32)) u_magnitude (
    .left_i(line_wait_cycles_i), .right_i(quiet_count_q), .above_o(short_of), .equal_o(unused)
  );

  increment #(.Width(32)) u_increment (.number_i(quiet_count_q), .next_o(quiet_count_next));

  always_ff @(posedge clk_i) begin
    silent_o <= !message_valid_i && !short_of;
    if (message_valid_i) quiet_count_q <= '0;
    else if (short_of) quiet_count_q <= quiet_count_next;
    if (rst_i) begin
      quiet_count_q <= '0;
      silent_o      <= 1'b0;
    end
  end

  `CHECK_NEXT(line_that_offers_is_not_silent, message_valid_i, !silent_o && quiet_count_q == '0)
  `CHECK_NEXT(silence_is_counted_up_to_its_length, !message_valid_i,
              quiet_count_q == ($past(quiet_count_q >= line_wait_cycles_i)
                                ? $past(quiet_count_q) : $past(quiet_count_q) + 1'b1))
  `CHECK_NEXT(line_is_silent_when_the_count_is_full, !message_valid_i,
              silent_o == $past(quiet_count_q >= line_wait_cycles_i))

endmodule
