#include "tests/rtl/top/card_bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "Vappliance_kernel_v___024root.h"
#include "sim/harness/clock.hpp"
#include "sim/harness/coverage.hpp"

namespace hotbook::test {

CardBench::CardBench(std::uint64_t seed, const BusTraits& bus)
    : write_bus_{memory_, seed, bus},
      read_bus_{memory_, seed + 100, bus},
      context_{sim::random_context()},
      top_{std::make_unique<Vappliance_kernel_v>(context_.get())} {
  top_->ap_clk = 0;
  top_->ap_rst_n = 0;
  top_->s_axi_control_awvalid = top_->s_axi_control_wvalid = top_->s_axi_control_arvalid = 0;
  top_->s_axi_control_bready = top_->s_axi_control_rready = 0;
  top_->m_axis_kernel_a_tready = top_->m_axis_kernel_b_tready = 0;
  top_->m_axis_instrument_tready = top_->s_axis_kernel_tvalid = 0;
  run(8);
  top_->ap_rst_n = 1;
  cycle();
  // Before reset everything was random.
  update_cycles.clear();
  venue_cycles.clear();
  record_waits = 0;
}

CardBench::~CardBench() {
  top_->final();
  sim::write_coverage(*context_);
}

void CardBench::open() {
  run(kSweepCycles + 16);
  set(kControlRun, 0);
  set(kControlCycleTime, 1U << 24);
  const auto set_place = [this](std::uint32_t low, std::uint64_t address) {
    set(low, static_cast<std::uint32_t>(address));
    set(low + 4, static_cast<std::uint32_t>(address >> 32));
  };
  set_place(kRingRecordBaseLow, record_base);
  set(kRingRecordSlotsLog2, kSlotsLog2);
  set_place(kRingRecordStatusLow, status);
  set_place(kRingCommandBaseLow, command_base);
  set(kRingCommandSlotsLog2, command_slots_log2);
  set(kLineAEnable, 1);
  set(kLineBEnable, 1);
  set(kRingEnable, 1);
  set(kControlRun, 1);
}

void CardBench::set_line(unsigned line, bool valid, std::uint64_t data, std::uint8_t keep,
                         bool last, bool bad) {
  if (line == 0) {
    top_->s_axis_line_a_tvalid = valid;
    top_->s_axis_line_a_tdata = data;
    top_->s_axis_line_a_tkeep = keep;
    top_->s_axis_line_a_tlast = last;
    top_->s_axis_line_a_tuser = bad;
  } else {
    top_->s_axis_line_b_tvalid = valid;
    top_->s_axis_line_b_tdata = data;
    top_->s_axis_line_b_tkeep = keep;
    top_->s_axis_line_b_tlast = last;
    top_->s_axis_line_b_tuser = bad;
  }
}

void CardBench::drive_line(unsigned line) {
  LineDriver& driver = lines[line];
  const bool has =
      !driver.frames.empty() && (driver.word != 0 || driver.frames.front().not_before <= cycle_);
  driver.offered = has && (driver.offered || !driver.held);
  if (!driver.offered) {
    set_line(line, false, 0x5555'5555'5555'5555, 0xff, true, true);
    return;
  }
  const LineFrame& frame = driver.frames.front();
  const std::size_t at = 8 * driver.word;
  const std::size_t count = std::min<std::size_t>(8, frame.bytes.size() - at);
  std::uint64_t data = 0xeeee'eeee'eeee'eeee;
  std::memcpy(&data, frame.bytes.data() + at, count);
  const bool last = at + count == frame.bytes.size();
  const auto keep = static_cast<std::uint8_t>((0xffU >> (8 - count)) ^ driver.keep_damage);
  set_line(line, true, data, keep, last, last ? frame.bad : (driver.word & 1U) != 0);
}

void CardBench::sample_line(unsigned line, bool ready) {
  LineDriver& driver = lines[line];
  if (!driver.offered) return;
  if (!ready) {
    driver.stalled = true;
    return;
  }
  driver.offered = false;
  driver.keep_damage = 0;
  if (driver.word == 0) driver.sent.emplace_back();
  driver.sent.back().word_cycles.push_back(cycle_);
  ++driver.word;
  if (8 * driver.word >= driver.frames.front().bytes.size()) {
    driver.frames.pop_front();
    driver.word = 0;
  }
}

void CardBench::cycle() {
  drive_line(0);
  drive_line(1);
  write_bus_.drive();
  top_->m_axi_host_awready = write_bus_.burst_ready;
  top_->m_axi_host_wready = write_bus_.data_ready;
  top_->m_axi_host_bvalid = write_bus_.answer_valid;
  top_->m_axi_host_bresp = write_bus_.answer;
  read_bus_.drive();
  top_->m_axi_host_arready = read_bus_.burst_ready;
  top_->m_axi_host_rvalid = read_bus_.data_valid;
  set_word(top_->m_axi_host_rdata, read_bus_.data);
  top_->m_axi_host_rresp = read_bus_.answer;
  top_->m_axi_host_rlast = read_bus_.last;
  card::drive_kernel_output(*top_, kernel);
  top_->eval();
  if (top_->ap_rst_n) {
    card::cycle_kernel(*top_, kernel);
    top_->eval();
  }

  sample_line(0, top_->s_axis_line_a_tready != 0);
  sample_line(1, top_->s_axis_line_b_tready != 0);
  const auto* root = top_->rootp;
  if (root->appliance_kernel__DOT__u_appliance__DOT__book_valid) {
    if (root->appliance_kernel__DOT__u_appliance__DOT__book_ready)
      update_cycles.push_back(cycle_);
    else
      ++record_waits;
  }
  if (root->appliance_kernel__DOT__u_appliance__DOT__venue_valid &&
      root->appliance_kernel__DOT__u_appliance__DOT__venue_ready) {
    venue_cycles.push_back(cycle_);
  }
  if (top_->ap_rst_n) {
    EXPECT_TRUE(!top_->m_axi_host_bvalid || top_->m_axi_host_bready);
    EXPECT_TRUE(!top_->m_axi_host_wvalid || top_->m_axi_host_wstrb == ~std::uint64_t{0});
    EXPECT_TRUE(!top_->m_axi_host_awvalid ||
                (top_->m_axi_host_awsize == 6 && top_->m_axi_host_awburst == 1));
    EXPECT_TRUE(!top_->m_axi_host_arvalid ||
                (top_->m_axi_host_arsize == 6 && top_->m_axi_host_arburst == 1));
    write_bus_.sample(
        top_->m_axi_host_awvalid != 0, {top_->m_axi_host_awaddr, top_->m_axi_host_awlen + 1U},
        top_->m_axi_host_wvalid != 0, word_of(top_->m_axi_host_wdata), top_->m_axi_host_wlast != 0);
    read_bus_.sample(top_->m_axi_host_arvalid != 0,
                     {top_->m_axi_host_araddr, top_->m_axi_host_arlen + 1U},
                     top_->m_axi_host_rready != 0);
    write_bus_.answered.clear();
  }
  top_->ap_clk = 1;
  top_->eval();
  top_->ap_clk = 0;
  context_->timeInc(1);
  ++cycle_;
}

CardBench::Answer CardBench::read(std::uint32_t address) {
  top_->s_axi_control_arvalid = 1;
  top_->s_axi_control_araddr = static_cast<std::uint16_t>(address);
  top_->s_axi_control_rready = 1;
  for (unsigned i = 0; i < 100; ++i) {
    top_->eval();
    const bool taken = top_->s_axi_control_arvalid && top_->s_axi_control_arready;
    const Answer answer{top_->s_axi_control_rdata, top_->s_axi_control_rresp};
    const bool answered = top_->s_axi_control_rvalid != 0;
    cycle();
    if (taken) top_->s_axi_control_arvalid = 0;
    if (answered) return answer;
  }
  ADD_FAILURE() << "register read is not answered: " << std::hex << address;
  return {0, 3};
}

unsigned CardBench::write(std::uint32_t address, std::uint32_t data) {
  top_->s_axi_control_awvalid = top_->s_axi_control_wvalid = 1;
  top_->s_axi_control_awaddr = static_cast<std::uint16_t>(address);
  top_->s_axi_control_wdata = data;
  top_->s_axi_control_wstrb = 15;
  top_->s_axi_control_bready = 1;
  for (unsigned i = 0; i < 100; ++i) {
    top_->eval();
    const bool taken = top_->s_axi_control_awvalid && top_->s_axi_control_awready;
    const unsigned response = top_->s_axi_control_bresp;
    const bool answered = top_->s_axi_control_bvalid != 0;
    cycle();
    if (taken) top_->s_axi_control_awvalid = top_->s_axi_control_wvalid = 0;
    if (answered) return response;
  }
  ADD_FAILURE() << "register write is not answered: " << std::hex << address;
  return 3;
}

std::uint32_t CardBench::get(std::uint32_t address) {
  const Answer answer = read(address);
  EXPECT_EQ(answer.response, 0U) << std::hex << address;
  return answer.data;
}

void CardBench::set(std::uint32_t address, std::uint32_t data) {
  EXPECT_EQ(write(address, data), 0U) << std::hex << address;
}

void CardBench::read_ring(bool consume) {
  constexpr std::uint64_t kSlots = std::uint64_t{1} << kSlotsLog2;
  const std::uint64_t written = memory_.load<RingStatus>(status).written;
  ASSERT_LE(written - consumed_, kSlots);
  for (; read_records_ < written; ++read_records_) {
    const std::uint64_t address = record_base + 64 * (read_records_ % kSlots);
    const auto update = memory_.load<BookUpdate>(address);
    ASSERT_EQ(update.record_seq, static_cast<std::uint16_t>(read_records_));
    is_update.push_back(update.kind != RecordKind::VenueMessage);
    if (is_update.back())
      updates.push_back(update);
    else
      venues.push_back(memory_.load<VenueMessage>(address));
  }
  if (consume && read_records_ - consumed_ >= kSlots / 2) {
    consumed_ = read_records_;
    set(kRingRecordConsumed, static_cast<std::uint32_t>(consumed_));
  }
}

void CardBench::drain(std::uint64_t cycles_max) {
  const std::uint64_t end = cycle_ + cycles_max;
  while (!lines[0].frames.empty() || !lines[1].frames.empty()) {
    run(16);
    read_ring();
    ASSERT_FALSE(testing::Test::HasFatalFailure());
    ASSERT_LT(cycle_, end) << "the card stands still";
  }
  // Nothing waits longer than a flush and the bus.
  for (unsigned quiet = 0; quiet < 2000; quiet += 16) {
    const std::uint64_t before = read_records_;
    run(16);
    read_ring();
    if (read_records_ != before) quiet = 0;
  }
}

void CardBench::send_commands(std::span<const RefillCommand> commands) {
  for (const RefillCommand& command : commands) {
    memory_.store(command_base + 64ULL * (commands_ % (1U << command_slots_log2)), command);
    ++commands_;
  }
  set(kRingCommandProduced, commands_);
}

void CardBench::restart_rings() {
  set(kRingEnable, 0);
  run(1000);  // whatever is under way
  read_records_ = consumed_ = 0;
  commands_ = 0;
  memory_.write(status, Word{});
  set(kRingRecordConsumed, 0);
  set(kRingCommandProduced, 0);
  set(kRingEnable, 1);
}

void CardBench::send(unsigned line, std::span<const std::uint8_t> bytes, bool bad,
                     std::uint64_t not_before) {
  lines[line].frames.push_back({{bytes.begin(), bytes.end()}, bad, not_before});
}

}  // namespace hotbook::test
