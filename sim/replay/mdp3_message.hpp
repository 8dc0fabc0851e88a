// Builds messages and packets of CME's MDP 3.0 field by field, for generators and tests. Offsets
// and block lengths are those of schema 1 version 9, typed by hand.
//
// Threading: one thread.
// Hot path:  never.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hotbook::replay {

inline constexpr std::int64_t kMdp3NoPrice = 0x7fffffffffffffff;
inline constexpr std::uint32_t kMdp3NoQuantity = 0x7fffffff;

// MDUpdateAction.
enum class Mdp3Action : std::uint8_t { New, Change, Delete, DeleteThru, DeleteFrom, Overlay };

class Mdp3Message {
 public:
  Mdp3Message(std::uint16_t template_id, std::uint16_t version, std::size_t block_bytes);

  // A field of the root block.
  Mdp3Message& root(std::size_t offset, std::size_t width, std::uint64_t value);

  // A group follows; its dimension has 3 bytes, or 8 where it is aligned.
  Mdp3Message& group(std::size_t block_bytes, bool aligned = false);

  // A further entry of the group, and a field of it.
  Mdp3Message& entry();
  Mdp3Message& put(std::size_t offset, std::size_t width, std::uint64_t value);

  // With MsgSize in front.
  [[nodiscard]] const std::vector<std::uint8_t>& bytes();

 private:
  void store(std::size_t at, std::size_t width, std::uint64_t value);

  std::vector<std::uint8_t> bytes_;
  std::size_t entry_bytes_ = 0;
  std::size_t count_at_ = 0;
  std::size_t entry_at_ = 0;
};

// An entry of the books of levels.
struct Mdp3LevelEntry {
  std::int64_t price = kMdp3NoPrice;  // in the template's units
  std::uint32_t quantity = kMdp3NoQuantity;
  std::uint32_t security = 0;
  std::uint32_t rpt_seq = 0;
  std::uint32_t orders = 0;
  std::uint8_t level = 0;
  Mdp3Action action = Mdp3Action::New;
  char type = '0';
};

// An order of the books of orders; reference: which level entry it belongs to, from 1.
struct Mdp3OrderEntry {
  std::uint64_t order_id = 0;
  std::uint64_t priority = 0;
  std::int64_t price = kMdp3NoPrice;
  std::uint32_t quantity = kMdp3NoQuantity;
  std::uint32_t security = 0;
  Mdp3Action action = Mdp3Action::New;
  char type = '0';
  std::uint8_t reference = 0;
};

// Template 46, or 32 below version 9; orders are left out below version 7.
[[nodiscard]] Mdp3Message mdp3_book(std::uint16_t version, std::uint64_t time_ns,
                                    std::span<const Mdp3LevelEntry> levels,
                                    std::span<const Mdp3OrderEntry> orders = {});
// Template 47, or 43 below version 9.
[[nodiscard]] Mdp3Message mdp3_orders(std::uint16_t version, std::uint64_t time_ns,
                                      std::span<const Mdp3OrderEntry> orders);

// A packet's header; messages are put behind it.
[[nodiscard]] std::vector<std::uint8_t> mdp3_packet(std::uint32_t seq, std::uint64_t sending_ns);
void append_message(std::vector<std::uint8_t>& packet, Mdp3Message message);

}  // namespace hotbook::replay
