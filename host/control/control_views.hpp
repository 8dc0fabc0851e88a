// What operators are shown: one struct a kind of thing, and one description of its fields, from
// which JSON and its schema both come.
//
// Threading: plain values.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hotbook::control {

// Told as text, exactly: "101.25".
struct Dollars {
  std::uint64_t dollars_1e4 = 0;
};

using Counters = std::vector<std::pair<std::string, std::uint64_t>>;

struct StatusView {
  std::string venue;
  std::string version;
  std::uint64_t time_ns = 0;
  std::uint64_t uptime_s = 0;
  std::uint64_t day = 0;
  bool is_day_open = false;
  bool is_killed = false;
  std::uint64_t books = 0;
  std::uint64_t books_open = 0;
  std::uint64_t sessions = 0;
  std::uint64_t sessions_logged_in = 0;
  std::uint64_t live_orders = 0;
  std::uint64_t live_orders_max = 0;
  std::uint64_t requests = 0;
  std::uint64_t refusals = 0;
  std::uint64_t executions = 0;
  std::string device;
  std::string card;
  std::string journal_policy;
  std::uint64_t journal_seq = 0;
  std::uint64_t journal_durable_seq = 0;
};
template <class V, class S>
void describe(V& v, S& s, const StatusView*) {
  v("venue", s.venue, "What the venue calls itself");
  v("version", s.version, "Of the program");
  v("time_ns", s.time_ns, "Nanoseconds since 1970 UTC");
  v("uptime_s", s.uptime_s, "Seconds since the program started");
  v("day", s.day, "YYYYMMDD; 0 before the first");
  v("is_day_open", s.is_day_open, "Between start and end of the day");
  v("is_killed", s.is_killed, "The firm's kill is on: no new order passes");
  v("books", s.books, "Instruments");
  v("books_open", s.books_open, "Of which trade continuously");
  v("sessions", s.sessions, "Sessions that may log in");
  v("sessions_logged_in", s.sessions_logged_in, "Of which are");
  v("live_orders", s.live_orders, "Orders in the books, stops included");
  v("live_orders_max", s.live_orders_max, "One more is refused");
  v("requests", s.requests, "Messages of clients since the program started");
  v("refusals", s.refusals, "Of which were refused");
  v("executions", s.executions, "Since the day started");
  v("device", s.device, "What matches: software, card or both");
  v("card", s.card, "none, attached, detached or fault");
  v("journal_policy", s.journal_policy, "When a report may be sent: write, sync or replica");
  v("journal_seq", s.journal_seq, "Last record");
  v("journal_durable_seq", s.journal_durable_seq, "Last record that is safe by the policy");
}

struct LevelView {
  Dollars price;
  std::uint64_t quantity = 0;
  std::uint64_t orders = 0;
};
template <class V, class S>
void describe(V& v, S& s, const LevelView*) {
  v("price", s.price, "Dollars");
  v("quantity", s.quantity, "Shares, shown ones only");
  v("orders", s.orders, "How many");
}

struct BookView {
  std::string symbol;
  std::uint64_t book = 0;
  std::string state;
  bool is_killed = false;
  bool is_restricted = false;
  Dollars tick;
  std::uint64_t bid_quantity = 0;
  Dollars bid;
  Dollars ask;
  std::uint64_t ask_quantity = 0;
  Dollars last;
  std::uint64_t volume = 0;
  std::uint64_t executions = 0;
  std::uint64_t orders = 0;
  std::vector<LevelView> bids;
  std::vector<LevelView> asks;
};
template <class V, class S>
void describe(V& v, S& s, const BookView*) {
  v("symbol", s.symbol, "The instrument");
  v("book", s.book, "Its number");
  v("state", s.state,
    "closed, opening_call, continuous, halted, halt_call, closing_call, limit_up or limit_down");
  v("is_killed", s.is_killed, "The instrument's kill is on");
  v("is_restricted", s.is_restricted, "New orders are refused");
  v("tick", s.tick, "Smallest step of a price");
  v("bid_quantity", s.bid_quantity, "Shares at the best bid");
  v("bid", s.bid, "Best bid; 0.00 when there is none");
  v("ask", s.ask, "Best ask; 0.00 when there is none");
  v("ask_quantity", s.ask_quantity, "Shares at the best ask");
  v("last", s.last, "Price of the last execution; 0.00 when there is none");
  v("volume", s.volume, "Shares executed today");
  v("executions", s.executions, "Today");
  v("orders", s.orders, "Live orders");
  v("bids", s.bids, "Best first; only when one book is asked for");
  v("asks", s.asks, "Best first; only when one book is asked for");
}

struct OrderView {
  std::uint64_t order_id = 0;
  std::uint64_t session = 0;
  std::string account;
  std::string symbol;
  std::string side;
  std::string order_type;
  std::string time_in_force;
  Dollars price;
  std::uint64_t quantity = 0;
  std::uint64_t open = 0;
  std::uint64_t user_ref = 0;
  std::string cl_ord_id;
};
template <class V, class S>
void describe(V& v, S& s, const OrderView*) {
  v("order_id", s.order_id, "The venue's number");
  v("session", s.session, "Whose it is");
  v("account", s.account, "For whom");
  v("symbol", s.symbol, "The instrument");
  v("side", s.side, "bid or ask");
  v("order_type", s.order_type, "limit, market, stop ...");
  v("time_in_force", s.time_in_force, "day, ioc, fok ...");
  v("price", s.price, "Dollars; 0.00 where it has none");
  v("quantity", s.quantity, "Shares, executed ones included");
  v("open", s.open, "Shares not executed yet");
  v("user_ref", s.user_ref, "The client's number");
  v("cl_ord_id", s.cl_ord_id, "The client's name");
}

