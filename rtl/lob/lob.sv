// The books: takes market events and refills in one order, keeps orders and levels, tells each
// change of a top of book.
//
// Latency       4 cycles, market_event taken to top_of_book and host_record, whatever the book or
//               the events around it.
// Throughput    1 event per cycle, the same order, level or book in consecutive cycles included.
// Backpressure  An event that is taken never waits. market_event_ready_o falls while 8 records
//               inside have not left, and while memories are swept (after reset, and once in
//               2^EpochBits - 1 epochs). refill_ready_o falls while one is in hand. top_of_book has
//               no ready: who trades on it must follow it.
// Reset         forgets every order and level by a sweep of the memories, one row a cycle, and
//               restarts the input number.

`include "checks.svh"

module lob #(
  parameter int unsigned BookCount     = 16384,
  parameter int unsigned WindowLevels  = 8,
  parameter int unsigned OrderBanks    = 4,
  parameter int unsigned OrderBankRows = 65536,  // a power of two
  parameter int unsigned EpochBits     = 16      // 2 to 16; small ones let tests see the last
) (
  input  logic                        clk_i,
  input  logic                        rst_i,

  // Starts a new epoch: books are empty and known for the inputs taken in later cycles.
  input  logic                        clear_i,

  // Low while the memories are swept: what comes then waits.
  output logic                        books_ready_o,

  // The card's cycle count, low bits.
  input  logic [15:0]                 cycle_i,

  // Market events.
  input  logic                        market_event_valid_i,
  output logic                        market_event_ready_o,
  input  layout_pkg::market_event_t   market_event_i,

  // Refills from the host.
  input  logic                        refill_valid_i,
  output logic                        refill_ready_o,
  input  layout_pkg::refill_command_t refill_i,

  // One record for each of them, in order; record_seq is the ring's to fill.
  output logic                        host_record_valid_o,
  input  logic                        host_record_ready_i,
  output layout_pkg::book_update_t    host_record_o,

  // Tops of books that changed.
  output logic                        top_of_book_valid_o,
  output layout_pkg::top_of_book_t    top_of_book_o,

  // One pulse an event, for the counters.
  output layout_pkg::lob_pulses_t     pulses_o
);

  localparam int unsigned Records   = 8;
  localparam int unsigned SweepRows = OrderBankRows > BookCount ? OrderBankRows : BookCount;
  localparam int unsigned OrderBits = $clog2(OrderBankRows);
  localparam int unsigned BookBits  = $clog2(BookCount);

  if (BookCount < 2 || BookCount > 65536 || WindowLevels < 1 || OrderBanks < 1) begin : g_sizes
    $error("lob: BookCount %0d, WindowLevels %0d or OrderBanks %0d is out of range",
           BookCount, WindowLevels, OrderBanks);
  end

  logic                         input_valid;
  layout_pkg::market_event_t    book_input;
  layout_pkg::input_stamp_t     stamp;
  layout_pkg::refill_command_t  refill;
  logic                         sweep;
  logic [$clog2(SweepRows)-1:0] sweep_row;
  logic                         row_input_valid;
  logic                         op_valid;
  layout_pkg::book_op_t         op;
  layout_pkg::input_stamp_t     op_stamp;
  layout_pkg::book_update_t     op_record;
  layout_pkg::side_view_t       bid;
  layout_pkg::side_view_t       ask;
  logic                         record_valid;
  logic                         record_ready;
  layout_pkg::book_update_t     record;
  logic                         record_stall;
  layout_pkg::lob_pulses_t      pulses;
  logic [$clog2(Records+1)-1:0] waiting;

  book_sequencer #(
    .BookCount(BookCount), .SweepRows(SweepRows), .EpochBits(EpochBits), .Records(Records)
  ) u_book_sequencer (
    .clk_i,
    .rst_i,
    .clear_i,
    .market_event_valid_i,
    .market_event_ready_o,
    .market_event_i,
    .refill_valid_i,
    .refill_ready_o,
    .refill_i,
    .record_left_i (host_record_valid_o && host_record_ready_i),
    .input_valid_o (input_valid),
    .input_o       (book_input),
    .stamp_o       (stamp),
    .refill_o      (refill),
    .sweep_o       (sweep),
    .sweep_row_o   (sweep_row),
    .books_ready_o,
    .record_stall_o(record_stall)
  );

  order_table #(.Banks(OrderBanks), .Rows(OrderBankRows)) u_order_table (
    .clk_i,
    .rst_i,
    .cycle_i,
    .sweep_i      (sweep),
    .sweep_row_i  (OrderBits'(sweep_row)),
    .lookup_ref_i (market_event_i.order_ref),
    .lookup_book_i(market_event_i.book),
    .input_valid_i(input_valid),
    .input_i      (book_input),
    .stamp_i      (stamp),
    .op_valid_o   (op_valid),
    .op_o         (op),
    .op_stamp_o   (op_stamp),
    .record_o     (op_record)
  );

  assign row_input_valid = input_valid && stamp.book_held
                           && book_input.kind != layout_pkg::RecordKindGap;

  level_window #(
    .Side(layout_pkg::SideBid), .Books(BookCount), .Levels(WindowLevels)
  ) u_level_window_bid (
    .clk_i,
    .rst_i,
    .sweep_i      (sweep),
    .sweep_row_i  (BookBits'(sweep_row)),
    .input_valid_i(row_input_valid),
    .book_i       (book_input.book[BookBits-1:0]),
    .epoch_i      (stamp.epoch),
    .after_gap_i  (stamp.after_gap),
    .op_i         (op),
    .refill_i     (refill),
    .view_o       (bid)
  );

  level_window #(
    .Side(layout_pkg::SideAsk), .Books(BookCount), .Levels(WindowLevels)
  ) u_level_window_ask (
    .clk_i,
    .rst_i,
    .sweep_i      (sweep),
    .sweep_row_i  (BookBits'(sweep_row)),
    .input_valid_i(row_input_valid),
    .book_i       (book_input.book[BookBits-1:0]),
    .epoch_i      (stamp.epoch),
    .after_gap_i  (stamp.after_gap),
    .op_i         (op),
    .refill_i     (refill),
    .view_o       (ask)
  );

  top_of_book u_top_of_book (
    .clk_i,
    .rst_i,
    .op_valid_i         (op_valid),
    .op_stamp_i         (op_stamp),
    .record_i           (op_record),
    .bid_i              (bid),
    .ask_i              (ask),
    .host_record_valid_o(record_valid),
    .host_record_o      (record),
    .top_of_book_valid_o,
    .top_of_book_o,
    .pulses_o           (pulses)
  );

  always_comb begin
    pulses_o              = pulses;
    pulses_o.record_stall = record_stall;
  end

  // The sequencer lets in no more inputs than there is room for here.
  stream_fifo #(
    .Width(layout_pkg::BookUpdateBits), .Depth(Records), .Style("distributed")
  ) u_stream_fifo (
    .clk_i,
    .rst_i,
    .word_valid_i(record_valid),
    .word_ready_o(record_ready),
    .word_i      (record),
    .word_valid_o(host_record_valid_o),
    .word_ready_i(host_record_ready_i),
    .word_o      (host_record_o),
    .count_o     (waiting)
  );

  logic unused;
  assign unused = ^{waiting, sweep_row, record_ready, pulses.record_stall, stamp};

  `CHECK_STREAM(record_waits_unchanged, host_record_valid_o, host_record_ready_i, host_record_o)
  `CHECK(record_always_finds_room, !record_valid || record_ready)
  `CHECK(top_of_book_comes_with_its_record, !top_of_book_valid_o || record_valid)
  // The clear that starts a new epoch here empties the feed too: an event that waits in that cycle
  // may go.
  `ASSUME_STREAM(market_event_waits_unchanged,
                 market_event_valid_i, market_event_ready_o || clear_i, market_event_i)
  `ASSUME_STREAM(refill_waits_unchanged, refill_valid_i, refill_ready_o, refill_i)

endmodule
