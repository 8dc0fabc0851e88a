// Fuzzes both ends of SoupBinTCP. The first byte says how the rest is cut: whatever comes, in
// pieces an end sees what it sees in one, payloads lie in what was received, and the first fault is
// the last thing that happens.

#include <algorithm>
#include <string>

#include "host/session/soupbin.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {
namespace {

using session::CloseReason;
using session::SoupBinClient;
using session::SoupBinServer;

std::string note(const session::ServerEvent& event) {
  std::string text{static_cast<char>('0' + static_cast<int>(event.kind))};
  text.append(event.payload.begin(), event.payload.end());
  text.append(event.login.user).append(event.login.password).append(event.login.session);
  return text + std::to_string(event.login.requested_seq) + '\n';
}

std::string note(const session::ClientEvent& event) {
  std::string text{static_cast<char>('0' + static_cast<int>(event.kind))};
  text.append(event.payload.begin(), event.payload.end());
  return text.append(event.session) + std::to_string(event.seq) + event.code + '\n';
}

void answer(SoupBinServer& server, const session::ServerEvent& event) {
  if (event.kind == session::ServerEvent::Kind::Login) {
    server.accept(event.login.session, event.login.requested_seq);
  }
}
void answer(SoupBinClient& /*client*/, const session::ClientEvent& /*event*/) {}

template <class End>
std::string seen(Bytes said, std::size_t piece) {
  End end{{}, 0};
  std::string text;
  while (!said.empty()) {
    const std::vector<std::uint8_t> part(
        said.begin(), said.begin() + static_cast<std::ptrdiff_t>(std::min(piece, said.size())));
    said = said.subspan(part.size());
    end.receive(part, 0);
    while (const auto event = end.next()) {
      text += note(*event);
      answer(end, *event);
    }
    if (!end.is_open()) require(!end.next());
    end.sent(end.output().size(), 0);
  }
  return text + std::string{name_of(end.close_reason())};
}

}  // namespace

void make_seeds(Seeds& seeds) {
  SoupBinClient client{{}, 0};
  client.login({"USER", "SECRET", "DAY", 7});
  (void)client.send(Bytes{{'a', 'b', 'c'}});
  client.debug("hello");
  client.logout();
  std::vector<std::uint8_t> seed{9};
  seed.insert(seed.end(), client.output().begin(), client.output().end());
  seeds.add(seed);

  SoupBinServer server{{}, 0};
  server.accept("DAY", 7);
  (void)server.send(Bytes{{'a', 'b', 'c'}});
  server.advance(2'000'000'000);
  server.end_session();
  seed.assign(1, 5);
  seed.insert(seed.end(), server.output().begin(), server.output().end());
  seeds.add(seed);
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hotbook::fuzz;
  if (size == 0) return 0;
  const std::size_t piece = std::size_t{1} + data[0];
  const Bytes said{data + 1, size - 1};
  using hotbook::session::SoupBinClient;
  using hotbook::session::SoupBinServer;
  require(seen<SoupBinServer>(said, piece) == seen<SoupBinServer>(said, size));
  require(seen<SoupBinClient>(said, piece) == seen<SoupBinClient>(said, size));
  return 0;
}
