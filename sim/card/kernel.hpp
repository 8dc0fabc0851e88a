// The Verilated card with everything its pins see: clock, registers' bus, memory, two network ports
// and the feed kernel.
//
// Threading: one thread.
// Hot path:  tick() allocates nothing; a burst to host memory waits for the host's answer.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "Vcard_kernel.h"
#include "sim/card/axi_slave.hpp"
#include "sim/card/feed_kernel.hpp"
#include "sim/card/line_port.hpp"
#include "verilated.h"

namespace hotbook::card {

class Kernel {
 public:
  Kernel(CardMemory& memory, LinePort line_a, LinePort line_b, KernelStreams feed_kernel);
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;
  Kernel(Kernel&&) = delete;
  Kernel& operator=(Kernel&&) = delete;

  // One clock cycle. True when a word moved on a line or to or from the feed kernel, or the memory
  // bus was in use.
  bool tick();

  // One AXI4-Lite access; nothing (false) when the card did not answer OKAY within kLiteCyclesMax.
  [[nodiscard]] std::optional<std::uint32_t> read_register(std::uint32_t address);
  [[nodiscard]] bool write_register(std::uint32_t address, std::uint32_t value);

  [[nodiscard]] std::uint64_t cycle() const { return cycle_; }
  [[nodiscard]] LinePort& line_a() { return line_a_; }
  [[nodiscard]] LinePort& line_b() { return line_b_; }
  [[nodiscard]] const std::string& bus_error() const { return axi_.error(); }

 private:
  static constexpr std::uint64_t kLiteCyclesMax = 100'000;
  static constexpr int kResetCycles = 16;

  void drive_memory();
  bool sample_memory();

  VerilatedContext context_;
  std::unique_ptr<Vcard_kernel> top_;
  AxiSlave axi_;
  LinePort line_a_;
  LinePort line_b_;
  KernelStreams feed_kernel_;
  std::uint64_t cycle_ = 0;
};

}  // namespace hotbook::card
