// Reads the Ethernet frames of a capture: pcap, pcapng or a length-prefixed ITCH file, each plain
// or gzip.
//
// Threading: one thread.
// Hot path:  next() takes no memory once the longest frame has been seen; it throws CaptureError on
// bad input.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "sim/replay/capture_error.hpp"

namespace hotbook::replay {

struct CapturedFrame {
  std::uint64_t time_ns = 0;            // since 1970, or since midnight in an ITCH file
  std::span<const std::uint8_t> bytes;  // valid until the next call of next()
  std::uint32_t wire_bytes = 0;         // more than bytes.size() when the capture cut the frame
};

enum class CaptureKind : std::uint8_t { Pcap, PcapNg, ItchFile };

[[nodiscard]] const char* to_string(CaptureKind kind) noexcept;

class CaptureReader {
 public:
  // Longest frame a capture may hold; a longer one is damage and never allocated for.
  static constexpr std::uint32_t kFrameBytesMax = 256 * 1024;

  // The format is told from the content, never from the name. Throws CaptureError.
  [[nodiscard]] static std::unique_ptr<CaptureReader> open(const std::string& path);

  // Reads `bytes`, which must outlive the reader; `name` stands for the file in errors.
  [[nodiscard]] static std::unique_ptr<CaptureReader> open_memory(
      const std::string& name, std::span<const std::uint8_t> bytes);

  virtual ~CaptureReader() = default;

  // Gives the next frame; false at the end. Throws CaptureError when the file is damaged; every
  // frame in front of the damage has been given by then.
  [[nodiscard]] virtual bool next(CapturedFrame& frame) = 0;

  [[nodiscard]] virtual CaptureKind kind() const noexcept = 0;
  [[nodiscard]] virtual bool compressed() const noexcept = 0;

  // Progress through the file as it lies on the disk; total is 0 when unknown, as for a pipe.
  [[nodiscard]] virtual std::uint64_t bytes_read() const noexcept = 0;
  [[nodiscard]] virtual std::uint64_t bytes_total() const noexcept = 0;
};

}  // namespace hotbook::replay
