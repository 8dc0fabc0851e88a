// Reads the words of mold_unpack as its header says they are to be read, and gives back packets and
// messages; and the naive reference of the same: a packet's payload, framed from its bytes alone.
//
// Threading: values.
// Hot path:  none.

#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ostream>
#include <vector>

#include "sim/harness/channels.hpp"

namespace hotbook::test {

using ByteString = std::vector<std::uint8_t>;

struct Message {
  ByteString bytes;
  std::uint64_t begins_cycle =
      0;  // arrival of the word with its first byte, or, if empty, with its length's last
  std::uint64_t ends_cycle = 0;  // the same of its last byte
  bool operator==(const Message&) const = default;
};

struct Packet {
  ByteString header;  // as it came
  std::vector<Message> messages;
  std::optional<Message> cut;  // begun, not finished; ends_cycle is 0
  bool trailing = false;
  bool bad = false;
  std::uint64_t rx_time_ns = 0;
  bool operator==(const Packet&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const Message& message) {
  out << message.bytes.size() << "@" << message.begins_cycle << "-" << message.ends_cycle << ":"
      << std::hex;
  for (std::size_t i = 0; i < message.bytes.size() && i < 8; ++i)
    out << " " << int{message.bytes[i]};
  return out << std::dec;
}

inline std::ostream& operator<<(std::ostream& out, const Packet& packet) {
  out << "{header";
  for (const std::uint8_t byte : packet.header) out << " " << std::hex << int{byte} << std::dec;
  for (const Message& message : packet.messages) out << "\n  " << message;
  if (packet.cut) out << "\n  cut " << *packet.cut;
  return out << "\n  trailing=" << packet.trailing << " bad=" << packet.bad
             << " rx=" << packet.rx_time_ns << "}";
}

// One payload byte and when it came.
struct TimedByte {
  std::uint8_t byte;
  std::uint64_t cycle;
};

// Nothing for a packet without a whole header.
[[nodiscard]] inline std::optional<Packet> frame_payload(const std::vector<TimedByte>& payload) {
  if (payload.size() < 20) return std::nullopt;
  Packet packet;
  for (std::size_t i = 0; i < 20; ++i) packet.header.push_back(payload[i].byte);
  unsigned claimed = payload[18].byte * 256U + payload[19].byte;
  if (claimed == 0xffff) claimed = 0;
  std::size_t at = 20;
  for (; claimed > 0; --claimed) {
    if (at + 2 > payload.size()) return packet;
    const std::size_t length = payload[at].byte * 256U + payload[at + 1].byte;
    const std::size_t begin = at + 2;
    const std::size_t end = std::min(begin + length, payload.size());
    Message message;
    for (std::size_t i = begin; i < end; ++i) message.bytes.push_back(payload[i].byte);
    message.begins_cycle =
        payload[length == 0 ? at + 1 : std::min(begin, payload.size() - 1)].cycle;
    if (begin + length > payload.size()) {
      if (begin < payload.size()) packet.cut = message;
      return packet;
    }
    message.ends_cycle = payload[end - 1].cycle;
    packet.messages.push_back(message);
    at = end;
  }
  packet.trailing = at < payload.size();
  return packet;
}

class MessageReader {
 public:
  // payload_end: how many lanes of this word hold payload, which a reader of a cut message has to
  // know from elsewhere.
  void take(const channel::MessageWord& word, const ByteString& header, std::uint64_t payload_end) {
    ++emissions_;
    if (word.first != 0) {
      EXPECT_FALSE(packet_.has_value()) << "first inside a packet";
      packet_ = Packet{};
      packet_->header = header;
      packet_->rx_time_ns = word.rx_time_ns;
    }
    ASSERT_TRUE(packet_.has_value()) << "word before first";
    EXPECT_EQ(packet_->header, header);
    EXPECT_EQ(packet_->rx_time_ns, word.rx_time_ns);
    const bool was_open = open_.has_value();
    if (was_open) {
      append(*open_, word, 0, word.finish != 0 ? word.finish_lane + 1 : payload_end);
      if (word.finish != 0) finish(word);
    }
    if (word.start != 0) start(word, was_open, payload_end);
    EXPECT_TRUE(word.finish == 0 || was_open || word.start != 0) << "finish of nothing";
    EXPECT_TRUE(word.last != 0 || (word.bad == 0 && word.trailing == 0));
    if (word.last != 0) {
      packet_->cut = open_;
      packet_->bad = word.bad != 0;
      packet_->trailing = word.trailing != 0;
      packets_.push_back(*packet_);
      packet_.reset();
      open_.reset();
    }
  }

  [[nodiscard]] std::vector<Packet>& packets() { return packets_; }
  [[nodiscard]] std::uint64_t emissions() const { return emissions_; }

 private:
  static void append(Message& message, const channel::MessageWord& word, std::uint64_t from,
                     std::uint64_t to) {
    for (std::uint64_t lane = from; lane < to; ++lane) {
      message.bytes.push_back(static_cast<std::uint8_t>(word.data >> (8 * lane)));
    }
  }

  void start(const channel::MessageWord& word, bool was_open, std::uint64_t payload_end) {
    EXPECT_FALSE(open_.has_value()) << "start inside a message";
    EXPECT_TRUE(!was_open || word.start_lane > word.finish_lane);
    open_ = Message{{}, word.arrival_cycle, 0};
    length_ = word.length;
    const bool ends_here = word.finish != 0 && !was_open;
    if (length_ != 0)
      append(*open_, word, word.start_lane, ends_here ? word.finish_lane + 1 : payload_end);
    if (ends_here) finish(word);
  }

  void finish(const channel::MessageWord& word) {
    open_->ends_cycle = word.arrival_cycle;
    EXPECT_EQ(open_->bytes.size(), length_)
        << "length said with the start is not that of the finish";
    packet_->messages.push_back(*open_);
    open_.reset();
  }

  std::optional<Packet> packet_;
  std::optional<Message> open_;
  std::uint64_t length_ = 0;
  std::vector<Packet> packets_;
  std::uint64_t emissions_ = 0;
};

[[nodiscard]] inline ByteString header_bytes(const channel::PacketHeader& header) {
  ByteString bytes(header.session.begin(), header.session.end());
  for (unsigned i = 8; i-- > 0;) bytes.push_back(static_cast<std::uint8_t>(header.seq >> (8 * i)));
  for (unsigned i = 2; i-- > 0;)
    bytes.push_back(static_cast<std::uint8_t>(header.message_count >> (8 * i)));
  return bytes;
}

}  // namespace hotbook::test
