// The two unix sockets between stock XRT's shim, inside the host's process, and the card's
// process.
//
// Threading: one thread a socket; CallProgress is read by the supervising process.
// Hot path:  calls and replies reuse their buffers.

#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/card/wire.hpp"

namespace hotbook::card {

// What the serving process did last on the main socket. It lies in memory shared with the
// supervisor, which must know after a crash whether the shim still waits for a reply. Written by
// the server, read by the supervisor only after the server's death (heartbeat excepted, a relaxed
// counter).
struct CallProgress {
  enum class Phase : std::uint32_t { Idle, CallSeen, Executing, Replying };
  std::atomic<Phase> phase{Phase::Idle};
  std::atomic<std::uint32_t> opcode{0};
  std::atomic<std::uint64_t> reply_bytes{0};  // of data that the call asked for; 0: not known
  std::atomic<std::uint64_t> heartbeat{0};
  std::atomic<bool> waits_for_host{
      false};  // inside a card-to-host call: the host's slowness, not ours
};
static_assert(std::atomic<CallProgress::Phase>::is_always_lock_free);

// Connects to a unix socket of the shim, which may not be listening yet. -1 when it never did.
[[nodiscard]] int dial(const std::string& path, int timeout_ms);

// Host to card: the shim calls, the card replies.
class ShimSocket {
 public:
  // A longer call is damage. The shim cuts its own into packets of 64 KiB.
  static constexpr std::uint64_t kBodyBytesMax = std::uint64_t{64} << 20;

  enum class Status : std::uint8_t { Ok, HostGone, Malformed };

  struct Call {
    std::uint32_t opcode = 0;
    std::span<const std::uint8_t> body;  // valid until the next read()
  };

  ShimSocket(int fd, CallProgress& progress) : fd_{fd}, progress_{progress} {}

  // Blocks for a whole call. On Malformed, error() says why.
  [[nodiscard]] Status read(Call& call);
  // For a successor of a process that died when it had seen a call: whether that was taken from the
  // socket. Nothing comes behind it before it is answered.
  [[nodiscard]] bool is_call_taken() const;
  [[nodiscard]] bool reply(const WireWriter& body);
  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] const std::string& error() const { return error_; }

 private:
  int fd_;
  CallProgress& progress_;
  std::vector<std::uint8_t> body_;
  std::vector<std::uint8_t> reply_;
  std::string error_;
};

// Card to host: the card reads and writes host memory; the shim answers.
class HostSocket {
 public:
  enum class Status : std::uint8_t { Ok, Refused, HostGone };

  HostSocket(int fd, CallProgress& progress) : fd_{fd}, progress_{progress} {}

  [[nodiscard]] Status read(std::uint64_t address, std::span<std::uint8_t> data);
  [[nodiscard]] Status write(std::uint64_t address, std::span<const std::uint8_t> data);
  // Without it the shim spins for ever once the socket is closed.
  void announce_close();

 private:
  [[nodiscard]] Status call(std::uint32_t opcode);

  int fd_;
  CallProgress& progress_;
  WireWriter request_;
  std::vector<std::uint8_t> frame_;
  std::vector<std::uint8_t> answer_;
  WireMessage message_;
};

}  // namespace hotbook::card
