// Numbers the inputs, and keeps the highest order id introduced.
//
// Latency       0 cycles, word to its number; 1 cycle, a closed input to the next one's.
// Throughput    1 input per cycle.
// Backpressure  none.
// Reset         the next input is number 1; no id is introduced.

`include "checks.svh"

module input_counter (
  input  logic        clk_i,
  input  logic        rst_i,

  // The word at hand is an input; it is closed now.
  input  logic        is_input_i,
  input  logic        close_i,

  // Its number, or that of the latest input; and of the latest one before it.
  output logic [47:0] seq_o,
  output logic [47:0] latest_seq_o,

  // An id, whether it is above the highest, and that it is introduced now.
  input  logic [63:0] id_i,
  output logic        id_new_o,
  input  logic        introduce_i
);

  logic [47:0] next_seq_q;
  logic [63:0] highest_id_q;
  logic        unused;

  assign seq_o = is_input_i ? next_seq_q : latest_seq_o;

  magnitude #(.Width(64)) u_magnitude (
    .left_i (id_i),
    .right_i(highest_id_q),
    .above_o(id_new_o),
    .equal_o(unused)
  );

  always_ff @(posedge clk_i) begin
    // Counted in three parts: no carry runs through all 48 bits.
    if (close_i && is_input_i) begin
      latest_seq_o     <= next_seq_q;
      next_seq_q[15:0] <= next_seq_q[15:0] + 1'b1;
      if (&next_seq_q[15:0]) next_seq_q[31:16] <= next_seq_q[31:16] + 1'b1;
      if (&next_seq_q[31:0]) next_seq_q[47:32] <= next_seq_q[47:32] + 1'b1;
    end
    if (introduce_i && id_new_o) highest_id_q <= id_i;
    if (rst_i) begin
      latest_seq_o <= '0;
      next_seq_q   <= 48'd1;
      highest_id_q <= '0;
    end
  end

  `CHECK(next_number_follows_the_latest, next_seq_q == latest_seq_o + 48'd1)
  `CHECK_NEXT(closed_input_has_the_next_number, close_i && is_input_i,
              latest_seq_o == $past(seq_o))
  `CHECK_NEXT(highest_id_never_falls, 1'b1, highest_id_q >= $past(highest_id_q))

endmodule
