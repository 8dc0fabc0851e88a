// Knows every order on the card: says which order an input means, what it takes or adds, and keeps
// what is left of it.
//
// Latency       2 cycles, input to op and record; the lookup starts 1 cycle before the input.
// Throughput    1 input per cycle, the same order in consecutive cycles included.
// Backpressure  none.
// Reset         drops the inputs inside; orders are forgotten by their epoch or by the sweep.
//
// An input finds its order in the memory as it was before the three inputs ahead wrote to it. What
// those made of the same order, or of the same row, overrules the memory: of two of them while the
// order is selected, of the last one a stage later.

`include "checks.svh"

module order_table #(
  parameter int unsigned Banks = 4,
  parameter int unsigned Rows  = 65536,  // of each bank, a power of two
  localparam int unsigned RowBits = $clog2(Rows)
) (
  input  logic                      clk_i,
  input  logic                      rst_i,

  // The card's cycle count, and a row of every bank to be emptied.
  input  logic [15:0]               cycle_i,
  input  logic                      sweep_i,
  input  logic [RowBits-1:0]        sweep_row_i,

  // What may become an input in the next cycle.
  input  layout_pkg::order_ref_t    lookup_ref_i,
  input  layout_pkg::book_index_t   lookup_book_i,

  // Inputs.
  input  logic                      input_valid_i,
  input  layout_pkg::market_event_t input_i,
  input  layout_pkg::input_stamp_t  stamp_i,

  // What they do to their books, and their records without the tops.
  output logic                      op_valid_o,
  output layout_pkg::book_op_t      op_o,
  output layout_pkg::input_stamp_t  op_stamp_o,
  output layout_pkg::book_update_t  record_o
);

  typedef logic [Banks-1:0] banks_t;
  typedef logic [Banks-1:0][RowBits-1:0] rows_t;

  // What an input made of its order.
  typedef struct packed {
    logic                     is_order;
    logic [15:0]              epoch;
    logic                     present;
    banks_t                   bank;      // that holds or held the order
    logic                     write;
    layout_pkg::order_entry_t entry;     // of epoch 0 unless present
  } outcome_t;

  // The order that an input names, as far as it is known.
  typedef struct packed {
    banks_t                bank;         // that holds it, none when there is no such order
    layout_pkg::price_t    price;
    layout_pkg::quantity_t quantity;
    layout_pkg::side_e     side;
  } order_t;

  // Stage 1: the banks answer.
  rows_t                              row;
  banks_t                             bank_occupied;
  banks_t                             bank_found;
  layout_pkg::price_t    [Banks-1:0]  bank_price;
  layout_pkg::quantity_t [Banks-1:0]  bank_quantity;
  layout_pkg::side_e     [Banks-1:0]  bank_side;
  logic                               is_order;
  logic [2:0]                         same_order;     // as the input 1, 2, 3 ahead
  logic [2:0]                         same_epoch;
  banks_t [2:0]                       same_row;
  banks_t                             occupied;
  order_t                             stored;
  order_t                             order;
  logic [15:0]                        waited;

  // Stage 2: the input is resolved.
  logic                               valid_q2;
  logic                               is_order_q2;
  layout_pkg::market_event_t          input_q2;
  layout_pkg::input_stamp_t           stamp_q2;
  logic [15:0]                        waited_q2;
  layout_pkg::quantity_t              asked_q2;
  logic                               quantity_zero_q2;
  rows_t                              row_q2;
  banks_t                             occupied_q2;
  order_t                             order_q2;
  logic                               same_order_q2;
  logic                               same_epoch_q2;
  banks_t                             same_row_q2;
  banks_t                             occupied_2;
  order_t                             order_2;
  logic                               found;
  logic                               present;
  logic                               store;
  layout_pkg::order_entry_t           entry;
  layout_pkg::book_op_t               op;
  layout_pkg::book_update_t           record;
  logic                               pair_found_q;
  layout_pkg::side_e                  pair_side_q;
  banks_t                             first_free;
  outcome_t                           outcome;

  // Stages 3 and 4: the outcome is written and remembered.
  outcome_t                           outcome_q3;
  outcome_t                           outcome_q4;
  order_t                             left_q3;        // the order as it is then
  order_t                             left_q4;
  banks_t                             written_q3;
  banks_t                             written_q4;
  rows_t                              row_q3;
  rows_t                              row_q4;

  for (genvar b = 0; b < int'(Banks); b++) begin : g_bank
    order_bank #(.Rows(Rows), .Bank(b)) u_order_bank (
      .clk_i,
      .lookup_ref_i,
      .lookup_book_i,
      .order_ref_i  (input_i.order_ref),
      .book_i       (input_i.book),
      .epoch_i      (stamp_i.epoch),
      .row_o        (row[b]),
      .occupied_o   (bank_occupied[b]),
      .found_o      (bank_found[b]),
      .price_o      (bank_price[b]),
      .quantity_o   (bank_quantity[b]),
      .side_o       (bank_side[b]),
      .write_i      (sweep_i || (outcome_q3.write && outcome_q3.bank[b])),
      .write_row_i  (sweep_i ? sweep_row_i : row_q3[b]),
      .write_entry_i(sweep_i ? '0 : outcome_q3.entry)
    );
  end

  // Stage 1: select the order, from the inputs two and three ahead rather than from the memory.
  assign is_order = input_valid_i
                    && input_i.kind inside {
                         layout_pkg::RecordKindAdd, layout_pkg::RecordKindExecute,
                         layout_pkg::RecordKindReduce, layout_pkg::RecordKindDelete};

  assign same_epoch = {stamp_i.epoch == outcome_q4.epoch, stamp_i.epoch == outcome_q3.epoch,
                       stamp_i.epoch == stamp_q2.epoch};
  assign same_order = {
    outcome_q4.is_order && same_epoch[2] && {input_i.order_ref, input_i.book}
      == {outcome_q4.entry.order_ref, outcome_q4.entry.book},
    outcome_q3.is_order && same_epoch[1] && {input_i.order_ref, input_i.book}
      == {outcome_q3.entry.order_ref, outcome_q3.entry.book},
    is_order_q2 && same_epoch[0] && {input_i.order_ref, input_i.book}
      == {input_q2.order_ref, input_q2.book}};

  always_comb begin
    stored = '0;
    for (int unsigned b = 0; b < Banks; b++) begin
      same_row[0][b]  = row[b] == row_q2[b];
      same_row[1][b]  = row[b] == row_q3[b];
      same_row[2][b]  = row[b] == row_q4[b];
      stored.bank[b]  = bank_found[b];
      stored.price    = stored.price | (bank_found[b] ? bank_price[b] : '0);
      stored.quantity = stored.quantity | (bank_found[b] ? bank_quantity[b] : '0);
      if (bank_found[b]) stored.side = bank_side[b];
    end
  end

  // Which rows are occupied once an input ahead has written its own.
  function automatic banks_t occupied_by(banks_t was, banks_t written, banks_t same, logic stays);
    return (was & ~(written & same)) | (stays ? written & same : '0);
  endfunction

  assign written_q3 = outcome_q3.write ? outcome_q3.bank : '0;
  assign written_q4 = outcome_q4.write ? outcome_q4.bank : '0;
  assign left_q3    = {outcome_q3.present ? outcome_q3.bank : '0, outcome_q3.entry.price,
                       outcome_q3.entry.quantity, outcome_q3.entry.side};
  assign left_q4    = {outcome_q4.present ? outcome_q4.bank : '0, outcome_q4.entry.price,
                       outcome_q4.entry.quantity, outcome_q4.entry.side};

  assign occupied = occupied_by(
      occupied_by(bank_occupied, written_q4, same_row[2], outcome_q4.present && same_epoch[2]),
      written_q3, same_row[1], outcome_q3.present && same_epoch[1]);
  assign order    = same_order[1] ? left_q3 : same_order[2] ? left_q4 : stored;
  assign waited   = cycle_i - input_i.arrival_cycle;

  // Stage 2: the input one ahead has the last word on the order.
  assign order_2    = same_order_q2 ? left_q3 : order_q2;
  assign occupied_2 = occupied_by(occupied_q2, written_q3, same_row_q2,
                                  outcome_q3.present && same_epoch_q2);
  assign found      = is_order_q2 && order_2.bank != '0;

  always_comb begin
    first_free = '0;
    for (int unsigned b = 0; b < Banks; b++) begin
      if (!occupied_2[b] && first_free == '0) first_free[b] = 1'b1;
    end
  end

  order_resolve u_order_resolve (
    .valid_i         (valid_q2),
    .input_i         (input_q2),
    .stamp_i         (stamp_q2),
    .asked_i         (asked_q2),
    .quantity_zero_i (quantity_zero_q2),
    // The top of book is on its way for 3 more cycles.
    .latency_cycles_i(waited_q2 > 16'd252 ? 8'd255 : waited_q2[7:0] + 8'd3),
    .found_i         (found),
    .price_i         (order_2.price),
    .left_i          (order_2.quantity),
    .side_i          (order_2.side),
    .full_i          (&occupied_2),
    .pair_found_i    (pair_found_q),
    .pair_side_i     (pair_side_q),
    .present_o       (present),
    .store_o         (store),
    .entry_o         (entry),
    .op_o            (op),
    .record_o        (record)
  );

  assign outcome = {is_order_q2, stamp_q2.epoch, present,
                    found ? order_2.bank : store ? first_free : '0,
                    is_order_q2 && (found || store), entry};

  always_ff @(posedge clk_i) begin
    valid_q2         <= input_valid_i;
    is_order_q2      <= is_order;
    input_q2         <= input_i;
    stamp_q2         <= stamp_i;
    waited_q2        <= waited;
    asked_q2         <= input_i.kind inside {layout_pkg::RecordKindExecute,
                                                layout_pkg::RecordKindReduce}
                        ? input_i.quantity : '0;
    quantity_zero_q2 <= input_i.quantity == '0;
    row_q2           <= row;
    occupied_q2      <= occupied;
    order_q2         <= order;
    same_order_q2    <= same_order[0];
    same_epoch_q2    <= same_epoch[0];
    same_row_q2      <= same_row[0];

    op_valid_o <= valid_q2;
    op_o       <= op;
    op_stamp_o <= stamp_q2;
    record_o   <= record;
    outcome_q3 <= outcome;
    row_q3     <= row_q2;
    outcome_q4 <= outcome_q3;
    row_q4     <= row_q3;
    if (is_order_q2 && input_q2.pair_first) begin
      pair_found_q <= found;
      pair_side_q  <= order_2.side;
    end

    if (rst_i) begin
      valid_q2            <= 1'b0;
      is_order_q2         <= 1'b0;
      op_valid_o          <= 1'b0;
      op_o                <= '0;
      outcome_q3.is_order <= 1'b0;
      outcome_q3.write    <= 1'b0;
      outcome_q4.is_order <= 1'b0;
      outcome_q4.write    <= 1'b0;
    end
  end

  `CHECK(order_is_in_one_bank_at_most, !is_order || (bank_found & (bank_found - 1'b1)) == '0)
  `CHECK(order_found_has_shares, !is_order || bank_found == '0 || stored.quantity != '0)
  `CHECK(order_selected_is_in_one_bank_and_has_shares,
         !is_order_q2 || order_q2.bank == '0
         || ((order_q2.bank & (order_q2.bank - 1'b1)) == '0 && order_q2.quantity != '0))
  `CHECK(order_is_written_to_one_row, !outcome_q3.write || (outcome_q3.bank != '0
                                      && (outcome_q3.bank & (outcome_q3.bank - 1'b1)) == '0))
  `CHECK(stored_order_has_shares,
         !(outcome_q3.write && outcome_q3.present) || outcome_q3.entry.quantity != '0)
  `CHECK_NEXT(new_order_takes_a_free_row, store && is_order_q2,
              (outcome_q3.bank & $past(occupied_2)) == '0)
  `CHECK_NEXT(order_of_the_input_ahead_is_met_as_it_was_left, is_order_q2 && same_order_q2,
              $past(found) == $past(outcome_q3.present))
  `CHECK(one_thing_happens_to_a_book,
         3'(op_o.add) + 3'(op_o.take) + 3'(op_o.lost) + 3'(op_o.refill) <= 3'd1)
  `CHECK(quantity_moves_only_if_there_is_some, !(op_o.add || op_o.take) || op_o.quantity != '0)

endmodule
