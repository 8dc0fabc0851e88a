#include "host/publish/mold_publisher.hpp"

#include <limits>

namespace hotbook::publish {

void MoldPublisher::start_session(const MoldSession& session, std::uint64_t now_ns) noexcept {
  session_ = session;
  open_ = true;
  ending_ = false;
  place_ = {};
  sent_at_ns_ = now_ns;
}

void MoldPublisher::resume_session(const MoldSession& session, std::uint64_t seq,
                                   std::uint64_t now_ns) noexcept {
  start_session(session, now_ns);
  static_cast<void>(store_.find(seq, place_));
}

void MoldPublisher::flush(std::uint64_t now_ns) noexcept {
  if (!open_) return;
  if (place_.seq < store_.first_seq()) {
    counts_.messages_lost += store_.first_seq() - place_.seq;
    static_cast<void>(store_.find(store_.first_seq(), place_));
  }
  constexpr std::uint16_t kMost = feed::MoldHeader::kEndOfSession - 1;
  const std::span<std::uint8_t> body = std::span{packet_}.subspan(feed::MoldHeader::kBytes);
  for (;;) {
    const std::uint64_t seq = place_.seq;
    const MessageStore::Copied copied = store_.copy(place_, kMost, body);
    if (copied.messages == 0) return;
    ++counts_.packets;
    counts_.messages += copied.messages;
    send(copied.messages, copied.bytes, seq, now_ns);
  }
}

void MoldPublisher::on_time(std::uint64_t now_ns) noexcept {
  flush(now_ns);
  if (!open_ || now_ns - sent_at_ns_ < kHeartbeatNs) return;
  const bool is_over = ending_ && place_.seq == store_.next_seq();
  ++(is_over ? counts_.ends_of_session : counts_.heartbeats);
  send(is_over ? feed::MoldHeader::kEndOfSession : feed::MoldHeader::kHeartbeat, 0, place_.seq,
       now_ns);
}

void MoldPublisher::send(std::uint16_t message_count, std::size_t bytes, std::uint64_t seq,
                         std::uint64_t now_ns) noexcept {
  write_mold_header(packet_.data(), session_, seq, message_count);
  const feed::Bytes packet{packet_.data(), feed::MoldHeader::kBytes + bytes};
  for (PacketSink* line : lines_) line->send(packet);
  sent_at_ns_ = now_ns;
}

}  // namespace hotbook::publish
