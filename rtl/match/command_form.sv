// Says of a word for the matcher what it says by itself, before the row of its book is looked at.
//
// Latency       0 cycles.
// Throughput    1 word per cycle.
// Backpressure  none.
// Reset         none: combinational.

module command_form #(
  parameter int unsigned MatchBooks = 1024
) (
  // Register match.book_count: books that the matching function has.
  input  logic [16:0]               book_count_i,

  input  layout_pkg::match_command_t command_i,
  input  logic                       from_feed_i,
  input  logic [15:0]                taken_cycle_i,
  output layout_pkg::command_form_t  form_o
);

  import layout_pkg::*;

  order_refill_t refill;
  grant_t        grant;
  logic          is_new;
  logic          is_replace;
  logic          is_reference;
  logic          is_refill;
  logic          is_grant;
  logic          is_market;
  logic          is_for_all;
  logic          unknown_book;
  logic          malformed;
  logic          bad_fields;    // no such value, of those that new and replace share
  logic          bad_new;
  logic          bad_refill;
  logic          second_lower;  // of a refill: its second price is below its first
  logic          second_same;
  logic          bad_grant;
  logic          beyond_count;  // of a refill: something stands behind its orders
  logic          ioc;
  logic          fok;
  logic [31:0]   known_open;
  logic [31:0]   input_check;
  logic          unused;

  magnitude #(.Width(32)) u_magnitude (
    .left_i (refill.price_0),
    .right_i(refill.price_1),
    .above_o(second_lower),
    .equal_o(second_same)
  );

  assign unused     = ^{refill, grant};
  assign refill     = command_i;
  assign grant      = command_i;
  assign known_open = command_i.min_quantity;

  // A price or a quantity: 1 to 2^31 - 1.
  function automatic logic is_number(logic [31:0] value);
    return !value[31] && value != '0;
  endfunction

  assign ioc        = command_i.time_in_force == TimeInForceIoc;
  assign fok        = command_i.time_in_force == TimeInForceFok;
  assign bad_fields = command_i.self_match > SelfMatchDecrement || command_i.flags[7:1] != '0;
  assign bad_new    = bad_fields || command_i.side > 8'd1
                      || command_i.order_type > OrderTypePeggedMidpoint
                      || command_i.time_in_force > TimeInForceAtClose;

  assign beyond_count = refill.order_count[0]
                        ? {refill.order_id_1, refill.price_1, refill.quantity_1,
                           refill.account_1} != '0
                        : !is_number(refill.price_1) || !is_number(refill.quantity_1)
                          || (refill.side[0] ? second_lower : !second_lower && !second_same);
  assign bad_refill   = refill.side > 8'd1 || refill.deep > 8'd1 || refill.reserved_0 != '0
                        || !(refill.order_count inside {8'd1, 8'd2})
                        || !is_number(refill.price_0) || !is_number(refill.quantity_0)
                        || beyond_count;
  assign bad_grant    = grant.flags[7:4] != '0
                        || {grant.reserved_0, grant.reserved_1, grant.reserved_2} != '0
                        || grant.reference_bid[31] || grant.reference_ask[31] || grant.lower[31]
                        || grant.upper[31];

  assign is_new       = command_i.kind == CommandKindNewOrder;
  assign is_replace   = command_i.kind == CommandKindReplaceOrder;
  assign is_reference = command_i.kind == CommandKindReference;
  assign is_refill    = command_i.kind == CommandKindOrderRefill;
  assign is_grant     = command_i.kind == CommandKindGrant;
  assign is_market    = is_new && command_i.order_type == OrderTypeMarket;
  assign is_for_all   = (command_i.kind == CommandKindMassCancel && !command_i.flags[2])
                        || (command_i.kind == CommandKindTradingState && command_i.book == '1);
  assign unknown_book = 17'(command_i.book) >= book_count_i;

  always_comb begin
    unique case (1'b1)
      is_new:       malformed = bad_new;
      is_replace:   malformed = bad_fields;
      is_reference: malformed = command_i.flags[7:1] != '0 || command_i.price[31]
                                || command_i.stop_price[31];
      is_refill:    malformed = bad_refill;
      default:      malformed = is_grant && bad_grant;
    endcase
  end

  always_comb begin
    input_check = '0;
    for (int unsigned i = 0; i < 16; i++) input_check = input_check ^ command_i[32*i +: 32];
  end

  assign form_o.is_new          = is_new;
  assign form_o.is_cancel       = command_i.kind == CommandKindCancelOrder;
  assign form_o.is_replace      = is_replace;
  assign form_o.is_reference    = is_reference;
  assign form_o.is_bands        = command_i.kind == CommandKindBands;
  assign form_o.is_refill       = is_refill;
  assign form_o.is_grant        = is_grant;
  assign form_o.gate            = is_new || is_replace ? command_i.gate : '0;
  assign form_o.is_for_all      = is_for_all;
  assign form_o.is_idle         = command_i.kind < CommandKindNewOrder
                                  || command_i.kind == CommandKindTimer
                                  || command_i.kind > CommandKindGrant;
  assign form_o.from_feed       = from_feed_i;
  assign form_o.unknown_book    = unknown_book;
  assign form_o.has_row         = 32'(command_i.book) < MatchBooks;
  assign form_o.malformed       = malformed;
  assign form_o.bad_quantity    = command_i.quantity[31]
                                  || (is_new && command_i.quantity == '0);
  assign form_o.bad_price       = is_market ? command_i.price != '0
                                            : !is_number(command_i.price);
  assign form_o.bad_combination = is_market
                                  ? command_i.flags[0]
                                    || command_i.time_in_force == TimeInForceGtc
                                  : command_i.flags[0] && (ioc || fok);
  assign form_o.beyond_card     = command_i.order_type > OrderTypeMarket
                                  || command_i.time_in_force == TimeInForceGtd
                                  || command_i.time_in_force == TimeInForceAtOpen
                                  || command_i.time_in_force == TimeInForceAtClose
                                  || {command_i.display_quantity, command_i.min_quantity,
                                      command_i.stop_price, command_i.expire_s} != '0;
  assign form_o.is_market       = is_market;
  assign form_o.is_fok          = is_new && fok;
  assign form_o.post_only       = command_i.flags[0];
  assign form_o.may_rest        = is_replace || (!is_market && !ioc && !fok);
  assign form_o.introduces      = !is_for_all && !unknown_book && !malformed
                                  && (is_new || (is_replace && command_i.new_order_id != '0));
  assign form_o.introduced_id   = is_grant ? grant.highest_id
                                  : is_replace ? command_i.new_order_id : command_i.order_id;
  assign form_o.knows_open      = known_open != '0;
  assign form_o.open_change     = 33'(command_i.quantity) - 33'(known_open);
  assign form_o.open_not_more   = command_i.quantity <= known_open;
  assign form_o.input_check     = input_check;
  assign form_o.taken_cycle     = taken_cycle_i;

endmodule
