// What a card is told before a session: where the image is, which frames belong to each line, who
// decodes them, where the session starts.
//
// Threading: values.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <string>

#include "host/card/emulation.hpp"
#include "host/feed/feed_options.hpp"

namespace hotbook::card {

using LineConfig =
    feed::LineOptions;  // the registers line_a and line_b, for the card as for the software twin

// Register feed.decoder.
enum class Decoder : std::uint32_t {
  Itch = 0,    // the card itself: NASDAQ TotalView-ITCH 5.0
  Kernel = 1,  // the feed kernel that the image joins to the card's streams, whatever its venue
};

struct FeedConfig {
  std::uint64_t first_seq = 0;  // 0 takes the first packet's
  std::uint32_t line_wait_cycles =
      65'536;  // how long a packet that is ahead waits for the other line
  Decoder decoder = Decoder::Itch;
};

struct CardOptions {
  std::string xclbin;
  std::string manifest;  // empty: any image may be loaded
  unsigned device_index = 0;
  unsigned record_slots_log2 = 16;   // 6 to 24
  unsigned command_slots_log2 = 10;  // 6 to 16
  EmulationOptions emulation;        // used when the image's target is hw_emu
};

}  // namespace hotbook::card
