#include "sim/replay/lobster_importer.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/replay/mold_framer.hpp"
#include "sim/replay/pcap_writer.hpp"

namespace hotbook::replay {
namespace {

// Shares the file does not attribute to an order get references from here on; LOBSTER's own are
// below.
constexpr std::uint64_t kUnnamed = std::uint64_t{1} << 63;

bool has_price(const std::vector<LobsterLevel>& levels, std::uint32_t price) {
  return std::any_of(levels.begin(), levels.end(),
                     [&](const LobsterLevel& level) { return level.price == price; });
}

}  // namespace

LobsterImporter::LobsterImporter(const LobsterOptions& options)
    : options_{options},
      csv_{options.message_path, options.orderbook_path},
      next_seq_{options.first_seq},
      next_unnamed_{kUnnamed} {
  if (options.symbol.empty() || options.symbol.size() > 8) {
    throw std::invalid_argument{"a symbol has 1 to 8 characters, not \"" + options.symbol + "\""};
  }
}

bool LobsterImporter::next(LobsterEvent& event) {
  event.messages.clear();
  event_ = &event;
  if (!csv_.next(event.row)) return false;
  time_ns_ = event.row.time_ns;
  if (opened_) {
    apply(event.row);
  } else {
    open_day();
  }
  follow(Side::Bid, event.row.bids);
  follow(Side::Ask, event.row.asks);
  event.last_seq = next_seq_ - 1;
  return true;
}

void LobsterImporter::emit(const ItchMessage& message) {
  event_->messages.push_back(message);
  ++next_seq_;
}

// The first row's event is inside its levels already, so that it is not told on its own.
void LobsterImporter::open_day() {
  opened_ = true;
  emit(ItchMessage{'S', 0, time_ns_}.letter('O'));
  ItchMessage directory =
      start('R').text(options_.symbol, 8).letter('Q').letter('N').u32(100).letter('N');
  directory.letter('C')
      .text("Z", 2)
      .letter('P')
      .letter('N')
      .letter('N')
      .letter('1')
      .letter('N')
      .u32(0);
  emit(directory.letter('N'));
  emit(start('H').text(options_.symbol, 8).letter('T').letter(' ').text("", 4));
  emit(ItchMessage{'S', 0, time_ns_}.letter('Q'));
}

void LobsterImporter::apply(const LobsterRow& row) {
  const Side side = row.bid ? Side::Bid : Side::Ask;
  const auto price = static_cast<std::uint32_t>(row.price);
  switch (row.type) {
    case LobsterType::Add:
      // Only an order that stands in the window can be followed.
      if (has_price(row.bid ? row.bids : row.asks, price))
        add({side, price}, row.order_ref, row.quantity);
      break;
    case LobsterType::Reduce:
    case LobsterType::Delete:
    case LobsterType::Execute:
      take(row);
      break;
    case LobsterType::ExecuteHidden:
      hidden_trade(row);
      break;
    case LobsterType::Cross: {
      ItchMessage cross = start('Q').u64(row.quantity).text(options_.symbol, 8).u32(price);
      emit(cross.u64(++match_).letter('H'));
      break;
    }
    case LobsterType::Halt:
      emit(
          start('H').text(options_.symbol, 8).letter("HQT"[row.price + 1]).letter(' ').text("", 4));
      break;
  }
}

// Reduce, delete and execute. An order that was seeded or came into the window with its level is
// not known by its reference: its shares are among the unnamed ones of the level.
void LobsterImporter::take(const LobsterRow& row) {
  const char type = row.type == LobsterType::Execute ? 'E' : 'X';
  const auto known = places_.find(row.order_ref);
  if (known != places_.end()) {
    const Place place = known->second;
    const Level& level = levels(place.side).at(place.price);
    const auto found = std::find_if(level.begin(), level.end(), [&](const Resting& resting) {
      return resting.order_ref == row.order_ref;
    });
    const std::uint32_t asked = row.type == LobsterType::Delete ? found->quantity : row.quantity;
    reduce(place, static_cast<std::size_t>(found - level.begin()), std::min(asked, found->quantity),
           type);
    return;
  }
  const Place place{row.bid ? Side::Bid : Side::Ask, static_cast<std::uint32_t>(row.price)};
  std::uint32_t left = row.quantity;
  std::size_t index = 0;
  while (left > 0 && levels(place.side).contains(place.price)) {
    const Level& level = levels(place.side).at(place.price);
    while (index < level.size() && level[index].order_ref < kUnnamed) ++index;
    if (index == level.size()) return;
    const std::uint32_t taken = std::min(left, level[index].quantity);
    left -= taken;
    reduce(place, index, taken, type);
  }
}

// Makes the side's levels those of the row: first what left the window, then what entered it.
void LobsterImporter::follow(Side side, const std::vector<LobsterLevel>& wanted) {
  std::vector<std::uint32_t> left;
  for (const auto& [price, level] : levels(side)) {
    if (!has_price(wanted, price)) left.push_back(price);
  }
  for (const std::uint32_t price : left) {
    while (levels(side).contains(price)) {
      reduce({side, price}, 0, levels(side).at(price).front().quantity, 'X');
    }
  }
  for (const LobsterLevel& want : wanted) {
    if (levels(side).contains(want.price)) {
      correct({side, want.price}, want.quantity);
    } else {
      add({side, want.price}, next_unnamed_++, want.quantity);
    }
  }
}

void LobsterImporter::correct(Place place, std::uint32_t wanted) {
  std::uint64_t now = 0;
  for (const Resting& resting : levels(place.side).at(place.price)) now += resting.quantity;
  if (now == wanted) return;
  ++corrections_;
  if (now < wanted) {
    add(place, next_unnamed_++, static_cast<std::uint32_t>(wanted - now));
    return;
  }
  while (now > wanted) {
    const Level& level = levels(place.side).at(place.price);
    const auto taken =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(now - wanted, level.back().quantity));
    now -= taken;
    reduce(place, level.size() - 1, taken, 'X');
  }
}

