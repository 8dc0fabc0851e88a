// Says what a book's row is from now on, beside its windows (match_ownership.md, sections 1, 3 and
// 5).
//
// Latency       0 cycles.
// Throughput    1 row per cycle.
// Backpressure  none.
// Reset         none: combinational.

module row_state (
  input  layout_pkg::match_state_t   state_i,
  input  logic [47:0]                seq_i,        // of the word

  // The word, and what was judged of it in its first step.
  input  layout_pkg::match_command_t word_i,
  input  logic                       first_i,
  input  layout_pkg::judgement_t     judgement_i,

  // The book is the host's and its windows are forgotten. By side: a refill is taken; what is
  // behind the window changed; more is behind it.
  input  logic                       forget_i,
  input  logic [1:0]                 append_i,
  input  logic [1:0]                 behind_changed_i,
  input  logic [1:0]                 deep_i,

  output layout_pkg::match_state_t   state_o
);

  import layout_pkg::*;

  grant_t     grant;
  logic [1:0] behind_changed;
  logic       unused;

  assign grant          = word_i;
  assign behind_changed = behind_changed_i | {2{forget_i || (first_i && judgement_i.disturb)}};

  always_comb begin
    state_o             = state_i;
    state_o.written_seq = seq_i;
    state_o.deep        = deep_i;
    if (first_i && judgement_i.refer) begin
      state_o.reference_bid = word_i.price;
      state_o.reference_ask = word_i.stop_price;
      state_o.guarded       = word_i.flags[0];
    end
    if (first_i && judgement_i.grant) begin
      state_o.owned         = 1'b1;
      state_o.guarded       = grant.flags[0];
      state_o.deep          = grant.flags[2:1];
      state_o.others        = grant.flags[3];
      state_o.reference_bid = grant.reference_bid;
      state_o.reference_ask = grant.reference_ask;
      state_o.lower         = grant.lower;
      state_o.upper         = grant.upper;
    end
    if (append_i[SideBid]) state_o.bid_refills = state_i.bid_refills + 8'd1;
    if (append_i[SideAsk]) state_o.ask_refills = state_i.ask_refills + 8'd1;
    if (behind_changed[SideBid]) begin
      state_o.bid_deep_seq = seq_i;
      state_o.bid_refills  = '0;
    end
    if (behind_changed[SideAsk]) begin
      state_o.ask_deep_seq = seq_i;
      state_o.ask_refills  = '0;
    end
    if (forget_i) begin
      state_o.owned = 1'b0;
      state_o.deep  = 2'b11;
    end
  end

  assign unused = ^{word_i, grant, judgement_i};

endmodule
