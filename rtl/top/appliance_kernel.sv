// The card as Vitis sees it: an RTL kernel, controlled by the user (user_managed), with AXI names
// and an active-low reset.
//
// Latency       adds no cycle: a word on s_axis_line_* is at the card's edge in that cycle.
// Throughput    8 bytes per cycle and line.
// Backpressure  tready of a line is low between frames while control.run is 0, and, with
//               LineStalls, while its buffer is full. s_axis_kernel_tready falls while an output's
//               channel is held, and may look at tdata.
// Reset         ap_rst_n is registered once; everything starts one cycle after it rises.

module appliance_kernel #(
  parameter int unsigned BookCount       = 16384,
  parameter int unsigned WindowLevels    = 8,
  parameter int unsigned OrderBanks      = 4,
  parameter int unsigned OrderBankRows   = 65536,
  parameter int unsigned MatchBooks      = 1024,
  parameter int unsigned WindowOrders    = 16,
  parameter int unsigned LineBufferDepth = 512,
  // 0 for a MAC that cannot wait: a full buffer cuts frames and counts them
  parameter bit          LineStalls      = 1'b1
) (
  input  logic         ap_clk,
  input  logic         ap_rst_n,

  // Registers.
  input  logic         s_axi_control_awvalid,
  output logic         s_axi_control_awready,
  input  logic [15:0]  s_axi_control_awaddr,
  input  logic         s_axi_control_wvalid,
  output logic         s_axi_control_wready,
  input  logic [31:0]  s_axi_control_wdata,
  input  logic [3:0]   s_axi_control_wstrb,
  output logic         s_axi_control_bvalid,
  input  logic         s_axi_control_bready,
  output logic [1:0]   s_axi_control_bresp,
  input  logic         s_axi_control_arvalid,
  output logic         s_axi_control_arready,
  input  logic [15:0]  s_axi_control_araddr,
  output logic         s_axi_control_rvalid,
  input  logic         s_axi_control_rready,
  output logic [31:0]  s_axi_control_rdata,
  output logic [1:0]   s_axi_control_rresp,

  // Host memory.
  output logic         m_axi_host_awvalid,
  input  logic         m_axi_host_awready,
  output logic [63:0]  m_axi_host_awaddr,
  output logic [7:0]   m_axi_host_awlen,
  output logic [2:0]   m_axi_host_awsize,
  output logic [1:0]   m_axi_host_awburst,
  output logic [3:0]   m_axi_host_awcache,
  output logic [2:0]   m_axi_host_awprot,
  output logic         m_axi_host_wvalid,
  input  logic         m_axi_host_wready,
  output logic [511:0] m_axi_host_wdata,
  output logic [63:0]  m_axi_host_wstrb,
  output logic         m_axi_host_wlast,
  input  logic         m_axi_host_bvalid,
  output logic         m_axi_host_bready,
  input  logic [1:0]   m_axi_host_bresp,
  output logic         m_axi_host_arvalid,
  input  logic         m_axi_host_arready,
  output logic [63:0]  m_axi_host_araddr,
  output logic [7:0]   m_axi_host_arlen,
  output logic [2:0]   m_axi_host_arsize,
  output logic [1:0]   m_axi_host_arburst,
  output logic [3:0]   m_axi_host_arcache,
  output logic [2:0]   m_axi_host_arprot,
  input  logic         m_axi_host_rvalid,
  output logic         m_axi_host_rready,
  input  logic [511:0] m_axi_host_rdata,
  input  logic [1:0]   m_axi_host_rresp,
  input  logic         m_axi_host_rlast,

  // Frames of line a, without preamble and frame check sequence; tuser with tlast: the MAC found
  // the frame bad.
  input  logic         s_axis_line_a_tvalid,
  output logic         s_axis_line_a_tready,
  input  logic [63:0]  s_axis_line_a_tdata,
  input  logic [7:0]   s_axis_line_a_tkeep,
  input  logic         s_axis_line_a_tlast,
  input  logic [0:0]   s_axis_line_a_tuser,

  // Frames of line b.
  input  logic         s_axis_line_b_tvalid,
  output logic         s_axis_line_b_tready,
  input  logic [63:0]  s_axis_line_b_tdata,
  input  logic [7:0]   s_axis_line_b_tkeep,
  input  logic         s_axis_line_b_tlast,
  input  logic [0:0]   s_axis_line_b_tuser,

  // To a feed kernel: words of either line (kernel_word) and instruments (instrument_command).
  output logic         m_axis_kernel_a_tvalid,
  input  logic         m_axis_kernel_a_tready,
  output logic [319:0] m_axis_kernel_a_tdata,
  output logic         m_axis_kernel_b_tvalid,
  input  logic         m_axis_kernel_b_tready,
  output logic [319:0] m_axis_kernel_b_tdata,
  output logic         m_axis_instrument_tvalid,
  input  logic         m_axis_instrument_tready,
  output logic [511:0] m_axis_instrument_tdata,

  // What the feed kernel gives (kernel_output).
  input  logic         s_axis_kernel_tvalid,
  output logic         s_axis_kernel_tready,
  input  logic [895:0] s_axis_kernel_tdata
);

  logic                          clk_i;
  // In reset from the first cycle on, before the register has seen ap_rst_n
  logic                          rst_i = 1'b1;
  logic                          access_valid;
  layout_pkg::csr_access_t       access;
  layout_pkg::csr_answer_t       answer;
  logic                          run;
  logic                          clear;
  logic [1:0]                    frame_valid;
  logic [1:0]                    frame_ready;
  layout_pkg::frame_word_t [1:0] frame;
  layout_pkg::host_burst_t       write_burst;
  layout_pkg::host_burst_t       read_burst;

  assign clk_i = ap_clk;
  always_ff @(posedge ap_clk) rst_i <= !ap_rst_n;

  csr_port u_csr_port (
    .clk_i, .rst_i,
    .write_address_valid_i(s_axi_control_awvalid), .write_address_ready_o(s_axi_control_awready),
    .write_address_i(s_axi_control_awaddr),
    .write_data_valid_i(s_axi_control_wvalid), .write_data_ready_o(s_axi_control_wready),
    .write_data_i(s_axi_control_wdata), .write_strobe_i(s_axi_control_wstrb),
    .write_answer_valid_o(s_axi_control_bvalid), .write_answer_ready_i(s_axi_control_bready),
    .write_answer_o(s_axi_control_bresp),
    .read_address_valid_i(s_axi_control_arvalid), .read_address_ready_o(s_axi_control_arready),
    .read_address_i(s_axi_control_araddr),
    .read_answer_valid_o(s_axi_control_rvalid), .read_answer_ready_i(s_axi_control_rready),
    .read_answer_data_o(s_axi_control_rdata), .read_answer_o(s_axi_control_rresp),
    .access_valid_o(access_valid), .access_o(access), .answer_i(answer)
  );

  line_port u_line_port_a (
    .clk_i, .rst_i, .run_i(run), .clear_i(clear),
    .word_valid_i(s_axis_line_a_tvalid), .word_ready_o(s_axis_line_a_tready),
    .word_data_i(s_axis_line_a_tdata), .word_keep_i(s_axis_line_a_tkeep),
    .word_last_i(s_axis_line_a_tlast), .word_bad_i(s_axis_line_a_tuser[0]),
    .frame_valid_o(frame_valid[0]), .frame_ready_i(frame_ready[0]), .frame_o(frame[0])
  );

  line_port u_line_port_b (
    .clk_i, .rst_i, .run_i(run), .clear_i(clear),
    .word_valid_i(s_axis_line_b_tvalid), .word_ready_o(s_axis_line_b_tready),
    .word_data_i(s_axis_line_b_tdata), .word_keep_i(s_axis_line_b_tkeep),
    .word_last_i(s_axis_line_b_tlast), .word_bad_i(s_axis_line_b_tuser[0]),
    .frame_valid_o(frame_valid[1]), .frame_ready_i(frame_ready[1]), .frame_o(frame[1])
  );

  appliance #(
    .BookCount(BookCount), .WindowLevels(WindowLevels), .OrderBanks(OrderBanks),
    .OrderBankRows(OrderBankRows), .MatchBooks(MatchBooks), .WindowOrders(WindowOrders),
    .LineBufferDepth(LineBufferDepth), .LineStalls(LineStalls)
  ) u_appliance (
    .clk_i, .rst_i,
    .access_valid_i(access_valid), .access_i(access), .answer_o(answer),
    .run_o(run), .clear_o(clear),
    .frame_valid_i(frame_valid), .frame_ready_o(frame_ready), .frame_i(frame),
    .kernel_word_valid_o({m_axis_kernel_b_tvalid, m_axis_kernel_a_tvalid}),
    .kernel_word_ready_i({m_axis_kernel_b_tready, m_axis_kernel_a_tready}),
    .kernel_word_o({m_axis_kernel_b_tdata, m_axis_kernel_a_tdata}),
    .instrument_valid_o(m_axis_instrument_tvalid), .instrument_ready_i(m_axis_instrument_tready),
    .instrument_o(m_axis_instrument_tdata),
    .kernel_output_valid_i(s_axis_kernel_tvalid), .kernel_output_ready_o(s_axis_kernel_tready),
    .kernel_output_i(s_axis_kernel_tdata),
    .write_burst_valid_o(m_axi_host_awvalid), .write_burst_ready_i(m_axi_host_awready),
    .write_burst_o(write_burst),
    .write_data_valid_o(m_axi_host_wvalid), .write_data_ready_i(m_axi_host_wready),
    .write_data_o(m_axi_host_wdata), .write_data_last_o(m_axi_host_wlast),
    .write_answer_valid_i(m_axi_host_bvalid), .write_answer_i(m_axi_host_bresp),
    .read_burst_valid_o(m_axi_host_arvalid), .read_burst_ready_i(m_axi_host_arready),
    .read_burst_o(read_burst),
    .read_data_valid_i(m_axi_host_rvalid), .read_data_ready_o(m_axi_host_rready),
    .read_data_i(m_axi_host_rdata), .read_answer_i(m_axi_host_rresp),
    .read_data_last_i(m_axi_host_rlast)
  );

  // Whole 64-byte words, in rising order, written and read with the usual permissions of a kernel.
  assign m_axi_host_awaddr  = write_burst.address;
  assign m_axi_host_awlen   = write_burst.length;
  assign m_axi_host_awsize  = 3'd6;
  assign m_axi_host_awburst = 2'b01;
  assign m_axi_host_awcache = 4'b0011;
  assign m_axi_host_awprot  = 3'b000;
  assign m_axi_host_wstrb   = '1;
  assign m_axi_host_bready  = 1'b1;
  assign m_axi_host_araddr  = read_burst.address;
  assign m_axi_host_arlen   = read_burst.length;
  assign m_axi_host_arsize  = 3'd6;
  assign m_axi_host_arburst = 2'b01;
  assign m_axi_host_arcache = 4'b0011;
  assign m_axi_host_arprot  = 3'b000;

endmodule
