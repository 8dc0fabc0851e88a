// Answers: what operators see.

#include "host/runtime/control_desk.hpp"

#include <fmt/format.h>

#include <array>

#include "host/runtime/desk_call.hpp"
#include "host/runtime/words.hpp"

namespace hotbook::runtime {

using control::BookView;
using control::ControlScope;
using control::Dollars;
using control::Refusal;
using control::RefusalCode;
using control::Result;

namespace {

constexpr std::size_t kLevelReads = 64;

std::uint64_t now_ns() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                        std::chrono::system_clock::now().time_since_epoch())
                                        .count());
}

}  // namespace

Result<control::StatusView> ControlDesk::status() {
  return on_venue<control::StatusView>([this]() -> Result<control::StatusView> {
    const venue::Venue& venue = parts_.venue;
    control::StatusView view;
    view.venue = parts_.name;
    view.version = parts_.version;
    view.time_ns = now_ns();
    view.uptime_s = (view.time_ns - parts_.started_ns) / 1'000'000'000;
    view.day = venue.day();
    view.is_day_open = !venue.is_day_over();
    view.is_killed = parts_.venue.risk().is_killed(ControlScope::Firm);
    view.books = venue.options().instruments.size();
    for (std::size_t book = 0; book < view.books; ++book) {
      if (is_continuous(venue.reporter().figures(static_cast<std::uint16_t>(book)).state)) {
        ++view.books_open;
      }
    }
    view.sessions = parts_.venue.sessions().count();
    for (std::size_t session = 0; session < view.sessions; ++session) {
      if (parts_.venue.sessions().is_logged_in(static_cast<std::uint16_t>(session))) {
        ++view.sessions_logged_in;
      }
    }
    view.live_orders = venue.orders().count();
    view.live_orders_max = venue.options().max_orders;
    view.requests = venue.counts().requests;
    view.refusals = venue.counts().refusals;
    view.executions = venue.reporter().executions();
    view.device = parts_.device;
    view.card = card_state();
    view.journal_policy = parts_.journal_policy;
    view.journal_seq = venue.journal_seq();
    view.journal_durable_seq = parts_.writer.durable_seq();
    return view;
  });
}

BookView ControlDesk::view_of(std::uint16_t book) const {
  const venue::Venue& venue = parts_.venue;
  const venue::BookFigures& figures = venue.reporter().figures(book);
  const std::uint64_t tick = venue.tick_dollars_1e4(book);
  BookView view;
  view.symbol = venue.symbol_of(book);
  view.book = book;
  view.state = word_of(figures.state);
  view.is_killed = parts_.venue.risk().is_killed(ControlScope::Instrument, book);
  view.is_restricted = parts_.venue.risk().is_restricted(book);
  view.tick = Dollars{tick};
  view.last = Dollars{figures.last * tick};
  view.volume = figures.volume;
  view.executions = figures.executions;
  add_levels(view, book, 1);
  if (!view.bids.empty()) {
    view.bid = view.bids.front().price;
    view.bid_quantity = view.bids.front().quantity;
  }
  if (!view.asks.empty()) {
    view.ask = view.asks.front().price;
    view.ask_quantity = view.asks.front().quantity;
  }
  view.bids.clear();
  view.asks.clear();
  return view;
}

void ControlDesk::add_levels(BookView& view, std::uint16_t book, std::size_t depth) const {
  const std::uint64_t tick = parts_.venue.tick_dollars_1e4(book);
  for (const Side side : {Side::Bid, Side::Ask}) {
    std::vector<control::LevelView>& levels = side == Side::Bid ? view.bids : view.asks;
    levels.clear();
    std::array<engine::ShownOrder, kLevelReads> orders;
    std::uint64_t last_id = 0;
    std::uint32_t price = 0;
    for (bool more = true; more;) {
      const engine::RestingOrders read =
          parts_.venue.engine().shown_behind(book, side, last_id, orders);
      more = read.more && read.count != 0;
      for (std::size_t place = 0; place < read.count; ++place) {
        const engine::ShownOrder& order = orders[place];
        if (levels.empty() || order.price != price) {
          if (levels.size() == depth) return void(more = false);
          levels.push_back({Dollars{order.price * tick}, 0, 0});
          price = order.price;
        }
        levels.back().quantity += order.visible;
        ++levels.back().orders;
        last_id = order.id;
      }
    }
  }
}

Result<std::vector<BookView>> ControlDesk::books() {
  return on_venue<std::vector<BookView>>([this]() -> Result<std::vector<BookView>> {
    std::vector<BookView> views;
    for (std::size_t book = 0; book < parts_.venue.options().instruments.size(); ++book) {
      views.push_back(view_of(static_cast<std::uint16_t>(book)));
    }
    parts_.venue.orders().for_each(
        [&](const venue::OrderEntry& order) { ++views[order.book].orders; });
    return views;
  });
}

