#include "sim/oracle/oracle_counters.hpp"

namespace hotbook::oracle {
namespace {

constexpr const char* kLineCounters[] = {"frames",
                                         "packets",
                                         "drop_runt",
                                         "drop_not_ipv4",
                                         "drop_filter",
                                         "drop_ip_header",
                                         "drop_ip_checksum",
                                         "drop_not_udp",
                                         "drop_length",
                                         "bad_frame",
                                         "header_short",
                                         "session_mismatch",
                                         "heartbeats",
                                         "end_of_session",
                                         "duplicate_packets",
                                         "messages_taken",
                                         "messages_duplicate",
                                         "message_cut",
                                         "trailing_bytes"};

constexpr const char* kOtherCounters[] = {
    "feed.gaps",          "feed.messages_missing", "feed.frames_poisoned",
    "feed.book_messages", "feed.venue_messages",   "feed.unknown_type",
    "feed.wrong_length",  "feed.bad_field",        "lob.events",
    "lob.tops",           "lob.order_unknown",     "lob.order_ignored",
    "lob.overfill"};

}  // namespace

Counters zero_counters() {
  Counters counters;
  for (const std::string name : kLineCounters) {
    counters["line_a." + name] = 0;
    counters["line_b." + name] = 0;
  }
  for (const std::string name : kOtherCounters) counters[name] = 0;
  return counters;
}

}  // namespace hotbook::oracle
