// Tells where the packet at the head of a line stands against the number the feed expects next.
//
// Latency       0 cycles for mismatch_o and, but for the last 2^16 numbers, exact_o; 1 cycle for
//               old_o, overlap_o, ahead_o.
// Throughput    a verdict every cycle.
// Backpressure  none: it only watches the head.
// Reset         forgets the last comparison.

`include "checks.svh"

module seq_gap_detector (
  input  logic                       clk_i,
  input  logic                       rst_i,

  // What is expected. It changes with the coming clock edge when expected_changes_i is set.
  input  logic                       session_known_i,
  input  logic [79:0]                session_i,
  input  layout_pkg::seq_t           expected_i,
  input  layout_pkg::seq_t           expected_not_i,  // its complement, for the subtraction
  input  logic                       expected_changes_i,

  // The head: the first word of a packet of an enabled line. It leaves with the coming edge when
  // head_ready_i is set.
  input  logic                       head_valid_i,
  input  logic                       head_ready_i,
  input  layout_pkg::packet_header_t packet_header_i,

  // Verdicts on the head; at most one is set.
  output logic                       mismatch_o,   // another session
  output logic                       exact_o,      // starts with the expected message
  output logic                       old_o,        // holds nothing new
  output logic                       overlap_o,    // starts below the expected message and holds it
  output logic                       ahead_o,      // starts above the expected message

  // Messages to skip of an overlapping packet, less 2^16; messages missing before one that is
  // ahead.
  output logic [15:0]                skip_rest_o,
  output layout_pkg::seq_t           missing_count_o
);

  import layout_pkg::*;

  logic        right_session;
  logic        has_messages;
  logic        past_end;
  logic [16:0] end_low;      // seq + message_count, low half
  logic        below;        // seq is below expected,
  logic        equal;        // or equal to it
  seq_t        distance;     // seq - expected

  assign right_session = session_i == packet_header_i.session;
  assign has_messages  = packet_header_i.message_count != 16'h0000
                         && packet_header_i.message_count != 16'hffff;

  // A packet whose numbers pass the end of 64 bits is old.
  assign past_end = has_messages && packet_header_i.seq[63:16] == '1 && end_low[16];

  // The common case is decided at once: the head starts with the very message that is expected, and
  // the end of numbers is far.
  logic exact_now;

  assign mismatch_o = head_valid_i && session_known_i && !right_session;
  assign exact_now  = session_known_i && right_session && has_messages && expected_i[63:16] != '1
                      && equal;

  // Everything else takes one look: differences are registered, the verdict read off them a cycle
  // later.
  logic        compared_q;   // the head was here, unmoved, a cycle ago
  logic        fresh_q;      // and what is expected has not changed since
  logic        past_end_q;
  logic        below_q;
  logic        starts_q;     // with the expected message
  logic        dry_q;        // would, but holds none
  logic        ahead_q;
  logic        reaches_q;    // if it starts less than 2^16 below
  seq_t        distance_q;

  magnitude #(.Width(64)) u_magnitude (
    .left_i (expected_i),
    .right_i(packet_header_i.seq),
    .above_o(below),
    .equal_o(equal)
  );

  carry_select #(.Width(64), .Part(16)) u_carry_select (
    .left_i (packet_header_i.seq),
    .right_i(expected_not_i),
    .carry_i(1'b1),
    .sum_o  (distance)
  );

  // A head less than 2^16 below reaches when its end is above what is expected. Low halves tell:
  // the end's carry counts, less the one that lies between the head and what is expected.
  logic        end_above;
  logic        low_below;
  logic        reaches;
  logic [1:0]  unused;

  carry_select #(.Width(17), .Part(8)) u_carry_select_end (
    .left_i ({1'b0, packet_header_i.seq[15:0]}),
    .right_i({1'b0, packet_header_i.message_count}),
    .carry_i(1'b0),
    .sum_o  (end_low)
  );

  magnitude #(.Width(16)) u_magnitude_end (
    .left_i (end_low[15:0]),
    .right_i(expected_i[15:0]),
    .above_o(end_above),
    .equal_o(unused[0])
  );

  magnitude #(.Width(16)) u_magnitude_low (
    .left_i (expected_i[15:0]),
    .right_i(packet_header_i.seq[15:0]),
    .above_o(low_below),
    .equal_o(unused[1])
  );

  assign reaches = low_below ? end_low[16] || end_above : end_low[16] && end_above;

  always_ff @(posedge clk_i) begin
    compared_q <= head_valid_i && !head_ready_i && session_known_i && right_session;
    fresh_q    <= !expected_changes_i;
    past_end_q <= past_end;
    below_q    <= below;
    starts_q   <= equal && has_messages && !past_end;
    dry_q      <= equal && !has_messages;
    ahead_q    <= !below && !equal && !past_end;
    reaches_q  <= below && reaches && has_messages && !past_end;
    distance_q <= distance;
    if (rst_i) compared_q <= 1'b0;
  end

  logic holds;   // starts below the expected message and holds it

  assign holds = reaches_q && distance_q[63:16] == '1;

  // An old head stays old whatever is taken meanwhile; the other verdicts need a number that stood
  // still.
  assign exact_o   = head_valid_i && (exact_now || (compared_q && fresh_q && starts_q));
  assign old_o     = head_valid_i && compared_q && (past_end_q || dry_q || (below_q && !holds));
  assign overlap_o = head_valid_i && compared_q && fresh_q && holds;
  assign ahead_o   = head_valid_i && compared_q && fresh_q && ahead_q;

  assign skip_rest_o     = distance_q[15:0];
  assign missing_count_o = distance_q;

  logic [15:0] messages;
  assign messages = has_messages ? packet_header_i.message_count : 16'd0;

  `CHECK(old_head_has_nothing_new, !old_o || past_end_q
         || {1'b0, packet_header_i.seq} + {49'd0, messages} <= {1'b0, expected_i})
  `CHECK(overlapping_head_holds_what_is_expected, !overlap_o || (packet_header_i.seq < expected_i
         && {1'b0, packet_header_i.seq} + {49'd0, messages} > {1'b0, expected_i}
         && packet_header_i.seq + {48'd0, 16'd0 - skip_rest_o} == expected_i))
  `CHECK(exact_head_starts_with_what_is_expected, !exact_o || packet_header_i.seq == expected_i)
  `CHECK(head_ahead_shows_what_is_missing, !ahead_o || (packet_header_i.seq > expected_i
         && expected_i + missing_count_o == packet_header_i.seq))

  // A head that was compared is the same one while it is offered (its line may be switched off),
  // and what is expected only grows, after notice.
  `ASSUME(head_waits_unchanged, !(head_valid_i && compared_q)
          || packet_header_i == $past(packet_header_i))
  `ASSUME(expected_only_grows, !compared_q || expected_i >= $past(expected_i))
  `ASSUME(expected_comes_with_its_complement, expected_not_i == ~expected_i)
  `ASSUME(expected_changes_after_notice, !(compared_q && fresh_q)
          || expected_i == $past(expected_i))

endmodule
