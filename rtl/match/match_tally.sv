// Says of each record that leaves the matcher what it is, for the counters.
//
// Latency       1 cycle, record taken to pulses.
// Throughput    1 record per cycle.
// Backpressure  none: it only watches.
// Reset         no pulse.

`include "checks.svh"

module match_tally (
  input  logic                      clk_i,
  input  logic                      rst_i,

  // The matcher's records as they pass.
  input  logic                      host_record_valid_i,
  input  logic                      host_record_ready_i,
  input  logic [511:0]              host_record_i,

  output layout_pkg::match_pulses_t pulses_o
);
  import layout_pkg::*;

  match_output_t  match_output;
  match_echo_t    echo;
  match_pulses_t  pulses;
  logic           is_echo;
  logic           is_refill;
  logic           is_grant;
  logic           unused;

  assign match_output = host_record_i;
  assign echo         = host_record_i;
  assign is_echo      = echo.kind == RecordKindMatchEcho;
  assign is_refill    = echo.input_kind == CommandKindOrderRefill;
  assign is_grant     = echo.input_kind == CommandKindGrant;

  always_comb begin
    pulses = '0;
    if (host_record_valid_i && host_record_ready_i) begin
      if (is_echo) begin
        pulses.echoes         = 1'b1;
        pulses.decided        = echo.verdict == VerdictDecided;
        pulses.passed         = echo.verdict == VerdictPassed;
        pulses.punted         = echo.verdict == VerdictPunted;
        pulses.refill_taken   = echo.verdict == VerdictTaken && is_refill;
        pulses.refill_refused = echo.verdict == VerdictRefused && is_refill;
        pulses.grant_taken    = echo.verdict == VerdictTaken && is_grant;
        pulses.grant_refused  = echo.verdict == VerdictRefused && is_grant;
      end else begin
        pulses.outputs    = 1'b1;
        pulses.executions = match_output.output_kind == OutputKindExecution;
        pulses.decided    = match_output.flags[OutputFlagLast];
      end
    end
    pulses.record_stall = host_record_valid_i && !host_record_ready_i;
  end

  always_ff @(posedge clk_i) begin
    pulses_o <= pulses;
    if (rst_i) pulses_o <= '0;
  end

  assign unused = ^{match_output, echo};

  // One record closes at most one input.
  `CHECK(record_closes_at_most_one_input,
         3'(pulses_o.decided) + 3'(pulses_o.passed) + 3'(pulses_o.punted)
         + 3'(pulses_o.refill_taken || pulses_o.refill_refused)
         + 3'(pulses_o.grant_taken || pulses_o.grant_refused) <= 3'd1)

endmodule
