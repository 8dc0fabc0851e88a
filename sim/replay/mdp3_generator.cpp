#include "sim/replay/mdp3_generator.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "sim/replay/frame_mutator.hpp"
#include "sim/replay/pcap_writer.hpp"
#include "sim/replay/udp_framer.hpp"

namespace hotbook::replay {
namespace {

using Payload = std::vector<std::uint8_t>;

constexpr std::size_t kPacketHeaderBytes = 12;
constexpr std::size_t kHeadBytes = 10;

std::size_t load(const Payload& payload, std::size_t at) {
  return payload[at] | std::size_t{payload[at + 1]} << 8;
}

void store(Payload& payload, std::size_t at, std::size_t width, std::uint64_t value) {
  for (std::size_t i = 0; i < width && at + i < payload.size(); ++i) {
    payload[at + i] = static_cast<std::uint8_t>(value >> 8 * i);
  }
}

std::uint32_t below(Draw& draw, std::size_t bound) {
  return draw.below(static_cast<std::uint32_t>(std::max<std::size_t>(bound, 1)));
}

// Where the messages begin.
std::vector<std::size_t> message_starts(const Payload& payload) {
  std::vector<std::size_t> starts;
  for (std::size_t at = kPacketHeaderBytes; at + kHeadBytes <= payload.size();) {
    starts.push_back(at);
    const std::size_t size = load(payload, at);
    if (size < kHeadBytes) break;
    at += size;
  }
  return starts;
}

// Of the message's first group; 0 when there is none.
std::size_t group_at(const Payload& payload, std::size_t message) {
  const std::size_t at = message + kHeadBytes + load(payload, message + 2);
  return at + 3 <= std::min(payload.size(), message + load(payload, message)) ? at : 0;
}

void spoil_head(Payload& payload, std::size_t message, Draw& draw) {
  const std::size_t size = load(payload, message);
  const std::array<std::uint64_t, 6> sizes{0, 9, 10, size + 1, size - 1, draw.below(2'000)};
  constexpr std::array<std::uint16_t, 12> kTemplates{4,  12, 30, 32, 35, 37,
                                                     43, 46, 47, 48, 52, 255};
  switch (draw.below(5)) {
    case 0:
      return store(payload, message, 2, sizes[draw.below(6)]);
    case 1:  // block length
      return store(payload, message + 2, 2, draw.once_in(4) ? draw.below(65'536) : draw.below(70));
    case 2:
      return store(payload, message + 4, 2,
                   draw.once_in(3) ? draw.below(400) : kTemplates[draw.below(12)]);
    case 3:
      return store(payload, message + 6, 2, draw.below(3));
    default:
      return store(payload, message + 8, 2, draw.below(12));
  }
}

void spoil_group(Payload& payload, std::size_t group, Draw& draw) {
  if (draw.once_in(2)) {
    const std::size_t bytes = load(payload, group);
    store(payload, group, 2, draw.once_in(3) ? draw.below(65'536) : bytes + draw.below(17) - 8);
  } else {
    store(payload, group + 2, 1, draw.once_in(2) ? draw.below(256) : payload[group + 2] + 1U);
  }
}

// A field of an entry of the books, by where both kinds of book messages have it.
void spoil_entry(Payload& payload, std::size_t message, std::size_t group, Draw& draw) {
  const std::size_t template_id = load(payload, message + 4);
  const bool orders = template_id == 43 || template_id == 47;
  if (payload[group + 2] == 0) return;
  const std::size_t entry = group + 3 + load(payload, group) * below(draw, payload[group + 2]);
  constexpr std::array<std::uint64_t, 6> kQuantities{0, 1, 0x7ffffffe, 0x7fffffff, 0x80000000, 500};
  const std::array<std::uint64_t, 7> prices{0,
                                            0x7fffffffffffffff,
                                            0x8000000000000000,
                                            0x7fffffffffffff00,
                                            draw.bits(),
                                            draw.bits() % 1'000'000'000,
                                            std::uint64_t{92'233'720'368'547'758} + draw.below(3)};
  switch (draw.below(9)) {
    case 0:
      return store(payload, entry + (orders ? 16 : 0), 8, prices[draw.below(7)]);
    case 1:
      return store(payload, entry + (orders ? 24 : 8), 4, kQuantities[draw.below(6)]);
    case 2:
      return store(payload, entry + (orders ? 28 : 12), 4, 10'000 + draw.below(60));
    case 3:
      return store(payload, entry + 16, 4, draw.below(50));  // rpt_seq
    case 4:
      return store(payload, entry + 24, 1, draw.below(13));  // level
    case 5:
      return store(payload, entry + (orders ? 32 : 25), 1, draw.below(8));
    case 6:
      return store(payload, entry + (orders ? 33 : 26), 1,
                   static_cast<std::uint8_t>("01EFJ2x"[draw.below(7)]));
    case 7: {  // an entry of the second group, if there is one
      const std::size_t second = group + 3 + load(payload, group) * payload[group + 2];
      return store(payload, second + draw.below(33), 1,
                   draw.once_in(2) ? draw.below(4) : draw.below(256));
    }
    default:
      return store(payload, entry + below(draw, load(payload, group)), 1, draw.below(256));
  }
}

}  // namespace

void spoil_mdp3(Payload& payload, Draw& draw) {
  switch (draw.below(12)) {
    case 0: {  // the packet's number
      const std::uint64_t seq = load(payload, 0) | load(payload, 2) << 16;
      constexpr std::array<std::uint64_t, 3> kFar{0, 0xffffffff, 0x80000000};
      return store(payload, 0, 4,
                   draw.once_in(6) ? kFar[draw.below(3)] : seq + draw.below(21) - 10);
    }
    case 1:
      payload.resize(below(draw, payload.size() + 1));
      return;
    case 2:
      payload.resize(payload.size() + 1 + draw.below(24),
                     static_cast<std::uint8_t>(draw.below(256)));
      return;
    case 3:
      if (payload.size() > kPacketHeaderBytes) {
        const std::size_t at =
            kPacketHeaderBytes + below(draw, payload.size() - kPacketHeaderBytes);
        store(payload, at, 1, draw.below(256));
      }
      return;
    default:
      break;
  }
  const auto starts = message_starts(payload);
  if (starts.empty()) return;
  const std::size_t message = starts[below(draw, starts.size())];
  const std::size_t group = group_at(payload, message);
  const std::uint32_t depth = draw.below(8);
  if (depth == 0 || group == 0) return spoil_head(payload, message, draw);
  if (depth == 1) return spoil_group(payload, group, draw);
  spoil_entry(payload, message, group, draw);
}

Mdp3Feed::Mdp3Feed(const Mdp3FeedOptions& options)
    : options_{options},
      market_{options.market},
      // The messages of a seed are the same whatever the lines do.
      draw_{options.market.seed ^ 0x9e3779b97f4a7c15ULL},
      seq_{options.first_seq} {}

// flush: of what the market has told, nothing more.
Payload Mdp3Feed::next_packet(bool flush) {
  Payload packet = mdp3_packet(seq_, market_.time_ns() + 20'000);
  if (!flush && draw_.per_million(options_.reset_ppm)) {
    for (Mdp3Message& message : market_.reset()) ahead_.push_back(message);
  }
  if (ahead_.empty() && draw_.once_in(100)) {  // a heartbeat has a packet of its own
    append_message(packet, Mdp3Message{12, options_.market.version, 0});
    return packet;
  }
  const std::uint32_t wanted = 1 + draw_.below(options_.messages_max);
  for (std::uint32_t count = 0; count < wanted; ++count) {
    if (ahead_.empty() && !flush) ahead_ = market_.next();
    if (ahead_.empty()) continue;
    if (packet.size() + ahead_.front().bytes().size() > UdpFramer::kPayloadBytesMax) break;
    append_message(packet, ahead_.front());
    ahead_.erase(ahead_.begin());
  }
  return packet;
}

void Mdp3Feed::send(Line line, Payload payload, std::vector<Mdp3GeneratedFrame>& out) {
  const LineFaults& faults = line == Line::A ? options_.faults_a : options_.faults_b;
  if (draw_.per_million(options_.packet_fault_ppm)) spoil_mdp3(payload, draw_);
  UdpFramer framer{line == Line::A ? options_.address_a : options_.address_b};
  const auto bytes = framer.frame(payload);
  Mdp3GeneratedFrame frame{market_.time_ns() + faults.skew_ns,
                           line,
                           {bytes.begin(), bytes.end()},
                           draw_.per_million(options_.bad_ppm)};
  if (faults.jitter_ns != 0) frame.time_ns += draw_.below_long(faults.jitter_ns);
  if (draw_.per_million(faults.late_ppm)) frame.time_ns += 1 + draw_.below_long(faults.late_ns);
  if (draw_.per_million(options_.frame_fault_ppm)) {
    const auto kinds = static_cast<std::uint32_t>(Mutation::IpChecksum) + 1;
    frame.bad |= mutate(frame.bytes, static_cast<Mutation>(draw_.below(kinds)), draw_);
  }
  out.push_back(frame);
  if (draw_.per_million(faults.duplicate_ppm)) {
    frame.time_ns += draw_.below_long(faults.late_ns);
    out.push_back(frame);
  }
}

std::vector<Mdp3GeneratedFrame> Mdp3Feed::generate() {
  std::vector<Mdp3GeneratedFrame> out;
  for (std::uint32_t i = 0; i < options_.packets || !ahead_.empty(); ++i) {
    const Payload packet = next_packet(i >= options_.packets);
    const bool lost_on_both = draw_.per_million(options_.loss_both_ppm);
    unsigned lost = 0;
    for (const Line line : {Line::A, Line::B}) {
      const LineFaults& faults = line == Line::A ? options_.faults_a : options_.faults_b;
      if (draw_.per_million(faults.loss_ppm) || lost_on_both) {
        ++lost;
      } else {
        send(line, packet, out);
      }
    }
    if (lost == 2) ++lost_on_both_;
    ++seq_;
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& left, const auto& right) {
    return left.time_ns < right.time_ns;
  });
  return out;
}

std::uint64_t write_mdp3_feed(const Mdp3FeedOptions& options, const std::string& pcap_path) {
  Mdp3Feed feed{options};
  PcapWriter writer{pcap_path};
  const auto frames = feed.generate();
  for (const Mdp3GeneratedFrame& frame : frames) writer.write(frame.time_ns, frame.bytes);
  writer.finish();
  return frames.size();
}

}  // namespace hotbook::replay
