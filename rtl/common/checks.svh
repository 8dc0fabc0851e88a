// Clocked checks that Verilator evaluates, Yosys proves, and synthesis removes.
// Every user has clk_i and an active-high rst_i.

`ifndef CHECKS_SVH
`define CHECKS_SVH

`ifdef SYNTHESIS
`define CHECK(name, holds)
`define CHECK_NEXT(name, cause, effect)
`define CHECK_STREAM(name, valid, ready, data)
`define ASSUME(name, holds)
`define ASSUME_STREAM(name, valid, ready, data)
`else

// Holds in every cycle outside reset.
`define CHECK(name, holds) \
  always_ff @(posedge clk_i) if (!rst_i) begin name : assert (holds); end

// If the cause held one cycle ago, the effect holds now.
`define CHECK_NEXT(name, cause, effect) \
  always_ff @(posedge clk_i) \
    if (!rst_i && $past(!rst_i && (cause))) begin name : assert (effect); end

// The stream contract: an offered word stays, unchanged, until it is taken.
`define CHECK_STREAM(name, valid, ready, data) \
  `CHECK_NEXT(name, (valid) && !(ready), (valid) && (data) == $past(data))

// What a proof may take for granted of the outside. In simulation it is a check of the outside.
`ifdef FORMAL
`define ASSUME(name, holds) \
  always_ff @(posedge clk_i) if (!rst_i) begin name : assume (holds); end
`define ASSUME_STREAM(name, valid, ready, data) \
  always_ff @(posedge clk_i) \
    if (!rst_i && $past(!rst_i && (valid) && !(ready))) begin \
      name : assume ((valid) && (data) == $past(data)); \
    end
`else
`define ASSUME(name, holds) `CHECK(name, holds)
`define ASSUME_STREAM(name, valid, ready, data) `CHECK_STREAM(name, valid, ready, data)
`endif

`endif
`endif
