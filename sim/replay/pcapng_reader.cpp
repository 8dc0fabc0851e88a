#include <algorithm>
#include <array>
#include <vector>

#include "sim/replay/capture_formats.hpp"

namespace hotbook::replay {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint32_t kSectionHeader = 0x0a0d0d0a;
constexpr std::uint32_t kByteOrderMagic = 0x1a2b3c4d;
constexpr std::uint32_t kInterfaceDescription = 1;
constexpr std::uint32_t kObsoletePacket = 2;
constexpr std::uint32_t kSimplePacket = 3;
constexpr std::uint32_t kEnhancedPacket = 6;

constexpr std::uint16_t kOptionEnd = 0;
constexpr std::uint16_t kOptionTimeResolution = 9;
constexpr std::uint16_t kOptionTimeOffset = 14;

constexpr std::size_t kFrameLengthsBytes = 12;  // type and length in front, length again behind
constexpr std::size_t kInterfaceCountMax = 4096;

// A frame and as many options as 16 bits of length could hold.
constexpr std::uint32_t kBlockBytesMax = CaptureReader::kFrameBytesMax + 2 * 65536;

struct Interface {
  std::uint32_t frame_bytes_max = 0;  // 0: no limit
  std::uint64_t units_a_second = 1'000'000;
  std::uint64_t offset_seconds = 0;
};

class PcapNgReader final : public SourceReader {
 public:
  explicit PcapNgReader(std::unique_ptr<ByteSource> from) : SourceReader{std::move(from)} {
    // The first section is read at once so that a damaged header is told when the file is opened.
    std::array<std::uint8_t, 8> start{};
    take(start, "the pcapng section header");
    read_section_header(start);
  }

  [[nodiscard]] bool next(CapturedFrame& frame) override {
    while (true) {
      block_at_ = source().offset();
      std::array<std::uint8_t, 8> start{};
      if (!take_or_end(start, "a pcapng block header")) return false;
      if (load_u32(start.data(), order_) == kSectionHeader) {
        read_section_header(start);
        continue;
      }
      const std::uint32_t type = load_u32(start.data(), order_);
      const std::uint32_t length = load_u32(start.data() + 4, order_);
      if (length < kFrameLengthsBytes || length % 4 != 0) refuse_length(length);
      switch (type) {
        case kInterfaceDescription:
          load_body(length);
          add_interface();
          break;
        case kEnhancedPacket:
        case kObsoletePacket:
          load_body(length);
          read_packet(type, frame);
          return true;
        case kSimplePacket:
          load_body(length);
          read_simple_packet(frame);
          return true;
        default:
          skip_body(length);
      }
    }
  }

  [[nodiscard]] CaptureKind kind() const noexcept override { return CaptureKind::PcapNg; }

 private:
  [[noreturn]] void refuse_length(std::uint32_t length) {
    source().refuse(block_at_ + 4, "a pcapng block of " + std::to_string(length) + " bytes");
  }

  void read_section_header(std::span<const std::uint8_t, 8> start) {
    std::array<std::uint8_t, 4> magic{};
    take(magic, "the pcapng section header");
    if (load_u32(magic.data(), ByteOrder::Little) == kByteOrderMagic) {
      order_ = ByteOrder::Little;
    } else if (load_u32(magic.data(), ByteOrder::Big) == kByteOrderMagic) {
      order_ = ByteOrder::Big;
    } else {
      source().refuse(block_at_ + 8, "no pcapng byte-order magic in the section header");
    }
    const std::uint32_t length = load_u32(start.data() + 4, order_);
    if (length < 28 || length % 4 != 0 || length > kBlockBytesMax) refuse_length(length);
    body_.resize(length - kFrameLengthsBytes - magic.size());
    take(body_, "the pcapng section header");
    const unsigned version = load_u16(body_.data(), order_);
    if (version != 1) {
      source().refuse(block_at_ + 12,
                      "pcapng version " + std::to_string(version) + " is not supported; only 1 is");
    }
    take_trailer(length);
    interfaces_.clear();
  }

  void load_body(std::uint32_t length) {
    if (length > kBlockBytesMax) refuse_length(length);
    body_.resize(length - kFrameLengthsBytes);
    take(body_, "a pcapng block");
    take_trailer(length);
  }

  void skip_body(std::uint32_t length) {
    const std::uint64_t body_bytes = length - kFrameLengthsBytes;
    if (source().skip(body_bytes) != body_bytes) {
      source().require_sound();
      source().refuse(source().offset(), "the file ends inside a pcapng block");
    }
    take_trailer(length);
  }

  void take_trailer(std::uint32_t length) {
    std::array<std::uint8_t, 4> trailer{};
    take(trailer, "a pcapng block");
    const std::uint32_t again = load_u32(trailer.data(), order_);
    if (again != length) {
      source().refuse(source().offset() - 4, "a pcapng block of " + std::to_string(length) +
                                                 " bytes ends with length " +
                                                 std::to_string(again));
    }
  }

