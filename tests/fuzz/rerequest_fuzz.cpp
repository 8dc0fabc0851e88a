// Fuzzes the re-request server: whatever is asked, each answer is whole packets of released
// messages in order, no more than asked for, and every request is counted once.

#include "host/publish/rerequest_server.hpp"

#include <algorithm>

#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {

namespace {

constexpr std::uint64_t kMessages = 3'000;
constexpr std::uint64_t kReleased = 2'500;
const publish::MoldSession kSession = publish::mold_session("DAY1");

}  // namespace

void make_seeds(Seeds& seeds) {
  for (const std::uint64_t seq : {std::uint64_t{1}, std::uint64_t{2'400}, kReleased + 1}) {
    std::vector<std::uint8_t> request(20);
    publish::write_mold_header(request.data(), kSession, seq, 300);
    seeds.add(request);
  }
}

}  // namespace hotbook::fuzz

namespace {

using namespace hotbook;
using fuzz::require;

const publish::MessageStore& store() {
  static publish::MessageStore made = [] {
    // Small, so that the oldest messages are given up.
    publish::MessageStore store{publish::MessageStore::kBlockBytes};
    for (std::uint64_t i = 0; i < fuzz::kMessages; ++i) {
      std::vector<std::uint8_t> message(12 + i % 37);
      feed::store_be(message.data(), store.next_seq(), 8);
      store.append(message);
    }
    store.release(fuzz::kReleased);
    return store;
  }();
  return made;
}

struct Checker final : publish::PacketSink {
  void send(feed::Bytes bytes) noexcept override {
    require(bytes.size() <= publish::kMoldPayloadMax);
    const auto packet = feed::view_mold_packet(bytes);
    require(packet && packet->header.session == fuzz::kSession);
    require(messages == 0 || packet->header.seq == next);
    next = packet->header.seq;
    feed::Bytes body = packet->body;
    while (const auto message = feed::next_message(body)) {
      require(feed::load_be64(message->data()) == next && next <= fuzz::kReleased);
      ++next;
      ++messages;
    }
    require(body.empty() && next - packet->header.seq == packet->header.messages());
    require(packet->header.messages() != 0);
  }
  std::uint64_t next = 0;
  std::uint64_t messages = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  publish::RerequestServer server{{.packets_max = 8, .bytes_per_second = 1'000'000}, store()};
  server.start_session(fuzz::kSession);
  std::uint64_t now_ns = 1'000'000'000;
  std::uint64_t requests = 0;
  for (std::size_t at = 0; at <= size; at += 20) {
    const feed::Bytes request{data + at, std::min<std::size_t>(20, size - at)};
    Checker checker;
    const publish::RequestVerdict verdict = server.on_request(request, now_ns, checker);
    now_ns += 100'000;
    ++requests;
    require((verdict == publish::RequestVerdict::Answered) == (checker.messages != 0));
    if (checker.messages != 0) {
      const feed::MoldHeader asked = feed::view_mold_packet(request)->header;
      require(checker.messages <= asked.message_count);
      require(checker.next - checker.messages == asked.seq);
    }
  }
  std::uint64_t counted = 0;
  for (std::size_t i = 0; i < publish::kRequestVerdicts; ++i) {
    counted += server.count(static_cast<publish::RequestVerdict>(i));
  }
  require(counted == requests);
  return 0;
}
