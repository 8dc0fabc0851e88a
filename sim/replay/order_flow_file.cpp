#include "sim/replay/order_flow_file.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "sim/replay/order_flow_obw.hpp"

namespace hotbook::replay {
namespace {

static_assert(sizeof(MatchCommand) == 64);
static_assert(std::endian::native == std::endian::little, "HBOF is read and written as it lies");

constexpr std::string_view kMagic = "HBOF";
constexpr std::uint16_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 64;
constexpr std::size_t kBufferBytes = std::size_t{1} << 16U;
constexpr std::size_t kLineBytesMax = 4096;
constexpr std::array<std::uint8_t, 3> kByteOrderMark{0xef, 0xbb, 0xbf};

struct HbofHeader {
  std::array<char, 4> magic{'H', 'B', 'O', 'F'};
  std::uint16_t version = kVersion;
  std::uint16_t record_bytes = sizeof(MatchCommand);
  std::uint32_t layout_hash = kLayoutHash;
  std::uint32_t book_count = 0;
  std::uint64_t count = 0;
  std::array<std::uint8_t, 40> reserved{};
};
static_assert(sizeof(HbofHeader) == kHeaderBytes);
static_assert(std::is_trivially_copyable_v<HbofHeader>);

std::string hex(std::uint32_t value) {
  std::string out = "0x";
  for (int shift = 28; shift >= 0; shift -= 4)
    out += "0123456789abcdef"[value >> static_cast<unsigned>(shift) & 15U];
  return out;
}

class HbofReader final : public OrderFlowReader {
 public:
  explicit HbofReader(std::unique_ptr<ByteSource> source)
      : OrderFlowReader{std::move(source), {.format = OrderFlowFormat::Hbof}} {
    std::array<std::uint8_t, kHeaderBytes> bytes{};
    if (source_->fill(bytes) != bytes.size()) end_inside("the header");
    HbofHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.version != kVersion)
      source_->refuse(4, "HBOF of version " + std::to_string(header.version) + "; 1 is known");
    if (header.record_bytes != sizeof(MatchCommand)) {
      source_->refuse(6,
                      "records of " + std::to_string(header.record_bytes) + " bytes; 64 are known");
    }
    if (header.layout_hash != kLayoutHash) {
      source_->refuse(8, "written with the layout " + hex(header.layout_hash) + ", this is " +
                             hex(kLayoutHash) + "; CSV files outlive a layout");
    }
    if (header.book_count == 0 || header.book_count > 0xffff)
      source_->refuse(12, std::to_string(header.book_count) + " books; 1 to 65535 are possible");
    if (header.reserved != HbofHeader{}.reserved)
      source_->refuse(24, "the header's last 40 bytes are not all zero");
    info_.book_count = header.book_count;
    count_ = header.count;
  }

  [[nodiscard]] bool next(MatchCommand& command) override {
    if (done_ == count_) {
      if (!source_->peek(1).empty()) {
        source_->refuse(source_->offset(),
                        "more bytes behind the last of " + std::to_string(count_) + " records");
      }
      source_->require_sound();
      return false;
    }
    std::array<std::uint8_t, sizeof(MatchCommand)> bytes;
    if (source_->fill(bytes) != bytes.size())
      end_inside("record " + std::to_string(done_ + 1) + " of " + std::to_string(count_));
    std::memcpy(&command, bytes.data(), sizeof command);
    ++done_;
    return true;
  }

 private:
  [[noreturn]] void end_inside(const std::string& what) {
    source_->require_sound();
    source_->refuse(source_->offset(), "the file ends inside " + what);
  }

  std::uint64_t count_ = 0;
  std::uint64_t done_ = 0;
};

class CsvReader final : public OrderFlowReader {
 public:
  explicit CsvReader(std::unique_ptr<ByteSource> source)
      : OrderFlowReader{std::move(source), {.format = OrderFlowFormat::Csv}},
        csv_{source_->name()} {
    const auto start = source_->peek(3);
    if (std::equal(start.begin(), start.end(), kByteOrderMark.begin(), kByteOrderMark.end()))
      (void)source_->skip(3);
    if (!next_line()) csv_.refuse(line_number_, "there is no line that names the columns");
    csv_.parse_header(line_, line_number_);
  }

  [[nodiscard]] bool next(MatchCommand& command) override {
    if (!next_line()) return false;
    command = csv_.parse(line_, line_number_);
    return true;
  }

 private:
  // The next line that says something; false at the end.
  [[nodiscard]] bool next_line() {
    while (read_line()) {
      const std::size_t begin = line_.find_first_not_of(" \t");
      if (begin != std::string::npos && line_[begin] != '#') return true;
    }
    return false;
  }

