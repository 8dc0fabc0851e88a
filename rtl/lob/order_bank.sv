// One bank of the order table: at most one order a row, found by its key.
//
// Latency       1 cycle, lookup to found; a write is seen by lookups of later cycles.
// Throughput    1 lookup and 1 write per cycle.
// Backpressure  none.
// Reset         none: the owner sweeps the rows.

module order_bank #(
  parameter int unsigned Rows = 65536,  // a power of two
  parameter int unsigned Bank = 0,
  localparam int unsigned RowBits = $clog2(Rows)
) (
  input  logic                     clk_i,

  // The key to look up.
  input  layout_pkg::order_ref_t   lookup_ref_i,
  input  layout_pkg::book_index_t  lookup_book_i,

  // One cycle later: the key again, with its epoch, and what its row holds.
  input  layout_pkg::order_ref_t   order_ref_i,
  input  layout_pkg::book_index_t  book_i,
  input  logic [15:0]              epoch_i,
  output logic [RowBits-1:0]       row_o,
  output logic                     occupied_o,
  output logic                     found_o,
  output layout_pkg::price_t       price_o,
  output layout_pkg::quantity_t    quantity_o,
  output layout_pkg::side_e        side_o,

  // A row to write.
  input  logic                     write_i,
  input  logic [RowBits-1:0]       write_row_i,
  input  layout_pkg::order_entry_t write_entry_i
);

  if (Rows < 2 || (Rows & (Rows - 1)) != 0) begin : g_rows
    $error("order_bank: Rows is %0d, not a power of two of at least 2", Rows);
  end

  logic [RowBits-1:0]       row;
  layout_pkg::order_entry_t entry;

  assign occupied_o = entry.epoch == epoch_i;
  assign found_o    = {entry.epoch, entry.order_ref, entry.book} == {epoch_i, order_ref_i, book_i};
  assign price_o    = entry.price;
  assign quantity_o = entry.quantity;
  assign side_o     = entry.side;

  always_ff @(posedge clk_i) row_o <= row;

  order_hash #(.RowBits(RowBits), .Bank(Bank)) u_order_hash (
    .order_ref_i(lookup_ref_i),
    .book_i     (lookup_book_i),
    .row_o      (row)
  );

  ram_two_port #(.Width(layout_pkg::OrderEntryBits), .Depth(Rows), .Style("ultra")) u_ram_two_port (
    .clk_i,
    .write_i,
    .write_address_i(write_row_i),
    .write_data_i   (write_entry_i),
    .read_i         (1'b1),
    .read_address_i (row),
    .read_data_o    (entry)
  );

endmodule
