#include "host/engine/key_trees.hpp"

#include <emmintrin.h>

#include <algorithm>
#include <cassert>
#include <limits>

namespace hotbook::engine {

namespace {

constexpr std::int32_t kUnused = std::numeric_limits<std::int32_t>::max();

std::int32_t signed_key(std::uint32_t key) noexcept {
  return static_cast<std::int32_t>(key ^ 0x8000'0000U);
}
std::uint32_t unsigned_key(std::int32_t key) noexcept {
  return static_cast<std::uint32_t>(key) ^ 0x8000'0000U;
}

}  // namespace

KeyTrees::KeyTrees(std::size_t keys_max, std::size_t maps_max)
    : nodes_{keys_max / 4 + std::min(keys_max, maps_max) + 2}, free_{nodes_.count()} {
  nodes_.populate();
  for (std::size_t i = nodes_.count() - 1; i != 0; --i) {
    free_[free_count_++] = static_cast<std::uint32_t>(i);
  }
}

// SSE2 belongs to every x86-64.
std::uint32_t KeyTrees::count_below(const Node& node, std::int32_t key) noexcept {
  const __m128i wanted = _mm_set1_epi32(key);
  const auto* const keys = reinterpret_cast<const __m128i*>(node.keys);
  __m128i sum = _mm_cmplt_epi32(_mm_load_si128(keys), wanted);
  sum = _mm_add_epi32(sum, _mm_cmplt_epi32(_mm_load_si128(keys + 1), wanted));
  sum = _mm_add_epi32(sum, _mm_cmplt_epi32(_mm_load_si128(keys + 2), wanted));
  sum = _mm_add_epi32(sum, _mm_cmplt_epi32(_mm_load_si128(keys + 3), wanted));
  sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4e));
  sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xb1));
  return static_cast<std::uint32_t>(-_mm_cvtsi128_si32(sum));
}

// The last child whose key is at or below; the first also takes what is below its key.
std::uint32_t KeyTrees::child_of(const Node& node, std::int32_t key) noexcept {
  const std::uint32_t below = count_below(node, key);
  const bool equal = below < node.count && node.keys[below] == key;
  return equal || below == 0 ? below : below - 1;
}

std::uint32_t KeyTrees::take(std::uint16_t height) noexcept {
  assert(free_count_ != 0);
  const std::uint32_t node = free_[--free_count_];
  std::fill_n(nodes_[node].keys, 16, kUnused);
  nodes_[node].count = 0;
  nodes_[node].height = height;
  return node;
}

void KeyTrees::give(std::uint32_t node) noexcept {
  free_[free_count_++] = node;
}

std::uint32_t KeyTrees::find(std::uint32_t root, std::uint32_t key) const noexcept {
  if (root == 0) return 0;
  const std::int32_t wanted = signed_key(key);
  const Node* node = &nodes_[root];
  while (node->height != 0) node = &nodes_[node->values[child_of(*node, wanted)]];
  const std::uint32_t at = count_below(*node, wanted);
  return at < node->count && node->keys[at] == wanted ? node->values[at] : 0;
}

void KeyTrees::fetch_leaf(std::uint32_t root, std::uint32_t key) const noexcept {
  if (root == 0) return;
  const std::int32_t wanted = signed_key(key);
  std::uint32_t node = root;
  while (nodes_[node].height > 1) node = nodes_[node].values[child_of(nodes_[node], wanted)];
  if (nodes_[node].height == 1) fetch(nodes_[node].values[child_of(nodes_[node], wanted)]);
}

KeyEntry KeyTrees::first(std::uint32_t root) const noexcept {
  if (root == 0) return {};
  const Node* node = &nodes_[root];
  while (node->height != 0) node = &nodes_[node->values[0]];
  return {unsigned_key(node->keys[0]), node->values[0]};
}

KeyEntry KeyTrees::at_or_above(std::uint32_t root, std::uint32_t key) const noexcept {
  if (root == 0) return {};
  const std::int32_t wanted = signed_key(key);
  const Node* node = &nodes_[root];
  std::uint32_t right = 0;  // the subtree that follows the path, as low as there is one
  while (node->height != 0) {
    const std::uint32_t at = child_of(*node, wanted);
    if (at + 1 < node->count) right = node->values[at + 1];
    node = &nodes_[node->values[at]];
  }
  const std::uint32_t at = count_below(*node, wanted);
  if (at < node->count) return {unsigned_key(node->keys[at]), node->values[at]};
  return first(right);
}

void KeyTrees::descend(std::uint32_t root, std::int32_t key, Path& path) const noexcept {
  path.length = 0;
  std::uint32_t node = root;
  while (nodes_[node].height != 0) {
    const std::uint32_t at = child_of(nodes_[node], key);
    path.steps[path.length++] = {node, at};
    node = nodes_[node].values[at];
  }
  path.steps[path.length++] = {node, count_below(nodes_[node], key)};
}

