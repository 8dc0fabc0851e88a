// A queue of words in one memory, whose head is always at hand.
//
// Latency       0 cycles through an empty queue with Bypass, 1 cycle without.
// Throughput    1 word in and 1 word out per cycle.
// Backpressure  word_ready_o is a register's state: it falls while Depth words are inside.
// Reset         empties the queue.

`include "checks.svh"

module stream_fifo #(
  parameter int unsigned Width  = 8,
  parameter int unsigned Depth  = 16,  // a power of two, at least 2
  parameter bit          Bypass = 1'b1,
  parameter              Style  = "block",
  localparam int unsigned CountBits = $clog2(Depth + 1)
) (
  input  logic                 clk_i,
  input  logic                 rst_i,

  // Words in.
  input  logic                 word_valid_i,
  output logic                 word_ready_o,
  input  logic [Width-1:0]     word_i,

  // The same words out, oldest first.
  output logic                 word_valid_o,
  input  logic                 word_ready_i,
  output logic [Width-1:0]     word_o,

  // Words inside; one that passes by is never inside.
  output logic [CountBits-1:0] count_o
);

  localparam int unsigned AddressBits = $clog2(Depth);

  if (Depth < 2 || (Depth & (Depth - 1)) != 0) begin : g_depth
    $error("stream_fifo: Depth is %0d, not a power of two of at least 2", Depth);
  end

  typedef logic [AddressBits-1:0] address_t;
  typedef logic [CountBits-1:0]   count_t;

  address_t         write_address_q;
  address_t         read_address_q;
  address_t         read_address_d;
  count_t           count_q;
  count_t           count_d;
  logic             empty_q;
  logic             full_q;
  logic             store;   // the word at the input goes into the memory
  logic             remove;  // the head leaves the memory
  // The head was written while the memory was read: it is in fresh_word_q only.
  logic             fresh_q;
  logic [Width-1:0] fresh_word_q;
  logic [Width-1:0] read_data;

  assign word_ready_o = !full_q;
  assign word_valid_o = !empty_q || (Bypass && word_valid_i);
  assign word_o       = (Bypass && empty_q) ? word_i : fresh_q ? fresh_word_q : read_data;
  assign count_o      = count_q;

  assign store  = word_valid_i && !full_q && !(Bypass && empty_q && word_ready_i);
  assign remove = !empty_q && word_ready_i;

  assign read_address_d = remove ? read_address_q + 1'b1 : read_address_q;
  assign count_d        = count_q + count_t'(store) - count_t'(remove);

  always_ff @(posedge clk_i) begin
    if (store) write_address_q <= write_address_q + 1'b1;
    read_address_q <= read_address_d;
    count_q        <= count_d;
    empty_q        <= count_d == '0;
    full_q         <= count_d == count_t'(Depth);
    fresh_q        <= store && write_address_q == read_address_d;
    fresh_word_q   <= word_i;
    if (rst_i) begin
      write_address_q <= '0;
      read_address_q  <= '0;
      count_q         <= '0;
      empty_q         <= 1'b1;
      full_q          <= 1'b0;
      fresh_q         <= 1'b0;
    end
  end

  ram_two_port #(.Width(Width), .Depth(Depth), .Style(Style)) u_ram_two_port (
    .clk_i,
    .write_i        (store),
    .write_address_i(write_address_q),
    .write_data_i   (word_i),
    .read_i         (1'b1),
    .read_address_i (read_address_d),
    .read_data_o    (read_data)
  );

  `CHECK_STREAM(head_waits_unchanged, word_valid_o, word_ready_i, word_o)
  `CHECK(count_is_the_distance_of_the_addresses,
         count_q <= count_t'(Depth)
         && address_t'(count_q) == address_t'(write_address_q - read_address_q))
  `CHECK(empty_and_full_follow_the_count,
         empty_q == (count_q == '0) && full_q == (count_q == count_t'(Depth)))
  `CHECK_NEXT(word_into_an_empty_queue_is_its_head_next, empty_q && store,
              !empty_q && word_o == $past(word_i))

endmodule
