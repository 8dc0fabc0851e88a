#include "host/app/csv_writer.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>

namespace hotbook::app {
namespace {

constexpr std::size_t kBufferBytes = 1U << 16U;
constexpr std::uint32_t kTicksPerDollar = 10'000;  // ITCH 5.0, "Data Types": Price (4)
constexpr std::string_view kHeader =
    "seq,time_ns,symbol,bid_price,bid_quantity,ask_price,ask_quantity\n";

void append_number(std::string& out, std::uint64_t value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

}  // namespace

void append_price(std::string& out, std::uint32_t ticks) {
  append_number(out, ticks / kTicksPerDollar);
  std::array<char, 5> decimals{'.', '0', '0', '0', '0'};
  std::uint32_t rest = ticks % kTicksPerDollar;
  for (std::size_t i = decimals.size() - 1; i > 0; --i, rest /= 10)
    decimals[i] = static_cast<char>('0' + rest % 10);
  out.append(decimals.data(), decimals.size());
}

CsvWriter::CsvWriter(const std::string& path)
    : path_{path.empty() || path == "-" ? "standard output" : path}, file_{stdout}, owned_{false} {
  if (path_ == path) {
    file_ = std::fopen(path.c_str(), "wb");
    if (file_ == nullptr)
      throw std::runtime_error(path + ": cannot be written: " + std::strerror(errno));
    owned_ = true;
  }
  buffer_.reserve(kBufferBytes + 256);
  buffer_.append(kHeader);
}

CsvWriter::~CsvWriter() {
  if (owned_ && file_ != nullptr) std::fclose(file_);
}

void CsvWriter::side(const TopSide& side) {
  buffer_.push_back(',');
  if (!side.known) {
    buffer_.append("?,?");
  } else if (side.quantity == 0) {
    buffer_.push_back(',');
  } else {
    append_price(buffer_, side.price);
    buffer_.push_back(',');
    append_number(buffer_, side.quantity);
  }
}

void CsvWriter::row(const TopRow& row, std::string_view symbol) {
  append_number(buffer_, row.seq);
  buffer_.push_back(',');
  append_number(buffer_, row.time_ns);
  buffer_.push_back(',');
  buffer_.append(symbol);
  side(row.top.bid);
  side(row.top.ask);
  buffer_.push_back('\n');
  if (buffer_.size() >= kBufferBytes) flush();
}

void CsvWriter::flush() {
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) {
    throw std::runtime_error(path_ + ": write failed: " + std::strerror(errno));
  }
  buffer_.clear();
}

void CsvWriter::close() {
  flush();
  const bool failed = std::fflush(file_) != 0;
  const int reason = errno;
  if (owned_) std::fclose(file_);
  file_ = nullptr;
  owned_ = false;
  if (failed) throw std::runtime_error(path_ + ": write failed: " + std::strerror(reason));
}

}  // namespace hotbook::app
