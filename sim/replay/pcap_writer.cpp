#include "sim/replay/pcap_writer.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include "sim/replay/capture_reader.hpp"

namespace hotbook::replay {
namespace {

void store_u32(std::uint8_t* at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) at[i] = static_cast<std::uint8_t>(value >> (8 * i));
}

}  // namespace

PcapWriter::PcapWriter(const std::string& path)
    : path_{path}, file_{std::fopen(path.c_str(), "wb")} {
  if (!file_) fail("cannot create: ");
  std::array<std::uint8_t, 24> header{};
  store_u32(&header[0], 0xa1b23c4d);
  store_u32(&header[4], 2 | 4 << 16);  // version 2.4
  store_u32(&header[16], CaptureReader::kFrameBytesMax);
  store_u32(&header[20], 1);  // Ethernet
  put(header);
}

void PcapWriter::write(std::uint64_t time_ns, std::span<const std::uint8_t> frame) {
  if (frame.size() > CaptureReader::kFrameBytesMax) {
    throw CaptureError{path_, written_, "a frame of " + std::to_string(frame.size()) + " bytes"};
  }
  const auto bytes = static_cast<std::uint32_t>(frame.size());
  std::array<std::uint8_t, 16> header{};
  store_u32(&header[0], static_cast<std::uint32_t>(time_ns / 1'000'000'000));
  store_u32(&header[4], static_cast<std::uint32_t>(time_ns % 1'000'000'000));
  store_u32(&header[8], bytes);
  store_u32(&header[12], bytes);
  put(header);
  put(frame);
}

void PcapWriter::finish() {
  if (!file_) return;
  if (std::fclose(file_.release()) != 0) fail("cannot write: ");
}

void PcapWriter::put(std::span<const std::uint8_t> bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
    fail("cannot write: ");
  written_ += bytes.size();
}

void PcapWriter::fail(const char* what) const {
  throw CaptureError{path_, written_, std::string{what} + std::strerror(errno)};
}

}  // namespace hotbook::replay
