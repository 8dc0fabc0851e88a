// Decodes the NYSE Integrated Feed (XDP 2.1 to Pillar 2.5) of two lines: packets in, changes of
// books, gaps and venue messages out. README.md beside this file has the rules, numbered.
//
// Synthesis: C++14; the state is registers only, no memory.
// Interval:  1 step a cycle.

#pragma once

#include "hls/common/feed_kernel.hpp"
#include "hls/common/line_arbiter.hpp"
#include "hls/xdp_decode/xdp_format.hpp"

namespace hotbook {
namespace kernel {
namespace xdp {

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
  std::uint8_t header[kHeaderBytes];
};

// The packet that is used, and its message under way. Its line is in LinePhase::Body.
struct PacketState {
  bool restart;              // numbers started anew with it
  bool broken;               // a size below a message header's: nothing behind it can be found
  bool trailing;             // bytes came behind its last claimed message
  std::uint8_t left;         // messages claimed that are not complete
  std::uint8_t skip;         // of these, how many were taken before
  std::uint8_t taken;        // messages taken
  std::uint64_t first_seq;   // of these
  std::uint64_t sent;        // its send time, which counts once the packet has turned out good
  std::uint16_t size;        // of the message under way, once two bytes of it have come
  std::uint16_t read_bytes;  // of it
  std::uint8_t message[kMessageBytes];
};

// What is still to be given out of a message that is complete.
enum class Pending : std::uint8_t { None, PairSecond, FirstPiece, SecondPiece };

// What the books know, as far as a later change of everything depends on it.
enum class Books : std::uint8_t { Empty, Known, UnknownEmpty, Unknown };

struct State {
  bool begun;  // a session is known
  std::uint8_t session;
  ArbiterState arbiter;
  std::uint64_t reset_sent;  // send time of the good packet that restarted the numbers; 0: none
  std::uint32_t second;      // of the latest Source Time Reference
  Books books;
  LineState lines[kLines];
  PacketState packet;
  Pending pending;
  bool poison;  // the packet that has ended was bad, and used
  // Of the message that is pending, or of the packet that was bad.
  std::uint64_t seq;
  std::uint64_t rx_time_ns;
  std::uint16_t arrival_cycle;
};

KernelStep step(State& state, const KernelInput& input);

}  // namespace xdp
}  // namespace kernel
}  // namespace hotbook
