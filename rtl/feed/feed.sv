// From the packets of two lines with the same feed to one ordered stream of normalised events.
//
//   packet_word ×2 → mold_unpack ×2 → message_word ×2 → feed_arbiter → taken_word
//     → itch_decode → market_event, venue_message
//
// Latency       4 cycles, from the packet word that holds a message's last byte to its market_event
//               or venue_message, for a packet that starts with the expected message: mold_unpack
//               1, feed_arbiter 1, itch_decode 2.
// Throughput    1 packet word per cycle and line.
// Backpressure  packet_ready_o falls while a line waits its turn, and while a whole message waits
//               for its output.
// Reset         drops everything inside. clear_i does so behind mold_unpack: the rest of a packet
//               under way is dropped too.

module feed (
  input  logic                           clk_i,
  input  logic                           rst_i,

  // New session; configuration, sampled as each packet begins; low bits of the cycle counter.
  input  logic                           clear_i,
  input  logic [1:0]                     line_enable_i,
  input  layout_pkg::seq_t               first_seq_i,
  input  logic [31:0]                    line_wait_cycles_i,
  input  logic [15:0]                    cycle_i,

  // Packets of line a (0) and line b (1).
  input  logic [1:0]                     packet_valid_i,
  output logic [1:0]                     packet_ready_o,
  input  layout_pkg::packet_word_t [1:0] packet_i,

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
  output layout_pkg::itch_pulses_t       itch_pulses_o
);

  logic [1:0]                       message_valid;
  logic [1:0]                       message_ready;
  layout_pkg::message_word_t [1:0]  message;
  layout_pkg::packet_header_t [1:0] packet_header;
  logic                             taken_valid;
  logic                             taken_ready;
  layout_pkg::taken_word_t          taken;

  for (genvar g = 0; g < 2; ++g) begin : g_line
    mold_unpack u_mold_unpack (
      .clk_i           (clk_i),
      .rst_i           (rst_i),
      .packet_valid_i  (packet_valid_i[g]),
      .packet_ready_o  (packet_ready_o[g]),
      .packet_i        (packet_i[g]),
      .message_valid_o (message_valid[g]),
      .message_ready_i (message_ready[g]),
      .message_o       (message[g]),
      .packet_header_o (packet_header[g]),
      .header_short_o  (header_short_o[g])
    );
  end

  feed_arbiter u_feed_arbiter (
    .clk_i              (clk_i),
    .rst_i              (rst_i),
    .clear_i            (clear_i),
    .line_enable_i      (line_enable_i),
    .first_seq_i        (first_seq_i),
    .line_wait_cycles_i (line_wait_cycles_i),
    .message_valid_i    (message_valid),
    .message_ready_o    (message_ready),
    .message_i          (message),
    .packet_header_i    (packet_header),
    .taken_valid_o      (taken_valid),
    .taken_ready_i      (taken_ready),
    .taken_o            (taken),
    .expected_o         (expected_o),
    .line_pulses_o      (line_pulses_o),
    .gap_o              (gap_o),
    .missing_count_o    (missing_count_o),
    .poison_o           (poison_o)
  );

  itch_decode u_itch_decode (
    .clk_i                 (clk_i),
    .rst_i                 (rst_i || clear_i),
    .cycle_i               (cycle_i),
    .taken_valid_i         (taken_valid),
    .taken_ready_o         (taken_ready),
    .taken_i               (taken),
    .market_event_valid_o  (market_event_valid_o),
    .market_event_ready_i  (market_event_ready_i),
    .market_event_o        (market_event_o),
    .venue_message_valid_o (venue_message_valid_o),
    .venue_message_ready_i (venue_message_ready_i),
    .venue_message_o       (venue_message_o),
    .venue_arrival_cycle_o (venue_arrival_cycle_o),
    .itch_pulses_o         (itch_pulses_o)
  );

endmodule
