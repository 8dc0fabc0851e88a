// The real capture of MDP 3.0 and what its instruments must have been: the capture holds no
// definitions, so that ticks and depths are taken from the entries themselves.

#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <numeric>
#include <span>
#include <vector>

#include "host/feed/mdp3_instruments.hpp"
#include "host/feed/mdp3_packet.hpp"
#include "sim/replay/capture_reader.hpp"
#include "sim/replay/line.hpp"

namespace hotbook::testing {

struct Mdp3Frame {
  replay::Line line = replay::Line::A;
  std::uint64_t time_ns = 0;
  std::vector<std::uint8_t> bytes;
  bool bad = false;

  // Its UDP payload; the capture has neither tags nor IPv4 options.
  [[nodiscard]] std::span<const std::uint8_t> payload() const {
    const std::size_t udp = bytes[38] * 256U + bytes[39];
    return std::span{bytes}.subspan(42, udp - 8);
  }
};

inline const char* const kMdp3Capture = "cme-mdp3/mdp3-v6-20161112-ab.pcap";

inline std::vector<Mdp3Frame> read_mdp3_capture(const std::filesystem::path& path) {
  std::vector<Mdp3Frame> frames;
  const auto reader = replay::CaptureReader::open(path.string());
  replay::CapturedFrame frame;
  while (reader->next(frame)) {
    const bool is_a = frame.bytes[32] == 31;  // 224.0.31.64; line b is 224.0.32.64
    frames.push_back({is_a ? replay::Line::A : replay::Line::B,
                      frame.time_ns,
                      {frame.bytes.begin(), frame.bytes.end()}});
  }
  return frames;
}

// One entry of a MDIncrementalRefreshBook32 (offsets typed by hand from the schema).
struct Mdp3BookEntry {
  std::uint32_t security;
  std::int64_t price;
  std::uint32_t quantity;
  std::uint8_t level;
  std::uint8_t action;
  char type;
};

template <class Visit>
void for_each_book_entry(std::span<const std::uint8_t> payload, const Visit& visit) {
  using namespace feed::mdp3;
  auto packet = view_packet(payload);
  while (const auto message = next_message(packet->body)) {
    const std::uint8_t* const at = message->data();
    if (load_le16(at + 2) != 32) continue;
    const std::uint8_t* group = at + kHeaderBytes + load_le16(at);
    const std::size_t bytes = load_le16(group);
    for (std::size_t i = 0; i < group[2]; ++i) {
      const std::uint8_t* const entry = group + 3 + i * bytes;
      visit(Mdp3BookEntry{load_le32(entry + 12), static_cast<std::int64_t>(load_le64(entry)),
                          load_le32(entry + 8), entry[24], entry[25],
                          static_cast<char>(entry[26])});
    }
  }
}

inline std::vector<feed::mdp3::Instrument> find_mdp3_instruments(
    const std::vector<Mdp3Frame>& frames) {
  struct Seen {
    std::int64_t tick = 0;
    std::uint8_t depth = 1;
  };
  std::map<std::uint32_t, Seen> found;
  for (const Mdp3Frame& frame : frames) {
    for_each_book_entry(frame.payload(), [&](const Mdp3BookEntry& entry) {
      Seen& seen = found[entry.security];
      seen.tick = std::gcd(seen.tick, entry.price * 100);
      const bool implied = entry.type != '0' && entry.type != '1';
      if (!implied) seen.depth = std::max(seen.depth, entry.level);
    });
  }
  std::vector<feed::mdp3::Instrument> instruments;
  for (const auto& [security, seen] : found) {
    feed::mdp3::Instrument instrument;
    instrument.security = security;
    instrument.book = static_cast<std::uint16_t>(instruments.size() + 1);
    instrument.depth = seen.depth;
    instrument.tick = std::max(seen.tick, std::int64_t{1});
    instruments.push_back(instrument);
  }
  return instruments;
}

}  // namespace hotbook::testing