  void require_body(std::size_t bytes) {
    if (body_.size() < bytes)
      refuse_length(static_cast<std::uint32_t>(body_.size() + kFrameLengthsBytes));
  }

  void add_interface() {
    require_body(8);
    require_ethernet(source(), block_at_ + 8, load_u16(body_.data(), order_));
    if (interfaces_.size() == kInterfaceCountMax) {
      source().refuse(block_at_, "more than " + std::to_string(kInterfaceCountMax) + " interfaces");
    }
    Interface added;
    added.frame_bytes_max = load_u32(body_.data() + 4, order_);
    std::size_t at = 8;
    while (at + 4 <= body_.size()) {
      const std::uint16_t code = load_u16(body_.data() + at, order_);
      const std::size_t bytes = load_u16(body_.data() + at + 2, order_);
      if (code == kOptionEnd) break;
      if (bytes > body_.size() - at - 4) {
        source().refuse(block_at_ + 8 + at, "an interface option is longer than its block");
      }
      read_option(added, code, {body_.data() + at + 4, bytes});
      at += 4 + (bytes + 3) / 4 * 4;
    }
    interfaces_.push_back(added);
  }

  void read_option(Interface& added, std::uint16_t code, std::span<const std::uint8_t> value) {
    if (code == kOptionTimeResolution && value.size() == 1) {
      const unsigned exponent = value[0] & 0x7fU;
      const bool binary = (value[0] & 0x80U) != 0;
      if (exponent > (binary ? 63U : 19U)) {
        source().refuse(block_at_, "a time resolution of " + std::string{binary ? "2" : "10"} +
                                       "^-" + std::to_string(exponent) + " seconds");
      }
      added.units_a_second = 1;
      for (unsigned i = 0; i < exponent; ++i) added.units_a_second *= binary ? 2U : 10U;
    } else if (code == kOptionTimeOffset && value.size() == 8) {
      // Signed; two's complement makes the later addition right without a cast.
      const std::uint64_t first = load_u32(value.data(), order_);
      const std::uint64_t second = load_u32(value.data() + 4, order_);
      added.offset_seconds = order_ == ByteOrder::Big ? first << 32 | second : second << 32 | first;
    }
  }

  const Interface& interface_at(std::uint32_t index) {
    if (index >= interfaces_.size()) {
      source().refuse(block_at_ + 8, "a packet of interface " + std::to_string(index) + "; only " +
                                         std::to_string(interfaces_.size()) + " are described");
    }
    return interfaces_[index];
  }

  void read_packet(std::uint32_t type, CapturedFrame& frame) {
    require_body(20);
    const Interface& from = interface_at(type == kObsoletePacket ? load_u16(body_.data(), order_)
                                                                 : load_u32(body_.data(), order_));
    const std::uint64_t units = std::uint64_t{load_u32(body_.data() + 4, order_)} << 32 |
                                load_u32(body_.data() + 8, order_);
    const Wide ns = Wide{units} * 1'000'000'000U / from.units_a_second;
    time_ns_ = static_cast<std::uint64_t>(ns) + from.offset_seconds * 1'000'000'000U;
    give(frame, {load_u32(body_.data() + 12, order_), load_u32(body_.data() + 16, order_)}, 20);
  }

  // Has neither a time nor a captured length of its own: the time of the frame before it stands.
  void read_simple_packet(CapturedFrame& frame) {
    require_body(4);
    const Interface& from = interface_at(0);
    const std::uint32_t wire = load_u32(body_.data(), order_);
    std::uint32_t captured = wire;
    if (from.frame_bytes_max != 0) captured = std::min(captured, from.frame_bytes_max);
    give(frame, {captured, wire}, 4);
  }

  struct FrameLengths {
    std::uint32_t captured;
    std::uint32_t wire;
  };

  void give(CapturedFrame& frame, FrameLengths lengths, std::size_t at) {
    if (lengths.captured > body_.size() - at || lengths.captured > kFrameBytesMax) {
      source().refuse(block_at_ + 8 + at - 8, "a frame of " + std::to_string(lengths.captured) +
                                                  " bytes in a block with room for " +
                                                  std::to_string(body_.size() - at));
    }
    frame.time_ns = time_ns_;
    frame.bytes = {body_.data() + at, lengths.captured};
    frame.wire_bytes = lengths.wire;
  }

  ByteOrder order_ = ByteOrder::Little;
  std::uint64_t block_at_ = 0;
  std::uint64_t time_ns_ = 0;
  std::vector<Interface> interfaces_;
  std::vector<std::uint8_t> body_;
};

}  // namespace

bool looks_like_pcapng(std::span<const std::uint8_t> start) noexcept {
  return start.size() >= 4 && load_u32(start.data(), ByteOrder::Big) == kSectionHeader;
}

std::unique_ptr<CaptureReader> make_pcapng_reader(std::unique_ptr<ByteSource> source) {
  return std::make_unique<PcapNgReader>(std::move(source));
}

}  // namespace hotbook::replay
