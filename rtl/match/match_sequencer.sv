// Puts the host's commands and the feed's reference changes into one order, and offers each with
// its form while the row of its book is read.
//
// Latency       1 cycle, command taken to word_o.
// Throughput    1 word per cycle.
// Backpressure  command_ready_o falls while the word inside waits for word_ready_i, while rows are
//               not ready, and in every other cycle while reference changes wait.
// Reset         drops the word inside.

`include "checks.svh"

module match_sequencer #(
  parameter int unsigned MatchBooks = 1024,
  localparam int unsigned BookBits = $clog2(MatchBooks)
) (
  input  logic                       clk_i,
  input  logic                       rst_i,

  // Configuration, and whether rows can be read.
  input  logic [16:0]                book_count_i,
  input  logic                       rows_ready_i,
  input  logic [15:0]                cycle_i,

  // Commands of the host.
  input  logic                       command_valid_i,
  output logic                       command_ready_o,
  input  layout_pkg::match_command_t command_i,

  // Changes of a book's top that may be inputs.
  input  logic                       top_of_book_valid_i,
  output logic                       top_of_book_ready_o,
  input  layout_pkg::top_of_book_t   top_of_book_i,

  // The book whose row is wanted in the next cycle.
  output logic [BookBits-1:0]        read_book_o,

  // Words in their order.
  output logic                       word_valid_o,
  input  logic                       word_ready_i,
  output layout_pkg::match_command_t word_o,
  output layout_pkg::command_form_t  form_o
);

  logic                       room;
  logic                       take_top;
  logic                       take;
  logic                       from_feed_q;
  logic [15:0]                taken_cycle_q;
  layout_pkg::match_command_t reference;
  layout_pkg::match_command_t chosen;
  logic                       top_was_last_q;
  logic                       unused;

  assign room                = rows_ready_i && (!word_valid_o || word_ready_i);
  assign take_top            = top_of_book_valid_i && !(command_valid_i && top_was_last_q);
  assign command_ready_o     = room && !take_top;
  assign top_of_book_ready_o = room && take_top;
  assign take                = room && (take_top || command_valid_i);
  assign chosen              = take_top ? reference : command_i;
  assign read_book_o         = room ? chosen.book[BookBits-1:0] : word_o.book[BookBits-1:0];

  always_comb begin
    reference            = '0;
    reference.kind       = layout_pkg::CommandKindReference;
    reference.book       = top_of_book_i.book;
    reference.price      = top_of_book_i.bid_price;
    reference.stop_price = top_of_book_i.ask_price;
    reference.flags      = 8'd1;
  end

  always_ff @(posedge clk_i) begin
    if (room) begin
      word_valid_o  <= take;
      word_o        <= chosen;
      from_feed_q   <= take_top;
      taken_cycle_q <= cycle_i;
    end
    if (take) top_was_last_q <= take_top;
    if (rst_i) begin
      word_valid_o   <= 1'b0;
      top_was_last_q <= 1'b0;
    end
  end

  command_form #(.MatchBooks(MatchBooks)) u_command_form (
    .book_count_i,
    .command_i    (word_o),
    .from_feed_i  (from_feed_q),
    .taken_cycle_i(taken_cycle_q),
    .form_o
  );

  assign unused = ^top_of_book_i;

  `CHECK_STREAM(word_waits_unchanged, word_valid_o, word_ready_i, {word_o, from_feed_q})
  `CHECK(one_source_at_a_time, !(command_ready_o && top_of_book_ready_o))
  `CHECK_NEXT(command_is_the_next_word, command_valid_i && command_ready_o,
              word_valid_o && word_o == $past(command_i) && !from_feed_q)
  `CHECK_NEXT(command_waits_for_one_reference_at_most,
              command_valid_i && top_of_book_valid_i && top_of_book_ready_o && rows_ready_i,
              !top_of_book_ready_o || !command_valid_i)

endmodule
