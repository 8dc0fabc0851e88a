// Fuzzes an OUCH session behind its login: whatever a client says, each message is answered with
// one that can be read, or the connection ends with a reason and the venue is told.

#include <algorithm>
#include <array>
#include <cstring>

#include "host/session/ouch_client.hpp"
#include "host/session/ouch_session.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/host/session/fake_venue.hpp"

namespace hotbook::fuzz {
namespace {

using session::CloseReason;
using session::OuchClient;
namespace ouch = session::ouch;

constexpr std::uint64_t kNow = 34'200'000'000'123;

template <std::size_t N>
std::array<char, N> text(std::string_view value) {
  std::array<char, N> field;
  field.fill(' ');
  std::copy(value.begin(), value.end(), field.begin());
  return field;
}

}  // namespace

void make_seeds(Seeds& seeds) {
  OuchClient client{kNow};
  ouch::EnterOrder order{1,   'B', 100, text<8>("AAPL"), 1'503'400, '0', 'Y',
                         'A', 'N', 'N', text<14>("ID"),  {}};
  (void)client.send(order);
  (void)client.send(ouch::ReplaceOrder{1, 2, 50, 1'503'500, '0', 'Y', 'N', text<14>("N"), {}});
  (void)client.send(ouch::ModifyOrder{2, 'B', 40, {}});
  (void)client.send(ouch::CancelOrder{2, 0, {}});
  (void)client.send(ouch::DisableOrderEntry{3, text<4>("FIRM"), {}});
  (void)client.send(ouch::EnableOrderEntry{4, text<4>("FIRM"), {}});
  (void)client.send(ouch::AccountQuery{});
  seeds.add(client.soupbin().output());
  OuchClient full{kNow};
  order.options.set(ouch::Tag::MinQuantity, 10);
  order.options.set(ouch::Tag::MaxFloor, 10);
  order.options.set_char(ouch::Tag::PriceType, 'R');
  order.options.set(ouch::Tag::PegOffset, 100);
  order.options.set_char(ouch::Tag::PostOnly, 'P');
  order.options.set_char(ouch::Tag::SelfMatch, 'O');
  order.options.set(ouch::Tag::ExpireTime, 60);
  order.time_in_force = '6';
  (void)full.send(order);
  (void)full.send(ouch::MassCancel{5, text<4>("FIRM"), text<8>("AAPL"), {}});
  seeds.add(full.soupbin().output());
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hotbook::fuzz;
  hotbook::testing::FakeVenue venue;
  venue.keeps_requests = false;
  hotbook::session::OuchSession server{venue, {}, kNow};
  OuchClient client{kNow};
  client.login("USER1", "SECRET");
  server.receive(client.soupbin().output(), kNow);
  server.receive({data, size}, kNow);

  const hotbook::session::ReportLog& log = venue.reports(1);
  std::size_t heard = 0;
  do {
    server.flush(kNow);
    client.receive(server.output(), kNow);
    while (const auto event = client.next()) {
      if (event->kind != hotbook::session::ClientEvent::Kind::Data) continue;
      require(event->seq == ++heard);
      require(ouch::read_any<ouch::Outbound>(event->payload).has_value());
    }
    server.sent(server.output().size(), kNow);
  } while (server.close_reason() == CloseReason::None && heard < log.count());
  require((venue.logouts == 0) == (server.close_reason() == CloseReason::None));
  if (server.close_reason() == CloseReason::None) require(heard == log.count());
  server.end(CloseReason::PeerClosed);
  require(venue.logouts == 1);
  return 0;
}
