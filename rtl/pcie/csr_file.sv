// The card's registers: what the host sets, and what the card counts.
//
// Latency       2 cycles, access to answer.
// Throughput    1 access per cycle.
// Backpressure  none.
// Reset         every register as layout.toml says.

`include "checks.svh"

module csr_file #(
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

  // Register accesses of the host.
  input  logic                            access_valid_i,
  input  layout_pkg::csr_access_t         access_i,
  output layout_pkg::csr_answer_t         answer_o,

  // What the host set. clear is a pulse, and comes only while run is 0.
  output logic                            run_o,
  output logic                            clear_o,
  output logic [31:0]                     cycle_time_o,
  output layout_pkg::ring_config_t        ring_config_o,
  output layout_pkg::line_config_t [1:0]  line_config_o,
  output layout_pkg::seq_t                first_seq_o,
  output logic [31:0]                     line_wait_cycles_o,
  output logic                            kernel_decodes_o,  // as it was at the latest clear
  output logic [16:0]                     match_book_count_o,
  output logic                            reference_from_feed_o,
  output logic                            gate_kill_o,
  output logic                            gate_take_o,
  output layout_pkg::gate_limits_t        gate_limits_o,

  // Pulses to count; index 0 is line a, 1 is line b.
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
  input  logic                            command_bad_i,
  input  logic [1:0]                      bus_error_i,

  // Positions, read as they are.
  input  layout_pkg::seq_t                expected_i,
  input  logic [31:0]                     record_written_i,
  input  logic [31:0]                     command_consumed_i
);
  import layout_pkg::*;

  function automatic int unsigned words(input logic [15:0] last, input logic [15:0] first);
    return (32'(last) - 32'(first)) / 4;
  endfunction

  // Registers of a block, by their addresses.
  localparam int unsigned ControlCount = words(ControlCycleTimeAddr, ControlMagicAddr) + 1;
  localparam int unsigned RingCount    = words(RingBusErrorAddr, RingRecordBaseLowAddr) + 1;
  localparam int unsigned LineCount    = words(LineATrailingBytesAddr, LineAEnableAddr) + 1;
  localparam int unsigned FeedCount    = words(FeedDecoderAddr, FeedFirstSeqLowAddr) + 1;
  localparam int unsigned LobCount     = words(LobRecordStallAddr, LobEventsAddr) + 1;
  localparam int unsigned MatchCount   = words(MatchRecordStallAddr, MatchBooksAddr) + 1;
  localparam int unsigned GateCount    = words(GateTakeAddr, GateKillAddr) + 1;

  localparam int unsigned LineSettings = words(LineAFramesAddr, LineAEnableAddr);
  localparam int unsigned LineCounters = LineCount - LineSettings;

  localparam logic [ControlCount-1:0] ControlWritable = ControlCount'(10'b10_0000_0100);
  localparam logic [RingCount-1:0]    RingWritable    = RingCount'(15'b010_0111_1011_1111);
  localparam logic [LineCount-1:0]    LineWritable    = LineCount'(7'b111_1111);
  localparam logic [FeedCount-1:0]    FeedWritable    = FeedCount'(15'b100_0000_0000_0111);
  localparam logic [MatchCount-1:0]   MatchWritable   = MatchCount'(4'b1100);
  localparam logic [GateCount-1:0]    GateWritable    = '1;

  localparam logic [ControlCount-1:0][31:0] ControlReset = {ControlCycleTimeReset, {9{32'd0}}};
  localparam logic [LineCount-1:0][31:0]    LineReset    = {{LineCount - 6{32'd0}}, LineAVlanReset,
      {5{32'd0}}};
  localparam logic [FeedCount-1:0][31:0]    FeedReset    = {{FeedCount - 3{32'd0}},
      FeedLineWaitCyclesReset, 64'd0};
  localparam logic [GateCount-1:0][31:0]    GateReset    = {{GateCount - 1{32'd0}}, GateKillReset};

  // ---------------------------------------------------------------- which block
  logic [5:0] index;
  logic       aligned;
  logic       in_control;
  logic       in_ring;
  logic [1:0] in_line;
  logic       in_feed;
  logic       in_lob;
  logic       in_match;
  logic       in_gate;
  logic       in_page;

  assign aligned    = access_valid_i && access_i.address[1:0] == 2'd0;
  assign in_page    = aligned && access_i.address[15:8] == 8'h00;
  assign in_control = in_page && !access_i.address[7];
  assign in_ring    = in_page && access_i.address[7];
  assign in_line[0] = aligned && access_i.address[15:8] == LineAEnableAddr[15:8];
  assign in_line[1] = aligned && access_i.address[15:8] == LineBEnableAddr[15:8];
  assign in_feed    = aligned && access_i.address[15:8] == FeedFirstSeqLowAddr[15:8];
  assign in_lob     = aligned && access_i.address[15:8] == LobEventsAddr[15:8];
  assign in_match   = aligned && access_i.address[15:8] == MatchBooksAddr[15:8];
  assign in_gate    = aligned && access_i.address[15:8] == GateKillAddr[15:8];
  // The first page holds two blocks of 32 words, the others one of 64.
  assign index      = {access_i.address[7] && access_i.address[15:8] != 8'h00,
      access_i.address[6:2]};

  // ---------------------------------------------------------------- control
  logic [ControlCount-1:0][31:0] control;
  logic [ControlCount-1:0][31:0] control_read_only;
  logic [31:0]                   cycle_high_q;
  logic                          clear_access;
  logic                          clear_asked;
  logic                          cycle_read;

  assign clear_access = in_control && access_i.write && access_i.address == ControlClearAddr;
  assign clear_asked  = clear_access && access_i.data[0] && access_i.strobe[0];
  assign cycle_read   = in_control && !access_i.write && access_i.address == ControlCycleLowAddr;
  assign run_o        = control[words(ControlRunAddr, ControlMagicAddr)][0];
  assign cycle_time_o = control[words(ControlCycleTimeAddr, ControlMagicAddr)];

  always_comb begin
    control_read_only = '0;
    control_read_only[words(ControlMagicAddr, ControlMagicAddr)]        = ControlMagicReset;
    control_read_only[words(ControlLayoutHashAddr, ControlMagicAddr)]   = ControlLayoutHashReset;
    control_read_only[words(ControlBookCountAddr, ControlMagicAddr)]    = BookCount;
    control_read_only[words(ControlWindowLevelsAddr, ControlMagicAddr)] = WindowLevels;
    control_read_only[words(ControlOrderSlotsAddr, ControlMagicAddr)]   = OrderSlots;
    control_read_only[words(ControlCycleLowAddr, ControlMagicAddr)]     = cycle_i[31:0];
    control_read_only[words(ControlCycleHighAddr, ControlMagicAddr)]    = cycle_high_q;
  end

  always_ff @(posedge clk_i) begin
    clear_o <= clear_asked && !run_o;
    if (cycle_read) cycle_high_q <= cycle_i[63:32];
    if (rst_i) begin
      cycle_high_q <= '0;
      clear_o      <= 1'b0;
    end
  end

  csr_answer_t control_answer;
  register_block #(
    .Count(ControlCount), .Writable(ControlWritable), .Reset(ControlReset)
  ) u_control (
    .clk_i, .rst_i, .access_valid_i(in_control), .access_i, .index_i(index),
    .read_only_i(control_read_only), .value_o(control), .answer_o(control_answer)
  );

  // ---------------------------------------------------------------- ring
  logic [RingCount-1:0][31:0] ring;
  logic [RingCount-1:0][31:0] ring_read_only;
  logic [2:0][31:0]           ring_counters;
  logic [31:0]                bus_errors_q;
  csr_answer_t                ring_answer;

  counter_bank #(.Count(3)) u_ring_counters (
    .clk_i, .rst_i, .clear_i(clear_o), .pulse_i({bus_error_i, command_bad_i}),
    .count_o(ring_counters)
  );

  // Reads and writes of host memory have their own pulse and one register.
  always_ff @(posedge clk_i) bus_errors_q <= ring_counters[1] + ring_counters[2];

  always_comb begin
    ring_read_only     = '0;
    ring_read_only[6]  = record_written_i;
    ring_read_only[11] = command_consumed_i;
    ring_read_only[12] = ring_counters[0];
    ring_read_only[14] = bus_errors_q;

    ring_config_o.record_base        = {ring[1], ring[0]};
    ring_config_o.record_slots_log2  = ring[2];
    ring_config_o.record_status      = {ring[4], ring[3]};
    ring_config_o.record_consumed    = ring[5];
    ring_config_o.command_base       = {ring[8], ring[7]};
    ring_config_o.command_slots_log2 = ring[9];
    ring_config_o.command_produced   = ring[10];
    ring_config_o.enable             = ring[13][0];
  end

  register_block #(.Count(RingCount), .Writable(RingWritable)) u_ring (
    .clk_i, .rst_i, .access_valid_i(in_ring), .access_i, .index_i(index),
    .read_only_i(ring_read_only), .value_o(ring), .answer_o(ring_answer)
  );

  // ---------------------------------------------------------------- lines
  csr_answer_t [1:0] line_answer;

  for (genvar l = 0; l < 2; l++) begin : g_line
    logic [LineCount-1:0][31:0]    line;
    logic [LineCounters-1:0]       pulses;
    logic [LineCounters-1:0][31:0] counters;

    // Registers run from the first field of a struct, which is its top bit.
    always_comb begin
      for (int unsigned i = 0; i < EthPulsesBits; i++) begin
        pulses[i] = eth_pulses_i[l][EthPulsesBits - 1 - i];
      end
      pulses[EthPulsesBits]     = overrun_i[l];
      pulses[EthPulsesBits + 1] = header_short_i[l];
      for (int unsigned i = 0; i < LinePulsesBits; i++) begin
        pulses[EthPulsesBits + 2 + i] = line_pulses_i[l][LinePulsesBits - 1 - i];
      end
    end

    counter_bank #(.Count(LineCounters)) u_counters (
      .clk_i, .rst_i, .clear_i(clear_o), .pulse_i(pulses), .count_o(counters)
    );

    // The other bits are kept for the host to read back.
    logic unused;
    assign unused = ^{line[LineCount-1:LineSettings], line[6][31:1], line[5][31:14], line[4][31:16],
                      line[2][31:16], line[0][31:1]};

    assign line_config_o[l].enable          = line[0][0];
    assign line_config_o[l].group           = line[1];
    assign line_config_o[l].udp_port        = line[2][15:0];
    assign line_config_o[l].mac             = {line[4][15:0], line[3]};
    assign line_config_o[l].vlan            = line[5][13:0];
    assign line_config_o[l].checksum_ignore = line[6][0];

    register_block #(.Count(LineCount), .Writable(LineWritable), .Reset(LineReset)) u_line (
      .clk_i, .rst_i, .access_valid_i(in_line[l]), .access_i, .index_i(index),
      .read_only_i({counters, {LineSettings{32'd0}}}), .value_o(line), .answer_o(line_answer[l])
    );
  end

  // ---------------------------------------------------------------- feed
  logic [FeedCount-1:0][31:0] feed;
  logic [7:0][31:0]           feed_counters;
  logic [31:0]                missing_q;
  logic [31:0]                messages_missing_q;
  logic [32:0]                messages_missing_sum;
  csr_answer_t                feed_answer;

  counter_bank #(.Count(8)) u_feed_counters (
    .clk_i, .rst_i, .clear_i(clear_o),
    .pulse_i({unmapped_i, itch_pulses_i.bad_field, itch_pulses_i.wrong_length,
              itch_pulses_i.unknown_type, itch_pulses_i.venue_messages,
              itch_pulses_i.book_messages, poison_i, gap_i}),
    .count_o(feed_counters)
  );

  // A gap can be longer than the register: the sum stays at its largest value rather than wrap.
  assign messages_missing_sum = {1'b0, messages_missing_q} + {1'b0, missing_q};
  always_ff @(posedge clk_i) begin
    missing_q          <= !gap_i ? '0 : |gap_missing_i[63:32] ? '1 : gap_missing_i[31:0];
    messages_missing_q <= messages_missing_sum[32] ? '1 : messages_missing_sum[31:0];
    if (rst_i || clear_o) begin
      missing_q          <= '0;
      messages_missing_q <= '0;
    end
  end

  // Who decodes changes between two sessions only.
  always_ff @(posedge clk_i) begin
    if (clear_o) kernel_decodes_o <= feed[FeedCount-1][0];
    if (rst_i) kernel_decodes_o <= 1'b0;
  end

  assign first_seq_o        = {feed[1], feed[0]};
  assign line_wait_cycles_o = feed[2];
  register_block #(.Count(FeedCount), .Writable(FeedWritable), .Reset(FeedReset)) u_feed (
    .clk_i, .rst_i, .access_valid_i(in_feed), .access_i, .index_i(index),
    .read_only_i({32'd0, feed_counters[7:1], messages_missing_q, feed_counters[0], expected_i,
        {3{32'd0}}}),
    .value_o(feed), .answer_o(feed_answer)
  );

  // ---------------------------------------------------------------- lob
  logic [LobPulsesBits-1:0]       lob_pulses;
  logic [LobPulsesBits-1:0][31:0] lob_counters;
  logic [LobCount-1:0][31:0]      lob;
  logic [31:0]                    sides_unknown_q;
  csr_answer_t                    lob_answer;

  always_comb begin
    for (int unsigned i = 0; i < LobPulsesBits; i++) begin
      lob_pulses[i] = lob_pulses_i[LobPulsesBits - 1 - i];
    end
  end

  counter_bank #(.Count(LobPulsesBits)) u_lob_counters (
    .clk_i, .rst_i, .clear_i(clear_o), .pulse_i(lob_pulses), .count_o(lob_counters)
  );

  // Both sides of a book have their own pulse and one register.
  always_ff @(posedge clk_i) sides_unknown_q <= lob_counters[9] + lob_counters[8];
  register_block #(.Count(LobCount)) u_lob (
    .clk_i, .rst_i, .access_valid_i(in_lob), .access_i, .index_i(index),
    .read_only_i({lob_counters[12:10], sides_unknown_q, lob_counters[7:0]}),
    .value_o(lob), .answer_o(lob_answer)
  );

  // ---------------------------------------------------------------- match
  logic [MatchPulsesBits-1:0]       match_pulses;
  logic [MatchPulsesBits-1:0][31:0] match_counters;
  logic [MatchCount-1:0][31:0]      match;
  csr_answer_t                      match_answer;

  always_comb begin
    for (int unsigned i = 0; i < MatchPulsesBits; i++) begin
      match_pulses[i] = match_pulses_i[MatchPulsesBits - 1 - i];
    end
  end

  counter_bank #(.Count(MatchPulsesBits)) u_match_counters (
    .clk_i, .rst_i, .clear_i(clear_o), .pulse_i(match_pulses), .count_o(match_counters)
  );

  assign match_book_count_o    = match[2][16:0];
  assign reference_from_feed_o = match[3][0];
  register_block #(.Count(MatchCount), .Writable(MatchWritable)) u_match (
    .clk_i, .rst_i, .access_valid_i(in_match), .access_i, .index_i(index),
    .read_only_i({match_counters, 64'd0, WindowOrders, MatchBooks}),
    .value_o(match), .answer_o(match_answer)
  );

  // ---------------------------------------------------------------- gate
  logic [GateCount-1:0][31:0] gate;
  csr_answer_t                gate_answer;

  assign gate_kill_o                = gate[0] != '0;
  assign gate_limits_o.quantity_max = gate[1];
  assign gate_limits_o.notional_max = {gate[3], gate[2]};
  assign gate_limits_o.collar_book  = gate[4];
  assign gate_limits_o.collar_low   = gate[5];
  assign gate_limits_o.collar_high  = gate[6];

  always_ff @(posedge clk_i) begin
    gate_take_o <= in_gate && access_i.write && access_i.address == GateTakeAddr;
    if (rst_i) gate_take_o <= 1'b0;
  end

  register_block #(.Count(GateCount), .Writable(GateWritable), .Reset(GateReset)) u_gate (
    .clk_i, .rst_i, .access_valid_i(in_gate), .access_i, .index_i(index),
    .read_only_i('0), .value_o(gate), .answer_o(gate_answer)
  );

  // ---------------------------------------------------------------- answer
  logic clear_ok_q;

  always_ff @(posedge clk_i) begin
    clear_ok_q <= clear_access && !(clear_asked && run_o);
    answer_o   <= control_answer | ring_answer | line_answer[0] | line_answer[1] | feed_answer
                  | lob_answer | match_answer | gate_answer | csr_answer_t'({32'd0, clear_ok_q});
  end

  // The other bits are kept for the host to read back.
  logic unused;
  assign unused = ^{control, ring, feed[FeedCount-1][31:1], feed[FeedCount-2:3], lob,
                    match[MatchCount-1:4], match[3][31:1], match[2][31:17], match[1:0], gate[7]};

  `CHECK_NEXT(clear_is_refused_while_running, clear_asked && run_o, !clear_o && !clear_ok_q)
  `CHECK_NEXT(decoder_changes_with_clear_only, !clear_o,
              kernel_decodes_o == $past(kernel_decodes_o))
  `CHECK_NEXT(clear_lasts_one_cycle, clear_o && !clear_asked, !clear_o)

endmodule
