// Makes one stream of messages, each taken once and in order, out of two lines with the same feed.
//
// Latency       1 cycle, message_i to taken_o, for a packet that starts with the expected message;
//               1 more when it starts below it, and for the first packet after clear, which fixes
//               session and number.
// Throughput    1 word per cycle and no cycle lost between packets; a line's old packets are
//               dropped at 1 word per cycle beside the other line's taken packet, 1 cycle lost for
//               each. A gap or poison event costs 1 cycle.
// Backpressure  message_ready_o falls for a line whose packet waits its turn, and while taken_o
//               waits.
// Reset         forgets session and number; words of packets already begun are dropped. clear_i
//               does the same.

`include "checks.svh"

module feed_arbiter (
  input  logic                             clk_i,
  input  logic                             rst_i,

  // New session; configuration, sampled as each packet begins.
  input  logic                             clear_i,
  input  logic [1:0]                       line_enable_i,
  input  layout_pkg::seq_t                 first_seq_i,
  input  logic [31:0]                      line_wait_cycles_i,

  // Words of line a (0) and line b (1); the header goes with every word of its packet.
  input  logic [1:0]                 message_valid_i,
  output logic [1:0]                 message_ready_o,
  input  layout_pkg::message_word_t [1:0]  message_i,
  input  layout_pkg::packet_header_t [1:0] packet_header_i,

  // Words taken, and gaps, in order.
  output logic                       taken_valid_o,
  input  logic                       taken_ready_i,
  output layout_pkg::taken_word_t    taken_o,

  // Next message number, pulses for the counters.
  output layout_pkg::seq_t           expected_o,
  output layout_pkg::line_pulses_t [1:0]   line_pulses_o,
  output logic                       gap_o,
  output layout_pkg::seq_t           missing_count_o,  // with gap_o
  output logic                       poison_o
);

  import layout_pkg::*;

  logic        reset;            // of everything that belongs to the session
  logic        slot_free;        // the output register takes a word this cycle

  logic        known_q;          // a first packet has fixed the session
  logic [79:0] session_q;
  seq_t        expected_d;
  seq_t        expected_q;
  seq_t        expected_not_q;   // the complement, so that subtraction and comparison share no load

  logic        taking_q;         // inside a packet of line_q
  logic        line_q;
  logic        poison_q;         // the packet just ended was bad and used: say so

  assign reset      = rst_i || clear_i;
  assign slot_free  = !taken_valid_o || taken_ready_i;
  assign expected_o = expected_q;

  // ---- Heads: what each line offers at a packet boundary.

  logic [1:0]  boundary;
  logic [1:0]  head;
  logic [1:0]  exact, mismatch, old, overlap, ahead;
  logic [15:0] skip_rest [2];
  logic [15:0] skip_first [2];     // after the first word
  logic [1:0]  ends_skip_first;    // by it
  seq_t        missing_count [2];
  logic [1:0]  drop;
  logic [1:0]  chosen;
  logic        expected_changes;

  for (genvar g = 0; g < 2; ++g) begin : g_line
    logic [15:0] skip_rest_next;

    assign boundary[g] = message_valid_i[g] && !(taking_q && line_q == g[0]);
    assign head[g]     = boundary[g] && message_i[g].first && line_enable_i[g];

    seq_gap_detector u_seq_gap_detector (
      .clk_i              (clk_i),
      .rst_i              (reset),
      .session_known_i    (known_q),
      .session_i          (session_q),
      .expected_i         (expected_q),
      .expected_not_i     (expected_not_q),
      .expected_changes_i (expected_changes),
      .head_valid_i       (head[g]),
      .head_ready_i       (message_ready_o[g]),
      .packet_header_i    (packet_header_i[g]),
      .mismatch_o         (mismatch[g]),
      .exact_o            (exact[g]),
      .old_o              (old[g]),
      .overlap_o          (overlap[g]),
      .ahead_o            (ahead[g]),
      .skip_rest_o        (skip_rest[g]),
      .missing_count_o    (missing_count[g])
    );

    // Outside the packet being taken, a word that is not a first one is the rest of a packet that
    // was dropped, or was under way at reset.
    assign drop[g] = boundary[g]
                     && (!line_enable_i[g] || !message_i[g].first || mismatch[g] || old[g]);

    increment #(.Width(16)) u_increment (.number_i(skip_rest[g]), .next_o(skip_rest_next));

    assign ends_skip_first[g] = skip_rest[g] == 16'hffff && message_i[g].finish;
    assign skip_first[g]      = message_i[g].finish ? skip_rest_next : skip_rest[g];

    assign message_ready_o[g] = drop[g] || (chosen[g] && slot_free);

    `ASSUME_STREAM(offered_word_waits_unchanged, message_valid_i[g], message_ready_o[g],
                   ({message_i[g], packet_header_i[g]}))
  end

  // ---- Silence: whether a line has had nothing to offer for long enough.

  logic [1:0] silent;

  for (genvar g = 0; g < 2; ++g) begin : g_silence
    line_silence u_line_silence (
      .clk_i             (clk_i),
      .rst_i             (reset),
      .line_wait_cycles_i(line_wait_cycles_i),
      .message_valid_i   (message_valid_i[g]),
      .silent_o          (silent[g])
    );
  end

  // ---- Choice: whose word, or whose gap, goes to the output.

  logic [1:0] absent;     // not waited for
  logic [1:0] opens_gap;
  logic       lower_a_q;  // line a's head was not above line b's
  logic       above_b;
  logic       unused_equal;
  logic       free;       // between packets
  logic       pick;

  assign free   = !taking_q && !poison_q;
  assign absent = ~line_enable_i | (silent & ~message_valid_i);

  // An exact head is known last: what it decides is one step behind it.
  assign chosen[0] = taking_q ? message_valid_i[0] && !line_q
                     : !poison_q && (exact[0] || (overlap[0] && !exact[1]));
  assign chosen[1] = taking_q ? message_valid_i[1] && line_q
                     : !poison_q && !exact[0] && (exact[1] || (overlap[1] && !overlap[0]));

  // A head that is ahead rules out an exact or overlapping head of its own line, not of the other;
  // both verdicts needed for a gap of two heads come from the same comparison.
  assign opens_gap[0] = free && ahead[0] && (absent[1] || (ahead[1] && lower_a_q));
  assign opens_gap[1] = free && ahead[1] && (absent[0] || (ahead[0] && !lower_a_q));
  assign pick         = taking_q ? line_q
                        : !exact[0] && (exact[1] || !(overlap[0] || opens_gap[0]));

  magnitude #(.Width(64)) u_magnitude (
    .left_i (packet_header_i[0].seq),
    .right_i(packet_header_i[1].seq),
    .above_o(above_b),
    .equal_o(unused_equal)
  );

  always_ff @(posedge clk_i) lower_a_q <= !above_b;

  // ---- The word that goes out, messages already taken cleared from it.

  message_word_t  word;
  seq_t           word_seq;        // of its packet
  logic [15:0]    word_count;
  logic           use_inner;       // a word inside a packet, if there is a packet
  logic           use_head;        // a head, if there is one
  logic           use_word;
  logic           use_gap;
  logic           use_poison;

  logic           open_q;          // a message is open in the packet being taken
  logic [15:0]    skip_q;          // messages still to be skipped, less 2^16
  logic [15:0]    skip_next;
  logic           skips_none_q;    // none, whatever skip_q says
  logic [15:0]    complete_q;      // messages complete in this packet
  logic [15:0]    claimed_q;       // messages it claims
  logic [15:0]    taken_count_q;   // messages taken of this packet
  seq_t           first_taken_q;   // number of the first of them

  logic           opened;          // open_q, for any word
  logic           skips_none;
  logic           skips_one;       // inside a packet
  logic           ends_skipping;
  message_word_t  inner;           // the word, if inside a packet
  logic           inner_start;     // and what is kept of it
  logic           inner_finish;
  logic           keep_start;
  logic           keep_finish;
  logic [15:0]    taken_count;

  assign word       = message_i[pick];
  assign word_seq   = packet_header_i[pick].seq;
  assign word_count = packet_header_i[pick].message_count;
  assign use_inner  = slot_free && message_valid_i[line_q];
  assign use_head   = slot_free && !poison_q;
  assign use_word   = taking_q ? use_inner : use_head && (exact != 2'b00 || overlap != 2'b00);
  assign use_gap    = slot_free && opens_gap != 2'b00;
  assign use_poison = slot_free && poison_q;

  increment #(.Width(16)) u_increment_skip (.number_i(skip_q), .next_o(skip_next));

  // Inside a packet all is known early. A start in a word with a message open stands behind that
  // message's finish.
  assign inner        = message_i[line_q];
  assign opened       = taking_q && open_q;
  assign skips_one    = !skips_none_q && skip_q == 16'hffff;
  assign inner_start  = inner.start && (skips_none_q || (skips_one && open_q));
  assign inner_finish = inner.finish && skips_none_q;

  // A first word of a packet that is not exact overlaps: at least one message of it is old.
  assign skips_none    = taking_q ? skips_none_q : exact != 2'b00;
  assign ends_skipping = taking_q ? skips_one && inner.finish
                         : ends_skip_first[!overlap[0]];
  assign keep_start    = taking_q ? inner_start
                         : exact[0] ? message_i[0].start : exact[1] && message_i[1].start;
  assign keep_finish   = taking_q ? inner_finish
                         : exact[0] ? message_i[0].finish : exact[1] && message_i[1].finish;

  assign taken_count = !taking_q ? {15'd0, keep_finish}
                       : keep_finish ? taken_count_q + 16'd1 : taken_count_q;

  always_ff @(posedge clk_i) begin
    if (use_word) begin
      taking_q      <= !word.last;
      line_q        <= pick;
      open_q        <= word.start ? opened || !word.finish : opened && !word.finish;
      skip_q        <= !taking_q ? skip_first[pick] : word.finish ? skip_next : skip_q;
      skips_none_q  <= skips_none || ends_skipping;
      complete_q    <= !taking_q ? {15'd0, word.finish}
                       : word.finish ? complete_q + 16'd1 : complete_q;
      claimed_q     <= word_count;
      taken_count_q <= taken_count;
      if (!taking_q) first_taken_q <= expected_q;
      poison_q      <= word.last && word.bad
                       && (keep_finish || (taking_q && taken_count_q != 16'd0));
    end
    if (use_poison) poison_q <= 1'b0;
    if (reset) begin
      taking_q <= 1'b0;
      poison_q <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (slot_free) begin
      taken_valid_o       <= use_word || use_gap || use_poison;
      taken_o.gap         <= !use_word;
      taken_o.reason      <= poison_q ? GapReasonBadFrame : GapReasonMissing;
      taken_o.seq         <= poison_q ? first_taken_q : expected_q;
      taken_o.data        <= poison_q ? {48'd0, taken_count_q}
                             : use_gap ? missing_count[pick] : word.data;
      taken_o.start       <= keep_start;
      taken_o.start_lane  <= word.start_lane;
      taken_o.finish      <= keep_finish;
      taken_o.finish_lane <= word.finish_lane;
      taken_o.length      <= word.length;
      taken_o.last        <= word.last;
      // A poison event keeps the times of the packet's last word, which left this register just
      // before it.
      if (!poison_q) begin
        taken_o.rx_time_ns    <= word.rx_time_ns;
        taken_o.arrival_cycle <= word.arrival_cycle;
      end
    end
    if (reset) taken_valid_o <= 1'b0;
  end

  // ---- The session and the number expected next.

  logic fix;             // a first packet is here
  logic fix_line;
  logic advance;         // a message is taken
  seq_t expected_next;
  seq_t expected_else;   // if none is

  assign fix              = !known_q && head != 2'b00;
  assign fix_line         = !head[0];
  assign expected_changes = fix || use_gap || advance;

  // The message that is taken is known last: all else is ready for it.
  assign advance = taking_q ? use_inner && inner_finish
                   : use_head && (exact[0] ? message_i[0].finish
                                           : exact[1] && message_i[1].finish);

  always_comb begin
    expected_else = expected_q;
    if (use_gap) expected_else = packet_header_i[opens_gap[1]].seq;
    if (!known_q) begin
      expected_else = fix && first_seq_i == '0 ? packet_header_i[fix_line].seq : first_seq_i;
    end
    if (reset) expected_else = first_seq_i;
  end

  increment #(.Width(64)) u_increment_expected (.number_i(expected_q), .next_o(expected_next));

  assign expected_d = advance && !reset ? expected_next : expected_else;

  always_ff @(posedge clk_i) begin
    expected_q     <= expected_d;
    expected_not_q <= ~expected_d;
    if (fix) begin
      known_q   <= 1'b1;
      session_q <= packet_header_i[fix_line].session;
    end
    if (reset) known_q <= 1'b0;
  end

  // Judged where the packet stands at its line's head, before the choice.
  logic unused;
  assign unused = ^{word.first, unused_equal, inner};

  // ---- Pulses, a cycle behind what they tell of; of the end of a packet two.

  logic [1:0] ended_q;

  always_ff @(posedge clk_i) begin
    for (int unsigned i = 0; i < 2; ++i) begin
      line_pulses_o[i].session_mismatch   <= mismatch[i];
      line_pulses_o[i].heartbeats         <= old[i] && packet_header_i[i].message_count == 16'h0000;
      line_pulses_o[i].end_of_session     <= old[i] && packet_header_i[i].message_count == 16'hffff;
      line_pulses_o[i].duplicate_packets  <= old[i] && packet_header_i[i].message_count != 16'h0000
                                             && packet_header_i[i].message_count != 16'hffff;
      line_pulses_o[i].messages_taken     <= use_word && chosen[i] && keep_finish;
      line_pulses_o[i].messages_duplicate <= use_word && chosen[i] && word.finish && !skips_none;
      line_pulses_o[i].message_cut        <= ended_q[i] && complete_q != claimed_q;
      line_pulses_o[i].trailing_bytes     <= use_word && chosen[i] && word.last && word.trailing;
      ended_q[i]                          <= use_word && chosen[i] && word.last;
      if (reset) line_pulses_o[i] <= '0;
      if (reset) ended_q[i] <= 1'b0;
    end
    gap_o           <= use_gap && !reset;
    poison_o        <= use_poison && !reset;
    missing_count_o <= missing_count[pick];
  end

  // ---- Checks.

  `CHECK_NEXT(taken_word_waits_unchanged, taken_valid_o && !taken_ready_i && !clear_i,
              taken_valid_o && taken_o == $past(taken_o))

  // Each message that leaves carries the number expected at the time, and moves it on: none is
  // taken twice.
  `CHECK(message_taken_is_not_expected_again, !(taken_valid_o && !taken_o.gap && taken_o.finish)
         || expected_q == taken_o.seq + 1)
  `CHECK(gap_ends_where_taking_goes_on,
         !(taken_valid_o && taken_o.gap && taken_o.reason == GapReasonMissing)
         || (expected_q == taken_o.seq + taken_o.data && taken_o.data != '0))
  `CHECK(messages_of_the_packet_are_counted, !(taking_q || poison_q)
         || first_taken_q + {48'd0, taken_count_q} == expected_q)
  `CHECK(poison_follows_what_was_taken,
         !(taken_valid_o && taken_o.gap && taken_o.reason == GapReasonBadFrame)
         || (expected_q == taken_o.seq + taken_o.data && taken_o.data != '0))
  `CHECK(poison_is_of_messages_taken, !poison_q || (taken_count_q != '0 && !taking_q))
  // A message goes out under the number its packet gives it: the packet's own, and one more for
  // each message complete before it.
  seq_t packet_seq_q;
  seq_t packet_seq;
  seq_t next_number;
  logic [64:0] packet_end;
  assign packet_end  = {1'b0, packet_seq_q} + {49'd0, claimed_q};
  assign packet_seq  = taking_q ? packet_seq_q : word_seq;
  assign next_number = packet_seq + (taking_q ? {48'd0, complete_q} : 64'd0);
  always_ff @(posedge clk_i) if (use_word) packet_seq_q <= packet_seq;
  `CHECK(message_goes_out_under_its_number,
         !(use_word && keep_finish) || expected_q == next_number)
  `CHECK(message_skipped_is_old, !(use_word && word.finish && !keep_finish)
         || next_number < expected_q)
  `CHECK(place_in_the_packet_is_known, !taking_q || expected_q
         == next_number + (skips_none_q ? 64'd0 : {48'd0, 16'd0 - skip_q}))
  `CHECK(packet_ends_within_the_numbers, !taking_q || (packet_end <= {1'b0, {64{1'b1}}}
         && packet_seq_q <= expected_q && {1'b0, expected_q} <= packet_end))
  `CHECK(taken_messages_are_of_the_packet, !(taking_q || poison_q)
         || (taken_count_q <= complete_q && complete_q <= claimed_q))
  `ASSUME(packet_holds_no_more_than_it_claims,
          !(use_word && word.finish) || (taking_q ? complete_q : 16'd0) < word_count)
  `ASSUME(header_stays_for_its_packet,
          !(taking_q && use_word) || (word_count == claimed_q && word_seq == packet_seq_q))
  `CHECK(session_is_known_before_anything_leaves,
         !(taking_q || poison_q || taken_valid_o) || known_q)
  `CHECK(skipping_ends_at_the_count, !taking_q || skips_none_q || skip_q != 16'd0)
  `CHECK(one_choice, chosen != 2'b11 && opens_gap != 2'b11
         && (chosen == 2'b00 || opens_gap == 2'b00))
  `CHECK(choice_is_picked, (chosen == 2'b00 || chosen[pick])
         && (opens_gap == 2'b00 || opens_gap[pick]))
  `CHECK(dropped_words_do_not_leave, (drop & chosen) == 2'b00)
  `CHECK_NEXT(gap_is_opened_only_upward, use_gap && !clear_i, expected_q > $past(expected_q))

endmodule
