// Joins a feed kernel that stands outside of the card's RTL: the lines' packets go to it, numbered
// by session, and what it gives comes back as events, venue messages and pulses.
//
//   packet_word ×2 → kernel_line ×2 → kernel_word ×2 ⇒ kernel ⇒ kernel_output → kernel_result
//     → market_event, venue_message
//
// Latency       2 cycles, beside the kernel's own: 1 in, 1 out.
// Throughput    1 word per cycle and line, 1 output per cycle.
// Backpressure  packet_ready_o falls while a word waits for the kernel; kernel_output_ready_o while
//               an output waits for its channel.
// Reset         session 0, nothing offered. clear_i begins the next session: a word that was
//               offered stays offered until the kernel takes it; behind it, while the kernel
//               decodes, a word without payload begins the new session on each line; outputs of an
//               old session are taken and dropped.

`include "checks.svh"

module kernel_port (
  input  logic                           clk_i,
  input  logic                           rst_i,

  // New session; whether the kernel decodes, which changes behind clear only; configuration; low
  // bits of the cycle counter.
  input  logic                           clear_i,
  input  logic                           kernel_decodes_i,
  input  logic [1:0]                     line_enable_i,
  input  layout_pkg::seq_t               first_seq_i,
  input  logic [31:0]                    line_wait_cycles_i,
  input  logic [15:0]                    cycle_i,

  // Packets of line a (0) and line b (1).
  input  logic [1:0]                     packet_valid_i,
  output logic [1:0]                     packet_ready_o,
  input  layout_pkg::packet_word_t [1:0] packet_i,

  // To the kernel, and back.
  output logic [1:0]                     kernel_word_valid_o,
  input  logic [1:0]                     kernel_word_ready_i,
  output layout_pkg::kernel_word_t [1:0] kernel_word_o,
  input  logic                           kernel_output_valid_i,
  output logic                           kernel_output_ready_o,
  input  layout_pkg::kernel_output_t     kernel_output_i,

  // Changes of books, and gaps, in order.
  output logic                           market_event_valid_o,
  input  logic                           market_event_ready_i,
  output layout_pkg::market_event_t      market_event_o,

  // Messages that change no book, in order, in pieces; record_seq is left 0.
  output logic                           venue_message_valid_o,
  input  logic                           venue_message_ready_i,
  output layout_pkg::venue_message_t     venue_message_o,
  output logic [15:0]                    venue_arrival_cycle_o,

  // Next message number, pulses for the counters.
  output layout_pkg::seq_t               expected_o,
  output logic [1:0]                     header_short_o,
  output layout_pkg::line_pulses_t [1:0] line_pulses_o,
  output logic                           gap_o,
  output layout_pkg::seq_t               missing_count_o,  // with gap_o
  output logic                           poison_o,
  output layout_pkg::itch_pulses_t       itch_pulses_o,
  output logic                           unmapped_o
);

  logic [7:0] session_q;

  always_ff @(posedge clk_i) begin
    if (clear_i) session_q <= session_q + 8'd1;
    if (rst_i) session_q <= '0;
  end

  for (genvar l = 0; l < 2; ++l) begin : g_line
    kernel_line u_kernel_line (
      .clk_i, .rst_i, .clear_i, .kernel_decodes_i, .session_i(session_q), .line_enable_i,
      .first_seq_i, .line_wait_cycles_i,
      .packet_valid_i(packet_valid_i[l]), .packet_ready_o(packet_ready_o[l]),
      .packet_i(packet_i[l]),
      .kernel_word_valid_o(kernel_word_valid_o[l]), .kernel_word_ready_i(kernel_word_ready_i[l]),
      .kernel_word_o(kernel_word_o[l])
    );
  end

  kernel_result u_kernel_result (
    .clk_i, .rst_i(rst_i || clear_i), .kernel_decodes_i, .session_i(session_q), .cycle_i,
    .kernel_output_valid_i, .kernel_output_ready_o, .kernel_output_i,
    .market_event_valid_o, .market_event_ready_i, .market_event_o,
    .venue_message_valid_o, .venue_message_ready_i, .venue_message_o, .venue_arrival_cycle_o,
    .expected_o, .header_short_o, .line_pulses_o, .gap_o, .missing_count_o, .poison_o,
    .itch_pulses_o, .unmapped_o
  );

  `ASSUME_STREAM(kernel_output_waits_unchanged, kernel_output_valid_i, kernel_output_ready_o,
                 kernel_output_i)
  `CHECK_NEXT(every_clear_begins_the_next_session, clear_i, session_q == $past(session_q) + 8'd1)
  `CHECK_NEXT(session_lasts_until_clear, !clear_i, session_q == $past(session_q))
  `CHECK_NEXT(nothing_of_the_old_session_is_left_behind_clear, clear_i,
              market_event_valid_o == 1'b0 && venue_message_valid_o == 1'b0)

endmodule
