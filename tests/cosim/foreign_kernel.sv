// A card with Hotbook's magic but another version's layout: every other register reads 0x5eed5eed.
//
// Latency       1 cycle, address to answer.
// Throughput    one access in 2 cycles.
// Backpressure  an access waits for the answer before it.
// Reset         no answer is offered.

module foreign_kernel (
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

  // Host memory, never used.
  output logic         m_axi_host_awvalid,
  input  logic         m_axi_host_awready,
  output logic [63:0]  m_axi_host_awaddr,
  output logic [7:0]   m_axi_host_awlen,
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
  input  logic         m_axi_host_rvalid,
  output logic         m_axi_host_rready,
  input  logic [511:0] m_axi_host_rdata,
  input  logic [1:0]   m_axi_host_rresp,
  input  logic         m_axi_host_rlast,

  // Lines, never taken.
  input  logic         s_axis_line_a_tvalid,
  output logic         s_axis_line_a_tready,
  input  logic [63:0]  s_axis_line_a_tdata,
  input  logic [7:0]   s_axis_line_a_tkeep,
  input  logic         s_axis_line_a_tlast,
  input  logic [0:0]   s_axis_line_a_tuser,
  input  logic         s_axis_line_b_tvalid,
  output logic         s_axis_line_b_tready,
  input  logic [63:0]  s_axis_line_b_tdata,
  input  logic [7:0]   s_axis_line_b_tkeep,
  input  logic         s_axis_line_b_tlast,
  input  logic [0:0]   s_axis_line_b_tuser,

  // Feed kernel, never spoken to.
  output logic         m_axis_kernel_a_tvalid,
  input  logic         m_axis_kernel_a_tready,
  output logic [319:0] m_axis_kernel_a_tdata,
  output logic         m_axis_kernel_b_tvalid,
  input  logic         m_axis_kernel_b_tready,
  output logic [319:0] m_axis_kernel_b_tdata,
  output logic         m_axis_instrument_tvalid,
  input  logic         m_axis_instrument_tready,
  output logic [511:0] m_axis_instrument_tdata,
  input  logic         s_axis_kernel_tvalid,
  output logic         s_axis_kernel_tready,
  input  logic [895:0] s_axis_kernel_tdata
);

  assign s_axi_control_arready = !s_axi_control_rvalid;
  assign s_axi_control_rresp   = 2'b00;
  assign s_axi_control_awready = !s_axi_control_bvalid && s_axi_control_awvalid
                                 && s_axi_control_wvalid;
  assign s_axi_control_wready  = s_axi_control_awready;
  assign s_axi_control_bresp   = 2'b00;

  always_ff @(posedge ap_clk) begin
    if (s_axi_control_arvalid && s_axi_control_arready) begin
      s_axi_control_rvalid <= 1'b1;
      s_axi_control_rdata  <= 32'h5eed_5eed;
      if (s_axi_control_araddr == layout_pkg::ControlMagicAddr) begin
        s_axi_control_rdata <= layout_pkg::ControlMagicReset;
      end
    end else if (s_axi_control_rready) begin
      s_axi_control_rvalid <= 1'b0;
    end
    if (s_axi_control_awready) s_axi_control_bvalid <= 1'b1;
    else if (s_axi_control_bready) s_axi_control_bvalid <= 1'b0;
    if (!ap_rst_n) begin
      s_axi_control_rvalid <= 1'b0;
      s_axi_control_bvalid <= 1'b0;
    end
  end

  assign m_axis_kernel_a_tvalid   = 1'b0;
  assign m_axis_kernel_a_tdata    = '0;
  assign m_axis_kernel_b_tvalid   = 1'b0;
  assign m_axis_kernel_b_tdata    = '0;
  assign m_axis_instrument_tvalid = 1'b0;
  assign m_axis_instrument_tdata  = '0;
  assign s_axis_kernel_tready     = 1'b0;

  assign m_axi_host_awvalid   = 1'b0;
  assign m_axi_host_awaddr    = '0;
  assign m_axi_host_awlen     = '0;
  assign m_axi_host_wvalid    = 1'b0;
  assign m_axi_host_wdata     = '0;
  assign m_axi_host_wstrb     = '0;
  assign m_axi_host_wlast     = 1'b0;
  assign m_axi_host_bready    = 1'b1;
  assign m_axi_host_arvalid   = 1'b0;
  assign m_axi_host_araddr    = '0;
  assign m_axi_host_arlen     = '0;
  assign m_axi_host_rready    = 1'b1;
  assign s_axis_line_a_tready = 1'b0;
  assign s_axis_line_b_tready = 1'b0;

  logic unused;
  assign unused = ^{s_axi_control_awaddr, s_axi_control_wdata, s_axi_control_wstrb,
                    m_axi_host_awready, m_axi_host_wready, m_axi_host_bvalid, m_axi_host_bresp,
                    m_axi_host_arready, m_axi_host_rvalid, m_axi_host_rdata, m_axi_host_rresp,
                    m_axi_host_rlast, s_axis_line_a_tvalid, s_axis_line_a_tdata,
                    s_axis_line_a_tkeep, s_axis_line_a_tlast, s_axis_line_a_tuser,
                    s_axis_line_b_tvalid, s_axis_line_b_tdata, s_axis_line_b_tkeep,
                    s_axis_line_b_tlast, s_axis_line_b_tuser, m_axis_kernel_a_tready,
                    m_axis_kernel_b_tready, m_axis_instrument_tready, s_axis_kernel_tvalid,
                    s_axis_kernel_tdata};

endmodule
