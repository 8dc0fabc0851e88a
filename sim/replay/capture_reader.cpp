#include "sim/replay/capture_reader.hpp"

#include <array>
#include <cstdio>

#include "sim/replay/capture_formats.hpp"

namespace hotbook::replay {
namespace {

struct LinkType {
  std::uint32_t number;
  const char* name;
};

// The ones a user is likely to bring; the numbers are those of tcpdump.org/linktypes.html.
constexpr std::array kLinkTypes{
    LinkType{0, "NULL (BSD loopback)"},
    LinkType{9, "PPP"},
    LinkType{101, "RAW (IP without Ethernet)"},
    LinkType{105, "IEEE802_11 (wireless)"},
    LinkType{108, "LOOP (OpenBSD loopback)"},
    LinkType{113, "LINUX_SLL (captured on 'any')"},
    LinkType{127, "IEEE802_11_RADIOTAP (wireless)"},
    LinkType{147, "USER0"},
    LinkType{228, "IPV4 (IPv4 without Ethernet)"},
    LinkType{229, "IPV6 (IPv6 without Ethernet)"},
    LinkType{276, "LINUX_SLL2 (captured on 'any')"},
};
constexpr std::uint32_t kLinkTypeEthernet = 1;

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    std::array<char, 4> digits{};
    (void)std::snprintf(digits.data(), digits.size(), "%02x ", byte);
    text += digits.data();
  }
  if (!text.empty()) text.pop_back();
  return text;
}

std::unique_ptr<CaptureReader> open_source(std::unique_ptr<ByteSource> source) {
  const auto start = source->peek(16);
  if (looks_like_pcap(start)) return make_pcap_reader(std::move(source));
  if (looks_like_pcapng(start)) return make_pcapng_reader(std::move(source));
  if (looks_like_itch_file(start)) return make_itch_file_reader(std::move(source));
  if (start.size() < 4) source->require_sound();
  if (start.empty()) source->refuse(0, "the file is empty");
  source->refuse(0, "neither pcap, pcapng nor a length-prefixed ITCH 5.0 file; it starts with " +
                        hexadecimal(start));
}

}  // namespace

const char* to_string(CaptureKind kind) noexcept {
  switch (kind) {
    case CaptureKind::Pcap:
      return "pcap";
    case CaptureKind::PcapNg:
      return "pcapng";
    case CaptureKind::ItchFile:
      return "itch";
  }
  return "unknown";
}

std::unique_ptr<CaptureReader> CaptureReader::open(const std::string& path) {
  return open_source(ByteSource::open_file(path));
}

std::unique_ptr<CaptureReader> CaptureReader::open_memory(const std::string& name,
                                                          std::span<const std::uint8_t> bytes) {
  return open_source(ByteSource::open_memory(name, bytes));
}

void SourceReader::take(std::span<std::uint8_t> bytes, const char* what) {
  const std::size_t count = source_->fill(bytes);
  if (count == bytes.size()) return;
  source_->require_sound();
  source_->refuse(source_->offset(), std::string{"the file ends inside "} + what + ": " +
                                         std::to_string(count) + " of " +
                                         std::to_string(bytes.size()) + " bytes");
}

bool SourceReader::take_or_end(std::span<std::uint8_t> bytes, const char* what) {
  if (source_->peek(1).empty()) {
    source_->require_sound();
    return false;
  }
  take(bytes, what);
  return true;
}

std::uint16_t load_u16(const std::uint8_t* bytes, ByteOrder order) noexcept {
  const unsigned first = bytes[0];
  const unsigned second = bytes[1];
  return static_cast<std::uint16_t>(order == ByteOrder::Big ? first << 8 | second
                                                            : second << 8 | first);
}

std::uint32_t load_u32(const std::uint8_t* bytes, ByteOrder order) noexcept {
  const std::uint32_t first = load_u16(bytes, order);
  const std::uint32_t second = load_u16(bytes + 2, order);
  return order == ByteOrder::Big ? first << 16 | second : second << 16 | first;
}

void require_ethernet(const ByteSource& source, std::uint64_t offset, std::uint32_t link_type) {
  if (link_type == kLinkTypeEthernet) return;
  std::string name = "link type " + std::to_string(link_type);
  for (const LinkType& known : kLinkTypes) {
    if (known.number == link_type) name += std::string{" "} + known.name;
  }
  source.refuse(offset, name + " is not supported; only Ethernet (1) is");
}

}  // namespace hotbook::replay
