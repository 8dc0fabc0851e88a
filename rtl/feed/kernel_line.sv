// Offers the packet words of one line to the feed kernel, each with what the kernel must know of
// the session. A session begins with a word without payload, so that the kernel forgets the old one
// and what it had of a packet before anything of the new one comes.
//
// Latency       1 cycle, packet_i to kernel_word_o.
// Throughput    1 word per cycle, one cycle lost as a session begins.
// Backpressure  packet_ready_o falls while the word inside waits for the kernel, and for the word
//               that begins a session.
// Reset         empties the register. clear_i does not: a word that was offered stays offered, with
//               the number of the session it came in.

`include "checks.svh"

module kernel_line (
  input  logic                     clk_i,
  input  logic                     rst_i,

  // New session; nothing enters in this cycle. Whether the kernel decodes, which changes behind
  // clear only.
  input  logic                     clear_i,
  input  logic                     kernel_decodes_i,

  // What goes with every word, as it is when the word enters.
  input  logic [7:0]               session_i,
  input  logic [1:0]               line_enable_i,
  input  layout_pkg::seq_t         first_seq_i,
  input  logic [31:0]              line_wait_cycles_i,

  // Packets of the line.
  input  logic                     packet_valid_i,
  output logic                     packet_ready_o,
  input  layout_pkg::packet_word_t packet_i,

  // The same words for the kernel.
  output logic                     kernel_word_valid_o,
  input  logic                     kernel_word_ready_i,
  output layout_pkg::kernel_word_t kernel_word_o
);
  import layout_pkg::*;

  kernel_word_t word;
  logic         free;
  logic         take;
  logic         begins_q;  // the session's first word is still to come
  logic         begin_now;

  assign free           = (!kernel_word_valid_o || kernel_word_ready_i) && !clear_i;
  assign begin_now      = free && begins_q && kernel_decodes_i;
  assign packet_ready_o = free && !begins_q;
  assign take           = packet_valid_i && packet_ready_o;

  always_comb begin
    word                                  = '0;
    word.first_seq                        = first_seq_i;
    word.line_wait_cycles                 = line_wait_cycles_i;
    word.session                          = session_i;
    word.flags[KernelWordFlagLineAEnable] = line_enable_i[0];
    word.flags[KernelWordFlagLineBEnable] = line_enable_i[1];
    if (!begins_q) begin
      word.data                       = packet_i.data;
      word.rx_time_ns                 = packet_i.rx_time_ns;
      word.arrival_cycle              = packet_i.arrival_cycle;
      word.flags[KernelWordFlagFirst] = packet_i.first;
      word.flags[KernelWordFlagLast]  = packet_i.last;
      word.flags[KernelWordFlagBad]   = packet_i.bad;
      word.first_lane                 = 8'(packet_i.first_lane);
      word.end_lane                   = 8'(packet_i.end_lane);
    end
  end

  always_ff @(posedge clk_i) begin
    if (take || begin_now) kernel_word_o <= word;
    if (take || begin_now) kernel_word_valid_o <= 1'b1;
    else if (kernel_word_ready_i) kernel_word_valid_o <= 1'b0;
    if (clear_i) begins_q <= 1'b1;
    else if (begin_now) begins_q <= 1'b0;
    if (rst_i) begin
      kernel_word_valid_o <= 1'b0;
      begins_q            <= 1'b1;
    end
  end

  `CHECK_STREAM(word_waits_unchanged_whatever_is_cleared, kernel_word_valid_o, kernel_word_ready_i,
                kernel_word_o)
  `CHECK_NEXT(word_taken_is_offered_next, take,
              kernel_word_valid_o && kernel_word_o.data == $past(packet_i.data)
              && kernel_word_o.session == $past(session_i))
  `CHECK_NEXT(word_is_offered_once, !take && !begin_now && kernel_word_ready_i,
              !kernel_word_valid_o)
  `CHECK_NEXT(session_begins_with_a_word_without_payload, begins_q && !clear_i,
              begins_q || (kernel_word_valid_o && kernel_word_o.session == $past(session_i)
                           && kernel_word_o.first_lane == kernel_word_o.end_lane))
  `CHECK_NEXT(nothing_enters_with_clear, clear_i && !kernel_word_valid_o, !kernel_word_valid_o)

endmodule
