#include "host/publish/rerequest_server.hpp"

#include <algorithm>

namespace hotbook::publish {

namespace {

constexpr std::uint64_t kNsPerSecond = 1'000'000'000;
constexpr std::uint64_t kEarnedNsMax = kNsPerSecond / 10;  // the bound's burst

}  // namespace

RequestVerdict RerequestServer::judge(feed::Bytes request, MessageStore::Place& place,
                                      std::uint16_t& left) const noexcept {
  const auto packet = feed::view_mold_packet(request);
  if (!packet || !packet->body.empty()) return RequestVerdict::WrongLength;
  const feed::MoldHeader& header = packet->header;
  if (!open_ || header.session != session_) return RequestVerdict::ForeignSession;
  if (header.seq == 0 || header.message_count == 0) return RequestVerdict::NothingAsked;
  if (header.seq > store_.released()) return RequestVerdict::NotYetThere;
  if (!store_.find(header.seq, place)) return RequestVerdict::TooOld;
  left = header.message_count;
  return RequestVerdict::Answered;
}

// What is not spent within the burst is gone.
void RerequestServer::earn(std::uint64_t now_ns) noexcept {
  const std::uint64_t most = options_.bytes_per_second / (kNsPerSecond / kEarnedNsMax);
  const std::uint64_t elapsed = now_ns > earned_at_ns_ ? now_ns - earned_at_ns_ : 0;
  if (earned_at_ns_ == 0 || elapsed >= kEarnedNsMax) {
    budget_bytes_ = most;
    earned_at_ns_ = now_ns;
    return;
  }
  // Whole microseconds, so that what a short time earns is not rounded away for good.
  const std::uint64_t micros = elapsed / 1000;
  budget_bytes_ = std::min(most, budget_bytes_ + options_.bytes_per_second * micros / 1'000'000);
  earned_at_ns_ += micros * 1000;
}

RequestVerdict RerequestServer::on_request(feed::Bytes request, std::uint64_t now_ns,
                                           PacketSink& reply) noexcept {
  MessageStore::Place place;
  std::uint16_t left = 0;
  RequestVerdict verdict = judge(request, place, left);
  earn(now_ns);
  if (verdict == RequestVerdict::Answered && budget_bytes_ < kMoldPayloadMax) {
    verdict = RequestVerdict::RateExceeded;
  }
  ++counts_[static_cast<std::size_t>(verdict)];
  if (verdict != RequestVerdict::Answered) return verdict;

  const std::span<std::uint8_t> body = std::span{packet_}.subspan(feed::MoldHeader::kBytes);
  for (std::size_t i = 0; i < options_.packets_max && left != 0; ++i) {
    if (budget_bytes_ < kMoldPayloadMax) break;
    const std::uint64_t seq = place.seq;
    // 0xffff would be an end of session.
    const auto most = std::min<std::uint16_t>(left, feed::MoldHeader::kEndOfSession - 1);
    const MessageStore::Copied copied = store_.copy(place, most, body);
    if (copied.messages == 0) break;
    write_mold_header(packet_.data(), session_, seq, copied.messages);
    const std::size_t bytes = feed::MoldHeader::kBytes + copied.bytes;
    reply.send({packet_.data(), bytes});
    budget_bytes_ -= bytes;
    left = static_cast<std::uint16_t>(left - copied.messages);
    messages_sent_ += copied.messages;
  }
  return verdict;
}

}  // namespace hotbook::publish
