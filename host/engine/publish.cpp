// Rule 8.2: market data, behind the records of an input.

#include "host/engine/core_inline.hpp"

namespace hotbook::engine {

// Notes a level, and the top of its book, before the input's first change of them.
void Core::note_shown(Book& book, std::uint16_t number, std::uint32_t side,
                      std::uint32_t key) noexcept {
  if (book.shown_at != input_seq_) {
    book.shown_at = input_seq_;
    shown_tops_[number] = top_of(number);
  }
  const std::uint32_t level = ladder_.find(side_of(book, number, side), key);
  const std::uint64_t name = std::uint64_t{number} << 33U | std::uint64_t{side} << 32U | key;
  ShownLevel shown{name, shown_level_count_, 0, 0};
  if (level != 0) {
    LevelTotals& totals = ladder_.totals(level);
    if (totals.noted_at == input_seq_ && totals.noted_key == key) return;
    totals.noted_at = input_seq_;
    totals.noted_key = key;
    shown.quantity = totals.quantity;
    shown.order_count = totals.order_count;
  }
  shown_levels_[shown_level_count_++] = shown;
}

ShownTop Core::top_of(std::uint16_t number) noexcept {
  ShownTop top{};
  Book& book = books_[number];
  const auto quantity_at = [&](std::uint32_t side) {
    const SideRef ref = side_of(book, number, side);
    return ladder_.totals(ladder_.find(ref, ref.state.best)).quantity;
  };
  if (book.sides[0].best != kNoKey) {
    top.bid = price_of(0, book.sides[0].best);
    top.bid_quantity = quantity_at(0);
  }
  if (book.sides[1].best != kNoKey) {
    top.ask = price_of(1, book.sides[1].best);
    top.ask_quantity = quantity_at(1);
  }
  return top;
}

void Core::publish() noexcept {
  std::sort(shown_levels_.data(), shown_levels_.data() + shown_level_count_,
            [](const ShownLevel& a, const ShownLevel& b) {
              return a.name != b.name ? a.name < b.name : a.noted < b.noted;
            });
  for (std::size_t i = 0; i < shown_level_count_; ++i) {
    const ShownLevel& before = shown_levels_[i];
    const auto number = static_cast<std::uint16_t>(before.name >> 33U);
    const std::uint32_t side = before.name >> 32U & 1U;
    const auto key = static_cast<std::uint32_t>(before.name);
    if (i == 0 || before.name != shown_levels_[i - 1].name) {
      const std::uint32_t level = ladder_.find(side_of(books_[number], number, side), key);
      const LevelTotals now = level == 0 ? LevelTotals{} : ladder_.totals(level);
      if (now.quantity != before.quantity || now.order_count != before.order_count) {
        MatchOutput& record = emit(OutputKind::Level, number);
        record.side = static_cast<std::uint8_t>(side);
        record.price = price_of(side, key);
        record.other_order_id = now.quantity;
        record.leaves = now.order_count;
      }
    }
    const bool is_last_of_book =
        i + 1 == shown_level_count_ || shown_levels_[i + 1].name >> 33U != number;
    if (is_last_of_book) publish_top(number);
  }
  shown_level_count_ = 0;
}

void Core::publish_top(std::uint16_t number) noexcept {
  const ShownTop top = top_of(number);
  if (top == shown_tops_[number]) return;
  MatchOutput& record = emit(OutputKind::TopOfBook, number);
  record.price = top.bid;
  record.order_id = top.bid_quantity;
  record.leaves = top.ask;
  record.other_order_id = top.ask_quantity;
}

}  // namespace hotbook::engine
