// Keeps the day's published messages by their number, for sending and for sending again.
//
// Messages are numbered from 1. Only released ones may leave the house: a message is released when
// the journal records that caused it are safe.
//
// Threading: one owner.
// Hot path:  append() allocates a block of 64 KiB now and then; nothing moves. Beyond bytes_max the
//            oldest block is given up, and what was in it can only be had by a snapshot.

#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>

#include "host/feed/wire.hpp"

namespace hotbook::publish {

class MessageStore {
 public:
  static constexpr std::size_t kBlockBytes = std::size_t{1} << 16;
  static constexpr std::size_t kMessageBytesMax = 1024;

  // bytes_max: at least one block.
  explicit MessageStore(std::size_t bytes_max = std::size_t{1} << 34);

  // A message of 1 to kMessageBytesMax bytes.
  void append(feed::Bytes message);

  [[nodiscard]] std::uint64_t next_seq() const noexcept { return next_seq_; }
  // The oldest message that is still held; next_seq() when there is none.
  [[nodiscard]] std::uint64_t first_seq() const noexcept { return first_seq_; }

  // Messages up to here, this one included, may leave; it never falls, nor passes the last one.
  void release(std::uint64_t seq) noexcept;
  [[nodiscard]] std::uint64_t released() const noexcept { return released_; }

  // Where a message starts. Remembering it makes reading on a matter of copying.
  struct Place {
    std::uint64_t seq = 1;
    std::uint64_t block = 0;  // counted over the whole day
    std::size_t offset = 0;
  };
  // Nothing for a message that is not held, or is not there yet; the next one's place is there.
  [[nodiscard]] bool find(std::uint64_t seq, Place& place) const noexcept;

  struct Copied {
    std::uint16_t messages = 0;
    std::size_t bytes = 0;
  };
  // Copies whole messages, each behind its length as in MoldUDP64, from a place on: as many as fit,
  // at most messages_max, none that is not released. The place moves on behind them.
  Copied copy(Place& place, std::uint16_t messages_max, std::span<std::uint8_t> out) const noexcept;

  void clear();

 private:
  struct Block {
    std::uint64_t first_seq = 0;
    std::size_t used = 0;
    std::unique_ptr<std::uint8_t[]> bytes;
  };

  std::size_t blocks_max_;
  std::deque<Block> blocks_;
  std::uint64_t dropped_ = 0;  // blocks given up
  std::uint64_t first_seq_ = 1;
  std::uint64_t next_seq_ = 1;
  std::uint64_t released_ = 0;
};

}  // namespace hotbook::publish
