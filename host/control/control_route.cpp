#include "host/control/control_route.hpp"

#include <algorithm>
#include <array>

#include "host/control/view_json.hpp"

namespace hotbook::control {
namespace {

namespace json = boost::json;
using Word = std::string_view;

constexpr std::array<Word, 4> kScopes{"firm", "account", "instrument", "session"};
constexpr std::array<Word, 3> kSessionActions{"kick", "enable", "disable"};
constexpr std::array<Word, 4> kBookActions{"open", "halt", "resume", "close"};
constexpr std::array<Word, 2> kAccountActions{"enable", "disable"};
constexpr std::array<Word, 2> kCardActions{"attach", "detach"};
constexpr std::array<Word, 2> kDayActions{"start", "end"};
constexpr std::uint64_t kSessionMax = 65'533;
constexpr std::uint64_t kDepthMax = 1000;
constexpr std::uint64_t kPageMax = 1000;
constexpr std::uint64_t kLimitsMax = 1024;

constexpr Field kScope{"scope", "Whose", FieldKind::Word, true, 0, 0, kScopes};
constexpr Field kName{"name", "Account, symbol or session's number; not for the firm"};
constexpr std::array kSymbolPath{Field{"symbol", "The instrument", FieldKind::Text, true}};
constexpr std::array kSessionPath{
    Field{"session", "Its number", FieldKind::Number, true, 0, kSessionMax}};
constexpr std::array kAccountPath{Field{"account", "Its name", FieldKind::Text, true}};
constexpr std::array kDepthQuery{
    Field{"depth", "Levels of each side; 10 when absent", FieldKind::Number, false, 0, kDepthMax}};
constexpr std::array kOrdersQuery{
    Field{"account", "Only of this account"}, Field{"symbol", "Only of this instrument"},
    Field{"session", "Only of this session", FieldKind::Number, false, 0, kSessionMax},
    Field{"after", "Only order_ids above it", FieldKind::Number, false, 0, ~std::uint64_t{0}},
    Field{"count", "At most so many; 100 when absent", FieldKind::Number, false, 1, kPageMax}};
constexpr std::array kSessionBody{
    Field{"action", "What to do", FieldKind::Word, true, 0, 0, kSessionActions}};
constexpr std::array kAccountBody{
    Field{"action", "What to do", FieldKind::Word, true, 0, 0, kAccountActions}};
constexpr std::array kBookBody{
    Field{"action", "What to do", FieldKind::Word, true, 0, 0, kBookActions}};
constexpr std::array kCardBody{
    Field{"action", "What to do", FieldKind::Word, true, 0, 0, kCardActions}};
constexpr std::array kDayBody{
    Field{"action", "What to do", FieldKind::Word, true, 0, 0, kDayActions},
    Field{"day", "YYYYMMDD, to start another day than today's", FieldKind::Number, false, 19700101,
          99991231}};
constexpr std::array kKillBody{kScope, kName, Field{"on", "Or off", FieldKind::Boolean, true}};
constexpr std::array kLimitFields{
    kScope, kName, Field{"limit", "What is limited, as GET has it", FieldKind::Text, true},
    Field{"value", "The most there may be; 0 is no limit", FieldKind::Number, true, 0,
          risk::kLimitMax}};
constexpr std::array kLimitsBody{Field{"limits",
                                       "All of them are set, or none",
                                       FieldKind::Objects,
                                       true,
                                       1,
                                       kLimitsMax,
                                       {},
                                       kLimitFields}};

// {name: view}, or the view itself when name is empty.
template <class T>
Outcome shown(const char* name, const Result<T>& result) {
  if (const auto* refusal = std::get_if<Refusal>(&result)) return *refusal;
  json::value value = to_json(std::get<T>(result));
  if (*name == '\0') return value.as_object();
  return json::object{{name, std::move(value)}};
}
Outcome changed(const Result<Changes>& result) {
  return shown("changes", result);
}

template <class T>
json::object schema_of() {
  return SchemaWriter::schema<T>();
}
template <class T>
json::object list_schema(const char* name) {
  return {{"type", "object"},
          {"additionalProperties", false},
          {"required", json::array{name}},
          {"properties", {{name, SchemaWriter::schema<std::vector<T>>()}}}};
}
json::object changes_schema() {
  return list_schema<ChangeView>("changes");
}
json::object orders_schema() {
  json::object schema = list_schema<OrderView>("orders");
  schema["required"].as_array().emplace_back("has_more");
  schema["properties"].as_object()["has_more"] = {
      {"type", "boolean"}, {"description", "Ask again, after the last order_id"}};
  return schema;
}

std::size_t depth_of(const Arguments& arguments) {
  return arguments.find_number("depth").value_or(10);
}

Outcome orders(const Call& call) {
  OrderFilter filter;
  filter.account = call.arguments.find_text("account");
  filter.symbol = call.arguments.find_text("symbol");
  if (const auto session = call.arguments.find_number("session")) {
    filter.session = static_cast<std::uint16_t>(*session);
  }
  filter.after = call.arguments.find_number("after").value_or(0);
  filter.count_max = call.arguments.find_number("count").value_or(100);
  const Result<OrderPage> result = call.target.orders(filter);
  if (const auto* refusal = std::get_if<Refusal>(&result)) return *refusal;
  const auto& page = std::get<OrderPage>(result);
  return json::object{{"orders", to_json(page.orders)}, {"has_more", page.has_more}};
}

// A scope and a name that fit each other.
struct Scoped {
  ControlScope scope = ControlScope::Firm;
  std::string name;
};
Result<Scoped> scoped(const Arguments& arguments) {
  constexpr std::array kBySpelling{ControlScope::Firm, ControlScope::Account,
                                   ControlScope::Instrument, ControlScope::Session};
  Scoped result;
  result.scope = kBySpelling[arguments.word("scope", kScopes)];
  result.name = arguments.find_text("name").value_or("");
  if ((result.scope == ControlScope::Firm) != result.name.empty()) {
    return Refusal{RefusalCode::Invalid, result.name.empty()
                                             ? "scope " + arguments.text("scope") + " needs a name"
                                             : "the firm has no name"};
  }
  return result;
}

Outcome kill(const Call& call) {
  const auto result = scoped(call.arguments);
  if (const auto* refusal = std::get_if<Refusal>(&result)) return *refusal;
  const auto& what = std::get<Scoped>(result);
  return changed(
      call.target.kill(call.caller.name, what.scope, what.name, call.arguments.truth("on")));
}

Outcome set_limits(const Call& call) {
  std::vector<LimitChange> changes;
  for (const Arguments& limit : call.arguments.objects("limits")) {
    const auto result = scoped(limit);
    if (const auto* refusal = std::get_if<Refusal>(&result)) return *refusal;
    const auto& what = std::get<Scoped>(result);
    const auto kind = risk::parse_limit_kind(limit.text("limit"));
    if (!kind) {
      return Refusal{RefusalCode::Invalid, "there is no limit named " + limit.text("limit")};
    }
    if (!risk::has_scope(*kind, what.scope)) {
      return Refusal{RefusalCode::Invalid,
                     "limit " + limit.text("limit") + " has no scope " + limit.text("scope")};
    }
    changes.push_back({what.scope, what.name, *kind, *limit.find_number("value")});
  }
  return changed(call.target.set_limits(call.caller.name, changes));
}

template <class Action>
Action action_of(const Call& call, std::span<const Word> words) {
  return static_cast<Action>(call.arguments.word("action", words));
}

Outcome change_session(const Call& call) {
  return changed(call.target.change_session(
      call.caller.name, static_cast<std::uint16_t>(*call.arguments.find_number("session")),
      action_of<SessionAction>(call, kSessionActions)));
}
Outcome change_account(const Call& call) {
  return changed(call.target.change_account(call.caller.name, call.arguments.text("account"),
                                            action_of<AccountAction>(call, kAccountActions)));
}
Outcome change_book(const Call& call) {
  return changed(call.target.change_book(call.caller.name,
                                         call.arguments.find_text("symbol").value_or(""),
                                         action_of<BookAction>(call, kBookActions)));
}
Outcome change_card(const Call& call) {
  return changed(
      call.target.change_card(call.caller.name, action_of<CardAction>(call, kCardActions)));
}
Outcome change_day(const Call& call) {
  std::optional<std::uint32_t> day;
  if (const auto number = call.arguments.find_number("day")) {
    day = static_cast<std::uint32_t>(*number);
  }
  return changed(
      call.target.change_day(call.caller.name, action_of<DayAction>(call, kDayActions), day));
}

constexpr std::array kRoutes{
    Route{"GET",
          "/v1/status",
          Role::Viewer,
          "How the venue is",
          {},
          {},
          {},
          schema_of<StatusView>,
          [](const Call& c) { return shown("", c.target.status()); }},
    Route{"GET",
          "/v1/books",
          Role::Viewer,
          "Every book's top",
          {},
          {},
          {},
          [] { return list_schema<BookView>("books"); },
          [](const Call& c) { return shown("books", c.target.books()); }},
    Route{"POST",
          "/v1/books",
          Role::Operator,
          "Open, halt, resume or close every instrument",
          {},
          {},
          kBookBody,
          changes_schema,
          change_book},
    Route{"GET",
          "/v1/books/{symbol}",
          Role::Viewer,
          "One book with its levels",
          kSymbolPath,
          kDepthQuery,
          {},
          schema_of<BookView>,
          [](const Call& c) {
            return shown("", c.target.book(c.arguments.text("symbol"), depth_of(c.arguments)));
          }},
    Route{"POST",
          "/v1/books/{symbol}",
          Role::Operator,
          "Open, halt, resume or close an instrument",
          kSymbolPath,
          {},
          kBookBody,
          changes_schema,
          change_book},
    Route{"GET",
          "/v1/orders",
          Role::Viewer,
          "Live orders, a page at a time",
          {},
          kOrdersQuery,
          {},
          orders_schema,
          orders},
    Route{"GET",
          "/v1/sessions",
          Role::Viewer,
          "Every session",
          {},
          {},
          {},
          [] { return list_schema<SessionView>("sessions"); },
          [](const Call& c) { return shown("sessions", c.target.sessions()); }},
    Route{"POST",
          "/v1/sessions/{session}",
          Role::Operator,
          "Disconnect, enable or disable one",
          kSessionPath,
          {},
          kSessionBody,
          changes_schema,
          change_session},
    Route{"POST",
          "/v1/accounts/{account}",
          Role::Risk,
          "Enable or disable one",
          kAccountPath,
          {},
          kAccountBody,
          changes_schema,
          change_account},
    Route{"GET",
          "/v1/risk",
          Role::Viewer,
          "What is used, by firm, account and instrument",
          {},
          {},
          {},
          [] { return list_schema<RiskView>("risk"); },
          [](const Call& c) { return shown("risk", c.target.risk()); }},
    Route{"GET",
          "/v1/limits",
          Role::Viewer,
          "The limits that are set",
          {},
          {},
          {},
          [] { return list_schema<LimitView>("limits"); },
          [](const Call& c) { return shown("limits", c.target.limits()); }},
    Route{"PUT",
          "/v1/limits",
          Role::Risk,
          "Set limits, all of them or none",
          {},
          {},
          kLimitsBody,
          changes_schema,
          set_limits},
    Route{"POST",
          "/v1/kill",
          Role::Risk,
          "Stop every new order of a scope, or let them pass again",
          {},
          {},
          kKillBody,
          changes_schema,
          kill},
    Route{"GET",
          "/v1/card",
          Role::Viewer,
          "The card",
          {},
          {},
          {},
          schema_of<CardView>,
          [](const Call& c) { return shown("", c.target.card()); }},
    Route{"POST",
          "/v1/card",
          Role::Admin,
          "Attach or detach the card",
          {},
          {},
          kCardBody,
          changes_schema,
          change_card},
    Route{"GET",
          "/v1/journal",
          Role::Viewer,
          "What is safe",
          {},
          {},
          {},
          schema_of<JournalView>,
          [](const Call& c) { return shown("", c.target.journal()); }},
    Route{"POST",
          "/v1/day",
          Role::Operator,
          "Start or end the day",
          {},
          {},
          kDayBody,
          changes_schema,
          change_day},
    Route{"POST",
          "/v1/stop",
          Role::Admin,
          "End the program; nothing is lost",
          {},
          {},
          {},
          changes_schema,
          [](const Call& c) { return changed(c.target.stop(c.caller.name)); }},
};

}  // namespace

std::size_t Arguments::word(std::string_view name, std::span<const std::string_view> words) const {
  const std::string value = text(name);
  return static_cast<std::size_t>(std::find(words.begin(), words.end(), value) - words.begin());
}

std::optional<std::string> Arguments::find_text(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return {};
  return std::string{found->second.get_string()};
}

std::optional<std::uint64_t> Arguments::find_number(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return {};
  return found->second.get_uint64();
}

std::vector<Arguments> Arguments::objects(std::string_view name) const {
  const auto found = objects_.find(name);
  return found == objects_.end() ? std::vector<Arguments>{} : found->second;
}

std::span<const Route> routes() {
  return kRoutes;
}

}  // namespace hotbook::control
