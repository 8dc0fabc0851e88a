// Turns what the feed kernel gives into market events, venue messages and pulses; what it gives of
// an old session leaves no trace.
//
// Latency       1 cycle, kernel_output_i to market_event_o or venue_message_o, and to the pulses.
// Throughput    1 output per cycle.
// Backpressure  kernel_output_ready_o falls while the channel this output is for is held; the two
//               channels are independent, and an output that is for neither never waits.
// Reset         empties both channels and forgets what is expected.

`include "checks.svh"

module kernel_result (
  input  logic                             clk_i,
  input  logic                             rst_i,

  // The kernel decodes, and the session's number; low bits of the card's cycle counter.
  input  logic                             kernel_decodes_i,
  input  logic [7:0]                       session_i,
  input  logic [15:0]                      cycle_i,

  // What the kernel gives.
  input  logic                             kernel_output_valid_i,
  output logic                             kernel_output_ready_o,
  input  layout_pkg::kernel_output_t       kernel_output_i,

  // Changes of books, and gaps, in order.
  output logic                             market_event_valid_o,
  input  logic                             market_event_ready_i,
  output layout_pkg::market_event_t        market_event_o,

  // Messages that change no book, in order, in pieces; record_seq is left 0.
  output logic                             venue_message_valid_o,
  input  logic                             venue_message_ready_i,
  output layout_pkg::venue_message_t       venue_message_o,
  output logic [15:0]                      venue_arrival_cycle_o,

  // Next message number, pulses for the counters.
  output layout_pkg::seq_t                 expected_o,
  output logic [1:0]                       header_short_o,
  output layout_pkg::line_pulses_t [1:0]   line_pulses_o,
  output logic                             gap_o,
  output layout_pkg::seq_t                 missing_count_o,  // with gap_o
  output logic                             poison_o,
  output layout_pkg::itch_pulses_t         itch_pulses_o,
  output logic                             unmapped_o
);
  import layout_pkg::*;

  // ---------------------------------------------------------------- where it goes
  logic current;      // of this session
  logic for_event;
  logic for_venue;
  logic is_gap;
  logic event_free;
  logic venue_free;
  logic take;

  assign current    = kernel_decodes_i && kernel_output_i.session == session_i;
  assign is_gap     = kernel_output_i.kind == RecordKindGap;
  assign for_event  = current && kernel_output_i.kind >= RecordKindAdd
                      && kernel_output_i.kind <= RecordKindGap;
  assign for_venue  = current && kernel_output_i.kind == RecordKindVenueMessage;
  assign event_free = !market_event_valid_o || market_event_ready_i;
  assign venue_free = !venue_message_valid_o || venue_message_ready_i;

  assign kernel_output_ready_o = (!for_event || event_free) && (!for_venue || venue_free);
  assign take                  = kernel_output_valid_i && kernel_output_ready_o && current;

  // ---------------------------------------------------------------- market events
  always_ff @(posedge clk_i) begin
    if (event_free) begin
      market_event_valid_o         <= take && for_event;
      market_event_o.seq           <= kernel_output_i.seq;
      market_event_o.venue_time_ns <= kernel_output_i.venue_time_ns[47:0];
      market_event_o.rx_time_ns    <= kernel_output_i.rx_time_ns;
      market_event_o.order_ref     <= kernel_output_i.order_ref;
      market_event_o.price         <= kernel_output_i.price;
      market_event_o.quantity      <= kernel_output_i.quantity;
      market_event_o.book          <= kernel_output_i.book;
      market_event_o.kind          <= record_kind_e'(kernel_output_i.kind);
      market_event_o.side          <= side_e'(kernel_output_i.flags[KernelOutputFlagSideAsk]);
      market_event_o.pair_first    <= kernel_output_i.flags[KernelOutputFlagPairFirst];
      market_event_o.pair_second   <= kernel_output_i.flags[KernelOutputFlagPairSecond];
      market_event_o.arrival_cycle <= kernel_output_i.arrival_cycle;
    end
    if (rst_i) market_event_valid_o <= 1'b0;
  end

  // ---------------------------------------------------------------- venue messages
  logic [15:0] age_cycles;

  // Seen at the output in the next cycle.
  assign age_cycles = cycle_i + 16'd1 - kernel_output_i.arrival_cycle;

  always_ff @(posedge clk_i) begin
    if (venue_free) begin
      venue_message_valid_o          <= take && for_venue;
      venue_message_o.seq            <= kernel_output_i.seq;
      venue_message_o.message        <= kernel_output_i.message;
      venue_message_o.length         <= kernel_output_i.length;
      venue_message_o.more           <= 8'(kernel_output_i.flags[KernelOutputFlagMore]);
      venue_message_o.kind           <= RecordKindVenueMessage;
      venue_message_o.latency_cycles <= age_cycles > 16'd255 ? 8'd255 : age_cycles[7:0];
      venue_message_o.record_seq     <= '0;
      venue_arrival_cycle_o          <= kernel_output_i.arrival_cycle;
    end
    if (rst_i) venue_message_valid_o <= 1'b0;
  end

  // ---------------------------------------------------------------- counters
  logic [7:0] pulses;

  assign pulses = kernel_output_i.pulses & {8{take}};

  always_ff @(posedge clk_i) begin
    if (take) expected_o <= kernel_output_i.expected;
    missing_count_o <= kernel_output_i.order_ref;
    gap_o           <= take && is_gap && kernel_output_i.price != 32'(GapReasonBadFrame);
    poison_o        <= take && is_gap && kernel_output_i.price == 32'(GapReasonBadFrame);
    header_short_o  <= {pulses[KernelPulsesFlagLineBHeaderShort],
                        pulses[KernelPulsesFlagLineAHeaderShort]};
    // Bit 0 is the first field of line_pulses, which is its top bit.
    for (int unsigned i = 0; i < LinePulsesBits; i++) begin
      line_pulses_o[0][LinePulsesBits - 1 - i] <= take && kernel_output_i.line_a[i];
      line_pulses_o[1][LinePulsesBits - 1 - i] <= take && kernel_output_i.line_b[i];
    end
    itch_pulses_o.book_messages  <= pulses[KernelPulsesFlagBookMessages];
    itch_pulses_o.venue_messages <= pulses[KernelPulsesFlagVenueMessages];
    itch_pulses_o.unknown_type   <= pulses[KernelPulsesFlagUnknownType];
    itch_pulses_o.wrong_length   <= pulses[KernelPulsesFlagWrongLength];
    itch_pulses_o.bad_field      <= pulses[KernelPulsesFlagBadField];
    unmapped_o                   <= pulses[KernelPulsesFlagUnmapped];
    if (rst_i) begin
      expected_o     <= '0;
      gap_o          <= 1'b0;
      poison_o       <= 1'b0;
      header_short_o <= '0;
      line_pulses_o  <= '0;
      itch_pulses_o  <= '0;
      unmapped_o     <= 1'b0;
    end
  end

  logic unused;
  assign unused = ^{kernel_output_i.reserved, kernel_output_i.venue_time_ns[63:48],
                    kernel_output_i.flags[7:4]};

  `CHECK_STREAM(market_event_waits_unchanged, market_event_valid_o, market_event_ready_i,
                market_event_o)
  `CHECK_STREAM(venue_message_waits_unchanged, venue_message_valid_o, venue_message_ready_i,
                venue_message_o)
  `CHECK_NEXT(event_is_of_the_output_taken, take && for_event,
              market_event_valid_o && market_event_o.seq == $past(kernel_output_i.seq)
              && market_event_o.order_ref == $past(kernel_output_i.order_ref))
  `CHECK_NEXT(piece_is_of_the_output_taken, take && for_venue,
              venue_message_valid_o && venue_message_o.message == $past(kernel_output_i.message))
  `CHECK_NEXT(event_comes_of_an_output, event_free && !(take && for_event), !market_event_valid_o)
  `CHECK_NEXT(piece_comes_of_an_output, venue_free && !(take && for_venue), !venue_message_valid_o)
  `CHECK(output_of_another_session_never_waits,
         !kernel_output_valid_i || current || kernel_output_ready_o)
  `CHECK_NEXT(output_of_another_session_leaves_no_trace, kernel_output_valid_i && !current,
              expected_o == $past(expected_o) && !gap_o && !poison_o && header_short_o == '0
              && line_pulses_o == '0 && itch_pulses_o == '0 && !unmapped_o)
  `CHECK_NEXT(gap_is_counted_with_its_event, take && is_gap,
              market_event_valid_o && market_event_o.kind == RecordKindGap && gap_o != poison_o)

endmodule
