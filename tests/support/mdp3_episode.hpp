// Seeded feeds of MDP 3.0 with everything that can go wrong, for whoever must agree with the
// oracle.

#pragma once

#include <cstdint>
#include <map>
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

// A packet of right structure and mostly right numbers, whose entries come out of few values:
// prices meet, levels are at every place, references name what there is and what there is not.
inline std::vector<std::uint8_t> chaotic_packet(const std::vector<feed::mdp3::Instrument>& told,
                                                std::uint32_t seq,
                                                std::map<std::uint32_t, std::uint32_t>& numbers,
                                                replay::Draw& draw) {
  const std::uint16_t version = draw.once_in(2) ? std::uint16_t{9} : std::uint16_t{7};
  const auto price = [&](const feed::mdp3::Instrument& instrument) {
    const auto ticks = static_cast<std::int64_t>(draw.below(6)) - 2;
    if (draw.once_in(200)) return replay::kMdp3NoPrice;
    return ticks * instrument.tick / (version < 9 ? 100 : 1);
  };
  const auto pick = [&]() -> const feed::mdp3::Instrument& {
    return told[draw.below(static_cast<std::uint32_t>(told.size()))];
  };
  const auto orders_of = [&](std::size_t levels) {
    std::vector<replay::Mdp3OrderEntry> orders;
    for (std::uint32_t i = draw.below(4); i > 0; --i) {
      const feed::mdp3::Instrument& instrument = pick();
      replay::Mdp3OrderEntry order;
      order.order_id = draw.once_in(150) ? ~std::uint64_t{0} : draw.below(12);
      order.price = price(instrument);
      order.quantity = draw.once_in(100) ? 0 : 1 + draw.below(9);
      order.security = instrument.security;
      order.action = static_cast<replay::Mdp3Action>(draw.below(draw.once_in(50) ? 4 : 3));
      order.type = "01010101EFJx"[draw.below(draw.once_in(30) ? 12 : 8)];
      const auto bound = static_cast<std::uint32_t>(levels + 1);
      order.reference = static_cast<std::uint8_t>(draw.once_in(60) ? draw.below(256)
                                                  : levels == 0    ? 1
                                                                   : 1 + draw.below(bound - 1));
      if (draw.once_in(60)) order.reference = static_cast<std::uint8_t>(levels + 1);
      orders.push_back(order);
    }
    return orders;
  };
  auto packet = replay::mdp3_packet(seq, 7);
  for (std::uint32_t i = draw.below(4); i > 0; --i) {
    if (draw.once_in(5)) {
      append_message(packet, replay::mdp3_orders(version, draw.bits(), orders_of(0)));
      continue;
    }
    std::vector<replay::Mdp3LevelEntry> levels;
    for (std::uint32_t k = draw.below(5); k > 0; --k) {
      const feed::mdp3::Instrument& instrument = pick();
      replay::Mdp3LevelEntry entry;
      entry.price = price(instrument);
      entry.quantity = draw.once_in(200) ? 0 : 1 + draw.below(9);
      entry.security = instrument.security;
      entry.rpt_seq = numbers[entry.security] += draw.once_in(200) ? 2 : 1;
      entry.level = static_cast<std::uint8_t>(1 + draw.below(instrument.depth));
      if (draw.once_in(200)) entry.level = static_cast<std::uint8_t>(draw.below(13));
      entry.action = static_cast<replay::Mdp3Action>(draw.below(draw.once_in(60) ? 8 : 6));
      entry.type = "01010101EFJx"[draw.below(draw.once_in(20) ? 12 : 8)];
      levels.push_back(entry);
    }
    append_message(packet,
                   replay::mdp3_book(version, draw.bits(), levels, orders_of(levels.size())));
    if (draw.once_in(150)) append_message(packet, replay::Mdp3Message{4, version, 9});
  }
  return packet;
}

inline std::vector<feed::mdp3::Instrument> chaotic_instruments() {
  std::vector<feed::mdp3::Instrument> told;
  for (const unsigned depth : {1U, 2U, 3U, 5U, 10U, 10U}) {
    feed::mdp3::Instrument instrument;
    instrument.security = 500 + static_cast<std::uint32_t>(told.size());
    instrument.book = static_cast<std::uint16_t>(told.size());
    instrument.depth = static_cast<std::uint8_t>(depth);
    instrument.tick = 2'500'000;
    instrument.by_order = told.size() % 3 == 2;
    told.push_back(instrument);
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
