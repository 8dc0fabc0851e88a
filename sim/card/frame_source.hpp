// Where a simulated port's frames come from: a capture file or a live UDP socket.
//
// Threading: one thread.
// Hot path:  next() does not enter the kernel, except when a capture's read buffer is empty.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace hotbook::card {

struct Frame {
  std::span<const std::uint8_t> bytes;  // valid until the next call of next()
  bool is_bad = false;                  // the MAC would have found it damaged
};

class FrameSource {
 public:
  virtual ~FrameSource() = default;

  // False when there is no frame now.
  [[nodiscard]] virtual bool next(Frame& frame) = 0;
  // Takes what has arrived since; called every few dozen cycles, not every cycle.
  virtual void gather() {}
  // Readable when gather() has something to take; -1: never.
  [[nodiscard]] virtual int fd() const { return -1; }
  // Words for the report: frames, losses, errors.
  [[nodiscard]] virtual std::string report() const = 0;
};

// Both throw std::runtime_error naming what cannot be opened.
[[nodiscard]] std::unique_ptr<FrameSource> open_capture_source(const std::string& path);
[[nodiscard]] std::unique_ptr<FrameSource> open_udp_source(const std::string& address,
                                                           std::uint16_t port);

// `file:/path`, `udp:address:port`, or nothing at all for a port with no cable.
[[nodiscard]] std::unique_ptr<FrameSource> open_source(const std::string& text);

}  // namespace hotbook::card
