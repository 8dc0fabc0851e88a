// Tells systemd how the service is (sd_notify(3)'s protocol, without its library).
//
// Threading: any thread.
// Hot path:  none; one send to a local socket.

#pragma once

#include <string_view>

namespace hotbook::control {

// state: READY=1, STOPPING=1, STATUS=..., WATCHDOG=1; lines. False when nobody listens, which is
// what a start by hand looks like.
bool notify_service(std::string_view state);

// RELOADING=1 with the time that systemd wants beside it; READY=1 ends it.
bool notify_reloading();

}  // namespace hotbook::control
