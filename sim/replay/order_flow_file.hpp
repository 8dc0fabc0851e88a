// Reads and writes order-flow files: commands for the matching function, as people or volume want
// them. All forms are plain or gzip.
//
// HBOF, for volume. Little-endian. 64 bytes: "HBOF"; u16 version 1; u16 bytes of a record, 64;
// u32 layout hash; u32 book_count; u64 count; 40 bytes of zero. Then `count` match_command records.
// CSV, for people: order_flow_csv.hpp. Lines that are empty or begin with # are comments.
// OBW1, read only: the workload that order-book benchmarks share. Its records become the commands
// that have its meaning; see order_flow_obw.cpp.
//
// Threading: one thread.
// Hot path:  next() takes no memory once a long line has been seen.

#pragma once

#include <zlib.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/domain/layout.hpp"
#include "sim/replay/byte_source.hpp"
#include "sim/replay/order_flow_csv.hpp"

namespace hotbook::replay {

enum class OrderFlowFormat : std::uint8_t { Hbof, Csv, Obw };

struct OrderFlowInfo {
  OrderFlowFormat format = OrderFlowFormat::Csv;
  std::uint32_t book_count = 0;  // CSV: 0, it does not say
  std::uint64_t live_max = 0;    // OBW1: most orders at rest at once; else 0
  std::uint64_t trades = 0;      // OBW1: how many executions the whole file makes, and their hash
  std::uint64_t trade_hash = 0;
};

class OrderFlowReader {
 public:
  virtual ~OrderFlowReader() = default;
  OrderFlowReader(const OrderFlowReader&) = delete;
  OrderFlowReader& operator=(const OrderFlowReader&) = delete;

  // Gives the next command; false at the end. Throws OrderFlowError (CSV) or CaptureError, which
  // name the file, the place and the reason.
  [[nodiscard]] virtual bool next(MatchCommand& command) = 0;

  [[nodiscard]] const OrderFlowInfo& info() const noexcept { return info_; }

  // Of the file, compressed or not.
  [[nodiscard]] std::uint64_t bytes_read() const noexcept { return source_->file_bytes_read(); }
  [[nodiscard]] std::uint64_t bytes_total() const noexcept { return source_->file_bytes_total(); }

 protected:
  OrderFlowReader(std::unique_ptr<ByteSource> source, OrderFlowInfo info)
      : source_{std::move(source)}, info_{info} {}

  std::unique_ptr<ByteSource> source_;
  OrderFlowInfo info_;
};

// The form is found by the file's first bytes. Throws CaptureError or OrderFlowError.
[[nodiscard]] std::unique_ptr<OrderFlowReader> open_order_flow(const std::string& path);
[[nodiscard]] std::unique_ptr<OrderFlowReader> open_order_flow(std::unique_ptr<ByteSource> source);

// All commands of a file that is in memory; `name` stands for it in errors.
[[nodiscard]] std::vector<MatchCommand> read_order_flow(const std::string& name,
                                                        std::span<const std::uint8_t> bytes);

// What a whole file needs, by reading it: CSV does not say so itself.
struct OrderFlowScan {
  std::uint64_t count = 0;
  std::uint32_t book_count = 0;  // books up to the highest that is named
};
[[nodiscard]] OrderFlowScan scan_order_flow(const std::string& path);

class OrderFlowWriter {
 public:
  // The path's end says the form: .hbof or .csv, and .gz behind it for gzip. `count` is how many
  // commands will be written. Throws CaptureError, also for any other end.
  OrderFlowWriter(const std::string& path, std::uint32_t book_count, std::uint64_t count);
  ~OrderFlowWriter();
  OrderFlowWriter(const OrderFlowWriter&) = delete;
  OrderFlowWriter& operator=(const OrderFlowWriter&) = delete;

  void write(const MatchCommand& command);

  // Hands everything to the system; a full disk, or another count than promised, is told here.
  void finish();

 private:
  void put(std::string_view bytes);
  void flush();
  [[noreturn]] void fail(const std::string& reason) const;

  std::string path_;
  gzFile file_ = nullptr;
  bool csv_ = false;
  std::uint64_t promised_;
  std::uint64_t count_ = 0;
  std::uint64_t written_ = 0;
  std::string buffer_;
};

}  // namespace hotbook::replay
