// Tells whether the sum of two numbers is all ones when its carries are folded into its low 16
// bits, as the sum over a right IPv4 header is.
//
// The sum of ones that is looked for has no carry to wait for: a bit is one under the carry of the
// pair of bits below it alone, if those below are ones too. Only the bits that the carries fold
// into are really added.
//
// Latency       0 cycles.
// Throughput    1 verdict per cycle.
// Backpressure  none.
// Reset         none inside: clk_i and rst_i serve the checks only.

`include "checks.svh"

module checksum_test (
  input  logic        clk_i,
  input  logic        rst_i,

  // Two numbers, of which the sum has 20 bits.
  input  logic [19:0] left_i,
  input  logic [19:0] right_i,

  output logic        right_o
);

  // Bit i of a sum of four bits, and its carry.
  typedef logic [4:0] sum_t;

  logic [15:4] both;
  logic [15:4] either;
  sum_t        low;         // bits 3:0 and their carry
  sum_t        high;        // bits 19:16, the carries to be folded
  logic [15:4] ones;

  // Sums of four bits, shallower as gates than as carry chains.
  function automatic sum_t sum(input logic [3:0] a, input logic [3:0] b, input logic carry_in);
    logic carry;
    carry = carry_in;
    for (int unsigned i = 0; i < 4; i++) begin
      sum[i] = a[i] ^ b[i] ^ carry;
      carry  = (a[i] && b[i]) || ((a[i] || b[i]) && carry);
    end
    sum[4] = carry;
  endfunction

  assign both   = left_i[15:4] & right_i[15:4];
  assign either = left_i[15:4] ^ right_i[15:4];
  assign low    = sum(left_i[3:0], right_i[3:0], 1'b0);
  assign high   = sum(left_i[19:16], right_i[19:16], both[15]);
  assign ones   = either ^ {both[14:4], low[4]};

  assign right_o = ones == '1 && low[3:0] == ~high[3:0];

  logic unused;
  assign unused = high[4];

  logic [19:0] total;
  assign total = left_i + right_i;
  `CHECK(right_sum_folds_to_ones,
         right_o == (17'(total[15:0]) + 17'(total[19:16]) == 17'h0ffff))

endmodule
