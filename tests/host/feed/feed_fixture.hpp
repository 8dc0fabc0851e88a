// What the tests of FeedHandler share: a handler whose line b may be open, fed with packets.

#pragma once

#include <cstdint>
#include <vector>

#include "host/feed/feed_handler.hpp"
#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed_test {

using feed::ArbitrationCounters;
using feed::FeedHandler;
using feed::FeedOptions;
using feed::Line;
using feed::LineCounters;
using feed::LobCounters;

inline constexpr std::uint16_t kKnown = kUpdateFlagBidKnown | kUpdateFlagAskKnown;

// A handler with both lines open that takes packets instead of frames.
struct Feed {
  explicit Feed(std::uint64_t first_seq = 1, bool line_b = true)
      : handler{options(first_seq, line_b), records} {}
  static FeedOptions options(std::uint64_t first_seq, bool line_b) {
    FeedOptions out;
    out.lines[1].enable = line_b;
    out.first_seq = first_seq;
    out.order_capacity = 0;
    return out;
  }
  void packet(Line line, const Mold& header, const std::vector<Buffer>& messages,
              bool bad = false) {
    handler.frame(line, {++time}, frame(mold(header, messages)), bad);
  }
  const LineCounters& a() const { return handler.counters().lines[0]; }
  const LineCounters& b() const { return handler.counters().lines[1]; }
  const ArbitrationCounters& feed() const { return handler.counters().feed; }
  const LobCounters& lob() const { return handler.counters().lob; }

  Records records;
  FeedHandler<Records> handler;
  std::uint64_t time = 1000;
};

inline Buffer nth_add(std::uint64_t n) {
  return add(1, n, 'B', 10, static_cast<std::uint32_t>(1000 + n));
}

// Messages first to last, each an add of a new reference and price.
inline std::vector<Buffer> adds(std::uint64_t first, std::uint64_t last) {
  std::vector<Buffer> out;
  for (std::uint64_t n = first; n <= last; ++n) out.push_back(nth_add(n));
  return out;
}

inline std::vector<std::uint64_t> seqs(const Records& records) {
  std::vector<std::uint64_t> out;
  for (const BookUpdate& update : records.updates) {
    out.push_back(update.kind == RecordKind::Gap ? 1000000 + update.seq : update.seq);
  }
  return out;
}
using Seqs = std::vector<std::uint64_t>;

}  // namespace hotbook::feed_test
