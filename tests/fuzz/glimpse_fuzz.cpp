// Fuzzes both ends of GLIMPSE with bytes from the other one, cut anywhere: the client takes
// messages only between login and end, and knows where the live feed goes on exactly when it is
// done; the server gives a snapshot only to whom it admits.

#include <algorithm>

#include "host/feed/glimpse_client.hpp"
#include "host/publish/glimpse_server.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {

namespace {

constexpr std::uint64_t kNow = 1'000'000'000;
constexpr const char* kUser = "reader";
constexpr const char* kPassword = "secret";
constexpr const char* kDay = "DAY1";

struct Venue {
  Venue() { publisher.start_day(engine, kNow); }
  engine::Engine engine{{.book_count = 1, .max_orders = 16, .publish = false}};
  publish::MessageStore store;
  publish::ItchPublisher publisher{{}, {{.symbol = "HOTB"}}, store};
  publish::GlimpseSource source{engine, publisher, store, kDay,
                                [](std::string_view user, std::string_view password) {
                                  return user == kUser && password == kPassword;
                                }};
};

Venue& venue() {
  static Venue made;
  made.store.release(~std::uint64_t{0});
  return made;
}

std::vector<std::uint8_t> copy(feed::Bytes bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace

// The first byte says which end, the second how the rest is cut.
void make_seeds(Seeds& seeds) {
  feed::GlimpseClient client{{kUser, kPassword, kDay}, kNow};
  publish::GlimpseSession session{{}, venue().source, kNow};
  session.receive(copy(client.output()), kNow);
  std::vector<std::uint8_t> to_client{0, 7};
  std::vector<std::uint8_t> to_server{1, 7};
  to_client.insert(to_client.end(), session.output().begin(), session.output().end());
  to_server.insert(to_server.end(), client.output().begin(), client.output().end());
  seeds.add(to_client);
  seeds.add(to_server);
}

}  // namespace hotbook::fuzz

namespace {

using namespace hotbook;
using fuzz::require;

void feed_client(feed::Bytes bytes, std::size_t cut) {
  feed::GlimpseClient client{{fuzz::kUser, fuzz::kPassword, fuzz::kDay}, fuzz::kNow};
  for (std::size_t at = 0; at < bytes.size(); at += cut) {
    const bool was_over = client.is_over();
    client.receive(bytes.subspan(at, std::min(cut, bytes.size() - at)), fuzz::kNow,
                   [&](feed::Bytes message) {
                     require(!was_over);
                     require(message.data() != nullptr || message.empty());
                   });
    client.sent(client.output().size(), fuzz::kNow);
    require((client.next_seq() != 0) == (client.state() == feed::GlimpseState::Done));
    require(!name_of(client.state()).empty());
  }
  client.closed();
  require(client.is_over());
}

void feed_server(feed::Bytes bytes, std::size_t cut) {
  publish::GlimpseSession session{{}, fuzz::venue().source, fuzz::kNow};
  std::vector<std::uint8_t> told;
  for (std::size_t at = 0; at < bytes.size(); at += cut) {
    session.receive(bytes.subspan(at, std::min(cut, bytes.size() - at)), fuzz::kNow);
    told.insert(told.end(), session.output().begin(), session.output().end());
    session.sent(session.output().size(), fuzz::kNow);
  }
  const auto has = [&](std::string_view text) {
    return std::search(told.begin(), told.end(), text.begin(), text.end()) != told.end();
  };
  if (session.snapshot_seq() != 0) {
    require(session.snapshot_seq() == fuzz::venue().store.next_seq());
    // Nonsense behind a login ends the connection before the snapshot.
    require(has("HOTB") == (session.close_reason() == session::CloseReason::EndOfSession));
    const std::string_view all{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    require(all.find(fuzz::kPassword) != all.npos);
  } else {
    require(!has("HOTB"));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const feed::Bytes bytes{data + 2, size - 2};
  const std::size_t cut = 1 + std::size_t{data[1]};
  (data[0] & 1U) == 0 ? feed_client(bytes, cut) : feed_server(bytes, cut);
  return 0;
}
