// Chooses the row of one bank of the order table for an order: the key folded by exclusive or, each
// bank with its own skew.
//
// Latency       0 cycles, one lookup table deep at 65536 rows.
// Throughput    1 order per cycle.
// Backpressure  none.
// Reset         none: combinational.
//
// Consecutive references fall into different rows of every bank: the lowest chunk of the key is
// never skewed. Two orders that share a row in one bank share one in another only by chance,
// because the banks turn the upper chunks differently.

module order_hash #(
  parameter int unsigned RowBits = 16,
  parameter int unsigned Bank    = 0
) (
  input  layout_pkg::order_ref_t  order_ref_i,
  input  layout_pkg::book_index_t book_i,
  output logic [RowBits-1:0]      row_o
);

  localparam int unsigned KeyBits = 80;

  logic [KeyBits-1:0] key;

  assign key = {book_i, order_ref_i};

  always_comb begin
    row_o = '0;
    for (int unsigned i = 0; i < KeyBits; i++) begin
      row_o = row_o ^ (RowBits'(key[i]) << ((i + 5 * Bank * (i / RowBits)) % RowBits));
    end
  end

endmodule
