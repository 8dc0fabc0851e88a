#include "host/takeover/card_follower.hpp"

#include <fmt/format.h>

#include <limits>

namespace hotbook {
namespace {

constexpr std::size_t kRefillLevels = 4;           // levels of one refill_command
constexpr std::uint32_t kLevelOrdersMax = 65'535;  // layout: order_count
constexpr std::uint64_t kLevelQuantityMax = std::numeric_limits<std::uint32_t>::max();

constexpr std::uint16_t known_flag(Side side) {
  return side == Side::Bid ? kUpdateFlagBidKnown : kUpdateFlagAskKnown;
}
constexpr std::uint16_t low_flag(Side side) {
  return side == Side::Bid ? kUpdateFlagBidLow : kUpdateFlagAskLow;
}

void put_level(RefillCommand& command, std::size_t index, const feed::LevelView& level) {
  const auto quantity = static_cast<std::uint32_t>(level.quantity);
  switch (index) {
    case 0:
      command.price_0 = level.price.value, command.quantity_0 = quantity,
      command.order_count_0 = level.order_count;
      break;
    case 1:
      command.price_1 = level.price.value, command.quantity_1 = quantity,
      command.order_count_1 = level.order_count;
      break;
    case 2:
      command.price_2 = level.price.value, command.quantity_2 = quantity,
      command.order_count_2 = level.order_count;
      break;
    default:
      command.price_3 = level.price.value, command.quantity_3 = quantity,
      command.order_count_3 = level.order_count;
      break;
  }
}

}  // namespace

CardFollower::CardFollower(const FollowerOptions& options)
    : window_levels_{options.window_levels},
      twin_{options.order_capacity},
      windows_(options.book_count) {
  if (options.recovery) recovery_.emplace(*options.recovery, twin_);
}

feed::BookBuilder::Applied CardFollower::apply(const BookUpdate& update) {
  return recovery_ ? recovery_->record(update) : twin_.apply(update);
}

bool CardFollower::twin_knows(std::uint16_t book) const noexcept {
  return (!recovery_ || recovery_->is_known()) && twin_.is_known({book});
}

CardFollower::Followed CardFollower::follow(const BookUpdate& update) {
  ++counts_.inputs;
  Followed followed{update};
  if (update.kind == RecordKind::Refill) {
    follow_refill(update);
  } else if (apply(update) == feed::BookBuilder::Applied::Disagrees) {
    followed.verdict = Verdict::Differs;
  }
  if (update.kind == RecordKind::Gap) {
    start_epoch();
    return followed;
  }
  if (is_held(update.book)) follow_level(update);
  const bool bid_agrees = settle_side(followed.update, Side::Bid);
  const bool ask_agrees = settle_side(followed.update, Side::Ask);
  if (!bid_agrees || !ask_agrees) followed.verdict = Verdict::Differs;
  if (!top_of(update).is_known() && top_of(followed.update).is_known()) ++counts_.answered_by_twin;
  return followed;
}

void CardFollower::start_epoch() {
  for (auto& book : windows_) {
    for (Window& side : book) side.mirror.forget();
  }
}

void CardFollower::follow_refill(const BookUpdate& update) {
  if (!is_held(update.book)) return;
  const Side side = (update.flags & kUpdateFlagSideAsk) != 0 ? Side::Ask : Side::Bid;
  Window& at = window({update.book, side});
  if ((update.flags & kUpdateFlagRefillRefused) != 0) {
    ++counts_.refills_refused;
  } else {
    at.mirror.refill(at.sent, at.sent_deep);
  }
  at.under_way = false;
}

void CardFollower::follow_level(const BookUpdate& update) {
  constexpr std::uint16_t kNoOrder = kUpdateFlagOrderUnknown | kUpdateFlagOrderIgnored;
  if (update.kind != RecordKind::Refill && (update.flags & kNoOrder) == 0) {
    const Side side = (update.flags & kUpdateFlagSideAsk) != 0 ? Side::Ask : Side::Bid;
    WindowMirror& mirror = window({update.book, side}).mirror;
    if (update.kind == RecordKind::Add) {
      mirror.add(side, update.price, window_levels_);
    } else if (!has_level(update.book, side, update.price)) {
      mirror.remove(update.price);
    }
  }
  for (const Side side : {Side::Bid, Side::Ask}) {
    if ((update.flags & known_flag(side)) == 0) window({update.book, side}).mirror.forget();
    if ((update.flags & low_flag(side)) != 0) want({update.book, side});
  }
}

bool CardFollower::has_level(std::uint16_t book, Side side, std::uint32_t price) const {
  // The first level behind the price that is one tick better is this price's, if there is one.
  const bool at_edge =
      side == Side::Bid ? price == std::numeric_limits<std::uint32_t>::max() : price == 0;
  std::optional<Price> better;
  if (!at_edge) better = Price{side == Side::Bid ? price + 1 : price - 1};
  feed::LevelView level;
  return twin_.levels({book}, side, better, {&level, 1}).count != 0 && level.price.value == price;
}

bool CardFollower::settle_side(BookUpdate& update, Side side) {
  std::uint32_t& price = side == Side::Bid ? update.bid_price : update.ask_price;
  std::uint32_t& quantity = side == Side::Bid ? update.bid_quantity : update.ask_quantity;
  const bool is_known = twin_knows(update.book);
  const feed::Touch touch = twin_.touch(update.book, side);
  const auto twin_price = static_cast<std::uint32_t>(touch);
  const auto twin_quantity = static_cast<std::uint32_t>(touch >> 32U);
  if ((update.flags & known_flag(side)) != 0) {
    return !is_known || (price == twin_price && quantity == twin_quantity);
  }
  if (!is_known) return true;
  price = twin_price;
  quantity = twin_quantity;
  update.flags = static_cast<std::uint16_t>(update.flags | known_flag(side));
  return true;
}

BookUpdate CardFollower::twin_view(const BookUpdate& update) const {
  BookUpdate view = update;
  const feed::Touch bid = twin_.touch(update.book, Side::Bid);
  const feed::Touch ask = twin_.touch(update.book, Side::Ask);
  view.bid_price = static_cast<std::uint32_t>(bid);
  view.bid_quantity = static_cast<std::uint32_t>(bid >> 32U);
  view.ask_price = static_cast<std::uint32_t>(ask);
  view.ask_quantity = static_cast<std::uint32_t>(ask >> 32U);
  return view;
}

void CardFollower::want(Place place) {
  Window& at = window(place);
  if (at.wanted || at.under_way) return;
  at.wanted = true;
  wanted_.push_back(place);
}

// The windows were forgotten at the gap, and the card asks for those of a book only where something
// happens; of an empty book, with its first order.
void CardFollower::want_all() {
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    const auto book = static_cast<std::uint16_t>(i);
    if ((twin_.touch(book, Side::Bid) | twin_.touch(book, Side::Ask)) == 0) continue;
    for (const Side side : {Side::Bid, Side::Ask}) want({book, side});
  }
}

