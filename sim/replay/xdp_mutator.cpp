#include "sim/replay/xdp_mutator.hpp"

#include <array>

namespace hotbook::replay {
namespace {

using Frame = std::vector<std::uint8_t>;

constexpr std::size_t kHeaderBytes = 16;

std::uint64_t load_be(const Frame& frame, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value = value << 8 | frame[at + i];
  return value;
}

void store_be(Frame& frame, std::size_t at, std::size_t width, std::uint64_t value) {
  for (std::size_t i = width; i > 0; --i, value >>= 8)
    frame[at + i - 1] = static_cast<std::uint8_t>(value);
}

std::uint64_t load_le(const Frame& frame, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = width; i > 0; --i) value = value << 8 | frame[at + i - 1];
  return value;
}

void store_le(Frame& frame, std::size_t at, std::size_t width, std::uint64_t value) {
  for (std::size_t i = 0; i < width; ++i, value >>= 8)
    frame[at + i] = static_cast<std::uint8_t>(value);
}

std::size_t ip_at(const Frame& frame) {
  return frame.size() >= 18 && load_be(frame, 12, 2) == 0x8100 ? 18 : 14;
}

// Lengths as the frame's end has them; the IPv4 checksum right, none of UDP.
void repair(Frame& frame) {
  const std::size_t ip = ip_at(frame);
  store_be(frame, ip + 2, 2, frame.size() - ip);
  store_be(frame, ip + 24, 2, frame.size() - ip - 20);
  store_be(frame, ip + 26, 2, 0);
  store_be(frame, ip + 10, 2, 0);
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < 20; i += 2) sum += load_be(frame, ip + i, 2);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  store_be(frame, ip + 10, 2, ~sum);
}

std::vector<std::size_t> message_starts(const Frame& frame, std::size_t packet) {
  std::vector<std::size_t> starts;
  std::size_t at = packet + kHeaderBytes;
  while (starts.size() < frame[packet + 3] && at + 4 <= frame.size()) {
    const std::size_t size = load_le(frame, at, 2);
    if (size < 4 || at + size > frame.size()) break;
    starts.push_back(at);
    at += size;
  }
  return starts;
}

void mutate_packet(Frame& frame, std::size_t packet, XdpMutation mutation, Draw& draw) {
  const std::uint64_t seq = load_le(frame, packet + 4, 4);
  const auto below = [&](std::size_t bound) {
    return draw.below(static_cast<std::uint32_t>(bound));
  };
  switch (mutation) {
    case XdpMutation::DeliveryFlag:
      frame[packet + 2] =
          static_cast<std::uint8_t>(draw.once_in(4) ? draw.below(256) : 10 + draw.below(12));
      break;
    case XdpMutation::MessageCount: {
      const std::array<unsigned, 4> counts{0, 255, frame[packet + 3] + 1U, draw.below(256)};
      frame[packet + 3] = static_cast<std::uint8_t>(counts[draw.below(4)]);
      break;
    }
    case XdpMutation::Seq:
      store_le(frame, packet + 4, 4, seq + draw.below(9) - 4);
      break;
    case XdpMutation::SeqFar: {
      const std::array<std::uint64_t, 4> far{0, 0xffffffff, 0xfffffffe, draw.bits()};
      store_le(frame, packet + 4, 4, far[draw.below(4)]);
      break;
    }
    case XdpMutation::SendTime:
      store_le(frame, packet + 8, 4, load_le(frame, packet + 8, 4) + draw.below(5) - 2);
      break;
    case XdpMutation::Reset:
      frame[packet + 2] = draw.once_in(2) ? 10 : 12;
      if (!draw.once_in(4)) store_le(frame, packet + 4, 4, 1);
      break;
    case XdpMutation::CutPayload:
      frame.resize(packet + kHeaderBytes + below(frame.size() - packet - kHeaderBytes + 1));
      break;
    case XdpMutation::ShortPayload:
      frame.resize(packet + below(kHeaderBytes));
      break;
    default:
      frame.resize(frame.size() + 1 + draw.below(20), 0x2e);
      break;
  }
}

}  // namespace

const char* to_string(XdpMutation mutation) noexcept {
  static constexpr std::array<const char*, kXdpMutations> kNames{
      "Frame",       "DeliveryFlag", "MessageCount", "Seq",          "SeqFar",
      "SendTime",    "Reset",        "CutPayload",   "ShortPayload", "TrailingBytes",
      "MessageSize", "TinySize",     "MessageByte"};
  return mutation < XdpMutation::Count ? kNames[static_cast<std::size_t>(mutation)] : "none";
}

bool mutate_xdp(Frame& frame, XdpMutation mutation, Draw& draw) {
  if (mutation == XdpMutation::Frame) {
    const unsigned most = static_cast<unsigned>(Mutation::IpChecksum) + 1;
    return mutate(frame, static_cast<Mutation>(draw.below(most)), draw);
  }
  const std::size_t packet = ip_at(frame) + 28;
  if (frame.size() < packet + kHeaderBytes) return false;
  if (mutation < XdpMutation::MessageSize) {
    mutate_packet(frame, packet, mutation, draw);
  } else {
    const auto starts = message_starts(frame, packet);
    if (starts.empty()) return false;
    const std::size_t at = starts[draw.below(static_cast<std::uint32_t>(starts.size()))];
    const std::size_t size = load_le(frame, at, 2);
    if (mutation == XdpMutation::MessageSize) {
      store_le(frame, at, 2, draw.once_in(4) ? draw.below(65536) : size + draw.below(9) - 4);
    } else if (mutation == XdpMutation::TinySize) {
      store_le(frame, at, 2, draw.below(8));
    } else {
      const std::size_t byte = 2 + draw.below(static_cast<std::uint32_t>(size - 2));
      frame[at + byte] = static_cast<std::uint8_t>(draw.below(256));
    }
  }
  repair(frame);
  return false;
}

}  // namespace hotbook::replay
