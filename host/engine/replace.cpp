// Section 4: replace and mass cancel.

#include "host/engine/visit.inl"

namespace hotbook::engine {

// Rule 2.5, in new_order.cpp.
[[nodiscard]] bool is_good_price(OrderType type, std::uint32_t price) noexcept;

// Rule 4.2, but for the lack of the order.
MatchReason Core::judge_replace(const MatchCommand& command, const Order* order) noexcept {
  if (order == nullptr) return MatchReason::UnknownOrder;
  const std::uint32_t known_open = command.min_quantity;
  if (command.quantity > kQuantityMax || (known_open != 0 && known_open < order->open)) {
    return MatchReason::BadQuantity;
  }
  if (!is_good_price(order->type, command.price)) return MatchReason::BadPrice;
  if (order->display != 0 && command.quantity > kTranchesMax * order->display) {
    return MatchReason::BadDisplay;
  }
  const bool may_be_post_only =
      order->type == OrderType::Limit && order->time_in_force <= TimeInForce::Gtd;
  if (command.flags != 0 && !may_be_post_only) return MatchReason::BadCombination;
  return MatchReason::None;
}

// Rule 4.5: whether the order may lose its priority now.
MatchReason Core::judge_new_priority(const Book& book, const Order& order,
                                     const MatchCommand& command) const noexcept {
  if (!book.is_continuous()) {
    return book.is_call() ? MatchReason::None : MatchReason::WrongPhase;
  }
  if (order.type != OrderType::Limit || order.place == Place::Auction) return MatchReason::None;
  if (book.is_outside_bands(order.side, command.price)) return MatchReason::OutsideBands;
  if (command.flags != 0 && would_cross(book, order.side, command.price)) {
    return MatchReason::WouldCross;
  }
  return MatchReason::None;
}

void Core::rename(Order& order, std::uint64_t id) noexcept {
  ids_.erase(order.id, slot_of(order));
  order.id = id;
  ids_.insert(id, slot_of(order));
}

void Core::replace_order(const MatchCommand& command) noexcept {
  const bool is_known = (command.flags & ~unsigned{kOrderFlagPostOnly}) == 0 &&
                        command.self_match <= static_cast<std::uint8_t>(SelfMatch::Decrement);
  if (command.gate != 0) return refuse_gated(command, command.new_order_id, is_known);
  if (command.book >= books_.count()) return refuse(command, MatchReason::UnknownBook);
  if (!is_known) return refuse(command, MatchReason::Malformed);
  if (command.new_order_id != 0) {
    if (command.new_order_id <= highest_id_) return refuse(command, MatchReason::OrderIdNotNew);
    highest_id_ = command.new_order_id;
  }
  Order* const found = find(command.order_id, command.book);
  const MatchReason reason = judge_replace(command, found);
  if (reason != MatchReason::None) return refuse(command, reason);

  Order& order = *found;
  Book& book = books_[command.book];
  const std::uint32_t known_open = command.min_quantity;
  const std::uint32_t executed = known_open != 0 ? known_open - order.open : 0;
  if (command.quantity <= executed) return end(book, order, MatchReason::ByRequest);

  const std::uint32_t open = command.quantity - executed;
  const std::uint32_t price = order.is_pegged() ? order.cap : order.price;
  const bool reduces = command.price == price && open <= order.open;
  if (!reduces) {
    const MatchReason refusal = judge_new_priority(book, order, command);
    if (refusal != MatchReason::None) return refuse(command, refusal);
  }
  const std::uint64_t old_id = order.id;
  if (command.new_order_id != 0) rename(order, command.new_order_id);
  order.self_match = command.self_match & 7U;
  order.post_only = command.flags & 1U;
  MatchOutput& record = emit(OutputKind::Replaced, order, MatchReason::None);
  record.other_order_id = old_id;
  record.price = command.price;
  record.quantity = open;
  record.leaves = open;
  if (reduces) {
    reduce(book, order, open);
  } else {
    renew(book, order, command.price, open);
  }
}

// Rule 4.4: the hidden part goes first.
void Core::reduce(Book& book, Order& order, std::uint32_t open) noexcept {
  const std::uint32_t visible = std::min(order.visible, open);
  if (options_.publish && order.place == Place::OnSide) {
    const std::uint32_t key = key_of(order.side, order.price);
    note(book, order.book, order.side, key);
    show(ladder_.find(side_of(book, order), key),
         std::int64_t{visible} - std::int64_t{order.visible}, 0);
  }
  order.open = open;
  order.visible = visible;
}

// Rule 4.5: the order takes the way of a new one.
void Core::renew(Book& book, Order& order, std::uint32_t price, std::uint32_t open) noexcept {
  leave(book, order);
  order.open = open;
  order.visible = open;
  order.entered = input_seq_;
  if (order.is_pegged()) {
    order.cap = price;
    unlink_peg(book, order);
    link_peg(book, order);
  } else {
    order.price = price;
  }
  if (!go_its_way(book, order, 0)) forget(order);
  if (elected_.head != 0) work_off_stops(book);
}

// Rule 4.7.
void Core::mass_cancel(const MatchCommand& command) noexcept {
  constexpr unsigned kScopes = kScopeFlagSession | kScopeFlagAccount | kScopeFlagBook;
  if (command.flags == 0 || (command.flags & ~kScopes) != 0) {
    return refuse(command, MatchReason::Malformed);
  }
  const bool in_book = (command.flags & kScopeFlagBook) != 0;
  if (in_book && command.book >= books_.count()) return refuse(command, MatchReason::UnknownBook);

  const auto is_meant = [&](const Order& order) {
    return ((command.flags & kScopeFlagSession) == 0 || order.session == command.session) &&
           ((command.flags & kScopeFlagAccount) == 0 || order.account == command.account);
  };
  if (in_book) {
    choose_from(command.book, is_meant);
  } else {
    for (std::size_t slot = 1; slot < orders_.count(); ++slot) {
      if (orders_[slot].place != Place::Nowhere && is_meant(orders_[slot])) choose(orders_[slot]);
    }
  }
  const std::size_t count = chosen_count_;
  sort_chosen();
  end_chosen(MatchReason::MassCancel);
  MatchOutput& record = emit(OutputKind::MassCancelled, in_book ? command.book : kNoBook);
  record.account = command.account;
  record.quantity = static_cast<std::uint32_t>(count);
}

}  // namespace hotbook::engine
