// Decides what becomes of a word in its first step: refused, closed by an echo, or the way into the
// book (match_ownership.md, sections 3 to 5).
//
// Latency       0 cycles.
// Throughput    1 word per cycle.
// Backpressure  none.
// Reset         none: combinational.

module match_judge (
  // The word.
  input  layout_pkg::command_form_t form_i,
  input  layout_pkg::side_e         side_i,       // of a new order
  input  layout_pkg::price_t        price_i,
  input  layout_pkg::order_refill_t refill_i,     // the word as a refill and as a grant
  input  layout_pkg::grant_t        grant_i,

  // The card: latest input; the introduced id is above the highest.
  input  logic [47:0]               seq_i,
  input  logic                      id_new_i,

  // The book's row; whether a refill would follow each window; by entering side, what an order at
  // price would meet.
  input  layout_pkg::match_state_t  state_i,
  input  logic [1:0]                refill_fits_i,
  input  logic [1:0]                unknown_i,
  input  logic [1:0]                in_reach_i,

  // The order that a cancel or replace names, by side.
  input  logic [1:0]                found_i,
  input  logic [1:0]                knows_less_i,
  input  logic [1:0]                exhausts_i,
  input  logic [1:0]                reduces_i,

  output layout_pkg::judgement_t    judgement_o
);

  import layout_pkg::*;

  logic         side;           // that the order enters
  logic         found;
  logic         maybe_behind;   // an order that is not found may exist
  logic         at_edge;
  logic         outside;
  logic         unknown;
  logic         crosses;
  logic         upper_above, upper_equal;
  logic         lower_above, lower_equal;
  logic         ahead_of_time;  // as_of is above seq
  logic [1:0]   too_old;        // as_of is below deep_seq
  logic         refill_fits;
  logic         grant_fits;
  match_reason_e new_refusal;   // None: it is not refused
  match_reason_e replace_refusal;
  logic         new_punted;     // unless new_refusal says otherwise
  match_reason_e new_refusal_late;
  judgement_t   new_order;
  judgement_t   cancel;
  judgement_t   replace;
  logic         unused_equal;
  logic         unused;

  function automatic judgement_t echo_of(verdict_e verdict);
    echo_of         = '0;
    echo_of.echo    = 1'b1;
    echo_of.verdict = verdict;
    echo_of.forget  = verdict == VerdictPunted;
  endfunction

  function automatic judgement_t refusal_of(match_reason_e reason);
    refusal_of        = '0;
    refusal_of.refuse = 1'b1;
    refusal_of.reason = reason;
  endfunction

  magnitude #(.Width(32)) u_magnitude_upper (
    .left_i (price_i),
    .right_i(state_i.upper),
    .above_o(upper_above),
    .equal_o(upper_equal)
  );

  magnitude #(.Width(32)) u_magnitude_lower (
    .left_i (price_i),
    .right_i(state_i.lower),
    .above_o(lower_above),
    .equal_o(lower_equal)
  );

  magnitude #(.Width(64)) u_magnitude_seq (
    .left_i (refill_i.as_of),
    .right_i({16'd0, seq_i}),
    .above_o(ahead_of_time),
    .equal_o(unused_equal)
  );

  for (genvar s = 0; s < 2; s++) begin : g_side
    logic unused_same;

    magnitude #(.Width(48)) u_magnitude_deep_seq (
      .left_i (s == 0 ? state_i.bid_deep_seq : state_i.ask_deep_seq),
      .right_i(refill_i.as_of[47:0]),
      .above_o(too_old[s]),
      .equal_o(unused_same)
    );
  end

  assign found        = |found_i;
  assign side         = form_i.is_replace ? found_i[SideAsk] : side_i;
  assign unknown      = unknown_i[side];
  assign crosses      = in_reach_i[side];
  assign maybe_behind = |state_i.deep || state_i.others;
  assign at_edge      = side == SideBid ? upper_equal && state_i.upper != '0
                                        : lower_equal && state_i.lower != '0;
  assign outside      = side == SideBid ? upper_above && state_i.upper != '0
                                        : !lower_above && !lower_equal;

  assign refill_fits  = form_i.has_row && !form_i.malformed && !ahead_of_time
                        && !too_old[refill_i.side[0]] && refill_fits_i[refill_i.side[0]]
                        && refill_i.refill_index == (refill_i.side[0] ? state_i.ask_refills
                                                                      : state_i.bid_refills);
  assign grant_fits   = form_i.has_row && !form_i.malformed && !ahead_of_time && too_old == '0
                        && !state_i.owned && grant_i.bid_refills == state_i.bid_refills
                        && grant_i.ask_refills == state_i.ask_refills;

  // 4.1
  always_comb begin
    new_refusal = MatchReasonNone;
    if (form_i.malformed) new_refusal = MatchReasonMalformed;
    else if (!id_new_i) new_refusal = MatchReasonOrderIdNotNew;
    else if (form_i.bad_quantity) new_refusal = MatchReasonBadQuantity;

    new_refusal_late = MatchReasonNone;
    if (form_i.bad_price) new_refusal_late = MatchReasonBadPrice;
    else if (form_i.bad_combination) new_refusal_late = MatchReasonBadCombination;
    else if (!form_i.is_market && outside) new_refusal_late = MatchReasonOutsideBands;

    new_punted = form_i.beyond_card || (!form_i.is_market && at_edge);

    new_order        = '0;
    new_order.accept = !form_i.is_fok;
    new_order.count  = form_i.is_fok;
    if (form_i.post_only && crosses) new_order = refusal_of(MatchReasonWouldCross);
    if (form_i.post_only && unknown) new_order = echo_of(VerdictPunted);
    if (new_refusal_late != MatchReasonNone) new_order = refusal_of(new_refusal_late);
    if (new_punted) new_order = echo_of(VerdictPunted);
    if (new_refusal != MatchReasonNone) new_order = refusal_of(new_refusal);
  end

  // 4.2
  always_comb begin
    cancel        = '0;
    cancel.cancel = 1'b1;
    if (!found) begin
      cancel = refusal_of(MatchReasonUnknownOrder);
      if (maybe_behind) begin
        cancel         = echo_of(VerdictPassed);
        cancel.disturb = 1'b1;
      end
    end
  end

  // 4.3
  always_comb begin
    replace_refusal = MatchReasonNone;
    if (form_i.bad_quantity || |knows_less_i) replace_refusal = MatchReasonBadQuantity;
    else if (form_i.bad_price) replace_refusal = MatchReasonBadPrice;

    replace         = '0;
    replace.replace = 1'b1;
    if (form_i.post_only && crosses) replace = refusal_of(MatchReasonWouldCross);
    if (form_i.post_only && unknown) replace = echo_of(VerdictPunted);
    if (outside) replace = refusal_of(MatchReasonOutsideBands);
    if (at_edge) replace = echo_of(VerdictPunted);
    if (|reduces_i) begin
      replace        = '0;
      replace.reduce = 1'b1;
    end
    if (|exhausts_i) begin
      replace        = '0;
      replace.cancel = 1'b1;
    end
    if (replace_refusal != MatchReasonNone) replace = refusal_of(replace_refusal);
    if (!found) begin
      replace = maybe_behind ? echo_of(VerdictPunted) : refusal_of(MatchReasonUnknownOrder);
    end
    if (form_i.introduced_id != '0 && !id_new_i) replace = refusal_of(MatchReasonOrderIdNotNew);
    if (form_i.malformed) replace = refusal_of(MatchReasonMalformed);
  end

  always_comb begin
    judgement_o = echo_of(VerdictPunted);
    if (form_i.is_new) judgement_o = new_order;
    if (form_i.is_cancel) judgement_o = cancel;
    if (form_i.is_replace) judgement_o = replace;
    if (form_i.is_reference) begin
      judgement_o           = echo_of(form_i.malformed ? VerdictPassed : VerdictDecided);
      judgement_o.refer = !form_i.malformed;
    end
    if (!state_i.owned) begin
      judgement_o        = echo_of(VerdictPassed);
      judgement_o.forget = 1'b1;
    end
    if (!form_i.has_row) judgement_o = echo_of(VerdictPassed);
    if (form_i.unknown_book) begin
      judgement_o = echo_of(VerdictPassed);
      if (form_i.is_new || form_i.is_replace || form_i.is_reference || form_i.is_bands) begin
        judgement_o = refusal_of(MatchReasonUnknownBook);
      end
      if (form_i.is_cancel) judgement_o = refusal_of(MatchReasonUnknownOrder);
    end
    if (form_i.is_idle || form_i.is_for_all) judgement_o = echo_of(VerdictPassed);
    if (form_i.is_refill) begin
      judgement_o        = echo_of(refill_fits ? VerdictTaken : VerdictRefused);
      judgement_o.refill = refill_fits;
    end
    if (form_i.is_grant) begin
      judgement_o       = echo_of(grant_fits ? VerdictTaken : VerdictRefused);
      judgement_o.grant = grant_fits;
    end
    if (form_i.gate != '0) judgement_o = refusal_of(match_reason_e'(form_i.gate));
    if (form_i.from_feed && !(state_i.owned && state_i.guarded)) begin
      judgement_o        = '0;
      judgement_o.ignore = 1'b1;
    end
  end

  assign unused = ^{form_i, refill_i, grant_i, state_i, unused_equal};

endmodule
