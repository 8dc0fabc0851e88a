#include "sim/replay/xdp_feed_generator.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "sim/replay/pcap_writer.hpp"

namespace hotbook::replay {
namespace {

constexpr std::uint8_t kForeignFlags[] = {13, 15, 17, 18, 19, 20, 21, 0, 99};

}  // namespace

XdpFeedGenerator::XdpFeedGenerator(const XdpFeedOptions& options)
    : options_{options},
      packets_from_{options.xdp},
      // The messages of a seed are the same whatever the lines do.
      draw_{options.xdp.seed ^ 0x9e3779b97f4a7c15ULL},
      line_a_{Line::A, options.faults_a, UdpFramer{options.address_a}},
      line_b_{Line::B, options.faults_b, UdpFramer{options.address_b}} {}

bool XdpFeedGenerator::next(GeneratedFrame& frame) {
  // A waiting frame may go when no later packet can come before it.
  XdpPacket packet;
  while (!ended_ && (waiting_.empty() || waiting_.front().frame.time_ns > sent_ns_)) {
    if (packets_from_.next(packet)) {
      send(packet);
    } else {
      ended_ = true;
    }
  }
  if (waiting_.empty()) return false;
  std::pop_heap(waiting_.begin(), waiting_.end(), std::greater<>{});
  frame = std::move(waiting_.back().frame);
  waiting_.pop_back();
  return true;
}

void XdpFeedGenerator::send(const XdpPacket& packet) {
  sent_ns_ = packet.time_ns;
  messages_ += packet.messages.size();
  const bool lost_on_both = draw_.per_million(options_.loss_both_ppm);
  unsigned lost = 0;
  for (LineState* line : {&line_a_, &line_b_}) {
    if (line == &line_b_ && !options_.two_lines) continue;
    if (draw_.per_million(options_.foreign_ppm)) {
      XdpPacket foreign = packet;
      foreign.header.delivery_flag = kForeignFlags[draw_.below(std::size(kForeignFlags))];
      send_on(*line, foreign);
    }
    const bool line_lost = draw_.per_million(line->faults.loss_ppm);
    if (lost_on_both || line_lost) {
      ++lost;
    } else {
      send_on(*line, packet);
    }
  }
  if (lost == (options_.two_lines ? 2U : 1U)) ++lost_on_both_;
}

void XdpFeedGenerator::send_on(LineState& line, const XdpPacket& packet) {
  const std::size_t count = packet.messages.size();
  if (!draw_.per_million(line.faults.split_ppm) || count < 2) {
    return send_part(line, packet, 0, count);
  }
  const std::size_t first = 1 + draw_.below(static_cast<std::uint32_t>(count - 1));
  send_part(line, packet, 0, first);
  send_part(line, packet, first, count);
}

void XdpFeedGenerator::send_part(LineState& line, const XdpPacket& packet, std::size_t first,
                                 std::size_t last) {
  std::vector<std::uint8_t> messages;
  for (std::size_t i = first; i < last; ++i) {
    messages.insert(messages.end(), packet.messages[i].begin(), packet.messages[i].end());
  }
  XdpHeader header = packet.header;
  header.message_count = static_cast<std::uint8_t>(last - first);
  header.seq += static_cast<std::uint32_t>(first);
  if (line.name == Line::B) {
    const std::uint64_t ns = std::uint64_t{header.sent.ns} + options_.send_skew_ns;
    header.sent.second += static_cast<std::uint32_t>(ns / 1'000'000'000);
    header.sent.ns = static_cast<std::uint32_t>(ns % 1'000'000'000);
  }
  deliver(line, header, packet.time_ns, messages);
}

void XdpFeedGenerator::deliver(LineState& line, const XdpHeader& header, std::uint64_t time_ns,
                               std::span<const std::uint8_t> messages) {
  const LineFaults& faults = line.faults;
  const auto bytes = line.framer.frame(xdp_packet(header, messages));
  std::uint64_t at_ns = time_ns + faults.skew_ns + draw_.below_long(faults.jitter_ns + 1);
  at_ns = std::max(at_ns, line.latest_ns);
  const std::uint64_t late_ns = 1 + draw_.below_long(faults.late_ns + 1);
  if (draw_.per_million(faults.late_ppm)) {
    wait(line.name, at_ns + late_ns, bytes);
  } else {
    line.latest_ns = at_ns;
    wait(line.name, at_ns, bytes);
  }
  if (draw_.per_million(faults.duplicate_ppm)) wait(line.name, at_ns + late_ns / 2, bytes);
}

void XdpFeedGenerator::wait(Line line, std::uint64_t time_ns, std::span<const std::uint8_t> bytes) {
  waiting_.push_back({{time_ns, line, {bytes.begin(), bytes.end()}}, number_++});
  std::push_heap(waiting_.begin(), waiting_.end(), std::greater<>{});
}

std::uint64_t write_xdp_feed(const XdpFeedOptions& options, const std::string& pcap_path) {
  XdpFeedGenerator feed{options};
  PcapWriter writer{pcap_path};
  GeneratedFrame frame;
  std::uint64_t frames = 0;
  for (; feed.next(frame); ++frames) writer.write(frame.time_ns, frame.bytes);
  writer.finish();
  return frames;
}

}  // namespace hotbook::replay
