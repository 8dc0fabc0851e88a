#include "sim/replay/frame_mutator.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

namespace hotbook::replay {
namespace {

using Frame = std::vector<std::uint8_t>;

constexpr std::size_t kMoldBytes = 20;

std::uint64_t load(const Frame& frame, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value = value << 8 | frame[at + i];
  return value;
}

void store(Frame& frame, std::size_t at, std::size_t width, std::uint64_t value) {
  for (std::size_t i = width; i > 0; --i, value >>= 8)
    frame[at + i - 1] = static_cast<std::uint8_t>(value);
}

std::size_t ip_at(const Frame& frame) {
  return frame.size() >= 18 && load(frame, 12, 2) == 0x8100 ? 18 : 14;
}

std::uint16_t checksum(const Frame& frame, std::size_t begin, std::size_t end, std::uint64_t sum) {
  for (std::size_t i = begin; i < end; ++i)
    sum += (i - begin) % 2 == 0 ? frame[i] * 256U : frame[i];
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

// Makes both checksums right for the bytes as they are.
void repair(Frame& frame) {
  const std::size_t ip = ip_at(frame);
  if (frame.size() < ip + 28) return;
  store(frame, ip + 10, 2, 0);
  store(frame, ip + 10, 2, checksum(frame, ip, ip + 20, 0));
  const std::size_t udp_bytes = load(frame, ip + 24, 2);
  const std::size_t end = std::min(frame.size(), ip + 20 + udp_bytes);
  std::uint64_t sum = 17 + udp_bytes;
  for (std::size_t i = ip + 12; i < ip + 20; i += 2) sum += load(frame, i, 2);
  store(frame, ip + 26, 2, 0);
  const std::uint16_t udp = checksum(frame, ip + 20, end, sum);
  store(frame, ip + 26, 2, udp == 0 ? 0xffff : udp);
}

// The same, after the payload's end moved to the frame's.
void repair_lengths(Frame& frame) {
  const std::size_t ip = ip_at(frame);
  store(frame, ip + 2, 2, frame.size() - ip);
  store(frame, ip + 24, 2, frame.size() - ip - 20);
  repair(frame);
}

// Where the length fields of the packet's messages are.
std::vector<std::size_t> message_starts(const Frame& frame) {
  std::vector<std::size_t> starts;
  const std::size_t mold = ip_at(frame) + 28;
  if (frame.size() < mold + kMoldBytes) return starts;
  const std::uint64_t count = load(frame, mold + 18, 2);
  std::size_t at = mold + kMoldBytes;
  while (starts.size() < count && at + 2 <= frame.size()) {
    const std::size_t next = at + 2 + load(frame, at, 2);
    if (next > frame.size()) break;
    starts.push_back(at);
    at = next;
  }
  return starts;
}

void flip(Frame& frame, std::size_t at, Draw& draw) {
  if (at < frame.size()) frame[at] = static_cast<std::uint8_t>(frame[at] ^ 1U << draw.below(8));
}

std::uint32_t below(Draw& draw, std::size_t bound) {
  return draw.below(static_cast<std::uint32_t>(bound));
}

void mutate_header(Frame& frame, Mutation mutation, Draw& draw) {
  const std::size_t ip = ip_at(frame);
  const Frame tag{0x81, 0x00, static_cast<std::uint8_t>(draw.below(16)),
                  static_cast<std::uint8_t>(draw.below(256))};
  const auto behind_addresses = frame.begin() + 12;
  switch (mutation) {
    case Mutation::EtherType:
      store(frame, ip - 2, 2, draw.once_in(2) ? 0x86dd : draw.below(65536));
      break;
    case Mutation::AddTag:
      frame.insert(behind_addresses, tag.begin(), tag.end());
      break;
    case Mutation::AddTwoTags:
      frame.insert(behind_addresses, tag.begin(), tag.end());
      frame.insert(frame.begin() + 12, tag.begin(), tag.end());
      return;
    case Mutation::IpVersion:
      flip(frame, ip, draw);
      break;
    case Mutation::Fragment:
      flip(frame, ip + 6 + draw.below(2), draw);
      break;
    case Mutation::Protocol:
      flip(frame, ip + 9, draw);
      break;
    case Mutation::Group:
      flip(frame, ip + 16 + draw.below(4), draw);
      break;
    case Mutation::Port:
      flip(frame, ip + 22 + draw.below(2), draw);
      break;
    case Mutation::MacAddress:
      flip(frame, draw.below(6), draw);
      break;
    case Mutation::IpLength:
      store(frame, ip + 2, 2, load(frame, ip + 2, 2) + draw.below(9) - 4);
      break;
    case Mutation::UdpLength: {
      // Often both lengths move together, so that the frame is longer or shorter than it says.
      const std::uint64_t more =
          draw.once_in(8) ? draw.below(65536) : draw.below(81) - std::uint64_t{40};
      if (draw.below(4) != 0) store(frame, ip + 2, 2, load(frame, ip + 2, 2) + more);
      store(frame, ip + 24, 2, load(frame, ip + 24, 2) + more);
      break;
    }
    default:
      break;
  }
  repair(frame);
  if (mutation == Mutation::NoUdpChecksum) store(frame, ip + 26, 2, 0);
  if (mutation == Mutation::IpChecksum) flip(frame, ip + 10 + draw.below(2), draw);
}

void mutate_packet(Frame& frame, Mutation mutation, Draw& draw) {
  const std::size_t mold = ip_at(frame) + 28;
  const std::uint64_t seq = load(frame, mold + 10, 8);
  switch (mutation) {
    case Mutation::Session:
      flip(frame, mold + draw.below(10), draw);
      break;
    case Mutation::Seq:
      store(frame, mold + 10, 8, seq + draw.below(41) - 20);
      break;
    case Mutation::SeqFar: {
      constexpr std::array<std::uint64_t, 4> kFar{0, 0xffffffffffffffff, 0xfffffffffffffff0,
                                                  0x8000000000000000};
      store(frame, mold + 10, 8,
            draw.once_in(2) ? kFar[draw.below(4)] : seq + (std::uint64_t{1} << draw.below(63)));
      break;
    }
    case Mutation::MessageCount: {
      const std::uint64_t count = load(frame, mold + 18, 2);
      const std::array<std::uint64_t, 6> counts{0,         0xffff,    0xfffe,
                                                count + 1, count - 1, draw.below(65536)};
      store(frame, mold + 18, 2, counts[draw.below(6)]);
      break;
    }
    case Mutation::CutPayload:
      frame.resize(mold + below(draw, frame.size() - mold));
      repair_lengths(frame);
      return;
    case Mutation::ShortPayload:
      frame.resize(std::min(frame.size(), mold + draw.below(kMoldBytes + 2)));
      repair_lengths(frame);
      return;
    case Mutation::TrailingBytes:
      frame.resize(frame.size() + 1 + draw.below(12), 0xa5);
      repair_lengths(frame);
      return;
    default:
      break;
  }
  repair(frame);
}

// A message's fields that stand at the same place in every message that has them, or nearly.
void mutate_field(Frame& frame, std::size_t message, Mutation mutation, Draw& draw) {
  const std::size_t length = load(frame, message - 2, 2);
  const auto put = [&](std::size_t at, std::size_t width, std::uint64_t value) {
    if (at + width <= length) store(frame, message + at, width, value);
  };
  constexpr std::string_view kTypes = "SRHYLVWKJhAFECXDUPQBINO";
  const char type = length != 0 ? static_cast<char>(frame[message]) : ' ';
  const std::size_t quantity_at = type == 'A' || type == 'F' ? 20 : type == 'U' ? 27 : 19;
  switch (mutation) {
    case Mutation::MessageType:
      put(0, 1,
          draw.once_in(2) ? static_cast<unsigned char>(kTypes[below(draw, kTypes.size())])
                          : draw.below(256));
      break;
    case Mutation::MessageSide:
      put(19, 1, draw.once_in(2) ? "BS"[draw.below(2)] : draw.below(256));
      break;
    case Mutation::MessageBook:
      put(1, 2, draw.once_in(4) ? draw.below(65536) : 1 + draw.below(4));
      break;
    case Mutation::MessageReference:
      put(11, 8, draw.once_in(8) ? draw.bits() : 1 + draw.below(2000));
      break;
    case Mutation::MessageQuantity: {
      const std::array<std::uint64_t, 4> quantities{0, 1, 0xffffffff, draw.below(1000)};
      put(quantity_at, 4, quantities[draw.below(4)]);
      break;
    }
    default: {
      const std::array<std::uint64_t, 3> prices{0, 0xffffffff, draw.below(5'000'000)};
      put(type == 'U' ? 31 : 32, 4, prices[draw.below(3)]);
      break;
    }
  }
}

void mutate_message(Frame& frame, Mutation mutation, Draw& draw) {
  const auto starts = message_starts(frame);
  if (starts.empty()) return;
  const std::size_t at = starts[below(draw, starts.size())];
  const std::size_t length = load(frame, at, 2);
  switch (mutation) {
    case Mutation::MessageLength:
      store(frame, at, 2, draw.once_in(4) ? draw.below(65536) : length + draw.below(9) - 4);
      repair(frame);
      return;
    case Mutation::MessageEmpty:
    case Mutation::MessageShort: {
      // The bytes go too, so that the messages behind stay where they are expected.
      const std::size_t kept = mutation == Mutation::MessageEmpty ? 0 : below(draw, length + 1);
      const auto message = frame.begin() + static_cast<std::ptrdiff_t>(at) + 2;
      frame.erase(message + static_cast<std::ptrdiff_t>(kept),
                  message + static_cast<std::ptrdiff_t>(length));
      store(frame, at, 2, kept);
      repair_lengths(frame);
      return;
    }
    default:
      mutate_field(frame, at + 2, mutation, draw);
      repair(frame);
  }
}

}  // namespace

const char* to_string(Mutation mutation) noexcept {
  static constexpr std::array<const char*, kMutations> kNames{
      "MacBad",          "Truncate",      "FlipBit",      "AppendBytes",  "Shred",
      "EtherType",       "AddTag",        "AddTwoTags",   "IpVersion",    "Fragment",
      "Protocol",        "Group",         "Port",         "MacAddress",   "IpLength",
      "UdpLength",       "NoUdpChecksum", "IpChecksum",   "Session",      "Seq",
      "SeqFar",          "MessageCount",  "CutPayload",   "ShortPayload", "TrailingBytes",
      "MessageLength",   "MessageType",   "MessageSide",  "MessageBook",  "MessageReference",
      "MessageQuantity", "MessagePrice",  "MessageEmpty", "MessageShort"};
  return mutation < Mutation::Count ? kNames[static_cast<std::size_t>(mutation)] : "none";
}

bool mutate(Frame& frame, Mutation mutation, Draw& draw) {
  if (frame.empty()) return mutation == Mutation::MacBad;
  switch (mutation) {
    case Mutation::MacBad:
      return true;
    case Mutation::Truncate:
      frame.resize(below(draw, frame.size()));
      return false;
    case Mutation::FlipBit:
      flip(frame, below(draw, frame.size()), draw);
      return false;
    case Mutation::AppendBytes:
      frame.resize(frame.size() + 1 + draw.below(64), 0x5a);
      return false;
    case Mutation::Shred:
      std::generate(frame.begin() + below(draw, frame.size()), frame.end(),
                    [&] { return static_cast<std::uint8_t>(draw.below(256)); });
      return false;
    default:
      break;
  }
  // What follows needs the headers it changes.
  if (frame.size() < ip_at(frame) + 28 + kMoldBytes) return false;
  if (mutation <= Mutation::IpChecksum) {
    mutate_header(frame, mutation, draw);
  } else if (mutation <= Mutation::TrailingBytes) {
    mutate_packet(frame, mutation, draw);
  } else {
    mutate_message(frame, mutation, draw);
  }
  return false;
}

}  // namespace hotbook::replay
