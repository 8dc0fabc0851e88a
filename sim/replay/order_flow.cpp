#include "sim/replay/order_flow.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace hotbook::replay {
namespace {

constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr std::uint64_t kDayBeginsNs = 33'000 * kSecondNs;  // 09:10 of the venue's clock

void require(bool holds, const std::string& reason) {
  if (!holds) throw std::invalid_argument{reason};
}

FlowOptions completed(FlowOptions options) {
  const FlowProfile& profile = flow_profile(options.regime);
  if (options.books == 0) options.books = profile.books;
  if (options.accounts == 0) options.accounts = profile.accounts;
  if (options.resting == 0) options.resting = profile.resting;
  return options;
}

}  // namespace

OrderFlow::OrderFlow(const FlowOptions& options)
    : options_{completed(options)},
      profile_{flow_profile(options.regime)},
      draw_{options.seed * 0x9e3779b97f4a7c15U + static_cast<std::uint64_t>(options.regime)} {
  require(options_.books <= kBooksMax,
          "books: " + std::to_string(options_.books) + "; 65535 are possible");
  require(options_.sessions >= 1 && options_.sessions <= 65'535, "sessions: 1 to 65535");
  require(options_.order_id_first >= 1, "the first order id is at least 1");
  require(options_.order_id_gap >= 1, "the gap between order ids is at least 1");
  require(options_.order_id_first < std::uint64_t{1} << 62U &&
              options_.count < (std::uint64_t{1} << 62U) / options_.order_id_gap,
          "so many order ids of that gap do not fit in 63 bits");
  order_id_ = options_.order_id_first - 1;
  books_.resize(options_.books);
  by_rank_.resize(options_.books);
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < options_.books; ++i) {
    books_[i].start = profile_.motion == FlowMotion::Jumps ? std::uint32_t{1} << (30 - i * 5 % 21)
                                                           : 20'000 + i * 7919 % 8000;
    books_[i].middle = books_[i].start;
    by_rank_[i] = static_cast<std::uint16_t>(i);
    const std::uint32_t rank = profile_.regime == FlowRegime::Busy ? i + 1 : 1;
    popularity_.push_back(sum += 1'000'000'000 / rank);
  }
  for (std::uint32_t i = options_.books; i > 1; --i)
    std::swap(by_rank_[i - 1], by_rank_[draw_.below(i)]);
  now_ns_ = kDayBeginsNs;
  if (profile_.day_count == 0) open_books();
}

void OrderFlow::set_clock() {
  MatchCommand command{};
  command.kind = CommandKind::Timer;
  command.new_order_id = now_ns_;
  send(command);
}

void OrderFlow::open_books() {
  set_clock();
  change_all(TradingState::Continuous);
}

bool OrderFlow::next(MatchCommand& command) {
  if (made_ == options_.count) return false;
  if (pending_.empty()) plan_day();
  if (pending_.empty()) {
    const std::uint16_t book = draw_book();
    command = draw_command(book);
    FlowBook& of = book_of(book);
    if (!of.is_at_limit()) {
      of.limit_since_ns = 0;
    } else if (of.limit_since_ns == 0) {
      of.limit_since_ns = now_ns_;
    }
  } else {
    command = pending_.front();
    pending_.pop_front();
  }
  ++made_;
  return true;
}

std::uint64_t OrderFlow::next_id() {
  // The first is order_id_first itself.
  order_id_ +=
      order_id_ + 1 == options_.order_id_first ? 1 : 1 + draw_.below(options_.order_id_gap);
  return order_id_;
}

std::uint16_t OrderFlow::draw_book() {
  const std::uint64_t drawn = draw_.below_long(popularity_.back());
  const auto found = std::upper_bound(popularity_.begin(), popularity_.end(), drawn);
  return by_rank_[static_cast<std::size_t>(found - popularity_.begin())];
}

std::uint32_t OrderFlow::draw_quantity() {
  const std::uint32_t kind = draw_.below(10);
  if (kind < 6) return 100;
  if (kind < 8) return 1 + draw_.below(99);
  return 100 * (1 + draw_.below(10));
}

// Ticks from the middle: most near the touch, some far away.
std::uint32_t OrderFlow::draw_distance() {
  if (profile_.motion == FlowMotion::Jumps) {
    const std::uint32_t power = draw_.below(29);
    return (std::uint32_t{1} << power) + draw_.below(std::uint32_t{1} << power);
  }
  if (draw_.once_in(33)) return 50 + draw_.below(450);
  std::uint32_t distance = 1;
  while (distance < 60 && draw_.below(100) >= 12) ++distance;
  return distance;
}

}  // namespace hotbook::replay
