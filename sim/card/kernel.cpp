#include "sim/card/kernel.hpp"

#include <cstring>
#include <span>

namespace hotbook::card {

namespace {

// A Verilated 512-bit pin is 16 words of 32 bits, least significant first: on this host, the bytes
// in lane order.
using Word = std::span<const std::uint8_t, AxiSlave::kWordBytes>;
static_assert(sizeof(Vcard_kernel::m_axi_host_wdata) == AxiSlave::kWordBytes);

}  // namespace

Kernel::Kernel(CardMemory& memory, LinePort line_a, LinePort line_b, KernelStreams feed_kernel)
    : top_{std::make_unique<Vcard_kernel>(&context_)},
      axi_{memory},
      line_a_{std::move(line_a)},
      line_b_{std::move(line_b)},
      feed_kernel_{std::move(feed_kernel)} {
  top_->ap_clk = 0;
  top_->ap_rst_n = 0;
  for (int i = 0; i < kResetCycles; ++i) tick();
  top_->ap_rst_n = 1;
  for (int i = 0; i < kResetCycles; ++i) tick();
}

Kernel::~Kernel() {
  top_->final();
}

void Kernel::drive_memory() {
  auto& top = *top_;
  top.m_axi_host_awready = axi_.takes_write_address();
  top.m_axi_host_wready = axi_.takes_write_data();
  top.m_axi_host_bvalid = axi_.has_write_answer();
  if (axi_.has_write_answer())
    top.m_axi_host_bresp = static_cast<std::uint8_t>(axi_.write_answer());
  top.m_axi_host_arready = axi_.takes_read_address();
  top.m_axi_host_rvalid = axi_.has_read_word();
  if (axi_.has_read_word()) {
    std::memcpy(&top.m_axi_host_rdata, axi_.read_word().data(), AxiSlave::kWordBytes);
    top.m_axi_host_rresp = static_cast<std::uint8_t>(axi_.read_answer());
    top.m_axi_host_rlast = axi_.read_is_last();
  }
}

// Before the clock edge: what this cycle's handshakes are. Answers leave before new bursts enter.
bool Kernel::sample_memory() {
  auto& top = *top_;
  if (top.m_axi_host_bvalid && top.m_axi_host_bready) axi_.pop_write_answer();
  if (top.m_axi_host_rvalid && top.m_axi_host_rready) axi_.pop_read_word();
  const bool is_asking = top.m_axi_host_awvalid || top.m_axi_host_wvalid || top.m_axi_host_arvalid;
  if (!is_asking) return !axi_.is_idle();
  if (top.m_axi_host_awvalid && top.m_axi_host_awready) {
    axi_.write_address(top.m_axi_host_awaddr, top.m_axi_host_awlen);
  }
  if (top.m_axi_host_wvalid && top.m_axi_host_wready) {
    std::array<std::uint8_t, AxiSlave::kWordBytes> word;
    std::memcpy(word.data(), &top.m_axi_host_wdata, word.size());
    axi_.write_data(word, top.m_axi_host_wstrb, top.m_axi_host_wlast);
  }
  if (top.m_axi_host_arvalid && top.m_axi_host_arready) {
    axi_.read_address(top.m_axi_host_araddr, top.m_axi_host_arlen);
  }
  return true;
}

bool Kernel::tick() {
  auto& top = *top_;
  const bool a_valid = line_a_.offers(cycle_);
  const bool b_valid = line_b_.offers(cycle_);
  top.s_axis_line_a_tvalid = a_valid;
  if (a_valid) {
    const LineWord& word = line_a_.word();
    top.s_axis_line_a_tdata = word.data;
    top.s_axis_line_a_tkeep = word.keep;
    top.s_axis_line_a_tlast = word.is_last;
    top.s_axis_line_a_tuser = word.is_bad;
  }
  top.s_axis_line_b_tvalid = b_valid;
  if (b_valid) {
    const LineWord& word = line_b_.word();
    top.s_axis_line_b_tdata = word.data;
    top.s_axis_line_b_tkeep = word.keep;
    top.s_axis_line_b_tlast = word.is_last;
    top.s_axis_line_b_tuser = word.is_bad;
  }
  drive_memory();
  drive_kernel_output(top, feed_kernel_);
  top.ap_clk = 0;
  top.eval();
  const bool kernel_is_busy = top.ap_rst_n && cycle_kernel(top, feed_kernel_);
  if (feed_kernel_.is_there()) top.eval();

  const bool takes_a = a_valid && top.s_axis_line_a_tready && top.ap_rst_n;
  const bool takes_b = b_valid && top.s_axis_line_b_tready && top.ap_rst_n;
  const bool memory_is_busy = top.ap_rst_n && sample_memory();
  top.ap_clk = 1;
  top.eval();
  context_.timeInc(1);
  if (takes_a) line_a_.taken(cycle_);
  if (takes_b) line_b_.taken(cycle_);
  ++cycle_;
  return takes_a || takes_b || kernel_is_busy || memory_is_busy;
}

std::optional<std::uint32_t> Kernel::read_register(std::uint32_t address) {
  auto& top = *top_;
  top.s_axi_control_araddr = static_cast<std::uint16_t>(address);
  top.s_axi_control_arvalid = 1;
  top.s_axi_control_rready = 1;
  std::optional<std::uint32_t> value;
  bool is_answered = false;
  for (std::uint64_t i = 0; i < kLiteCyclesMax && !is_answered; ++i) {
    // The clock is high here; settling shows what the coming edge will see.
    top.eval();
    const bool address_taken = top.s_axi_control_arvalid && top.s_axi_control_arready;
    is_answered = top.s_axi_control_rvalid;
    if (is_answered && top.s_axi_control_rresp == 0) value = top.s_axi_control_rdata;
    tick();
    if (address_taken) top.s_axi_control_arvalid = 0;
  }
  top.s_axi_control_arvalid = 0;
  top.s_axi_control_rready = 0;
  return value;
}

bool Kernel::write_register(std::uint32_t address, std::uint32_t value) {
  auto& top = *top_;
  top.s_axi_control_awaddr = static_cast<std::uint16_t>(address);
  top.s_axi_control_awvalid = 1;
  top.s_axi_control_wdata = value;
  top.s_axi_control_wstrb = 0xf;
  top.s_axi_control_wvalid = 1;
  top.s_axi_control_bready = 1;
  bool is_answered = false;
  bool is_okay = false;
  for (std::uint64_t i = 0; i < kLiteCyclesMax && !is_answered; ++i) {
    top.eval();
    const bool address_taken = top.s_axi_control_awvalid && top.s_axi_control_awready;
    const bool data_taken = top.s_axi_control_wvalid && top.s_axi_control_wready;
    is_answered = top.s_axi_control_bvalid;
    is_okay = is_answered && top.s_axi_control_bresp == 0;
    tick();
    if (address_taken) top.s_axi_control_awvalid = 0;
    if (data_taken) top.s_axi_control_wvalid = 0;
  }
  top.s_axi_control_awvalid = 0;
  top.s_axi_control_wvalid = 0;
  top.s_axi_control_bready = 0;
  return is_okay;
}

}  // namespace hotbook::card
