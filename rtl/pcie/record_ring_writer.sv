// Writes the records of the card into the record ring in host memory, and behind them how many
// there are.
//
// Records leave in bursts, when enough of them wait or the oldest has waited long enough. Several
// bursts can be under way. A ring_status word covers only records whose own burst has been answered
// OKAY: it is in host memory after they are. A record burst that fails stops the ring until enable
// rises again, because a status must not cover the hole; a status write that fails is repeated.
//
// Latency       3 cycles, the record that fills a burst taken to the burst's first word offered; at
//               most FlushCycles more for a record that does not.
// Throughput    1 record per cycle inside a burst, 2 idle cycles between bursts.
// Backpressure  records wait when the queue is full: the host has not consumed, or the bus does not
//               take.
// Reset         stops the ring; a burst under way is cut, as an AXI reset must.

`include "checks.svh"

module record_ring_writer #(
  parameter int unsigned Depth          = 128,  // records that can wait
  parameter int unsigned FlushRecords   = 16,   // a burst starts when so many wait,
  parameter int unsigned FlushCycles    = 64,   // or one has waited so long
  parameter int unsigned OutstandingMax = 8     // bursts without an answer; a power of two
) (
  input  logic                       clk_i,
  input  logic                       rst_i,

  // The ring. Its place is sampled while enable is high and must not change then.
  input  layout_pkg::ring_config_t   config_i,
  input  logic [63:0]                cycle_i,

  // Records of the books, venue messages, and the matcher's records.
  input  logic                       book_valid_i,
  output logic                       book_ready_o,
  input  layout_pkg::book_update_t   book_i,
  input  logic                       venue_valid_i,
  output logic                       venue_ready_o,
  input  layout_pkg::venue_message_t venue_i,
  input  logic                       match_valid_i,
  output logic                       match_ready_o,
  input  logic [511:0]               match_i,

  // Bursts into host memory: where, what, and what came of it, in order. An answer is never made to
  // wait.
  output logic                       write_burst_valid_o,
  input  logic                       write_burst_ready_i,
  output layout_pkg::host_burst_t    write_burst_o,
  output logic                       write_data_valid_o,
  input  logic                       write_data_ready_i,
  output logic [511:0]               write_data_o,
  output logic                       write_data_last_o,
  input  logic                       write_answer_valid_i,
  input  logic [1:0]                 write_answer_i,

  // Records whose status has been answered, and a pulse per answer that was not OKAY.
  output logic [31:0]                record_written_o,
  output logic                       bus_error_o
);
  import layout_pkg::*;

  localparam int unsigned CountBits = $clog2(Depth + 1);
  localparam int unsigned QueueBits = $clog2(OutstandingMax);
  localparam int unsigned AgeBits   = $clog2(FlushCycles + 1);

  typedef enum logic [1:0] {StateIdle, StatePlan, StateSend, StateRest} state_e;

  state_e state_q;

  // ---------------------------------------------------------------- the queue in front
  logic                 record_valid;
  logic                 record_taken;
  logic [495:0]         record;
  logic [CountBits-1:0] waiting;

  record_fifo #(.Depth(Depth)) u_record_fifo (
    .clk_i, .rst_i,
    .book_valid_i, .book_ready_o, .book_i, .venue_valid_i, .venue_ready_o, .venue_i,
    .match_valid_i, .match_ready_o, .match_i,
    .record_valid_o(record_valid), .record_ready_i(record_taken), .record_o(record),
    .waiting_o(waiting)
  );

  // ---------------------------------------------------------------- where the ring stands
  logic        enable_q;
  logic        restart_q;      // enable rose: number from 0 as soon as the bus is quiet
  logic        failed_q;       // a record burst was lost
  logic        config_good_q;
  logic        restart;
  logic        running;
  logic [24:0] slots_q;
  logic [31:0] number_q;       // records put into bursts, low bits
  logic [63:0] answered_q;     // records whose burst was answered OKAY
  logic [23:0] mask_q;         // slots less one
  logic [31:0] used;
  logic [31:0] used_q;
  logic [6:0]  space_q;        // free slots, 64 if more
  logic        none_free;      // or the host tells what cannot be
  logic        few_free;       // below 64
  logic [1:0]  unused_equal;

  assign running = enable_q && config_good_q && !restart_q && !failed_q;

  carry_select #(.Width(32)) u_carry_select_used (
    .left_i(number_q), .right_i(~config_i.record_consumed), .carry_i(1'b1), .sum_o(used)
  );

  magnitude #(.Width(32)) u_magnitude_none (
    .left_i(used_q), .right_i(32'(slots_q)), .above_o(none_free), .equal_o(unused_equal[0])
  );

  magnitude #(.Width(32)) u_magnitude_few (
    .left_i (used_q),
    .right_i({8'd0, mask_q[23:6], 6'd0}),
    .above_o(few_free),
    .equal_o(unused_equal[1])
  );

  // number_q changes when a burst is planned; two cycles later, before the next can be planned,
  // space_q knows.
  always_ff @(posedge clk_i) begin
    enable_q      <= config_i.enable;
    config_good_q <= config_i.record_slots_log2 >= 32'd6 && config_i.record_slots_log2 <= 32'd24
                     && config_i.record_base[11:0] == '0 && config_i.record_status[5:0] == '0;
    slots_q       <= 25'd1 << config_i.record_slots_log2[4:0];
    mask_q        <= ~(24'hff_ffff << config_i.record_slots_log2[4:0]);
    used_q        <= used;
    // There are a multiple of 64 slots.
    space_q       <= none_free ? 7'd0 : !few_free ? 7'd64 : {1'b0, 6'd0 - used_q[5:0]};
  end

  // ---------------------------------------------------------------- what to send next
  logic               queue_full;
  logic               queue_empty;
  logic               status_due_q;
  logic               status_away_q;
  logic               plan_status;
  logic [AgeBits-1:0] age_q;
  logic               old_enough;
  logic               plan_data;
  logic               go;
  logic [6:0]         to_page_end_q;
  logic [6:0]         wanted;
  logic [6:0]         length;
  logic               above_space;    // more is wanted than there is space for,
  logic               above_page;     // or than goes to the end of the page
  logic               space_above_page;
  logic               ends_page;
  logic [2:0]         unused_same;
  logic [25:0]        page_next;
  logic [32:0]        address_low;
  logic [32:0]        address_low_q;
  logic [31:0]        base_high_next;
  logic [63:0]        address_q;

  assign plan_status = status_due_q && !status_away_q && !queue_full;
  assign old_enough  = age_q == AgeBits'(FlushCycles);
  assign plan_data   = running && !queue_full && space_q != '0
                       && (waiting >= CountBits'(FlushRecords) || (old_enough && waiting != '0));
  assign restart     = state_q == StateIdle && restart_q && queue_empty;

  // Slot 0 is 4096-byte aligned, so 64 slots are a page and the ring's end is a page's end.
  assign wanted = 32'(waiting) > 32'd64 ? 7'd64 : 7'(waiting);
  assign go     = state_q == StatePlan && wanted != '0 && space_q != '0;

  magnitude #(.Width(7)) u_magnitude_space (
    .left_i(wanted), .right_i(space_q), .above_o(above_space), .equal_o(unused_same[0])
  );

  magnitude #(.Width(7)) u_magnitude_page (
    .left_i(wanted), .right_i(to_page_end_q), .above_o(above_page), .equal_o(unused_same[1])
  );

  magnitude #(.Width(7)) u_magnitude_space_page (
    .left_i (space_q),
    .right_i(to_page_end_q),
    .above_o(space_above_page),
    .equal_o(unused_same[2])
  );

  assign length    = !above_space && !above_page ? wanted
                     : space_above_page ? to_page_end_q : space_q;
  assign ends_page = length == to_page_end_q;

  increment #(.Width(26)) u_increment_page (.number_i(number_q[31:6]), .next_o(page_next));

  // The address takes two cycles, half by half, like space_q.
  carry_select #(.Width(33)) u_carry_select_address (
    .left_i ({1'b0, config_i.record_base[31:0]}),
    .right_i({3'd0, number_q[23:0] & mask_q, 6'd0}),
    .carry_i(1'b0),
    .sum_o  (address_low)
  );

  increment #(.Width(32)) u_increment_base (
    .number_i(config_i.record_base[63:32]), .next_o(base_high_next)
  );

  always_ff @(posedge clk_i) begin
    to_page_end_q <= 7'd64 - {1'b0, number_q[5:0]};
    address_low_q <= address_low;
    address_q     <= {address_low_q[32] ? base_high_next : config_i.record_base[63:32],
                      address_low_q[31:0]};
  end

  always_ff @(posedge clk_i) begin
    if (waiting == '0 || (go && 32'(length) == 32'(waiting))) age_q <= '0;
    else if (!old_enough) age_q <= age_q + AgeBits'(1);
    if (rst_i) age_q <= '0;
  end

  // ---------------------------------------------------------------- the burst that is being sent
  logic         sends_status_q;
  logic         data_done_q;
  logic [5:0]   beats_left_q;
  logic [15:0]  record_seq_q;
  ring_status_t status_q;
  logic         data_moves;
  logic         burst_leaves;

  always_comb begin
    write_data_o = {record_seq_q, record};
    if (sends_status_q) write_data_o = status_q;
  end

  assign write_data_valid_o = state_q == StateSend && !data_done_q
      && (sends_status_q || record_valid);
  assign write_data_last_o  = beats_left_q == '0;
  assign data_moves         = write_data_valid_o && write_data_ready_i;
  assign record_taken       = data_moves && !sends_status_q;
  assign burst_leaves       = (!write_burst_valid_o || write_burst_ready_i)
                              && (data_done_q || (data_moves && write_data_last_o));

  always_ff @(posedge clk_i) begin
    if (write_burst_ready_i) write_burst_valid_o <= 1'b0;
    if (data_moves) begin
      beats_left_q <= beats_left_q - 6'd1;
      data_done_q  <= write_data_last_o;
    end
    if (record_taken) record_seq_q <= record_seq_q + 16'd1;

    unique case (state_q)
      StateIdle: begin
        data_done_q <= 1'b0;
        if (restart) begin
          state_q      <= StateRest;
          number_q     <= '0;
          record_seq_q <= '0;
        end else if (plan_status) begin
          state_q             <= StateSend;
          sends_status_q      <= 1'b1;
          write_burst_valid_o <= 1'b1;
          write_burst_o       <= '{address: config_i.record_status, length: 8'd0};
          beats_left_q        <= '0;
          status_q            <= '0;
          status_q.written    <= answered_q;
          status_q.cycle      <= cycle_i;
        end else if (plan_data) begin
          state_q <= StatePlan;
        end
      end
      StatePlan: if (!go) begin
        state_q <= StateIdle;  // the burst before this one took the last free slot
      end else begin
        state_q             <= StateSend;
        sends_status_q      <= 1'b0;
        write_burst_valid_o <= 1'b1;
        write_burst_o       <= '{address: address_q, length: 8'(length - 7'd1)};
        beats_left_q        <= 6'(length - 7'd1);
        number_q            <= {ends_page ? page_next : number_q[31:6],
                                number_q[5:0] + length[5:0]};
      end
      StateSend: if (burst_leaves) state_q <= StateIdle;
      StateRest: state_q <= StateIdle;
      default:   state_q <= StateIdle;
    endcase

    if (rst_i) begin
      state_q             <= StateIdle;
      write_burst_valid_o <= 1'b0;
      data_done_q         <= 1'b0;
      number_q            <= '0;
      record_seq_q        <= '0;
    end
  end

  // ---------------------------------------------------------------- what the bus answers
  typedef struct packed {
    logic       is_status;
    logic [6:0] length;
  } sent_t;

  sent_t              sent_queue [OutstandingMax];
  logic [QueueBits:0] sent_q;
  logic [QueueBits:0] heard_q;
  sent_t              heard;
  logic               okay;
  logic [63:0]        answered_next;

  carry_select #(.Width(64), .Part(16)) u_carry_select_answered (
    .left_i(answered_q), .right_i(64'(heard.length)), .carry_i(1'b0), .sum_o(answered_next)
  );

  assign queue_empty = sent_q == heard_q;
  assign queue_full  = sent_q - heard_q == (QueueBits + 1)'(OutstandingMax);
  assign heard       = sent_queue[heard_q[QueueBits-1:0]];
  assign okay        = write_answer_i == 2'b00;

  always_ff @(posedge clk_i) begin
    bus_error_o <= write_answer_valid_i && !okay;
    restart_q   <= (restart_q && !restart) || (config_i.enable && !enable_q);

    if (state_q == StateIdle && !restart && plan_status) begin
      sent_queue[sent_q[QueueBits-1:0]] <= '{is_status: 1'b1, length: 7'd0};
      sent_q                            <= sent_q + (QueueBits + 1)'(1);
      status_due_q                      <= 1'b0;
      status_away_q                     <= 1'b1;
    end
    if (go) begin
      sent_queue[sent_q[QueueBits-1:0]] <= '{is_status: 1'b0, length: length};
      sent_q                            <= sent_q + (QueueBits + 1)'(1);
    end

    if (write_answer_valid_i) begin
      heard_q <= heard_q + (QueueBits + 1)'(1);
      if (heard.is_status) begin
        status_away_q <= 1'b0;
        if (okay) record_written_o <= status_q.written[31:0];
        else status_due_q <= 1'b1;
      end else if (okay && !failed_q) begin
        answered_q   <= answered_next;
        status_due_q <= 1'b1;
      end else begin
        failed_q <= 1'b1;
      end
    end

    if (rst_i || restart) begin
      answered_q       <= '0;
      record_written_o <= '0;
      failed_q         <= 1'b0;
      status_due_q     <= 1'b0;
      status_away_q    <= 1'b0;
    end
    if (rst_i) begin
      restart_q   <= 1'b0;
      sent_q      <= '0;
      heard_q     <= '0;
      bus_error_o <= 1'b0;
    end
  end

  logic unused;
  assign unused = ^{unused_equal, unused_same, config_i.command_base, config_i.command_slots_log2,
                    config_i.command_produced};

  `CHECK(burst_is_offered_only_while_it_is_sent, !write_burst_valid_o || state_q == StateSend)
  `CHECK_STREAM(burst_waits_unchanged, write_burst_valid_o, write_burst_ready_i, write_burst_o)
  `CHECK_STREAM(data_waits_unchanged, write_data_valid_o, write_data_ready_i,
                {write_data_last_o, write_data_o})
  `CHECK(burst_stays_in_its_page,
         !write_burst_valid_o
         || 9'(write_burst_o.address[11:6]) + 9'(write_burst_o.length) <= 9'd63)
  `CHECK(burst_is_never_longer_than_its_records,
         !go || 32'(length) <= 32'(waiting))
  `CHECK_NEXT(ring_never_overtakes_the_host, go,
              number_q - $past(config_i.record_consumed) <= 32'(slots_q))
  `CHECK(status_covers_answered_records_only, !status_away_q || status_q.written <= answered_q)
  `CHECK(nothing_is_written_after_a_hole, !(go && failed_q && $past(failed_q)))
  `CHECK(address_is_that_of_the_number, state_q != StatePlan
         || (address_q[11:6] == number_q[5:0] && to_page_end_q == 7'd64 - {1'b0, number_q[5:0]}))
  // What the host promises of the ring, and that nobody counts to 2^64.
  `ASSUME(ring_stays_in_its_place, !(enable_q || state_q != StateIdle)
          || (config_i.record_base == $past(config_i.record_base)
              && config_i.record_slots_log2 == $past(config_i.record_slots_log2)))
  `ASSUME(host_takes_only_what_was_written, !(enable_q || state_q != StateIdle)
          || number_q - config_i.record_consumed <= number_q - $past(config_i.record_consumed))
  `ASSUME(count_does_not_wrap, !answered_q[63])
  `ASSUME(every_answer_has_a_burst, !write_answer_valid_i || !queue_empty)

endmodule
