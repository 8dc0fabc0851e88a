// Gives the packets of both lines to whoever decodes them, the card itself (ITCH 5.0) or the feed
// kernel on its streams, and passes on what it makes of them.
//
// Latency       as feed, or as kernel_port and the kernel: the choice adds no cycle.
// Throughput    1 packet word per cycle and line.
// Backpressure  packet_ready_o is that of the one who decodes.
// Reset         drops everything inside. clear_i begins a new session, behind which the choice
//               counts.

`include "checks.svh"

module decode_select (
  input  logic                           clk_i,
  input  logic                           rst_i,

  // New session; whether the kernel decodes, which changes behind clear only; configuration,
  // sampled as each packet begins; low bits of the cycle counter.
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

  // Messages that change no book, in order; record_seq is left 0.
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
  import layout_pkg::*;

  // What either decoder gives.
  typedef struct packed {
    logic               market_event_valid;
    market_event_t      market_event;
    logic               venue_message_valid;
    venue_message_t     venue_message;
    logic [15:0]        venue_arrival_cycle;
    seq_t               expected;
    logic [1:0]         header_short;
    line_pulses_t [1:0] line_pulses;
    logic               gap;
    seq_t               missing_count;
    logic               poison;
    itch_pulses_t       itch_pulses;
  } decoded_t;

  logic [1:0] itch_packet_ready;
  logic [1:0] kernel_packet_ready;
  decoded_t   itch;
  decoded_t   kernel;
  decoded_t   chosen;

  feed u_feed (
    .clk_i, .rst_i(rst_i || clear_i), .clear_i, .line_enable_i, .first_seq_i, .line_wait_cycles_i,
    .cycle_i,
    .packet_valid_i(packet_valid_i & {2{!kernel_decodes_i}}), .packet_ready_o(itch_packet_ready),
    .packet_i,
    .market_event_valid_o(itch.market_event_valid),
    .market_event_ready_i(market_event_ready_i), .market_event_o(itch.market_event),
    .venue_message_valid_o(itch.venue_message_valid),
    .venue_message_ready_i(venue_message_ready_i), .venue_message_o(itch.venue_message),
    .venue_arrival_cycle_o(itch.venue_arrival_cycle),
    .expected_o(itch.expected), .header_short_o(itch.header_short),
    .line_pulses_o(itch.line_pulses), .gap_o(itch.gap), .missing_count_o(itch.missing_count),
    .poison_o(itch.poison), .itch_pulses_o(itch.itch_pulses)
  );

  kernel_port u_kernel_port (
    .clk_i, .rst_i, .clear_i, .kernel_decodes_i, .line_enable_i, .first_seq_i,
    .line_wait_cycles_i, .cycle_i,
    .packet_valid_i(packet_valid_i & {2{kernel_decodes_i}}), .packet_ready_o(kernel_packet_ready),
    .packet_i,
    .kernel_word_valid_o, .kernel_word_ready_i, .kernel_word_o,
    .kernel_output_valid_i, .kernel_output_ready_o, .kernel_output_i,
    .market_event_valid_o(kernel.market_event_valid),
    .market_event_ready_i(market_event_ready_i), .market_event_o(kernel.market_event),
    .venue_message_valid_o(kernel.venue_message_valid),
    .venue_message_ready_i(venue_message_ready_i), .venue_message_o(kernel.venue_message),
    .venue_arrival_cycle_o(kernel.venue_arrival_cycle),
    .expected_o(kernel.expected), .header_short_o(kernel.header_short),
    .line_pulses_o(kernel.line_pulses), .gap_o(kernel.gap), .missing_count_o(kernel.missing_count),
    .poison_o(kernel.poison), .itch_pulses_o(kernel.itch_pulses), .unmapped_o
  );

  assign packet_ready_o = kernel_decodes_i ? kernel_packet_ready : itch_packet_ready;
  assign chosen         = kernel_decodes_i ? kernel : itch;

  assign market_event_valid_o  = chosen.market_event_valid;
  assign market_event_o        = chosen.market_event;
  assign venue_message_valid_o = chosen.venue_message_valid;
  assign venue_message_o       = chosen.venue_message;
  assign venue_arrival_cycle_o = chosen.venue_arrival_cycle;
  assign expected_o            = chosen.expected;
  assign header_short_o        = chosen.header_short;
  assign line_pulses_o         = chosen.line_pulses;
  assign gap_o                 = chosen.gap;
  assign missing_count_o       = chosen.missing_count;
  assign poison_o              = chosen.poison;
  assign itch_pulses_o         = chosen.itch_pulses;

  `CHECK_NEXT(choice_changes_behind_clear_only, !clear_i,
              kernel_decodes_i == $past(kernel_decodes_i))
  `CHECK(only_the_one_who_decodes_gives_an_event,
         !(kernel_decodes_i ? itch.market_event_valid : kernel.market_event_valid))

endmodule