Result<BookView> ControlDesk::book(std::string_view symbol, std::size_t depth) {
  return on_venue<BookView>([this, symbol, depth]() -> Result<BookView> {
    const std::uint16_t book = parts_.venue.book_of(symbol);
    if (book == session::kUnknownSymbol) {
      return Refusal{RefusalCode::NotFound, fmt::format("there is no instrument {}", symbol)};
    }
    BookView view = view_of(book);
    add_levels(view, book, depth);
    parts_.venue.orders().for_each([&](const venue::OrderEntry& order) {
      if (order.book == book) ++view.orders;
    });
    return view;
  });
}

control::OrderView ControlDesk::view_of(const venue::OrderEntry& order) const {
  const venue::Venue& venue = parts_.venue;
  control::OrderView view;
  view.order_id = order.order_id;
  view.session = order.session;
  view.account = venue.options().accounts[order.account];
  view.symbol = venue.symbol_of(order.book);
  view.side = order.side == 0 ? "bid" : "ask";
  view.order_type = word_of(order.order_type);
  view.time_in_force = word_of(order.time_in_force);
  view.price = Dollars{std::uint64_t{order.price} * venue.tick_dollars_1e4(order.book)};
  view.quantity = order.total;
  view.open = order.open;
  view.user_ref = order.user_ref;
  view.cl_ord_id = text_of(order.cl_ord_id);
  return view;
}

Result<control::OrderPage> ControlDesk::orders(const control::OrderFilter& filter) {
  return on_venue<control::OrderPage>([this, &filter]() -> Result<control::OrderPage> {
    std::optional<std::uint32_t> account;
    std::optional<std::uint32_t> book;
    if (filter.account && !(account = find(ControlScope::Account, *filter.account))) {
      return Refusal{RefusalCode::NotFound, fmt::format("there is no account {}", *filter.account)};
    }
    if (filter.symbol && !(book = find(ControlScope::Instrument, *filter.symbol))) {
      return Refusal{RefusalCode::NotFound,
                     fmt::format("there is no instrument {}", *filter.symbol)};
    }
    control::OrderPage page;
    parts_.venue.orders().for_each([&](const venue::OrderEntry& order) {
      if (order.order_id <= filter.after || (account && order.account != *account) ||
          (book && order.book != *book) || (filter.session && order.session != *filter.session)) {
        return;
      }
      if (page.orders.size() < filter.count_max) {
        page.orders.push_back(view_of(order));
      } else {
        page.has_more = true;
      }
    });
    return page;
  });
}

Result<std::vector<control::SessionView>> ControlDesk::sessions() {
  return on_venue<std::vector<control::SessionView>>(
      [this]() -> Result<std::vector<control::SessionView>> {
        std::vector<control::SessionView> views;
        venue::SessionTable& sessions = parts_.venue.sessions();
        for (std::size_t number = 0; number < sessions.count(); ++number) {
          const auto session = static_cast<std::uint16_t>(number);
          const venue::SessionOptions& options = sessions.options(session);
          control::SessionView view;
          view.session = number;
          view.door = options.door == session::Door::Ouch ? "ouch" : "fix";
          view.user = options.user;
          view.account = parts_.venue.options().accounts[options.account];
          view.is_enabled = sessions.is_enabled(session);
          view.is_logged_in = sessions.is_logged_in(session);
          view.is_killed = parts_.venue.risk().is_killed(ControlScope::Session, session);
          view.cancel_on_disconnect = options.cancel_on_disconnect;
          view.peer = view.is_logged_in ? parts_.peer(session) : "";
          view.requests = sessions.highest_ref(session);
          view.reports = sessions.reports(session).count();
          view.reports_released = sessions.reports(session).released();
          views.push_back(std::move(view));
        }
        return views;
      });
}

control::RiskView ControlDesk::risk_view(ControlScope scope, std::uint32_t index,
                                         std::string name) const {
  const risk::RiskGate& risk = parts_.venue.risk();
  const risk::RiskUsage usage = risk.usage(scope, index);
  control::RiskView view;
  view.scope = word_of(scope);
  view.name = std::move(name);
  view.is_killed = risk.is_killed(scope, index);
  view.is_enabled = scope != ControlScope::Account || risk.is_account_enabled(index);
  view.open_orders = usage.open_orders;
  view.open_bids = Dollars{usage.open_money[0]};
  view.open_asks = Dollars{usage.open_money[1]};
  view.bought = Dollars{usage.executed_money[0]};
  view.sold = Dollars{usage.executed_money[1]};
  view.exposure = Dollars{usage.exposure};
  view.credit_gross = Dollars{usage.credit_gross};
  return view;
}

