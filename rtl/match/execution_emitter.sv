// Writes the matcher's records: an output or an echo a cycle, with what only the card knows of it.
//
// Latency       1 cycle, step to host_record_o.
// Throughput    1 record per cycle.
// Backpressure  step_ready_o falls only while the record inside waits for host_record_ready_i
//               (combinational path).
// Reset         empties the register.

`include "checks.svh"

module execution_emitter (
  input  logic                       clk_i,
  input  logic                       rst_i,

  input  logic [15:0]                cycle_i,

  // One record: an output, or an echo instead, with everything but kind, latency_cycles and
  // record_seq; the cycle in which its input was taken.
  input  logic                       step_valid_i,
  output logic                       step_ready_o,
  input  logic                       is_echo_i,
  input  layout_pkg::match_output_t  output_i,
  input  layout_pkg::match_echo_t    echo_i,
  input  logic [15:0]                taken_cycle_i,

  // The record as it goes to the host, but for record_seq, which is 0.
  output logic                       host_record_valid_o,
  input  logic                       host_record_ready_i,
  output logic [511:0]               host_record_o
);

  layout_pkg::match_output_t host_output;
  layout_pkg::match_echo_t   host_echo;
  logic [15:0]               latency;
  logic [7:0]                latency_cycles;

  assign step_ready_o   = !host_record_valid_o || host_record_ready_i;
  assign latency        = cycle_i - taken_cycle_i + 16'd1;
  assign latency_cycles = latency > 16'd255 ? 8'd255 : latency[7:0];

  always_comb begin
    host_output                = output_i;
    host_output.kind           = layout_pkg::RecordKindMatchOutput;
    host_output.latency_cycles = latency_cycles;
    host_output.record_seq     = '0;
    host_echo                  = echo_i;
    host_echo.kind             = layout_pkg::RecordKindMatchEcho;
    host_echo.latency_cycles   = latency_cycles;
    host_echo.record_seq       = '0;
  end

  always_ff @(posedge clk_i) begin
    if (step_ready_o) begin
      host_record_valid_o <= step_valid_i;
      host_record_o       <= is_echo_i ? host_echo : host_output;
    end
    if (rst_i) host_record_valid_o <= 1'b0;
  end

  `CHECK_STREAM(record_waits_unchanged, host_record_valid_o, host_record_ready_i, host_record_o)
  `CHECK_NEXT(record_of_a_step_is_offered_next, step_valid_i && step_ready_o, host_record_valid_o)

endmodule
