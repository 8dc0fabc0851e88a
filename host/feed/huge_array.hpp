// Owns one growable, zero-initialised array in memory of its own mapping, on huge pages where the
// kernel gives them: random access to tens of megabytes otherwise pays a page walk each time.
//
// Threading: one owner.
// Hot path:  operator[] is a plain index. grow() enters the kernel and may move the array, so it is
//            called only when a bound is reached; it throws std::bad_alloc when memory is gone.

#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

namespace hotbook::feed {

template <class T>
class HugeArray {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  HugeArray() = default;
  explicit HugeArray(std::size_t count) { grow(count); }
  HugeArray(HugeArray&& other) noexcept
      : data_{std::exchange(other.data_, nullptr)}, count_{std::exchange(other.count_, 0)} {}
  HugeArray& operator=(HugeArray&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(count_, other.count_);
    return *this;
  }
  ~HugeArray() {
    if (data_ != nullptr) ::munmap(data_, bytes(count_));
  }

  [[nodiscard]] T* data() noexcept { return data_; }
  [[nodiscard]] const T* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  [[nodiscard]] T& operator[](std::size_t index) noexcept { return data_[index]; }
  [[nodiscard]] const T& operator[](std::size_t index) const noexcept { return data_[index]; }

  // Takes the memory from the system now, so that first use costs no page fault. Keeps what is
  // there.
  void populate() noexcept {
    for (std::size_t i = 0; i < count_; i += kPage / sizeof(T)) {
      volatile std::uint8_t* const byte =
          static_cast<std::uint8_t*>(static_cast<void*>(data_)) + i * sizeof(T);
      *byte = *byte;
    }
  }

  // Keeps what is there; the new elements are zero. Pages are remapped, not copied.
  void grow(std::size_t count) {
    if (count > static_cast<std::size_t>(-1) / sizeof(T) / 2) throw std::bad_alloc{};
    void* at = data_ == nullptr ? ::mmap(nullptr, bytes(count), PROT_READ | PROT_WRITE,
                                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
                                : ::mremap(data_, bytes(count_), bytes(count), MREMAP_MAYMOVE);
    if (at == MAP_FAILED) throw std::bad_alloc{};
    data_ = static_cast<T*>(at);
    count_ = count;
    // Advice only: without huge pages everything works, slower. Small arrays keep small pages.
    if (bytes(count) >= kHugePage) static_cast<void>(::madvise(at, bytes(count), MADV_HUGEPAGE));
  }

 private:
  static constexpr std::size_t kPage = 4096;
  static constexpr std::size_t kHugePage = std::size_t{2} << 20;
  [[nodiscard]] static constexpr std::size_t bytes(std::size_t count) noexcept {
    const std::size_t unit = count * sizeof(T) >= kHugePage ? kHugePage : kPage;
    return (count * sizeof(T) + unit - 1) / unit * unit;
  }

  T* data_ = nullptr;
  std::size_t count_ = 0;
};

}  // namespace hotbook::feed
