// Packet in: turns the frames of one line into its packets, dropping and counting what is not the
// line's.
//
// Latency       1 cycle, frame_i to packet_o.
// Throughput    1 word per cycle, frames back to back.
// Backpressure  frame_ready_o falls only while an offered word waits for packet_ready_i. Behind a
//               line_buffer that must not stall it never falls.
// Reset         forgets the frame under way; the next word is taken for the first of a frame.

`include "checks.svh"

module eth (
  input  logic                     clk_i,
  input  logic                     rst_i,

  // What the line's packets look like (registers of layout.toml, block line); constant while frames
  // pass.
  input  logic                     checksum_ignore_i,
  input  logic [47:0]              mac_i,
  input  logic [13:0]              vlan_i,  // the bits of the register that mean something
  input  logic [31:0]              group_i,
  input  logic [15:0]              udp_port_i,

  // Card time, from rx_timestamp.
  input  layout_pkg::time_ns_t     now_ns_i,
  input  logic [15:0]              cycle_i,

  // Words of frames.
  input  logic                     frame_valid_i,
  output logic                     frame_ready_o,
  input  layout_pkg::frame_word_t  frame_i,

  // Words of packets.
  output logic                     packet_valid_o,
  input  logic                     packet_ready_i,
  output layout_pkg::packet_word_t packet_o,

  // One pulse an event, for the line's counters.
  output layout_pkg::eth_pulses_t  pulses_o
);

  logic [2:0]              word_index;
  logic                    has_tag;
  logic                    packet_starts;
  logic [15:0]             ip_payload_length;
  layout_pkg::eth_pulses_t verdict_pulses;
  logic                    bad_frame;

  frame_filter u_frame_filter (
    .clk_i,
    .rst_i,
    .checksum_ignore_i,
    .mac_i,
    .vlan_i,
    .group_i,
    .udp_port_i,
    .frame_moves_i      (frame_valid_i && frame_ready_o),
    .frame_i,
    .word_index_o       (word_index),
    .has_tag_o           (has_tag),
    .packet_starts_o    (packet_starts),
    .ip_payload_length_o(ip_payload_length),
    .pulses_o           (verdict_pulses)
  );

  udp_unwrap u_udp_unwrap (
    .clk_i,
    .rst_i,
    .checksum_ignore_i,
    .now_ns_i,
    .cycle_i,
    .frame_valid_i,
    .frame_ready_o,
    .frame_i,
    .word_index_i       (word_index),
    .has_tag_i           (has_tag),
    .packet_starts_i    (packet_starts),
    .ip_payload_length_i(ip_payload_length),
    .packet_valid_o,
    .packet_ready_i,
    .packet_o,
    .bad_frame_o        (bad_frame)
  );

  always_comb begin
    pulses_o           = verdict_pulses;
    pulses_o.bad_frame = bad_frame;
  end

  `ASSUME(frame_words_are_full_before_the_last, !frame_valid_i ||
          (frame_i.byte_count inside {[4'd1:4'd8]} && (frame_i.last || frame_i.byte_count == 4'd8)))
  `CHECK_STREAM(packet_word_waits_unchanged, packet_valid_o, packet_ready_i, packet_o)
  `CHECK_NEXT(counted_packet_is_offered, frame_valid_i && frame_ready_o && packet_starts,
              pulses_o.packets && packet_valid_o && packet_o.first)

endmodule
