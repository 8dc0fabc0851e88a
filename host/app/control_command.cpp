// hotbook status, books, orders, sessions, ...: what operators ask of a running appliance.

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

#include "host/app/commands.hpp"
#include "host/app/control_client.hpp"
#include "host/control/control_role.hpp"
#include "host/control/control_route.hpp"
#include "host/risk/limit_kind.hpp"

namespace hotbook::app {
namespace {

namespace json = boost::json;

struct ControlArguments {
  ControlClientOptions client;
  std::string name;
  std::string scope;
  std::string action;
  std::string account;
  std::string symbol;
  std::vector<std::string> symbols;
  std::vector<std::string> words;
  std::uint64_t depth = 10;
  std::uint64_t count = 100;
  std::uint64_t after = 0;
  std::uint32_t day = 0;
  int session = -1;
  bool all = false;
};
using Shared = std::shared_ptr<ControlArguments>;

// A subcommand that talks to the appliance.
CLI::App* add_client(CLI::App& app, const char* name, const char* help, const Shared& arguments,
                     Chosen& chosen, Exit (*run)(ControlArguments&)) {
  CLI::App* const command = app.add_subcommand(name, help);
  ControlClientOptions& client = arguments->client;
  command->add_flag("--json", client.as_json, "Print the API's answer as it is");
  command->add_option("--access", client.access_file,
                      "Access file of the appliance (default: $HOTBOOK_ACCESS, else where one that "
                      "runs here left it)");
  command->add_option("--url", client.url, "Address of the API, with a token in $HOTBOOK_TOKEN");
  command->add_option("--certificate", client.certificate, "PEM file of whom to trust, for https");
  command->callback([arguments, &chosen, run] {
    chosen = [arguments, run] {
      try {
        return run(*arguments);
      } catch (const std::runtime_error& error) {
        std::fprintf(stderr, "hotbook: %s\n", error.what());
        return Exit::Failed;
      }
    };
  });
  return command;
}

void print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
}

// The answer, as JSON or by `show`.
template <class F>
Exit shown(const ControlArguments& arguments, const json::value& value, F show) {
  print(arguments.client.as_json ? control::pretty_json(value) : show(value));
  return Exit::Ok;
}

json::value get(const ControlArguments& arguments, const std::string& target) {
  return control_call(arguments.client, "GET", target);
}

Exit show_table(const ControlArguments& arguments, const std::string& target, const char* name,
                const char* none) {
  return shown(arguments, get(arguments, target),
               [&](const json::value& value) { return as_table(value.at(name).as_array(), none); });
}

// An action: what changed, a line each.
Exit act(const ControlArguments& arguments, const char* method, const std::string& target,
         const json::object& body) {
  const json::value value = control_call(arguments.client, method, target, body);
  return shown(arguments, value, [](const json::value& answer) {
    std::string text;
    for (const json::value& change : answer.at("changes").as_array()) {
      const auto word = [&](const char* name) { return std::string{change.at(name).as_string()}; };
      text += fmt::format("{}: {} -> {}\n", word("what"), word("before"), word("after"));
    }
    return text.empty() ? std::string{"nothing changed\n"} : text;
  });
}

Exit status(ControlArguments& arguments) {
  return shown(arguments, get(arguments, "/v1/status"),
               [](const json::value& value) { return as_list(value.as_object()); });
}

Exit books(ControlArguments& arguments) {
  if (arguments.symbol.empty()) return show_table(arguments, "/v1/books", "books", "no books");
  const std::string target =
      fmt::format("/v1/books/{}?depth={}", percent_encoded(arguments.symbol), arguments.depth);
  return shown(arguments, get(arguments, target), [](const json::value& value) {
    return as_list(value.as_object()) + "\n" +
           as_ladder(value.at("bids").as_array(), value.at("asks").as_array());
  });
}

Exit orders(ControlArguments& arguments) {
  std::string target =
      fmt::format("/v1/orders?count={}&after={}", arguments.count, arguments.after);
  if (!arguments.account.empty()) target += "&account=" + percent_encoded(arguments.account);
  if (!arguments.symbol.empty()) target += "&symbol=" + percent_encoded(arguments.symbol);
  if (arguments.session >= 0) target += fmt::format("&session={}", arguments.session);
  return shown(arguments, get(arguments, target), [](const json::value& value) {
    const json::array& rows = value.at("orders").as_array();
    std::string text = as_table(rows, "no orders");
    if (value.at("has_more").as_bool() && !rows.empty()) {
      text +=
          fmt::format("there are more: --after {}\n", json::serialize(rows.back().at("order_id")));
    }
    return text;
  });
}

Exit sessions(ControlArguments& arguments) {
  if (arguments.action.empty()) {
    return show_table(arguments, "/v1/sessions", "sessions", "no sessions");
  }
  if (arguments.session < 0) {
    throw std::runtime_error{"sessions " + arguments.action + " needs the session's number"};
  }
  return act(arguments, "POST", fmt::format("/v1/sessions/{}", arguments.session),
             {{"action", arguments.action}});
}

Exit account(ControlArguments& arguments) {
  return act(arguments, "POST", "/v1/accounts/" + percent_encoded(arguments.name),
             {{"action", arguments.action}});
}

Exit risk_usage(ControlArguments& arguments) {
  return show_table(arguments, "/v1/risk", "risk", "no risk");
}

// LIMIT=VALUE, as typed.
json::object limit_of(const ControlArguments& arguments, const std::string& word) {
  const std::size_t equals = word.find('=');
  const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
  if (value.empty() || value.size() > 19 ||
      value.find_first_not_of("0123456789") != std::string::npos) {
    throw std::runtime_error{"'" + word + "' is not LIMIT=NUMBER, such as order_quantity=1000"};
  }
  json::object limit{
      {"scope", arguments.scope}, {"limit", word.substr(0, equals)}, {"value", std::stoull(value)}};
  if (!arguments.name.empty()) limit["name"] = arguments.name;
  return limit;
}

Exit limits(ControlArguments& arguments) {
  if (arguments.words.empty()) {
    return show_table(arguments, "/v1/limits", "limits", "no limit is set");
  }
  if (arguments.scope.empty()) throw std::runtime_error{"--scope says whose limits are set"};
  json::array changes;
  for (const std::string& word : arguments.words) changes.push_back(limit_of(arguments, word));
  return act(arguments, "PUT", "/v1/limits", {{"limits", std::move(changes)}});
}

Exit kill(ControlArguments& arguments) {
  json::object body{{"scope", arguments.scope}, {"on", arguments.action == "on"}};
  if (!arguments.name.empty()) body["name"] = arguments.name;
  return act(arguments, "POST", "/v1/kill", body);
}

Exit change_books(ControlArguments& arguments) {
  if (arguments.all == !arguments.symbols.empty()) {
    throw std::runtime_error{"say which instruments, or --all"};
  }
  const json::object body{{"action", arguments.action}};
  if (arguments.all) return act(arguments, "POST", "/v1/books", body);
  for (const std::string& symbol : arguments.symbols) {
    act(arguments, "POST", "/v1/books/" + percent_encoded(symbol), body);
  }
  return Exit::Ok;
}

Exit change_day(ControlArguments& arguments) {
  json::object body{{"action", arguments.action}};
  if (arguments.day != 0) body["day"] = arguments.day;
  return act(arguments, "POST", "/v1/day", body);
}

Exit stop(ControlArguments& arguments) {
  return act(arguments, "POST", "/v1/stop", {});
}

Exit card_status(ControlArguments& arguments) {
  return shown(arguments, get(arguments, "/v1/card"), [](const json::value& value) {
    return as_list(value.as_object()) + as_list(value.at("counters").as_object());
  });
}

Exit change_card(ControlArguments& arguments) {
  return act(arguments, "POST", "/v1/card", {{"action", arguments.action}});
}

std::string limit_help() {
  std::string help = "Limits (0 is none):\n";
  for (std::size_t i = 1; i <= risk::kLimitKindCount; ++i) {
    const auto kind = static_cast<risk::LimitKind>(i);
    help += fmt::format("  {:<17} {}\n", risk::name_of(kind), risk::text_of(kind));
  }
  return help;
}

void add_views(CLI::App& app, Chosen& chosen) {
  auto arguments = std::make_shared<ControlArguments>();
  add_client(app, "status", "How the running appliance is", arguments, chosen, status);

  arguments = std::make_shared<ControlArguments>();
  CLI::App* command =
      add_client(app, "books", "Tops of all books, or the levels of one", arguments, chosen, books);
  command->add_option("SYMBOL", arguments->symbol, "Show this book's levels");
  command->add_option("--depth", arguments->depth, "Levels of each side")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();

  arguments = std::make_shared<ControlArguments>();
  command = add_client(app, "orders", "Live orders", arguments, chosen, orders);
  command->add_option("--account", arguments->account, "Only of this account");
  command->add_option("--symbol", arguments->symbol, "Only of this instrument");
  command->add_option("--session", arguments->session, "Only of this session")
      ->check(CLI::Range(0, 65533));
  command->add_option("--after", arguments->after, "Only with higher order_ids");
  command->add_option("--count", arguments->count, "At most so many")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();

  arguments = std::make_shared<ControlArguments>();
  add_client(app, "risk", "What is used of limits, by firm, account and instrument", arguments,
             chosen, risk_usage);
}

void add_parties(CLI::App& app, Chosen& chosen) {
  auto arguments = std::make_shared<ControlArguments>();
  CLI::App* command = add_client(app, "sessions", "Sessions; disconnect, enable or disable one",
                                 arguments, chosen, sessions);
  command->add_option("ACTION", arguments->action, "What to do with one")
      ->check(CLI::IsMember({"kick", "enable", "disable"}));
  command->add_option("SESSION", arguments->session, "Its number")->check(CLI::Range(0, 65533));

  arguments = std::make_shared<ControlArguments>();
  command = add_client(app, "account", "Enable or disable an account", arguments, chosen, account);
  command->add_option("ACTION", arguments->action, "What to do")
      ->required()
      ->check(CLI::IsMember({"enable", "disable"}));
  command->add_option("NAME", arguments->name, "The account")->required();

  arguments = std::make_shared<ControlArguments>();
  command = add_client(app, "limits", "Limits that are set; set some, all or none", arguments,
                       chosen, limits);
  command->add_option("LIMITS", arguments->words, "LIMIT=VALUE, to set");
  command->add_option("--scope", arguments->scope, "Whose limits are set")
      ->check(CLI::IsMember({"firm", "account", "instrument", "session"}));
  command->add_option("--name", arguments->name, "Account, symbol or session's number");
  command->footer(limit_help());

  arguments = std::make_shared<ControlArguments>();
  command = add_client(app, "kill", "Stop every new order of a scope, or let them pass again",
                       arguments, chosen, kill);
  command->add_option("STATE", arguments->action, "on: stop; off: let pass")
      ->required()
      ->check(CLI::IsMember({"on", "off"}));
  command->add_option("SCOPE", arguments->scope, "Whose orders")
      ->required()
      ->check(CLI::IsMember({"firm", "account", "instrument", "session"}));
  command->add_option("NAME", arguments->name,
                      "Account, symbol or session's number; not for the firm");
}

void add_trading(CLI::App& app, Chosen& chosen) {
  struct Verb {
    const char* name;
    const char* help;
  };
  for (const Verb& verb :
       {Verb{"open", "Open instruments for trading"},
        Verb{"halt", "Halt instruments: orders rest, none execute"},
        Verb{"resume", "Let halted instruments trade again"}, Verb{"close", "Close instruments"}}) {
    const auto arguments = std::make_shared<ControlArguments>();
    arguments->action = verb.name;
    CLI::App* const command =
        add_client(app, verb.name, verb.help, arguments, chosen, change_books);
    command->add_option("SYMBOLS", arguments->symbols, "The instruments");
    command->add_flag("--all", arguments->all, "Every instrument");
  }

  auto arguments = std::make_shared<ControlArguments>();
  CLI::App* const day =
      add_client(app, "day", "Start or end the day", arguments, chosen, change_day);
  day->add_option("ACTION", arguments->action, "What to do")
      ->required()
      ->check(CLI::IsMember({"start", "end"}));
  day->add_option("--date", arguments->day, "YYYYMMDD, to start another day than today's")
      ->check(CLI::Range(19700101, 99991231));

  arguments = std::make_shared<ControlArguments>();
  add_client(app, "stop", "Stop the running appliance; nothing is lost", arguments, chosen, stop);
}

}  // namespace

void add_control(CLI::App& app, Chosen& chosen) {
  add_views(app, chosen);
  add_parties(app, chosen);
  add_trading(app, chosen);
  CLI::App* const api =
      app.add_subcommand("api", "Print the control API's description (OpenAPI, JSON)");
  api->callback([&chosen] {
    chosen = [] {
      print(control::pretty_json(control::openapi_document()));
      return Exit::Ok;
    };
  });
}

void add_card_control(CLI::App& card, Chosen& chosen) {
  auto arguments = std::make_shared<ControlArguments>();
  add_client(card, "status", "The running appliance's card", arguments, chosen, card_status);
  for (const auto& [name, help] :
       {std::pair{"attach", "Give the card to the running appliance"},
        std::pair{"detach", "Take the card from it; the engine goes on alone"}}) {
    arguments = std::make_shared<ControlArguments>();
    arguments->action = name;
    add_client(card, name, help, arguments, chosen, change_card);
  }
}

}  // namespace hotbook::app
