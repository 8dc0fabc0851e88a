// Holds the packets of one line while the feed looks at the other line, and decides what happens
// when it is full.
//
// Latency       0 cycles while empty; a word waits only behind words that wait.
// Throughput    1 word in and 1 word out per cycle.
// Backpressure  This is the one place where the line's readiness is decided; eth passes it on
//               unchanged.
//               Stalls=1: packet_ready_o falls while fewer than two slots are free, so nothing is
//               ever cut. For a port that honours ready.
//               Stalls=0: packet_ready_o is always 1, so that eth's frame_ready_o is too. For a MAC
//               that cannot wait. A word that finds only the reserved slot free ends its packet
//               there, marked last and bad; a packet whose first word finds no room is lost whole.
//               Either way the frame's other words are swallowed.
// Reset         empties the buffer; words of the packet under way are swallowed up to its end only
//               if it was being cut.

`include "checks.svh"

module line_buffer #(
  parameter int unsigned Depth  = 512,
  parameter bit          Stalls = 1'b1
) (
  input  logic                     clk_i,
  input  logic                     rst_i,

  // Packet words from eth.
  input  logic                     packet_valid_i,
  output logic                     packet_ready_o,
  input  layout_pkg::packet_word_t packet_i,

  // Packet words to mold_unpack.
  output logic                     packet_valid_o,
  input  logic                     packet_ready_i,
  output layout_pkg::packet_word_t packet_o,

  // One pulse per frame that was cut or lost because the buffer was full.
  output logic                     overrun_o
);

  localparam int unsigned CountBits = $clog2(Depth + 1);

  logic [CountBits-1:0]     count;
  logic                     fifo_ready;
  logic                     store_valid;
  layout_pkg::packet_word_t store;

  logic scarce;      // only the slot reserved for a packet's last word is free, or none is
  logic swallow_q;   // the packet under way is cut or lost: its words up to the last are swallowed
  logic moves;
  // Nothing of this word is stored, though it is the packet's first to be refused.
  logic lose;
  logic cut;         // this word is stored, as the packet's last

  assign scarce         = count >= CountBits'(Depth - 1);
  assign packet_ready_o = !Stalls || !scarce;
  assign moves          = packet_valid_i && packet_ready_o;

  // Inside a packet the reserved slot is free, because only a last word may take it.
  assign lose = moves && !swallow_q && scarce && packet_i.first && (!packet_i.last || !fifo_ready);
  assign cut  = moves && !swallow_q && scarce && !packet_i.first && !packet_i.last;

  assign store_valid = moves && !swallow_q && !lose;

  always_comb begin
    store      = packet_i;
    store.last = packet_i.last || cut;
    store.bad  = packet_i.bad || cut;
  end

  always_ff @(posedge clk_i) begin
    if (moves) swallow_q <= (swallow_q || lose || cut) && !packet_i.last;
    overrun_o <= lose || cut;
    if (rst_i) begin
      swallow_q <= 1'b0;
      overrun_o <= 1'b0;
    end
  end

  stream_fifo #(.Width(layout_pkg::PacketWordBits), .Depth(Depth)) u_stream_fifo (
    .clk_i,
    .rst_i,
    .word_valid_i(store_valid),
    .word_ready_o(fifo_ready),
    .word_i      (store),
    .word_valid_o(packet_valid_o),
    .word_ready_i(packet_ready_i),
    .word_o      (packet_o),
    .count_o     (count)
  );

  // A packet that is under way and not swallowed, for the checks.
  logic open_q;
  always_ff @(posedge clk_i) begin
    if (store_valid) open_q <= !store.last;
    if (rst_i) open_q <= 1'b0;
  end

  `ASSUME(packet_words_come_in_packets, !packet_valid_i || packet_i.first != (open_q || swallow_q))
  `CHECK_STREAM(packet_word_waits_unchanged, packet_valid_o, packet_ready_i, packet_o)
  `CHECK(stored_word_has_a_slot, !store_valid || fifo_ready)
  `CHECK(open_packet_has_its_end_reserved, !open_q || count < CountBits'(Depth))
  `CHECK(packet_is_open_or_swallowed, !(open_q && swallow_q))
  `CHECK(stored_packets_begin_and_end, !store_valid || store.first != open_q)
  `CHECK(nothing_is_lost_from_a_port_that_waits, !Stalls || !(lose || cut))

endmodule
