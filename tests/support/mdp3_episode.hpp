// Seeded feeds of MDP 3.0 with everything that can go wrong, for whoever must agree with the
// oracle.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/feed/mdp3_instruments.hpp"
#include "sim/oracle/oracle_options.hpp"
#include "sim/replay/mdp3_generator.hpp"

namespace hotbook::testing {

struct Mdp3Episode {
  std::string name;
  replay::Mdp3FeedOptions feed;
  oracle::OracleOptions options;
  bool honest = false;   // nothing is lost or spoilt: books are the venue's throughout
  bool changes = false;  // the host tells of instruments in the middle
};

inline replay::LineFaults draw_line_faults(replay::Draw& draw) {
  replay::LineFaults faults;
  faults.loss_ppm = draw.below(3) * 5'000;
  faults.duplicate_ppm = draw.below(3) * 5'000;
  faults.late_ppm = draw.below(3) * 5'000;
  faults.late_ns = 1 + draw.below_long(20'000'000);
  faults.skew_ns = draw.below(2) * draw.below_long(4'000'000);
  faults.jitter_ns = draw.below(2) * draw.below_long(2'000'000);
  return faults;
}

inline Mdp3Episode draw_mdp3_episode(std::uint64_t seed, std::uint64_t index) {
  replay::Draw draw{seed + index};
  Mdp3Episode episode;
  replay::Mdp3FeedOptions& feed = episode.feed;
  feed.market.seed = draw.bits();
  feed.market.instruments = 1 + draw.below(12);
  feed.market.by_order_percent = draw.below(3) * 50;
  constexpr std::uint16_t kVersions[] = {6, 7, 8, 9, 9, 9};
  feed.market.version = kVersions[draw.below(6)];
  feed.market.orders = 5 + draw.below(60);
  feed.packets = 600;
  feed.first_seq = draw.once_in(8) ? 0xffffff00 - draw.below(1'000'000) : 1 + draw.below(100'000);
  feed.messages_max = 1 + draw.below(8);
  feed.faults_a = draw_line_faults(draw);
  feed.faults_b = draw_line_faults(draw);
  episode.options.first_seq = draw.once_in(2) ? feed.first_seq : 0;
  switch (index % 6) {
    case 0:
      episode.name = "each line loses and repeats, together they are whole";
      episode.honest = true;
      feed.faults_a.loss_ppm = 0;
      feed.faults_a.late_ppm = 0;
      feed.faults_a.jitter_ns = 0;
      episode.options.first_seq = feed.first_seq;
      break;
    case 1:
      episode.name = "true gaps and resets";
      feed.loss_both_ppm = draw.below(20'000);
      feed.reset_ppm = draw.below(2) * 3'000;
      break;
    case 2:
      episode.name = "packets with strange fields";
      feed.packet_fault_ppm = 20'000 + draw.below(100'000);
      break;
    case 3:
      episode.name = "frames that are bad";
      feed.bad_ppm = 10'000;
      feed.frame_fault_ppm = 30'000;
      break;
    case 4:
      episode.name = "instruments told in the middle";
      episode.changes = true;
      feed.reset_ppm = 2'000;
      break;
    default:
      episode.name = "everything at once";
      feed.loss_both_ppm = draw.below(5'000);
      feed.reset_ppm = 1'000;
      feed.packet_fault_ppm = 10'000;
      feed.bad_ppm = 3'000;
      feed.frame_fault_ppm = 5'000;
      episode.changes = true;
      if (draw.once_in(4)) episode.options.line_b.enabled = false;
      break;
  }
  return episode;
}

// The market's instruments, of which an episode that is not honest leaves some out.
inline std::vector<feed::mdp3::Instrument> told_instruments(const replay::Mdp3Market& market,
                                                            bool all, replay::Draw& draw) {
  std::vector<feed::mdp3::Instrument> told;
  for (const auto& instrument : market.instruments()) {
    if (!all && draw.once_in(10)) continue;
    feed::mdp3::Instrument mine;
    mine.security = instrument.security;
    mine.book = static_cast<std::uint16_t>(told.size() * 3 + 1);
    mine.depth = instrument.depth;
    mine.tick = instrument.tick;
    mine.by_order = instrument.by_order;
    if (!all && draw.once_in(12)) mine.tick *= 1 + draw.below(3);
    told.push_back(mine);
  }
  return told;
}

// A command in the middle of a session: another definition, the same one, one that is not sound,
// or that everything is to be forgotten.
inline std::vector<InstrumentCommand> odd_commands(const std::vector<feed::mdp3::Instrument>& told,
                                                   replay::Draw& draw) {
  if (told.empty() || draw.once_in(8)) {
    std::vector<InstrumentCommand> again = feed::mdp3::plan(told).commands;
    return again;
  }
  feed::mdp3::Instrument instrument = told[draw.below(static_cast<std::uint32_t>(told.size()))];
  const std::uint32_t choice = draw.below(4);
  if (choice == 0) instrument.depth = static_cast<std::uint8_t>(1 + draw.below(10));
  if (choice == 1) instrument.security += 1 + draw.below(3);
  InstrumentCommand command = *feed::mdp3::make_command(instrument);
  if (choice == 2) {
    switch (draw.below(6)) {
      case 0:
        command.depth = draw.once_in(2) ? std::uint8_t{0} : std::uint8_t{11};
        break;
      case 1:
        command.tick_inverse += 2;
        break;
      case 2:
        command.tick_shift = 64;
        break;
      case 3:
        command.book = 0xffff;
        break;
      case 4:
        command.instrument |= std::uint64_t{1} << 32;
        break;
      default:
        command.flags = 2;
        break;
    }
  }
  return {command};
}

}  // namespace hotbook::testing
