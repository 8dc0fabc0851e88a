// Keeps the feed's latest top of each book until the matcher takes it: tops never wait, and of one
// book only the newest matters.
//
// Latency       1 cycle, top_of_book_valid_i to the top offered, when no other waits.
// Throughput    1 top in and 1 out per cycle.
// Backpressure  none on the way in: a newer top replaces one of its book that still waits, so that
//               there is room for all books. top_of_book_ready_i on the way out.
// Reset         forgets all tops.

`include "checks.svh"

module top_keeper #(
  parameter int unsigned MatchBooks = 1024,
  localparam int unsigned BookBits = $clog2(MatchBooks)
) (
  input  logic                     clk_i,
  input  logic                     rst_i,

  // Register match.reference_from_feed.
  input  logic                     enable_i,

  // Changes, which never wait.
  input  logic                     top_of_book_valid_i,
  input  layout_pkg::top_of_book_t top_of_book_i,

  // The same, of books with a row and with both sides known.
  output logic                     top_of_book_valid_o,
  input  logic                     top_of_book_ready_i,
  output layout_pkg::top_of_book_t top_of_book_o
);

  // A book that leaves the queue may join it again in the same cycle.
  localparam int unsigned Depth = 2 << BookBits;

  typedef struct packed {
    logic               known;
    layout_pkg::price_t bid_price;
    layout_pkg::price_t ask_price;
  } top_t;

  localparam int unsigned TopBits = $bits(top_t);

  logic [Depth/2-1:0]  waits_q;       // the book stands in the queue
  logic                keep;
  logic                push;
  logic                queued;
  logic                pop;
  logic [BookBits-1:0] book;
  logic [BookBits-1:0] head;
  logic [BookBits-1:0] book_q;        // whose top the memory shows
  logic                shown_q;
  top_t                kept;
  top_t                shown;
  logic                leaves;
  logic                room;
  logic [BookBits+1:0] unused_count;
  logic                unused;

  assign book = top_of_book_i.book[BookBits-1:0];
  assign keep = top_of_book_valid_i && enable_i && 32'(top_of_book_i.book) < MatchBooks;
  assign push = keep && (!waits_q[book] || (pop && head == book));
  assign kept = {top_of_book_i.bid_known && top_of_book_i.ask_known, top_of_book_i.bid_price,
                 top_of_book_i.ask_price};

  assign top_of_book_valid_o = shown_q && shown.known && enable_i;
  assign leaves              = top_of_book_ready_i || !top_of_book_valid_o;
  assign pop                 = queued && (!shown_q || leaves);

  always_comb begin
    top_of_book_o           = '0;
    top_of_book_o.book      = 16'(book_q);
    top_of_book_o.bid_known = 1'b1;
    top_of_book_o.ask_known = 1'b1;
    top_of_book_o.bid_price = shown.bid_price;
    top_of_book_o.ask_price = shown.ask_price;
  end

  always_ff @(posedge clk_i) begin
    if (pop) waits_q[head] <= 1'b0;
    if (keep) waits_q[book] <= 1'b1;
    if (pop) book_q <= head;
    if (pop || leaves) shown_q <= pop;
    if (rst_i) begin
      waits_q <= '0;
      shown_q <= 1'b0;
    end
  end

  stream_fifo #(.Width(BookBits), .Depth(Depth), .Bypass(1'b0)) u_stream_fifo (
    .clk_i,
    .rst_i,
    .word_valid_i(push),
    .word_ready_o(room),
    .word_i      (book),
    .word_valid_o(queued),
    .word_ready_i(pop),
    .word_o      (head),
    .count_o     (unused_count)
  );

  // A top that is written while its book's is read stands in the queue anew.
  ram_two_port #(.Width(TopBits), .Depth(Depth / 2)) u_ram_two_port (
    .clk_i,
    .write_i        (keep),
    .write_address_i(book),
    .write_data_i   (kept),
    .read_i         (pop),
    .read_address_i (head),
    .read_data_o    (shown)
  );

  assign unused = ^{unused_count, top_of_book_i};

  `CHECK(queue_has_room_for_every_book, !push || room)
  `CHECK_NEXT(top_waits_unchanged, top_of_book_valid_o && !top_of_book_ready_i,
              !enable_i || (top_of_book_valid_o && top_of_book_o == $past(top_of_book_o)))

endmodule
