// The readers behind CaptureReader::open, one a format, and what they share.
//
// Threading: one thread.
// Hot path:  see CaptureReader.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "sim/replay/byte_source.hpp"
#include "sim/replay/capture_reader.hpp"

namespace hotbook::replay {

class SourceReader : public CaptureReader {
 public:
  explicit SourceReader(std::unique_ptr<ByteSource> source) : source_{std::move(source)} {}

  [[nodiscard]] bool compressed() const noexcept final { return source_->compressed(); }
  [[nodiscard]] std::uint64_t bytes_read() const noexcept final {
    return source_->file_bytes_read();
  }
  [[nodiscard]] std::uint64_t bytes_total() const noexcept final {
    return source_->file_bytes_total();
  }

 protected:
  // Fills `bytes` whole, or throws that the file ends inside `what`.
  void take(std::span<std::uint8_t> bytes, const char* what);

  // The same, except that an end in front of the first byte is an end of the file: false.
  [[nodiscard]] bool take_or_end(std::span<std::uint8_t> bytes, const char* what);

  [[nodiscard]] ByteSource& source() noexcept { return *source_; }

 private:
  std::unique_ptr<ByteSource> source_;
};

// The byte order a capture was written in.
enum class ByteOrder : std::uint8_t { Little, Big };

[[nodiscard]] std::uint16_t load_u16(const std::uint8_t* bytes, ByteOrder order) noexcept;
[[nodiscard]] std::uint32_t load_u32(const std::uint8_t* bytes, ByteOrder order) noexcept;

// Refuses, by name, whatever link type is not Ethernet.
void require_ethernet(const ByteSource& source, std::uint64_t offset, std::uint32_t link_type);

[[nodiscard]] bool looks_like_pcap(std::span<const std::uint8_t> start) noexcept;
[[nodiscard]] bool looks_like_pcapng(std::span<const std::uint8_t> start) noexcept;
[[nodiscard]] bool looks_like_itch_file(std::span<const std::uint8_t> start) noexcept;

[[nodiscard]] std::unique_ptr<CaptureReader> make_pcap_reader(std::unique_ptr<ByteSource> source);
[[nodiscard]] std::unique_ptr<CaptureReader> make_pcapng_reader(std::unique_ptr<ByteSource> source);
[[nodiscard]] std::unique_ptr<CaptureReader> make_itch_file_reader(
    std::unique_ptr<ByteSource> source);

}  // namespace hotbook::replay
