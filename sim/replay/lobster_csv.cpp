#include "sim/replay/lobster_csv.hpp"

#include <algorithm>
#include <charconv>

namespace hotbook::replay {
namespace {

constexpr std::int64_t kPriceMax = 0xffffffff;
constexpr std::int64_t kEmptyPrice = 9'999'999'999;
constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr std::uint64_t kDaySeconds = 24 * 3600;

void split(std::string_view line, std::vector<std::string_view>& fields) {
  fields.clear();
  while (true) {
    const std::size_t comma = line.find(',');
    fields.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return;
    line.remove_prefix(comma + 1);
  }
}

}  // namespace

bool LineReader::next(std::string_view& line) {
  line_.clear();
  ++line_number_;
  bool ended = false;
  while (!ended) {
    const auto bytes = source_->peek(1024);
    if (bytes.empty()) break;
    const auto end = std::find(bytes.begin(), bytes.end(), static_cast<std::uint8_t>('\n'));
    ended = end != bytes.end();
    line_.append(bytes.begin(), end);
    (void)source_->skip(static_cast<std::uint64_t>(end - bytes.begin()) + (ended ? 1 : 0));
    if (line_.size() > kLineBytesMax)
      refuse("a line of more than " + std::to_string(kLineBytesMax) + " bytes");
  }
  source_->require_sound();
  if (!line_.empty() && line_.back() == '\r') line_.pop_back();
  line = line_;
  return ended || !line_.empty();
}

bool LobsterCsv::next(LobsterRow& row) {
  std::string_view message;
  std::string_view book;
  const bool has_message = messages_.next(message);
  const bool has_book = books_.next(book);
  if (!has_message && !has_book) return false;
  if (!has_message) messages_.refuse("the file ends, the orderbook file goes on");
  if (!has_book) books_.refuse("the file ends, the message file goes on");
  read_message(message, row);
  read_levels(book, row);
  return true;
}

void LobsterCsv::read_message(std::string_view line, LobsterRow& row) {
  split(line, fields_);
  if (fields_.size() < 6) {
    messages_.refuse(std::to_string(fields_.size()) +
                     " fields; time, type, order id, size, price and direction are needed");
  }
  row.time_ns = time(fields_[0]);
  if (row.time_ns < time_ns_) messages_.refuse("the time is before the line above");
  time_ns_ = row.time_ns;
  const std::int64_t type = integer(messages_, fields_[1], "type");
  if (type < 1 || type > 7) messages_.refuse("type " + std::to_string(type) + " is not known");
  row.type = static_cast<LobsterType>(type);
  const std::int64_t order = integer(messages_, fields_[2], "order id");
  const std::int64_t quantity = integer(messages_, fields_[3], "size");
  row.price = integer(messages_, fields_[4], "price");
  const std::int64_t direction = integer(messages_, fields_[5], "direction");
  row.bid = direction > 0;
  row.order_ref = 0;
  row.quantity = 0;
  if (row.type == LobsterType::Halt) {
    if (row.price < -1 || row.price > 1) messages_.refuse("a halt's price is -1, 0 or 1");
    return;
  }
  if (order < 0) messages_.refuse("a negative order id");
  if (quantity < 1 || quantity > kPriceMax)
    messages_.refuse("size " + std::to_string(quantity) + " is out of range");
  if (row.price < 1 || row.price > kPriceMax)
    messages_.refuse("price " + std::to_string(row.price) + " is out of range");
  if (direction != 1 && direction != -1) messages_.refuse("a direction is 1 or -1");
  row.order_ref = static_cast<std::uint64_t>(order);
  row.quantity = static_cast<std::uint32_t>(quantity);
}

void LobsterCsv::read_levels(std::string_view line, LobsterRow& row) {
  split(line, fields_);
  if (book_fields_ == 0) book_fields_ = fields_.size();
  if (fields_.size() % 4 != 0 || fields_.size() != book_fields_) {
    books_.refuse(std::to_string(fields_.size()) +
                  " fields; four a level are needed, as many as in line 1");
  }
  row.asks.clear();
  row.bids.clear();
  for (std::size_t at = 0; at < fields_.size(); at += 4) {
    add_level(row.asks, integer(books_, fields_[at], "ask price"),
              integer(books_, fields_[at + 1], "ask size"), false);
    add_level(row.bids, integer(books_, fields_[at + 2], "bid price"),
              integer(books_, fields_[at + 3], "bid size"), true);
  }
}

void LobsterCsv::add_level(std::vector<LobsterLevel>& levels, std::int64_t price,
                           std::int64_t quantity, bool bid) {
  if ((price == kEmptyPrice || price == -kEmptyPrice) && quantity == 0) return;
  if (price < 1 || price > kPriceMax)
    books_.refuse("price " + std::to_string(price) + " is out of range");
  if (quantity < 1 || quantity > kPriceMax)
    books_.refuse("size " + std::to_string(quantity) + " is out of range");
  const auto made =
      LobsterLevel{static_cast<std::uint32_t>(price), static_cast<std::uint32_t>(quantity)};
  if (!levels.empty() &&
      (bid ? made.price >= levels.back().price : made.price <= levels.back().price)) {
    books_.refuse("levels are not sorted, best first");
  }
  levels.push_back(made);
}

std::int64_t LobsterCsv::integer(const LineReader& in, std::string_view text, const char* what) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    in.refuse(std::string{what} + " \"" + std::string{text.substr(0, 40)} + "\" is not an integer");
  }
  return value;
}

// Seconds with up to nine decimals; a double would lose the last of them.
std::uint64_t LobsterCsv::time(std::string_view text) const {
  const std::size_t point = text.find('.');
  const std::int64_t seconds = integer(messages_, text.substr(0, point), "time");
  if (seconds < 0 || static_cast<std::uint64_t>(seconds) >= kDaySeconds)
    messages_.refuse("the time is not within a day");
  std::uint64_t ns = 0;
  if (point != std::string_view::npos) {
    const std::string_view decimals = text.substr(point + 1);
    if (decimals.empty() || decimals.size() > 9 ||
        decimals.find_first_not_of("0123456789") != std::string_view::npos) {
      messages_.refuse("a time has one to nine decimals");
    }
    for (std::size_t i = 0; i < 9; ++i) {
      ns = ns * 10 + (i < decimals.size() ? static_cast<std::uint64_t>(decimals[i] - '0') : 0);
    }
  }
  return static_cast<std::uint64_t>(seconds) * kSecondNs + ns;
}

}  // namespace hotbook::replay
