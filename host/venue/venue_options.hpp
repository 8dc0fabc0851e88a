// What a venue is built with. Accounts, sessions and instruments are named by their places here.
//
// Threading: plain values.
// Hot path:  none.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "host/session/entry_point.hpp"

namespace hotbook::venue {

struct InstrumentOptions {
  std::string symbol;                  // at most 8 characters, no spaces
  std::uint32_t tick_dollars_1e4 = 1;  // a tick in 1/10,000 dollar
  std::uint32_t lot = 1;               // quantities are multiples of it
};

struct SessionOptions {
  session::Door door = session::Door::Ouch;
  std::string user;             // OUCH user, FIX SenderCompID
  std::string password_sha256;  // of the password; 64 hexadecimal digits
  std::uint32_t account = 0;
  bool cancel_on_disconnect = true;
};

struct VenueOptions {
  std::vector<InstrumentOptions> instruments;  // 1 to 65,534
  std::vector<std::string> accounts;           // names; 1 or more
  std::vector<SessionOptions> sessions;        // at most 65,534
  std::size_t max_orders = 1U << 20U;          // live at once
  std::size_t session_orders_max = 1U << 16U;  // of one session
};

}  // namespace hotbook::venue
