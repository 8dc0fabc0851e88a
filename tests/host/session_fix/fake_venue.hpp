// A venue whose answers are simple to foresee, with a journal that outlives the process.
//
//   a new order    is accepted; ioc: executed whole at once; quantity 1,000,000 and more: refused
//   by
//                  risk; quantity 7 at its end: executed in part at once
//   a cancel, replace, mass cancel: as the real one, or refused for unknown_order
//
// Reports wait for release(), as behind a journal; so do requests when they are deferred: a crash
// loses those that came since.

#pragma once

#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "host/session/entry_point.hpp"

namespace hotbook::fix::test {

class FakeVenue final : public session::EntryPoint {
 public:
  struct User {
    std::string name;
    std::string password;
  };

  explicit FakeVenue(std::vector<User> users);
  ~FakeVenue() override;
  FakeVenue(const FakeVenue&) = delete;
  FakeVenue& operator=(const FakeVenue&) = delete;

  // Does again what the file holds, then writes to it.
  void use_journal(const std::string& path);
  void release();
  void fill(std::uint16_t session, std::uint32_t user_ref, std::uint32_t quantity);
  void report(std::uint16_t session, ReportKind kind, std::uint32_t user_ref, std::uint8_t reason);
  void system_event(char event);
  void start_day(const std::string& name);
  void end_day() { is_day_over_ = true; }

  session::Login login(session::Door door, std::string_view user,
                       std::string_view password) override;
  void logout(std::uint16_t session) noexcept override;
  void request(const ClientRequest& request) noexcept override;
  const session::ReportLog& reports(std::uint16_t session) const noexcept override {
    return sessions_[session].reports;
  }
  std::optional<session::LiveOrder> live_order(std::uint16_t session,
                                               std::uint32_t user_ref) const noexcept override;
  std::uint32_t next_user_ref(std::uint16_t session) const noexcept override {
    return sessions_[session].highest_ref + 1;
  }
  std::string_view day_name() const noexcept override { return day_; }
  bool is_day_over() const noexcept override { return is_day_over_; }
  std::uint16_t book_of(std::string_view symbol) const noexcept override;
  std::string_view symbol_of(std::uint16_t book) const noexcept override;
  std::uint32_t tick_dollars_1e4(std::uint16_t book) const noexcept override;

  std::vector<ClientRequest> requests;               // as they came
  std::uint64_t now_ns = 1'763'657'394'123'456'789;  // 2025-11-20 16:49:54 UTC
  unsigned logouts = 0;
  bool defers_requests = false;

 private:
  struct Session {
    User user;
    session::ReportLog reports;
    std::uint32_t highest_ref = 0;
    bool is_logged_in = false;
    std::map<std::uint32_t, ClientReport> orders;  // live, by user_ref
  };

  void write_and_apply(const ClientRequest& request);
  void apply(const ClientRequest& request);
  void new_order(Session& session, const ClientRequest& request);
  void cancel(Session& session, const ClientRequest& request);
  void replace(Session& session, const ClientRequest& request);
  void mass_cancel(Session& session, const ClientRequest& request);
  void refuse(Session& session, const ClientRequest& request, std::uint8_t reason);
  void execute(Session& session, ClientReport& order, std::uint32_t quantity);
  void end(Session& session, const ClientReport& order, MatchReason reason,
           const ClientOrderId& by);
  void append(Session& session, ClientReport report);
  static ClientReport about(const ClientRequest& request);

  std::vector<Session> sessions_;
  std::string day_ = "20251120";
  bool is_day_over_ = false;
  std::uint64_t order_ids_ = 0;
  std::uint64_t matches_ = 0;
  std::uint64_t journal_seq_ = 0;
  std::FILE* journal_ = nullptr;
  std::vector<ClientRequest> deferred_;
};

}  // namespace hotbook::fix::test
