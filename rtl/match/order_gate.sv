// Last gate of the host's orders: marks each new and replaced order that kill, a limit or its
// book's collar stops, so that the matcher refuses it; lets everything else through as it is.
//
// Latency       2 cycles, command taken to gated_o; all checks in parallel.
// Throughput    1 command per cycle.
// Backpressure  command_ready_o falls while the commands inside wait for gated_ready_i, and for
//               MatchBooks cycles behind reset.
// Reset         drops the commands inside; no limits, no collars.

`include "checks.svh"

module order_gate #(
  parameter int unsigned MatchBooks = 1024
) (
  input  logic                       clk_i,
  input  logic                       rst_i,

  // Kill holds for every order that is not offered at gated_o yet. A pulse takes the limits and the
  // collar of one book, which stand still in the next cycle and while collars are being emptied;
  // they are in force two cycles behind the pulse.
  input  logic                       kill_i,
  input  logic                       take_i,
  input  layout_pkg::gate_limits_t   limits_i,

  // Commands of the host.
  input  logic                       command_valid_i,
  output logic                       command_ready_o,
  input  layout_pkg::match_command_t command_i,

  // The same, orders marked.
  output logic                       gated_valid_o,
  input  logic                       gated_ready_i,
  output layout_pkg::match_command_t gated_o
);

  import layout_pkg::*;

  localparam int unsigned BookBits = $clog2(MatchBooks);

  typedef struct packed {
    price_t low;
    price_t high;
  } collar_t;

  // The command that is being checked.
  logic                valid_q;
  match_command_t      command_q;
  logic [3:0][31:0]    product_q;    // of halves of price and quantity, low ones first
  collar_t             stored;
  collar_t             collar;       // of its book

  // Limits in force; books whose collars have been emptied.
  logic [31:0]         quantity_max_q;
  logic [63:0]         notional_max_q;
  logic                take_pending_q;
  logic [BookBits:0]   emptied_q;
  logic                empties;
  logic                takes;
  logic                writes;
  logic [BookBits-1:0] write_book;
  collar_t             write_collar;

  logic                check_moves;  // the command being checked leaves, or there is none
  logic                moves;        // what is offered leaves, or there is nothing
  logic [BookBits-1:0] read_book;
  logic [47:0]         outer;        // summands of what is above notional's lowest 16 bits
  logic [1:0][47:0]    inner;
  logic [63:0]         notional;
  logic                is_order;
  logic                above_quantity, quantity_equal;
  logic                above_notional, notional_equal;
  logic                below_low, low_equal;
  logic                above_high, high_equal;
  logic                outside;
  logic [7:0]          verdict;      // 0, or the reason
  match_command_t      marked;
  logic                unused;

  // ---------------------------------------------------------------- limits and collars
  assign empties      = !emptied_q[BookBits];
  assign takes        = take_pending_q && !empties;
  assign writes       = empties || (takes && limits_i.collar_book < 32'(MatchBooks));
  assign write_book   = empties ? emptied_q[BookBits-1:0] : limits_i.collar_book[BookBits-1:0];
  assign write_collar = empties ? '0 : {limits_i.collar_low, limits_i.collar_high};

  always_ff @(posedge clk_i) begin
    if (empties) emptied_q <= emptied_q + 1'b1;
    take_pending_q <= take_i || (take_pending_q && empties);
    if (takes) begin
      quantity_max_q <= limits_i.quantity_max;
      notional_max_q <= limits_i.notional_max;
    end
    if (rst_i) begin
      emptied_q      <= '0;
      take_pending_q <= 1'b0;
      quantity_max_q <= '0;
      notional_max_q <= '0;
    end
  end

  ram_two_port_bypass #(.Width($bits(collar_t)), .Depth(MatchBooks)) u_collars (
    .clk_i,
    .rst_i,
    .write_i        (writes),
    .write_address_i(write_book),
    .write_data_i   (write_collar),
    .read_address_i (read_book),
    .read_data_o    (stored)
  );

  // ---------------------------------------------------------------- the way through
  assign moves           = !gated_valid_o || gated_ready_i;
  assign check_moves     = !valid_q || moves;
  assign command_ready_o = check_moves && !empties;
  assign read_book       = check_moves ? command_i.book[BookBits-1:0]
                                       : command_q.book[BookBits-1:0];

  always_ff @(posedge clk_i) begin
    if (check_moves) begin
      valid_q   <= command_valid_i && !empties;
      command_q <= command_i;
      for (int unsigned i = 0; i < 4; i++) begin
        product_q[i] <= command_i.price[16*(i/2) +: 16] * command_i.quantity[16*(i%2) +: 16];
      end
    end
    if (moves) begin
      gated_valid_o <= valid_q;
      gated_o       <= marked;
    end
    if (rst_i) begin
      valid_q       <= 1'b0;
      gated_valid_o <= 1'b0;
    end
  end

  // ---------------------------------------------------------------- the checks
  assign is_order = command_q.kind == CommandKindNewOrder
                    || command_q.kind == CommandKindReplaceOrder;
  assign collar   = 32'(command_q.book) < MatchBooks ? stored : '0;

  assign outer          = {product_q[3], product_q[0][31:16]};
  assign inner          = {{16'd0, product_q[2]}, {16'd0, product_q[1]}};
  assign notional[15:0] = product_q[0][15:0];

  // Three summands become two without a carry that runs.

  carry_select #(.Width(48), .Part(8)) u_notional (
    .left_i (outer ^ inner[0] ^ inner[1]),
    .right_i(((outer & inner[0]) | (outer & inner[1]) | (inner[0] & inner[1])) << 1),
    .carry_i(1'b0),
    .sum_o  (notional[63:16])
  );

  magnitude #(.Width(32)) u_quantity (
    .left_i (command_q.quantity),
    .right_i(quantity_max_q),
    .above_o(above_quantity),
    .equal_o(quantity_equal)
  );

  magnitude #(.Width(64)) u_worth (
    .left_i (notional),
    .right_i(notional_max_q),
    .above_o(above_notional),
    .equal_o(notional_equal)
  );

  magnitude #(.Width(32)) u_low (
    .left_i (collar.low),
    .right_i(command_q.price),
    .above_o(below_low),
    .equal_o(low_equal)
  );

  magnitude #(.Width(32)) u_high (
    .left_i (command_q.price),
    .right_i(collar.high),
    .above_o(above_high),
    .equal_o(high_equal)
  );

  assign outside = command_q.price != '0 && (below_low || (above_high && collar.high != '0));

  always_comb begin
    verdict = MatchReasonNone;
    if (outside) verdict = MatchReasonGateCollar;
    if (above_notional && notional_max_q != '0) verdict = MatchReasonGateNotional;
    if (above_quantity && quantity_max_q != '0) verdict = MatchReasonGateQuantity;
    if (kill_i) verdict = MatchReasonGateKill;

    marked = command_q;
    // A mark that the host made stays.
    if (is_order && command_q.gate == '0) marked.gate = verdict;
  end

  assign unused = ^{quantity_equal, notional_equal, low_equal, high_equal};

  function automatic logic is_stopped_kind(logic [7:0] kind);
    return kind == CommandKindNewOrder || kind == CommandKindReplaceOrder;
  endfunction

  // What a command is besides its mark.
  function automatic match_command_t unmarked(match_command_t command);
    unmarked      = command;
    unmarked.gate = '0;
  endfunction

  // Whether kill was on when the word that is offered was marked.
  logic killed_q;
  always_ff @(posedge clk_i) if (moves) killed_q <= kill_i;

  `CHECK_STREAM(offered_command_waits_unchanged, gated_valid_o, gated_ready_i, gated_o)
  `CHECK_NEXT(command_is_checked_next, command_valid_i && command_ready_o,
              valid_q && command_q == $past(command_i))
  `CHECK_NEXT(command_waits_unchanged, valid_q && !moves, valid_q && command_q == $past(command_q))
  `CHECK_NEXT(checked_command_is_offered_next, valid_q && moves,
              gated_valid_o && unmarked(gated_o) == unmarked($past(command_q)))
  `CHECK_NEXT(nothing_is_offered_that_was_not_checked, !valid_q && moves, !gated_valid_o)
  `CHECK_NEXT(unmarked_order_passed_every_check, valid_q && moves && is_order,
              (gated_o.gate == '0) == ($past(command_q.gate) == '0 && $past(verdict) == '0))
  `CHECK_NEXT(other_commands_are_not_marked, valid_q && moves && !is_order,
              gated_o.gate == $past(command_q.gate))
  `CHECK(passing_verdict_means_every_limit_holds,
         verdict != '0 || (!kill_i && !outside && (!above_quantity || quantity_max_q == '0)
                           && (!above_notional || notional_max_q == '0)))
  `CHECK(killed_order_is_never_unmarked,
         !(gated_valid_o && killed_q && is_stopped_kind(gated_o.kind)) || gated_o.gate != '0)
  // So that from the second cycle of kill on one order at most leaves unmarked: the one that was
  // offered already.
  `CHECK_NEXT(offered_word_behind_a_kill_is_a_killed_one, kill_i && moves, killed_q)
  `CHECK_NEXT(limits_are_in_force_when_they_are_taken, takes,
              quantity_max_q == $past(limits_i.quantity_max)
              && notional_max_q == $past(limits_i.notional_max))

endmodule
