#include "sim/card/zip_archive.hpp"

#include <zlib.h>

#include <stdexcept>

namespace hotbook::card {

namespace {

constexpr std::uint32_t kFileSignature = 0x04034b50;
constexpr std::uint32_t kDirectorySignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint16_t kVersion = 20;
constexpr std::uint16_t kMadeByUnix = 3 << 8 | kVersion;
constexpr std::uint16_t kDate = 1 << 5 | 1;  // 1980-01-01: the same content gives the same archive

void put16(std::vector<std::uint8_t>& out, std::uint32_t value) {
  out.push_back(static_cast<std::uint8_t>(value));
  out.push_back(static_cast<std::uint8_t>(value >> 8));
}

void put32(std::vector<std::uint8_t>& out, std::uint32_t value) {
  put16(out, value & 0xffffU);
  put16(out, value >> 16);
}

}  // namespace

void ZipArchive::add(const std::string& name, std::span<const std::uint8_t> content,
                     bool is_executable) {
  constexpr std::uint64_t kLimit = 0xffffffff;
  if (count_ == 0xffff || name.size() > 0xffff ||
      files_.size() + content.size() + name.size() + 64 > kLimit) {
    throw std::length_error{"zip: " + name + " does not fit"};
  }
  const auto size = static_cast<std::uint32_t>(content.size());
  const auto sum = static_cast<std::uint32_t>(::crc32_z(0, content.data(), content.size()));
  const auto offset = static_cast<std::uint32_t>(files_.size());
  const auto put_common = [&](std::vector<std::uint8_t>& out) {
    put16(out, kVersion);
    put16(out, 0);  // flags
    put16(out, 0);  // stored
    put16(out, 0);  // time
    put16(out, kDate);
    put32(out, sum);
    put32(out, size);
    put32(out, size);
    put16(out, static_cast<std::uint32_t>(name.size()));
    put16(out, 0);  // extra field
  };
  put32(files_, kFileSignature);
  put_common(files_);
  files_.insert(files_.end(), name.begin(), name.end());
  files_.insert(files_.end(), content.begin(), content.end());

  constexpr std::uint32_t kRegularFile = 0100000;
  put32(directory_, kDirectorySignature);
  put16(directory_, kMadeByUnix);
  put_common(directory_);
  put16(directory_, 0);  // comment
  put16(directory_, 0);  // disk
  put16(directory_, 0);  // internal attributes
  put32(directory_, (kRegularFile | (is_executable ? 0755U : 0644U)) << 16);
  put32(directory_, offset);
  directory_.insert(directory_.end(), name.begin(), name.end());
  ++count_;
}

std::vector<std::uint8_t> ZipArchive::finish() const {
  std::vector<std::uint8_t> out = files_;
  out.insert(out.end(), directory_.begin(), directory_.end());
  put32(out, kEndSignature);
  put16(out, 0);
  put16(out, 0);
  put16(out, count_);
  put16(out, count_);
  put32(out, static_cast<std::uint32_t>(directory_.size()));
  put32(out, static_cast<std::uint32_t>(files_.size()));
  put16(out, 0);
  return out;
}

}  // namespace hotbook::card
