// Decides a word at a time from the row of its book: one record a cycle until the word is closed.
//
// Latency       1 cycle, word taken to its first record at host_record_o: the word and its row are
//               taken into registers, decided, and the record leaves a register.
// Throughput    1 word per cycle while each has one record; a word with more takes a cycle for
//               each, and a fill-or-kill order one more for each order that it counts.
// Backpressure  word_ready_o falls while the word inside has more records to come or waits for the
//               emitter.
// Reset         drops the word inside.

`include "checks.svh"

module match_core #(
  parameter int unsigned MatchBooks   = 1024,
  parameter int unsigned WindowOrders = 16,
  localparam int unsigned BookBits = $clog2(MatchBooks)
) (
  input  logic                                               clk_i,
  input  logic                                               rst_i,

  // Words, and the rows of their books.
  input  logic                                               word_valid_i,
  output logic                                               word_ready_o,
  input  layout_pkg::match_command_t                         word_i,
  input  layout_pkg::command_form_t                          form_i,
  input  layout_pkg::match_state_t                           state_i,
  input  layout_pkg::resting_order_t [1:0][WindowOrders-1:0] orders_i,
  input  logic [1:0][WindowOrders-1:0]                       valid_i,

  // What the row has become; every book is the host's as of this input.
  output logic                                               change_o,
  output logic [BookBits-1:0]                                change_book_o,
  output layout_pkg::match_state_t                           change_state_o,
  output layout_pkg::resting_order_t [1:0][WindowOrders-1:0] change_orders_o,
  output logic [1:0][WindowOrders-1:0]                       change_valid_o,
  output logic                                               forget_all_o,
  output logic [47:0]                                        seq_o,

  // Records.
  output logic                                               step_valid_o,
  input  logic                                               step_ready_i,
  output logic                                               is_echo_o,
  output layout_pkg::match_output_t                          output_o,
  output layout_pkg::match_echo_t                            echo_o,
  output logic [15:0]                                        taken_cycle_o
);

  import layout_pkg::*;

  typedef logic [WindowOrders-1:0] mask_t;

  // The word inside and its row.
  logic                          inside_q;
  match_command_t                word_q;
  command_form_t                 form_q;
  match_state_t                  state_q;
  resting_order_t [1:0][WindowOrders-1:0] orders_q;
  logic [1:0][WindowOrders-1:0]  valid_q;
  order_refill_t                 refill;

  // How far it is.
  match_phase_e                  phase_q, phase_d;
  resting_order_t                entering_q;
  side_e                         side_q;
  quantity_t                     taken_q;
  logic                          meets_q, unknown_q;  // the best order, in MatchPhaseEnter
  logic [7:0]                    reason_q;
  logic [15:0]                   index_q;     // outputs so far
  logic                          first, step, has_record;
  logic                          last;        // closes the word

  // The card.
  logic [47:0]                   seq, latest_seq;  // of this word, of the inputs before
  logic                          ignore;      // it is no input and leaves nothing
  logic                          id_new;      // it introduces one above the highest
  judgement_t                    judgement;
  logic [1:0]                    found, knows_less, exhausts, reduces;
  logic [1:0][WindowOrders-1:0]  place, change_place, change_valid_d;
  resting_order_t [1:0]          found_order;
  quantity_t [1:0]               found_open;

  // The order as it is in this step.
  side_e                         side;
  logic [63:0]                   new_id;
  resting_order_t                entering;    // after accepted or replaced
  resting_order_t                joining;     // what remains after this step

  // What an order at the word's price meets: of a bid, of an ask.
  logic [1:0]                    unknown, meets, rests, cancels, in_reach;
  logic [1:0][7:0]               reason;
  logic                          looks_ahead; // its outcome is that of the next step

  logic                          enough, too_little, undecided;
  match_output_t                 entry_output;
  logic                          goes_on, second_follows, remove_best, restate_best;
  quantity_t                     open_d, taken_d, best_quantity;

  logic [1:0]                    remove, restate, insert, append;
  logic [1:0]                    refill_fits, behind_changed, deep;
  logic                          punt, forget;
  logic [1:0][7:0]               order_count; // in the windows afterwards
  logic                          unused;

  assign refill   = word_q;
  assign first    = phase_q == MatchPhaseJudge;
  assign step     = inside_q && step_ready_i;
  assign ignore   = first && judgement.ignore;

  input_counter u_input_counter (
    .clk_i,
    .rst_i,
    .is_input_i  (!form_q.is_refill && !form_q.is_grant),
    .close_i     (step && last && !ignore),
    .seq_o       (seq),
    .latest_seq_o(latest_seq),
    .id_i        (form_q.introduced_id),
    .id_new_o    (id_new),
    .introduce_i (step && first && (form_q.introduces || judgement.grant))
  );

  // First step: find, judge.
  for (genvar s = 0; s < 2; s++) begin : g_side
    localparam bit    Other  = s == 0;
    localparam side_e Side   = side_e'(s);
    localparam int unsigned Second = WindowOrders > 1 ? 1 : 0;
    logic second_best;
    order_finder #(.WindowOrders(WindowOrders)) u_order_finder (
      .orders_i    (orders_q[s]),
      .valid_i     (valid_q[s]),
      .word_i      (word_q),
      .form_i      (form_q),
      .place_o     (place[s]),
      .found_o     (found[s]),
      .order_o     (found_order[s]),
      .knows_less_o(knows_less[s]),
      .open_o      (found_open[s]),
      .exhausts_o  (exhausts[s]),
      .reduces_o   (reduces[s])
    );

    // In an entry's step against the best order, the one behind it tells what comes next.
    assign second_best = phase_q == MatchPhaseEnter;

    cross_detector u_cross_detector (
      .clk_i,
      .rst_i,
      .side_i      (Side),
      .price_i     (word_q.price),
      .is_market_i (form_q.is_market),
      .may_rest_i  (form_q.may_rest),
      .best_valid_i(valid_q[Other][second_best ? Second : 0] && (WindowOrders > 1 || !second_best)),
      .best_price_i(orders_q[Other][second_best ? Second : 0].price),
      .state_i     (state_q),
      .unknown_o   (unknown[s]),
      .meets_o     (meets[s]),
      .rests_o     (rests[s]),
      .cancels_o   (cancels[s]),
      .reason_o    (reason[s]),
      .in_reach_o    (in_reach[s])
    );

    order_window #(.WindowOrders(WindowOrders)) u_order_window (
      .clk_i,
      .rst_i,
      .side_i             (Side),
      .orders_i           (orders_q[s]),
      .valid_i            (valid_q[s]),
      .deep_i             (state_q.deep[s]),
      .remove_i           (remove[s]),
      .restate_i          (restate[s]),
      .place_i            (change_place[s]),
      .restated_id_i      (first ? new_id : orders_q[s][0].order_id),
      .restated_quantity_i(first ? found_open[s] : best_quantity),
      .insert_i           (insert[s]),
      .refill_i           (append[s]),
      .refill_two_i       (refill.order_count[1]),
      .refill_deep_i      (refill.deep[0]),
      .price_i            (word_q.price),
      .order_i            (joining),
      .second_i           ({refill.order_id_1, refill.account_1, refill.price_1,
                            refill.quantity_1}),
      .orders_o           (change_orders_o[s]),
      .valid_o            (change_valid_d[s]),
      .deep_o             (deep[s]),
      .refill_fits_o      (refill_fits[s]),
      .behind_changed_o   (behind_changed[s])
    );

    assign remove[s]       = first ? (judgement.cancel || judgement.replace) && found[s]
                                   : phase_q == MatchPhaseEnter && side_q != Side && remove_best;
    assign restate[s]      = first ? judgement.reduce && found[s]
                                   : phase_q == MatchPhaseEnter && side_q != Side && restate_best;
    assign insert[s]       = looks_ahead && rests[s] && side == Side;
    assign append[s]       = first && judgement.refill && refill.side[0] == 1'(s);
    assign order_count[s]  = 8'($countones(change_valid_d[s]));
    assign change_place[s] = first ? place[s] : mask_t'(1);
  end

  match_judge u_match_judge (
    .form_i       (form_q),
    .side_i       (side_e'(word_q.side[0])),
    .price_i      (word_q.price),
    .refill_i     (refill),
    .grant_i      (grant_t'(word_q)),
    .seq_i        (latest_seq),
    .id_new_i     (id_new),
    .state_i      (state_q),
    .refill_fits_i(refill_fits),
    .unknown_i    (unknown),
    .in_reach_i     (in_reach),
    .found_i      (found),
    .knows_less_i (knows_less),
    .exhausts_i   (exhausts),
    .reduces_i    (reduces),
    .judgement_o  (judgement)
  );

  assign side   = !first ? side_q
                  : form_q.is_replace ? side_e'(found[SideAsk]) : side_e'(word_q.side[0]);
  assign new_id = (form_q.is_replace && word_q.new_order_id != '0) ? word_q.new_order_id
                                                                   : word_q.order_id;

  always_comb begin
    entering = entering_q;
    if (first) begin
      entering.order_id = new_id;
      entering.account  = form_q.is_replace ? found_order[0].account | found_order[1].account
                                            : word_q.account;
      entering.price    = word_q.price;
      entering.quantity = form_q.is_replace ? found_open[0] | found_open[1] : word_q.quantity;
    end
    joining = entering;
    if (phase_q == MatchPhaseEnter) joining.quantity = open_d;
    if (form_q.is_refill) begin
      joining = {refill.order_id_0, refill.account_0, refill.price_0, refill.quantity_0};
    end
  end

  fok_counter #(.WindowOrders(WindowOrders)) u_fok_counter (
    .clk_i,
    .rst_i,
    .start_i     (step && first),
    .quantity_i  (word_q.quantity),
    .step_i      (step),
    .orders_i    (orders_q[!side]),
    .valid_i     (valid_q[!side]),
    .side_i      (side_q),
    .price_i     (word_q.price),
    .is_market_i (form_q.is_market),
    .account_i   (word_q.account),
    .self_match_i(self_match_e'(word_q.self_match)),
    .state_i     (state_q),
    .enough_o    (enough),
    .too_little_o(too_little),
    .undecided_o (undecided)
  );

  entry_step u_entry_step (
    .clk_i,
    .rst_i,
    .active_i        (inside_q && (phase_q == MatchPhaseEnter || phase_q == MatchPhaseSecond)),
    .entering_i      (entering_q),
    .side_i          (side_q),
    .self_match_i    (self_match_e'(word_q.self_match)),
    .second_i        (phase_q == MatchPhaseSecond),
    .taken_i         (taken_q),
    .meets_i         (meets_q),
    .reason_i        (reason_q),
    .best_i          (orders_q[!side_q][0]),
    .output_o        (entry_output),
    .goes_on_o       (goes_on),
    .second_follows_o(second_follows),
    .open_o          (open_d),
    .taken_o         (taken_d),
    .remove_best_o   (remove_best),
    .restate_best_o  (restate_best),
    .best_quantity_o (best_quantity)
  );

  step_control u_step_control (
    .phase_i         (phase_q),
    .judgement_i     (judgement),
    .enough_i        (enough),
    .too_little_i    (too_little),
    .undecided_i     (undecided),
    .unknown_i       (unknown_q),
    .goes_on_i       (goes_on),
    .second_follows_i(second_follows),
    .rests_i         (rests[side]),
    .phase_o         (phase_d),
    .has_record_o    (has_record),
    .looks_ahead_o   (looks_ahead),
    .punt_o          (punt),
    .last_o          (last)
  );

  assign step_valid_o = inside_q && has_record;

  match_record u_match_record (
    .word_i        (word_q),
    .form_i        (form_q),
    .seq_i         (seq),
    .first_i       (first),
    .counting_i    (phase_q == MatchPhaseCount),
    .judgement_i   (judgement),
    .entry_output_i(entry_output),
    .punt_i        (punt),
    .last_i        (last),
    .index_i       (index_q),
    .entering_i    (entering),
    .side_i        (side),
    .found_i       (found),
    .found_order_i (found_order),
    .order_count_i (order_count),
    .is_echo_o,
    .output_o,
    .echo_o
  );

  // The row from now on.
  row_state u_row_state (
    .state_i         (state_q),
    .seq_i           (seq),
    .word_i          (word_q),
    .first_i         (first),
    .judgement_i     (judgement),
    .forget_i        (forget),
    .append_i        (append),
    .behind_changed_i(behind_changed),
    .deep_i          (deep),
    .state_o         (change_state_o)
  );

  assign forget         = punt || (first && judgement.forget);
  assign change_valid_o = forget ? '0 : change_valid_d;
  assign taken_cycle_o  = form_q.taken_cycle;
  assign word_ready_o  = !inside_q || (step && last);
  assign change_o      = step && last && form_q.has_row && !form_q.is_for_all && !ignore;
  assign change_book_o = word_q.book[BookBits-1:0];
  assign forget_all_o  = step && last && form_q.is_for_all;
  assign seq_o         = seq;

  always_ff @(posedge clk_i) begin
    if (step) begin
      phase_q    <= phase_d;
      side_q     <= side;
      entering_q <= entering;
      if (phase_q == MatchPhaseEnter) entering_q.quantity <= open_d;
      taken_q    <= taken_d;
      meets_q    <= meets[side] && !(phase_q == MatchPhaseCount && too_little);
      unknown_q  <= phase_q == MatchPhaseCount ? 1'b0 : unknown[side];
      reason_q   <= phase_q == MatchPhaseCount ? MatchReasonFok : reason[side];
      orders_q   <= change_orders_o;
      valid_q    <= change_valid_o;
      if (step_valid_o) index_q <= index_q + 16'd1;
    end

    if (word_ready_o) begin
      inside_q <= word_valid_i;
      word_q   <= word_i;
      form_q   <= form_i;
      state_q  <= state_i;
      orders_q <= orders_i;
      valid_q  <= valid_i;
      phase_q  <= MatchPhaseJudge;
      index_q  <= '0;
    end

    if (rst_i) inside_q <= 1'b0;
  end

  assign unused = ^{cancels, refill};

  row_checks #(.WindowOrders(WindowOrders)) u_row_checks (
    .clk_i,
    .rst_i,
    .inside_i       (inside_q),
    .step_i         (step),
    .word_i         (word_q),
    .form_i         (form_q),
    .state_i        (state_q),
    .orders_i       (orders_q),
    .valid_i        (valid_q),
    .executes_i     (inside_q && phase_q == MatchPhaseEnter && meets_q),
    .side_i         (side_q),
    .refill_taken_i (judgement.refill),
    .change_state_i (change_state_o),
    .change_orders_i(change_orders_o),
    .change_valid_i (change_valid_o)
  );

  `CHECK(word_leaves_with_its_closing_record_and_with_no_other,
         !step || (step_valid_o && (is_echo_o || output_o.flags[0])) == (last && !ignore))
  `CHECK_NEXT(word_stays_until_it_is_closed, inside_q && !(step && last),
              inside_q && word_q == $past(word_q))
  `CHECK_NEXT(outputs_of_a_word_are_counted, step && step_valid_o && !last,
              index_q == $past(index_q) + 16'd1)
  `CHECK_NEXT(next_word_begins_at_the_first_step, word_ready_o, phase_q == MatchPhaseJudge)

endmodule
