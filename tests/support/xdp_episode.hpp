// What a test of an NYSE XDP feed plays: a seeded day, what its lines do to it, and how frames are
// spoilt.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/oracle/oracle_options.hpp"
#include "sim/replay/xdp_feed_generator.hpp"
#include "sim/replay/xdp_mutator.hpp"

namespace hotbook::oracle {

struct XdpEpisode {
  std::string name;
  replay::XdpFeedOptions feed;
  OracleOptions options;
  std::vector<replay::XdpMutation> mutations;  // drawn from
  std::uint32_t mutation_ppm = 0;
  unsigned stalls_percent = 0;

  // True when the MAC is to call the frame bad.
  bool spoil(std::vector<std::uint8_t>& frame, replay::Draw& draw) const {
    if (mutations.empty() || !draw.per_million(mutation_ppm)) return false;
    const auto mutation = mutations[draw.below(static_cast<std::uint32_t>(mutations.size()))];
    return mutate_xdp(frame, mutation, draw);
  }
};

inline replay::LineFaults draw_xdp_faults(replay::Draw& draw) {
  replay::LineFaults faults;
  faults.loss_ppm = draw.below(3) * 5'000;
  faults.duplicate_ppm = draw.below(3) * 5'000;
  faults.split_ppm = draw.below(3) * 100'000;
  faults.late_ppm = draw.below(3) * 5'000;
  faults.skew_ns = draw.below(2) * draw.below(20'000);
  faults.jitter_ns = draw.below(2) * draw.below(3'000);
  faults.late_ns = 1 + draw.below(100'000);
  return faults;
}

inline XdpEpisode draw_xdp_episode(std::uint64_t seed, std::uint64_t index) {
  using replay::XdpMutation;
  replay::Draw draw{seed + index};
  XdpEpisode episode;
  replay::XdpOptions& xdp = episode.feed.xdp;
  xdp.seed = draw.bits();
  xdp.symbols = 1 + draw.below(64);
  xdp.messages = 12'000;
  xdp.resting_orders = 200 + draw.below(4'000);
  xdp.packet_messages_max = 1 + draw.below(34);
  xdp.interval_ns = draw.once_in(2) ? 2'000 : 2'000'000;
  xdp.pillar = draw.once_in(2);
  xdp.failover_ppm = draw.once_in(2) ? draw.below(400) : 0;
  xdp.clear_ppm = draw.once_in(2) ? draw.below(2'000) : 0;
  xdp.unmapped_ppm = draw.below(2) * 5'000;
  xdp.malformed_ppm = draw.below(2) * 20'000;
  episode.feed.faults_a = draw_xdp_faults(draw);
  episode.feed.faults_b = draw_xdp_faults(draw);
  episode.feed.foreign_ppm = draw.below(2) * 2'000;
  episode.feed.send_skew_ns = draw.once_in(3) ? draw.below(100'000) : 0;
  episode.stalls_percent = draw.once_in(2) ? 60 : 0;
  if (draw.once_in(2)) episode.feed.address_a.vlan = 141;
  if (draw.once_in(4)) episode.options.line_a.checksum_ignore = true;
  if (draw.once_in(2)) episode.options.line_a.group = episode.feed.address_a.group;
  if (draw.once_in(2)) episode.options.line_b.udp_port = episode.feed.address_b.udp_port;
  for (unsigned i = 0; i < replay::kXdpMutations; ++i) {
    // A packet far ahead ends an episode: all behind it is old.
    const auto mutation = static_cast<XdpMutation>(i);
    if (mutation != XdpMutation::SeqFar) episode.mutations.push_back(mutation);
  }
  switch (index % 7) {
    case 0:
      episode.name = "each line loses and repeats, together they are whole";
      episode.feed.faults_a.loss_ppm = 0;
      episode.mutations.clear();
      break;
    case 1:
      episode.name = "messages with strange fields";
      episode.mutations = {XdpMutation::MessageByte};
      episode.mutation_ppm = 30'000;
      break;
    case 2:
      episode.name = "true gaps";
      episode.feed.loss_both_ppm = draw.once_in(2) ? 10 + draw.below(100) : draw.below(40'000);
      for (auto* faults : {&episode.feed.faults_a, &episode.feed.faults_b}) {
        faults->split_ppm = draw.below(3) * 400'000;
        faults->late_ppm = draw.below(3) * 100'000;
        faults->skew_ns = draw.below(2) * draw.below(50'000);
      }
      break;
    case 3:
      episode.name = "every mutation, seldom";
      episode.mutation_ppm = 300;
      break;
    case 4:
      episode.name = "every mutation, often";
      episode.mutation_ppm = 100'000;
      break;
    case 5:
      // Packets of both lines wait for each other when the numbers start anew.
      episode.name = "restarts among gaps";
      xdp.symbols = 1 + draw.below(3);
      xdp.resting_orders = 20;
      xdp.failover_ppm = 2'000 + draw.below(30'000);
      episode.feed.loss_both_ppm = draw.below(60'000);
      for (auto* faults : {&episode.feed.faults_a, &episode.feed.faults_b}) {
        faults->loss_ppm = draw.below(100'000);
        faults->split_ppm = draw.below(3) * 300'000;
        faults->late_ppm = draw.below(3) * 100'000;
        faults->skew_ns = draw.below(2) * draw.below(50'000);
      }
      episode.mutations = {XdpMutation::Reset, XdpMutation::SendTime, XdpMutation::Frame};
      episode.mutation_ppm = draw.below(2) * 5'000;
      break;
    default:
      episode.name = "numbers far off";
      xdp.messages = 3'000;
      episode.mutations = {XdpMutation::SeqFar, XdpMutation::Seq, XdpMutation::MessageCount,
                           XdpMutation::Reset, XdpMutation::SendTime};
      episode.mutation_ppm = 2'000;
      break;
  }
  if (draw.once_in(8)) {
    episode.name += ", line a only";
    episode.feed.two_lines = false;
    episode.options.line_b.enabled = false;
  } else if (draw.once_in(8)) {
    episode.name += ", line b not enabled";
    episode.options.line_b.enabled = false;
  }
  if (draw.once_in(4)) episode.options.first_seq = 1 + draw.below(3) * draw.below(300);
  episode.name = "episode " + std::to_string(index) + ": " + episode.name;
  return episode;
}

// Lines that tell the same wherever both tell something, and one of which is whole when numbers
// restart.
inline XdpEpisode draw_honest_xdp_episode(std::uint64_t seed, std::uint64_t index) {
  XdpEpisode episode = draw_xdp_episode(seed, 7 * index + 2);
  episode.feed.two_lines = true;
  episode.options = {};
  episode.options.first_seq = 1;
  episode.feed.send_skew_ns = 0;
  episode.feed.xdp.messages = 6'000;
  if (index % 2 == 0) {
    episode.feed.xdp.failover_ppm = 1'000;
    episode.feed.loss_both_ppm = 0;
    for (auto* faults : {&episode.feed.faults_a, &episode.feed.faults_b}) {
      faults->loss_ppm = faults->late_ppm = faults->duplicate_ppm = 0;
    }
  } else {
    episode.feed.xdp.failover_ppm = 0;
    // One that only one line has could be used before an earlier one that only the other has.
    episode.feed.xdp.repeats_resets = false;
  }
  return episode;
}

}  // namespace hotbook::oracle
