#include <array>
#include <vector>

#include "sim/replay/capture_formats.hpp"

namespace hotbook::replay {
namespace {

constexpr std::uint32_t kMagicMicroseconds = 0xa1b2c3d4;
constexpr std::uint32_t kMagicNanoseconds = 0xa1b23c4d;
constexpr std::size_t kFileHeaderBytes = 24;
constexpr std::size_t kRecordHeaderBytes = 16;

// The upper bits of the link-type field tell of a frame check sequence, not of the link.
constexpr std::uint32_t kLinkTypeMask = 0x03ffffff;
constexpr std::uint32_t kFcsPresent = 0x04000000;

class PcapReader final : public SourceReader {
 public:
  explicit PcapReader(std::unique_ptr<ByteSource> from) : SourceReader{std::move(from)} {
    std::array<std::uint8_t, kFileHeaderBytes> header{};
    take(header, "the pcap file header");
    const std::uint32_t magic = load_u32(header.data(), ByteOrder::Little);
    const bool little = magic == kMagicMicroseconds || magic == kMagicNanoseconds;
    order_ = little ? ByteOrder::Little : ByteOrder::Big;
    if (load_u32(header.data(), order_) == kMagicNanoseconds) fraction_ns_ = 1;
    const unsigned version = load_u16(header.data() + 4, order_);
    if (version != 2) {
      source().refuse(4,
                      "pcap version " + std::to_string(version) + " is not supported; only 2 is");
    }
    const std::uint32_t link = load_u32(header.data() + 20, order_);
    require_ethernet(source(), 20, link & kLinkTypeMask);
    // Bits 31 to 28 count the check sequence in 16-bit units.
    if ((link & kFcsPresent) != 0) fcs_bytes_ = (link >> 28) * 2;
  }

  [[nodiscard]] bool next(CapturedFrame& frame) override {
    const std::uint64_t at = source().offset();
    std::array<std::uint8_t, kRecordHeaderBytes> header{};
    if (!take_or_end(header, "a pcap record header")) return false;
    const std::uint64_t seconds = load_u32(header.data(), order_);
    const std::uint64_t fraction = load_u32(header.data() + 4, order_);
    const std::uint32_t captured = load_u32(header.data() + 8, order_);
    const std::uint32_t wire = load_u32(header.data() + 12, order_);
    if (captured > kFrameBytesMax) {
      source().refuse(at + 8, "a frame of " + std::to_string(captured) + " bytes; at most " +
                                  std::to_string(kFrameBytesMax) + " are allowed");
    }
    frame_.resize(captured);
    take(frame_, "a frame");
    frame.time_ns = seconds * 1'000'000'000 + fraction * fraction_ns_;
    frame.wire_bytes = wire > fcs_bytes_ ? wire - fcs_bytes_ : 0;
    frame.bytes = frame_;
    if (frame_.size() > frame.wire_bytes && fcs_bytes_ != 0) {
      frame.bytes = frame.bytes.first(frame.wire_bytes);
    }
    return true;
  }

  [[nodiscard]] CaptureKind kind() const noexcept override { return CaptureKind::Pcap; }

 private:
  std::vector<std::uint8_t> frame_;
  ByteOrder order_ = ByteOrder::Little;
  std::uint64_t fraction_ns_ = 1000;
  std::uint32_t fcs_bytes_ = 0;
};

}  // namespace

bool looks_like_pcap(std::span<const std::uint8_t> start) noexcept {
  if (start.size() < 4) return false;
  for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
    const std::uint32_t magic = load_u32(start.data(), order);
    if (magic == kMagicMicroseconds || magic == kMagicNanoseconds) return true;
  }
  return false;
}

std::unique_ptr<CaptureReader> make_pcap_reader(std::unique_ptr<ByteSource> source) {
  return std::make_unique<PcapReader>(std::move(source));
}

}  // namespace hotbook::replay
