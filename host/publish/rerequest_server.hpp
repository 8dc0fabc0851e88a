// Answers MoldUDP64 request packets from the store: one downstream packet or a few, to whoever
// asked, so that a lost message can be had again.
//
// Threading: the venue's thread.
// Hot path:  none; neither throws nor allocates.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "host/publish/message_store.hpp"
#include "host/publish/mold_writer.hpp"
#include "host/publish/packet_sink.hpp"

namespace hotbook::publish {

struct RerequestOptions {
  std::size_t packets_max = 32;  // an answer's; whoever wants more asks again
  // All answers together. A request of 20 bytes has an answer of up to packets_max packets, so
  // that without a bound the server could be used to flood others.
  std::uint64_t bytes_per_second = 64U << 20U;
};

enum class RequestVerdict : std::uint8_t {
  Answered,
  WrongLength,     // not 20 bytes
  ForeignSession,  // or none is open
  NothingAsked,    // a count of 0, or seq 0
  NotYetThere,     // seq has not been released
  TooOld,          // the store has given it up: a snapshot is the way
  RateExceeded,
};
constexpr std::size_t kRequestVerdicts = 7;

class RerequestServer {
 public:
  RerequestServer(const RerequestOptions& options, const MessageStore& store) noexcept
      : options_{options}, store_{store} {}

  void start_session(const MoldSession& session) noexcept {
    session_ = session;
    open_ = true;
  }

  // A request, and the way back to its sender.
  RequestVerdict on_request(feed::Bytes request, std::uint64_t now_ns, PacketSink& reply) noexcept;

  [[nodiscard]] std::uint64_t count(RequestVerdict verdict) const noexcept {
    return counts_[static_cast<std::size_t>(verdict)];
  }
  [[nodiscard]] std::uint64_t messages_sent() const noexcept { return messages_sent_; }

 private:
  [[nodiscard]] RequestVerdict judge(feed::Bytes request, MessageStore::Place& place,
                                     std::uint16_t& left) const noexcept;
  void earn(std::uint64_t now_ns) noexcept;

  RerequestOptions options_;
  const MessageStore& store_;
  MoldSession session_{};
  bool open_ = false;
  std::uint64_t budget_bytes_ = 0;
  std::uint64_t earned_at_ns_ = 0;
  std::array<std::uint8_t, kMoldPayloadMax> packet_;
  std::array<std::uint64_t, kRequestVerdicts> counts_{};
  std::uint64_t messages_sent_ = 0;
};

}  // namespace hotbook::publish
