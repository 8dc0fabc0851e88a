// Reads a file's bytes in order, inflating them when the file is gzip.
//
// Threading: one thread.
// Hot path:  takes its buffers when opened; fill() enters the kernel once per 64 KiB.

#pragma once

#include <zlib.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>

#include "sim/replay/capture_error.hpp"

namespace hotbook::replay {

class ByteSource {
 public:
  [[nodiscard]] static std::unique_ptr<ByteSource> open_file(const std::string& path);

  // Reads `bytes`, which must outlive the source; `name` stands for the file in errors.
  [[nodiscard]] static std::unique_ptr<ByteSource> open_memory(const std::string& name,
                                                               std::span<const std::uint8_t> bytes);

  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  ~ByteSource();

  // Reads until `bytes` is full or the data ends and says how many it read. Damaged compression
  // ends the data too: the bytes before it are delivered, then require_sound() throws.
  [[nodiscard]] std::size_t fill(std::span<std::uint8_t> bytes);

  // Skips up to `count` bytes and says how many there were.
  [[nodiscard]] std::uint64_t skip(std::uint64_t count);

  // Returns the next bytes without taking them; at most 4096.
  [[nodiscard]] std::span<const std::uint8_t> peek(std::size_t count);

  // Throws the damage that ended the data early, if that is why it ended.
  void require_sound() const;

  // Throws an error of this file at the byte `offset`.
  [[noreturn]] void refuse(std::uint64_t offset, const std::string& reason) const;

  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
  [[nodiscard]] std::uint64_t file_bytes_read() const noexcept { return file_read_ - input_left(); }
  [[nodiscard]] std::uint64_t file_bytes_total() const noexcept { return file_total_; }
  [[nodiscard]] bool compressed() const noexcept { return gzip_; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  struct FileCloser {
    void operator()(std::FILE* file) const noexcept { (void)std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, FileCloser>;

  ByteSource(std::string name, File file, std::uint64_t total);

  [[nodiscard]] std::size_t input_left() const noexcept { return input_end_ - input_begin_; }
  bool refill();
  bool load_input();
  bool inflate_output();
  void begin_gzip();
  void fail(std::uint64_t offset, const std::string& reason);

  static constexpr std::size_t kBufferBytes = 65536;
  static constexpr std::size_t kPeekBytesMax = 4096;

  std::string name_;
  File file_;
  std::uint64_t file_total_;
  std::uint64_t file_read_ = 0;
  std::uint64_t offset_ = 0;
  std::unique_ptr<CaptureError> damage_;
  bool gzip_ = false;
  bool member_open_ = false;  // between a gzip member's header and its trailer
  z_stream inflate_{};
  std::array<std::uint8_t, kBufferBytes> input_{};
  std::size_t input_begin_ = 0;
  std::size_t input_end_ = 0;
  std::array<std::uint8_t, kBufferBytes + kPeekBytesMax> output_{};
  std::size_t output_begin_ = 0;
  std::size_t output_end_ = 0;
};

}  // namespace hotbook::replay
