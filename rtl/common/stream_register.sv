// One register in a stream: breaks the forward path, data and valid, without losing a cycle of
// throughput.
//
// Latency       1 cycle.
// Throughput    1 word per cycle.
// Backpressure  word_ready_o falls only while the word inside waits for word_ready_i (combinational
//               path).
// Reset         empties the register.

`include "checks.svh"

module stream_register #(
  parameter int unsigned Width = 8
) (
  input  logic             clk_i,
  input  logic             rst_i,

  // Words in.
  input  logic             word_valid_i,
  output logic             word_ready_o,
  input  logic [Width-1:0] word_i,

  // The same words out.
  output logic             word_valid_o,
  input  logic             word_ready_i,
  output logic [Width-1:0] word_o
);

  assign word_ready_o = !word_valid_o || word_ready_i;

  always_ff @(posedge clk_i) begin
    if (word_ready_o) begin
      word_valid_o <= word_valid_i;
      word_o       <= word_i;
    end
    if (rst_i) word_valid_o <= 1'b0;
  end

  `CHECK_STREAM(word_waits_unchanged, word_valid_o, word_ready_i, word_o)
  `CHECK_NEXT(accepted_word_is_offered_next, word_valid_i && word_ready_o,
              word_valid_o && word_o == $past(word_i))
  `CHECK_NEXT(no_word_from_nothing, !word_valid_i && word_ready_o, !word_valid_o)

endmodule