std::optional<RefillCommand> CardFollower::next_refill() {
  if (recovery_ && recovery_->is_known() && recovery_->counts().recovered != recovered_) {
    recovered_ = recovery_->counts().recovered;
    want_all();
  }
  while (!wanted_.empty()) {
    const Place place = wanted_.front();
    wanted_.pop_front();
    Window& at = window(place);
    at.wanted = false;
    if (at.under_way || !at.mirror.is_deep() || !twin_knows(place.book)) continue;
    const std::size_t held = at.mirror.prices().size();
    const std::size_t room =
        std::min(kRefillLevels, window_levels_ - std::min(window_levels_, held));
    if (room == 0) continue;

    std::array<feed::LevelView, kRefillLevels> levels;
    std::optional<Price> last;
    if (held != 0) last = Price{at.mirror.prices().back()};
    const auto found = twin_.levels({place.book}, place.side, last, {levels.data(), room});
    RefillCommand command{};
    command.as_of = counts_.inputs;
    command.book = place.book;
    command.side = static_cast<std::uint8_t>(place.side);
    command.kind = CommandKind::Refill;
    at.sent.clear();
    std::size_t count = 0;
    // A level that the card's fields cannot hold stays behind the window, and so does all that
    // follows it.
    while (count < found.count && levels[count].quantity <= kLevelQuantityMax &&
           levels[count].order_count <= kLevelOrdersMax) {
      put_level(command, count, levels[count]);
      at.sent.push_back(levels[count].price.value);
      ++count;
    }
    command.level_count = static_cast<std::uint8_t>(count);
    at.sent_deep = found.more || count < found.count;
    command.deep = at.sent_deep ? 1 : 0;
    if (count == 0 && at.sent_deep) continue;
    at.under_way = true;
    ++counts_.refills_sent;
    return command;
  }
  return std::nullopt;
}

void CardFollower::give_back(const RefillCommand& command) {
  const Place place{command.book, static_cast<Side>(command.side)};
  window(place).under_way = false;
  --counts_.refills_sent;
  want(place);
}

std::string describe(const BookUpdate& update) {
  static constexpr std::array<const char*, 7> kKinds{"?",      "add", "execute", "reduce",
                                                     "delete", "gap", "refill"};
  const auto kind = static_cast<std::size_t>(update.kind);
  return fmt::format(
      "seq={} kind={} book={} order_ref={} price={} quantity={} bid={}x{} ask={}x{} flags={:#06x}",
      update.seq, kind < kKinds.size() ? kKinds[kind] : "?", update.book, update.order_ref,
      update.price, update.quantity, update.bid_price, update.bid_quantity, update.ask_price,
      update.ask_quantity, update.flags);
}

}  // namespace hotbook
