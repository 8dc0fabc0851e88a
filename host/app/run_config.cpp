#include "host/app/run_config.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>

#include "host/app/config_keys.hpp"

namespace hotbook::app {
namespace {

[[nodiscard]] std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value == nullptr ? "" : value;
}

void add_party(RunConfig& config, const char* account, const char* user, const char* password) {
  config.accounts.push_back({account, {}});
  for (const DoorKind door : {DoorKind::Ouch, DoorKind::Fix}) {
    SessionConfig session;
    session.door = door;
    session.user = user;
    session.password = password;
    session.account = account;
    config.sessions.push_back(session);
  }
}

}  // namespace

bool Endpoint::is_loopback() const {
  in_addr v4{};
  if (::inet_pton(AF_INET, address.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24U) == 127;
  in6_addr v6{};
  return ::inet_pton(AF_INET6, address.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

std::string Endpoint::text() const {
  const bool is_v6 = address.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", is_v6 ? "[" : "", address, is_v6 ? "]" : "", port);
}

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {};
  std::string_view address = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  in6_addr bytes{};
  int family = AF_INET;
  if (address.size() > 2 && address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
    family = AF_INET6;
  }
  Endpoint endpoint;
  endpoint.address = address;
  if (address.find('\0') != std::string_view::npos) return {};
  if (::inet_pton(family, endpoint.address.c_str(), &bytes) != 1) return {};
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
  if (error != std::errc{} || end != port.data() + port.size()) return {};
  return endpoint;
}

RunConfig default_run_config() {
  RunConfig config;
  for (const char* symbol : {"AAPL", "AMZN", "GOOG", "META", "MSFT", "NVDA", "SPY", "TSLA"}) {
    InstrumentConfig instrument;
    instrument.symbol = symbol;
    config.instruments.push_back(instrument);
  }
  add_party(config, "alpha", "ALPHA", "alpha");
  add_party(config, "beta", "BETA", "beta");
  config.control.address = Endpoint{"127.0.0.1", 7000};
  config.ouch.address = Endpoint{"127.0.0.1", 7001};
  config.fix.address = Endpoint{"127.0.0.1", 7002};
  config.publish.lines = {Endpoint{"127.0.0.1", 7101}, Endpoint{"127.0.0.1", 7102}};
  config.publish.rerequest = Endpoint{"127.0.0.1", 7003};
  config.publish.glimpse = Endpoint{"127.0.0.1", 7004};
  return config;
}

const AccountConfig* RunConfig::find_account(std::string_view name) const {
  for (const AccountConfig& account : accounts) {
    if (account.name == name) return &account;
  }
  return nullptr;
}

std::string RunConfig::in_state_directory(const std::string& path) const {
  const std::string root =
      venue.state_directory.empty() ? state_directory_default() : venue.state_directory;
  return (std::filesystem::path{root} / path).string();
}

std::string state_directory_default() {
  // systemd names several with colons between them.
  const std::string service = environment("STATE_DIRECTORY");
  if (!service.empty()) return service.substr(0, service.find(':'));
  const std::string state = environment("XDG_STATE_HOME");
  if (!state.empty()) return state + "/hotbook";
  const std::string user = environment("HOME");
  return user.empty() ? "hotbook-state" : user + "/.local/state/hotbook";
}

}  // namespace hotbook::app
