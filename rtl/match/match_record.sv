// Says what the record of a step is: an output in any phase of a word, or the echo that closes it.
//
// Latency       0 cycles.
// Throughput    1 record per cycle.
// Backpressure  none.
// Reset         none: combinational.

module match_record (
  // The word; its number, or that of the latest input.
  input  layout_pkg::match_command_t       word_i,
  input  layout_pkg::command_form_t        form_i,
  input  logic [47:0]                      seq_i,

  // The step: the first one, as judged; or one of an entry, with its output; or that of a count.
  // last closes the word, with an echo when it is punted.
  input  logic                             first_i,
  input  logic                             counting_i,
  input  layout_pkg::judgement_t           judgement_i,
  input  layout_pkg::match_output_t        entry_output_i,
  input  logic                             punt_i,
  input  logic                             last_i,
  input  logic [15:0]                      index_i,

  // The order that enters, and the one that was found, by side.
  input  layout_pkg::resting_order_t       entering_i,
  input  layout_pkg::side_e                side_i,
  input  logic [1:0]                       found_i,
  input  layout_pkg::resting_order_t [1:0] found_order_i,

  // Orders in the windows afterwards.
  input  logic [1:0][7:0]                  order_count_i,

  output logic                             is_echo_o,
  output layout_pkg::match_output_t        output_o,
  output layout_pkg::match_echo_t          echo_o
);

  import layout_pkg::*;

  resting_order_t found;
  grant_t         grant;
  logic           unused;

  assign found = found_order_i[SideBid] | found_order_i[SideAsk];
  assign grant = word_i;

  always_comb begin
    output_o = entry_output_i;
    if (first_i || counting_i) begin
      output_o                = '0;
      output_o.output_kind    = form_i.is_replace ? OutputKindReplaced : OutputKindAccepted;
      output_o.order_id       = entering_i.order_id;
      output_o.other_order_id = form_i.is_replace ? word_i.order_id : '0;
      output_o.price          = entering_i.price;
      output_o.quantity       = entering_i.quantity;
      output_o.leaves         = entering_i.quantity;
      output_o.account        = entering_i.account;
      output_o.side           = {7'd0, side_i};
    end
    if (first_i && judgement_i.cancel) begin
      output_o             = '0;
      output_o.output_kind = OutputKindCancelled;
      output_o.reason      = MatchReasonByRequest;
      output_o.order_id    = word_i.order_id;
      output_o.price       = found.price;
      output_o.quantity    = found.quantity;
      output_o.account     = found.account;
      output_o.side        = {7'd0, found_i[SideAsk]};
    end
    if (first_i && judgement_i.refuse) begin
      output_o             = '0;
      output_o.output_kind = OutputKindRefused;
      output_o.reason      = judgement_i.reason;
      output_o.order_id    = word_i.order_id;
      output_o.account     = word_i.account;
    end
    output_o.input_seq   = {16'd0, seq_i};
    output_o.book        = word_i.book;
    output_o.index       = index_i;
    output_o.flags       = {7'd0, last_i};
    output_o.input_check = last_i ? form_i.input_check : '0;
  end

  assign is_echo_o = first_i ? judgement_i.echo : punt_i;

  always_comb begin
    echo_o             = '0;
    echo_o.input_seq   = {16'd0, seq_i};
    echo_o.order_id    = word_i.order_id;
    echo_o.host_number = word_i.host_number;
    echo_o.input_check = form_i.input_check;
    echo_o.outputs     = {16'd0, index_i};
    echo_o.book        = word_i.book;
    echo_o.input_kind  = word_i.kind;
    echo_o.verdict     = punt_i ? VerdictPunted : judgement_i.verdict;
    echo_o.flags       = form_i.is_refill ? '0 : form_i.is_grant ? grant.flags : word_i.flags;
    echo_o.side        = form_i.is_grant ? '0 : word_i.side;
    if (form_i.is_reference) begin
      echo_o.bid_price = word_i.price;
      echo_o.ask_price = word_i.stop_price;
    end
    if ((form_i.is_refill || form_i.is_grant) && form_i.has_row) begin
      echo_o.bid_count = order_count_i[SideBid];
      echo_o.ask_count = order_count_i[SideAsk];
    end
  end

  assign unused = ^{form_i, found_i, found, grant, judgement_i};

endmodule
