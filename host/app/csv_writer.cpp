#include "host/app/csv_writer.hpp"

#include <array>
#include <charconv>

namespace hotbook::app {
namespace {

constexpr std::string_view kHeader =
    "seq,time_ns,symbol,bid_price,bid_quantity,ask_price,ask_quantity\n";

void append_side(std::string& out, const TopSide& side, const reference::PriceUnit& unit) {
  out.push_back(',');
  if (!side.known) {
    out.append("?,?");
  } else if (side.quantity == 0) {
    out.push_back(',');
  } else {
    reference::append_nano(out, unit.nano_of(side.price));
    out.push_back(',');
    append_number(out, side.quantity);
  }
}

}  // namespace

void append_number(std::string& out, std::uint64_t value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

CsvWriter::CsvWriter(const std::string& path) : file_{path} {
  file_.buffer().append(kHeader);
}

void CsvWriter::row(const TopRow& row, std::string_view symbol, const reference::PriceUnit& unit) {
  std::string& out = file_.buffer();
  append_number(out, row.seq);
  out.push_back(',');
  append_number(out, row.time_ns);
  out.push_back(',');
  out.append(symbol);
  append_side(out, row.top.bid, unit);
  append_side(out, row.top.ask, unit);
  out.push_back('\n');
  file_.flush_when_long();
}

}  // namespace hotbook::app
