#include "sim/replay/mdp3_message.hpp"

namespace hotbook::replay {
namespace {

constexpr std::size_t kHeadBytes = 10;  // MsgSize, block length, template, schema, version
constexpr std::size_t kBookRootBytes = 11;

}  // namespace

Mdp3Message::Mdp3Message(std::uint16_t template_id, std::uint16_t version, std::size_t block_bytes)
    : bytes_(kHeadBytes + block_bytes) {
  store(2, 2, block_bytes);
  store(4, 2, template_id);
  store(6, 2, 1);
  store(8, 2, version);
}

void Mdp3Message::store(std::size_t at, std::size_t width, std::uint64_t value) {
  for (std::size_t i = 0; i < width; ++i) {
    bytes_[at + i] = static_cast<std::uint8_t>(value >> 8 * i);
  }
}

Mdp3Message& Mdp3Message::root(std::size_t offset, std::size_t width, std::uint64_t value) {
  store(kHeadBytes + offset, width, value);
  return *this;
}

Mdp3Message& Mdp3Message::group(std::size_t block_bytes, bool aligned) {
  const std::size_t at = bytes_.size();
  bytes_.resize(at + (aligned ? 8 : 3));
  store(at, 2, block_bytes);
  count_at_ = bytes_.size() - 1;
  entry_bytes_ = block_bytes;
  return *this;
}

Mdp3Message& Mdp3Message::entry() {
  entry_at_ = bytes_.size();
  bytes_.resize(entry_at_ + entry_bytes_);
  ++bytes_[count_at_];
  return *this;
}

Mdp3Message& Mdp3Message::put(std::size_t offset, std::size_t width, std::uint64_t value) {
  store(entry_at_ + offset, width, value);
  return *this;
}

const std::vector<std::uint8_t>& Mdp3Message::bytes() {
  store(0, 2, bytes_.size());
  return bytes_;
}

Mdp3Message mdp3_book(std::uint16_t version, std::uint64_t time_ns,
                      std::span<const Mdp3LevelEntry> levels,
                      std::span<const Mdp3OrderEntry> orders) {
  Mdp3Message message{static_cast<std::uint16_t>(version < 9 ? 32 : 46), version, kBookRootBytes};
  message.root(0, 8, time_ns).root(8, 1, 0x84).group(32);
  for (const Mdp3LevelEntry& level : levels) {
    message.entry()
        .put(0, 8, static_cast<std::uint64_t>(level.price))
        .put(8, 4, level.quantity)
        .put(12, 4, level.security)
        .put(16, 4, level.rpt_seq)
        .put(20, 4, level.orders)
        .put(24, 1, level.level)
        .put(25, 1, static_cast<std::uint64_t>(level.action))
        .put(26, 1, static_cast<std::uint8_t>(level.type));
  }
  if (version < 7) return message;
  message.group(24, true);
  for (const Mdp3OrderEntry& order : orders) {
    message.entry()
        .put(0, 8, order.order_id)
        .put(8, 8, order.priority)
        .put(16, 4, order.quantity)
        .put(20, 1, order.reference)
        .put(21, 1, static_cast<std::uint64_t>(order.action));
  }
  return message;
}

Mdp3Message mdp3_orders(std::uint16_t version, std::uint64_t time_ns,
                        std::span<const Mdp3OrderEntry> orders) {
  Mdp3Message message{static_cast<std::uint16_t>(version < 9 ? 43 : 47), version, kBookRootBytes};
  message.root(0, 8, time_ns).root(8, 1, 0x84).group(40);
  for (const Mdp3OrderEntry& order : orders) {
    message.entry()
        .put(0, 8, order.order_id)
        .put(8, 8, order.priority)
        .put(16, 8, static_cast<std::uint64_t>(order.price))
        .put(24, 4, order.quantity)
        .put(28, 4, order.security)
        .put(32, 1, static_cast<std::uint64_t>(order.action))
        .put(33, 1, static_cast<std::uint8_t>(order.type));
  }
  return message;
}

std::vector<std::uint8_t> mdp3_packet(std::uint32_t seq, std::uint64_t sending_ns) {
  std::vector<std::uint8_t> packet(12);
  for (std::size_t i = 0; i < 4; ++i) packet[i] = static_cast<std::uint8_t>(seq >> 8 * i);
  for (std::size_t i = 0; i < 8; ++i)
    packet[4 + i] = static_cast<std::uint8_t>(sending_ns >> 8 * i);
  return packet;
}

void append_message(std::vector<std::uint8_t>& packet, Mdp3Message message) {
  const std::vector<std::uint8_t>& bytes = message.bytes();
  packet.insert(packet.end(), bytes.begin(), bytes.end());
}

}  // namespace hotbook::replay
