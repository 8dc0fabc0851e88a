// A generated or captured feed of a venue, both lines, on its way through the card with that
// venue's feed kernel; and what its oracle makes of the same frames.
//
// Threading: one thread.
// Hot path:  none; it is a model.

#pragma once

#include <cstring>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "sim/oracle/feed_oracle.hpp"
#include "sim/replay/line.hpp"
#include "sim/replay/pcap_writer.hpp"
#include "tests/cosim/cosim.hpp"

namespace hotbook::cosim {

inline constexpr std::uint16_t kKnown = kUpdateFlagBidKnown | kUpdateFlagAskKnown;
// What only a card has, and what is compared side by side.
inline constexpr std::uint16_t kOfCard = kUpdateFlagBidLow | kUpdateFlagAskLow |
                                         kUpdateFlagOrderNotHeld | kUpdateFlagTopChanged | kKnown;

using Counters = std::map<std::string, std::uint64_t>;

// What a card or an oracle made of a feed.
struct Seen {
  std::vector<oracle::Record> records;
  Counters counters;
};

class KernelFeed {
 public:
  KernelFeed(std::string kernel, bool two_lines)
      : kernel_{std::move(kernel)}, two_lines_{two_lines} {}

  template <class Oracle>
  void frame(Oracle& oracle, replay::Line line, std::uint64_t time_ns,
             std::span<const std::uint8_t> bytes) {
    const bool is_a = line == replay::Line::A;
    (is_a ? writer_a_ : writer_b_).write(time_ns, bytes);
    ++(is_a ? frames_.line_a : frames_.line_b);
    oracle.frame(line, time_ns, bytes, false);
  }

  // Frames of both lines go through back to back, whatever their times.
  [[nodiscard]] Seen through_card(std::uint64_t first_seq,
                                  std::span<const InstrumentCommand> instruments = {}) {
    writer_a_.finish();
    writer_b_.finish();
    card::CardOptions with_kernel = options();
    with_kernel.emulation.kernel = kernel_;
    with_kernel.emulation.line_a = "file:" + file_a_.path();
    if (two_lines_) with_kernel.emulation.line_b = "file:" + file_b_.path();
    const auto card = card::Card::open(with_kernel);
    // Longer than one line can be behind the other.
    card->configure(
        {.enable = true}, {.enable = two_lines_},
        {.first_seq = first_seq, .line_wait_cycles = 200'000, .decoder = card::Decoder::Kernel});
    if (!instruments.empty()) card->load_instruments(instruments);
    card->start();
    std::vector<card::Record64> records;
    poll_until_quiet(*card, frames_, records);
    Seen seen;
    for (const card::Record64& record : records) {
      const auto update = record.as<BookUpdate>();
      if (update.kind == RecordKind::VenueMessage)
        seen.records.emplace_back(record.as<VenueMessage>());
      else
        seen.records.emplace_back(update);
    }
    const card::Counters read = card->counters();
    for (const RegisterInfo& info : kRegisters) seen.counters[info.name] = read.at(info.address);
    return seen;
  }

 private:
  std::string kernel_;
  bool two_lines_;
  TemporaryFile file_a_{"a.pcap"};
  TemporaryFile file_b_{"b.pcap"};
  replay::PcapWriter writer_a_{file_a_.path()};
  replay::PcapWriter writer_b_{file_b_.path()};
  card::FrameCounts frames_;
};

// Where the card says known, it says what the oracle says; everything but the top is equal anyway.
inline void expect_agrees(const BookUpdate& card, const BookUpdate& oracle, std::size_t index) {
  ASSERT_EQ(card.seq, oracle.seq) << "record " << index;
  ASSERT_EQ(card.kind, oracle.kind) << "record " << index;
  ASSERT_EQ(card.venue_time_ns, oracle.venue_time_ns) << "record " << index;
  ASSERT_EQ(card.order_ref, oracle.order_ref) << "record " << index;
  ASSERT_EQ(card.price, oracle.price) << "record " << index;
  ASSERT_EQ(card.quantity, oracle.quantity) << "record " << index;
  ASSERT_EQ(card.book, oracle.book) << "record " << index;
  ASSERT_EQ(card.flags & ~kOfCard, oracle.flags & ~kOfCard) << "record " << index;
  if ((card.flags & kUpdateFlagBidKnown) != 0) {
    ASSERT_NE(oracle.flags & kUpdateFlagBidKnown, 0) << "record " << index;
    ASSERT_EQ(card.bid_price, oracle.bid_price) << "record " << index;
    ASSERT_EQ(card.bid_quantity, oracle.bid_quantity) << "record " << index;
  }
  if ((card.flags & kUpdateFlagAskKnown) != 0) {
    ASSERT_NE(oracle.flags & kUpdateFlagAskKnown, 0) << "record " << index;
    ASSERT_EQ(card.ask_price, oracle.ask_price) << "record " << index;
    ASSERT_EQ(card.ask_quantity, oracle.ask_quantity) << "record " << index;
  }
}

inline void expect_agrees(const VenueMessage& card, const VenueMessage& oracle, std::size_t index) {
  ASSERT_EQ(card.seq, oracle.seq) << "record " << index;
  ASSERT_EQ(card.length, oracle.length) << "record " << index;
  ASSERT_EQ(card.more, oracle.more) << "record " << index;
  ASSERT_EQ(std::memcmp(card.message, oracle.message, sizeof card.message), 0)
      << "record " << index;
}

template <class Kind>
[[nodiscard]] std::vector<Kind> only(const std::vector<oracle::Record>& records) {
  std::vector<Kind> kept;
  for (const oracle::Record& record : records) {
    if (const auto* found = std::get_if<Kind>(&record)) kept.push_back(*found);
  }
  return kept;
}

// Records of books and venue messages, each kind in its own order.
template <class Kind>
void expect_same_kind(const Seen& card, const std::vector<oracle::Record>& oracle) {
  const auto got = only<Kind>(card.records);
  const auto wanted = only<Kind>(oracle);
  for (std::size_t i = 0; i < std::min(got.size(), wanted.size()); ++i)
    ASSERT_NO_FATAL_FAILURE(expect_agrees(got[i], wanted[i], i));
  ASSERT_EQ(got.size(), wanted.size());
}

inline void expect_same(const Seen& card, const std::vector<oracle::Record>& oracle) {
  expect_same_kind<BookUpdate>(card, oracle);
  expect_same_kind<VenueMessage>(card, oracle);
}

// All counters that both have; what the card's own tables cannot hold the oracle does not know.
inline void expect_same_counters(const Seen& card, const Counters& oracle) {
  for (const auto& [name, value] : oracle) {
    if (card.counters.contains(name) && !name.starts_with("lob.")) {
      EXPECT_EQ(card.counters.at(name), value) << name;
    }
  }
}

// Of the sides that the card tells of, how many it knows.
[[nodiscard]] inline std::size_t sides_known(const Seen& card) {
  std::size_t known = 0;
  for (const BookUpdate& update : only<BookUpdate>(card.records))
    known += static_cast<std::size_t>(__builtin_popcount(update.flags & kKnown));
  return known;
}

}  // namespace hotbook::cosim
