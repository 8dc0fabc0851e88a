// Turns the words of one ordered feed into market events and venue messages (NASDAQ TotalView-ITCH
// 5.0).
//
// Latency       2 cycles, from the word that holds a message's last byte to market_event_o or
//               venue_message_o, for every type and lane; the add half of a replace leaves in the
//               cycle after its delete half.
// Throughput    1 word per cycle.
// Backpressure  taken_ready_o falls while a whole message waits for the output it needs.
// Reset         forgets the open message and empties both outputs.

module itch_decode (
  input  logic                       clk_i,
  input  logic                       rst_i,

  // Low bits of the card's cycle counter.
  input  logic [15:0]                cycle_i,

  // Words and gaps in order.
  input  logic                       taken_valid_i,
  output logic                       taken_ready_o,
  input  layout_pkg::taken_word_t    taken_i,

  // Changes of books, and gaps, in order.
  output logic                       market_event_valid_o,
  input  logic                       market_event_ready_i,
  output layout_pkg::market_event_t  market_event_o,

  // Messages that change no book, in order; record_seq is left 0.
  output logic                       venue_message_valid_o,
  input  logic                       venue_message_ready_i,
  output layout_pkg::venue_message_t venue_message_o,
  output logic [15:0]                venue_arrival_cycle_o,

  // Counters.
  output layout_pkg::itch_pulses_t   itch_pulses_o
);

  logic                           collected_valid;
  logic                           collected_ready;
  layout_pkg::collected_message_t collected;

  message_collect u_message_collect (
    .clk_i             (clk_i),
    .rst_i             (rst_i),
    .taken_valid_i     (taken_valid_i),
    .taken_ready_o     (taken_ready_o),
    .taken_i           (taken_i),
    .collected_valid_o (collected_valid),
    .collected_ready_i (collected_ready),
    .collected_o       (collected)
  );

  itch_normalise u_itch_normalise (
    .clk_i                 (clk_i),
    .rst_i                 (rst_i),
    .cycle_i               (cycle_i),
    .collected_valid_i     (collected_valid),
    .collected_ready_o     (collected_ready),
    .collected_i           (collected),
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
