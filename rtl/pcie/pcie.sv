// Wires what the host sees of the card: its registers, the record ring and the command ring.
//
// Latency       see the parts.
// Throughput    1 record per cycle inside a burst; one command in 3 cycles; one register access at
//               a time.
// Backpressure  records wait when their queue is full; nothing else in the card waits for the host.
// Reset         registers as layout.toml says, both rings stopped.

module pcie #(
  parameter int unsigned BookCount    = 16384,
  parameter int unsigned WindowLevels = 8,
  parameter int unsigned OrderSlots   = 262144,
  parameter int unsigned MatchBooks   = 1024,
  parameter int unsigned WindowOrders = 16
) (
  input  logic                            clk_i,
  input  logic                            rst_i,

  // Cycles since reset.
  input  logic [63:0]                     cycle_i,

  // Register accesses of the host; the answer comes two cycles later.
  input  logic                            access_valid_i,
  input  layout_pkg::csr_access_t         access_i,
  output layout_pkg::csr_answer_t         answer_o,

  // What the host set; index 0 is line a, 1 is line b.
  output logic                            run_o,
  output logic                            clear_o,
  output logic [31:0]                     cycle_time_o,
  output layout_pkg::line_config_t [1:0]  line_config_o,
  output layout_pkg::seq_t                first_seq_o,
  output logic [31:0]                     line_wait_cycles_o,
  output logic                            kernel_decodes_o,
  output logic [16:0]                     match_book_count_o,
  output logic                            reference_from_feed_o,
  output logic                            gate_kill_o,
  output logic                            gate_take_o,
  output layout_pkg::gate_limits_t        gate_limits_o,

  // What happened on the card.
  input  layout_pkg::eth_pulses_t [1:0]   eth_pulses_i,
  input  layout_pkg::line_pulses_t [1:0]  line_pulses_i,
  input  logic [1:0]                      overrun_i,
  input  logic [1:0]                      header_short_i,
  input  layout_pkg::itch_pulses_t        itch_pulses_i,
  input  logic                            unmapped_i,
  input  layout_pkg::lob_pulses_t         lob_pulses_i,
  input  layout_pkg::match_pulses_t       match_pulses_i,
  input  logic                            gap_i,
  input  logic [63:0]                     gap_missing_i,
  input  logic                            poison_i,
  input  layout_pkg::seq_t                expected_i,

  // Records for the host.
  input  logic                            book_valid_i,
  output logic                            book_ready_o,
  input  layout_pkg::book_update_t        book_i,
  input  logic                            venue_valid_i,
  output logic                            venue_ready_o,
  input  layout_pkg::venue_message_t      venue_i,
  input  logic                            match_valid_i,
  output logic                            match_ready_o,
  input  logic [511:0]                    match_i,

  // Commands of the host: refills of the feed's books, instruments of the feed kernel, and what is
  // the matcher's.
  output logic                            refill_valid_o,
  input  logic                            refill_ready_i,
  output layout_pkg::refill_command_t     refill_o,
  output logic                            instrument_valid_o,
  input  logic                            instrument_ready_i,
  output layout_pkg::instrument_command_t instrument_o,
  output logic                            command_valid_o,
  input  logic                            command_ready_i,
  output layout_pkg::match_command_t      command_o,

  // Host memory, writes; an answer is never made to wait.
  output logic                            write_burst_valid_o,
  input  logic                            write_burst_ready_i,
  output layout_pkg::host_burst_t         write_burst_o,
  output logic                            write_data_valid_o,
  input  logic                            write_data_ready_i,
  output logic [511:0]                    write_data_o,
  output logic                            write_data_last_o,
  input  logic                            write_answer_valid_i,
  input  logic [1:0]                      write_answer_i,

  // Host memory, reads.
  output logic                            read_burst_valid_o,
  input  logic                            read_burst_ready_i,
  output layout_pkg::host_burst_t         read_burst_o,
  input  logic                            read_data_valid_i,
  output logic                            read_data_ready_o,
  input  logic [511:0]                    read_data_i,
  input  logic [1:0]                      read_answer_i,
  input  logic                            read_data_last_i
);

  layout_pkg::ring_config_t ring_config;
  logic [31:0]              record_written;
  logic [31:0]              command_consumed;
  logic                     command_bad;
  logic [1:0]               bus_error;

  csr_file #(
    .BookCount(BookCount), .WindowLevels(WindowLevels), .OrderSlots(OrderSlots),
    .MatchBooks(MatchBooks), .WindowOrders(WindowOrders)
  ) u_csr_file (
    .clk_i, .rst_i, .cycle_i,
    .access_valid_i, .access_i, .answer_o,
    .run_o, .clear_o, .cycle_time_o, .ring_config_o(ring_config), .line_config_o, .first_seq_o,
    .line_wait_cycles_o, .kernel_decodes_o, .match_book_count_o, .reference_from_feed_o,
    .gate_kill_o, .gate_take_o, .gate_limits_o,
    .eth_pulses_i, .line_pulses_i, .overrun_i, .header_short_i, .itch_pulses_i, .unmapped_i,
    .lob_pulses_i, .match_pulses_i, .gap_i, .gap_missing_i, .poison_i,
    .command_bad_i(command_bad), .bus_error_i(bus_error), .expected_i,
    .record_written_i(record_written), .command_consumed_i(command_consumed)
  );

  record_ring_writer u_record_ring_writer (
    .clk_i, .rst_i, .config_i(ring_config), .cycle_i,
    .book_valid_i, .book_ready_o, .book_i, .venue_valid_i, .venue_ready_o, .venue_i,
    .match_valid_i, .match_ready_o, .match_i,
    .write_burst_valid_o, .write_burst_ready_i, .write_burst_o,
    .write_data_valid_o, .write_data_ready_i, .write_data_o, .write_data_last_o,
    .write_answer_valid_i, .write_answer_i,
    .record_written_o(record_written), .bus_error_o(bus_error[0])
  );

  command_ring_reader u_command_ring_reader (
    .clk_i, .rst_i, .config_i(ring_config), .kernel_decodes_i(kernel_decodes_o),
    .read_burst_valid_o, .read_burst_ready_i, .read_burst_o,
    .read_data_valid_i, .read_data_ready_o, .read_data_i, .read_answer_i, .read_data_last_i,
    .refill_valid_o, .refill_ready_i, .refill_o,
    .instrument_valid_o, .instrument_ready_i, .instrument_o,
    .match_valid_o(command_valid_o), .match_ready_i(command_ready_i), .match_o(command_o),
    .command_consumed_o(command_consumed), .command_bad_o(command_bad), .bus_error_o(bus_error[1])
  );

endmodule
