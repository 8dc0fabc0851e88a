// Serves the shim's calls and lets the card's clock run: while anything moves, and never while
// nothing can.
//
// Threading: one thread.
// Hot path:  between calls only ticks; the sockets are looked at every kTicksBetweenPolls cycles.

#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "sim/card/kernel.hpp"
#include "sim/card/shim_socket.hpp"

namespace hotbook::card {

class CardServer {
 public:
  enum class Outcome : std::uint8_t { Closed, HostGone, Malformed };

  CardServer(Kernel& kernel, CardMemory& memory, ShimSocket& shim, HostSocket& host,
             CallProgress& progress)
      : kernel_{kernel}, memory_{memory}, shim_{shim}, host_{host}, progress_{progress} {}

  // Until the host closes the card, which is then answered, or is gone.
  [[nodiscard]] Outcome serve();

  // key=value words: cycles, rates, what the ports sent.
  [[nodiscard]] std::string report();

 private:
  static constexpr std::uint64_t kTicksBetweenPolls = 16;
  // After the last movement the clock runs on this long, so that every timer of the card that can
  // end a wait ends.
  static constexpr std::uint64_t kIdleCyclesMin = 131'072;
  static constexpr std::uint64_t kIdleCyclesMax = 16'777'216;
  static constexpr int kIdlePollMs = 50;

  void run_clock();
  [[nodiscard]] bool wait_for_call();
  void answer(const ShimSocket::Call& call);
  void answer_copy(std::uint32_t opcode);
  void read_registers(std::uint64_t address, std::uint64_t size);
  void write_registers(std::uint64_t address, std::span<const std::uint8_t> data);

  Kernel& kernel_;
  CardMemory& memory_;
  ShimSocket& shim_;
  HostSocket& host_;
  CallProgress& progress_;
  WireMessage message_;
  WireWriter body_;
  std::string malformed_;
  std::uint64_t idle_cycles_ = 0;
  std::uint64_t idle_cycles_limit_ = kIdleCyclesMin;
  std::uint64_t calls_ = 0;
  std::chrono::steady_clock::duration clock_time_{};  // spent in run_clock()
  std::uint64_t clock_cycles_ = 0;
};

}  // namespace hotbook::card