Result<std::vector<control::RiskView>> ControlDesk::risk() {
  return on_venue<std::vector<control::RiskView>>(
      [this]() -> Result<std::vector<control::RiskView>> {
        std::vector<control::RiskView> views;
        views.push_back(risk_view(ControlScope::Firm, 0, ""));
        const venue::VenueOptions& options = parts_.venue.options();
        for (std::uint32_t account = 0; account < options.accounts.size(); ++account) {
          views.push_back(risk_view(ControlScope::Account, account, options.accounts[account]));
        }
        for (std::uint32_t book = 0; book < options.instruments.size(); ++book) {
          views.push_back(
              risk_view(ControlScope::Instrument, book, options.instruments[book].symbol));
        }
        return views;
      });
}

Result<std::vector<control::LimitView>> ControlDesk::limits() {
  return on_venue<std::vector<control::LimitView>>(
      [this]() -> Result<std::vector<control::LimitView>> {
        std::vector<control::LimitView> views;
        const venue::VenueOptions& options = parts_.venue.options();
        const std::array<std::pair<ControlScope, std::size_t>, 4> scopes{
            {{ControlScope::Firm, 1},
             {ControlScope::Account, options.accounts.size()},
             {ControlScope::Instrument, options.instruments.size()},
             {ControlScope::Session, options.sessions.size()}}};
        for (const auto& [scope, count] : scopes) {
          for (std::uint32_t index = 0; index < count; ++index) {
            for (std::size_t kind = 1; kind <= risk::kLimitKindCount; ++kind) {
              const auto limit = static_cast<risk::LimitKind>(kind);
              const std::uint64_t value = parts_.venue.risk().limit(limit, scope, index);
              if (value == 0) continue;
              views.push_back({std::string{word_of(scope)}, name_of(scope, index),
                               std::string{risk::name_of(limit)}, value});
            }
          }
        }
        return views;
      });
}

std::string ControlDesk::card_state() const {
  if (parts_.card == nullptr) return "none";
  if (parts_.card->has_card()) return "attached";
  return parts_.card->fault().empty() ? "detached" : "fault";
}

Result<control::CardView> ControlDesk::card() {
  return on_venue<control::CardView>([this]() -> Result<control::CardView> {
    control::CardView view;
    view.state = card_state();
    view.device = parts_.device;
    if (parts_.card == nullptr) return view;
    view.fault = parts_.card->fault();
    const MatchFollower& follower = parts_.card->follower();
    view.waiting_commands = follower.unclosed();
    for (std::size_t book = 0; book < parts_.venue.options().instruments.size(); ++book) {
      if (follower.card_owns(static_cast<std::uint16_t>(book))) ++view.granted_books;
    }
    const MatchFollowerCounts& counts = follower.counts();
    view.counters = {{"decided", counts.decided},
                     {"passed", counts.passed},
                     {"punted", counts.punted},
                     {"alone", counts.alone},
                     {"refills_taken", counts.refills_taken},
                     {"refills_refused", counts.refills_refused},
                     {"grants_taken", counts.grants_taken},
                     {"grants_refused", counts.grants_refused},
                     {"takeovers", counts.takeovers},
                     {"records_ignored", counts.records_ignored}};
    return view;
  });
}

Result<control::JournalView> ControlDesk::journal() {
  return on_venue<control::JournalView>([this]() -> Result<control::JournalView> {
    control::JournalView view;
    view.policy = parts_.journal_policy;
    view.directory = parts_.journal_directory;
    view.seq = parts_.writer.appended_seq();
    view.written_seq = parts_.writer.written_seq();
    view.durable_seq = parts_.writer.synced_seq();
    view.replica_seq = parts_.journal_policy == "replica" ? parts_.writer.durable_seq() : 0;
    view.segments = parts_.segments();
    if (parts_.writer.failed()) view.fault = parts_.writer.reason();
    return view;
  });
}

std::optional<std::uint32_t> ControlDesk::find(ControlScope scope, std::string_view name) const {
  const venue::VenueOptions& options = parts_.venue.options();
  switch (scope) {
    case ControlScope::Firm:
      return name.empty() ? std::optional<std::uint32_t>{0} : std::nullopt;
    case ControlScope::Account:
      for (std::uint32_t account = 0; account < options.accounts.size(); ++account) {
        if (options.accounts[account] == name) return account;
      }
      return std::nullopt;
    case ControlScope::Instrument: {
      const std::uint16_t book = parts_.venue.book_of(name);
      return book == session::kUnknownSymbol ? std::nullopt : std::optional<std::uint32_t>{book};
    }
    case ControlScope::Session:
      return number_of(name, options.sessions.size());
  }
  return std::nullopt;
}

std::string ControlDesk::name_of(ControlScope scope, std::uint32_t index) const {
  const venue::VenueOptions& options = parts_.venue.options();
  switch (scope) {
    case ControlScope::Firm:
      return "";
    case ControlScope::Account:
      return options.accounts[index];
    case ControlScope::Instrument:
      return options.instruments[index].symbol;
    case ControlScope::Session:
      return std::to_string(index);
  }
  return "";
}

}  // namespace hotbook::runtime
