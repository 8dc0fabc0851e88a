// Joins the records of the books, the venue messages and the matcher's records into one queue, each
// source in its own order.
//
// Latency       1 cycle, a record taken to the same record offered.
// Throughput    1 record per cycle in, 1 per cycle out.
// Backpressure  book_ready_o falls only while the queue is full; venue_ready_o also while a book
//               record is offered, match_ready_o also while either is. A record of a book never
//               waits for another source, because a wait there would be jitter on the latency path;
//               the feed cannot starve the others, because its records come from messages of at
//               least 12 bytes, one in one and a half cycles at most.
// Reset         empties the queue.

`include "checks.svh"

module record_fifo #(
  parameter int unsigned Depth = 128  // a power of two
) (
  input  logic                       clk_i,
  input  logic                       rst_i,

  // Records of the books, venue messages, and the matcher's records.
  input  logic                       book_valid_i,
  output logic                       book_ready_o,
  input  layout_pkg::book_update_t   book_i,
  input  logic                       venue_valid_i,
  output logic                       venue_ready_o,
  input  layout_pkg::venue_message_t venue_i,

  input  logic                       match_valid_i,
  output logic                       match_ready_o,
  input  logic [511:0]               match_i,

  // All, joined, without their record_seq.
  output logic                       record_valid_o,
  input  logic                       record_ready_i,
  output logic [495:0]               record_o,

  // Records inside.
  output logic [$clog2(Depth+1)-1:0] waiting_o
);

  logic         room;
  logic         put;
  logic [511:0] taken;
  logic         unused;

  assign book_ready_o  = room;
  assign venue_ready_o = room && !book_valid_i;
  assign match_ready_o = room && !book_valid_i && !venue_valid_i;
  assign put           = book_valid_i || venue_valid_i || match_valid_i;
  assign taken         = book_valid_i ? book_i : venue_valid_i ? venue_i : match_i;
  assign unused        = ^taken[511:496];  // record_seq is the ring's to fill

  stream_fifo #(.Width(496), .Depth(Depth), .Bypass(1'b0)) u_stream_fifo (
    .clk_i,
    .rst_i,
    .word_valid_i(put),
    .word_ready_o(room),
    .word_i      (taken[495:0]),
    .word_valid_o(record_valid_o),
    .word_ready_i(record_ready_i),
    .word_o      (record_o),
    .count_o     (waiting_o)
  );

  `CHECK(one_source_is_taken_at_a_time,
         2'(book_valid_i && book_ready_o) + 2'(venue_valid_i && venue_ready_o)
         + 2'(match_valid_i && match_ready_o) <= 2'd1)
  `CHECK(book_record_never_waits_for_the_other,
         !(book_valid_i && !book_ready_o) || 32'(waiting_o) == Depth)

endmodule
