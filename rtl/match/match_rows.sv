// Holds the row of every book the card may match: its state and both windows.
//
// Latency       1 cycle, read_book_i to the row; a change of a cycle ago or of this one is seen.
// Throughput    1 row read and 1 changed per cycle, the same book included.
// Backpressure  rows_ready_o is low for MatchBooks cycles behind reset, while rows are emptied.
// Reset         every book is the host's, its windows forgotten.
//
// A change is fed forward in its own cycle and from the register behind it, then by the memory's
// write port.

`include "checks.svh"

module match_rows #(
  parameter int unsigned MatchBooks   = 1024,
  parameter int unsigned WindowOrders = 16,
  localparam int unsigned BookBits = $clog2(MatchBooks)
) (
  input  logic                                               clk_i,
  input  logic                                               rst_i,

  output logic                                               rows_ready_o,

  // The book whose row is wanted in the next cycle, and the book of the row wanted now.
  input  logic [BookBits-1:0]                                read_book_i,
  input  logic [BookBits-1:0]                                book_i,

  // A row as it is from now on.
  input  logic                                               change_i,
  input  logic [BookBits-1:0]                                change_book_i,
  input  layout_pkg::match_state_t                           change_state_i,
  input  layout_pkg::resting_order_t [1:0][WindowOrders-1:0] change_orders_i,
  input  logic [1:0][WindowOrders-1:0]                       change_valid_i,

  // Every book is the host's, as of this input.
  input  logic                                               forget_all_i,
  input  logic [47:0]                                        seq_i,

  // The row wanted now.
  output layout_pkg::match_state_t                           state_o,
  output layout_pkg::resting_order_t [1:0][WindowOrders-1:0] orders_o,
  output logic [1:0][WindowOrders-1:0]                       valid_o
);

  typedef struct packed {
    layout_pkg::match_state_t                           state;
    logic [1:0][WindowOrders-1:0]                       valid;
    layout_pkg::resting_order_t [1:0][WindowOrders-1:0] orders;
  } row_t;

  localparam int unsigned RowBits = $bits(row_t);

  row_t                stored;
  row_t                change;
  row_t                row;
  row_t                empty;
  row_t                change_q;     // on its way into the memory
  logic                write_q;
  logic [BookBits-1:0] write_book_q;
  logic                sweeping_q;
  logic [BookBits-1:0] sweep_book_q;
  logic [47:0]         forgotten_seq_q;  // latest input for all books
  logic                forgotten_newer;
  logic                stale;
  logic                same_as_change;
  logic                same_as_write;
  logic                unused_equal;

  assign change       = {change_state_i, change_valid_i, change_orders_i};
  assign rows_ready_o = !sweeping_q;

  function automatic layout_pkg::match_state_t forgotten(logic [47:0] seq);
    forgotten              = '0;
    forgotten.deep         = 2'b11;
    forgotten.bid_deep_seq = seq;
    forgotten.ask_deep_seq = seq;
    forgotten.written_seq  = seq;
  endfunction

  always_comb begin
    empty       = '0;
    empty.state = forgotten('0);
  end

  ram_two_port_bypass #(.Width(RowBits), .Depth(MatchBooks), .Style("ultra"))
  u_ram_two_port_bypass (
    .clk_i,
    .rst_i,
    .write_i        (sweeping_q || write_q),
    .write_address_i(sweeping_q ? sweep_book_q : write_book_q),
    .write_data_i   (sweeping_q ? empty : change_q),
    .read_address_i (read_book_i),
    .read_data_o    (stored)
  );

  magnitude #(.Width(48)) u_magnitude (
    .left_i (forgotten_seq_q),
    .right_i(stored.state.written_seq),
    .above_o(forgotten_newer),
    .equal_o(unused_equal)
  );

  assign same_as_change = change_i && change_book_i == book_i;
  assign same_as_write  = write_q && write_book_q == book_i;
  assign stale          = forgotten_newer && !same_as_write && !same_as_change;

  always_comb begin
    row = stored;
    if (same_as_write) row = change_q;
    if (same_as_change) row = change;
  end

  always_comb begin
    state_o  = row.state;
    valid_o  = row.valid;
    orders_o = row.orders;
    if (stale || forget_all_i) begin
      state_o = forgotten(forget_all_i ? seq_i : forgotten_seq_q);
      valid_o = '0;
    end
  end

  always_ff @(posedge clk_i) begin
    write_q      <= change_i;
    write_book_q <= change_book_i;
    change_q     <= change;
    if (forget_all_i) forgotten_seq_q <= seq_i;
    if (sweeping_q) begin
      sweep_book_q <= sweep_book_q + 1'b1;
      if (sweep_book_q == BookBits'(MatchBooks - 1)) sweeping_q <= 1'b0;
    end
    if (rst_i) begin
      write_q         <= 1'b0;
      forgotten_seq_q <= '0;
      sweeping_q      <= 1'b1;
      sweep_book_q    <= '0;
    end
  end

  `ASSUME(row_is_never_changed_while_rows_are_emptied, !(sweeping_q && change_i))
  `CHECK_NEXT(row_changed_a_cycle_ago_is_seen,
              change_i && change_book_i == read_book_i,
              same_as_change || forget_all_i || book_i != $past(read_book_i)
              || {state_o, valid_o, orders_o}
                 == {$past(change.state), $past(change.valid), $past(change.orders)})

endmodule
