// Holds one block of registers: keeps what the host writes and answers what it reads.
//
// Latency       1 cycle, access to answer.
// Throughput    1 access per cycle.
// Backpressure  none.
// Reset         gives every writable register its reset value.

`include "checks.svh"

module register_block #(
  parameter int unsigned            Count    = 1,
  parameter logic [Count-1:0]       Writable = '0,
  parameter logic [Count-1:0][31:0] Reset    = '0
) (
  input  logic                    clk_i,
  input  logic                    rst_i,

  // An access to this block; its address is a word's, from the block's base on.
  input  logic                    access_valid_i,
  input  layout_pkg::csr_access_t access_i,
  input  logic [5:0]              index_i,

  // What the registers that the host cannot write read as.
  input  logic [Count-1:0][31:0]  read_only_i,

  // Every register, read-only ones included.
  output logic [Count-1:0][31:0]  value_o,

  // One cycle behind an access to this block; all zero otherwise, so that the answers of blocks can
  // be joined by or.
  output layout_pkg::csr_answer_t answer_o
);

  logic [Count-1:0][31:0] written_q;
  logic [Count-1:0]       selected;
  logic                   writes;
  logic [31:0]            picked;
  logic                   unused;

  assign unused = ^access_i.address;  // index_i is what is left of it inside this block
  assign writes = access_valid_i && access_i.write;

  always_comb begin
    picked = '0;
    for (int unsigned i = 0; i < Count; i++) begin
      selected[i] = access_valid_i && index_i == 6'(i);
      value_o[i]  = Writable[i] ? written_q[i] : read_only_i[i];
      picked      = picked | (value_o[i] & {32{selected[i]}});
    end
  end

  always_ff @(posedge clk_i) begin
    for (int unsigned i = 0; i < Count; i++) begin
      for (int unsigned b = 0; b < 4; b++) begin
        if (Writable[i] && selected[i] && access_i.write && access_i.strobe[b]) begin
          written_q[i][8*b +: 8] <= access_i.data[8*b +: 8];
        end
      end
    end

    answer_o.ok   <= access_i.write ? |(selected & Writable) : |selected;
    answer_o.data <= access_i.write ? '0 : picked;

    if (rst_i) begin
      written_q <= Reset;
      answer_o  <= '0;
    end
  end

  `CHECK_NEXT(refused_write_changes_nothing, writes && !(|(selected & Writable)),
              !answer_o.ok && written_q == $past(written_q))
  `CHECK_NEXT(read_changes_nothing, !writes, written_q == $past(written_q))

endmodule
