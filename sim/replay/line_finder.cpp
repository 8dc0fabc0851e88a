#include "sim/replay/line_finder.hpp"

#include <algorithm>

#include "sim/replay/capture_reader.hpp"

namespace hotbook::replay {
namespace {

using Bytes = std::span<const std::uint8_t>;

std::uint64_t big_endian(Bytes bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value = value << 8 | bytes[at + i];
  return value;
}

struct UdpPacket {
  LineAddress address;
  Bytes payload;
};

std::optional<UdpPacket> unwrap(Bytes frame) {
  UdpPacket packet;
  std::size_t at = 12;
  if (frame.size() < at + 2) return {};
  if (big_endian(frame, at, 2) == 0x8100) {
    if (frame.size() < at + 6) return {};
    packet.address.vlan = static_cast<std::uint16_t>(big_endian(frame, at + 2, 2) & 0xfffU);
    at += 4;
  }
  if (frame.size() < at + 30 || big_endian(frame, at, 2) != 0x0800) return {};
  at += 2;
  const bool whole =
      frame[at] == 0x45 && (big_endian(frame, at + 6, 2) & 0x3fffU) == 0 && frame[at + 9] == 17;
  if (!whole) return {};
  packet.address.group = static_cast<std::uint32_t>(big_endian(frame, at + 16, 4));
  packet.address.udp_port = static_cast<std::uint16_t>(big_endian(frame, at + 22, 2));
  const std::size_t udp_bytes = big_endian(frame, at + 24, 2);
  if (udp_bytes < 8 || udp_bytes > frame.size() - at - 20) return {};
  packet.payload = frame.subspan(at + 28, udp_bytes - 8);
  return packet;
}

std::string describe(const std::vector<FeedFlow>& flows) {
  std::string text;
  for (const FeedFlow& flow : flows) {
    text += (text.empty() ? "" : ", ") + to_string(flow.address);
    if (!flow.session.empty()) text += " session \"" + flow.session + "\"";
  }
  return text;
}

}  // namespace

void LineFinder::add(Bytes frame) {
  ++frames_;
  const auto udp = unwrap(frame);
  if (!udp) return;
  ++udp_frames_;
  const auto packet = format_.read(udp->payload);
  if (!packet) return;
  auto found = std::find_if(flows_.begin(), flows_.end(), [&](const FeedFlow& flow) {
    return flow.address == udp->address && flow.session == packet->session;
  });
  if (found == flows_.end()) {
    if (flows_.size() == kFlowsMax) {
      flows_cut_ = true;
      return;
    }
    flows_.push_back({udp->address, packet->session, 0, 0, packet->seq});
    found = flows_.end() - 1;
  }
  ++found->packets;
  found->messages += packet->messages;
  found->first_seq = std::min(found->first_seq, packet->seq);
}

FoundLines LineFinder::lines() const {
  if (flows_.empty()) {
    throw LineFinderError{std::string{"no "} + format_.name + " among " + std::to_string(frames_) +
                          " frames, " + std::to_string(udp_frames_) + " of them IPv4 UDP"};
  }
  if (flows_cut_)
    throw LineFinderError{"more than " + std::to_string(kFlowsMax) + " " + format_.name + " flows"};
  std::vector<std::string> sessions;
  for (const FeedFlow& flow : flows_) {
    if (std::find(sessions.begin(), sessions.end(), flow.session) == sessions.end()) {
      sessions.push_back(flow.session);
    }
  }
  if (sessions.size() > 2) {
    throw LineFinderError{std::to_string(sessions.size()) +
                          " sessions, one or two are possible: " + describe(flows_)};
  }
  std::uint64_t most = 0;
  std::string chosen = sessions.front();
  for (const std::string& session : sessions) {
    std::uint64_t messages = 0;
    for (const FeedFlow& flow : flows_) messages += flow.session == session ? flow.messages : 0;
    if (messages > most) {
      most = messages;
      chosen = session;
    }
  }
  std::vector<FeedFlow> of_session;
  FoundLines found;
  for (const FeedFlow& flow : flows_)
    (flow.session == chosen ? of_session : found.others).push_back(flow);
  if (of_session.size() > 2) {
    throw LineFinderError{
        std::to_string(of_session.size()) +
        " flows of one session, one or two are possible: " + describe(of_session)};
  }
  std::sort(of_session.begin(), of_session.end(), [](const FeedFlow& left, const FeedFlow& right) {
    return left.address < right.address;
  });
  found.a = of_session.front();
  if (of_session.size() == 2) found.b = of_session.back();
  return found;
}

FoundLines find_lines(const std::string& capture_path, const PacketFormat& format,
                      std::uint64_t frames_max) {
  const auto reader = CaptureReader::open(capture_path);
  LineFinder finder{format};
  CapturedFrame frame;
  while (finder.frames() < frames_max && reader->next(frame)) finder.add(frame.bytes);
  try {
    return finder.lines();
  } catch (const LineFinderError& error) {
    throw LineFinderError{capture_path + ": " + error.what()};
  }
}

}  // namespace hotbook::replay
