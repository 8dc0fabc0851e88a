// Writes frames to a pcap file with nanosecond times.
//
// Threading: one thread.
// Hot path:  enters the kernel when stdio's buffer is full.

#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>

namespace hotbook::replay {

class PcapWriter {
 public:
  // Throws CaptureError when the file cannot be made or written.
  explicit PcapWriter(const std::string& path);

  void write(std::uint64_t time_ns, std::span<const std::uint8_t> frame);

  // Hands everything to the system and closes; a full disk is told here. The destructor only
  // closes.
  void finish();

  [[nodiscard]] std::uint64_t bytes_written() const noexcept { return written_; }

 private:
  struct FileCloser {
    void operator()(std::FILE* file) const noexcept { (void)std::fclose(file); }
  };

  void put(std::span<const std::uint8_t> bytes);
  [[noreturn]] void fail(const char* what) const;

  std::string path_;
  std::unique_ptr<std::FILE, FileCloser> file_;
  std::uint64_t written_ = 0;
};

}  // namespace hotbook::replay
