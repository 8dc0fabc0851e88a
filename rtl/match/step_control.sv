// Says what a step of a word is to its entry: whether it closes the word, and which one follows.
//
// Latency       0 cycles.
// Throughput    1 step per cycle.
// Backpressure  none.
// Reset         none: combinational.

module step_control (
  input  layout_pkg::match_phase_e phase_i,

  // The first step, as judged.
  input  layout_pkg::judgement_t   judgement_i,

  // The count, at most one.
  input  logic                     enough_i,
  input  logic                     too_little_i,
  input  logic                     undecided_i,

  // The entry: what it meets cannot be known; it goes on; it has a second record to come. What is
  // left of the order rests, if it goes on.
  input  logic                     unknown_i,
  input  logic                     goes_on_i,
  input  logic                     second_follows_i,
  input  logic                     rests_i,

  output layout_pkg::match_phase_e phase_o,
  output logic                     has_record_o,
  output logic                     looks_ahead_o,  // the order goes on: what it meets counts
  output logic                     punt_o,
  output logic                     last_o
);

  import layout_pkg::*;

  logic unused;

  always_comb begin
    phase_o       = MatchPhaseEnter;
    has_record_o  = 1'b1;
    looks_ahead_o = goes_on_i;
    punt_o        = 1'b0;
    last_o        = !goes_on_i || rests_i;
    unique case (phase_i)
      MatchPhaseJudge: begin
        if (judgement_i.count) phase_o = MatchPhaseCount;
        has_record_o  = !judgement_i.ignore && !judgement_i.count;
        looks_ahead_o = judgement_i.accept || judgement_i.replace;
        last_o        = !judgement_i.count && (!looks_ahead_o || rests_i);
      end
      MatchPhaseCount: begin
        if (!enough_i && !too_little_i) phase_o = MatchPhaseCount;
        has_record_o  = enough_i || too_little_i || undecided_i;
        looks_ahead_o = 1'b0;
        punt_o        = undecided_i;
        last_o        = undecided_i;
      end
      MatchPhaseEnter: begin
        if (second_follows_i) phase_o = MatchPhaseSecond;
        looks_ahead_o = !unknown_i && goes_on_i;
        punt_o        = unknown_i;
        last_o        = unknown_i || (!second_follows_i && (!goes_on_i || rests_i));
      end
      default: ;
    endcase
  end

  assign unused = ^judgement_i;

endmodule
