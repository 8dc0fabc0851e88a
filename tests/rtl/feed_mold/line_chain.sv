// A line from frame to message words, as the card wires it; for tests only.
//
// Latency       2 cycles, frame_i to message_o.
// Throughput    1 word per cycle.
// Backpressure  as line_buffer says.
// Reset         empties it.

module line_chain (
  input  logic                       clk_i,
  input  logic                       rst_i,
  input  logic                       frame_valid_i,
  output logic                       frame_ready_o,
  input  layout_pkg::frame_word_t    frame_i,
  output logic                       message_valid_o,
  input  logic                       message_ready_i,
  output layout_pkg::message_word_t  message_o,
  output layout_pkg::packet_header_t packet_header_o,
  output layout_pkg::eth_pulses_t    pulses_o,
  output logic                       overrun_o,
  output logic                       header_short_o
);

  layout_pkg::time_ns_t     now_ns;
  // verilator lint_off UNUSEDSIGNAL
  logic [63:0]              cycle;  // eth takes its low bits
  // verilator lint_on UNUSEDSIGNAL
  logic                     arrived_valid;
  logic                     arrived_ready;
  layout_pkg::packet_word_t arrived;
  logic                     packet_valid;
  logic                     packet_ready;
  layout_pkg::packet_word_t packet;

  rx_timestamp u_rx_timestamp (
    .clk_i, .rst_i,
    .cycle_time_i(32'h0100_0000), .now_ns_o(now_ns), .cycle_o(cycle)
  );

  eth u_eth (
    .clk_i, .rst_i,
    .checksum_ignore_i(1'b0), .mac_i('0), .vlan_i(14'h1000), .group_i('0), .udp_port_i('0),
    .now_ns_i(now_ns), .cycle_i(cycle[15:0]),
    .frame_valid_i, .frame_ready_o, .frame_i,
    .packet_valid_o(arrived_valid), .packet_ready_i(arrived_ready), .packet_o(arrived), .pulses_o
  );

  line_buffer u_line_buffer (
    .clk_i, .rst_i,
    .packet_valid_i(arrived_valid), .packet_ready_o(arrived_ready), .packet_i(arrived),
    .packet_valid_o(packet_valid), .packet_ready_i(packet_ready), .packet_o(packet), .overrun_o
  );

  mold_unpack u_mold_unpack (
    .clk_i, .rst_i,
    .packet_valid_i(packet_valid), .packet_ready_o(packet_ready), .packet_i(packet),
    .message_valid_o, .message_ready_i, .message_o, .packet_header_o, .header_short_o
  );

endmodule
