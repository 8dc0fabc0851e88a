#include "sim/replay/mdp3_market.hpp"

#include <algorithm>
#include <array>

namespace hotbook::replay {
namespace {

constexpr std::array<std::int64_t, 5> kTicks{10'000'000, 250'000'000, 12'500'000, 500'000,
                                             5'000'000'000};
constexpr std::array<std::uint8_t, 5> kDepths{10, 10, 5, 3, 1};
constexpr std::size_t kEntriesMax = 20;  // of a message

bool is_better(char type, std::int64_t left, std::int64_t right) {
  return type == '0' ? left > right : left < right;
}

}  // namespace

Mdp3Market::Mdp3Market(const Mdp3MarketOptions& options)
    : options_{options}, draw_{options.seed}, time_ns_{options.start_ns} {
  for (unsigned i = 0; i < options.instruments; ++i) {
    Instrument instrument;
    instrument.security = 10'000 + i * 7 + draw_.below(7);
    instrument.tick = kTicks[draw_.below(kTicks.size())];
    instrument.depth = kDepths[draw_.below(kDepths.size())];
    instrument.by_order = options.version >= 7 && draw_.below(100) < options.by_order_percent;
    instrument.symbol = "HB" + std::to_string(i) + "Z6";
    told_.push_back(instrument);
    Book book;
    // Some are spreads: their prices may be 0 and below.
    book.middle = draw_.once_in(3) ? static_cast<std::int64_t>(draw_.below(9)) - 4
                                   : 1'000 + static_cast<std::int64_t>(draw_.below(9'000));
    books_.push_back(book);
  }
}

std::vector<Mdp3Market::Level> Mdp3Market::levels(std::size_t index, char type) const {
  std::vector<Level> found;
  for (const auto& resting : books_[index].orders) {
    const Order& order = resting.second;
    if (order.type != type) continue;
    const auto at = std::find_if(found.begin(), found.end(), [&](const Level& level) {
      return !is_better(type, level.ticks, order.ticks);
    });
    if (at != found.end() && at->ticks == order.ticks) {
      at->quantity += order.quantity;
      ++at->orders;
    } else {
      found.insert(at, {order.ticks, order.quantity, 1});
    }
  }
  if (found.size() > told_[index].depth) found.resize(told_[index].depth);
  return found;
}

std::int64_t Mdp3Market::price_of(std::size_t index, std::int64_t ticks) const {
  const std::int64_t price = ticks * told_[index].tick;
  return options_.version < 9 ? price / 100 : price;
}

Mdp3LevelEntry Mdp3Market::level_entry(std::size_t index, char type, Mdp3Action action,
                                       std::size_t place, const Level& level) {
  ++entries_;
  Mdp3LevelEntry entry;
  entry.price = price_of(index, level.ticks);
  entry.quantity = level.quantity;
  entry.security = told_[index].security;
  entry.rpt_seq = ++books_[index].rpt_seq;
  entry.orders = level.orders;
  entry.level = static_cast<std::uint8_t>(place + 1);
  entry.action = action;
  entry.type = type;
  return entry;
}

void Mdp3Market::tell_order(std::size_t index, std::uint64_t id, const Order& order,
                            Mdp3Action action, Changes& changes) {
  if (!told_[index].by_order) return;
  ++entries_;
  Mdp3OrderEntry entry;
  entry.order_id = id;
  entry.priority = id;
  entry.price = price_of(index, order.ticks);
  entry.quantity = order.quantity;
  entry.security = told_[index].security;
  entry.action = action;
  entry.type = order.type;
  changes.orders.push_back(entry);
}

void Mdp3Market::add_order(std::size_t index, Changes& changes) {
  Book& book = books_[index];
  Order order;
  order.type = draw_.once_in(2) ? '0' : '1';
  const auto distance = static_cast<std::int64_t>(1 + draw_.below(draw_.once_in(4) ? 20 : 7));
  order.ticks = book.middle + (order.type == '0' ? -distance : distance);
  order.quantity = 1 + draw_.below(draw_.once_in(50) ? 1'000'000 : 200);
  const std::uint64_t id = next_order_++;
  book.orders[id] = order;
  tell_order(index, id, order, Mdp3Action::New, changes);
}

void Mdp3Market::remove_order(std::size_t index, std::uint64_t id, Changes& changes) {
  Book& book = books_[index];
  tell_order(index, id, book.orders.at(id), Mdp3Action::Delete, changes);
  book.orders.erase(id);
}

