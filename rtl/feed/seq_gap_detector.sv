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

  logic        right_session;
  logic        has_messages;
  logic        past_end;

  assign right_session = session_i == packet_header_i.session;
  assign has_messages  = packet_header_i.message_count != 16'h0000
                         && packet_header_i.message_count != 16'hffff;

  // A packet whose numbers pass the end of 64 bits is old.
  assign past_end = has_messages && packet_header_i.seq[63:16] == '1
                    && packet_header_i.seq[15:0] > ~packet_header_i.message_count;

  // The common case is decided at once: the head starts with the very message that is expected, and
  // the end of numbers is far.
  logic exact_now;

  assign mismatch_o = head_valid_i && session_known_i && !right_session;
  assign exact_now  = session_known_i && right_session && has_messages && expected_i[63:16] != '1
                      && packet_header_i.seq == expected_i;

  // Everything else takes one look: the difference is registered, the verdict read off it a cycle
  // later.
  logic        compared_q;   // the head was here, unmoved, a cycle ago
  logic        fresh_q;      // and what is expected has not changed since
  logic        past_end_q;
  logic        has_messages_q;
  logic [15:0] others_q;     // messages less one
  logic [64:0] distance_q;   // seq - expected, the top bit is its sign

  always_ff @(posedge clk_i) begin
    compared_q <= head_valid_i && !head_ready_i && session_known_i && right_session;
    fresh_q    <= !expected_changes_i;
    past_end_q <= past_end;
    distance_q <= {1'b0, packet_header_i.seq} - {1'b0, expected_i};

    has_messages_q <= has_messages;
    others_q       <= packet_header_i.message_count - 16'd1;
    if (rst_i) compared_q <= 1'b0;
  end

  logic        below;
  logic        equal;
  logic        reaches;

  // Below by k, 1 to 2^16 - 1, the head holds the expected message when k <= others: the low half
  // of the distance is 2^16 - k, and adding others carries.
  assign below   = distance_q[64];
  assign equal   = distance_q == '0;
  assign reaches = distance_q[63:16] == '1 && has_messages_q && distance_q[15:0] > ~others_q;

  // An old head stays old whatever is taken meanwhile; the other verdicts need a number that stood
  // still.
  assign exact_o   = head_valid_i && (exact_now || (compared_q && fresh_q && !past_end_q && equal
                                                  && has_messages_q));
  assign old_o     = head_valid_i && compared_q
                     && (past_end_q || (below && !reaches) || (equal && !has_messages_q));
  assign overlap_o = head_valid_i && compared_q && fresh_q && !past_end_q && below && reaches;
  assign ahead_o   = head_valid_i && compared_q && fresh_q && !past_end_q && !below && !equal;

  assign skip_rest_o     = distance_q[15:0];
  assign missing_count_o = distance_q[63:0];

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
  `ASSUME(expected_changes_after_notice, !(compared_q && fresh_q)
          || expected_i == $past(expected_i))

endmodule
