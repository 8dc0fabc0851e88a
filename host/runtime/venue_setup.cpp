#include "host/runtime/venue_setup.hpp"

#include <algorithm>
#include <stdexcept>
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
  ControlChange change = journal::change_by("configuration", ControlAction::SetLimit);
  change.scope = scope;
  change.limit = static_cast<std::uint16_t>(setting.kind);
  change.value = setting.value;
  return change;
}

std::uint32_t index_of(const ControlChange& change) {
  switch (change.scope) {
    case ControlScope::Account:
      return change.account;
    case ControlScope::Instrument:
      return change.book;
    case ControlScope::Session:
      return change.session;
    case ControlScope::Firm:
      break;
  }
  return 0;
}

bool is_of_same(const ControlChange& a, const ControlChange& b) {
  return a.limit == b.limit && a.scope == b.scope && index_of(a) == index_of(b);
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

bool is_set(const risk::RiskGate& risk, const ControlChange& limit) {
  return risk.limit(static_cast<risk::LimitKind>(limit.limit), limit.scope, index_of(limit)) ==
         limit.value;
}

Reloaded take_reloaded(app::RunConfig& running, const app::RunConfig& fresh) {
  const auto are_same = [](const auto& here, const auto& there, auto name) {
    return std::equal(here.begin(), here.end(), there.begin(), there.end(),
                      [name](const auto& a, const auto& b) { return a.*name == b.*name; });
  };
  if (!are_same(running.instruments, fresh.instruments, &app::InstrumentConfig::symbol) ||
      !are_same(running.accounts, fresh.accounts, &app::AccountConfig::name)) {
    throw std::runtime_error{
        "the configuration has other instruments or accounts: nothing of it is taken before the "
        "next start"};
  }
  const std::vector<ControlChange> before = configured_limits(running);
  for (std::size_t book = 0; book < fresh.instruments.size(); ++book) {
    running.instruments[book].limits = fresh.instruments[book].limits;
  }
  for (std::size_t account = 0; account < fresh.accounts.size(); ++account) {
    running.accounts[account].limits = fresh.accounts[account].limits;
  }
  running.default_limits = fresh.default_limits;
  running.firm_limits = fresh.firm_limits;
  running.control.tokens = fresh.control.tokens;
  Reloaded reloaded{configured_limits(running), !(running == fresh)};
  const std::size_t set = reloaded.limits.size();
  for (ControlChange gone : before) {
    const auto end = reloaded.limits.begin() + static_cast<std::ptrdiff_t>(set);
    if (std::any_of(reloaded.limits.begin(), end,
                    [&](const ControlChange& each) { return is_of_same(each, gone); })) {
      continue;
    }
    gone.value = 0;
    reloaded.limits.push_back(gone);
  }
  return reloaded;
}

}  // namespace hotbook::runtime
