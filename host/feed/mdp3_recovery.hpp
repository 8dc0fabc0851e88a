// Reads MDP 3.0's instrument definitions, and collects a loop of market recovery snapshots until
// every book can be begun with one and joined to the live packets exactly (CME Client Systems Wiki,
// "MDP 3.0 - MBP and MBOFD Market Recovery").
//
// A late listener, or one whose books became unknown, holds the live packets from now on and reads
// the recovery feed beside them:
//
//   hold(packet)     every live packet, in its order, once
//   snapshot(message) every message of the recovery feed
//   is_complete()    every instrument has a snapshot, and no live packet behind one is missing
//
// and then gives a new handler the instruments, each of snapshots() by restore(), and the held
// packets; its books are known and whole, and it goes on with the live packets. A snapshot tells
// which packet it is as of; the handler skips what those before say of that instrument alone, so
// that instruments may be as of different packets.
//
// A channel reset needs no snapshots: all books are empty with it, and a new handler that begins
// with its packet knows them.
//
// Threading: one owner.
// Hot path:  hold() copies a packet; the rest is not for it.

#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/feed/mdp3_instruments.hpp"
#include "host/feed/wire.hpp"

namespace hotbook::feed::mdp3 {

// What a definition (templates 27, 29, 41, 54 to 56) tells of an instrument.
struct Definition {
  std::uint32_t security = 0;
  std::string symbol;
  std::string asset;
  std::int64_t tick = 0;            // MinPriceIncrement, in units of 10^-9; 0: it has a tick table
  std::int64_t display_factor = 0;  // in units of 10^-9: a conventional price is price x this
  std::uint8_t depth = 0;           // of the book (tag 264 of feed type GBX); 0: it has none
  char action = 'A';                // 'A' added, 'D' deleted, 'M' modified
};

// Nothing when the message is no definition, or has not all of these fields.
[[nodiscard]] std::optional<Definition> read_definition(Bytes message);

// The entry of an instrument table; by_order: its book is to be made of orders.
[[nodiscard]] Instrument make_instrument(const Definition& definition, std::uint16_t book,
                                         bool by_order = false);

// A book as of a packet.
struct BookSnapshot {
  struct Level {
    Side side;
    std::uint8_t place;  // from 1
    std::int64_t price;  // in units of 10^-9
    std::uint32_t quantity;
  };
  struct Order {
    Side side;
    std::uint64_t id;
    std::int64_t price;  // in units of 10^-9
    std::uint32_t quantity;
  };
  std::uint32_t security = 0;
  std::uint32_t last_seq = 0;  // LastMsgSeqNumProcessed
  std::uint64_t time_ns = 0;   // TransactTime, since 1970
  bool by_order = false;
  std::optional<std::uint32_t> rpt_seq;
  std::vector<Level> levels;
  std::vector<Order> orders;
};

class Recovery {
 public:
  struct Options {
    std::size_t packets_max = std::size_t{1} << 20;  // held; beyond, the oldest are given up
  };
  enum class Read : std::uint8_t {
    Taken,
    Ignored,    // no snapshot, or of an instrument that nobody has told
    Malformed,  // a snapshot that contradicts itself
  };
  struct HeldPacket {
    std::uint64_t seq;
    std::uint64_t rx_time_ns;
    std::vector<std::uint8_t> payload;  // with its packet header
  };

  Recovery(const Options& options, std::vector<Instrument> instruments);

  // The next live packet. One that does not follow the last makes the held ones useless: they are
  // given up, and snapshots that do not reach it with them.
  void hold(std::uint64_t seq, std::uint64_t rx_time_ns, Bytes payload);

  // The next message of the recovery feed, from its SBE header on.
  Read snapshot(Bytes message);

  // Instruments without book activity have no snapshots: once the feed has been read for a whole
  // loop, those that are missing begin empty, as of the oldest of the others.
  void loop_ended();

  [[nodiscard]] bool is_complete() const;
  [[nodiscard]] std::size_t missing() const;  // instruments without a snapshot that can be joined
  [[nodiscard]] std::vector<BookSnapshot> snapshots() const;
  [[nodiscard]] const std::deque<HeldPacket>& held() const noexcept { return held_; }
  [[nodiscard]] const std::vector<Instrument>& instruments() const noexcept { return told_; }

  // The packet that the new handler is to expect first.
  [[nodiscard]] std::uint64_t first_seq() const;

 private:
  struct Collected {
    BookSnapshot book;
    std::uint32_t chunks_left = 0;  // of a book of orders
    bool whole = false;
    std::optional<std::pair<std::uint32_t, std::uint32_t>> numbered;  // last_seq, rpt_seq
  };

  Read levels(Bytes message, Collected& collected, const Instrument& instrument);
  Read orders(Bytes message, Collected& collected);
  [[nodiscard]] bool joins(const Collected& collected) const;

  Options options_;
  std::vector<Instrument> told_;
  std::map<std::uint32_t, std::size_t> by_security_;
  std::vector<Collected> collected_;  // as told_
  std::deque<HeldPacket> held_;
};

}  // namespace hotbook::feed::mdp3
