#include "host/publish/message_store.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "host/publish/itch_writer.hpp"

namespace hotbook::publish {

MessageStore::MessageStore(std::size_t bytes_max)
    : blocks_max_{std::max<std::size_t>(1, bytes_max / kBlockBytes)} {}

void MessageStore::append(feed::Bytes message) {
  assert(!message.empty() && message.size() <= kMessageBytesMax);
  const std::size_t bytes = 2 + message.size();
  if (blocks_.empty() || kBlockBytes - blocks_.back().used < bytes) {
    if (blocks_.size() == blocks_max_) {
      blocks_.pop_front();
      ++dropped_;
      first_seq_ = blocks_.empty() ? next_seq_ : blocks_.front().first_seq;
    }
    blocks_.push_back({next_seq_, 0, std::make_unique_for_overwrite<std::uint8_t[]>(kBlockBytes)});
  }
  Block& block = blocks_.back();
  std::uint8_t* const at = block.bytes.get() + block.used;
  store_be(at, message.size(), 2);
  std::memcpy(at + 2, message.data(), message.size());
  block.used += bytes;
  ++next_seq_;
}

void MessageStore::release(std::uint64_t seq) noexcept {
  released_ = std::max(released_, std::min(seq, next_seq_ - 1));
}

bool MessageStore::find(std::uint64_t seq, Place& place) const noexcept {
  if (seq < first_seq_ || seq > next_seq_) return false;
  // The last block that does not start behind the message.
  auto block =
      std::upper_bound(blocks_.begin(), blocks_.end(), seq,
                       [](std::uint64_t wanted, const Block& at) { return wanted < at.first_seq; });
  if (block != blocks_.begin()) --block;
  place = {seq, dropped_ + static_cast<std::uint64_t>(block - blocks_.begin()), 0};
  if (block == blocks_.end()) return true;
  for (std::uint64_t at = block->first_seq; at != seq; ++at) {
    place.offset += 2U + feed::load_be16(block->bytes.get() + place.offset);
  }
  return true;
}

MessageStore::Copied MessageStore::copy(Place& place, std::uint16_t messages_max,
                                        std::span<std::uint8_t> out) const noexcept {
  Copied copied;
  if (place.block < dropped_ && !find(place.seq, place)) return copied;
  while (copied.messages < messages_max && place.seq <= released_) {
    const Block* block = &blocks_[place.block - dropped_];
    if (place.offset == block->used) {
      place = {place.seq, place.block + 1, 0};
      block = &blocks_[place.block - dropped_];
    }
    const std::uint8_t* const from = block->bytes.get() + place.offset;
    const std::size_t bytes = 2U + feed::load_be16(from);
    if (bytes > out.size() - copied.bytes) break;
    std::memcpy(out.data() + copied.bytes, from, bytes);
    copied.bytes += bytes;
    ++copied.messages;
    ++place.seq;
    place.offset += bytes;
  }
  return copied;
}

void MessageStore::clear() {
  blocks_.clear();
  dropped_ = 0;
  first_seq_ = 1;
  next_seq_ = 1;
  released_ = 0;
}

}  // namespace hotbook::publish
