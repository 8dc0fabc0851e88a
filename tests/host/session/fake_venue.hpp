// A venue that takes every order, matches nothing, and executes what a test tells it to.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "host/session/entry_point.hpp"

namespace hotbook::testing {

class FakeVenue final : public session::EntryPoint {
 public:
  struct User {
    std::string name;
    std::string password;
    std::uint32_t account;
    bool is_enabled = true;
    bool is_logged_in = false;
  };
  struct Instrument {
    std::string symbol;
    std::uint32_t tick_dollars_1e4;
  };
  struct Order {
    std::uint64_t order_id;
    std::uint16_t book;
    std::uint8_t side;
    SaleKind sale;
    std::uint32_t total;
    std::uint32_t executed = 0;
    std::array<char, 4> door;
    ClientReport accepted;  // what Accepted said
  };

  explicit FakeVenue(std::size_t users = 4) {
    for (std::size_t i = 0; i < users; ++i) {
      users_.push_back({"USER" + std::to_string(i), "SECRET", static_cast<std::uint32_t>(100 + i)});
    }
    sessions_.resize(users);
  }

  // session::EntryPoint
  session::Login login(session::Door, std::string_view user, std::string_view password) override {
    for (std::size_t i = 0; i < users_.size(); ++i) {
      User& each = users_[i];
      if (each.name != user) continue;
      if (each.password != password) return {session::LoginAnswer::WrongPassword};
      if (!each.is_enabled) return {session::LoginAnswer::Disabled};
      if (each.is_logged_in) return {session::LoginAnswer::LoggedInAlready};
      each.is_logged_in = true;
      return {session::LoginAnswer::Accepted, static_cast<std::uint16_t>(i), each.account};
    }
    return {};
  }
  void logout(std::uint16_t session) noexcept override {
    users_[session].is_logged_in = false;
    ++logouts;
  }
  void request(const ClientRequest& request) noexcept override;
  const session::ReportLog& reports(std::uint16_t session) const noexcept override {
    return sessions_[session].log;
  }
  std::string_view day_name() const noexcept override { return day; }
  bool is_day_over() const noexcept override { return is_over; }
  std::uint16_t book_of(std::string_view symbol) const noexcept override {
    for (std::size_t i = 0; i < instruments.size(); ++i) {
      if (instruments[i].symbol == symbol) return static_cast<std::uint16_t>(i);
    }
    return session::kUnknownSymbol;
  }
  std::string_view symbol_of(std::uint16_t book) const noexcept override {
    return instruments.at(book).symbol;
  }
  std::uint32_t tick_dollars_1e4(std::uint16_t book) const noexcept override {
    return instruments.at(book).tick_dollars_1e4;
  }
  std::optional<session::LiveOrder> live_order(std::uint16_t session,
                                               std::uint32_t user_ref) const noexcept override {
    const auto found = sessions_[session].orders.find(user_ref);
    if (found == sessions_[session].orders.end()) return std::nullopt;
    const Order& order = found->second;
    return session::LiveOrder{order.book, static_cast<Side>(order.side), order.sale, order.door};
  }
  std::uint32_t next_user_ref(std::uint16_t session) const noexcept override {
    return sessions_[session].highest_ref + 1;
  }

  // What a test does.
  void execute(std::uint16_t session, std::uint32_t user_ref, std::uint32_t quantity,
               std::uint32_t price);
  void tell(std::uint16_t session, ClientReport report);
  void system_event(char event);
  // Everything appended may be told.
  void release(std::uint16_t session);
  User& user(std::size_t index) { return users_[index]; }
  std::size_t open_orders(std::uint16_t session) const { return sessions_[session].orders.size(); }
  // The log as after a recovery: the same reports, by another object.
  void forget_and_rebuild(std::uint16_t session);

  std::vector<Instrument> instruments{{"AAPL", 100}, {"BRK A", 1}, {"TEN", 1000}};
  std::vector<ClientRequest> requests;
  std::string day = "DAY1";
  bool is_over = false;
  bool keeps_requests = true;
  bool releases_at_once = true;
  std::uint64_t now_ns = 34'200'000'000'123;
  std::function<void(std::uint16_t)> on_release;
  std::uint64_t logouts = 0;
  std::uint64_t resends = 0;

 private:
  struct Session {
    session::ReportLog log;
    std::map<std::uint32_t, Order> orders;
    std::uint32_t highest_ref = 0;
  };

  [[nodiscard]] ClientReport about(const ClientRequest& request, ReportKind kind) const;
  void new_order(const ClientRequest& request);
  void cancel(const ClientRequest& request);
  void replace(const ClientRequest& request);
  void mass_cancel(const ClientRequest& request);

  std::vector<User> users_;
  std::vector<Session> sessions_;
  std::uint64_t order_id_ = 0;
  std::uint64_t match_number_ = 0;
};

}  // namespace hotbook::testing
