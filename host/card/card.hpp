// The card, real or simulated, reached through XRT and nothing else: open, registers, records out,
// commands in.
//
// Threading: one thread; at most one simulated Card a process at a time, because XRT's emulation
//            is a property of the process.
// Hot path:  poll() only reads memory, but for one register write per quarter of the ring; post()
//            writes one slot, ring_doorbell() one register, send() both. None allocates or throws.
//            Everything else is control plane and throws CardError.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/card/card_config.hpp"
#include "host/card/card_error.hpp"
#include "host/card/command_ring.hpp"
#include "host/card/counters.hpp"
#include "host/card/record_ring.hpp"

namespace hotbook::card {

struct PollResult {
  std::size_t count = 0;
  RingFault fault = RingFault::None;  // not None: records were lost, nothing more will come
};

struct FrameCounts {
  std::uint32_t line_a = 0;
  std::uint32_t line_b = 0;
};

class Card {
 public:
  // Loads the image and compares its layout hash, and the card's, with this program's. Rings are
  // set up, the feed stopped.
  [[nodiscard]] static std::unique_ptr<Card> open(const CardOptions& options);
  ~Card();
  Card(const Card&) = delete;
  Card& operator=(const Card&) = delete;
  Card(Card&&) = delete;
  Card& operator=(Card&&) = delete;

  // A new session: feed stopped, registers set, books empty, counters zero, both rings at 0.
  void configure(const LineConfig& line_a, const LineConfig& line_b, const FeedConfig& feed);
  // Tells the feed kernel its instruments; returns when it has taken all of them. To be called
  // between configure() with Decoder::Kernel and start(): the kernel keeps what it was told over
  // sessions, until it is told to forget (instrument: all ones). Throws CardError when the card
  // refuses one (a field outside its domain), when nobody takes them, or when no kernel decodes.
  void load_instruments(std::span<const InstrumentCommand> instruments);
  // Frames are taken from now on. The first start after reset waits until the card has emptied its
  // memories.
  void start();
  // Frames are no longer taken; what is inside still comes out.
  void stop();

  // Gives new records in order to take(const Record64&), at most `count_max`.
  template <class Take>
  [[nodiscard]] PollResult poll(std::size_t count_max, Take&& take) noexcept {
    const std::size_t count = records_->poll(count_max, std::forward<Take>(take));
    if (const auto consumed = records_->consumed_to_tell(records_->slot_count() / 4))
      tell_consumed(*consumed);
    return {count, records_->fault()};
  }
  // Appends to `records`, which may allocate.
  [[nodiscard]] PollResult poll(std::vector<Record64>& records, std::size_t count_max = 65'536) {
    return poll(count_max, [&](const Record64& record) { records.push_back(record); });
  }

  // Any command of layout.toml. False when the ring is full, or the card answers nonsense or not at
  // all; check_alive() tells.
  template <class Command>
  [[nodiscard]] bool send(const Command& command) noexcept {
    return post(command) && ring_doorbell();
  }
  // The same for many: the card takes none before the doorbell rings, so that a full ring wants it
  // rung.
  template <class Command>
  [[nodiscard]] bool post(const Command& command) noexcept {
    return (!commands_->is_full() || make_room()) && commands_->push(command);
  }
  [[nodiscard]] bool ring_doorbell() noexcept;

  [[nodiscard]] std::uint32_t read(std::uint32_t address);
  void write(std::uint32_t address, std::uint32_t value);
  [[nodiscard]] Counters counters();
  [[nodiscard]] std::uint64_t cycle();

  // True when the card has seen these frames, every record of them was polled, every command
  // answered, and nothing has changed for longer than a packet may wait. To be called again,
  // between polls, until it is true.
  [[nodiscard]] bool quiet(const FrameCounts& expected);

  // Throws when nothing, or something else, answers behind the bus.
  void check_alive();

  [[nodiscard]] const std::string& uuid() const;
  [[nodiscard]] bool is_emulated() const;
  // Of the simulated card's process; empty for a real one.
  [[nodiscard]] std::string log_path() const;

 private:
  struct Xrt;
  struct QuietSample {
    std::uint64_t cycle = 0;
    std::uint32_t records = 0;
    std::uint32_t frames = 0;
    std::uint32_t progress = 0;  // of the feed
    friend bool operator==(const QuietSample&, const QuietSample&) = default;
  };

  explicit Card(std::unique_ptr<Xrt> xrt);
  void check_identity();
  void set_up_rings(const CardOptions& options);
  void restart_rings();
  void set_line(std::uint32_t base, const LineConfig& line);
  void tell_consumed(std::uint32_t consumed) noexcept;
  [[nodiscard]] bool make_room() noexcept;
  [[nodiscard]] std::uint32_t read_raw(std::uint32_t address);

  std::unique_ptr<Xrt> xrt_;
  std::optional<RecordRing> records_;
  std::optional<CommandRing> commands_;
  std::optional<QuietSample> quiet_since_;
  std::uint32_t quiet_cycles_ = 0;  // how long nothing must change
  Decoder decoder_ = Decoder::Itch;
  std::uint32_t instruments_ = 0;  // taken since the rings restarted
};

}  // namespace hotbook::card
