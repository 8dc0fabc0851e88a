// OBW1: header of 128 bytes, records of 24, little-endian. What each record becomes:
//
//   ADD, MARKETABLE  a limit order for the day, of account 0, without self-match prevention
//   CANCEL           a cancel
//   REPLACE          a replace; at the same price a cancel and a new order, because OBW1 sends
//                    every replaced order to the tail of its level, and rule 4.4 does not
//   REDUCE           a replace at the same price: known_open is the largest there is and quantity
//                    that much less, so that by rule 4.3 the amount goes off whatever is open
//
// In front of them all books are opened.

#include "sim/replay/order_flow_obw.hpp"

#include <algorithm>
#include <array>

namespace hotbook::replay {
namespace {

constexpr std::array<std::uint8_t, 8> kMagic{'O', 'B', 'W', '1', 0, 0, 0, 0};
constexpr std::size_t kHeaderBytes = 128;
constexpr std::size_t kRecordBytes = 24;
constexpr std::uint32_t kLargest = 0x7fffffff;

enum class Op : std::uint8_t { Add = 1, Cancel = 2, Replace = 3, Marketable = 4, Reduce = 5 };

std::uint64_t number(std::span<const std::uint8_t> bytes, std::size_t offset, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8U | bytes[offset + i];
  return value;
}

std::uint32_t number32(std::span<const std::uint8_t> bytes, std::size_t offset) {
  return static_cast<std::uint32_t>(number(bytes, offset, 4));
}

class ObwReader final : public OrderFlowReader {
 public:
  explicit ObwReader(std::unique_ptr<ByteSource> source)
      : OrderFlowReader{std::move(source), {.format = OrderFlowFormat::Obw}} {
    std::array<std::uint8_t, kHeaderBytes> header{};
    if (source_->fill(header) != header.size()) end_inside("the header");
    if (const auto version = number32(header, 8); version != 1)
      source_->refuse(8, "OBW1 of version " + std::to_string(version) + "; 1 is known");
    if (const auto bytes = number32(header, 12); bytes != kRecordBytes)
      source_->refuse(12, "records of " + std::to_string(bytes) + " bytes; 24 are known");
    for (const std::size_t at : {16U, 24U, 32U}) {
      const std::uint64_t part = number(header, at, 8);
      if (part > ~std::uint64_t{0} - count_)
        source_->refuse(at, "more records than can be counted");
      count_ += part;
    }
    info_.book_count = number32(header, 40);
    if (info_.book_count == 0 || info_.book_count > 0xffff)
      source_->refuse(40, std::to_string(info_.book_count) + " symbols; 1 to 65535 are possible");
    info_.trades = number(header, 80, 8);
    info_.trade_hash = number(header, 88, 8);
    info_.live_max = number(header, 96, 8);
  }

  [[nodiscard]] bool next(MatchCommand& command) override {
    command = MatchCommand{};
    if (!opened_) {
      opened_ = true;
      command.kind = CommandKind::TradingState;
      command.book = 0xffff;
      command.state = static_cast<std::uint8_t>(TradingState::Continuous);
      return true;
    }
    if (follows_) {
      follows_ = false;
      command = following_;
      return true;
    }
    return read(command);
  }

 private:
  [[noreturn]] void end_inside(const std::string& what) {
    source_->require_sound();
    source_->refuse(source_->offset(), "the file ends inside " + what);
  }

  [[nodiscard]] bool read(MatchCommand& command) {
    const std::uint64_t at = source_->offset();
    if (done_ == count_) {
      if (!source_->peek(1).empty())
        source_->refuse(at, "more bytes behind the last of " + std::to_string(count_) + " records");
      source_->require_sound();
      return false;
    }
    std::array<std::uint8_t, kRecordBytes> record{};
    if (source_->fill(record) != record.size())
      end_inside("record " + std::to_string(done_ + 1) + " of " + std::to_string(count_));
    ++done_;
    convert(record, at, command);
    return true;
  }

  void convert(std::span<const std::uint8_t> record, std::uint64_t at, MatchCommand& command) {
    const auto op = static_cast<Op>(record[0]);
    if (op < Op::Add || op > Op::Reduce)
      source_->refuse(at, "operation " + std::to_string(record[0]) + "; 1 to 5 are known");
    if (record[1] > 1)
      source_->refuse(at + 1, "side " + std::to_string(record[1]) + "; 0 and 1 are known");
    command.book = static_cast<std::uint16_t>(number(record, 2, 2));
    if (command.book >= info_.book_count) {
      source_->refuse(at + 2, "symbol " + std::to_string(command.book) + ", but the header has " +
                                  std::to_string(info_.book_count));
    }
    command.order_id = number32(record, 4);
    const std::uint32_t price = number32(record, 8);
    const std::uint32_t quantity = number32(record, 12);
    if (op != Op::Cancel && (quantity == 0 || quantity > kLargest))
      source_->refuse(at + 12, "quantity " + std::to_string(quantity) + " is out of range");
    switch (op) {
      case Op::Add:
      case Op::Marketable:
        command.kind = CommandKind::NewOrder;
        command.side = record[1];
        command.price = price;
        command.quantity = quantity;
        break;
      case Op::Cancel:
        command.kind = CommandKind::CancelOrder;
        break;
      case Op::Reduce:
        command.kind = CommandKind::ReplaceOrder;
        command.price = price;
        command.quantity = kLargest - quantity;
        command.min_quantity = kLargest;
        break;
      case Op::Replace:
        replace(record, command);
        break;
    }
  }

  void replace(std::span<const std::uint8_t> record, MatchCommand& command) {
    MatchCommand entering = command;
    entering.price = number32(record, 8);
    entering.quantity = number32(record, 12);
    if (entering.price != number32(record, 20)) {
      command = entering;
      command.kind = CommandKind::ReplaceOrder;
      command.new_order_id = number32(record, 16);
      return;
    }
    command.kind = CommandKind::CancelOrder;
    following_ = entering;
    following_.kind = CommandKind::NewOrder;
    following_.side = record[1];
    following_.order_id = number32(record, 16);
    follows_ = true;
  }

  std::uint64_t count_ = 0;
  std::uint64_t done_ = 0;
  bool opened_ = false;
  bool follows_ = false;
  MatchCommand following_{};
};

}  // namespace

bool looks_like_obw(std::span<const std::uint8_t> start) noexcept {
  return start.size() >= kMagic.size() && std::equal(kMagic.begin(), kMagic.end(), start.begin());
}

std::uint64_t obw_trade_hash(std::uint64_t hash, const MatchOutput& execution) noexcept {
  hash = (hash ^ (execution.other_order_id << 32U | execution.order_id)) * 0x9e3779b97f4a7c15U;
  hash ^= hash >> 29U;
  hash =
      (hash ^ (std::uint64_t{execution.price} << 32U | execution.quantity)) * 0xbf58476d1ce4e5b9U;
  return hash ^ hash >> 32U;
}

std::unique_ptr<OrderFlowReader> make_obw_reader(std::unique_ptr<ByteSource> source) {
  return std::make_unique<ObwReader>(std::move(source));
}

}  // namespace hotbook::replay