void Mdp3Market::change_orders(std::size_t index, Changes& changes) {
  Book& book = books_[index];
  const unsigned choice = draw_.below(100);
  if (book.orders.empty() || choice < (book.orders.size() < options_.orders ? 60U : 35U)) {
    return add_order(index, changes);
  }
  const auto at =
      static_cast<std::ptrdiff_t>(draw_.below(static_cast<std::uint32_t>(book.orders.size())));
  const auto picked = std::next(book.orders.begin(), at);
  if (choice < 75) return remove_order(index, picked->first, changes);
  if (choice < 95) {
    picked->second.quantity = 1 + draw_.below(200);
    if (draw_.once_in(4)) {  // to another price of its side
      const auto distance = static_cast<std::int64_t>(1 + draw_.below(8));
      picked->second.ticks = book.middle + (picked->second.type == '0' ? -distance : distance);
    }
    return tell_order(index, picked->first, picked->second, Mdp3Action::Change, changes);
  }
  // A side is swept: some of its best levels go, now and then all of it, and the middle moves.
  const char type = picked->second.type;
  const auto told = levels(index, type);
  const std::size_t count = draw_.once_in(5) ? told.size() : 1 + draw_.below(3);
  const std::int64_t last = told[std::min(count, told.size()) - 1].ticks;
  std::vector<std::uint64_t> gone;
  for (const auto& [id, order] : book.orders) {
    if (order.type == type && !is_better(type, last, order.ticks)) gone.push_back(id);
  }
  for (const std::uint64_t id : gone) remove_order(index, id, changes);
}

// Whole runs of levels in one entry, where that is what happened.
bool Mdp3Market::tell_bulk(std::size_t index, char type, std::vector<Level>& before,
                           const std::vector<Level>& after, Changes& changes) {
  if (after.empty() && before.size() > 1) {
    changes.levels.push_back(level_entry(index, type, Mdp3Action::DeleteThru, 0, before[0]));
    before.clear();
    return true;
  }
  std::size_t gone = 0;
  while (gone < before.size() &&
         (after.empty() || is_better(type, before[gone].ticks, after[0].ticks))) {
    ++gone;
  }
  if (gone > 1) {
    changes.levels.push_back(
        level_entry(index, type, Mdp3Action::DeleteFrom, gone - 1, before[gone - 1]));
    before.erase(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(gone));
    return true;
  }
  if (before.size() != after.size()) return false;
  std::size_t different = 0;
  std::size_t place = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i].ticks == after[i].ticks) continue;
    ++different;
    place = i;
  }
  if (different != 1) return false;
  changes.levels.push_back(level_entry(index, type, Mdp3Action::Overlay, place, after[place]));
  before[place] = after[place];
  return true;
}

// The entries that make the levels of before those of now. What falls behind the depth when a level
// comes is not told.
void Mdp3Market::tell_levels(std::size_t index, char type, std::vector<Level> before,
                             Changes& changes) {
  const std::vector<Level> after = levels(index, type);
  const std::size_t depth = told_[index].depth;
  if (draw_.once_in(2)) static_cast<void>(tell_bulk(index, type, before, after, changes));
  for (std::size_t i = 0; i < before.size();) {
    const bool stays = std::any_of(after.begin(), after.end(), [&](const Level& level) {
      return level.ticks == before[i].ticks;
    });
    const bool falls =
        after.size() == depth && is_better(type, after.back().ticks, before[i].ticks);
    if (stays || falls) {
      ++i;
      continue;
    }
    changes.levels.push_back(level_entry(index, type, Mdp3Action::Delete, i, before[i]));
    before.erase(before.begin() + static_cast<std::ptrdiff_t>(i));
  }
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (i >= before.size() || before[i].ticks != after[i].ticks) {
      changes.levels.push_back(level_entry(index, type, Mdp3Action::New, i, after[i]));
      before.insert(before.begin() + static_cast<std::ptrdiff_t>(i), after[i]);
      if (before.size() > depth) before.resize(depth);
    } else if (before[i] != after[i]) {
      changes.levels.push_back(level_entry(index, type, Mdp3Action::Change, i, after[i]));
      before[i] = after[i];
    }
  }
}

// Orders beside the level entry of their price and side, others in messages of their own, which
// come first.
void Mdp3Market::book_messages(std::size_t index, Changes changes, std::vector<Mdp3Message>& out) {
  static_cast<void>(index);
  std::vector<Mdp3OrderEntry> referring;
  std::vector<Mdp3OrderEntry> alone;
  const bool together = changes.levels.size() <= kEntriesMax &&
                        changes.orders.size() <= kEntriesMax && draw_.below(4) != 0;
  for (Mdp3OrderEntry& order : changes.orders) {
    const auto found = std::find_if(changes.levels.begin(), changes.levels.end(),
                                    [&](const Mdp3LevelEntry& level) {
                                      return level.type == order.type && level.price == order.price;
                                    });
    if (together && alone.empty() && found != changes.levels.end()) {
      order.reference = static_cast<std::uint8_t>(found - changes.levels.begin() + 1);
      referring.push_back(order);
    } else {
      alone.push_back(order);
    }
  }
  // An order told twice must be told in its order.
  if (!alone.empty() && !referring.empty()) {
    alone = changes.orders;
    referring.clear();
  }
  for (std::size_t at = 0; at < alone.size(); at += kEntriesMax) {
    const std::span<const Mdp3OrderEntry> all{alone};
    out.push_back(mdp3_orders(options_.version, time_ns_,
                              all.subspan(at, std::min(kEntriesMax, all.size() - at))));
  }
  for (std::size_t at = 0; at < changes.levels.size(); at += kEntriesMax) {
    const std::span<const Mdp3LevelEntry> all{changes.levels};
    out.push_back(mdp3_book(
        options_.version, time_ns_, all.subspan(at, std::min(kEntriesMax, all.size() - at)),
        at == 0 ? std::span<const Mdp3OrderEntry>{referring} : std::span<const Mdp3OrderEntry>{}));
  }
  if (draw_.once_in(8)) out.push_back(mdp3_book(options_.version, time_ns_, {}));
}

