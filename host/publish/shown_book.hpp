// What of each order has been published, by the order's id.
//
// Threading: one owner.
// Hot path:  neither locks nor throws nor enters the kernel; allocates only while there are more
//            orders than ever before. Pointers are good until the next insert().

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/domain/layout.hpp"

namespace hotbook::publish {

struct PublishedOrder {
  std::uint64_t id = 0;  // 0: none
  std::uint64_t ref = 0;
  std::uint32_t price = 0;    // ticks
  std::uint32_t visible = 0;  // 0: an iceberg between two tranches
  std::uint32_t display = 0;  // of an iceberg, else 0
  std::uint16_t book = 0;
  Side side = Side::Bid;
};

class ShownBook {
 public:
  explicit ShownBook(std::size_t orders = 1024);

  [[nodiscard]] PublishedOrder* find(std::uint64_t id) noexcept;
  [[nodiscard]] const PublishedOrder* find(std::uint64_t id) const noexcept {
    return const_cast<ShownBook*>(this)->find(id);
  }
  // An order whose id is not there, and is not 0.
  void insert(const PublishedOrder& order);
  // One that find() gave.
  void erase(PublishedOrder* order) noexcept;
  void clear();
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  [[nodiscard]] std::size_t home_of(std::uint64_t id) const noexcept {
    return static_cast<std::size_t>((id >> 2U) * 0x9e3779b97f4a7c15U >> shift_);
  }
  [[nodiscard]] std::size_t next(std::size_t at) const noexcept {
    return (at + 1) & (slots_.size() - 1);
  }
  void grow();

  std::vector<PublishedOrder> slots_;  // linear probing, at most half full
  unsigned shift_ = 0;
  std::size_t size_ = 0;
};

}  // namespace hotbook::publish
