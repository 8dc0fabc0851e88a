// The pipeline of the card, from frames to records; knows no device.
//
//   frame → eth → line_buffer → feed → market_event → lob → book_update → pcie → host memory
//                      ⇅                               └─► top_of_book ─► match ─► match_output ─┘
//                 feed kernel
//
// Latency       last byte of a message at the edge to its book_update: 9 cycles.
// Throughput    8 bytes per cycle and line, messages back to back.
// Backpressure  none toward the lines until a line buffer is full; then as LineStalls says.
// Reset         stops the card and starts a new session, as the registers' reset values say.

module appliance #(
  parameter int unsigned BookCount       = 16384,
  parameter int unsigned WindowLevels    = 8,
  parameter int unsigned OrderBanks      = 4,
  parameter int unsigned OrderBankRows   = 65536,
  parameter int unsigned MatchBooks      = 1024,
  parameter int unsigned WindowOrders    = 16,
  parameter int unsigned LineBufferDepth = 512,
  parameter bit          LineStalls      = 1'b1
) (
  input  logic                           clk_i,
  input  logic                           rst_i,

  // Register accesses of the host; the answer comes two cycles later.
  input  logic                           access_valid_i,
  input  layout_pkg::csr_access_t        access_i,
  output layout_pkg::csr_answer_t        answer_o,

  // Whether the lines may send, and the pulse that starts a new session.
  output logic                           run_o,
  output logic                           clear_o,

  // Frames; index 0 is line a, 1 is line b.
  input  logic [1:0]                     frame_valid_i,
  output logic [1:0]                     frame_ready_o,
  input  layout_pkg::frame_word_t [1:0]  frame_i,

  // To the feed kernel, if there is one, and back.
  output logic [1:0]                     kernel_word_valid_o,
  input  logic [1:0]                     kernel_word_ready_i,
  output layout_pkg::kernel_word_t [1:0] kernel_word_o,
  output logic                           instrument_valid_o,
  input  logic                           instrument_ready_i,
  output layout_pkg::instrument_command_t instrument_o,
  input  logic                           kernel_output_valid_i,
  output logic                           kernel_output_ready_o,
  input  layout_pkg::kernel_output_t     kernel_output_i,

  // Host memory, writes; an answer is never made to wait.
  output logic                           write_burst_valid_o,
  input  logic                           write_burst_ready_i,
  output layout_pkg::host_burst_t        write_burst_o,
  output logic                           write_data_valid_o,
  input  logic                           write_data_ready_i,
  output logic [511:0]                   write_data_o,
  output logic                           write_data_last_o,
  input  logic                           write_answer_valid_i,
  input  logic [1:0]                     write_answer_i,

  // Host memory, reads.
  output logic                           read_burst_valid_o,
  input  logic                           read_burst_ready_i,
  output layout_pkg::host_burst_t        read_burst_o,
  input  logic                           read_data_valid_i,
  output logic                           read_data_ready_o,
  input  logic [511:0]                   read_data_i,
  input  logic [1:0]                     read_answer_i,
  input  logic                           read_data_last_i
);
  import layout_pkg::*;

  // A new session forgets everything in front of the books, frames under way included.
  logic session_rst;
  assign session_rst = rst_i || clear_o;

  time_ns_t           now_ns;
  logic [63:0]        cycle;
  logic [31:0]        cycle_time;
  line_config_t [1:0] line_config;
  seq_t               first_seq;
  logic [31:0]        line_wait_cycles;
  logic               kernel_decodes;

  rx_timestamp u_rx_timestamp (
    .clk_i, .rst_i, .cycle_time_i(cycle_time), .now_ns_o(now_ns), .cycle_o(cycle)
  );

  // ---------------------------------------------------------------- one eth and one buffer a line
  eth_pulses_t [1:0]  eth_pulses;
  logic [1:0]         overrun;
  logic [1:0]         packet_valid;
  logic [1:0]         packet_ready;
  packet_word_t [1:0] packet;

  for (genvar l = 0; l < 2; l++) begin : g_line
    logic         arrived_valid;
    logic         arrived_ready;
    packet_word_t arrived;

    eth u_eth (
      .clk_i, .rst_i(session_rst),
      .checksum_ignore_i(line_config[l].checksum_ignore), .mac_i(line_config[l].mac),
      .vlan_i(line_config[l].vlan), .group_i(line_config[l].group),
      .udp_port_i(line_config[l].udp_port),
      .now_ns_i(now_ns), .cycle_i(cycle[15:0]),
      .frame_valid_i(frame_valid_i[l]), .frame_ready_o(frame_ready_o[l]), .frame_i(frame_i[l]),
      .packet_valid_o(arrived_valid), .packet_ready_i(arrived_ready), .packet_o(arrived),
      .pulses_o(eth_pulses[l])
    );

    line_buffer #(.Depth(LineBufferDepth), .Stalls(LineStalls)) u_line_buffer (
      .clk_i, .rst_i(session_rst),
      .packet_valid_i(arrived_valid), .packet_ready_o(arrived_ready), .packet_i(arrived),
      .packet_valid_o(packet_valid[l]), .packet_ready_i(packet_ready[l]), .packet_o(packet[l]),
      .overrun_o(overrun[l])
    );
  end

  // ---------------------------------------------------------------- from packets to market events
  line_pulses_t [1:0] line_pulses;
  logic [1:0]         header_short;
  itch_pulses_t       itch_pulses;
  logic               unmapped;
  logic               gap;
  seq_t               gap_missing;
  logic               poison;
  seq_t               expected;
  logic               market_event_valid;
  logic               market_event_ready;
  market_event_t      market_event;
  logic               venue_valid;
  logic               venue_ready;
  venue_message_t     venue;
  logic [15:0]        venue_arrival_cycle;

  decode_select u_decode_select (
    .clk_i, .rst_i, .clear_i(clear_o), .kernel_decodes_i(kernel_decodes),
    .line_enable_i({line_config[1].enable, line_config[0].enable}),
    .first_seq_i(first_seq), .line_wait_cycles_i(line_wait_cycles), .cycle_i(cycle[15:0]),
    .packet_valid_i(packet_valid), .packet_ready_o(packet_ready), .packet_i(packet),
    .kernel_word_valid_o, .kernel_word_ready_i, .kernel_word_o,
    .kernel_output_valid_i, .kernel_output_ready_o, .kernel_output_i,
    .market_event_valid_o(market_event_valid), .market_event_ready_i(market_event_ready),
    .market_event_o(market_event),
    .venue_message_valid_o(venue_valid), .venue_message_ready_i(venue_ready),
    .venue_message_o(venue),
    .venue_arrival_cycle_o(venue_arrival_cycle),
    .expected_o(expected), .header_short_o(header_short), .line_pulses_o(line_pulses),
    .gap_o(gap), .missing_count_o(gap_missing), .poison_o(poison), .itch_pulses_o(itch_pulses),
    .unmapped_o(unmapped)
  );

  // ---------------------------------------------------------------- books
  lob_pulses_t     lob_pulses;
  logic            books_ready;
  logic            book_valid;
  logic            book_ready;
  book_update_t    book;
  logic            refill_valid;
  logic            refill_ready;
  refill_command_t refill;
  logic            top_of_book_valid;
  top_of_book_t    top_of_book;

  lob #(
    .BookCount(BookCount), .WindowLevels(WindowLevels), .OrderBanks(OrderBanks),
    .OrderBankRows(OrderBankRows)
  ) u_lob (
    .clk_i, .rst_i, .clear_i(clear_o), .cycle_i(cycle[15:0]), .books_ready_o(books_ready),
    .market_event_valid_i(market_event_valid), .market_event_ready_o(market_event_ready),
    .market_event_i(market_event),
    .refill_valid_i(refill_valid), .refill_ready_o(refill_ready), .refill_i(refill),
    .host_record_valid_o(book_valid), .host_record_ready_i(book_ready), .host_record_o(book),
    .top_of_book_valid_o(top_of_book_valid), .top_of_book_o(top_of_book),
    .pulses_o(lob_pulses)
  );

  // A venue message carries the latency that its arrival cycle is for.
  logic unused;
  assign unused = ^venue_arrival_cycle;

  // ---------------------------------------------------------------- the house's own books
  match_pulses_t  match_pulses;
  logic [16:0]    match_book_count;
  logic           reference_from_feed;
  logic           command_valid;
  logic           command_ready;
  match_command_t command;
  logic           match_valid;
  logic           match_ready;
  logic [511:0]   match_record;

  logic           gate_kill;
  logic           gate_take;
  gate_limits_t   gate_limits;
  logic           gated_valid;
  logic           gated_ready;
  match_command_t gated;

  order_gate #(.MatchBooks(MatchBooks)) u_order_gate (
    .clk_i, .rst_i(session_rst),
    .kill_i(gate_kill), .take_i(gate_take), .limits_i(gate_limits),
    .command_valid_i(command_valid), .command_ready_o(command_ready), .command_i(command),
    .gated_valid_o(gated_valid), .gated_ready_i(gated_ready), .gated_o(gated)
  );

  match #(.MatchBooks(MatchBooks), .WindowOrders(WindowOrders)) u_match (
    .clk_i, .rst_i(session_rst),
    .book_count_i(match_book_count), .reference_from_feed_i(reference_from_feed),
    .cycle_i(cycle[15:0]),
    .command_valid_i(gated_valid), .command_ready_o(gated_ready), .command_i(gated),
    .top_of_book_valid_i(top_of_book_valid), .top_of_book_i(top_of_book),
    .host_record_valid_o(match_valid), .host_record_ready_i(match_ready),
    .host_record_o(match_record)
  );

  match_tally u_match_tally (
    .clk_i, .rst_i,
    .host_record_valid_i(match_valid), .host_record_ready_i(match_ready),
    .host_record_i(match_record), .pulses_o(match_pulses)
  );

  // ---------------------------------------------------------------- the host's side
  logic run;

  // No frame is let in before the books can take it.
  assign run_o = run && books_ready;

  pcie #(
    .BookCount(BookCount), .WindowLevels(WindowLevels), .OrderSlots(OrderBanks * OrderBankRows),
    .MatchBooks(MatchBooks), .WindowOrders(WindowOrders)
  ) u_pcie (
    .clk_i, .rst_i, .cycle_i(cycle),
    .access_valid_i, .access_i, .answer_o,
    .run_o(run), .clear_o, .cycle_time_o(cycle_time), .line_config_o(line_config),
    .first_seq_o(first_seq), .line_wait_cycles_o(line_wait_cycles),
    .kernel_decodes_o(kernel_decodes),
    .match_book_count_o(match_book_count), .reference_from_feed_o(reference_from_feed),
    .gate_kill_o(gate_kill), .gate_take_o(gate_take), .gate_limits_o(gate_limits),
    .eth_pulses_i(eth_pulses), .line_pulses_i(line_pulses), .overrun_i(overrun),
    .header_short_i(header_short),
    .itch_pulses_i(itch_pulses), .unmapped_i(unmapped), .lob_pulses_i(lob_pulses),
    .match_pulses_i(match_pulses),
    .gap_i(gap), .gap_missing_i(gap_missing), .poison_i(poison), .expected_i(expected),
    .book_valid_i(book_valid), .book_ready_o(book_ready), .book_i(book),
    .venue_valid_i(venue_valid), .venue_ready_o(venue_ready), .venue_i(venue),
    .match_valid_i(match_valid), .match_ready_o(match_ready), .match_i(match_record),
    .refill_valid_o(refill_valid), .refill_ready_i(refill_ready), .refill_o(refill),
    .instrument_valid_o, .instrument_ready_i, .instrument_o,
    .command_valid_o(command_valid), .command_ready_i(command_ready), .command_o(command),
    .write_burst_valid_o, .write_burst_ready_i, .write_burst_o,
    .write_data_valid_o, .write_data_ready_i, .write_data_o, .write_data_last_o,
    .write_answer_valid_i, .write_answer_i,
    .read_burst_valid_o, .read_burst_ready_i, .read_burst_o,
    .read_data_valid_i, .read_data_ready_o, .read_data_i, .read_answer_i, .read_data_last_i
  );

endmodule
