// A venue of a few instruments, accounts and sessions on the engine and a journal in memory.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "host/domain/sha256.hpp"
#include "host/venue/software_matching.hpp"
#include "host/venue/venue.hpp"
#include "tests/host/venue/memory_journal.hpp"

namespace hotbook::venue {

constexpr std::uint64_t kNoon = 1'700'000'000'000'000'000;
constexpr std::uint32_t kFirstDay = 20'261'120;

[[nodiscard]] inline VenueOptions rig_options(std::size_t books, std::size_t sessions) {
  VenueOptions options;
  for (std::size_t book = 0; book < books; ++book) {
    options.instruments.push_back({std::string{"HOT"} + static_cast<char>('A' + book), 100, 1});
  }
  options.accounts = {"alpha", "beta", "gamma"};
  const std::string password = "secret";
  for (std::size_t session = 0; session < sessions; ++session) {
    SessionOptions one;
    one.door = session % 2 == 0 ? session::Door::Ouch : session::Door::Fix;
    one.user = "user" + std::to_string(session);
    one.password_sha256 =
        sha256_hex({reinterpret_cast<const std::uint8_t*>(password.data()), password.size()});
    one.account = static_cast<std::uint32_t>(session % options.accounts.size());
    one.cancel_on_disconnect = session % 3 != 1;
    options.sessions.push_back(one);
  }
  options.max_orders = 1000;
  return options;
}

template <typename MatchingKind>
struct RigOf {
  explicit RigOf(const VenueOptions& options, InputObserver* observer = nullptr)
      : risk{{.account_count = options.accounts.size(),
              .book_count = options.instruments.size(),
              .session_count = options.sessions.size(),
              .tick_values = {}}},
        matching{{.book_count = options.instruments.size(), .max_orders = options.max_orders}},
        venue{options, risk, matching, journal, observer} {
    venue.set_now(kNoon);
  }

  void state(TradingState state, std::uint16_t book = 0xffff) {
    MatchCommand command{};
    command.kind = CommandKind::TradingState;
    command.session = journal::kVenueSession;
    command.book = book;
    command.state = static_cast<std::uint8_t>(state);
    venue.input(command);
  }
  void open() {
    ASSERT_EQ(venue.start_day(kFirstDay), "");
    state(TradingState::Continuous);
  }

  // Requests of a session, as its door would make them.
  [[nodiscard]] ClientRequest order(std::uint16_t session, std::uint32_t user_ref, Side side,
                                    std::uint32_t price, std::uint32_t quantity,
                                    std::uint16_t book = 0) const {
    ClientRequest request{};
    request.command.kind = CommandKind::NewOrder;
    request.command.session = session;
    request.command.account = venue.options().sessions[session].account;
    request.command.book = book;
    request.command.side = static_cast<std::uint8_t>(side);
    request.command.price = price;
    request.command.quantity = quantity;
    request.user_ref = user_ref;
    request.cl_ord_id[0] = static_cast<char>('a' + user_ref % 26);
    return request;
  }
  [[nodiscard]] ClientRequest cancel(std::uint16_t session, std::uint32_t user_ref,
                                     std::uint32_t total = 0) const {
    ClientRequest request{};
    request.command.kind = CommandKind::CancelOrder;
    request.command.session = session;
    request.command.account = venue.options().sessions[session].account;
    request.command.quantity = total;
    request.user_ref = user_ref;
    return request;
  }
  [[nodiscard]] ClientRequest replace(std::uint16_t session, std::uint32_t old_ref,
                                      std::uint32_t user_ref, std::uint32_t price,
                                      std::uint32_t total) const {
    ClientRequest request = order(session, user_ref, Side::Bid, price, total);
    request.command.kind = CommandKind::ReplaceOrder;
    request.command.book = 0;
    request.command.side = 0;
    request.other_user_ref = old_ref;
    return request;
  }

  [[nodiscard]] const ClientReport& last(std::uint16_t session) const {
    const session::ReportLog& log = venue.reports(session);
    return log.report(log.count());
  }

  risk::RiskGate risk;
  MatchingKind matching;
  MemoryJournal journal;
  Venue venue;
};
using VenueRig = RigOf<SoftwareMatching>;

}  // namespace hotbook::venue
