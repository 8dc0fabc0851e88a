// Puts the inputs of all books into one order, numbers them and says which epoch each belongs to.
//
// Latency       1 cycle, an event or refill taken to input_o.
// Throughput    1 input per cycle.
// Backpressure  market_event_ready_o falls while Records inputs have not yet left as records, and
//               while memories are swept: SweepRows cycles after reset and again once in
//               2^EpochBits - 1 epochs. refill_ready_o falls while a refill is in hand; that one
//               waits for a cycle without an event and until the two inputs ahead are of other
//               books.
// Reset         sweeps the memories, so that no order or level of before can be found; the input
//               number restarts.

`include "checks.svh"

module book_sequencer #(
  parameter int unsigned BookCount = 16384,
  parameter int unsigned SweepRows = 65536,  // rows of the deepest memory
  parameter int unsigned EpochBits = 16,     // 2 to 16
  parameter int unsigned Records   = 8,      // inputs inside at most, waiting records included
  localparam int unsigned SweepBits = $clog2(SweepRows)
) (
  input  logic                        clk_i,
  input  logic                        rst_i,

  // Starts a new epoch, empty and known, for the inputs taken in later cycles.
  input  logic                        clear_i,

  // Events.
  input  logic                        market_event_valid_i,
  output logic                        market_event_ready_o,
  input  layout_pkg::market_event_t   market_event_i,

  // Refills.
  input  logic                        refill_valid_i,
  output logic                        refill_ready_o,
  input  layout_pkg::refill_command_t refill_i,

  // A record left the lob.
  input  logic                        record_left_i,

  // Inputs in their order; a refill comes as an event of its kind, and refill_o holds it until its
  // op has passed.
  output logic                        input_valid_o,
  output layout_pkg::market_event_t   input_o,
  output layout_pkg::input_stamp_t    stamp_o,
  output layout_pkg::refill_command_t refill_o,

  // While sweep_o, the row sweep_row_o of every memory is to be emptied.
  output logic                        sweep_o,
  output logic [SweepBits-1:0]        sweep_row_o,

  // Low while memories are swept.
  output logic                        books_ready_o,

  // An event waited for room for its record.
  output logic                        record_stall_o
);

  localparam int unsigned RoomBits = $clog2(Records + 1);

  typedef logic [EpochBits-1:0] epoch_t;
  typedef logic [47:0]          number_t;

  if (EpochBits < 2 || EpochBits > 16) begin : g_epoch_bits
    $error("book_sequencer: EpochBits is %0d, outside 2 to 16", EpochBits);
  end

  logic                        room;
  logic [RoomBits-1:0]         inside_q;       // inputs whose records have not left
  logic                        sweeping_q;
  logic [SweepBits-1:0]        sweep_row_q;
  logic [3:0]                  stages_q;       // inputs in the stages behind, youngest lowest
  epoch_t                      epoch_q;
  logic                        after_gap_q;
  number_t                     number_q;       // of the next input
  // What a host must at least have seen to know that its books are unknown. After a clear a side
  // can only be deep because of a later input, whose number says the same.
  number_t                     epoch_first_q;
  logic                        pair_open_q;
  layout_pkg::book_index_t     pair_book_q;
  logic                        holding_q;      // a refill is in hand
  logic [2:0]                  issued_q;       // it is in a stage that needs it, youngest lowest
  layout_pkg::refill_command_t refill_q;
  layout_pkg::book_index_t     book;
  layout_pkg::book_index_t     book_q2;        // of the input before the one at input_o
  logic                        take_event;
  logic                        take_refill;
  logic                        take;
  logic                        gap;
  logic                        book_busy;
  logic                        refill_malformed;
  logic                        of_the_past;
  logic                        before_epoch;
  logic                        refill_untimely;
  logic [1:0]                  unused_equal;
  logic                        unused;
  layout_pkg::market_event_t   refill_event;
  logic                        epoch_ends;

  assign room                 = inside_q != RoomBits'(Records);
  assign market_event_ready_o = room && !sweeping_q;
  assign take_event           = market_event_valid_i && market_event_ready_o;
  assign gap                  = take_event && market_event_i.kind == layout_pkg::RecordKindGap;
  assign record_stall_o       = market_event_valid_i && !room;

  // A refill reads its row from the memory only; nothing of its book may be under way there. And it
  // never splits a pair.
  assign book_busy   = (stages_q[0] && input_o.book == refill_q.book)
                       || (stages_q[1] && book_q2 == refill_q.book);
  assign take_refill = holding_q && issued_q == '0 && !market_event_valid_i
                       && market_event_ready_o && !book_busy && !pair_open_q;
  assign take        = take_event || take_refill;

  assign book     = take_refill ? refill_q.book : market_event_i.book;

  assign refill_ready_o = !holding_q;
  assign refill_o       = refill_q;
  assign sweep_o        = sweeping_q && stages_q == '0;
  assign sweep_row_o    = sweep_row_q;
  assign books_ready_o  = !sweeping_q;
  assign epoch_ends     = (clear_i || gap) && !sweeping_q;

  refill_form u_refill_form (.refill_i(refill_q), .malformed_o(refill_malformed));

  magnitude #(.Width(48)) u_magnitude_number (
    .left_i (number_q),
    .right_i(refill_q.as_of[47:0]),
    .above_o(of_the_past),
    .equal_o(unused_equal[0])
  );

  magnitude #(.Width(48)) u_magnitude_epoch (
    .left_i (epoch_first_q),
    .right_i(refill_q.as_of[47:0]),
    .above_o(before_epoch),
    .equal_o(unused_equal[1])
  );

  assign refill_untimely = refill_q.as_of[63:48] != '0 || !of_the_past || before_epoch;

  always_comb begin
    refill_event       = '0;
    refill_event.kind  = layout_pkg::RecordKindRefill;
    refill_event.seq   = refill_q.as_of;
    refill_event.book  = refill_q.book;
    refill_event.side  = layout_pkg::side_e'(refill_q.side[0]);
    refill_event.price = refill_q.price_0;
  end

  always_ff @(posedge clk_i) begin
    input_valid_o <= take;
    input_o       <= take_refill ? refill_event : market_event_i;
    book_q2       <= input_o.book;
    stages_q      <= {stages_q[2:0], take};
    inside_q      <= inside_q + RoomBits'(take) - RoomBits'(record_left_i);

    stamp_o.number      <= number_q;
    stamp_o.epoch       <= 16'(epoch_q);
    stamp_o.after_gap   <= after_gap_q;
    stamp_o.book_held   <= 32'(book) < BookCount;
    stamp_o.pair_joined <= pair_open_q && market_event_i.book == pair_book_q;
    stamp_o.refill_bad  <= refill_malformed || refill_untimely;

    // Counted in three parts: no carry runs through all 48 bits.
    if (take) begin
      number_q[15:0] <= number_q[15:0] + 1'b1;
      if (&number_q[15:0]) number_q[31:16] <= number_q[31:16] + 1'b1;
      if (&number_q[31:0]) number_q[47:32] <= number_q[47:32] + 1'b1;
    end

    if (take_event) begin
      pair_open_q <= market_event_i.pair_first && !gap;
      pair_book_q <= market_event_i.book;
    end

    if (refill_valid_i && refill_ready_o) begin
      holding_q <= 1'b1;
      refill_q  <= refill_i;
    end
    issued_q <= {issued_q[1:0], take_refill};
    if (issued_q[2]) holding_q <= 1'b0;

    if (sweep_o) begin
      sweep_row_q <= sweep_row_q + 1'b1;
      if (sweep_row_q == SweepBits'(SweepRows - 1)) begin
        sweep_row_q <= '0;
        sweeping_q  <= 1'b0;
      end
    end
    if (epoch_ends) begin
      epoch_q    <= epoch_q == '1 ? epoch_t'(1) : epoch_q + 1'b1;
      sweeping_q <= epoch_q == '1;
    end
    if (clear_i || gap) after_gap_q <= !clear_i;
    if (gap) epoch_first_q <= number_q;
    if (clear_i) pair_open_q <= 1'b0;

    if (rst_i) begin
      input_valid_o <= 1'b0;
      stages_q      <= '0;
      inside_q      <= '0;
      number_q      <= number_t'(1);
      epoch_q       <= epoch_t'(1);
      epoch_first_q <= '0;
      after_gap_q   <= 1'b0;
      pair_open_q   <= 1'b0;
      holding_q     <= 1'b0;
      issued_q      <= '0;
      sweeping_q    <= 1'b1;
      sweep_row_q   <= '0;
    end
  end

  assign unused = ^unused_equal;

  `CHECK(epoch_is_never_zero, epoch_q != '0)
  `CHECK(no_more_inputs_inside_than_records_have_room, inside_q <= RoomBits'(Records))
  `CHECK(record_leaves_only_for_an_input, !record_left_i || inside_q != '0)
  `CHECK(refill_never_splits_a_pair, !(take_refill && pair_open_q))
  `CHECK(refill_yields_to_an_event, !(take_refill && market_event_valid_i))
  `CHECK_NEXT(epoch_ends_in_a_new_one_or_a_sweep, epoch_ends,
              epoch_q != $past(epoch_q) && (epoch_q != epoch_t'(1) || sweeping_q))
  `CHECK_NEXT(sweep_lets_no_input_in, sweeping_q, !input_valid_o)
  `CHECK_NEXT(every_input_has_the_next_number, take,
              stamp_o.number == $past(number_q) && number_q == $past(number_q) + 48'd1)

endmodule
