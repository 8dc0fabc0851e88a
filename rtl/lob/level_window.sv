// One side of every book: holds its best levels, applies one change a cycle and shows the best
// before and after it.
//
// Latency       3 cycles, input to view; the op of the input comes 2 cycles behind it.
// Throughput    1 input per cycle, the same book in consecutive cycles included.
// Backpressure  none.
// Reset         drops the inputs inside; rows are forgotten by their epoch or by the sweep.
//
// The row of the input one ahead is fed back from the end of its own stage, the row of the input
// two ahead from the register behind it, and that of three ahead from the memory's write port.

`include "checks.svh"

module level_window #(
  parameter layout_pkg::side_e Side   = layout_pkg::SideBid,
  parameter int unsigned       Books  = 16384,
  parameter int unsigned       Levels = 8,
  localparam int unsigned      BookBits = $clog2(Books)
) (
  input  logic                        clk_i,
  input  logic                        rst_i,

  // Empties a row.
  input  logic                        sweep_i,
  input  logic [BookBits-1:0]         sweep_row_i,

  // Inputs of a book that is held.
  input  logic                        input_valid_i,
  input  logic [BookBits-1:0]         book_i,
  input  logic [15:0]                 epoch_i,
  input  logic                        after_gap_i,

  // Two cycles later: what they do, and the refill in hand.
  input  layout_pkg::book_op_t        op_i,
  input  layout_pkg::refill_command_t refill_i,

  // One cycle later: what came of it.
  output layout_pkg::side_view_t      view_o
);

  // Levels beyond valid mean nothing.
  typedef struct packed {
    logic [15:0]                     epoch;
    logic                            orders_missing;
    logic                            deep;
    logic [47:0]                     deep_number;  // of the last input that changed the deep part
    logic [Levels-1:0]               valid;
    layout_pkg::level_t [Levels-1:0] levels;
  } row_t;

  localparam int unsigned RowBits = $bits(row_t);

  row_t                stored;
  row_t                fresh;
  row_t                row_d;
  row_t                row_q3;
  row_t                row;       // after the op
  row_t                row_q4;

  // Where the inputs of stages 2 to 4 belong.
  logic [3:2]          valid_q;
  logic [BookBits-1:0] book_q2, book_q3, book_q4;
  logic [15:0]         epoch_q2, epoch_q3;
  logic                write_q4;
  logic                after_gap_q2;
  logic                same_as_1_q2;
  logic                same_as_2_q2;

  // Stage 3.
  logic                mine;
  logic                stored_newer;
  logic                deep_newer_q3;  // the deep part changed after the refill was written
  logic                refill_offered;
  logic                lost;
  layout_pkg::level_t [3:0] refill_levels;
  logic                deep_changed;
  logic                overflow;
  logic                refill_taken;
  logic                unused_equal;
  logic                unused;

  // Stages 1 and 2: read the row, or take it from an input ahead, or begin it anew.
  ram_two_port_bypass #(.Width(RowBits), .Depth(Books), .Style("ultra")) u_ram_two_port_bypass (
    .clk_i,
    .rst_i,
    .write_i        (sweep_i || write_q4),
    .write_address_i(sweep_i ? sweep_row_i : book_q4),
    .write_data_i   (sweep_i ? '0 : row_q4),
    .read_address_i (book_i),
    .read_data_o    (stored)
  );

  always_comb begin
    fresh                = '0;
    fresh.epoch          = epoch_q2;
    fresh.orders_missing = after_gap_q2;
    fresh.deep           = after_gap_q2;
  end

  always_comb begin
    row_d = stored;
    if (stored.epoch != epoch_q2) begin
      row_d        = fresh;
      row_d.levels = stored.levels;
    end
    if (same_as_2_q2) row_d = row_q4;
    if (same_as_1_q2) row_d = row;
  end

  magnitude #(.Width(48)) u_magnitude (
    .left_i (stored.deep_number),
    .right_i(refill_i.as_of[47:0]),
    .above_o(stored_newer),
    .equal_o(unused_equal)
  );

  // Stage 3: change it.
  assign mine           = op_i.side == Side;
  assign refill_offered = op_i.refill && mine && !op_i.refill_bad && !deep_newer_q3;
  assign lost           = op_i.lost && row_q3.orders_missing;
  assign refill_levels  = {
    {refill_i.price_3, refill_i.quantity_3, refill_i.order_count_3[15:0]},
    {refill_i.price_2, refill_i.quantity_2, refill_i.order_count_2[15:0]},
    {refill_i.price_1, refill_i.quantity_1, refill_i.order_count_1[15:0]},
    {refill_i.price_0, refill_i.quantity_0, refill_i.order_count_0[15:0]}};

  assign row.epoch          = row_q3.epoch;
  assign row.orders_missing = row_q3.orders_missing || op_i.not_held;
  assign row.deep_number    = deep_changed ? op_i.number : row_q3.deep_number;

  hot_window #(.Levels(Levels)) u_hot_window (
    .clk_i,
    .rst_i,
    .side_i         (Side),
    .levels_i       (row_q3.levels),
    .valid_i        (row_q3.valid),
    .deep_i         (row_q3.deep),
    .add_i          (op_i.add && mine),
    .take_i         (op_i.take && mine),
    .drop_i         (lost),
    .refill_i       (refill_offered),
    .price_i        (op_i.price),
    .quantity_i     (op_i.quantity),
    .order_gone_i   (op_i.order_gone),
    .refill_levels_i(refill_levels),
    .refill_count_i (refill_i.level_count[2:0]),
    .refill_deep_i  (refill_i.deep[0]),
    .levels_o       (row.levels),
    .valid_o        (row.valid),
    .deep_o         (row.deep),
    .deep_changed_o (deep_changed),
    .overflow_o     (overflow),
    .refill_taken_o (refill_taken)
  );

  always_ff @(posedge clk_i) begin
    valid_q      <= {valid_q[2], input_valid_i};
    book_q2      <= book_i;
    book_q3      <= book_q2;
    book_q4      <= book_q3;
    epoch_q2     <= epoch_i;
    epoch_q3     <= epoch_q2;
    after_gap_q2 <= after_gap_i;
    same_as_1_q2 <= valid_q[2] && book_i == book_q2 && epoch_i == epoch_q2;
    same_as_2_q2 <= valid_q[3] && book_i == book_q3 && epoch_i == epoch_q3;

    row_q3        <= row_d;
    deep_newer_q3 <= stored.epoch == epoch_q2 && stored_newer;

    write_q4 <= valid_q[3];
    row_q4   <= row;

    if (rst_i) begin
      valid_q  <= '0;
      write_q4 <= 1'b0;
    end
  end

  // Stage 4: show it. An empty side shows zeros; so does one that is unknown.
  logic                  overflow_q4;
  logic                  refill_taken_q4;
  logic                  known_before_q4;
  layout_pkg::price_t    price_before_q4;
  layout_pkg::quantity_t quantity_before_q4;

  always_ff @(posedge clk_i) begin
    overflow_q4        <= overflow;
    refill_taken_q4    <= refill_taken;
    known_before_q4    <= row_q3.valid[0] || !row_q3.deep;
    price_before_q4    <= row_q3.valid[0] ? row_q3.levels[0].price : '0;
    quantity_before_q4 <= row_q3.valid[0] ? row_q3.levels[0].quantity : '0;
  end

  assign view_o.known           = row_q4.valid[0] || !row_q4.deep;
  assign view_o.price           = row_q4.valid[0] ? row_q4.levels[0].price : '0;
  assign view_o.quantity        = row_q4.valid[0] ? row_q4.levels[0].quantity : '0;
  assign view_o.low             = row_q4.deep && !row_q4.valid[Levels/2];
  assign view_o.known_before    = known_before_q4;
  assign view_o.price_before    = price_before_q4;
  assign view_o.quantity_before = quantity_before_q4;
  assign view_o.overflow        = overflow_q4;
  assign view_o.refill_taken    = refill_taken_q4;

  assign unused = ^{refill_i, op_i, unused_equal};

  `CHECK(row_is_of_the_epoch_of_its_input, !valid_q[3] || row_q3.epoch == epoch_q3)
  `CHECK(unknown_side_is_deep, !write_q4 || row_q4.valid[0] || view_o.known != row_q4.deep)
  `CHECK(change_belongs_to_an_input_of_a_held_book,
         valid_q[3] || !(op_i.add || op_i.take || op_i.lost || op_i.refill))
  `ASSUME(one_thing_happens_to_a_book,
          3'(op_i.add) + 3'(op_i.take) + 3'(op_i.lost) + 3'(op_i.refill) <= 3'd1
          && !((op_i.add || op_i.take) && op_i.quantity == '0))
  `CHECK_NEXT(refused_refill_leaves_the_row, op_i.refill && !refill_taken,
              row_q4.valid == $past(row_q3.valid) && row_q4.deep == $past(row_q3.deep)
              && row_q4.deep_number == $past(row_q3.deep_number))
  `CHECK_NEXT(row_of_the_input_ahead_is_fed_back, valid_q[2] && same_as_1_q2, row_q3 == row_q4)

endmodule
