// Reads the commands that the host rang the doorbell for, and hands each to who it is for: refills
// to the books, instruments to the feed kernel, all others to the matcher, which answers every one.
//
// It polls nothing: while command_produced equals command_consumed the bus is quiet. A refill or an
// instrument with a bad field is counted and skipped, and so is every instrument while no kernel
// decodes. A read that fails is counted and repeated from the first command that was not handed
// over. A doorbell more than the ring's slots ahead cannot be true, and is not believed.
//
// The kernel may be absent: an instrument that it has not taken in InstrumentCyclesMax cycles is
// given up, which counts like a bad one. It stays offered, as its stream wants, and instruments
// behind it are skipped as bad ones until it is taken; the other commands go on.
//
// Latency       3 cycles, a word read to the same command offered.
// Throughput    one command in 3 cycles inside a burst, one burst at a time.
// Backpressure  read_data_ready_o falls while a command waits for its consumer.
// Reset         stops the ring; a burst under way is cut, as an AXI reset must.

`include "checks.svh"

module command_ring_reader #(
  parameter int unsigned BurstMax            = 16,    // commands read at once, at most 64
  parameter int unsigned InstrumentCyclesMax = 65536  // that an instrument waits for the kernel
) (
  input  logic                         clk_i,
  input  logic                         rst_i,

  // The ring. Its place must not change while enable is high.
  input  layout_pkg::ring_config_t     config_i,

  // A feed kernel decodes.
  input  logic                         kernel_decodes_i,

  // Bursts from host memory, one at a time.
  output logic                         read_burst_valid_o,
  input  logic                         read_burst_ready_i,
  output layout_pkg::host_burst_t      read_burst_o,
  input  logic                         read_data_valid_i,
  output logic                         read_data_ready_o,
  input  logic [511:0]                 read_data_i,
  input  logic [1:0]                   read_answer_i,
  input  logic                         read_data_last_i,

  // Refills of the feed's books whose fields are all inside their domains.
  output logic                         refill_valid_o,
  input  logic                         refill_ready_i,
  output layout_pkg::refill_command_t  refill_o,

  // Instruments of the feed kernel whose fields are all inside their domains.
  output logic                            instrument_valid_o,
  input  logic                            instrument_ready_i,
  output layout_pkg::instrument_command_t instrument_o,

  // Whatever else the host wrote.
  output logic                         match_valid_o,
  input  logic                         match_ready_i,
  output layout_pkg::match_command_t   match_o,

  // Commands handed over or skipped; a pulse per command skipped, and per read that was not OKAY.
  output logic [31:0]                  command_consumed_o,
  output logic                         command_bad_o,
  output logic                         bus_error_o
);
  import layout_pkg::*;

  localparam int unsigned InstrumentBits = $clog2(InstrumentCyclesMax);

  typedef enum logic [1:0] {StateIdle, StatePlan, StateAim, StateRead} state_e;

  // A level that is used holds shares and orders, and its orders fit the window's 16 bits.
  function automatic logic level_good(input logic used, input quantity_t quantity,
      input logic [31:0] order_count);
    return !used || (quantity != '0 && order_count != '0 && order_count[31:16] == '0);
  endfunction

  // Prices, book and as_of can be anything.
  // verilator lint_off UNUSEDSIGNAL
  function automatic logic refill_good(input refill_command_t command);
    return command.side <= 8'd1 && command.deep <= 8'd1
           && command.level_count <= 8'd4
           && level_good(command.level_count > 8'd0, command.quantity_0, command.order_count_0)
           && level_good(command.level_count > 8'd1, command.quantity_1, command.order_count_1)
           && level_good(command.level_count > 8'd2, command.quantity_2, command.order_count_2)
           && level_good(command.level_count > 8'd3, command.quantity_3, command.order_count_3);
  endfunction

  // Book and price_offset can be anything, and everything where all ones forget every instrument.
  // That tick_inverse is the inverse is for the host to see to.
  function automatic logic instrument_good(input instrument_command_t command);
    return command.instrument == '1
           || (command.depth >= 8'd1 && command.depth <= 8'd10 && command.tick_shift <= 8'd63
               && command.flags[7:1] == '0 && command.tick_odd[0] && command.tick_inverse[0]);
  endfunction
  // verilator lint_on UNUSEDSIGNAL

  // ---------------------------------------------------------------- where the ring stands
  state_e      state_q;
  logic        enable_q;
  logic        restart_q;      // enable rose: number from 0 as soon as nothing is under way
  logic        restart;
  logic        config_good_q;
  logic        running;
  logic [16:0] slots_q;
  logic [31:0] pending_q;

  assign running = enable_q && config_good_q && !restart_q;

  always_ff @(posedge clk_i) begin
    enable_q      <= config_i.enable;
    restart_q     <= (restart_q && !restart) || (config_i.enable && !enable_q);
    config_good_q <= config_i.command_slots_log2 >= 32'd6 && config_i.command_slots_log2 <= 32'd16
                     && config_i.command_base[11:0] == '0;
    slots_q       <= 17'd1 << config_i.command_slots_log2[4:0];
    pending_q     <= config_i.command_produced - command_consumed_o;
    if (rst_i) restart_q <= 1'b0;
  end

  // ---------------------------------------------------------------- what to read next
  logic [6:0]  to_page_end;
  logic [6:0]  wanted;
  logic [6:0]  length;
  logic [15:0] mask_q;
  logic [32:0] address_low_q;
  logic [63:0] address_q;
  logic        quiet;
  logic        go;

  // Slot 0 is 4096-byte aligned, so 64 slots are a page and the ring's end is a page's end.
  assign to_page_end  = 7'd64 - {1'b0, command_consumed_o[5:0]};
  assign wanted       = pending_q > 32'(BurstMax) ? 7'(BurstMax) : pending_q[6:0];
  assign length       = wanted < to_page_end ? wanted : to_page_end;
  assign go           = state_q == StatePlan && pending_q != '0 && pending_q <= 32'(slots_q);

  // The sum takes two cycles, half by half; the burst is aimed when both are of the last change.
  always_ff @(posedge clk_i) begin
    mask_q        <= ~(16'hffff << config_i.command_slots_log2[4:0]);
    address_low_q <= {1'b0, config_i.command_base[31:0]}
                     + {11'd0, command_consumed_o[15:0] & mask_q, 6'd0};
    address_q     <= {config_i.command_base[63:32] + 32'(address_low_q[32]), address_low_q[31:0]};
  end

  // ---------------------------------------------------------------- what came
  refill_command_t word_q;
  logic            is_refill;
  logic            is_instrument;
  logic            command_waits;
  logic            instrument_waits;    // the one offered, unless it was given up
  logic            instrument_stuck;    // the one offered, which stays this cycle
  logic            instrument_given_up_q;
  logic            instrument_gives_up;
  logic [InstrumentBits-1:0] instrument_cycles_q;
  logic            word_valid_q;
  logic            word_good_q;
  logic            word_leaves;  // to its consumer, if it moves
  logic            word_moves;
  logic            discard_q;    // the rest of this burst is not wanted
  logic            last_q;       // the last word of this burst has come
  logic            beat;
  logic            beat_okay;
  logic            taken;
  logic            skipped;

  // A word waits one cycle for its judgement, then moves on or is skipped.
  logic word_judged_q;
  assign is_refill         = word_q.kind == CommandKindRefill;
  assign is_instrument     = word_q.kind == CommandKindInstrument;
  assign command_waits     = refill_valid_o || match_valid_o || instrument_waits;
  assign word_moves        = word_valid_q && word_judged_q && !command_waits;
  assign read_data_ready_o = state_q == StateRead && !last_q && !read_burst_valid_o
      && (discard_q || !word_valid_q);
  assign beat              = read_data_valid_i && read_data_ready_o;
  assign beat_okay         = read_answer_i == 2'b00;
  assign taken             = (refill_valid_o && refill_ready_i) || (match_valid_o && match_ready_i)
      || (instrument_waits && instrument_ready_i);
  assign word_leaves       = word_good_q && !(is_instrument && instrument_stuck);
  assign skipped           = word_moves && !word_leaves;
  assign quiet             = !word_valid_q && !command_waits;
  assign restart           = state_q == StateIdle && restart_q && quiet;

  always_ff @(posedge clk_i) begin
    bus_error_o   <= beat && !beat_okay;
    command_bad_o <= skipped || instrument_gives_up;
    word_judged_q <= word_valid_q && !word_moves;
    word_good_q   <= is_refill ? refill_good(word_q)
        : !is_instrument || (kernel_decodes_i && instrument_good(word_q));

    if (beat && !discard_q && beat_okay && enable_q) begin
      word_q       <= read_data_i;
      word_valid_q <= 1'b1;
    end else if (word_moves) begin
      word_valid_q <= 1'b0;
    end

    if (word_moves && word_leaves && !is_instrument) begin
      refill_o       <= word_q;
      refill_valid_o <= is_refill;
      match_valid_o  <= !is_refill;
    end else begin
      if (refill_ready_i) refill_valid_o <= 1'b0;
      if (match_ready_i) match_valid_o <= 1'b0;
    end

    if (taken || skipped || instrument_gives_up) command_consumed_o <= command_consumed_o + 32'd1;

    if (rst_i) begin
      bus_error_o     <= 1'b0;
      command_bad_o   <= 1'b0;
      word_judged_q   <= 1'b0;
      word_valid_q    <= 1'b0;
      refill_valid_o  <= 1'b0;
      match_valid_o   <= 1'b0;
    end
    if (rst_i || restart) command_consumed_o <= '0;
  end

  // ---------------------------------------------------------------- instruments
  assign instrument_waits    = instrument_valid_o && !instrument_given_up_q;
  assign instrument_stuck    = instrument_valid_o && !instrument_ready_i;
  assign instrument_gives_up = instrument_waits && !instrument_ready_i
      && instrument_cycles_q == InstrumentBits'(InstrumentCyclesMax - 1);

  always_ff @(posedge clk_i) begin
    instrument_cycles_q <= instrument_waits ? instrument_cycles_q + 1'b1 : '0;
    if (!instrument_stuck) begin
      instrument_o          <= word_q;
      instrument_valid_o    <= word_moves && word_leaves && is_instrument;
      instrument_given_up_q <= 1'b0;
    end else if (instrument_gives_up) begin
      instrument_given_up_q <= 1'b1;
    end
    if (rst_i) begin
      instrument_valid_o    <= 1'b0;
      instrument_given_up_q <= 1'b0;
    end
  end

  // ---------------------------------------------------------------- the burst
  // The reader is quiet for a cycle before a burst is planned, so pending_q has seen the last
  // change of command_consumed_o; the doorbell may have changed again, so it is judged there.
  always_ff @(posedge clk_i) begin
    unique case (state_q)
      StateIdle: begin
        discard_q <= 1'b0;
        last_q    <= 1'b0;
        if (running && pending_q != '0 && quiet) state_q <= StatePlan;
      end
      StatePlan: if (!go) begin
        state_q <= StateIdle;  // the host took its doorbell back
      end else begin
        state_q             <= StateAim;
        read_burst_o.length <= 8'(length - 7'd1);
      end
      StateAim: begin
        state_q              <= StateRead;
        read_burst_valid_o   <= 1'b1;
        read_burst_o.address <= address_q;
      end
      StateRead: begin
        if (read_burst_ready_i) read_burst_valid_o <= 1'b0;
        if (beat && (!beat_okay || !enable_q)) discard_q <= 1'b1;
        if (beat && read_data_last_i) last_q <= 1'b1;
        if (last_q) state_q <= StateIdle;
      end
      default:   state_q <= StateIdle;
    endcase
    if (rst_i) begin
      state_q            <= StateIdle;
      read_burst_valid_o <= 1'b0;
      discard_q          <= 1'b0;
      last_q             <= 1'b0;
    end
  end

  // One register holds the command for books and matcher.
  assign match_o = refill_o;

  logic unused;
  assign unused = ^{config_i.record_base, config_i.record_slots_log2, config_i.record_status,
      config_i.record_consumed};

  `CHECK_STREAM(burst_waits_unchanged, read_burst_valid_o, read_burst_ready_i, read_burst_o)
  `CHECK_STREAM(refill_waits_unchanged, refill_valid_o, refill_ready_i, refill_o)
  `CHECK_STREAM(instrument_waits_unchanged, instrument_valid_o, instrument_ready_i, instrument_o)
  `CHECK_STREAM(command_waits_unchanged, match_valid_o, match_ready_i, match_o)
  `CHECK(offered_refill_is_good,
         !refill_valid_o || (refill_o.kind == CommandKindRefill && refill_good(refill_o)))
  `CHECK(offered_instrument_is_good,
         !instrument_valid_o || (instrument_o.kind == CommandKindInstrument
                                 && instrument_good(instrument_o)))
  `CHECK(command_is_for_one_consumer,
         2'(refill_valid_o) + 2'(match_valid_o) + 2'(instrument_waits) <= 2'd1)
  `CHECK_NEXT(instrument_without_a_kernel_is_bad, is_instrument && !kernel_decodes_i && word_valid_q
              && !word_moves, !word_good_q)
  `CHECK(burst_stays_in_its_page,
         !read_burst_valid_o
         || 9'(read_burst_o.address[11:6]) + 9'(read_burst_o.length) <= 9'd63)
  `CHECK_NEXT(nothing_is_read_that_was_not_produced, go,
              32'(read_burst_o.length) < $past(pending_q))
  `CHECK(one_command_at_a_time, 2'(taken) + 2'(skipped) + 2'(instrument_gives_up) <= 2'd1)

endmodule
