// Says messages to the oracle and reads what it made of them.

#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "sim/oracle/feed_oracle.hpp"
#include "sim/replay/itch_message.hpp"
#include "sim/replay/mold_framer.hpp"

namespace hotbook::oracle {

using replay::ItchMessage;
using Buffer = std::vector<std::uint8_t>;

constexpr std::uint16_t kBook = 3;

inline ItchMessage add(std::uint64_t ref, char side, std::uint32_t quantity, std::uint32_t price) {
  ItchMessage message{'A', kBook, 1000};
  return message.u64(ref).letter(side).u32(quantity).text("AAAA", 8).u32(price);
}
inline ItchMessage execute(std::uint64_t ref, std::uint32_t quantity) {
  return ItchMessage{'E', kBook, 1001}.u64(ref).u32(quantity).u64(1);
}
inline ItchMessage reduce(std::uint64_t ref, std::uint32_t quantity) {
  return ItchMessage{'X', kBook, 1002}.u64(ref).u32(quantity);
}
inline ItchMessage remove(std::uint64_t ref) {
  return ItchMessage{'D', kBook, 1003}.u64(ref);
}
inline ItchMessage replace(std::uint64_t ref, std::uint64_t new_ref, std::uint32_t quantity,
                           std::uint32_t price) {
  return ItchMessage{'U', kBook, 1004}.u64(ref).u64(new_ref).u32(quantity).u32(price);
}

inline Buffer packet(std::uint64_t seq, const std::vector<ItchMessage>& messages,
                     const replay::LineAddress& address = {1, 2, {}},
                     std::string_view session = replay::kDefaultSession) {
  replay::MoldFramer framer{address, session};
  Buffer blocks;
  for (const ItchMessage& message : messages) replay::append_block(blocks, message.bytes());
  const auto frame = framer.frame(seq, static_cast<std::uint16_t>(messages.size()), blocks);
  return {frame.begin(), frame.end()};
}

// A count the messages do not support, with right checksums.
inline Buffer packet_claiming(std::uint64_t seq, std::uint16_t count, const Buffer& blocks) {
  replay::MoldFramer framer{{1, 2, {}}};
  const auto frame = framer.frame(seq, count, blocks);
  return {frame.begin(), frame.end()};
}

class FeedOracleTest : public ::testing::Test {
 protected:
  // Starts anew with these options.
  void use(const OracleOptions& options) { oracle_.emplace(options); }

  void give(Line line, const Buffer& frame, bool bad = false) {
    oracle_->frame(line, ++time_, frame, bad);
  }

  // Gives messages on line a in packets of one, numbered on.
  void say(const ItchMessage& message) { give(Line::A, packet(seq_++, {message})); }

  BookUpdate last() { return std::get<BookUpdate>(oracle_->records().back()); }
  std::uint64_t count(const std::string& name) { return oracle_->counters().at(name); }

  // "kind seq" of every record.
  std::string told() {
    std::string text;
    for (const Record& record : oracle_->records()) {
      if (const auto* update = std::get_if<BookUpdate>(&record)) {
        text += "?AERDG"[static_cast<int>(update->kind)] + std::to_string(update->seq) + ' ';
      } else {
        text += 'v' + std::to_string(std::get<VenueMessage>(record).seq) + ' ';
      }
    }
    return text;
  }

  std::optional<FeedOracle> oracle_{OracleOptions{}};
  std::uint64_t seq_ = 1;
  std::uint64_t time_ = 0;
};

constexpr std::uint16_t kKnown = kUpdateFlagBidKnown | kUpdateFlagAskKnown;

}  // namespace hotbook::oracle
