// Decodes CME's MDP 3.0 (SBE schema 1) of two lines: packets in, changes of books, gaps and venue
// messages out. README.md beside this file has the rules, numbered.
//
// Synthesis: C++14; registers, and the memories that kSlots and kReferences give a size.
// Interval:  1 step a cycle.

#pragma once

#include "hls/common/feed_kernel.hpp"
#include "hls/common/line_arbiter.hpp"
#include "hls/mdp3_decode/mdp3_instrument_table.hpp"
#include "hls/mdp3_decode/mdp3_layout.hpp"

namespace hotbook {
namespace mdp3_kernel {

using kernel::KernelInput;
using kernel::KernelStep;
using kernel::kLines;

constexpr unsigned kPacketHeaderBytes = 12;  // MsgSeqNum (4), SendingTime (8)
constexpr unsigned kHeadBytes = 10;          // MsgSize (2), SBE header (8)
constexpr unsigned kItemBytes = 40;          // of an item that anyone looks at
constexpr unsigned kPieceBytes = 50;
constexpr unsigned kPlaces = 10;  // levels of a side
// Steps between an entry's last byte and its judgement: what it was looked up in, and the products
// of its price, have answered by then. What the kernel gives does not depend on it.
constexpr unsigned kWaitSteps = 4;
constexpr unsigned kReferences = 256;  // entries of a message that its orders may name

enum class LinePhase : std::uint8_t {
  Between,  // packets
  Header,   // some of it has come
  Head,     // all of it has come, and the word that ended it is still offered
  Body,     // the packet is used
  Rest,     // nothing more of this packet is used
};

struct LineState {
  LinePhase phase;
  std::uint8_t header_bytes;  // that have come
  std::uint8_t at;            // lane of the offered word behind what was read of it; 0: nothing was
  std::uint8_t header[kPacketHeaderBytes];
};

// What a template is to the kernel, told from the shape that the schema gives it.
enum class Kind : std::uint8_t { Unknown, Heartbeat, Levels, Orders, Statistics, Venue };

// What the bytes that come next belong to.
enum class Item : std::uint8_t {
  Head,       // a message's size and SBE header
  Root,       // its root block
  Dimension,  // a group's block length and count
  Entry,      // of a group
  Boundary,   // no bytes: the entries of a group have all come, and what follows is to be found
  Rest,       // what nobody looks at, up to the message's end
  Broken,     // what nobody can look at, up to the packet's end
};

// The packet that is used, and its message under way. Its line is in LinePhase::Body.
struct PacketState {
  std::uint32_t seq;
  Item item;
  std::uint16_t item_bytes;  // of the item
  std::uint16_t read_bytes;  // of it
  std::uint8_t item_data[kItemBytes];
  Kind kind;
  std::uint8_t layout;      // of the message in kEntriesMessages
  bool second_group;        // the group under way is the second one
  std::uint16_t left;       // bytes of the message that have not come
  std::uint16_t block;      // of its root
  std::uint8_t entries;     // of the group under way that have not come
  std::uint8_t references;  // level entries of the message that have come
  std::uint64_t time_ns;
  std::uint8_t piece_bytes;
  std::uint8_t piece[kPieceBytes];
  bool ended;         // a venue message has, and reset_at_end is to be looked at
  bool reset_at_end;  // all begins anew behind the message, or its numbers did not follow
};

enum class EntryPhase : std::uint8_t {
  Idle,
  Wait,   // what it was looked up in, and its price, have not answered yet
  Judge,  // its fields are judged, and what is to be done is found
  Act,    // one event a step
};

// What is to be done once no doomed level is left.
enum class Final : std::uint8_t { Erase, Insert, Set, SecondOfPair };

// An entry that has come whole.
struct EntryState {
  EntryPhase phase;
  std::uint8_t wait;  // steps
  bool looked_up;
  bool referring;  // it takes its instrument, side and price from a level entry
  bool numbered;   // its rpt_seq has been looked at
  std::uint16_t slot;
  std::uint8_t type;
  std::uint8_t action;
  std::uint8_t level;
  std::uint32_t price;
  std::uint32_t quantity;
  std::uint32_t rpt_seq;
  std::uint64_t order_id;
  std::uint64_t rx_time_ns;
  std::uint16_t arrival_cycle;
  Final final;
  std::uint8_t erased;      // places
  std::uint16_t doomed[2];  // by side: places whose level is to go, the best first
  std::uint32_t prices[2][kPlaces];
  std::uint32_t quantities[2][kPlaces];  // 0: nothing is known to be there
};

struct Definition {
  std::uint16_t book;
  std::uint8_t depth;
  std::uint8_t tick_shift;
  bool by_order;
  std::uint64_t tick_odd;
  std::uint64_t tick_inverse;
  std::uint64_t price_offset;
};

// A side's levels; of no meaning unless its epoch is one above State::epoch's.
struct Row {
  std::uint64_t epoch;
  std::uint32_t prices[kPlaces];
  std::uint32_t quantities[kPlaces];
};

struct Number {
  std::uint64_t epoch;
  std::uint32_t rpt_seq;
};

struct Reference {
  std::uint16_t slot;
  std::uint8_t type;
  std::uint32_t price;  // 0: not a book's
};

struct State {
  bool begun;  // a session is known
  std::uint8_t session;
  kernel::ArbiterState arbiter;
  LineState lines[kLines];
  PacketState packet;
  EntryState entry;
  bool poison;   // the packet that has ended was bad or cut
  bool touched;  // an event of a book was given since clear, or since the last gap
  std::uint64_t rx_time_ns;
  std::uint16_t arrival_cycle;
  std::uint64_t epoch;       // counts what makes every row unknown
  std::uint32_t generation;  // counts the commands that forget every instrument
  bool any_instrument;       // is known

  // Memories. A slot is used while its generation is one above State::generation.
  std::uint32_t securities[kSlots];
  std::uint32_t generations[kSlots];
  Definition definitions[kSlots];
  Row rows[2][kSlots];
  Number numbers[kSlots];
  Reference referred[kReferences];

  bool is_used(unsigned slot) const { return generations[slot] == generation + 1; }
  bool is_of(unsigned slot, std::uint32_t security) const {
    return is_used(slot) && securities[slot] == security;
  }
};

KernelStep step(State& state, const KernelInput& input);

}  // namespace mdp3_kernel
}  // namespace hotbook