  [[nodiscard]] bool read_line() {
    line_.clear();
    ++line_number_;
    while (true) {
      const auto bytes = source_->peek(1024);
      if (bytes.empty()) {
        source_->require_sound();
        break;
      }
      const auto end = std::find(bytes.begin(), bytes.end(), static_cast<std::uint8_t>('\n'));
      const bool ended = end != bytes.end();
      line_.append(bytes.begin(), end);
      (void)source_->skip(static_cast<std::uint64_t>(end - bytes.begin()) + (ended ? 1 : 0));
      if (line_.size() > kLineBytesMax) {
        csv_.refuse(line_number_,
                    "more than " + std::to_string(kLineBytesMax) + " bytes without an end of line");
      }
      if (ended) {
        if (!line_.empty() && line_.back() == '\r') line_.pop_back();
        return true;
      }
    }
    return !line_.empty();
  }

  OrderFlowCsv csv_;
  std::string line_;
  std::uint64_t line_number_ = 0;
};

}  // namespace

std::unique_ptr<OrderFlowReader> open_order_flow(std::unique_ptr<ByteSource> source) {
  const auto start = source->peek(64);
  if (looks_like_obw(start)) return make_obw_reader(std::move(source));
  if (std::equal(
          kMagic.begin(), kMagic.end(), start.begin(),
          start.begin() + static_cast<std::ptrdiff_t>(std::min(start.size(), kMagic.size()))))
    return std::make_unique<HbofReader>(std::move(source));
  source->require_sound();
  const auto control = std::find_if(start.begin(), start.end(), [](std::uint8_t byte) {
    return byte < ' ' && byte != '\n' && byte != '\r' && byte != '\t';
  });
  if (control != start.end()) {
    source->refuse(static_cast<std::uint64_t>(control - start.begin()),
                   "no order flow: it is neither text (CSV) nor begins with HBOF or OBW1");
  }
  return std::make_unique<CsvReader>(std::move(source));
}

std::unique_ptr<OrderFlowReader> open_order_flow(const std::string& path) {
  return open_order_flow(ByteSource::open_file(path));
}

std::vector<MatchCommand> read_order_flow(const std::string& name,
                                          std::span<const std::uint8_t> bytes) {
  const auto reader = open_order_flow(ByteSource::open_memory(name, bytes));
  std::vector<MatchCommand> commands;
  MatchCommand command;
  while (reader->next(command)) commands.push_back(command);
  return commands;
}

OrderFlowScan scan_order_flow(const std::string& path) {
  const auto reader = open_order_flow(path);
  OrderFlowScan scan;
  MatchCommand command;
  while (reader->next(command)) {
    ++scan.count;
    if (command.book != 0xffff)
      scan.book_count = std::max(scan.book_count, std::uint32_t{command.book} + 1);
  }
  return scan;
}

OrderFlowWriter::OrderFlowWriter(const std::string& path, std::uint32_t book_count,
                                 std::uint64_t count)
    : path_{path}, promised_{count} {
  std::string_view name = path;
  const bool gzip = name.ends_with(".gz");
  if (gzip) name.remove_suffix(3);
  csv_ = name.ends_with(".csv");
  if (!csv_ && !name.ends_with(".hbof"))
    fail("the name must end with .hbof or .csv, which says the form, and may have .gz behind it");
  file_ = gzopen(path.c_str(), gzip ? "wb6" : "wbT");
  if (file_ == nullptr) fail(std::string{"cannot create: "} + std::strerror(errno));
  buffer_.reserve(kBufferBytes + kLineBytesMax);
  if (csv_) {
    put(order_flow_csv_header() + '\n');
    return;
  }
  HbofHeader header;
  header.book_count = book_count;
  header.count = count;
  std::array<char, kHeaderBytes> bytes;
  std::memcpy(bytes.data(), &header, sizeof header);
  put({bytes.data(), bytes.size()});
}

OrderFlowWriter::~OrderFlowWriter() {
  if (file_ != nullptr) (void)gzclose(file_);
}

void OrderFlowWriter::write(const MatchCommand& command) {
  ++count_;
  if (csv_) {
    append_order_flow_row(buffer_, command);
  } else {
    std::array<char, sizeof command> bytes;
    std::memcpy(bytes.data(), &command, sizeof command);
    buffer_.append(bytes.data(), bytes.size());
  }
  if (buffer_.size() >= kBufferBytes) flush();
}

void OrderFlowWriter::finish() {
  flush();
  const int closed = gzclose(file_);
  file_ = nullptr;
  if (closed != Z_OK) fail(std::string{"cannot write: "} + std::strerror(errno));
  if (count_ != promised_) {
    fail(std::to_string(count_) + " commands were written, " + std::to_string(promised_) +
         " were promised");
  }
}

void OrderFlowWriter::put(std::string_view bytes) {
  buffer_.append(bytes);
}

void OrderFlowWriter::flush() {
  if (buffer_.empty()) return;
  const auto bytes = static_cast<unsigned>(buffer_.size());
  if (gzwrite(file_, buffer_.data(), bytes) != static_cast<int>(bytes))
    fail(std::string{"cannot write: "} + std::strerror(errno));
  written_ += buffer_.size();
  buffer_.clear();
}

void OrderFlowWriter::fail(const std::string& reason) const {
  throw CaptureError{path_, written_, reason};
}

}  // namespace hotbook::replay