void LobsterImporter::add(Place place, std::uint64_t order_ref, std::uint32_t quantity) {
  // A venue never reuses a reference while its order rests; should a file do so, the shares count
  // all the same.
  if (order_ref < kUnnamed && places_.contains(order_ref)) order_ref = next_unnamed_++;
  ItchMessage message =
      start('A').u64(order_ref).letter(place.side == Side::Bid ? 'B' : 'S').u32(quantity);
  emit(message.text(options_.symbol, 8).u32(place.price));
  levels(place.side)[place.price].push_back({order_ref, quantity});
  if (order_ref < kUnnamed) places_[order_ref] = place;
}

// Takes shares off one order by a message of type 'E' or 'X'; 'X' for all that is left becomes 'D'.
void LobsterImporter::reduce(Place place, std::size_t index, std::uint32_t quantity, char type) {
  Level& level = levels(place.side).at(place.price);
  Resting& resting = level[index];
  const bool gone = quantity == resting.quantity;
  if (type == 'E') {
    emit(start('E').u64(resting.order_ref).u32(quantity).u64(++match_));
  } else if (gone) {
    emit(start('D').u64(resting.order_ref));
  } else {
    emit(start('X').u64(resting.order_ref).u32(quantity));
  }
  resting.quantity -= quantity;
  if (!gone) return;
  places_.erase(resting.order_ref);
  level.erase(level.begin() + static_cast<std::ptrdiff_t>(index));
  if (level.empty()) levels(place.side).erase(place.price);
}

// No displayed order changes; the venue tells such an execution as a trade, always of a bid.
void LobsterImporter::hidden_trade(const LobsterRow& row) {
  ItchMessage trade = start('P').u64(0).letter('B').u32(row.quantity).text(options_.symbol, 8);
  emit(trade.u32(static_cast<std::uint32_t>(row.price)).u64(++match_));
}

std::uint64_t write_lobster(const LobsterOptions& options, const LineAddress& address,
                            const std::string& pcap_path) {
  LobsterImporter importer{options};
  MoldFramer framer{address};
  PcapWriter writer{pcap_path};
  LobsterEvent event;
  std::vector<std::uint8_t> blocks;
  std::uint64_t frames = 0;
  std::uint64_t seq = options.first_seq;
  std::uint64_t time_ns = 0;
  std::uint16_t count = 0;
  const auto send = [&] {
    if (count == 0) return;
    writer.write(time_ns, framer.frame(seq, count, blocks));
    seq += count;
    ++frames;
    count = 0;
    blocks.clear();
  };
  while (importer.next(event)) {
    time_ns = event.row.time_ns;
    for (const ItchMessage& message : event.messages) {
      if (blocks.size() + 2 + message.bytes().size() > MoldFramer::kBlocksBytesMax) send();
      append_block(blocks, message.bytes());
      ++count;
    }
    send();
  }
  writer.write(time_ns, framer.end_of_session(seq));
  writer.finish();
  return frames + 1;
}

}  // namespace hotbook::replay