// Trades, statistics, implied levels and what else goes by.
Mdp3Message Mdp3Market::other_message(std::size_t index) {
  const bool old = options_.version < 9;
  const Instrument& told = told_[index];
  Book& book = books_[index];
  const auto price = static_cast<std::uint64_t>(price_of(index, book.middle));
  const auto form = [&](unsigned below_9, unsigned from_9, std::size_t root, std::size_t entry) {
    Mdp3Message message{static_cast<std::uint16_t>(old ? below_9 : from_9), options_.version, root};
    message.root(0, 8, time_ns_);
    if (entry != 0) message.group(entry).entry();
    return message;
  };
  switch (draw_.below(8)) {
    case 0:  // trade, with the orders of it
      return form(42, 48, 11, 32)
          .put(0, 8, price)
          .put(8, 4, 3)
          .put(12, 4, told.security)
          .put(16, 4, ++book.rpt_seq)
          .group(16, true)
          .entry()
          .put(0, 8, next_order_ - 1)
          .put(8, 4, 3);
    case 1: {  // session statistics of two entries
      Mdp3Message message = form(35, 51, 11, 24);
      message.put(0, 8, price).put(8, 4, told.security).put(12, 4, ++book.rpt_seq);
      message.entry().put(8, 4, told.security).put(12, 4, ++book.rpt_seq);
      return message;
    }
    case 2:  // volume
      return form(37, 37, 11, 16).put(4, 4, told.security).put(8, 4, ++book.rpt_seq);
    case 3:  // limits
      return form(34, 50, 11, 32).put(24, 4, told.security).put(28, 4, ++book.rpt_seq);
    case 4:  // daily statistics
      return form(33, 49, 11, 32).put(12, 4, told.security).put(16, 4, ++book.rpt_seq);
    case 5:  // security status
      return form(30, 30, 30, 0).root(20, 4, told.security).root(27, 1, 17);
    case 6:
      return definition(index);
    default: {  // implied
      const Mdp3LevelEntry entry =
          level_entry(index, draw_.once_in(2) ? 'E' : 'F', static_cast<Mdp3Action>(draw_.below(3)),
                      draw_.below(2), {book.middle, 5, 1});
      return mdp3_book(options_.version, time_ns_, {&entry, 1});
    }
  }
}

std::vector<Mdp3Message> Mdp3Market::next() {
  std::vector<Mdp3Message> out;
  time_ns_ += 1'000 + draw_.below(3'000'000);
  const std::size_t index = draw_.below(options_.instruments);
  Book& book = books_[index];
  if (draw_.below(10) == 0) {
    out.push_back(other_message(index));
    return out;
  }
  Changes changes;
  const auto bids = levels(index, '0');
  const auto asks = levels(index, '1');
  if (draw_.once_in(2'000)) {  // the book is empty
    const bool orders_told = told_[index].by_order;
    for (auto& [id, order] : book.orders) {
      if (orders_told) tell_order(index, id, order, Mdp3Action::Delete, changes);
    }
    book.orders.clear();
    if (!orders_told) {
      changes.levels.push_back(level_entry(index, 'J', Mdp3Action::New, 0, {}));
      book_messages(index, changes, out);
      return out;
    }
  } else {
    const unsigned count = draw_.once_in(4) ? 1 + draw_.below(6) : 1;
    for (unsigned i = 0; i < count; ++i) change_orders(index, changes);
    if (draw_.once_in(200)) book.middle += static_cast<std::int64_t>(draw_.below(5)) - 2;
  }
  tell_levels(index, '0', bids, changes);
  tell_levels(index, '1', asks, changes);
  book_messages(index, changes, out);
  return out;
}

std::vector<Mdp3Message> Mdp3Market::reset() {
  std::vector<Mdp3Message> out;
  out.push_back(Mdp3Message{4, options_.version, 9});
  out.back().root(0, 8, time_ns_).root(8, 1, 0x80).group(2).entry().put(0, 2, 310);
  for (std::size_t index = 0; index < told_.size(); ++index) {
    books_[index].rpt_seq = 0;
    Changes changes;
    for (const auto& [id, order] : books_[index].orders) {
      tell_order(index, id, order, Mdp3Action::New, changes);
    }
    tell_levels(index, '0', {}, changes);
    tell_levels(index, '1', {}, changes);
    book_messages(index, changes, out);
  }
  return out;
}

}  // namespace hotbook::replay
