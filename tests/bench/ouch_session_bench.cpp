// What an order costs the thread that keeps an OUCH session, without sockets and with a venue that
// does nothing but report: processor time, so that a busy machine does not count.
//
//   ouch_session_bench [orders]
//
// Prints key=value, nanoseconds an order: bytes to request; report to bytes; and a whole session,
// from the client's packets to the packets it gets, in reads of so many orders.

#include <ctime>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "host/session/ouch_client.hpp"
#include "host/session/ouch_session.hpp"

namespace hotbook::bench {
namespace {

namespace ouch = session::ouch;

std::uint64_t processor_ns() {
  std::timespec time{};
  (void)::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(time.tv_nsec);
}

// Accepts everything at once.
class Venue final : public session::EntryPoint {
 public:
  Venue() { report.kind = ReportKind::Accepted; }

  session::Login login(session::Door, std::string_view, std::string_view) override {
    return {session::LoginAnswer::Accepted, 0, 1};
  }
  void logout(std::uint16_t) noexcept override {}
  void request(const ClientRequest& request) noexcept override {
    report.user_ref = request.user_ref;
    report.price = request.command.price;
    report.quantity = report.leaves = request.command.quantity;
    report.cl_ord_id = request.cl_ord_id;
    report.door = request.door;
    report.order_id = ++order_id;
    log.append(report);
    log.release_next();
  }
  const session::ReportLog& reports(std::uint16_t) const noexcept override { return log; }
  std::string_view day_name() const noexcept override { return "DAY"; }
  bool is_day_over() const noexcept override { return false; }
  std::uint16_t book_of(std::string_view symbol) const noexcept override {
    return symbol == "AAPL" ? 0 : session::kUnknownSymbol;
  }
  std::string_view symbol_of(std::uint16_t) const noexcept override { return "AAPL"; }
  std::uint32_t tick_dollars_1e4(std::uint16_t) const noexcept override { return tick; }
  std::optional<session::LiveOrder> live_order(std::uint16_t,
                                               std::uint32_t) const noexcept override {
    return std::nullopt;
  }
  std::uint32_t next_user_ref(std::uint16_t) const noexcept override { return 1; }

  session::ReportLog log;
  ClientReport report{};
  std::uint64_t order_id = 0;
  std::uint32_t tick = 100;
};

ouch::EnterOrder order(std::uint32_t user_ref) {
  return {user_ref,  'B', 100, {'A', 'A', 'P', 'L', ' ', ' ', ' ', ' '},
          1'503'400, '0', 'Y', 'A',
          'N',       'N', {},  {}};
}

void codec(std::uint32_t orders) {
  Venue venue;
  const session::OuchCodec codec{venue};
  std::array<std::uint8_t, ouch::kMessageBytesMax> bytes;
  const std::size_t count = ouch::write(order(1), bytes.data());
  std::uint64_t sum = 0;
  ClientRequest request;
  std::uint64_t start_ns = processor_ns();
  for (std::uint32_t i = 0; i < orders; ++i) {
    bytes[4] = static_cast<std::uint8_t>(i);
    sum += codec.decode({bytes.data(), count}, {0, 1, i, true}, request) ? request.user_ref : 0;
  }
  const std::uint64_t decode_ns = processor_ns() - start_ns;
  start_ns = processor_ns();
  for (std::uint32_t i = 0; i < orders; ++i) {
    venue.report.user_ref = i;
    sum += codec.encode(venue.report, bytes) + bytes[12];
  }
  const std::uint64_t encode_ns = processor_ns() - start_ns;
  std::cout << "decode_ns=" << decode_ns / orders << " encode_ns=" << encode_ns / orders
            << " check=" << sum << '\n';
}

void whole(std::uint32_t orders, std::uint32_t batch) {
  const auto venue = std::make_unique<Venue>();
  session::OuchSession server{*venue, {}, 0};
  session::OuchClient client{0, {.output_bytes_max = 1U << 20U}};
  client.login("USER", "SECRET");
  server.receive(client.soupbin().output(), 0);
  client.soupbin().sent(client.soupbin().output().size(), 0);
  std::uint64_t spent_ns = 0;
  std::uint64_t bytes = 0;
  for (std::uint32_t i = 0; i < orders; i += batch) {
    for (std::uint32_t k = 1; k <= batch; ++k) (void)client.send(order(i + k));
    const std::uint64_t start_ns = processor_ns();
    server.receive(client.soupbin().output(), 0);
    server.flush(0);
    bytes += server.output().size();
    server.sent(server.output().size(), 0);
    spent_ns += processor_ns() - start_ns;
    client.soupbin().sent(client.soupbin().output().size(), 0);
  }
  std::cout << "batch=" << batch << " session_ns=" << spent_ns / orders
            << " bytes_out=" << bytes / orders << '\n';
}

}  // namespace
}  // namespace hotbook::bench

int main(int argc, char** argv) {
  const auto orders =
      static_cast<std::uint32_t>(argc > 1 ? std::stoul(argv[1]) : std::stoul("1000000"));
  hotbook::bench::codec(orders);
  for (const std::uint32_t batch : {1U, 10U, 100U, 500U}) hotbook::bench::whole(orders, batch);
}
