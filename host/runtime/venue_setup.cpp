#include "host/runtime/venue_setup.hpp"

#include <algorithm>
#include <string_view>

#include "host/domain/sha256.hpp"

namespace hotbook::runtime {

using journal::ControlAction;
using journal::ControlChange;
using journal::ControlScope;

namespace {

std::string password_hash(const app::SessionConfig& session) {
  if (!session.password_sha256.empty()) return session.password_sha256;
  const std::vector<std::uint8_t> bytes{session.password.begin(), session.password.end()};
  return sha256_hex(bytes);
}

std::uint32_t account_of(const app::RunConfig& config, std::string_view name) {
  return static_cast<std::uint32_t>(config.find_account(name) - config.accounts.data());
}

ControlChange set_limit(const app::LimitSetting& setting, ControlScope scope) {
  static constexpr std::string_view kActor = "configuration";
  ControlChange change{};
  change.action = ControlAction::SetLimit;
  change.scope = scope;
  change.limit = static_cast<std::uint16_t>(setting.kind);
  change.value = setting.value;
  std::copy(kActor.begin(), kActor.end(), change.actor.begin());
  return change;
}

bool has(const std::vector<app::LimitSetting>& settings, risk::LimitKind kind) {
  return std::any_of(settings.begin(), settings.end(),
                     [&](const app::LimitSetting& each) { return each.kind == kind; });
}

}  // namespace

venue::VenueOptions venue_options(const app::RunConfig& config) {
  venue::VenueOptions options;
  for (const app::InstrumentConfig& instrument : config.instruments) {
    options.instruments.push_back({instrument.symbol, instrument.tick_dollars_1e4, instrument.lot});
  }
  for (const app::AccountConfig& account : config.accounts)
    options.accounts.push_back(account.name);
  for (const app::SessionConfig& session : config.sessions) {
    venue::SessionOptions one;
    one.door = session.door == app::DoorKind::Ouch ? session::Door::Ouch : session::Door::Fix;
    one.user = session.user;
    one.password_sha256 = password_hash(session);
    one.account = account_of(config, session.account);
    one.cancel_on_disconnect = session.cancel_on_disconnect;
    options.sessions.push_back(one);
  }
  options.max_orders = config.venue.max_orders;
  options.session_orders_max = config.venue.session_orders_max;
  return options;
}

risk::RiskOptions risk_options(const app::RunConfig& config) {
  risk::RiskOptions options;
  options.account_count = config.accounts.size();
  options.book_count = config.instruments.size();
  options.session_count = std::max<std::size_t>(config.sessions.size(), 1);
  for (const app::InstrumentConfig& instrument : config.instruments) {
    options.tick_values.push_back(instrument.tick_dollars_1e4);
  }
  return options;
}

std::vector<publish::Instrument> published_instruments(const app::RunConfig& config) {
  std::vector<publish::Instrument> instruments;
  for (const app::InstrumentConfig& each : config.instruments) {
    publish::Instrument instrument;
    instrument.symbol = each.symbol;
    instrument.tick_dollars_1e4 = each.tick_dollars_1e4;
    instruments.push_back(instrument);
  }
  return instruments;
}

std::vector<ControlChange> configured_limits(const app::RunConfig& config) {
  std::vector<ControlChange> changes;
  for (const app::LimitSetting& setting : config.firm_limits) {
    changes.push_back(set_limit(setting, ControlScope::Firm));
  }
  for (std::uint32_t account = 0; account < config.accounts.size(); ++account) {
    std::vector<app::LimitSetting> settings = config.accounts[account].limits;
    for (const app::LimitSetting& otherwise : config.default_limits) {
      if (!has(settings, otherwise.kind)) settings.push_back(otherwise);
    }
    for (const app::LimitSetting& setting : settings) {
      changes.push_back(set_limit(setting, ControlScope::Account));
      changes.back().account = account;
    }
  }
  for (std::size_t book = 0; book < config.instruments.size(); ++book) {
    for (const app::LimitSetting& setting : config.instruments[book].limits) {
      changes.push_back(set_limit(setting, ControlScope::Instrument));
      changes.back().book = static_cast<std::uint16_t>(book);
    }
  }
  return changes;
}

}  // namespace hotbook::runtime
