// A memory with one write port and one read port whose read never misses a write: one to the same
// address in the same cycle is seen.
//
// Latency       1 cycle, read_address_i to read_data_o.
// Throughput    1 read and 1 write per cycle.
// Backpressure  none: a memory never waits.
// Reset         none: contents are whatever was there.

`include "checks.svh"

module ram_two_port_bypass #(
  parameter int unsigned Width = 8,
  parameter int unsigned Depth = 16,
  parameter              Style = "block",  // as of ram_two_port
  localparam int unsigned AddressBits = $clog2(Depth)
) (
  input  logic                   clk_i,
  input  logic                   rst_i,

  // Write port.
  input  logic                   write_i,
  input  logic [AddressBits-1:0] write_address_i,
  input  logic [Width-1:0]       write_data_i,

  // Read port, read in every cycle.
  input  logic [AddressBits-1:0] read_address_i,
  output logic [Width-1:0]       read_data_o
);

  logic             same_q;
  logic [Width-1:0] written_q;
  logic [Width-1:0] stored;

  assign read_data_o = same_q ? written_q : stored;

  always_ff @(posedge clk_i) begin
    same_q    <= write_i && write_address_i == read_address_i;
    written_q <= write_data_i;
  end

  ram_two_port #(.Width(Width), .Depth(Depth), .Style(Style)) u_ram_two_port (
    .clk_i,
    .write_i,
    .write_address_i,
    .write_data_i,
    .read_i        (1'b1),
    .read_address_i,
    .read_data_o   (stored)
  );

  `CHECK_NEXT(write_is_seen_by_the_read_beside_it, write_i && write_address_i == read_address_i,
              read_data_o == $past(write_data_i))

endmodule
