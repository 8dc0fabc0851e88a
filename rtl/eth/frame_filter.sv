// Reads the headers of a frame as its words pass and judges, in the word that ends them, whether it
// is the line's.
//
// Latency       0 cycles: packet_starts_o speaks of the word at the input; pulses
//               come 1 cycle later.
// Throughput    1 word per cycle.
// Backpressure  none: it watches words that move, it does not hold them.
// Reset         forgets the frame under way; the next word is taken for the first of a frame.

`include "checks.svh"

module frame_filter (
  input  logic                     clk_i,
  input  logic                     rst_i,

  // What the line's packets look like (registers of layout.toml, block line); constant while frames
  // pass.
  input  logic                     checksum_ignore_i,
  input  logic [47:0]              mac_i,
  input  logic [13:0]              vlan_i,
  input  logic [31:0]              group_i,
  input  logic [15:0]              udp_port_i,

  // Frame words, each in the cycle in which it moves.
  input  logic                     frame_moves_i,
  input  layout_pkg::frame_word_t  frame_i,

  // Where the word at the input stands: words before it, 6 behind the headers; one 802.1Q tag seen
  // (from word 2 on).
  output logic [2:0]               word_index_o,
  output logic                     has_tag_o,

  // The word at the input ends the headers of a frame that passed. Its IPv4 length without the
  // header, from word 3 on.
  output logic                     packet_starts_o,
  output logic [15:0]              ip_payload_length_o,

  // Verdicts; bad_frame is not judged here.
  output layout_pkg::eth_pulses_t  pulses_o
);

  // The word with the last header byte, tagged or not.
  localparam logic [2:0]  HeaderEnd      = 3'd5;
  localparam logic [2:0]  BehindHeaders  = 3'd6;
  localparam logic [15:0] EtherTypeVlan  = 16'h8100;
  localparam logic [15:0] EtherTypeIpv4  = 16'h0800;
  localparam logic [7:0]  VersionAndSize = 8'h45;  // IPv4, five words
  localparam logic [15:0] FragmentMask   = 16'h3fff;
  localparam logic [7:0]  ProtocolUdp    = 8'd17;

  // Two bytes of the word as a number, and two such numbers added for a checksum.
  typedef logic [15:0] half_t;
  typedef logic [16:0] pair_t;

  half_t half [4];
  for (genvar i = 0; i < 4; i++) begin : g_half
    assign half[i] = {frame_i.data[16*i +: 8], frame_i.data[16*i+8 +: 8]};
  end

  // What the words so far said. Each flag is set or cleared in one word and then stays until the
  // next frame.
  logic [2:0] word_index_q;
  logic       has_tag_q;
  logic       ipv4_q;
  logic       version_ok_q;
  logic       fragment_ok_q;
  logic       udp_q;
  logic       mac_ok_q;
  logic       vlan_ok_q;
  logic       group_high_ok_q;
  logic       group_ok_q;
  logic       udp_port_ok_q;
  logic [11:0] vlan_q;
  half_t      udp_length_q;
  half_t      ip_payload_length_q;
  logic       ip_length_ok_q;

  // The IPv4 header's checksum: what the word before added, in two pairs, and all words before
  // that.
  pair_t       pair_0_q;
  pair_t       pair_1_q;
  logic [19:0] header_sum_q;
  logic [19:0] partial;
  logic [19:0] carried;
  logic [19:0] header_sum;
  logic        header_right;
  logic        checksum_ok;

  assign word_index_o        = word_index_q;
  assign has_tag_o            = has_tag_q;
  assign ip_payload_length_o = ip_payload_length_q;

  // The three numbers as two, bit by bit: their sum is judged without being made.
  assign partial    = header_sum_q ^ 20'(pair_0_q) ^ 20'(pair_1_q);
  assign carried    = {(header_sum_q[18:0] & (19'(pair_0_q) | 19'(pair_1_q)))
                       | (19'(pair_0_q) & 19'(pair_1_q)), 1'b0};
  assign header_sum = partial + carried;

  // A header is right when its sum in ones' complement is 0xffff.
  checksum_test u_checksum_test (
    .clk_i, .rst_i, .left_i(partial), .right_i(carried), .right_o(header_right)
  );

  assign checksum_ok = checksum_ignore_i || header_right;

  // Judged in the word that ends the headers, in the order of the feed function.
  logic  header_ends;
  logic  runt;
  half_t udp_length;
  logic  udp_port_ok;
  logic  udp_length_ok;
  logic  passed;

  assign header_ends   = frame_moves_i && word_index_q == HeaderEnd &&
                         frame_i.byte_count >= (has_tag_q ? 4'd6 : 4'd2);
  assign runt          = frame_moves_i && frame_i.last && word_index_q <= HeaderEnd && !header_ends;
  assign udp_port_ok   = udp_port_i == '0 || (has_tag_q ? half[0] == udp_port_i : udp_port_ok_q);
  assign udp_length    = has_tag_q ? half[1] : udp_length_q;
  assign udp_length_ok = ip_length_ok_q && udp_length[15:3] != '0
                         && udp_length == ip_payload_length_q;
  assign passed        = ipv4_q && version_ok_q && fragment_ok_q && checksum_ok && udp_q
                         && mac_ok_q && vlan_ok_q && group_ok_q && udp_port_ok && udp_length_ok;

  assign packet_starts_o = header_ends && passed;

  // Bits 12 and 13 of the register accept every frame and every untagged frame.
  logic  vlan_ok_tagged;
  assign vlan_ok_tagged = vlan_i[12] || (!vlan_i[13] && vlan_q == vlan_i[11:0]);

  always_ff @(posedge clk_i) begin
    if (frame_moves_i) begin
      word_index_q <= frame_i.last ? '0
                      : word_index_q == BehindHeaders ? BehindHeaders : word_index_q + 1'b1;

      pair_0_q     <= {1'b0, half[0]} + {1'b0, half[1]};
      pair_1_q     <= {1'b0, half[2]} + {1'b0, half[3]};
      header_sum_q <= header_sum;

      unique case (word_index_q)
        3'd0: mac_ok_q <= mac_i == '0 || {half[0], half[1], half[2]} == mac_i;
        3'd1: begin
          has_tag_q     <= half[2] == EtherTypeVlan;
          ipv4_q       <= half[2] == EtherTypeIpv4;
          version_ok_q <= half[3][15:8] == VersionAndSize;
          vlan_q       <= half[3][11:0];
          pair_0_q     <= '0;
          pair_1_q     <= {1'b0, half[3]};
          header_sum_q <= '0;
        end
        3'd2: begin
          vlan_ok_q           <= has_tag_q ? vlan_ok_tagged : vlan_i[13:12] != '0;
          fragment_ok_q       <= (half[2] & FragmentMask) == '0;
          udp_q               <= half[3][7:0] == ProtocolUdp;
          {ip_length_ok_q, ip_payload_length_q} <= {1'b1, has_tag_q ? half[2] : half[0]} - 17'd20;
          if (has_tag_q) begin
            ipv4_q       <= half[0] == EtherTypeIpv4;
            version_ok_q <= half[1][15:8] == VersionAndSize;
            pair_0_q     <= {1'b0, half[1]};
            header_sum_q <= '0;
          end
        end
        3'd3: begin
          group_high_ok_q <= half[3] == group_i[31:16];
          if (has_tag_q) begin
            fragment_ok_q <= (half[0] & FragmentMask) == '0;
            udp_q         <= half[1][7:0] == ProtocolUdp;
          end
        end
        3'd4: begin
          group_ok_q    <= group_i == '0
                           || (has_tag_q ? {half[1], half[2]} == group_i
                                         : group_high_ok_q && half[0] == group_i[15:0]);
          udp_port_ok_q <= half[2] == udp_port_i;
          udp_length_q  <= half[3];
          pair_0_q      <= has_tag_q ? {1'b0, half[0]} + {1'b0, half[1]} : {1'b0, half[0]};
          pair_1_q      <= has_tag_q ? {1'b0, half[2]} : '0;
        end
        default: ;
      endcase
    end
    if (rst_i) word_index_q <= '0;
  end

  // The first rule that is broken counts.
  logic [5:0] broken;
  assign broken = {!ipv4_q, !(version_ok_q && fragment_ok_q), !checksum_ok, !udp_q,
                   !(mac_ok_q && vlan_ok_q && group_ok_q && udp_port_ok), !udp_length_ok};

  always_ff @(posedge clk_i) begin
    pulses_o                  <= '0;
    pulses_o.frames           <= frame_moves_i && frame_i.last;
    pulses_o.packets          <= packet_starts_o;
    pulses_o.drop_runt        <= runt;
    pulses_o.drop_not_ipv4    <= header_ends && broken[5];
    pulses_o.drop_ip_header   <= header_ends && broken[5:4] == 2'b01;
    pulses_o.drop_ip_checksum <= header_ends && broken[5:3] == 3'b001;
    pulses_o.drop_not_udp     <= header_ends && broken[5:2] == 4'b0001;
    pulses_o.drop_filter      <= header_ends && broken[5:1] == 5'b00001;
    pulses_o.drop_length      <= header_ends && broken[5:0] == 6'b000001;
    if (rst_i) pulses_o <= '0;
  end

  // Every frame has one verdict: the sum of the verdicts of its words is one when it ends.
  logic [7:0] verdicts;
  assign verdicts = {pulses_o.packets, pulses_o.drop_runt, pulses_o.drop_not_ipv4,
                     pulses_o.drop_ip_header, pulses_o.drop_ip_checksum, pulses_o.drop_not_udp,
                     pulses_o.drop_filter, pulses_o.drop_length};

  `ASSUME(frame_words_are_full_before_the_last,
          !frame_moves_i || (frame_i.byte_count inside {[4'd1:4'd8]}
                             && (frame_i.last || frame_i.byte_count == 4'd8)))
  `CHECK(one_verdict_at_a_time, (verdicts & (verdicts - 1'b1)) == '0)
  `CHECK(word_index_stays_in_range, word_index_q <= BehindHeaders)
  `CHECK_NEXT(verdict_comes_with_the_end_of_the_headers, header_ends,
              verdicts != '0 && !pulses_o.drop_runt)
  `CHECK_NEXT(frame_that_ends_in_its_headers_is_a_runt,
              frame_moves_i && frame_i.last && word_index_q < HeaderEnd,
              pulses_o.drop_runt && pulses_o.frames)
  `CHECK_NEXT(no_verdict_without_a_cause, !(header_ends || runt), verdicts == '0)
  `CHECK_NEXT(packet_starts_only_when_every_rule_holds, packet_starts_o,
              pulses_o.packets && $past(broken == '0))

endmodule
