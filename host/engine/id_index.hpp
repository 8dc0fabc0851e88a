// Finds the slot of a live order by its id.
//
// Threading: one owner.
// Hot path:  one cache line for nearly every call; neither allocates, throws, locks nor enters the
//            kernel.
//
// A hash table of buckets, each a cache line with fifteen places of four bytes: a tag above the
// slot. What finds its bucket full goes to the next one, and the bucket counts what went past it,
// so that a search ends where nothing did. Eight neighbouring ids share a bucket (ids only grow,
// and young orders are the busy ones); which one, is a hash, so that ids without any regularity, or
// with an unlucky one, do no harm.

#pragma once

#include <emmintrin.h>

#include <cstddef>
#include <cstdint>

#include "host/feed/huge_array.hpp"

namespace hotbook::engine {

class IdIndex {
 public:
  explicit IdIndex(std::size_t orders_max) {
    while (std::size_t{1} << slot_bits_ <= orders_max) ++slot_bits_;
    // At most three fifths full.
    while (std::size_t{9} << bucket_bits_ < orders_max) ++bucket_bits_;
    buckets_.grow(std::size_t{1} << bucket_bits_);
    buckets_.populate();
    slot_mask_ = (1U << slot_bits_) - 1;
  }

  // Where an order was found; slot 0: nowhere.
  struct Found {
    std::uint32_t slot = 0;
    std::uint32_t* place = nullptr;
    bool is_at_home = true;
  };

  // is_it(slot) tells whether an order of the right tag has the wanted id.
  template <class IsIt>
  [[nodiscard]] Found locate(std::uint64_t id, IsIt is_it) noexcept {
    const std::uint64_t hash = hash_of(id);
    const std::uint32_t tag = tag_of(hash, id);
    bool is_at_home = true;
    for (std::size_t at = home_of(hash);; at = next(at), is_at_home = false) {
      Bucket& bucket = buckets_[at];
      for (unsigned found = matches(bucket, tag); found != 0; found &= found - 1) {
        std::uint32_t& place = bucket.places[__builtin_ctz(found)];
        if (is_it(place & slot_mask_)) [[likely]]
          return {place & slot_mask_, &place, is_at_home};
      }
      if (bucket.passed == 0) [[likely]]
        return {};
    }
  }

  // The slot alone, 0 when it is not there.
  template <class IsIt>
  [[nodiscard]] std::uint32_t find(std::uint64_t id, IsIt is_it) const noexcept {
    return const_cast<IdIndex*>(this)->locate(id, is_it).slot;
  }

  // What locate() found, with nothing done to the index since.
  void erase(std::uint64_t id, const Found& found) noexcept {
    if (found.is_at_home) [[likely]] {
      *found.place = 0;
    } else {
      erase(id, found.slot);
    }
  }

  // An id that is not there.
  void insert(std::uint64_t id, std::uint32_t slot) noexcept {
    const std::uint64_t hash = hash_of(id);
    std::size_t at = home_of(hash);
    unsigned free = empties(buckets_[at]);
    while (free == 0) [[unlikely]] {
        ++buckets_[at].passed;
        at = next(at);
        free = empties(buckets_[at]);
      }
    buckets_[at].places[__builtin_ctz(free)] = tag_of(hash, id) | slot;
    // The next ids are likely to be here soon.
    __builtin_prefetch(&buckets_[home_of(hash_of(id + 8))], 1);
  }

  // An id that is there, with its slot.
  void erase(std::uint64_t id, std::uint32_t slot) noexcept {
    const std::uint64_t hash = hash_of(id);
    const std::uint32_t place = tag_of(hash, id) | slot;
    std::size_t at = home_of(hash);
    unsigned found = same(buckets_[at], place);
    while (found == 0) [[unlikely]] {
        --buckets_[at].passed;
        at = next(at);
        found = same(buckets_[at], place);
      }
    buckets_[at].places[__builtin_ctz(found)] = 0;
  }

  // What locate() will look at first.
  [[nodiscard]] const void* home(std::uint64_t id) const noexcept {
    return &buckets_[home_of(hash_of(id))];
  }
  // The slot locate() would most likely give; maybe another order's, maybe 0.
  [[nodiscard]] std::uint32_t guess(std::uint64_t id) const noexcept {
    const std::uint64_t hash = hash_of(id);
    const Bucket& bucket = buckets_[home_of(hash)];
    const unsigned found = matches(bucket, tag_of(hash, id));
    return found == 0 ? 0 : bucket.places[__builtin_ctz(found)] & slot_mask_;
  }

 private:
  static constexpr unsigned kPlaces = 15;
  static constexpr unsigned kAllPlaces = (1U << kPlaces) - 1;

  struct alignas(64) Bucket {
    std::uint32_t places[kPlaces];  // tag above slot; 0 is empty
    std::uint32_t passed;           // how many are further on because this was full
  };
  static_assert(sizeof(Bucket) == 64);

  [[nodiscard]] static std::uint64_t hash_of(std::uint64_t id) noexcept {
    return (id >> 3U) * 0x9e3779b97f4a7c15U;
  }
  [[nodiscard]] std::size_t home_of(std::uint64_t hash) const noexcept {
    return hash >> 32U >> (32U - bucket_bits_);
  }
  [[nodiscard]] std::size_t next(std::size_t at) const noexcept {
    return (at + 1) & (buckets_.count() - 1);
  }
  // Never 0, so that no empty place has one; the ids that share a bucket differ in it.
  [[nodiscard]] std::uint32_t tag_of(std::uint64_t hash, std::uint64_t id) const noexcept {
    const auto mixed = static_cast<std::uint32_t>(hash >> 12U) << 3U;
    return ((mixed | static_cast<std::uint32_t>(id & 7U)) << 1U | 1U) << slot_bits_;
  }

  // A bit for each place that has the value, as far as the mask goes. SSE2 is in every x86-64.
  [[nodiscard]] static unsigned equal(const Bucket& bucket, std::uint32_t mask,
                                      std::uint32_t value) noexcept {
    const auto* const places = reinterpret_cast<const __m128i*>(bucket.places);
    const __m128i masks = _mm_set1_epi32(static_cast<int>(mask));
    const __m128i values = _mm_set1_epi32(static_cast<int>(value));
    const auto part = [&](int i) {
      return _mm_cmpeq_epi32(_mm_and_si128(_mm_load_si128(places + i), masks), values);
    };
    const __m128i low = _mm_packs_epi32(part(0), part(1));
    const __m128i high = _mm_packs_epi32(part(2), part(3));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi16(low, high))) & kAllPlaces;
  }
  [[nodiscard]] unsigned matches(const Bucket& bucket, std::uint32_t tag) const noexcept {
    return equal(bucket, ~slot_mask_, tag);
  }
  [[nodiscard]] static unsigned empties(const Bucket& bucket) noexcept {
    return equal(bucket, ~0U, 0);
  }
  [[nodiscard]] static unsigned same(const Bucket& bucket, std::uint32_t place) noexcept {
    return equal(bucket, ~0U, place);
  }

  feed::HugeArray<Bucket> buckets_;
  unsigned slot_bits_ = 1;
  unsigned bucket_bits_ = 0;
  std::uint32_t slot_mask_ = 0;
};

}  // namespace hotbook::engine
