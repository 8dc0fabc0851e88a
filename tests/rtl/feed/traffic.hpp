// Makes seeded feed traffic: ITCH messages good and bad, MoldUDP64 packets, and the words the card
// sees of them.
//
// Threading: values and free functions.
// Hot path:  none, test code.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "sim/harness/channels.hpp"

namespace hotbook::feed_test {

using Bytes = std::vector<std::uint8_t>;
using Random = std::mt19937_64;
using Session = std::array<std::uint8_t, 10>;

inline constexpr std::uint16_t kEndOfSession = 0xffff;

// The seed of a random test: HOTBOOK_SEED, or the test's own.
[[nodiscard]] std::uint64_t seed_or(std::uint64_t own);

// HOTBOOK_SCALE times the test's own amount of input.
[[nodiscard]] std::size_t scaled(std::size_t amount);

[[nodiscard]] bool chance(Random& random, unsigned percent);

// A message of a type of ITCH 5.0: the right length, a right side, everything else random.
[[nodiscard]] Bytes whole_message(Random& random, char type);

// Mostly whole messages; some of a wrong length, an unknown type, a wrong side, or empty.
[[nodiscard]] Bytes any_message(Random& random, unsigned malformed_percent);

struct Packet {
  Session session{};
  std::uint64_t seq = 1;
  std::uint16_t message_count = 0;  // what the header claims
  std::vector<Bytes> messages;      // what stands behind it
  Bytes trailing;
  std::size_t cut_bytes = 0;  // bytes missing at the end
  bool bad = false;
  std::uint64_t rx_time_ns = 0;
};

// Messages of the packet as the receiver finds them.
struct Found {
  std::size_t start = 0;  // offset of byte 0 in the payload behind the header
  std::size_t length = 0;
  bool complete = false;  // otherwise cut, and the last one
};

[[nodiscard]] Bytes body_of(const Packet& packet);                   // behind the header
[[nodiscard]] std::vector<Found> messages_in(const Packet& packet);  // in claimed order
[[nodiscard]] bool has_trailing(const Packet& packet);
[[nodiscard]] channel::PacketHeader header_of(const Packet& packet);

// The words mold_unpack makes of a packet whose body begins at this lane, 1 to 8, of the word that
// ends its header.
[[nodiscard]] std::vector<channel::MessageWord> message_words(const Packet& packet,
                                                              std::size_t lane);

// The words eth makes of it when its payload begins at this lane, 0 to 7. padding: words of the
// frame behind the payload.
[[nodiscard]] std::vector<channel::PacketWord> packet_words(const Packet& packet, std::size_t lane,
                                                            std::size_t padding);

// Writes a channel's word into one of several of its kind that share a port.
template <class Bits, class Word>
void store_at(Bits& port, std::size_t index, const Word& word) {
  std::array<std::uint32_t, (Word::kBits + 31) / 32> image{};
  word.store(image);
  for (std::size_t bit = 0; bit < Word::kBits; bit += 32) {
    const std::size_t width = Word::kBits - bit < 32 ? Word::kBits - bit : 32;
    sim::store_bits(port, index * Word::kBits + bit, width, image[bit / 32]);
  }
}

template <class Word, class Bits>
[[nodiscard]] Word load_at(const Bits& port, std::size_t index) {
  const std::uint64_t value = sim::load_bits(port, index * Word::kBits, Word::kBits);
  return Word::load(value);
}

}  // namespace hotbook::feed_test
