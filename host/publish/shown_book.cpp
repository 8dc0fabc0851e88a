#include "host/publish/shown_book.hpp"

#include <algorithm>
#include <bit>

namespace hotbook::publish {

ShownBook::ShownBook(std::size_t orders)
    : slots_(std::bit_ceil(std::max<std::size_t>(2 * orders, 16))),
      shift_{64U - static_cast<unsigned>(std::countr_zero(slots_.size()))} {}

PublishedOrder* ShownBook::find(std::uint64_t id) noexcept {
  for (std::size_t at = home_of(id); slots_[at].id != 0; at = next(at)) {
    if (slots_[at].id == id) return &slots_[at];
  }
  return nullptr;
}

void ShownBook::insert(const PublishedOrder& order) {
  if (2 * (size_ + 1) > slots_.size()) grow();
  std::size_t at = home_of(order.id);
  while (slots_[at].id != 0) at = next(at);
  slots_[at] = order;
  ++size_;
}

// Moves back what the hole would otherwise hide.
void ShownBook::erase(PublishedOrder* order) noexcept {
  auto hole = static_cast<std::size_t>(order - slots_.data());
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = next(hole); slots_[at].id != 0; at = next(at)) {
    const std::size_t home = home_of(slots_[at].id);
    if (((at - home) & mask) < ((at - hole) & mask)) continue;
    slots_[hole] = slots_[at];
    hole = at;
  }
  slots_[hole].id = 0;
  --size_;
}

void ShownBook::grow() {
  ShownBook larger{slots_.size()};
  for (const PublishedOrder& order : slots_) {
    if (order.id != 0) larger.insert(order);
  }
  *this = std::move(larger);
}

void ShownBook::clear() {
  std::fill(slots_.begin(), slots_.end(), PublishedOrder{});
  size_ = 0;
}

}  // namespace hotbook::publish
