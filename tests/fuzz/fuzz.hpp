// What every fuzzer shares: a check that is never compiled away, seeds, files in memory.
//
// A fuzzer is LLVMFuzzerTestOneInput() and make_seeds(): inputs that are right, made by this
// project's own writers. With HOTBOOK_FUZZ_SEEDS=<folder> a fuzzer writes them there and ends.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hotbook::fuzz {

using Bytes = std::span<const std::uint8_t>;

void require(bool holds);

class Seeds {
 public:
  explicit Seeds(std::string folder) : folder_{std::move(folder)} {}

  void add(Bytes bytes);
  void add(std::string_view text);

 private:
  std::string folder_;
  unsigned count_ = 0;
};

// Defined by each fuzzer.
void make_seeds(Seeds& seeds);

// A file without a place on any disk, for code that wants a path.
class MemoryFile {
 public:
  explicit MemoryFile(Bytes bytes);
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  int fd_;
  std::string path_;
};

// The first frames of a generated day on two lines.
[[nodiscard]] std::vector<std::vector<std::uint8_t>> some_frames(std::size_t count);

// The same as a pcap file.
[[nodiscard]] std::vector<std::uint8_t> some_capture(std::size_t frame_count);

// One message of every type of ITCH 5.0.
[[nodiscard]] std::vector<std::vector<std::uint8_t>> every_message();

}  // namespace hotbook::fuzz
