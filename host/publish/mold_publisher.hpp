// Sends the store's released messages as MoldUDP64 packets, the same ones on two lines.
//
// Threading: the venue's thread.
// Hot path:  flush() copies each message once, and calls both lines' send() a packet.

#pragma once

#include <array>
#include <cstdint>

#include "host/publish/message_store.hpp"
#include "host/publish/mold_writer.hpp"
#include "host/publish/packet_sink.hpp"

namespace hotbook::publish {

struct MoldCounts {
  std::uint64_t packets = 0;  // a line; heartbeats and ends of session are not among them
  std::uint64_t messages = 0;
  std::uint64_t heartbeats = 0;
  std::uint64_t ends_of_session = 0;
  std::uint64_t messages_lost = 0;  // given up by the store before they could be sent
};

class MoldPublisher {
 public:
  static constexpr std::uint64_t kHeartbeatNs = 1'000'000'000;

  // All must outlive the publisher.
  MoldPublisher(const MessageStore& store, PacketSink& line_a, PacketSink& line_b)
      : store_{store}, lines_{&line_a, &line_b} {}

  // A day's session, whose messages begin at 1.
  void start_session(const MoldSession& session, std::uint64_t now_ns) noexcept;
  // The same in the middle of a day: goes on at message `seq`, which the store holds or will have
  // next.
  void resume_session(const MoldSession& session, std::uint64_t seq, std::uint64_t now_ns) noexcept;
  // Once all is sent, ends of session take the heartbeats' place.
  void end_session() noexcept { ending_ = true; }

  // Call at the end of each turn of the event loop: sends what has been released, at once.
  void flush(std::uint64_t now_ns) noexcept;
  // Call now and then: a second of silence ends with a heartbeat.
  void on_time(std::uint64_t now_ns) noexcept;

  [[nodiscard]] std::uint64_t next_seq() const noexcept { return place_.seq; }
  [[nodiscard]] const MoldCounts& counts() const noexcept { return counts_; }

 private:
  void send(std::uint16_t message_count, std::size_t bytes, std::uint64_t seq,
            std::uint64_t now_ns) noexcept;

  const MessageStore& store_;
  std::array<PacketSink*, 2> lines_;
  MoldSession session_{};
  bool open_ = false;
  bool ending_ = false;
  MessageStore::Place place_;
  std::uint64_t sent_at_ns_ = 0;
  std::array<std::uint8_t, kMoldPayloadMax> packet_;
  MoldCounts counts_;
};

}  // namespace hotbook::publish
