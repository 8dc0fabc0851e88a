#include "tests/host/engine/real_flow.hpp"

#include <algorithm>

namespace hotbook::testing {
namespace {

constexpr std::uint32_t kRestingAccount = 1;
constexpr std::uint32_t kEnteringAccount = 2;

std::uint64_t total(const std::vector<replay::LobsterLevel>& levels, std::uint32_t price) {
  for (const auto& level : levels) {
    if (level.price == price) return level.quantity;
  }
  return 0;
}

}  // namespace

const char* name_of(Hit hit) {
  switch (hit) {
    case Hit::Same:
      return "the same order";
    case Hit::NotTold:
      return "the exchange's order was there before the file or its levels showed it";
    case Hit::LostFromSight:
      return "the exchange's order was told, but lost when its level was out of sight";
    case Hit::UnnamedInFront:
      return "a known order, but shares of no message are thought to be in front of it";
    case Hit::UnseenInFront:
      return "a known order, but one is in front that was out of sight and may be gone";
    case Hit::NotTheFirst:
      return "a known order, but another one, in sight all the time, is in front of it";
    case Hit::TooSmall:
      return "the same order, but for less";
    case Hit::WrongPrice:
      return "an order of another price";
    case Hit::Nothing:
      return "nothing to hit";
  }
  return "";
}

RealFlow::RealFlow(Matcher matcher) : matcher_{std::move(matcher)} {
  MatchCommand open{};
  open.kind = CommandKind::TradingState;
  open.state = static_cast<std::uint8_t>(TradingState::Continuous);
  (void)send(open);
}

std::vector<MatchOutput> RealFlow::send(const MatchCommand& command) {
  ++commands_;
  return matcher_(command);
}

void RealFlow::apply(const replay::LobsterRow& row) {
  if (begun_) event(row);
  begun_ = true;
  follow(Side::Bid, row.bids);
  follow(Side::Ask, row.asks);
}

void RealFlow::event(const replay::LobsterRow& row) {
  const Side side = row.bid ? Side::Bid : Side::Ask;
  const Place place{side, static_cast<std::uint32_t>(row.price)};
  switch (row.type) {
    case replay::LobsterType::Add:
      told_.insert(row.order_ref);
      add(place, row.order_ref, row.quantity);
      break;
    case replay::LobsterType::Reduce:
    case replay::LobsterType::Delete:
      take_off(place, row.order_ref, row.quantity);
      break;
    case replay::LobsterType::Execute:
      execute(row);
      break;
    case replay::LobsterType::ExecuteHidden:
      ++hidden_;
      break;
    case replay::LobsterType::Cross:
    case replay::LobsterType::Halt:
      break;
  }
}

void RealFlow::add(Place place, std::uint64_t order_ref, std::uint32_t quantity) {
  MatchCommand command{};
  command.kind = CommandKind::NewOrder;
  command.order_id = next_id_++;
  command.side = static_cast<std::uint8_t>(place.side);
  command.price = place.price;
  command.quantity = quantity;
  command.account = kRestingAccount;
  (void)send(command);
  levels(place.side)[place.price].push_back({order_ref, command.order_id, quantity});
  refs_[command.order_id] = order_ref;
}

void RealFlow::remove(Place place, std::size_t index) {
  Level& level = levels(place.side).at(place.price);
  MatchCommand command{};
  command.kind = CommandKind::CancelOrder;
  command.order_id = level[index].order_id;
  (void)send(command);
  refs_.erase(level[index].order_id);
  level.erase(level.begin() + static_cast<std::ptrdiff_t>(index));
  if (level.empty()) levels(place.side).erase(place.price);
}

void RealFlow::reduce(Place place, std::size_t index, std::uint32_t quantity) {
  Resting& resting = levels(place.side).at(place.price)[index];
  if (quantity >= resting.quantity) return remove(place, index);
  resting.quantity -= quantity;
  MatchCommand command{};
  command.kind = CommandKind::ReplaceOrder;
  command.order_id = resting.order_id;
  command.price = place.price;
  command.quantity = resting.quantity;
  (void)send(command);
}

// Of the order that the file names, or, when it was never told, of the unnamed ones.
void RealFlow::take_off(Place place, std::uint64_t order_ref, std::uint32_t quantity) {
  const auto at = levels(place.side).find(place.price);
  if (at == levels(place.side).end()) return;
  const Level& level = at->second;
  const auto found = [&](std::uint64_t ref) {
    return std::find_if(level.begin(), level.end(),
                        [&](const Resting& resting) { return resting.order_ref == ref; });
  };
  auto named = found(order_ref);
  if (named == level.end()) named = found(kUnnamed);
  if (named != level.end())
    reduce(place, static_cast<std::size_t>(named - level.begin()), quantity);
}

void RealFlow::execute(const replay::LobsterRow& row) {
  const Side side = row.bid ? Side::Bid : Side::Ask;
  const Place place{side, static_cast<std::uint32_t>(row.price)};
  MatchCommand command{};
  command.kind = CommandKind::NewOrder;
  command.order_id = next_id_++;
  command.side = static_cast<std::uint8_t>(row.bid ? Side::Ask : Side::Bid);
  command.time_in_force = static_cast<std::uint8_t>(TimeInForce::Ioc);
  command.price = place.price;
  command.quantity = row.quantity;
  command.account = kEnteringAccount;
  const auto outputs = send(command);
  const Hit hit = judge(row, outputs);
  ++hits_[static_cast<std::size_t>(hit)];
  Level* level = levels(side).contains(place.price) ? &levels(side).at(place.price) : nullptr;
  const bool front_alone = level != nullptr && outputs.size() > 1 &&
                           outputs[1].other_order_id == level->front().order_id &&
                           outputs[1].quantity == row.quantity;
  // An unnamed order may well be the one that the file names.
  if (!front_alone || (hit != Hit::Same && level->front().order_ref != kUnnamed) ||
      hit == Hit::UnnamedInFront)
    return put_right(row);
  level->front().quantity -= row.quantity;
  if (level->front().quantity != 0) return;
  refs_.erase(level->front().order_id);
  level->erase(level->begin());
  if (level->empty()) levels(side).erase(place.price);
}

// The file is right: its order goes, and the others stand where they stood. Those that were out of
// sight and in front of it must have gone there.
void RealFlow::put_right(const replay::LobsterRow& row) {
  const Place place{row.bid ? Side::Bid : Side::Ask, static_cast<std::uint32_t>(row.price)};
  for (const Side of : {Side::Bid, Side::Ask}) {
    for (const auto& [price, level] : Levels{levels(of)}) enter_again({of, price});
  }
  take_off(place, row.order_ref, row.quantity);
  const auto at = levels(place.side).find(place.price);
  if (at == levels(place.side).end()) return;
  const auto named =
      std::find_if(at->second.begin(), at->second.end(),
                   [&](const Resting& resting) { return resting.order_ref == row.order_ref; });
  if (named == at->second.end()) return;
  for (auto front = named - at->second.begin(); front-- > 0;) {
    if (at->second[static_cast<std::size_t>(front)].unseen)
      remove(place, static_cast<std::size_t>(front));
  }
}

Hit RealFlow::judge(const replay::LobsterRow& row, const std::vector<MatchOutput>& outputs) {
  const auto first = std::find_if(outputs.begin(), outputs.end(), [](const MatchOutput& output) {
    return output.output_kind == OutputKind::Execution;
  });
  const auto price = static_cast<std::uint32_t>(row.price);
  const Levels& side = levels(row.bid ? Side::Bid : Side::Ask);
  const bool known = side.contains(price) &&
                     std::any_of(side.at(price).begin(), side.at(price).end(),
                                 [&](const Resting& of) { return of.order_ref == row.order_ref; });
  if (first == outputs.end()) return Hit::Nothing;
  if (first->price != price) return Hit::WrongPrice;
  if (!known) return told_.contains(row.order_ref) ? Hit::LostFromSight : Hit::NotTold;
  const Resting& front = side.at(price).front();
  const std::uint64_t ref = refs_.at(first->other_order_id);
  if (ref == row.order_ref) return first->quantity == row.quantity ? Hit::Same : Hit::TooSmall;
  if (ref == kUnnamed) return Hit::UnnamedInFront;
  return front.unseen ? Hit::UnseenInFront : Hit::NotTheFirst;
}

// Cancels what is left of a level and enters it anew in its order.
void RealFlow::enter_again(Place place) {
  const Level level = levels(place.side).at(place.price);
  while (levels(place.side).contains(place.price)) remove(place, 0);
  for (const Resting& resting : level) {
    add(place, resting.order_ref, resting.quantity);
    levels(place.side).at(place.price).back().unseen = resting.unseen;
  }
}

// Which order of a level is gone, when the file shows less than is known: an unnamed one first,
// then one that was out of sight, and in any case the earliest.
std::size_t RealFlow::least_certain(Place place) {
  const Level& level = levels(place.side).at(place.price);
  const auto first = [&](auto holds) {
    return static_cast<std::size_t>(std::find_if(level.begin(), level.end(), holds) -
                                    level.begin());
  };
  const std::size_t unnamed = first([](const Resting& of) { return of.order_ref == kUnnamed; });
  if (unnamed != level.size()) return unnamed;
  const std::size_t unseen = first([](const Resting& of) { return of.unseen; });
  return unseen != level.size() ? unseen : 0;
}

// Makes the side's best levels those of the row. What lies behind them is kept: it may come back.
void RealFlow::follow(Side side, const std::vector<replay::LobsterLevel>& wanted) {
  const auto behind = [&](std::uint32_t price) {
    return wanted.empty() ||
           (side == Side::Bid ? price < wanted.back().price : price > wanted.back().price);
  };
  std::vector<std::uint32_t> gone;
  for (auto& [price, level] : levels(side)) {
    if (behind(price)) {
      for (Resting& resting : level) resting.unseen = true;
    }
    if (total(wanted, price) == 0 && !behind(price)) gone.push_back(price);
  }
  for (const std::uint32_t price : gone) {
    while (levels(side).contains(price)) remove({side, price}, 0);
  }
  for (const auto& want : wanted) {
    std::uint64_t now = 0;
    if (const auto level = levels(side).find(want.price); level != levels(side).end()) {
      for (const Resting& resting : level->second) now += resting.quantity;
    }
    if (now == want.quantity) continue;
    const Place place{side, want.price};
    while (now > want.quantity) {
      const std::size_t index = least_certain(place);
      const Resting resting = levels(side).at(want.price)[index];
      // An order of a name goes whole.
      const auto taken = resting.order_ref != kUnnamed
                             ? resting.quantity
                             : static_cast<std::uint32_t>(
                                   std::min<std::uint64_t>(now - want.quantity, resting.quantity));
      reduce(place, index, taken);
      now -= taken;
    }
    if (now < want.quantity) add(place, kUnnamed, static_cast<std::uint32_t>(want.quantity - now));
  }
}

}  // namespace hotbook::testing
