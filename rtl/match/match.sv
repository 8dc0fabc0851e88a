// The matcher: decides the orders of the books that it owns from the best orders of each side, and
// passes all else to the host (rtl/spec/match_ownership.md).
//
// Latency       3 cycles, command taken to its first record; 4 to its first execution.
// Throughput    1 command per cycle while each has one record, else 1 record per cycle.
// Backpressure  command_ready_o falls while records wait for host_record_ready_i, while a command
//               has more records to come, for MatchBooks cycles behind reset, and for one cycle a
//               reference change. Tops of books never wait.
// Reset         every book is the host's; numbers restart.

module match #(
  parameter int unsigned MatchBooks   = 1024,
  parameter int unsigned WindowOrders = 16     // a side
) (
  input  logic                       clk_i,
  input  logic                       rst_i,

  // Registers match.book_count and match.reference_from_feed; the card's cycle.
  input  logic [16:0]                book_count_i,
  input  logic                       reference_from_feed_i,
  input  logic [15:0]                cycle_i,

  // Commands of the host.
  input  logic                       command_valid_i,
  output logic                       command_ready_o,
  input  layout_pkg::match_command_t command_i,

  // Tops of the card's own books, which never wait.
  input  logic                       top_of_book_valid_i,
  input  layout_pkg::top_of_book_t   top_of_book_i,

  // match_output and match_echo records; record_seq is 0.
  output logic                       host_record_valid_o,
  input  logic                       host_record_ready_i,
  output logic [511:0]               host_record_o
);

  localparam int unsigned BookBits = $clog2(MatchBooks);

  logic                                               rows_ready;
  logic                                               top_of_book_valid;
  logic                                               top_of_book_ready;
  layout_pkg::top_of_book_t                           top_of_book;
  logic [BookBits-1:0]                                read_book;
  logic                                               word_valid;
  logic                                               word_ready;
  layout_pkg::match_command_t                         word;
  layout_pkg::command_form_t                          form;
  layout_pkg::match_state_t                           state;
  layout_pkg::resting_order_t [1:0][WindowOrders-1:0] orders;
  logic [1:0][WindowOrders-1:0]                       valid;
  logic                                               change;
  logic [BookBits-1:0]                                change_book;
  layout_pkg::match_state_t                           change_state;
  layout_pkg::resting_order_t [1:0][WindowOrders-1:0] change_orders;
  logic [1:0][WindowOrders-1:0]                       change_valid;
  logic                                               forget_all;
  logic [47:0]                                        seq;
  logic                                               step_valid;
  logic                                               step_ready;
  logic                                               is_echo;
  layout_pkg::match_output_t                          match_output;
  layout_pkg::match_echo_t                            echo;
  logic [15:0]                                        taken_cycle;

  top_keeper #(.MatchBooks(MatchBooks)) u_top_keeper (
    .clk_i,
    .rst_i,
    .enable_i           (reference_from_feed_i),
    .top_of_book_valid_i,
    .top_of_book_i,
    .top_of_book_valid_o(top_of_book_valid),
    .top_of_book_ready_i(top_of_book_ready),
    .top_of_book_o      (top_of_book)
  );

  match_sequencer #(.MatchBooks(MatchBooks)) u_match_sequencer (
    .clk_i,
    .rst_i,
    .book_count_i,
    .rows_ready_i       (rows_ready),
    .cycle_i,
    .command_valid_i,
    .command_ready_o,
    .command_i,
    .top_of_book_valid_i(top_of_book_valid),
    .top_of_book_ready_o(top_of_book_ready),
    .top_of_book_i      (top_of_book),
    .read_book_o        (read_book),
    .word_valid_o       (word_valid),
    .word_ready_i       (word_ready),
    .word_o             (word),
    .form_o             (form)
  );

  match_rows #(.MatchBooks(MatchBooks), .WindowOrders(WindowOrders)) u_match_rows (
    .clk_i,
    .rst_i,
    .rows_ready_o   (rows_ready),
    .read_book_i    (read_book),
    .book_i         (word.book[BookBits-1:0]),
    .change_i       (change),
    .change_book_i  (change_book),
    .change_state_i (change_state),
    .change_orders_i(change_orders),
    .change_valid_i (change_valid),
    .forget_all_i   (forget_all),
    .seq_i          (seq),
    .state_o        (state),
    .orders_o       (orders),
    .valid_o        (valid)
  );

  match_core #(.MatchBooks(MatchBooks), .WindowOrders(WindowOrders)) u_match_core (
    .clk_i,
    .rst_i,
    .word_valid_i   (word_valid),
    .word_ready_o   (word_ready),
    .word_i         (word),
    .form_i         (form),
    .state_i        (state),
    .orders_i       (orders),
    .valid_i        (valid),
    .change_o       (change),
    .change_book_o  (change_book),
    .change_state_o (change_state),
    .change_orders_o(change_orders),
    .change_valid_o (change_valid),
    .forget_all_o   (forget_all),
    .seq_o          (seq),
    .step_valid_o   (step_valid),
    .step_ready_i   (step_ready),
    .is_echo_o      (is_echo),
    .output_o       (match_output),
    .echo_o         (echo),
    .taken_cycle_o  (taken_cycle)
  );

  execution_emitter u_execution_emitter (
    .clk_i,
    .rst_i,
    .cycle_i,
    .step_valid_i       (step_valid),
    .step_ready_o       (step_ready),
    .is_echo_i          (is_echo),
    .output_i           (match_output),
    .echo_i             (echo),
    .taken_cycle_i      (taken_cycle),
    .host_record_valid_o,
    .host_record_ready_i,
    .host_record_o
  );

endmodule
