#include <algorithm>
#include <array>
#include <vector>

#include "sim/replay/capture_formats.hpp"
#include "sim/replay/itch_message.hpp"
#include "sim/replay/mold_framer.hpp"

namespace hotbook::replay {
namespace {

// A packet is closed when a message is this much younger than its first, as a venue's sender would.
constexpr std::uint64_t kPacketNsMax = 10'000;

class ItchFileReader final : public SourceReader {
 public:
  explicit ItchFileReader(std::unique_ptr<ByteSource> from) : SourceReader{std::move(from)} {}

  [[nodiscard]] bool next(CapturedFrame& frame) override {
    if (session_ended_) return false;
    blocks_.clear();
    std::uint16_t count = 0;
    std::uint64_t first_ns = 0;
    while (true) {
      if (message_.empty() && !damaged_) load_message(count != 0);
      if (message_.empty()) break;
      const std::uint64_t now_ns = message_time();
      if (count == 0) first_ns = now_ns;
      if (blocks_.size() + 2 + message_.size() > MoldFramer::kBlocksBytesMax) break;
      if (now_ns > first_ns + kPacketNsMax) break;
      time_ns_ = now_ns;
      append_block(blocks_, message_);
      message_.clear();
      ++count;
    }
    if (count == 0 && damaged_) throw CaptureError{*damaged_};
    // The file's end is the session's: whoever waits for more messages learns that none follow.
    session_ended_ = count == 0;
    give(frame,
         session_ended_ ? framer_.end_of_session(seq_) : framer_.frame(seq_, count, blocks_));
    seq_ += count;
    return true;
  }

  [[nodiscard]] CaptureKind kind() const noexcept override { return CaptureKind::ItchFile; }

 private:
  // Damage behind messages that wait for their packet is kept until that packet has been given.
  void load_message(bool packet_open) {
    try {
      read_message();
    } catch (const CaptureError& error) {
      message_.clear();
      if (!packet_open) throw;
      damaged_ = std::make_unique<CaptureError>(error);
    }
  }

  void read_message() {
    std::array<std::uint8_t, 2> prefix{};
    const std::uint64_t at = source().offset();
    if (!take_or_end(prefix, "a message length")) return;
    const std::size_t bytes = load_u16(prefix.data(), ByteOrder::Big);
    if (bytes == 0) {
      if (!source().peek(1).empty()) {
        source().refuse(at, "a message of 0 bytes, which ends the session, in front of more data");
      }
      source().require_sound();
      return;
    }
    if (bytes > kMessageBytesMax) {
      source().refuse(at, "a message of " + std::to_string(bytes) +
                              " bytes; ITCH 5.0 has none above " +
                              std::to_string(kMessageBytesMax));
    }
    message_.resize(bytes);
    take(message_, "a message");
  }

  // A message too short for a time, or older than the one before it, is sent with the one before
  // it.
  [[nodiscard]] std::uint64_t message_time() const {
    if (message_.size() < 11) return time_ns_;
    std::uint64_t ns = 0;
    for (std::size_t i = 5; i < 11; ++i) ns = ns << 8 | message_[i];
    return std::max(ns, time_ns_);
  }

  void give(CapturedFrame& frame, std::span<const std::uint8_t> bytes) {
    frame.time_ns = time_ns_;
    frame.bytes = bytes;
    frame.wire_bytes = static_cast<std::uint32_t>(bytes.size());
  }

  MoldFramer framer_{default_address(Line::A)};
  std::vector<std::uint8_t> blocks_;
  std::vector<std::uint8_t> message_;  // read and not yet in a packet
  std::unique_ptr<CaptureError> damaged_;
  std::uint64_t seq_ = 1;
  std::uint64_t time_ns_ = 0;
  bool session_ended_ = false;
};

}  // namespace

bool looks_like_itch_file(std::span<const std::uint8_t> start) noexcept {
  return start.size() >= 3 && itch_length(start[2]) != 0 &&
         load_u16(start.data(), ByteOrder::Big) == itch_length(start[2]);
}

std::unique_ptr<CaptureReader> make_itch_file_reader(std::unique_ptr<ByteSource> source) {
  return std::make_unique<ItchFileReader>(std::move(source));
}

}  // namespace hotbook::replay
