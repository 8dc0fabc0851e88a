#include "host/app/match_writer.hpp"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "sim/replay/order_flow_words.hpp"

namespace hotbook::app {
namespace {

using replay::append_decimal;
using replay::append_word;

constexpr std::size_t kBufferBytes = 1U << 16U;
constexpr std::uint16_t kNoBook = 0xffff;

// Which fields an output has: the table of rule 8.3.
enum Field : unsigned {
  HasOrder = 1U << 0U,
  HasOther = 1U << 1U,
  HasPrice = 1U << 2U,
  HasQuantity = 1U << 3U,
  HasLeaves = 1U << 4U,
  HasOtherLeaves = 1U << 5U,
  HasSide = 1U << 6U,
  HasAccount = 1U << 7U,
  HasOtherAccount = 1U << 8U,
};

// Those of an output about one order.
constexpr unsigned kOfOrder = HasOrder | HasPrice | HasQuantity | HasLeaves | HasSide | HasAccount;

constexpr unsigned fields_of(OutputKind kind) {
  switch (kind) {
    case OutputKind::Accepted:
    case OutputKind::Cancelled:
    case OutputKind::Restated:
    case OutputKind::Triggered:
      return kOfOrder;
    case OutputKind::Replaced:
      return kOfOrder | HasOther;
    case OutputKind::Execution:
      return kOfOrder | HasOther | HasOtherLeaves | HasOtherAccount;
    case OutputKind::Refused:
      return HasOrder | HasAccount;
    case OutputKind::Uncrossed:
      return HasOther | HasPrice;
    case OutputKind::StateChanged:
      return 0;
    case OutputKind::MassCancelled:
      return HasQuantity | HasAccount;
    case OutputKind::Level:
      return HasOther | HasPrice | HasLeaves | HasSide;
    case OutputKind::TopOfBook:
      return HasOrder | HasOther | HasPrice | HasLeaves;
  }
  return 0;
}

}  // namespace

const char* match_row_header() {
  return "input_seq,index,kind,book,order_id,other_order_id,side,price,quantity,leaves,"
         "other_leaves,account,other_account,reason,auction";
}

const char* match_row_help() {
  return "  input_seq        number of the input, from 1\n"
         "  index            of the output within its input, from 0\n"
         "  kind             accepted, refused, execution, cancelled, replaced, restated,\n"
         "                   triggered, uncrossed, state_changed, mass_cancelled; with --publish\n"
         "                   level and top_of_book\n"
         "  book             instrument; empty where the input had none\n"
         "  order_id         the order; execution: the entering one, in an auction the bid;\n"
         "                   replaced: its id from now on; top_of_book: quantity of the best bid\n"
         "  other_order_id   execution: the resting order, in an auction the ask; replaced: the\n"
         "                   id until now; uncrossed: shares; level: its quantity; top_of_book:\n"
         "                   quantity of the best ask\n"
         "  side             bid or ask, of order_id or the level\n"
         "  price            ticks; top_of_book: best bid\n"
         "  quantity         shares; mass_cancelled: how many orders\n"
         "  leaves           open of order_id afterwards; level: its orders; top_of_book: best "
         "ask\n"
         "  other_leaves     open of other_order_id afterwards\n"
         "  account          of order_id\n"
         "  other_account    of other_order_id\n"
         "  reason           why; state_changed: the new state\n"
         "  auction          yes for an execution of an auction\n";
}

void append_match_row(std::string& out, const MatchOutput& output) {
  const unsigned has = fields_of(output.output_kind);
  const auto number = [&](Field field, std::uint64_t value) {
    out += ',';
    if ((has & field) != 0 || value != 0) append_decimal(out, value);
  };
  append_decimal(out, output.input_seq);
  out += ',';
  append_decimal(out, output.index);
  out += ',';
  append_word(out, replay::output_kind_words(), static_cast<std::uint8_t>(output.output_kind));
  out += ',';
  if (output.book != kNoBook) append_decimal(out, output.book);
  number(HasOrder, output.order_id);
  number(HasOther, output.other_order_id);
  out += ',';
  if ((has & HasSide) != 0 || output.side != 0) append_word(out, replay::side_words(), output.side);
  number(HasPrice, output.price);
  number(HasQuantity, output.quantity);
  number(HasLeaves, output.leaves);
  number(HasOtherLeaves, output.other_leaves);
  number(HasAccount, output.account);
  number(HasOtherAccount, output.other_account);
  out += ',';
  if (output.output_kind == OutputKind::StateChanged) {
    append_word(out, replay::trading_state_words(), output.reason);
  } else if (output.reason != 0) {
    append_word(out, replay::match_reason_words(), output.reason);
  }
  out += (output.flags & kOutputFlagAuction) != 0 ? ",yes" : ",";
}

MatchWriter::MatchWriter(const std::string& path)
    : path_{path.empty() || path == "-" ? "standard output" : path}, file_{stdout}, owned_{false} {
  if (path_ == path) {
    file_ = std::fopen(path.c_str(), "wb");
    if (file_ == nullptr)
      throw std::runtime_error(path + ": cannot be written: " + std::strerror(errno));
    owned_ = true;
  }
  buffer_.reserve(kBufferBytes + 256);
  buffer_.append(match_row_header()).push_back('\n');
}

MatchWriter::~MatchWriter() {
  if (owned_ && file_ != nullptr) std::fclose(file_);
}

void MatchWriter::row(const MatchOutput& output) {
  append_match_row(buffer_, output);
  buffer_.push_back('\n');
  if (buffer_.size() >= kBufferBytes) flush();
}

void MatchWriter::flush() {
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size())
    throw std::runtime_error(path_ + ": write failed: " + std::strerror(errno));
  buffer_.clear();
}

void MatchWriter::close() {
  flush();
  const bool failed = std::fflush(file_) != 0;
  const int reason = errno;
  if (owned_) std::fclose(file_);
  file_ = nullptr;
  owned_ = false;
  if (failed) throw std::runtime_error(path_ + ": write failed: " + std::strerror(reason));
}

}  // namespace hotbook::app
