// Processor time of a request through venue, risk, journal ring and engine; and of recovery.
//
//   venue_bench [REQUESTS] [ROUNDS] [BOOKS]
//
// Half the requests are new limit orders around the touch, of four sessions; the other half cancels
// of orders that are mostly still there. The journal is on the disk of the current directory, which
// is removed afterwards; `live` is the time of the venue's thread with the records written by
// another, `recover` reads, checks and replays them. Prints key=value; medians of the rounds.

#include <ctime>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <thread>

#include "host/journal/file_storage.hpp"
#include "host/journal/journal_thread.hpp"
#include "host/runtime/journal_sink.hpp"
#include "host/runtime/recovery.hpp"
#include "tests/host/venue/venue_rig.hpp"

namespace hotbook {
namespace {

constexpr const char* kDirectory = "venue_bench.journal";

std::uint64_t thread_ns() {
  std::timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(now.tv_nsec);
}

struct Parts {
  explicit Parts(const venue::VenueOptions& options)
      : risk{{.account_count = options.accounts.size(),
              .book_count = options.instruments.size(),
              .session_count = options.sessions.size(),
              .tick_values = {}}},
        matching{{.book_count = options.instruments.size(), .max_orders = options.max_orders}},
        sink{[] { std::this_thread::yield(); }},
        venue{options, risk, matching, sink, nullptr} {}
  risk::RiskGate risk;
  venue::SoftwareMatching matching;
  runtime::JournalSink sink;
  venue::Venue venue;
};

ClientRequest make_request(std::mt19937_64& random, std::uint32_t number, std::size_t books,
                           std::size_t sessions) {
  const std::uint64_t draw = random();
  ClientRequest request{};
  request.command.session = static_cast<std::uint16_t>(number % sessions);
  request.command.account = request.command.session % 3U;
  if (number % 2 == 0 && number > 4000) {
    request.command.kind = CommandKind::CancelOrder;
    request.user_ref = number - 1 - 2 * static_cast<std::uint32_t>(draw % 1000);
    request.command.session = static_cast<std::uint16_t>(request.user_ref % sessions);
    return request;
  }
  request.command.kind = CommandKind::NewOrder;
  request.command.book = static_cast<std::uint16_t>((draw >> 8U) % books);
  request.command.side = static_cast<std::uint8_t>((draw >> 24U) % 2);
  request.command.price = 10'000 + static_cast<std::uint32_t>((draw >> 32U) % 20) -
                          (request.command.side == 0 ? 18U : 2U);
  request.command.quantity = 1 + static_cast<std::uint32_t>((draw >> 40U) % 100);
  request.user_ref = number;
  return request;
}

struct Times {
  double live_ns;
  double recover_ns;
};

Times run(std::uint32_t requests, std::size_t books) {
  venue::VenueOptions options = venue::rig_options(books, 4);
  for (std::size_t book = 0; book < books; ++book) {
    options.instruments[book].symbol = "S" + std::to_string(book);
  }
  options.max_orders = 1U << 20U;
  options.session_orders_max = options.max_orders;
  std::filesystem::remove_all(kDirectory);
  std::filesystem::create_directory(kDirectory);
  Times times{};
  std::uint64_t records = 0;
  std::uint64_t hash = 0;
  {
    journal::FileStorage storage{kDirectory, journal::FileStorage::Access::Write};
    journal::JournalSettings settings;
    settings.release_after = journal::ReleaseAfter::Write;
    settings.book_count = static_cast<std::uint32_t>(books);
    journal::JournalWriter writer{storage, settings, journal::JournalEnd{}};
    if (!writer.open()) std::abort();
    journal::JournalThread thread{writer, journal::JournalWait::Sleep};
    Parts parts{options};
    parts.sink.set_writer(writer);
    parts.venue.set_now(venue::kNoon);
    static_cast<void>(parts.venue.start_day(venue::kFirstDay));
    MatchCommand open{};
    open.kind = CommandKind::TradingState;
    open.session = journal::kVenueSession;
    open.book = 0xffff;
    open.state = static_cast<std::uint8_t>(TradingState::Continuous);
    parts.venue.input(open);
    std::mt19937_64 random{1};
    std::vector<ClientRequest> made;
    for (std::uint32_t number = 1; number <= requests; ++number) {
      made.push_back(make_request(random, number, books, options.sessions.size()));
    }
    const std::uint64_t began = thread_ns();
    for (const ClientRequest& request : made) parts.venue.request(request);
    times.live_ns = static_cast<double>(thread_ns() - began) / requests;
    records = parts.venue.journal_seq();
    hash = parts.matching.engine().state_hash();
  }
  journal::FileStorage storage{kDirectory, journal::FileStorage::Access::Read};
  journal::SnapshotStore snapshots{storage, 1};
  Parts parts{options};
  const std::uint64_t began = thread_ns();
  const runtime::Recovered recovered = runtime::recover(parts.venue, storage, snapshots);
  times.recover_ns = static_cast<double>(thread_ns() - began) / static_cast<double>(records);
  if (recovered.records != records || parts.matching.engine().state_hash() != hash) std::abort();
  std::filesystem::remove_all(kDirectory);
  return times;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace
}  // namespace hotbook

int main(int argc, char** argv) {
  const auto argument = [&](int place, unsigned long otherwise) {
    return argc > place ? std::strtoul(argv[place], nullptr, 10) : otherwise;
  };
  const auto requests = static_cast<std::uint32_t>(argument(1, 1'000'000));
  const unsigned long rounds = argument(2, 3);
  const std::size_t books = argument(3, 100);
  std::vector<double> live;
  std::vector<double> recover;
  for (unsigned long round = 0; round < rounds; ++round) {
    const hotbook::Times times = hotbook::run(requests, books);
    live.push_back(times.live_ns);
    recover.push_back(times.recover_ns);
  }
  std::printf("requests=%u books=%zu rounds=%lu live_ns=%.1f recover_ns=%.1f recover_per_s=%.0f\n",
              requests, books, rounds, hotbook::median(live), hotbook::median(recover),
              1e9 / hotbook::median(recover));
  return 0;
}
