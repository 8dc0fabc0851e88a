// A venue that does nothing but remember what it was asked.

#pragma once

#include <string>
#include <vector>

#include "host/control/control_target.hpp"

namespace hotbook::control::testing {

class FakeTarget final : public ControlTarget {
 public:
  std::vector<std::string> calls;
  std::optional<Refusal> refusal;  // what every call is answered, when set

  Result<StatusView> status() override {
    StatusView view;
    view.venue = "FAKE";
    view.live_orders = 18'446'744'073'709'551'615U;
    return answer("status", view);
  }
  Result<std::vector<BookView>> books() override {
    return answer("books", std::vector{book_view(0)});
  }
  Result<BookView> book(std::string_view symbol, std::size_t depth) override {
    BookView view = book_view(depth);
    view.symbol = symbol;
    return answer("book " + std::string{symbol} + " " + std::to_string(depth), view);
  }
  Result<OrderPage> orders(const OrderFilter& filter) override {
    OrderPage page;
    OrderView order;
    order.order_id = filter.after + 1;
    order.price = {12'345'600};
    page.orders.push_back(order);
    page.has_more = true;
    return answer("orders account=" + filter.account.value_or("*") +
                      " symbol=" + filter.symbol.value_or("*") +
                      " session=" + (filter.session ? std::to_string(*filter.session) : "*") +
                      " after=" + std::to_string(filter.after) +
                      " count=" + std::to_string(filter.count_max),
                  page);
  }
  Result<std::vector<SessionView>> sessions() override {
    return answer("sessions", std::vector<SessionView>(2));
  }
  Result<std::vector<RiskView>> risk() override { return answer("risk", std::vector<RiskView>(1)); }
  Result<std::vector<LimitView>> limits() override {
    return answer("limits", std::vector<LimitView>(1));
  }
  Result<CardView> card() override {
    CardView view;
    view.counters = {{"frames", 3}};
    return answer("card", view);
  }
  Result<JournalView> journal() override { return answer("journal", JournalView{}); }

  Result<Changes> change_session(std::string_view actor, std::uint16_t session,
                                 SessionAction action) override {
    return change(actor, "session " + std::to_string(session) + " " + number(action));
  }
  Result<Changes> change_account(std::string_view actor, std::string_view account,
                                 AccountAction action) override {
    return change(actor, "account " + std::string{account} + " " + number(action));
  }
  Result<Changes> change_book(std::string_view actor, std::string_view symbol,
                              BookAction action) override {
    return change(actor, "book " + std::string{symbol} + " " + number(action));
  }
  Result<Changes> set_limits(std::string_view actor,
                             std::span<const LimitChange> changes) override {
    std::string what = "limits";
    for (const LimitChange& limit : changes) {
      what += " " + number(limit.scope) + ":" + limit.name + ":" + number(limit.limit) + "=" +
              std::to_string(limit.value);
    }
    return change(actor, what);
  }
  Result<Changes> kill(std::string_view actor, ControlScope scope, std::string_view name,
                       bool on) override {
    return change(actor, "kill " + number(scope) + ":" + std::string{name} + (on ? " on" : " off"));
  }
  Result<Changes> change_card(std::string_view actor, CardAction action) override {
    return change(actor, "card " + number(action));
  }
  Result<Changes> change_day(std::string_view actor, DayAction action,
                             std::optional<std::uint32_t> day) override {
    return change(actor, "day " + number(action) + " " + (day ? std::to_string(*day) : "-"));
  }
  Result<Changes> stop(std::string_view actor) override { return change(actor, "stop"); }

 private:
  template <class T>
  static std::string number(T value) {
    return std::to_string(static_cast<unsigned>(value));
  }
  static BookView book_view(std::size_t depth) {
    BookView view;
    view.symbol = "SPY";
    view.bid = {1'012'500};
    view.bids.resize(depth);
    return view;
  }
  template <class T>
  Result<T> answer(const std::string& call, T value) {
    calls.push_back(call);
    if (refusal) return *refusal;
    return value;
  }
  Result<Changes> change(std::string_view actor, const std::string& what) {
    return answer(std::string{actor} + ": " + what, Changes{{what, "before", "after"}});
  }
};

}  // namespace hotbook::control::testing
