#include "host/feed/feed_counters.hpp"

#include <algorithm>

namespace hotbook::feed {
namespace {

template <class Block>
struct Field {
  const char* name;
  std::uint64_t Block::*value;
};

constexpr Field<LineCounters> kLineFields[] = {
    {"frames", &LineCounters::frames},
    {"packets", &LineCounters::packets},
    {"drop_runt", &LineCounters::drop_runt},
    {"drop_not_ipv4", &LineCounters::drop_not_ipv4},
    {"drop_filter", &LineCounters::drop_filter},
    {"drop_ip_header", &LineCounters::drop_ip_header},
    {"drop_ip_checksum", &LineCounters::drop_ip_checksum},
    {"drop_not_udp", &LineCounters::drop_not_udp},
    {"drop_length", &LineCounters::drop_length},
    {"bad_frame", &LineCounters::bad_frame},
    {"overrun", &LineCounters::overrun},
    {"header_short", &LineCounters::header_short},
    {"session_mismatch", &LineCounters::session_mismatch},
    {"heartbeats", &LineCounters::heartbeats},
    {"end_of_session", &LineCounters::end_of_session},
    {"duplicate_packets", &LineCounters::duplicate_packets},
    {"messages_taken", &LineCounters::messages_taken},
    {"messages_duplicate", &LineCounters::messages_duplicate},
    {"message_cut", &LineCounters::message_cut},
    {"trailing_bytes", &LineCounters::trailing_bytes},
};
static_assert(sizeof(LineCounters) == sizeof(std::uint64_t) * std::size(kLineFields));

constexpr Field<ArbitrationCounters> kFeedFields[] = {
    {"gaps", &ArbitrationCounters::gaps},
    {"messages_missing", &ArbitrationCounters::messages_missing},
    {"frames_poisoned", &ArbitrationCounters::frames_poisoned},
    {"book_messages", &ArbitrationCounters::book_messages},
    {"venue_messages", &ArbitrationCounters::venue_messages},
    {"unknown_type", &ArbitrationCounters::unknown_type},
    {"wrong_length", &ArbitrationCounters::wrong_length},
    {"bad_field", &ArbitrationCounters::bad_field},
    {"unmapped", &ArbitrationCounters::unmapped},
};
static_assert(sizeof(ArbitrationCounters) ==
              sizeof(std::uint64_t) * (std::size(kFeedFields) + 1));  // and expected

constexpr Field<LobCounters> kLobFields[] = {
    {"events", &LobCounters::events},
    {"tops", &LobCounters::tops},
    {"order_unknown", &LobCounters::order_unknown},
    {"order_ignored", &LobCounters::order_ignored},
    {"order_not_held", &LobCounters::order_not_held},
    {"overfill", &LobCounters::overfill},
    {"book_not_held", &LobCounters::book_not_held},
    {"level_overflow", &LobCounters::level_overflow},
    {"side_unknown", &LobCounters::side_unknown},
    {"refill_taken", &LobCounters::refill_taken},
    {"refill_refused", &LobCounters::refill_refused},
    {"record_stall", &LobCounters::record_stall},
};
static_assert(sizeof(LobCounters) == sizeof(std::uint64_t) * std::size(kLobFields));

template <class Block, std::size_t kCount>
void append(std::vector<NamedCounter>& out, const std::string& block_name, const Block& block,
            const Field<Block> (&fields)[kCount]) {
  for (const auto& field : fields) {
    const std::uint64_t value = block.*field.value;
    out.push_back({block_name + "." + field.name, value, static_cast<std::uint32_t>(value)});
  }
}

}  // namespace

void count_drop(LineCounters& line, FrameVerdict verdict) noexcept {
  switch (verdict) {
    case FrameVerdict::Runt:
      ++line.drop_runt;
      break;
    case FrameVerdict::NotIpv4:
      ++line.drop_not_ipv4;
      break;
    case FrameVerdict::IpHeader:
      ++line.drop_ip_header;
      break;
    case FrameVerdict::IpChecksum:
      ++line.drop_ip_checksum;
      break;
    case FrameVerdict::NotUdp:
      ++line.drop_not_udp;
      break;
    case FrameVerdict::Filter:
      ++line.drop_filter;
      break;
    case FrameVerdict::Length:
      ++line.drop_length;
      break;
    case FrameVerdict::Packet:
      break;
  }
}

std::vector<NamedCounter> named_counters(const FeedCounters& counters) {
  std::vector<NamedCounter> out;
  append(out, "line_a", counters.lines[index_of(Line::A)], kLineFields);
  append(out, "line_b", counters.lines[index_of(Line::B)], kLineFields);

  const std::uint64_t expected = counters.feed.expected;
  out.push_back(
      {"feed.expected_low", expected & 0xffffffffU, static_cast<std::uint32_t>(expected)});
  out.push_back({"feed.expected_high", expected >> 32, static_cast<std::uint32_t>(expected >> 32)});
  append(out, "feed", counters.feed, kFeedFields);
  for (auto& counter : out) {
    if (counter.name != "feed.messages_missing") continue;
    counter.register_value =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(counter.value, 0xffffffffU));
  }

  append(out, "lob", counters.lob, kLobFields);
  return out;
}

}  // namespace hotbook::feed
