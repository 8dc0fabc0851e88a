// Marks the UDP payload in the words of an accepted frame and says at its end whether the frame was
// whole.
//
// Latency       1 cycle, frame_i to packet_o. The packet is used as it comes in: its end may turn
//               out bad.
// Throughput    1 word per cycle.
// Backpressure  frame_ready_o falls only while an offered word waits for packet_ready_i.
// Reset         empties the stage; the packet under way is dropped.

`include "checks.svh"

module udp_unwrap (
  input  logic                     clk_i,
  input  logic                     rst_i,

  // 1: the UDP checksum is not judged; sampled as a packet starts.
  input  logic                     checksum_ignore_i,

  // Card time.
  input  layout_pkg::time_ns_t     now_ns_i,
  input  logic [15:0]              cycle_i,

  // Words of frames.
  input  logic                     frame_valid_i,
  output logic                     frame_ready_o,
  input  layout_pkg::frame_word_t  frame_i,

  // What frame_filter says about the word at the input.
  input  logic [2:0]               word_index_i,
  input  logic                     has_tag_i,
  input  logic                     packet_starts_i,
  input  logic [15:0]              ip_payload_length_i,  // of a packet it is the UDP length too

  // Words of packets: those with payload and the one in which the frame ends.
  output logic                     packet_valid_o,
  input  logic                     packet_ready_i,
  output layout_pkg::packet_word_t packet_o,

  // One pulse per packet that was found bad at its end, when that end is taken.
  output logic                     bad_frame_o
);

  // Words 3 to 5 hold the end of the IPv4 header and the UDP header. The checksum covers both
  // addresses, which begin at offset 26, tagged 30, and all that follows up to the payload's end.
  // The 8 bytes of the UDP header, which the UDP length counts, end at lane 2 of word 5, tagged 6.
  localparam logic [2:0] AddressWord = 3'd3;
  localparam logic [2:0] PayloadWord = 3'd5;

  logic                 moves;
  logic                 in_packet_q;
  layout_pkg::time_ns_t rx_time_ns_q;

  assign frame_ready_o = !packet_valid_o || packet_ready_i;
  assign moves         = frame_valid_i && frame_ready_o;

  // The lanes of the word at the input that the checksum covers: from the addresses up to the
  // payload's end. They are made a word ahead, from the length that IPv4 gives: a packet's UDP
  // length is the same, but comes too late. All of this is done for dropped frames too, so that the
  // verdict has to gate nothing but the valid bits.
  logic        payload_word;
  logic [2:0]  first_lane;
  logic [7:0]  covered_q;
  logic [7:0]  covered_d;
  logic [3:0]  end_here;
  logic        truncated;
  // Counted from lane 0 of the word at the input; once passed it means nothing.
  logic [15:0] payload_end_q;

  // The lanes that hold bytes of a length which began so many bytes, at most 23, before lane 0. A
  // table in place of a comparison keeps carry chains out of the way.
  function automatic logic [7:0] lanes_of(input logic [15:0] length_bytes,
                                          input int unsigned begun_bytes);
    logic [7:0]  lanes;
    logic [31:0] above;
    for (int unsigned i = 0; i < 8; i++) begin
      above    = 32'hffff_fffe << (begun_bytes + i);
      lanes[i] = length_bytes[15:5] != '0 || above[length_bytes[4:0]];
    end
    return lanes;
  endfunction

  assign payload_word = word_index_i == PayloadWord;
  assign first_lane   = !payload_word ? 3'd0 : has_tag_i ? 3'd6 : 3'd2;

  always_comb begin
    covered_d = lanes_of(payload_end_q, 8);
    if (payload_word) covered_d = lanes_of(ip_payload_length_i, has_tag_i ? 10 : 14);
    if (!covered_q[7]) covered_d = '0;
    unique case (word_index_i)
      3'd0, 3'd1: covered_d = '0;
      3'd2:       covered_d = has_tag_i ? 8'hc0 : 8'hfc;
      3'd3:       covered_d = '1;
      3'd4:       covered_d = lanes_of(ip_payload_length_i, has_tag_i ? 2 : 6);
      default: ;
    endcase

    end_here = 4'd0;
    for (int unsigned i = 0; i < 8; i++) if (covered_q[i]) end_here = 4'(i + 1);
  end

  assign truncated = end_here > frame_i.byte_count || covered_d != '0;

  // The checksum adds 2-byte numbers in ones' complement: the words before in checksum_q, of which
  // the carries are still to be added, and the word at the output in two pairs.
  logic [15:0] half [4];
  logic [16:0] pair_0_q;
  logic [16:0] pair_1_q;
  logic [18:0] checksum_q;
  logic [18:0] partial;
  logic [18:0] carried;
  logic [18:0] partial_again;
  logic [18:0] carried_again;
  logic [18:0] checksum;
  logic        checksum_right;
  logic        checksum_judged_q;

  for (genvar i = 0; i < 4; i++) begin : g_half
    assign half[i] = {frame_i.data[16*i +: 8] & {8{covered_q[2*i]}},
                      frame_i.data[16*i+8 +: 8] & {8{covered_q[2*i+1]}}};
  end

  // Three numbers as two, bit by bit, and once more with the carries.
  assign partial       = {3'd0, checksum_q[15:0]} ^ 19'(pair_0_q) ^ 19'(pair_1_q);
  assign carried       = {(18'(checksum_q[15:0]) & (18'(pair_0_q) | 18'(pair_1_q)))
                          | (18'(pair_0_q) & 18'(pair_1_q)), 1'b0};
  assign partial_again = partial ^ carried ^ 19'(checksum_q[18:16]);
  assign carried_again = {(partial[17:0] & carried[17:0])
                          | ((partial[17:0] | carried[17:0]) & 18'(checksum_q[18:16])), 1'b0};
  assign checksum      = partial_again + carried_again;

  checksum_test u_checksum_test (
    .clk_i,
    .rst_i,
    .left_i ({1'b0, partial_again}),
    .right_i({1'b0, carried_again}),
    .right_o(checksum_right)
  );

  always_ff @(posedge clk_i) begin
    if (moves) begin
      pair_0_q   <= 17'(half[0]) + 17'(half[1]);
      pair_1_q   <= 17'(half[2]) + 17'(half[3]);
      checksum_q <= checksum;
      if (word_index_i == AddressWord) begin
        // The rest of the pseudo header: the protocol and the UDP length.
        checksum_q <= 19'd17;
        pair_0_q   <= 17'(ip_payload_length_i) + 17'(half[1]);
      end
      if (payload_word) begin
        checksum_judged_q <= (has_tag_i ? frame_i.data[47:32] : frame_i.data[15:0]) != '0
                             && !checksum_ignore_i;
      end
    end
  end

  // The packet word. Its bad flag hides the checksum's sum, of which the last part is made behind
  // the register.
  layout_pkg::packet_word_t packet_q;

  always_comb begin
    packet_o     = packet_q;
    packet_o.bad = packet_q.last && (packet_q.bad || (checksum_judged_q && !checksum_right));
  end

  always_ff @(posedge clk_i) begin
    if (moves) begin
      if (word_index_i == '0) rx_time_ns_q <= now_ns_i;
      in_packet_q   <= (packet_starts_i || in_packet_q) && !frame_i.last;
      covered_q     <= covered_d;
      payload_end_q <= payload_word ? ip_payload_length_i - (has_tag_i ? 16'd10 : 16'd14)
                                    : payload_end_q - 16'd8;

      packet_q.data          <= frame_i.data;
      packet_q.first_lane    <= first_lane;
      packet_q.end_lane      <= end_here < frame_i.byte_count ? end_here : frame_i.byte_count;
      packet_q.first         <= payload_word;
      packet_q.last          <= frame_i.last;
      packet_q.bad           <= frame_i.bad || truncated;
      packet_q.rx_time_ns    <= rx_time_ns_q;
      packet_q.arrival_cycle <= cycle_i;
    end
    if (frame_ready_o) begin
      packet_valid_o <= frame_valid_i &&
                        (packet_starts_i || (in_packet_q && (covered_q[0] || frame_i.last)));
    end
    bad_frame_o <= packet_valid_o && packet_ready_i && packet_o.last && packet_o.bad;
    if (rst_i) begin
      in_packet_q    <= 1'b0;
      packet_valid_o <= 1'b0;
      bad_frame_o    <= 1'b0;
    end
  end

  `ASSUME(frame_words_are_full_before_the_last, !frame_valid_i ||
          (frame_i.byte_count inside {[4'd1:4'd8]} && (frame_i.last || frame_i.byte_count == 4'd8)))
  `ASSUME(packet_starts_as_its_headers_say, !packet_starts_i ||
          (payload_word && frame_i.byte_count >= {1'b0, first_lane}
           && ip_payload_length_i >= 16'd8))
  `ASSUME(length_is_known_a_word_ahead,
          !payload_word || covered_q == lanes_of(ip_payload_length_i, has_tag_i ? 2 : 6))
  `ASSUME(packet_goes_on_behind_its_headers, !in_packet_q || word_index_i > PayloadWord)
  `CHECK_STREAM(packet_word_waits_unchanged, packet_valid_o, packet_ready_i, packet_o)
  `CHECK(payload_lanes_are_in_order,
         !packet_valid_o || (4'(packet_o.first_lane) <= packet_o.end_lane
                             && packet_o.end_lane <= 4'd8))
  `CHECK(word_without_payload_starts_or_ends_the_packet,
         !packet_valid_o || packet_o.first || packet_o.last || packet_o.end_lane != '0)
  `CHECK(only_the_first_word_starts_inside,
         !packet_valid_o || packet_o.first || packet_o.first_lane == '0)
  `CHECK_NEXT(frame_of_a_packet_has_its_end_offered,
              moves && frame_i.last && (packet_starts_i || in_packet_q),
              packet_valid_o && packet_o.last)
  `CHECK_NEXT(nothing_of_a_dropped_frame_is_offered, moves && !packet_starts_i && !in_packet_q,
              !packet_valid_o)

endmodule