struct SessionView {
  std::uint64_t session = 0;
  std::string door;
  std::string user;
  std::string account;
  bool is_enabled = false;
  bool is_logged_in = false;
  bool is_killed = false;
  bool cancel_on_disconnect = false;
  std::string peer;
  std::uint64_t requests = 0;
  std::uint64_t reports = 0;
  std::uint64_t reports_released = 0;
};
template <class V, class S>
void describe(V& v, S& s, const SessionView*) {
  v("session", s.session, "Its number");
  v("door", s.door, "ouch or fix");
  v("user", s.user, "OUCH user or FIX CompID");
  v("account", s.account, "Whose orders it sends");
  v("is_enabled", s.is_enabled, "May log in and send orders");
  v("is_logged_in", s.is_logged_in, "Is connected");
  v("is_killed", s.is_killed, "Its kill is on");
  v("cancel_on_disconnect", s.cancel_on_disconnect, "Its orders go when its connection ends");
  v("peer", s.peer, "Address and port of the client's end; empty when it is not connected");
  v("requests", s.requests, "Messages today");
  v("reports", s.reports, "Reports today");
  v("reports_released", s.reports_released, "Of which may be sent");
}

struct RiskView {
  std::string scope;
  std::string name;
  bool is_killed = false;
  bool is_enabled = true;
  std::uint64_t open_orders = 0;
  Dollars open_bids;
  Dollars open_asks;
  Dollars bought;
  Dollars sold;
  Dollars exposure;
  Dollars credit_gross;
};
template <class V, class S>
void describe(V& v, S& s, const RiskView*) {
  v("scope", s.scope, "firm, account or instrument");
  v("name", s.name, "Which; empty for the firm");
  v("is_killed", s.is_killed, "Its kill is on");
  v("is_enabled", s.is_enabled, "Accounts: may send new orders");
  v("open_orders", s.open_orders, "How many");
  v("open_bids", s.open_bids, "Dollars in open bids");
  v("open_asks", s.open_asks, "Dollars in open asks");
  v("bought", s.bought, "Dollars, today");
  v("sold", s.sold, "Dollars, today");
  v("exposure", s.exposure, "Dollars in open orders of both sides");
  v("credit_gross", s.credit_gross, "Dollars in open orders and today's executions");
}

struct LimitView {
  std::string scope;
  std::string name;
  std::string limit;
  std::uint64_t value = 0;
};
template <class V, class S>
void describe(V& v, S& s, const LimitView*) {
  v("scope", s.scope, "firm, account, session or instrument");
  v("name", s.name, "Which; empty for the firm");
  v("limit", s.limit, "What is limited");
  v("value", s.value, "The most there may be; 0 is no limit. Money in ten-thousandths of a dollar");
}

struct CardView {
  std::string state;
  std::string device;
  std::string fault;
  std::uint64_t granted_books = 0;
  std::uint64_t waiting_commands = 0;
  Counters counters;
};
template <class V, class S>
void describe(V& v, S& s, const CardView*) {
  v("state", s.state, "none, attached, detached or fault");
  v("device", s.device, "software, card or both");
  v("fault", s.fault, "Why it was given up; empty when it was not");
  v("granted_books", s.granted_books, "Books that the card may decide");
  v("waiting_commands", s.waiting_commands, "Sent and not closed yet");
  v("counters", s.counters, "The card's own, by name");
}

struct JournalView {
  std::string policy;
  std::string directory;
  std::uint64_t seq = 0;
  std::uint64_t written_seq = 0;
  std::uint64_t durable_seq = 0;
  std::uint64_t replica_seq = 0;
  std::uint64_t snapshot_seq = 0;
  std::uint64_t segments = 0;
  std::string fault;
};
template <class V, class S>
void describe(V& v, S& s, const JournalView*) {
  v("policy", s.policy, "When a report may be sent: write, sync or replica");
  v("directory", s.directory, "Where its segments lie");
  v("seq", s.seq, "Last record");
  v("written_seq", s.written_seq, "Last record that the operating system has");
  v("durable_seq", s.durable_seq, "Last record that is on disk");
  v("replica_seq", s.replica_seq, "Last record that the standby has; 0 without one");
  v("snapshot_seq", s.snapshot_seq, "Record after which the last snapshot was taken");
  v("segments", s.segments, "Files");
  v("fault", s.fault, "Why it takes no more; empty while it does");
}

// What an action changed; also a line's part of the audit log.
struct ChangeView {
  std::string what;
  std::string before;
  std::string after;
};
template <class V, class S>
void describe(V& v, S& s, const ChangeView*) {
  v("what", s.what, "The thing");
  v("before", s.before, "As it was");
  v("after", s.after, "As it is");
}

}  // namespace hotbook::control
