#include "sim/replay/byte_source.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

namespace hotbook::replay {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib: largest window, gzip header and trailer required

std::uint64_t regular_file_bytes(std::FILE* file) {
  struct stat status {};
  if (::fstat(::fileno(file), &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

}  // namespace

std::unique_ptr<ByteSource> ByteSource::open_file(const std::string& path) {
  File file{std::fopen(path.c_str(), "rb")};
  if (!file) throw CaptureError{path, 0, std::string{"cannot open: "} + std::strerror(errno)};
  const std::uint64_t total = regular_file_bytes(file.get());
  return std::unique_ptr<ByteSource>{new ByteSource{path, std::move(file), total}};
}

std::unique_ptr<ByteSource> ByteSource::open_memory(const std::string& name,
                                                    std::span<const std::uint8_t> bytes) {
  // The stream is opened for reading only, so the bytes stay const; an empty one needs an address.
  static std::uint8_t nothing = 0;
  void* address = bytes.empty() ? &nothing : const_cast<std::uint8_t*>(bytes.data());
  File file{::fmemopen(address, std::max<std::size_t>(bytes.size(), 1), "rb")};
  if (!file) throw CaptureError{name, 0, std::string{"cannot open: "} + std::strerror(errno)};
  if (bytes.empty()) (void)std::fgetc(file.get());
  return std::unique_ptr<ByteSource>{new ByteSource{name, std::move(file), bytes.size()}};
}

ByteSource::ByteSource(std::string name, File file, std::uint64_t total)
    : name_{std::move(name)}, file_{std::move(file)}, file_total_{total} {
  (void)load_input();
  gzip_ = input_left() >= 2 && input_[0] == 0x1f && input_[1] == 0x8b;
  if (gzip_) begin_gzip();
}

ByteSource::~ByteSource() {
  if (gzip_) (void)inflateEnd(&inflate_);
}

void ByteSource::begin_gzip() {
  if (inflateInit2(&inflate_, kGzipWindow) != Z_OK) {
    gzip_ = false;
    throw CaptureError{name_, 0, "zlib has no memory"};
  }
  member_open_ = true;
}

std::size_t ByteSource::fill(std::span<std::uint8_t> bytes) {
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    if (output_begin_ == output_end_ && !refill()) break;
    const std::size_t count = std::min(bytes.size() - filled, output_end_ - output_begin_);
    std::memcpy(bytes.data() + filled, output_.data() + output_begin_, count);
    output_begin_ += count;
    filled += count;
  }
  offset_ += filled;
  return filled;
}

std::uint64_t ByteSource::skip(std::uint64_t count) {
  std::uint64_t skipped = 0;
  while (skipped < count) {
    if (output_begin_ == output_end_ && !refill()) break;
    const auto step = static_cast<std::size_t>(
        std::min<std::uint64_t>(count - skipped, output_end_ - output_begin_));
    output_begin_ += step;
    skipped += step;
  }
  offset_ += skipped;
  return skipped;
}

std::span<const std::uint8_t> ByteSource::peek(std::size_t count) {
  assert(count <= kPeekBytesMax);
  while (output_end_ - output_begin_ < count && refill()) {
  }
  return {output_.data() + output_begin_, std::min(count, output_end_ - output_begin_)};
}

void ByteSource::require_sound() const {
  if (damage_) throw CaptureError{*damage_};
}

void ByteSource::refuse(std::uint64_t offset, const std::string& reason) const {
  throw CaptureError{name_, offset, reason};
}

// Adds bytes behind output_end_; false at the end of the data.
bool ByteSource::refill() {
  if (damage_) return false;
  const std::size_t kept = output_end_ - output_begin_;
  std::memmove(output_.data(), output_.data() + output_begin_, kept);
  output_begin_ = 0;
  output_end_ = kept;
  if (gzip_) return inflate_output();
  if (input_left() == 0 && !load_input()) return false;
  const std::size_t count = std::min(input_left(), output_.size() - output_end_);
  std::memcpy(output_.data() + output_end_, input_.data() + input_begin_, count);
  input_begin_ += count;
  output_end_ += count;
  return count != 0;
}

bool ByteSource::load_input() {
  input_begin_ = 0;
  input_end_ = std::fread(input_.data(), 1, input_.size(), file_.get());
  file_read_ += input_end_;
  if (std::ferror(file_.get()) != 0) {
    fail(file_read_, std::string{"cannot read: "} + std::strerror(errno));
  }
  return input_end_ != 0;
}

bool ByteSource::inflate_output() {
  const std::size_t before = output_end_;
  while (output_end_ == before) {
    if (input_left() == 0 && !load_input()) {
      if (!damage_ && member_open_) fail(file_read_, "gzip data ends inside a member");
      return false;
    }
    if (!member_open_) {
      // A gzip file may hold several members; padding with zero bytes is common and harmless.
      if (input_[input_begin_] == 0) {
        ++input_begin_;
        continue;
      }
      (void)inflateReset(&inflate_);
      member_open_ = true;
    }
    inflate_.next_in = input_.data() + input_begin_;
    inflate_.avail_in = static_cast<uInt>(input_left());
    inflate_.next_out = output_.data() + output_end_;
    inflate_.avail_out = static_cast<uInt>(output_.size() - output_end_);
    const int result = inflate(&inflate_, Z_NO_FLUSH);
    input_begin_ = input_end_ - inflate_.avail_in;
    output_end_ = output_.size() - inflate_.avail_out;
    if (result == Z_STREAM_END) {
      member_open_ = false;
    } else if (result != Z_OK) {
      const char* why = inflate_.msg != nullptr ? inflate_.msg : "needs a preset dictionary";
      fail(file_read_ - input_left(), std::string{"gzip data is damaged: "} + why);
      return output_end_ != before;
    }
  }
  return true;
}

void ByteSource::fail(std::uint64_t offset, const std::string& reason) {
  if (!damage_) damage_ = std::make_unique<CaptureError>(name_, offset, reason);
}

}  // namespace hotbook::replay
