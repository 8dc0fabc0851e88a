// A memory with one write port and one read port: the only module that infers block RAM or
// UltraRAM.
//
// Latency       1 cycle, read_i to read_data_o, which holds until the next read.
// Throughput    1 read and 1 write per cycle.
// Backpressure  none: a memory never waits.
// Reset         none: contents and read_data_o are whatever was there. A read of the address that
//               is written in the same cycle returns the old contents.

module ram_two_port #(
  parameter int unsigned Width = 8,
  parameter int unsigned Depth = 16,
  parameter              Style = "block",  // block, ultra, distributed
  localparam int unsigned AddressBits = $clog2(Depth)
) (
  input  logic                   clk_i,

  // Write port.
  input  logic                   write_i,
  input  logic [AddressBits-1:0] write_address_i,
  input  logic [Width-1:0]       write_data_i,

  // Read port.
  input  logic                   read_i,
  input  logic [AddressBits-1:0] read_address_i,
  output logic [Width-1:0]       read_data_o
);

  if (Depth < 2) begin : g_depth
    $error("ram_two_port: Depth is %0d, below 2", Depth);
  end

  (* ram_style = Style *) logic [Width-1:0] memory [Depth];

  always_ff @(posedge clk_i) begin
    if (write_i) memory[write_address_i] <= write_data_i;
    if (read_i) read_data_o <= memory[read_address_i];
  end

endmodule
