// Moves whole layouts and byte fields between their C++ forms and the ports of layout_probe.
//
// Threading: none; plain functions of a test.
// Hot path:  none.

#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "host/domain/layout.hpp"
#include "sim/harness/bits.hpp"
#include "sim/harness/channels.hpp"

namespace hotbook::layout_test {

template <class Record, class Random>
Record random_record(Random& random) {
  std::array<std::uint8_t, sizeof(Record)> image;
  for (std::uint8_t& byte : image) byte = static_cast<std::uint8_t>(random());
  Record record;
  std::memcpy(&record, image.data(), sizeof record);
  return record;
}

// Channel fields are 64-bit integers here; the caller cuts them to their width.
template <class Channel, class Random>
Channel random_channel(Random& random) {
  std::array<std::uint32_t, (Channel::kBits + 31) / 32> bits;
  for (std::uint32_t& word : bits) word = static_cast<std::uint32_t>(random());
  return Channel::load(bits);
}

// A record is what DMA would carry: its bytes in memory, byte 0 in bits 7:0.
template <class Port, class Record>
void put_record(Port& port, const Record& record) {
  static_assert(sizeof(Port) == sizeof(Record));
  std::memcpy(&port, &record, sizeof record);
}

template <class Port, class Record>
bool has_record(const Port& port, const Record& record) {
  return std::memcmp(&port, &record, sizeof record) == 0;
}

template <class Port, class Channel>
void put_channel(Port& port, const Channel& word) {
  word.store(port);
}

template <class Port, class Channel>
bool has_channel(const Port& port, const Channel& word) {
  return Channel::load(port) == word;
}

// The bytes of a record's field stand in memory order, those of a channel's in text order.
// Verilator's ports of up to 64 bits are numbers.
template <class Port, std::size_t Count>
void put_bytes_record(Port& port, const std::uint8_t (&bytes)[Count]) {
  if constexpr (std::is_integral_v<Port>) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < Count; ++i) number |= std::uint64_t{bytes[i]} << 8 * i;
    port = static_cast<Port>(number);
  } else {
    for (std::size_t i = 0; i < Count; ++i) sim::store_bits(port, 8 * i, 8, bytes[i]);
  }
}

template <class Port, std::size_t Count>
bool has_bytes_record(const Port& port, const std::uint8_t (&bytes)[Count]) {
  if constexpr (std::is_integral_v<Port>) {
    Port expected{};
    put_bytes_record(expected, bytes);
    return port == expected;
  } else {
    for (std::size_t i = 0; i < Count; ++i) {
      if (sim::load_bits(port, 8 * i, 8) != bytes[i]) return false;
    }
    return true;
  }
}

template <class Port, std::size_t Count>
void put_bytes_channel(Port& port, const std::array<std::uint8_t, Count>& bytes) {
  sim::store_bytes(port, 0, bytes);
}

template <class Port, std::size_t Count>
bool has_bytes_channel(const Port& port, const std::array<std::uint8_t, Count>& bytes) {
  std::array<std::uint8_t, Count> found{};
  sim::load_bytes(port, 0, found);
  return found == bytes;
}

}  // namespace hotbook::layout_test
