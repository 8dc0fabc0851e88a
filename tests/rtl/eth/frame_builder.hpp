// Builds Ethernet frames that carry UDP, right or wrong in any field, and cuts them into frame
// words.
//
// Threading: values.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/harness/channels.hpp"
#include "tests/rtl/common/random_run.hpp"

namespace hotbook::test {

using ByteString = std::vector<std::uint8_t>;

struct FrameSpec {
  std::uint64_t mac = 0x01005e0a0001;
  std::optional<std::uint16_t> tag;  // the 802.1Q control field
  std::uint16_t ether_type = 0x0800;
  std::uint8_t version_and_size = 0x45;
  std::uint16_t fragment = 0x4000;
  std::uint8_t protocol = 17;
  std::uint32_t source = 0xc0a80001;
  std::uint32_t group = 0xef0a0001;
  std::uint16_t udp_port = 26400;
  int ip_length_off_by = 0;
  int udp_length_off_by = 0;
  std::uint16_t ip_checksum_flip = 0;
  std::uint16_t udp_checksum_flip = 0;
  bool udp_checksum_given = true;
  unsigned padding_bytes = 0;
};

[[nodiscard]] inline std::uint16_t ones_complement_sum(const ByteString& bytes, std::size_t from,
                                                       std::size_t to, std::uint32_t sum) {
  for (std::size_t i = from; i < to; ++i) sum += (i - from) % 2 == 0 ? bytes[i] * 256U : bytes[i];
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(sum);
}

// The checksums are right for the lengths as written, so that one wrong field breaks one rule.
[[nodiscard]] inline ByteString build_frame(const FrameSpec& spec, const ByteString& payload) {
  ByteString frame;
  const auto put = [&frame](std::uint64_t value, unsigned width) {
    for (unsigned i = width; i-- > 0;) frame.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  const auto put_at = [&frame](std::size_t at, std::uint16_t value) {
    frame[at] = static_cast<std::uint8_t>(value >> 8);
    frame[at + 1] = static_cast<std::uint8_t>(value);
  };
  const auto udp_length =
      static_cast<std::uint16_t>(static_cast<int>(payload.size()) + 8 + spec.udp_length_off_by);
  const auto ip_length =
      static_cast<std::uint16_t>(static_cast<int>(payload.size()) + 28 + spec.ip_length_off_by);
  put(spec.mac, 6);
  put(0x020000000001, 6);
  if (spec.tag) {
    put(0x8100, 2);
    put(*spec.tag, 2);
  }
  put(spec.ether_type, 2);
  const std::size_t ip = frame.size();
  put(spec.version_and_size, 1);
  put(0, 1);
  put(ip_length, 2);
  put(0x1234, 2);
  put(spec.fragment, 2);
  put(64, 1);
  put(spec.protocol, 1);
  put(0, 2);
  put(spec.source, 4);
  put(spec.group, 4);
  const auto ip_sum = static_cast<std::uint16_t>(~ones_complement_sum(frame, ip, ip + 20, 0));
  put_at(ip + 10, static_cast<std::uint16_t>(ip_sum ^ spec.ip_checksum_flip));
  const std::size_t udp = frame.size();
  put(50000, 2);
  put(spec.udp_port, 2);
  put(udp_length, 2);
  put(0, 2);
  frame.insert(frame.end(), payload.begin(), payload.end());
  if (spec.udp_checksum_given) {
    std::uint32_t pseudo = ones_complement_sum(frame, ip + 12, ip + 20, 17U + udp_length);
    auto udp_sum =
        static_cast<std::uint16_t>(~ones_complement_sum(frame, udp, frame.size(), pseudo));
    if (udp_sum == 0) udp_sum = 0xffff;
    put_at(udp + 6, static_cast<std::uint16_t>(udp_sum ^ spec.udp_checksum_flip));
  }
  frame.insert(frame.end(), spec.padding_bytes, 0);
  return frame;
}

// Lanes behind the frame's end hold garbage, as a MAC may leave there.
[[nodiscard]] inline std::vector<channel::FrameWord> to_words(const ByteString& frame, bool bad,
                                                              RandomRun& random) {
  std::vector<channel::FrameWord> words;
  for (std::size_t at = 0; at < frame.size(); at += 8) {
    channel::FrameWord word;
    word.data = random();
    word.byte_count = std::min<std::size_t>(8, frame.size() - at);
    for (std::size_t lane = 0; lane < word.byte_count; ++lane) {
      word.data &= ~(std::uint64_t{0xff} << (8 * lane));
      word.data |= std::uint64_t{frame[at + lane]} << (8 * lane);
    }
    word.last = at + 8 >= frame.size();
    word.bad = word.last ? bad : random.percent(50);
    words.push_back(word);
  }
  return words;
}

}  // namespace hotbook::test
