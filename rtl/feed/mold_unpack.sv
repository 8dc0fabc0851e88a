// Finds the MoldUDP64 header of each packet of one line and the messages behind it, and marks them
// in the raw words.
//
// Latency       1 cycle, packet_i to message_o. Words before the one that completes the header are
//               swallowed.
// Throughput    1 word per cycle while messages have 7 bytes or more, as all of ITCH 5.0 have. A
//               word that holds more boundaries than a message_word can mark is emitted again, up
//               to once per message, while the input waits.
// Backpressure  packet_ready_o falls while an offered word waits for message_ready_i, and after a
//               word that is to be emitted again.
// Reset         drops the packet under way; the next word is taken for the first of a packet.
//
// How to read a message_word. A message is open from its start to its finish, or to the packet's
// last word.
//   open, finish         the open message ends at finish_lane; a start in the same word is the next
//                        message's, behind it.
//   not open, finish     start is set too and both are of one message; with length 0 the lanes mean
//                        nothing.
//   not open, start      a message begins at start_lane and reaches beyond the word, or is cut by
//                        the packet's end.
// So no message is open when a word is emitted again. first is on the first emission of the word
// that completes the header; last, bad and trailing are on the last emission of the frame's last
// word.

`include "checks.svh"

module mold_unpack (
  input  logic                       clk_i,
  input  logic                       rst_i,

  // Packet words. Payload is contiguous: from first_lane of the first word to end_lane of the word
  // in which it ends.
  input  logic                       packet_valid_i,
  output logic                       packet_ready_o,
  input  layout_pkg::packet_word_t   packet_i,

  // The same words from the end of the header on, messages marked.
  output logic                       message_valid_o,
  input  logic                       message_ready_i,
  output layout_pkg::message_word_t  message_o,

  // The header of the packet whose word is offered.
  output layout_pkg::packet_header_t packet_header_o,

  // One pulse per packet that is shorter than its header.
  output logic                       header_short_o
);

  localparam logic [15:0] EndOfSession = 16'hffff;

  typedef enum logic [1:0] {
    PhaseHeader,  // before the end of the header
    PhaseLength,  // before the length of a claimed message
    PhaseBody,    // inside a message
    PhaseRest     // behind the last claimed message
  } phase_e;

  phase_e     phase_q;
  phase_e     phase_d;
  // Lane behind what is under way in this word: header, or message if it ends here. In PhaseLength
  // the lane of the length's first byte; when that was lane 7 of the word before, split_q.
  logic [2:0] at_q;
  logic [2:0] at_d;
  logic       split_q;
  logic       split_d;
  logic [7:0] length_high_q;  // the byte before lane 0
  logic       length_high_zero_q;

  logic [1:0] header_word_q;  // words of the packet before this one, up to 3

  // Body: words of it behind this one, one too many if excess_q; at_q says where in its last word
  // it ends, where 0 means lane 7 of the word before.
  logic [12:0] words_left_q;
  logic [12:0] words_left_d;
  logic        excess_q;
  logic        excess_d;
  logic        unmarked_q;  // begins in this word
  logic        unmarked_d;

  // Messages of the packet not yet finished; at least 1 in PhaseLength and PhaseBody.
  logic [15:0] claimed_q;
  logic [15:0] claimed_d;
  logic        trailing_q;
  logic        trailing_d;

  // The word being emitted again is the one in the output register; what that hides while it waits.
  logic       again_q;
  logic       again_d;
  logic [3:0] end_lane_q;
  logic       last_q;
  logic       bad_q;

  logic        moves;
  logic        step;
  logic        from_input;
  logic [63:0] data;
  logic [3:0]  end_lane;
  logic        last;
  logic        bad;

  // The word's bytes and those one lane on, so that at_q chooses in each without being added to;
  // and, for the header, which is never emitted again, the input's bytes and those one and two
  // lanes back.
  logic [7:0]  lane [8];
  logic [7:0]  lane_behind [8];

  logic [7:0]  input_lane [8];
  logic [7:0]  lane_before [8];
  logic [7:0]  lane_before_that [8];

  assign moves          = !message_valid_o || message_ready_i;
  assign packet_ready_o = moves && !again_q;
  assign from_input     = packet_valid_i && packet_ready_o;
  assign step           = from_input || (again_q && moves);

  assign data     = again_q ? message_o.data : packet_i.data;
  assign end_lane = again_q ? end_lane_q : packet_i.end_lane;
  assign last     = again_q ? last_q : packet_i.last;
  assign bad      = again_q ? bad_q : packet_i.bad;

  for (genvar i = 0; i < 8; i++) begin : g_lane
    assign lane[i]             = data[8*i +: 8];
    assign lane_behind[i]      = data[8*((i + 1) % 8) +: 8];
    assign input_lane[i]       = packet_i.data[8*i +: 8];
    assign lane_before[i]      = packet_i.data[8*((i + 7) % 8) +: 8];
    assign lane_before_that[i] = packet_i.data[8*((i + 6) % 8) +: 8];
  end

  // The header. Its byte h is in lane first_lane + h of its words; at_q is first_lane + 20, both
  // modulo 8, so that the header ends in word 3 if at_q is 1 to 3, else in word 2.
  logic [2:0]  header_lane;
  logic        header_ends;
  logic [15:0] message_count;
  logic        claims;

  assign header_lane = header_word_q == '0 ? packet_i.first_lane : at_q ^ 3'd4;
  assign header_ends = phase_q == PhaseHeader
                       && header_word_q == (at_q inside {[3'd1:3'd3]} ? 2'd3 : 2'd2)
                       && !below(packet_i.end_lane, {at_q == '0, at_q});

  assign message_count = {at_q == 3'd1 ? length_high_q : lane_before_that[at_q], lane_before[at_q]};
  assign claims        = message_count != '0 && message_count != EndOfSession;

  always_ff @(posedge clk_i) begin
    if (from_input && phase_q == PhaseHeader) begin
      for (int unsigned i = 0; i < 20; i++) begin
        // Lanes from header_lane on hold the header's bytes 8 * word and up, those below it the 8
        // before.
        if (header_word_q == 2'(i / 8) + 2'(3'(i) + header_lane < header_lane)) begin
          packet_header_o[8*(19-i) +: 8] <= input_lane[3'(i) + header_lane];
        end
      end
    end
  end

  // Three and four bits wide, sums and comparisons are shallower as gates than as the carry chains
  // that operators become.
  function automatic logic [3:0] sum(input logic [2:0] a, input logic [3:0] b);
    logic carry;
    carry = 1'b0;
    for (int unsigned i = 0; i < 3; i++) begin
      sum[i] = a[i] ^ b[i] ^ carry;
      carry  = (a[i] && b[i]) || ((a[i] || b[i]) && carry);
    end
    sum[3] = b[3] ^ carry;
  endfunction

  function automatic logic below(input logic [3:0] a, input logic [3:0] b);
    below = 1'b0;
    for (int unsigned i = 0; i < 4; i++) below = a[i] == b[i] ? below : b[i];
  endfunction

  // What is known before the bytes of this word are looked at.
  logic body_ends;     // the open message, or the one that begins in lane 0
  logic last_claimed;
  logic at_valid;      // at_q is a lane of this word, not the lane behind it
  logic length_next;   // a length is due at at_q

  logic words_left_0;
  logic words_left_1;
  assign words_left_0 = words_left_q == 13'(excess_q);
  assign words_left_1 = words_left_q == 13'd1 + 13'(excess_q);

  assign body_ends    = phase_q == PhaseBody
                        && ((words_left_0 && at_q != '0 && !below(end_lane, {1'b0, at_q}))
                            || (words_left_1 && at_q == '0 && end_lane == 4'd8));
  assign last_claimed = claimed_q == 16'd1;
  assign at_valid     = at_q != '0 || phase_q == PhaseLength;
  assign length_next  = phase_q == PhaseLength
                        || (at_valid
                            && ((header_ends && claims) || (body_ends && !last_claimed)));

  // The length at at_q, and where its message would begin and end.
  logic [15:0] length;
  logic        length_whole;
  logic [2:0]  body_lane;
  logic [2:0]  body_bytes;  // payload bytes of this word behind the length
  logic        length_fits; // so the whole message is in this word
  logic        length_small;
  // Lane behind the message, plus 8 when it is not in this word; its low bits count for longer ones
  // too.
  logic [3:0]  body_end;
  logic        marks_both;  // start and finish of one message
  logic        marks_start;

  // A length below 8 is told by the lanes, before one of them is chosen.
  logic [7:0] lane_zero;
  logic [7:0] lane_small;
  for (genvar i = 0; i < 8; i++) begin : g_lane_test
    assign lane_zero[i]  = lane[i] == '0;
    assign lane_small[i] = lane_behind[i][7:3] == '0;
  end
  assign length_small = (at_q == 3'd7 ? length_high_zero_q : lane_zero[at_q]) && lane_small[at_q];

  assign length       = {at_q == 3'd7 ? length_high_q : lane[at_q], lane_behind[at_q]};
  assign length_whole = split_q ? end_lane != '0 : below({1'b0, at_q} + 4'd1, end_lane);
  assign body_lane    = at_q + 3'd2;
  assign body_bytes   = end_lane[2:0] - body_lane;
  assign length_fits  = length_small && !below({1'b0, body_bytes}, {1'b0, length[2:0]});
  assign body_end     = sum(length[2:0], {at_q == 3'd6, body_lane});
  assign marks_both   = phase_q == PhaseLength && length_whole && length_fits;
  assign marks_start  = length_next && length_whole && !length_fits && body_bytes != '0
                        && !unmarked_q;

  always_comb begin
    phase_d      = phase_q;
    at_d         = at_q;
    split_d      = 1'b0;
    words_left_d = words_left_q - 1'b1;
    excess_d     = excess_q;
    unmarked_d   = unmarked_q;
    claimed_d    = claimed_q;
    trailing_d   = trailing_q || (phase_q == PhaseRest && end_lane != '0);
    again_d      = 1'b0;

    if (phase_q == PhaseHeader && header_word_q == '0) at_d = packet_i.first_lane ^ 3'd4;
    if (phase_q == PhaseBody && end_lane != '0) unmarked_d = 1'b0;
    if (header_ends) claimed_d = message_count;
    if (body_ends || marks_both) claimed_d = claimed_q - 1'b1;

    if ((header_ends && !claims) || ((body_ends || marks_both) && last_claimed)) begin
      phase_d    = PhaseRest;
      trailing_d = marks_both ? below(body_end, end_lane)
                              : at_valid && below({1'b0, at_q}, end_lane);
    end else if (marks_both) begin
      at_d    = body_end[2:0];
      again_d = below(body_end, end_lane);
    end else if (length_next) begin
      if (length_whole && (length_fits || unmarked_q)) begin
        // This emission has no room for the message's marks; the next has.
        phase_d = PhaseLength;
        again_d = 1'b1;
      end else if (length_whole) begin
        phase_d      = PhaseBody;
        at_d         = body_end[2:0];
        words_left_d = length[15:3];
        excess_d     = !body_end[3];
        unmarked_d   = body_bytes == '0;
      end else begin
        phase_d = PhaseLength;
        split_d = at_q == 3'd7 && end_lane == 4'd8;
      end
    end else if (header_ends || body_ends) begin
      phase_d = PhaseLength;
      at_d    = '0;
    end

    if (last && !again_d) begin
      phase_d    = PhaseHeader;
      split_d    = 1'b0;
      unmarked_d = 1'b0;
    end
  end

  logic emits;
  assign emits = step && (phase_q != PhaseHeader || header_ends);

  always_ff @(posedge clk_i) begin
    if (step) begin
      phase_q       <= phase_d;
      at_q          <= at_d;
      split_q       <= split_d;
      length_high_q <= lane[7];
      length_high_zero_q <= lane_zero[7];
      header_word_q <= last ? '0 : header_word_q == '1 ? '1 : header_word_q + 1'b1;
      words_left_q  <= words_left_d;
      excess_q      <= excess_d;
      unmarked_q    <= unmarked_d;
      claimed_q     <= claimed_d;
      trailing_q    <= trailing_d && !last;
      end_lane_q    <= end_lane;
      last_q        <= last;
      bad_q         <= bad;
    end
    if (moves) begin
      message_valid_o <= emits;
      again_q         <= emits && again_d;
    end
    if (emits) begin
      message_o.data        <= data;
      message_o.start       <= marks_both || marks_start || (unmarked_q && end_lane != '0);
      message_o.start_lane  <= unmarked_q ? '0 : body_lane;
      message_o.finish      <= marks_both || body_ends;
      message_o.finish_lane <= (body_ends ? at_q : body_end[2:0]) - 1'b1;
      message_o.first       <= header_ends;
      message_o.last        <= last && !again_d;
      message_o.trailing    <= last && !again_d && trailing_d;
      message_o.bad         <= last && !again_d && bad;
      // A length that is complete before its message begins waits here for the message's first
      // word.
      if (length_next && length_whole && !unmarked_q) message_o.length <= length;
      if (!again_q) begin
        message_o.rx_time_ns    <= packet_i.rx_time_ns;
        message_o.arrival_cycle <= packet_i.arrival_cycle;
      end
    end
    header_short_o <= step && phase_q == PhaseHeader && !header_ends && last;
    if (rst_i) begin
      phase_q         <= PhaseHeader;
      split_q         <= 1'b0;
      unmarked_q      <= 1'b0;
      trailing_q      <= 1'b0;
      again_q         <= 1'b0;
      header_word_q   <= '0;
      message_valid_o <= 1'b0;
      header_short_o  <= 1'b0;
    end
  end

  // Whether a message is open before and after the offered word, as its reader sees it.
  logic open_q;
  logic open_after;
  assign open_after = !message_valid_o ? open_q
                    : !message_o.last
                      && (message_o.start ? open_q || !message_o.finish
                                          : open_q && !message_o.finish);
  always_ff @(posedge clk_i)
    open_q <= !rst_i && (message_valid_o && !message_ready_i ? open_q : open_after);

  `ASSUME(packet_words_come_in_packets,
          !packet_valid_i || packet_i.first == (phase_q == PhaseHeader && header_word_q == '0)
          || again_q)
  `ASSUME(payload_begins_in_the_first_word,
          !packet_valid_i || packet_i.first || packet_i.first_lane == '0)
  `ASSUME(word_without_payload_starts_or_ends_the_packet,
          !packet_valid_i || packet_i.first || packet_i.last || packet_i.end_lane != '0)
  `ASSUME(payload_lanes_are_in_order,
          !packet_valid_i || (packet_i.end_lane <= 4'd8
                              && packet_i.end_lane >= {1'b0, packet_i.first_lane}))
  `CHECK_STREAM(message_word_waits_unchanged, message_valid_o, message_ready_i, message_o)
  `CHECK_STREAM(header_waits_unchanged, message_valid_o, message_ready_i, packet_header_o)
  `CHECK(finish_is_of_a_message, !message_valid_o || !message_o.finish || open_q || message_o.start)
  `CHECK(start_comes_behind_the_open_message, !(message_valid_o && open_q && message_o.start) ||
         (message_o.finish && message_o.start_lane > message_o.finish_lane))
  `CHECK(message_ends_behind_its_start,
         !(message_valid_o && !open_q && message_o.start && message_o.finish
           && message_o.length != '0)
         || message_o.finish_lane >= message_o.start_lane)
  `CHECK(open_message_is_the_phase, open_after == (phase_q == PhaseBody && !unmarked_q))
  `CHECK(word_is_emitted_again_without_an_open_message,
         !again_q || (message_valid_o && !message_o.last && phase_q == PhaseLength
                      && end_lane_q <= 4'd8))
  `CHECK(unmarked_message_is_under_way, !unmarked_q || phase_q == PhaseBody)
  `CHECK(split_length_began_in_lane_7,
         !split_q || (phase_q == PhaseLength && at_q == 3'd7 && !again_q))
  `CHECK(body_and_length_are_of_a_claimed_message,
         !(phase_q inside {PhaseLength, PhaseBody}) || claimed_q != '0)
  `CHECK_NEXT(every_packet_ends_or_is_short, step && last && !again_d,
              header_short_o || (message_valid_o && message_o.last))

endmodule
