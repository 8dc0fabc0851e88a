// The whole card with everything around it: a host that writes registers and reads the record ring,
// and two lines.
//
// Threading: one test, one thread.
// Hot path:  none; it is a model.

#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "Vappliance_kernel_v.h"
#include "host/domain/layout.hpp"
#include "sim/card/feed_kernel.hpp"
#include "tests/rtl/pcie/host_memory.hpp"

namespace hotbook::test {

// A frame as it goes over a line.
struct LineFrame {
  std::vector<std::uint8_t> bytes;
  bool bad = false;
  std::uint64_t not_before = 0;  // cycle
};

// When a frame's words were at the card's edge.
struct SentFrame {
  std::vector<std::uint64_t> word_cycles;
  [[nodiscard]] std::uint64_t cycle_of_byte(std::size_t offset) const {
    return word_cycles.at(offset / 8);
  }
};

struct LineDriver {
  std::deque<LineFrame> frames;
  std::vector<SentFrame> sent;  // the last may be under way
  std::size_t word = 0;         // of the first frame
  bool stalled =
      false;  // a word was offered and not taken, at least once since a test set this to false
  bool held = false;  // the line offers nothing new
  bool offered = false;
  std::uint8_t keep_damage = 0;  // xor of the next word's keep; a MAC does not do this
};

class CardBench {
 public:
  static constexpr std::uint64_t kSweepCycles = 4096;  // rows of the test card's deepest memory
  static constexpr unsigned kSlotsLog2 = 12;

  explicit CardBench(std::uint64_t seed = 1,
                     const BusTraits& bus = {.answer_delay_min = 100, .answer_delay_max = 100});
  ~CardBench();
  CardBench(const CardBench&) = delete;
  CardBench& operator=(const CardBench&) = delete;

  // Waits for the sweep after reset, sets both lines and rings up as a host does, and lets frames
  // in. One cycle counts as 1 ns.
  void open();

  void cycle();
  void run(std::uint64_t cycles) {
    while (cycles-- != 0) cycle();
  }
  // Until the lines are empty and every record has been read; a card that stands still fails the
  // test.
  void drain(std::uint64_t cycles_max = 2'000'000);

  // Register accesses; they take cycles in which everything else goes on. Response 0 is OKAY, 2 is
  // SLVERR.
  struct Answer {
    std::uint32_t data;
    unsigned response;
  };
  Answer read(std::uint32_t address);
  unsigned write(std::uint32_t address, std::uint32_t data);
  [[nodiscard]] std::uint32_t get(std::uint32_t address);
  void set(std::uint32_t address, std::uint32_t data);

  // The host's part of the ring: takes what the status covers, and tells the card when half of the
  // ring is read.
  void read_ring(bool consume = true);
  template <class Command>
  void send_command(const Command& command) {
    static_assert(sizeof command == 64);
    memory_.store(command_base + 64ULL * (commands_ % (1U << command_slots_log2)), command);
    set(kRingCommandProduced, ++commands_);
  }
  void send_commands(std::span<const RefillCommand> commands);  // one doorbell for all of them
  // Stops the rings and starts them from number 0.
  void restart_rings();

  void send(unsigned line, std::span<const std::uint8_t> bytes, bool bad = false,
            std::uint64_t not_before = 0);

  [[nodiscard]] std::uint64_t now() const { return cycle_; }
  [[nodiscard]] Vappliance_kernel_v& top() { return *top_; }
  [[nodiscard]] WriteBus& write_bus() { return write_bus_; }
  [[nodiscard]] ReadBus& read_bus() { return read_bus_; }

  // Where the rings lie; to be changed before open().
  std::uint64_t record_base = 0x0000'0020'0000'0000;
  std::uint64_t status = 0x0000'0020'4000'0000;
  std::uint64_t command_base = 0x0000'0020'5000'0000;
  unsigned command_slots_log2 = 6;

  card::KernelStreams kernel;  // nobody, unless a test says otherwise
  std::array<LineDriver, 2> lines;
  std::vector<BookUpdate> updates;  // in the order of the ring
  std::vector<VenueMessage> venues;
  std::vector<bool> is_update;               // of every record of the ring
  std::vector<std::uint64_t> update_cycles;  // when each left the books
  std::vector<std::uint64_t> venue_cycles;
  std::uint64_t record_waits = 0;  // cycles in which a record of the books was not taken

 private:
  void drive_line(unsigned line);
  void sample_line(unsigned line, bool ready);
  void set_line(unsigned line, bool valid, std::uint64_t data, std::uint8_t keep, bool last,
                bool bad);

  Memory memory_;
  WriteBus write_bus_;
  ReadBus read_bus_;
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Vappliance_kernel_v> top_;
  std::uint64_t cycle_ = 0;
  std::uint64_t read_records_ = 0;
  std::uint64_t consumed_ = 0;
  std::uint32_t commands_ = 0;
};

}  // namespace hotbook::test
