#include "sim/oracle/frame_oracle.hpp"

namespace hotbook::oracle {
namespace {

// RFC 1071: the complement of the one's complement sum of all 16-bit words, an odd last byte
// padded.
std::uint16_t internet_checksum(const std::vector<std::uint8_t>& bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const std::uint32_t low = i + 1 < bytes.size() ? bytes[i + 1] : 0;
    sum += bytes[i] * 256U + low;
    if (sum > 0xffff) sum -= 0xffff;
  }
  return static_cast<std::uint16_t>(~sum);
}

bool udp_checksum_is_right(Bytes ip, Bytes udp) {
  if (big_endian(udp, 6, 2) == 0) return true;
  std::vector<std::uint8_t> all(ip.begin() + 12, ip.begin() + 20);
  all.insert(all.end(), {0, 17, udp[4], udp[5]});
  all.insert(all.end(), udp.begin(), udp.end());
  return internet_checksum(all) == 0;
}

bool passes_filter(const LineOptions& options, Bytes frame, bool tagged, std::size_t ip) {
  if (options.mac != 0 && big_endian(frame, 0, 6) != options.mac) return false;
  if (options.vlan == 0x2000) {
    if (tagged) return false;
  } else if (options.vlan != 0x1000) {
    if (!tagged || (big_endian(frame, 14, 2) & 0xfff) != options.vlan) return false;
  }
  if (options.group != 0 && big_endian(frame, ip + 16, 4) != options.group) return false;
  return options.udp_port == 0 || big_endian(frame, ip + 22, 2) == options.udp_port;
}

}  // namespace

std::uint64_t big_endian(Bytes bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value = value * 256 + bytes[at + i];
  return value;
}

JudgedFrame judge_frame(const LineOptions& options, Bytes frame, bool mac_says_bad) {
  // F1
  const bool tagged = frame.size() >= 14 && big_endian(frame, 12, 2) == 0x8100;
  const std::size_t ip = tagged ? 18 : 14;
  if (frame.size() < ip + 28) return {"drop_runt", {}, false};
  // F2
  if (big_endian(frame, ip - 2, 2) != 0x0800) return {"drop_not_ipv4", {}, false};
  // F3
  const bool fragment = (big_endian(frame, ip + 6, 2) & 0x3fff) != 0;
  if (frame[ip] != 0x45 || fragment) return {"drop_ip_header", {}, false};
  // F4
  const std::vector<std::uint8_t> ip_header(frame.begin() + static_cast<std::ptrdiff_t>(ip),
                                            frame.begin() + static_cast<std::ptrdiff_t>(ip) + 20);
  if (!options.checksum_ignore && internet_checksum(ip_header) != 0)
    return {"drop_ip_checksum", {}, false};
  // F5
  if (frame[ip + 9] != 17) return {"drop_not_udp", {}, false};
  // F6
  if (!passes_filter(options, frame, tagged, ip)) return {"drop_filter", {}, false};
  // F7
  const std::uint64_t udp_length = big_endian(frame, ip + 24, 2);
  const std::uint64_t ip_length = big_endian(frame, ip + 2, 2);
  if (udp_length < 8 || udp_length + 20 != ip_length) return {"drop_length", {}, false};

  JudgedFrame packet;
  packet.bad = mac_says_bad;
  const Bytes udp = frame.subspan(ip + 20);
  if (udp.size() < udp_length) {
    packet.bad = true;
    packet.payload.assign(udp.begin() + 8, udp.end());
    return packet;
  }
  const Bytes whole = udp.first(udp_length);
  if (!options.checksum_ignore && !udp_checksum_is_right(ip_header, whole)) packet.bad = true;
  packet.payload.assign(whole.begin() + 8, whole.end());
  return packet;
}

}  // namespace hotbook::oracle
