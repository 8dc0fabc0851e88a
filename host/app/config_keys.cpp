#include "host/app/config_keys.hpp"

#include <array>

namespace hotbook::app {
namespace {

using journal::ControlScope;
using Words = std::string_view;

constexpr std::array<Words, 3> kDevices{"software", "card", "both"};
constexpr std::array<Words, 2> kDoors{"ouch", "fix"};
constexpr std::array<Words, 2> kFixVersions{"4.4", "5.0sp2"};
constexpr std::array<Words, 3> kPolicies{"write", "sync", "replica"};
constexpr std::array<Words, 4> kLevels{"debug", "info", "warning", "error"};
constexpr std::array<Words, 2> kFormats{"json", "logfmt"};

constexpr TextRule kPath{TextKind::Path, 0, 4096};
constexpr TextRule kSha256{TextKind::Sha256, 0, 64};

template <class T>
void each(KeyVisitor& v, const Key& key, std::vector<T>& values, Bounds count,
          void (*describe)(KeyVisitor&, T&)) {
  v.tables(key, {.count = values.size(),
                 .least = static_cast<std::size_t>(count.least),
                 .most = static_cast<std::size_t>(count.most),
                 .resize = [&values](std::size_t wanted) { values.assign(wanted, T{}); },
                 .describe = [&](std::size_t i) { describe(v, values[i]); }});
}

void venue(KeyVisitor& v, VenueConfig& c) {
  v.text({"name", "What the venue calls itself"}, c.name, {TextKind::Name, 1, 10});
  v.text({"state_directory",
          "Where journal, logs and stores live; empty: $STATE_DIRECTORY, as systemd sets it, else "
          "~/.local/state/hotbook"},
         c.state_directory, kPath);
  v.number({"timezone_offset_minutes", "The venue's midnight, east of UTC"},
           c.timezone_offset_minutes, {-14 * 60, 14 * 60});
  v.choice({"device",
            "What matches: the engine; the card, with the engine behind it; both, where "
            "a difference ends the run"},
           c.device, kDevices);
  v.number({"max_orders", "Live orders at once; one more is refused"}, c.max_orders,
           {1, std::int64_t{1} << 27});
  v.number({"session_orders_max", "Live orders of one session at once"}, c.session_orders_max,
           {1, std::int64_t{1} << 27});
  v.boolean({"is_open_at_start",
             "Start the day and open every instrument, unless a journal says "
             "where the day stands"},
            c.is_open_at_start);
}

void instrument(KeyVisitor& v, InstrumentConfig& c) {
  v.text({"symbol", "At most eight characters", true}, c.symbol, {TextKind::Symbol, 1, 8});
  v.dollars({"tick", "Smallest step of a price, in dollars"}, c.tick_dollars_1e4);
  v.number({"lot", "Quantities are multiples of it"}, c.lot, {1, 1'000'000});
  v.limits({"limits", "What holds for every order here, whose ever it is"}, c.limits,
           ControlScope::Instrument);
}

void account(KeyVisitor& v, AccountConfig& c) {
  v.text({"name", "How sessions and operators call it", true}, c.name, {TextKind::Name, 1, 16});
  v.limits({"limits", "Instead of those in [risk]"}, c.limits, ControlScope::Account);
}

void session(KeyVisitor& v, SessionConfig& c) {
  v.choice({"door", "The protocol", true}, c.door, kDoors);
  v.text({"user", "OUCH: user name, at most six characters; FIX: SenderCompID", true}, c.user,
         {TextKind::Name, 1, 32});
  v.text({"password", "OUCH: at most ten characters; FIX: Password (554)"}, c.password,
         {TextKind::Any, 0, 32});
  v.text({"password_sha256", "Or its SHA-256, so that the file does not tell it"},
         c.password_sha256, kSha256);
  v.text({"account", "Whose orders it sends", true}, c.account, {TextKind::Name, 1, 16});
  v.boolean({"cancel_on_disconnect", "Take its orders off when its connection ends"},
            c.cancel_on_disconnect);
  v.choice({"fix_version", "FIX: what it speaks; 5.0sp2 over FIXT 1.1"}, c.fix_version,
           kFixVersions);
}

void risk(KeyVisitor& v, RunConfig& c) {
  v.limits({"account", "Limits of each account that names none of that kind itself"},
           c.default_limits, ControlScope::Account);
  v.limits({"firm", "Limits of the firm"}, c.firm_limits, ControlScope::Firm);
}

void card(KeyVisitor& v, CardConfig& c) {
  v.text({"xclbin", "Image; empty: the one beside the program"}, c.xclbin, kPath);
  v.text({"manifest", "Which images may be loaded; empty: the one beside the program"}, c.manifest,
         kPath);
  v.number({"index", "Which card, counted from 0"}, c.index, {0, 63});
}

void ouch(KeyVisitor& v, OuchConfig& c) {
  v.endpoint({"address", "OUCH 5.0 over SoupBinTCP; empty: this door is closed"}, c.address);
  v.number({"connections_max", "One more is closed at once"}, c.connections_max, {1, 65536});
}

void fix(KeyVisitor& v, FixConfig& c) {
  v.endpoint({"address", "FIX 4.4 and 5.0 SP2; empty: this door is closed"}, c.address);
  v.text({"comp_id", "The venue's CompID"}, c.comp_id, {TextKind::Name, 1, 32});
  v.text({"store", "Directory of session stores"}, c.store, {TextKind::Path, 1, 4096});
}

void journal(KeyVisitor& v, JournalConfig& c) {
  v.text({"directory", "Where its segments lie"}, c.directory, {TextKind::Path, 1, 4096});
  v.choice({"policy",
            "A report may be sent when its record was written (survives the program), "
            "synced (survives the machine), or is on the replica too"},
           c.policy, kPolicies);
  v.endpoint({"replica", "The standby, for policy replica"}, c.replica);
  v.number({"segment_mib", "Size of a segment"}, c.segment_mib, {1, 65536});
}

void publish(KeyVisitor& v, PublishConfig& c) {
  v.endpoints({"lines", "UDP addresses of the feed's lines, two at most"}, c.lines, 2);
  v.text({"interface_address", "Which interface multicast leaves by"}, c.interface_address,
         {TextKind::IpAddress, 1, 45});
  v.endpoint({"rerequest", "UDP address that answers requests for lost packets; empty: none"},
             c.rerequest);
  v.endpoint({"glimpse", "TCP address of snapshots for late joiners; empty: none"}, c.glimpse);
}

void token(KeyVisitor& v, ControlToken& c) {
  v.text({"name", "Whose it is; what the audit log calls them", true}, c.name,
         {TextKind::Name, 1, 32});
  v.choice({"role",
            "viewer looks; operator also opens, halts, kicks, starts and ends days; risk "
            "also kills and sets limits; admin all",
            true},
           c.role, control::kRoleNames);
  v.text({"sha256", "The token's SHA-256; hotbook config token makes both", true}, c.sha256,
         {TextKind::Sha256, 64, 64});
}

void control(KeyVisitor& v, ControlConfig& c) {
  v.endpoint(
      {"address", "HTTP API and metrics; without TLS and tokens, loopback only; empty: none"},
      c.address);
  v.text({"tls_certificate", "PEM file; with tls_key: HTTPS"}, c.tls_certificate, kPath);
  v.text({"tls_key", "PEM file"}, c.tls_key, kPath);
  v.text({"access_file",
          "Where the local command line finds address and token; empty: in "
          "$RUNTIME_DIRECTORY, $XDG_RUNTIME_DIR/hotbook or /tmp/hotbook-<user id>"},
         c.access_file, kPath);
  v.text({"audit_file", "Every action, who, when and what became of it"}, c.audit_file,
         {TextKind::Path, 1, 4096});
  v.number({"connections_max", "One more is answered 503"}, c.connections_max, {1, 65536});
  each(v, {"token", "Who else may use the API"}, c.tokens, {0, 256}, token);
}

void log(KeyVisitor& v, LogConfig& c) {
  v.choice({"level", "What is less is not logged"}, c.level, kLevels);
  v.choice({"format", "One line an event, of either form"}, c.format, kFormats);
  v.text({"file", "Empty: standard error"}, c.file, kPath);
}

template <class T>
void section(KeyVisitor& v, const Key& key, T& part, void (*describe)(KeyVisitor&, T&)) {
  v.section(key, [&] { describe(v, part); });
}

}  // namespace

std::vector<LimitName> limit_names(ControlScope scope) {
  std::vector<LimitName> names;
  for (std::size_t i = 1; i <= risk::kLimitKindCount; ++i) {
    const auto kind = static_cast<risk::LimitKind>(i);
    if (risk::has_scope(kind, scope)) names.push_back({risk::name_of(kind), kind});
  }
  return names;
}

void describe_config(KeyVisitor& v, RunConfig& c) {
  section(v, {"venue", "The venue itself"}, c.venue, venue);
  each(v,
       {"instrument",
        "What is traded; the place in this file is the book index, so add at the "
        "end"},
       c.instruments, {1, 65535}, instrument);
  each(v,
       {"account", "Who trades; the place in this file is the account's number, so add at the end"},
       c.accounts, {1, 65536}, account);
  each(v,
       {"session",
        "Who may log in where; the place in this file is the session's number, so "
        "add at the end"},
       c.sessions, {0, 4096}, session);
  section(v, {"risk", "Limits; 0, or not named: none. Money is in ten-thousandths of a dollar"}, c,
          risk);
  section(v, {"card", "The card, for device card or both"}, c.card, card);
  section(v, {"ouch", "The OUCH door"}, c.ouch, ouch);
  section(v, {"fix", "The FIX door"}, c.fix, fix);
  section(v, {"journal", "What survives"}, c.journal, journal);
  section(v, {"publish", "The venue's market data: ITCH 5.0 over MoldUDP64"}, c.publish, publish);
  section(v, {"control", "Operators and metrics"}, c.control, control);
  section(v, {"log", "What the program tells"}, c.log, log);
}

}  // namespace hotbook::app