void KeyTrees::open_gap(Node& node, std::uint32_t at) noexcept {
  std::copy_backward(node.keys + at, node.keys + node.count, node.keys + node.count + 1);
  std::copy_backward(node.values + at, node.values + node.count, node.values + node.count + 1);
  ++node.count;
}

void KeyTrees::close_gap(Node& node, std::uint32_t at) noexcept {
  std::copy(node.keys + at + 1, node.keys + node.count, node.keys + at);
  std::copy(node.values + at + 1, node.values + node.count, node.values + at);
  node.keys[--node.count] = kUnused;
}

// Appends the entries of source from a position on to target.
void KeyTrees::move_tail(Node& source, std::uint32_t from, Node& target) noexcept {
  std::copy(source.keys + from, source.keys + source.count, target.keys + target.count);
  std::copy(source.values + from, source.values + source.count, target.values + target.count);
  target.count = static_cast<std::uint16_t>(target.count + source.count - from);
  std::fill(source.keys + from, source.keys + source.count, kUnused);
  source.count = static_cast<std::uint16_t>(from);
}

std::uint32_t KeyTrees::split(std::uint32_t left) noexcept {
  const std::uint32_t right = take(nodes_[left].height);
  move_tail(nodes_[left], (kFillMax + 1) / 2, nodes_[right]);
  return right;
}

void KeyTrees::insert(std::uint32_t& root, KeyEntry entry) noexcept {
  if (root == 0) root = take(0);
  Path path;
  std::int32_t key = signed_key(entry.key);
  descend(root, key, path);
  for (std::size_t i = 0; i + 1 < path.length; ++i) {
    std::int32_t& lowest = nodes_[path.steps[i].node].keys[0];
    lowest = std::min(lowest, key);
  }
  std::uint32_t value = entry.value;
  for (std::size_t i = path.length; i-- != 0;) {
    std::uint32_t target = path.steps[i].node;
    std::uint32_t at = path.steps[i].at + (nodes_[target].height != 0 ? 1 : 0);
    std::uint32_t right = 0;
    if (nodes_[target].count == kFillMax) {
      right = split(target);
      if (at > nodes_[target].count) {
        at -= nodes_[target].count;
        target = right;
      }
    }
    open_gap(nodes_[target], at);
    nodes_[target].keys[at] = key;
    nodes_[target].values[at] = value;
    if (right == 0) return;
    key = nodes_[right].keys[0];
    value = right;
  }
  const std::uint32_t top = take(static_cast<std::uint16_t>(nodes_[root].height + 1));
  nodes_[top].keys[0] = nodes_[root].keys[0];
  nodes_[top].values[0] = root;
  nodes_[top].keys[1] = key;
  nodes_[top].values[1] = value;
  nodes_[top].count = 2;
  root = top;
}

// Child `at` of parent has too few entries: joins it with a neighbour, or shares with it evenly.
void KeyTrees::refill(Node& parent, std::uint32_t at) noexcept {
  const std::uint32_t left_at = at == 0 ? 0 : at - 1;
  Node& left = nodes_[parent.values[left_at]];
  Node& right = nodes_[parent.values[left_at + 1]];
  const std::uint32_t total = std::uint32_t{left.count} + right.count;
  if (total <= kFillMax) {
    move_tail(right, 0, left);
    give(parent.values[left_at + 1]);
    close_gap(parent, left_at + 1);
    return;
  }
  Node both[2];  // the right one's entries go through a copy, whichever way they move
  std::fill_n(both[0].keys, 16, kUnused);
  both[0].count = 0;
  move_tail(right, 0, both[0]);
  if (left.count > total / 2) {
    move_tail(left, total / 2, right);
    move_tail(both[0], 0, right);
  } else {
    const std::uint32_t moved = total / 2 - left.count;
    std::fill_n(both[1].keys, 16, kUnused);
    both[1].count = 0;
    move_tail(both[0], moved, both[1]);
    move_tail(both[0], 0, left);
    move_tail(both[1], 0, right);
  }
  parent.keys[left_at + 1] = right.keys[0];
}

void KeyTrees::erase(std::uint32_t& root, std::uint32_t key) noexcept {
  Path path;
  descend(root, signed_key(key), path);
  const Step& leaf = path.steps[path.length - 1];
  assert(nodes_[leaf.node].keys[leaf.at] == signed_key(key));
  close_gap(nodes_[leaf.node], leaf.at);
  for (std::size_t i = path.length - 1; i != 0; --i) {
    if (nodes_[path.steps[i].node].count >= kFillMin) return;
    refill(nodes_[path.steps[i - 1].node], path.steps[i - 1].at);
  }
  Node& top = nodes_[root];
  if (top.height != 0 && top.count == 1) {
    const std::uint32_t child = top.values[0];
    give(root);
    root = child;
  } else if (top.count == 0) {
    give(root);
    root = 0;
  }
}

}  // namespace hotbook::engine
