#include "sim/replay/feed_generator.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <utility>

#include "sim/replay/pcap_writer.hpp"

namespace hotbook::replay {
namespace {

constexpr std::uint64_t kHeartbeatNs = 1'000'000'000;
constexpr unsigned kEndsOfSession = 3;  // sent several times, as they too can be lost

void require_ppm(std::uint32_t parts, const char* option) {
  if (parts > 1'000'000) {
    throw std::invalid_argument{std::string{option} + " is " + std::to_string(parts) +
                                "; it is in parts of a million"};
  }
}

void require_faults(const LineFaults& faults, const std::string& line) {
  require_ppm(faults.loss_ppm, (line + " loss_ppm").c_str());
  require_ppm(faults.duplicate_ppm, (line + " duplicate_ppm").c_str());
  require_ppm(faults.split_ppm, (line + " split_ppm").c_str());
  require_ppm(faults.late_ppm, (line + " late_ppm").c_str());
}

}  // namespace

FeedGenerator::FeedGenerator(const FeedOptions& options)
    : options_{options},
      messages_from_{options.itch},
      // The messages of a seed are the same whatever the lines do.
      draw_{options.itch.seed ^ 0x9e3779b97f4a7c15ULL},
      line_a_{options.faults_a, MoldFramer{options.address_a, options.session}},
      line_b_{options.faults_b, MoldFramer{options.address_b, options.session}},
      seq_{options.first_seq} {
  require_faults(options.faults_a, "line a");
  require_faults(options.faults_b, "line b");
  require_ppm(options.loss_both_ppm, "loss_both_ppm");
  if (options.packet_messages_max == 0) throw std::invalid_argument{"packet_messages_max is 0"};
  if (options.first_seq == 0) throw std::invalid_argument{"first_seq is 0; a session starts at 1"};
}

bool FeedGenerator::next(GeneratedFrame& frame) {
  // A waiting frame may go when no later packet can come before it.
  while (!ended_ && (waiting_.empty() || waiting_.front().frame.time_ns > sent_ns_)) {
    if (send_packet()) continue;
    send_end();
    ended_ = true;
  }
  if (waiting_.empty()) return false;
  std::pop_heap(waiting_.begin(), waiting_.end(), std::greater<>{});
  frame = std::move(waiting_.back().frame);
  waiting_.pop_back();
  return true;
}

bool FeedGenerator::send_packet() {
  blocks_.clear();
  std::uint16_t count = 0;
  const std::uint32_t wanted = draw_packet_messages();
  std::uint64_t time_ns = 0;
  while (count < wanted) {
    if (!has_ahead_ && !(has_ahead_ = messages_from_.next(ahead_))) break;
    if (blocks_.size() + 2 + ahead_.bytes().size() > MoldFramer::kBlocksBytesMax) break;
    const std::uint64_t now_ns = messages_from_.time_ns();
    if (count == 0 && sent_ns_ != 0 && now_ns > sent_ns_ + kHeartbeatNs) {
      send(sent_ns_ + kHeartbeatNs, 0);
      sent_ns_ += kHeartbeatNs;
    }
    // A packet leaves before a quiet moment, not after it.
    if (count != 0 && now_ns > time_ns + kHeartbeatNs) break;
    append_block(blocks_, ahead_.bytes());
    has_ahead_ = false;
    time_ns = now_ns;
    ++count;
  }
  if (count == 0) return false;
  sent_ns_ = time_ns;
  send(time_ns, count);
  seq_ += count;
  messages_ += count;
  return true;
}

void FeedGenerator::send_end() {
  blocks_.clear();
  for (unsigned i = 0; i < kEndsOfSession; ++i) {
    sent_ns_ += kHeartbeatNs;
    send(sent_ns_, 0xffff);
  }
}

void FeedGenerator::send(std::uint64_t time_ns, std::uint16_t message_count) {
  const bool holds_messages = !blocks_.empty();
  const bool lost_on_both = holds_messages && draw_.per_million(options_.loss_both_ppm);
  unsigned lost = 0;
  for (LineState* line : {&line_a_, &line_b_}) {
    if (line == &line_b_ && !options_.two_lines) continue;
    const bool line_lost = draw_.per_million(line->faults.loss_ppm);
    if (holds_messages && (lost_on_both || line_lost)) {
      ++lost;
    } else {
      send_on(*line, time_ns, message_count);
    }
  }
  if (lost == (options_.two_lines ? 2U : 1U)) ++lost_on_both_;
}

void FeedGenerator::send_on(LineState& line, std::uint64_t time_ns, std::uint16_t message_count) {
  const bool split = draw_.per_million(line.faults.split_ppm);
  if (!split || blocks_.empty() || message_count < 2) {
    deliver(line, time_ns, line.framer.frame(seq_, message_count, blocks_));
    return;
  }
  const std::uint16_t first = static_cast<std::uint16_t>(1 + draw_.below(message_count - 1U));
  std::size_t at = 0;
  for (std::uint16_t i = 0; i < first; ++i) at += 2U + blocks_[at] * 256U + blocks_[at + 1];
  const std::span<const std::uint8_t> blocks{blocks_};
  deliver(line, time_ns, line.framer.frame(seq_, first, blocks.first(at)));
  const auto rest = static_cast<std::uint16_t>(message_count - first);
  deliver(line, time_ns, line.framer.frame(seq_ + first, rest, blocks.subspan(at)));
}

void FeedGenerator::deliver(LineState& line, std::uint64_t time_ns,
                            std::span<const std::uint8_t> bytes) {
  const LineFaults& faults = line.faults;
  std::uint64_t at_ns = time_ns + faults.skew_ns + draw_.below_long(faults.jitter_ns + 1);
  at_ns = std::max(at_ns, line.latest_ns);
  const std::uint64_t late_ns = 1 + draw_.below_long(faults.late_ns + 1);
  if (draw_.per_million(faults.late_ppm)) {
    wait(line, at_ns + late_ns, bytes);
  } else {
    line.latest_ns = at_ns;
    wait(line, at_ns, bytes);
  }
  if (draw_.per_million(faults.duplicate_ppm)) wait(line, at_ns + late_ns / 2, bytes);
}

void FeedGenerator::wait(const LineState& line, std::uint64_t time_ns,
                         std::span<const std::uint8_t> bytes) {
  const Line name = &line == &line_a_ ? Line::A : Line::B;
  waiting_.push_back({{time_ns, name, {bytes.begin(), bytes.end()}}, number_++});
  std::push_heap(waiting_.begin(), waiting_.end(), std::greater<>{});
}

std::uint32_t FeedGenerator::draw_packet_messages() {
  if (draw_.once_in(64)) return options_.packet_messages_max;
  std::uint32_t count = 1;
  while (count < options_.packet_messages_max && draw_.below(8) < 3) ++count;
  return count;
}

std::uint64_t write_feed(const FeedOptions& options, const std::string& pcap_path) {
  FeedGenerator feed{options};
  PcapWriter writer{pcap_path};
  GeneratedFrame frame;
  std::uint64_t frames = 0;
  for (; feed.next(frame); ++frames) writer.write(frame.time_ns, frame.bytes);
  writer.finish();
  return frames;
}

}  // namespace hotbook::replay
