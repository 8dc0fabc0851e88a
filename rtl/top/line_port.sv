// Takes the frames of one line from the MAC's stream, and keeps a frame whole whatever the host
// switches.
//
// A frame that began before run fell is taken to its end. When clear comes in the middle of a
// frame, the rest of that frame belongs to the old session and is thrown away. Bytes that are not
// the first ones of a word, or a word that is not full before the last, cannot come from an
// Ethernet frame: they make the frame a bad one.
//
// Latency       0 cycles: the word at the stream is the word at the card's edge.
// Throughput    1 word per cycle.
// Backpressure  word_ready_o is frame_ready_i while run is 1. While it is 0 ready is low between
//               frames: a simulated line waits, a real MAC drops the frame.
// Reset         waits for the start of a frame.

`include "checks.svh"

module line_port (
  input  logic                    clk_i,
  input  logic                    rst_i,

  // Owned by the host.
  input  logic                    run_i,
  input  logic                    clear_i,

  // From the MAC. Lane 0 is data[7:0] and the earliest byte; keep marks the bytes that are meant.
  input  logic                    word_valid_i,
  output logic                    word_ready_o,
  input  logic [63:0]             word_data_i,
  input  logic [7:0]              word_keep_i,
  input  logic                    word_last_i,
  input  logic                    word_bad_i,

  // To the card.
  output logic                    frame_valid_o,
  input  logic                    frame_ready_i,
  output layout_pkg::frame_word_t frame_o
);

  logic       inside_q;     // between the first word of a frame and its last
  logic       discard_q;    // the frame began in an old session
  logic       damaged_q;    // an earlier word of this frame was not full
  logic       offered_q;    // the word was offered before and not taken: it stays offered
  logic       opened;
  logic       moves;
  logic       keep_good;
  logic [3:0] byte_count;

  assign opened       = run_i || inside_q || offered_q;
  assign word_ready_o = opened && (frame_ready_i || discard_q || clear_i);
  assign moves        = word_valid_i && word_ready_o;

  always_comb begin
    byte_count = 4'd1;
    for (int unsigned i = 1; i < 8; i++) begin
      if (word_keep_i[i]) byte_count = 4'(i + 1);
    end
    if (!word_last_i) byte_count = 4'd8;
    keep_good = word_keep_i == 8'(9'h0ff >> (4'd8 - byte_count));
  end

  assign frame_valid_o      = word_valid_i && opened && !discard_q && !clear_i;
  assign frame_o.data       = word_data_i;
  assign frame_o.byte_count = byte_count;
  assign frame_o.last       = word_last_i;
  assign frame_o.bad        = word_last_i && (word_bad_i || damaged_q || !keep_good);

  always_ff @(posedge clk_i) begin
    if (moves) begin
      inside_q  <= !word_last_i;
      damaged_q <= !word_last_i && (damaged_q || !keep_good);
    end
    if (moves && word_last_i) discard_q <= 1'b0;
    else if (clear_i && (inside_q || moves)) discard_q <= 1'b1;
    offered_q <= frame_valid_o && !frame_ready_i;
    if (rst_i) begin
      inside_q  <= 1'b0;
      offered_q <= 1'b0;
      damaged_q <= 1'b0;
      discard_q <= 1'b0;
    end
  end

  `CHECK_NEXT(offered_word_waits_unchanged_unless_cleared, frame_valid_o && !frame_ready_i,
              clear_i || (frame_valid_o && frame_o == $past(frame_o)))
  `CHECK_NEXT(stopped_card_takes_no_new_frame, !run_i && !inside_q && !offered_q && !moves,
              run_i || !word_ready_o)
  `CHECK_NEXT(frame_of_an_old_session_never_continues,
              clear_i && inside_q && !(moves && word_last_i),
              !frame_valid_o)
  `CHECK(word_holds_one_to_eight_bytes, frame_o.byte_count >= 4'd1 && frame_o.byte_count <= 4'd8
         && (frame_o.last || frame_o.byte_count == 4'd8))

endmodule
