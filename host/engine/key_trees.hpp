// Owns a pool of nodes and keeps in it any number of ordered maps from 32-bit keys to 32-bit values
// (B+ trees); a map is known by its root, 0 when it is empty.
//
// Threading: one owner.
// Hot path:  neither allocates, throws, locks nor enters the kernel. A map of n keys has at most
//            2 + log5(n) nodes on a path, two cache lines each.
//
// Every node but a root holds at least kFillMin of kFillMax entries. So m maps of n keys together
// need at most n / 4 + m nodes: that many are taken at the start, and it cannot run out.

#pragma once

#include <cstddef>
#include <cstdint>

#include "host/feed/huge_array.hpp"

namespace hotbook::engine {

struct KeyEntry {
  std::uint32_t key;
  std::uint32_t value;  // 0: there is none
};

class KeyTrees {
 public:
  KeyTrees(std::size_t keys_max, std::size_t maps_max);

  // The value of a key, 0 if it is not there.
  [[nodiscard]] std::uint32_t find(std::uint32_t root, std::uint32_t key) const noexcept;
  // The entry with the smallest key; the smallest key at or above the given one.
  [[nodiscard]] KeyEntry first(std::uint32_t root) const noexcept;
  [[nodiscard]] KeyEntry at_or_above(std::uint32_t root, std::uint32_t key) const noexcept;

  // Puts in a key that is not there, with a value that is not 0.
  void insert(std::uint32_t& root, KeyEntry entry) noexcept;
  // Takes out a key that is there.
  void erase(std::uint32_t& root, std::uint32_t key) noexcept;

  // For look-ahead: brings a root, or the leaf where a key is or would be.
  [[gnu::always_inline]] void fetch(std::uint32_t root) const noexcept {
    __builtin_prefetch(nodes_[root].keys);
    __builtin_prefetch(nodes_[root].values);
  }
  void fetch_leaf(std::uint32_t root, std::uint32_t key) const noexcept;

  [[nodiscard]] std::size_t nodes_used() const noexcept { return nodes_.count() - free_count_ - 1; }

 private:
  static constexpr std::uint32_t kFillMax = 15;
  static constexpr std::uint32_t kFillMin = 5;
  static constexpr std::size_t kHeightMax = 16;  // 5^14 leaves are above any pool

  // keys are stored with their top bit flipped, so that signed comparison orders them; unused ones
  // are the highest. In an inner node, key i is at or below every key of child i.
  struct alignas(64) Node {
    std::int32_t keys[16];  // the last is never used: whole vectors can be compared
    std::uint32_t values[kFillMax];
    std::uint16_t count;
    std::uint16_t height;  // 0: a leaf
  };
  static_assert(sizeof(Node) == 128);

  struct Step {
    std::uint32_t node;
    std::uint32_t at;
  };
  struct Path {
    Step steps[kHeightMax];
    std::size_t length;
  };

  [[nodiscard]] static std::uint32_t count_below(const Node& node, std::int32_t key) noexcept;
  [[nodiscard]] static std::uint32_t child_of(const Node& node, std::int32_t key) noexcept;
  [[nodiscard]] std::uint32_t take(std::uint16_t height) noexcept;
  void give(std::uint32_t node) noexcept;
  void descend(std::uint32_t root, std::int32_t key, Path& path) const noexcept;
  static void open_gap(Node& node, std::uint32_t at) noexcept;
  static void close_gap(Node& node, std::uint32_t at) noexcept;
  static void move_tail(Node& source, std::uint32_t from, Node& target) noexcept;
  [[nodiscard]] std::uint32_t split(std::uint32_t left) noexcept;
  void refill(Node& parent, std::uint32_t at) noexcept;

  feed::HugeArray<Node> nodes_;
  feed::HugeArray<std::uint32_t> free_;
  std::size_t free_count_ = 0;
};

}  // namespace hotbook::engine
