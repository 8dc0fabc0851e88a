// Builds frames, packets and messages byte by byte for the feed's tests, from the public
// specifications alone: nothing here uses the code under test.

#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "host/domain/layout.hpp"

namespace hotbook::feed_test {

using Buffer = std::vector<std::uint8_t>;

inline Buffer& put(Buffer& out, std::uint64_t value, int bytes) {
  while (bytes-- != 0) out.push_back(static_cast<std::uint8_t>(value >> (8 * bytes)));
  return out;
}

inline Buffer& put(Buffer& out, std::string_view text) {
  out.insert(out.end(), text.begin(), text.end());
  return out;
}

inline Buffer head(char type, std::uint16_t book, std::uint64_t time = 1) {
  Buffer out{static_cast<std::uint8_t>(type)};
  put(out, book, 2);
  put(out, 7, 2);
  return put(out, time, 6);
}

inline Buffer add(std::uint16_t book, std::uint64_t ref, char side, std::uint32_t quantity,
                  std::uint32_t price) {
  Buffer out = head('A', book);
  put(out, ref, 8);
  out.push_back(static_cast<std::uint8_t>(side));
  put(out, quantity, 4);
  put(out, "HOTB    ");
  return put(out, price, 4);
}
inline Buffer execute(std::uint16_t book, std::uint64_t ref, std::uint32_t quantity) {
  Buffer out = head('E', book);
  put(out, ref, 8);
  put(out, quantity, 4);
  return put(out, 99, 8);
}
inline Buffer reduce(std::uint16_t book, std::uint64_t ref, std::uint32_t quantity) {
  Buffer out = head('X', book);
  put(out, ref, 8);
  return put(out, quantity, 4);
}
inline Buffer remove(std::uint16_t book, std::uint64_t ref) {
  Buffer out = head('D', book);
  return put(out, ref, 8);
}
inline Buffer replace(std::uint16_t book, std::uint64_t ref, std::uint64_t new_ref,
                      std::uint32_t quantity, std::uint32_t price) {
  Buffer out = head('U', book);
  put(out, ref, 8);
  put(out, new_ref, 8);
  put(out, quantity, 4);
  return put(out, price, 4);
}
inline Buffer system_event(char code) {
  Buffer out = head('S', 0);
  out.push_back(static_cast<std::uint8_t>(code));
  return out;
}

inline Buffer prefixed(const std::vector<Buffer>& messages) {
  Buffer out;
  for (const Buffer& message : messages) {
    put(out, message.size(), 2);
    out.insert(out.end(), message.begin(), message.end());
  }
  return out;
}

struct Mold {
  std::string session = "SESSION-01";
  std::uint64_t seq = 1;
  int count = -1;  // as many as there are messages
};

inline Buffer mold(const Mold& header, const std::vector<Buffer>& messages) {
  Buffer out;
  put(out, header.session);
  put(out, header.seq, 8);
  put(out, header.count < 0 ? messages.size() : static_cast<std::uint64_t>(header.count), 2);
  const Buffer body = prefixed(messages);
  out.insert(out.end(), body.begin(), body.end());
  return out;
}

inline std::uint16_t ones_sum(const Buffer& bytes, std::size_t from, std::size_t to,
                              std::uint32_t start = 0) {
  std::uint32_t sum = start;
  for (std::size_t i = from; i < to; ++i) sum += (i - from) % 2 == 0 ? bytes[i] << 8 : bytes[i];
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(sum);
}

inline constexpr std::uint64_t kMac = 0x01005e360c6f;
inline constexpr std::uint32_t kGroup = 0xe9360c6f;
inline constexpr std::uint16_t kPort = 26477;

// A right frame around a UDP payload; vlan below 0 means untagged.
inline Buffer frame(const Buffer& payload, int vlan = -1) {
  Buffer out;
  put(out, kMac, 6);
  put(out, 0x020000000001, 6);
  if (vlan >= 0) put(put(out, 0x8100, 2), static_cast<std::uint64_t>(vlan), 2);
  put(out, 0x0800, 2);
  const std::size_t ip = out.size();
  const std::size_t udp_bytes = 8 + payload.size();
  put(out, 0x4500, 2);
  put(out, 20 + udp_bytes, 2);
  put(out, 0x12344000, 4);  // identification, do not fragment
  put(out, 0x4011, 2);
  put(out, 0, 2);
  put(out, 0xcec87f8a, 4);
  put(out, kGroup, 4);
  const auto header_sum = static_cast<std::uint16_t>(~ones_sum(out, ip, ip + 20));
  out[ip + 10] = static_cast<std::uint8_t>(header_sum >> 8);
  out[ip + 11] = static_cast<std::uint8_t>(header_sum);
  put(out, 5000, 2);
  put(out, kPort, 2);
  put(out, udp_bytes, 2);
  put(out, 0, 2);
  out.insert(out.end(), payload.begin(), payload.end());
  const std::uint32_t pseudo =
      ones_sum(out, ip + 12, ip + 20, 17 + static_cast<std::uint32_t>(udp_bytes));
  auto udp_sum = static_cast<std::uint16_t>(~ones_sum(out, ip + 20, out.size(), pseudo));
  if (udp_sum == 0) udp_sum = 0xffff;
  out[ip + 26] = static_cast<std::uint8_t>(udp_sum >> 8);
  out[ip + 27] = static_cast<std::uint8_t>(udp_sum);
  return out;
}

// Keeps every record, as 64 bytes and in order.
struct Records {
  std::vector<BookUpdate> updates;
  std::vector<VenueMessage> messages;
  void book_update(const BookUpdate& update) { updates.push_back(update); }
  void venue_message(const VenueMessage& message) { messages.push_back(message); }
};

inline std::uint64_t environment(const char* name, std::uint64_t otherwise) {
  const char* const value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 0);
}

}  // namespace hotbook::feed_test
