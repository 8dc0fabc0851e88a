// Builds small captures of every format in memory.

#pragma once

#include <zlib.h>

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/replay/capture_formats.hpp"

namespace hotbook::replay {

using Bytes = std::vector<std::uint8_t>;

struct Frame {
  std::uint64_t time_ns = 0;
  Bytes bytes;
  friend bool operator==(const Frame&, const Frame&) = default;
};

// Times are whole microseconds, so that every format can hold them.
inline std::vector<Frame> some_frames() {
  return {{1'692'710'936'000'001'000, Bytes(60, 0x11)},
          {1'692'710'936'999'999'000, Bytes(1, 0x22)},
          {1'692'710'937'000'000'000, {}},
          {1'692'710'938'000'002'000, Bytes(131, 0x33)}};
}

class Builder {
 public:
  explicit Builder(ByteOrder order) : order_{order} {}

  Builder& u16(std::uint32_t value) { return put(value, 2); }
  Builder& u32(std::uint64_t value) { return put(value, 4); }
  Builder& all(std::span<const std::uint8_t> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  Builder& pad() {
    while (bytes_.size() % 4 != 0) bytes_.push_back(0);
    return *this;
  }
  [[nodiscard]] const Bytes& bytes() const noexcept { return bytes_; }

  // A pcapng block around `body`.
  Builder& block(std::uint32_t type, const Bytes& body) {
    const std::uint64_t length = body.size() + 12;
    return u32(type).u32(length).all(body).u32(length);
  }

 private:
  Builder& put(std::uint64_t value, unsigned width) {
    for (unsigned i = 0; i < width; ++i) {
      const unsigned shift = 8 * (order_ == ByteOrder::Little ? i : width - 1 - i);
      bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
    }
    return *this;
  }

  ByteOrder order_;
  Bytes bytes_;
};

inline Bytes pcap_header(ByteOrder order, bool ns, std::uint64_t link) {
  return Builder{order}
      .u32(ns ? 0xa1b23c4d : 0xa1b2c3d4)
      .u16(2)
      .u16(4)
      .u32(0)
      .u32(0)
      .u32(65535)
      .u32(link)
      .bytes();
}

inline Bytes pcap(ByteOrder order, bool ns, const std::vector<Frame>& frames) {
  Builder file{order};
  file.all(pcap_header(order, ns, 1));
  for (const Frame& frame : frames) {
    const std::uint64_t fraction = frame.time_ns % 1'000'000'000;
    file.u32(frame.time_ns / 1'000'000'000).u32(ns ? fraction : fraction / 1000);
    file.u32(frame.bytes.size()).u32(frame.bytes.size()).all(frame.bytes);
  }
  return file.bytes();
}

inline Bytes section_header(ByteOrder order) {
  const Bytes body =
      Builder{order}.u32(0x1a2b3c4d).u16(1).u16(0).u32(0xffffffff).u32(0xffffffff).bytes();
  return Builder{order}.block(0x0a0d0d0a, body).bytes();
}

// An Ethernet interface whose times are in ns.
inline Bytes interface_block(ByteOrder order, std::uint32_t link = 1, std::uint8_t resolution = 9) {
  Builder body{order};
  body.u16(link).u16(0).u32(65535).u16(9).u16(1).all(Bytes{resolution}).pad().u32(0);
  return Builder{order}.block(1, body.bytes()).bytes();
}

inline Bytes enhanced_packet(ByteOrder order, std::uint64_t time, const Bytes& frame,
                             std::uint32_t interface = 0) {
  Builder body{order};
  body.u32(interface).u32(time >> 32).u32(time & 0xffffffff).u32(frame.size()).u32(frame.size());
  body.all(frame).pad();
  return Builder{order}.block(6, body.bytes()).bytes();
}

inline Bytes pcapng(ByteOrder order, const std::vector<Frame>& frames) {
  Builder file{order};
  file.all(section_header(order)).all(interface_block(order));
  for (const Frame& frame : frames) file.all(enhanced_packet(order, frame.time_ns, frame.bytes));
  return file.bytes();
}

inline Bytes itch_file(const std::vector<Bytes>& messages) {
  Builder file{ByteOrder::Big};
  for (const Bytes& message : messages)
    file.u16(static_cast<std::uint32_t>(message.size())).all(message);
  return file.bytes();
}

inline Bytes gzip(const Bytes& plain) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error{"zlib"};
  Bytes packed(deflateBound(&stream, static_cast<uLong>(plain.size())) + 64);
  Bytes input = plain;
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::runtime_error{"zlib"};
  packed.resize(stream.total_out);
  (void)deflateEnd(&stream);
  return packed;
}

// What a reader gave, and the error that ended it, if one did.
struct Outcome {
  std::vector<Frame> frames;
  std::string error;
  std::uint64_t error_offset = 0;
};

inline Outcome read_all(const Bytes& file, const std::string& name = "memory") {
  Outcome outcome;
  try {
    const auto reader = CaptureReader::open_memory(name, file);
    CapturedFrame frame;
    while (reader->next(frame)) {
      outcome.frames.push_back({frame.time_ns, {frame.bytes.begin(), frame.bytes.end()}});
    }
  } catch (const CaptureError& error) {
    outcome.error = error.what();
    outcome.error_offset = error.offset();
  }
  return outcome;
}

}  // namespace hotbook::replay
