// Collects the bytes of one message at a time out of words that are not aligned to it.
//
// Latency       1 cycle, from the word that holds the last byte to collected_o.
// Throughput    1 word per cycle, whatever starts and finishes in it.
// Backpressure  taken_ready_o falls while a collected message waits for collected_ready_i.
// Reset         forgets the open message.

`include "checks.svh"

module message_collect (
  input  logic                           clk_i,
  input  logic                           rst_i,

  // Words and gaps in order.
  input  logic                           taken_valid_i,
  output logic                           taken_ready_o,
  input  layout_pkg::taken_word_t        taken_i,

  // Whole messages and gaps in order.
  output logic                           collected_valid_o,
  input  logic                           collected_ready_i,
  output layout_pkg::collected_message_t collected_o
);

  import layout_pkg::*;

  localparam int unsigned MessageBytes = 50;
  localparam int unsigned Rows         = 7;

  logic take;

  assign taken_ready_o = !collected_valid_o || collected_ready_i;
  assign take          = taken_valid_i && taken_ready_o;

  // ---- The open message.

  logic        open_q;
  logic [2:0]  lane_q;      // lane of its byte 0, and so of its bytes 8, 16, ...
  logic [2:0]  row_q;       // words since the one it started in; what outruns it is too long
  logic [15:0] length_q;
  logic [7:0]  type_q;
  logic [63:0] data_q;      // the last word

  logic        whole;       // starts and finishes in this word
  logic        done;
  logic [7:0]  start_type;

  assign whole      = taken_i.start && taken_i.finish && !open_q;
  assign done       = !taken_i.gap && taken_i.finish && (open_q || taken_i.start);
  assign start_type = taken_i.data[8 * taken_i.start_lane +: 8];

  always_ff @(posedge clk_i) begin
    if (take) begin
      data_q <= taken_i.data;
      row_q  <= row_q + 3'd1;
      if (taken_i.start) begin
        lane_q   <= taken_i.start_lane;
        row_q    <= 3'd1;
        length_q <= taken_i.length;
        type_q   <= start_type;
      end
      if (taken_i.gap || taken_i.last) open_q <= 1'b0;
      else if (taken_i.start) open_q <= !whole;
      else if (taken_i.finish) open_q <= 1'b0;
    end
    if (rst_i) open_q <= 1'b0;
  end

  // ---- Its bytes. A rotation by lane_q puts every byte of a word at its place in a row of eight.
  // Lanes from lane_q on belong to row row_q, lanes before it to the row before. The word a message
  // starts in may still hold the end of the message before, so its bytes are stored a word later,
  // from data_q: one buffer is enough.

  logic [63:0]  rotated;
  logic [63:0]  rotated_start;
  logic [7:0]   in_row;         // bytes that this word gives to row row_q, not to the row before
  logic [447:0] bytes_q;

  function automatic logic [63:0] rotate(logic [63:0] data, logic [2:0] lane);
    return 64'({data, data} >> {lane, 3'b000});
  endfunction

  assign rotated       = rotate(taken_i.data, lane_q);
  assign rotated_start = rotate(data_q, lane_q);
  assign in_row        = 8'hff >> lane_q;

  always_ff @(posedge clk_i) begin
    if (take && open_q) begin
      for (int unsigned i = 0; i < 8; ++i) begin
        if (row_q == 3'd1) begin
          bytes_q[8 * i +: 8] <= in_row[i] ? rotated_start[8 * i +: 8] : rotated[8 * i +: 8];
        end
        for (int unsigned row = 1; row < Rows; ++row) begin
          if (in_row[i] ? row_q == row[2:0] : row_q == row[2:0] + 3'd1) begin
            bytes_q[64 * row + 8 * i +: 8] <= rotated[8 * i +: 8];
          end
        end
      end
    end
  end

  // ---- What is known of it when it finishes.

  logic        add, execute, reduce, remove, replace, venue, unknown_type, wrong_length;
  logic [5:0]  start_type_length;
  logic        whole_unknown_type;

  itch_classify u_itch_classify (
    .type_i         (type_q),
    .length_i       (length_q),
    .add_o          (add),
    .execute_o      (execute),
    .reduce_o       (reduce),
    .remove_o       (remove),
    .replace_o      (replace),
    .venue_o        (venue),
    .unknown_type_o (unknown_type),
    .wrong_length_o (wrong_length)
  );

  // A message inside one word is shorter than any type, so that only the type matters.
  itch_type_length u_itch_type_length (
    .type_i   (start_type),
    .length_o (start_type_length)
  );

  assign whole_unknown_type = start_type_length == 6'd0 && taken_i.length != 16'd0;

  collected_message_t about_q;  // all but the bytes

  always_ff @(posedge clk_i) begin
    if (taken_ready_o) collected_valid_o <= taken_valid_i && (done || taken_i.gap);
    if (take) begin
      about_q               <= '0;
      about_q.gap           <= taken_i.gap;
      about_q.add           <= done && open_q && add;
      about_q.execute       <= done && open_q && execute;
      about_q.reduce        <= done && open_q && reduce;
      about_q.remove        <= done && open_q && remove;
      about_q.replace       <= done && open_q && replace;
      about_q.venue         <= done && open_q && venue;
      about_q.unknown_type  <= done && (open_q ? unknown_type : whole_unknown_type);
      about_q.wrong_length  <= done && (open_q ? wrong_length : !whole_unknown_type);
      about_q.reason        <= taken_i.reason;
      about_q.seq           <= taken_i.seq;
      about_q.length        <= length_q[5:0];
      about_q.rx_time_ns    <= taken_i.rx_time_ns;
      about_q.arrival_cycle <= taken_i.arrival_cycle;
    end
    if (rst_i) collected_valid_o <= 1'b0;
  end

  always_comb begin
    collected_o         = about_q;
    collected_o.count   = data_q;
    collected_o.message = bytes_q[8 * MessageBytes - 1:0];
  end

  // Row 6 holds the last two bytes of the longest message; the rest of it is never read.
  logic unused;
  assign unused = ^bytes_q[447:8 * MessageBytes];

  logic [8:0] verdicts;
  assign verdicts = {collected_o.gap, collected_o.add, collected_o.execute, collected_o.reduce,
                     collected_o.remove, collected_o.replace, collected_o.venue,
                     collected_o.unknown_type, collected_o.wrong_length};

  `ASSUME_STREAM(taken_word_waits_unchanged, taken_valid_i, taken_ready_o, taken_i)
  `CHECK_STREAM(collected_message_waits_unchanged, collected_valid_o, collected_ready_i,
                collected_o)
  `CHECK(collected_message_has_one_verdict, !collected_valid_o
         || (verdicts != '0 && (verdicts & (verdicts - 9'd1)) == '0))
  `CHECK_NEXT(finished_message_is_collected, take && taken_i.finish && open_q, collected_valid_o)
  `ASSUME(whole_message_fits_its_word,
          !(taken_valid_i && !taken_i.gap && whole) || taken_i.length <= 16'd8)
  `ASSUME(gap_stands_between_packets, !(taken_valid_i && taken_i.gap && open_q))
  `ASSUME(finish_has_a_start,
          !(taken_valid_i && !taken_i.gap && taken_i.finish && !open_q && !taken_i.start))

endmodule
