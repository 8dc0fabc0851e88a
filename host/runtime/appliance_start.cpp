// How an appliance starts: recovery, the journal, the card, the day, the doors.

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>

#include "host/runtime/appliance_parts.hpp"
#include "host/runtime/venue_setup.hpp"
#include "host/venue/software_matching.hpp"

namespace hotbook::runtime {
namespace {

namespace asio = boost::asio;
using app::DeviceKind;
using app::RunConfig;

constexpr unsigned kCardSecondsMax = 1'000'000;  // of a simulated one: the most it can be told
constexpr std::chrono::microseconds kStartStep{200};
constexpr std::uint64_t kStartQuietNs = 1'000'000'000;

std::uint64_t random_id() {
  std::uint64_t id = 0;
  while (id == 0) {
    if (getrandom(&id, sizeof id, 0) != sizeof id) throw std::runtime_error{"no random numbers"};
  }
  return id;
}

// YYYYMMDD in the venue's zone.
std::uint32_t day_at(std::uint64_t time_ns, std::int32_t offset_minutes) {
  using namespace std::chrono;
  const sys_time<seconds> local{seconds{time_ns / 1'000'000'000} + minutes{offset_minutes}};
  const year_month_day day{floor<days>(local)};
  return static_cast<std::uint32_t>(static_cast<int>(day.year()) * 10'000) +
         static_cast<unsigned>(day.month()) * 100 + static_cast<unsigned>(day.day());
}

journal::JournalSettings journal_settings(const RunConfig& config, std::uint32_t day) {
  journal::JournalSettings settings;
  switch (config.journal.policy) {
    case app::JournalPolicy::Write:
      settings.release_after = journal::ReleaseAfter::Write;
      break;
    case app::JournalPolicy::Sync:
      settings.release_after = journal::ReleaseAfter::Sync;
      break;
    case app::JournalPolicy::Replica:
      settings.release_after = journal::ReleaseAfter::Replica;
      break;
  }
  settings.segment_bytes = std::uint64_t{config.journal.segment_mib} << 20U;
  settings.journal_id = random_id();
  settings.max_orders = config.venue.max_orders;
  settings.book_count = static_cast<std::uint32_t>(config.instruments.size());
  settings.day = day;
  return settings;
}

std::string policy_name(app::JournalPolicy policy) {
  switch (policy) {
    case app::JournalPolicy::Write:
      return "write";
    case app::JournalPolicy::Sync:
      return "sync";
    case app::JournalPolicy::Replica:
      return "replica";
  }
  return "";
}

std::string device_name(DeviceKind device) {
  switch (device) {
    case DeviceKind::Software:
      return "software";
    case DeviceKind::Card:
      return "card";
    case DeviceKind::Both:
      return "both";
  }
  return "";
}

std::vector<control::TokenHash> tokens_of(const RunConfig& config) {
  std::vector<control::TokenHash> tokens;
  for (const app::ControlToken& token : config.control.tokens) {
    tokens.push_back({token.name, static_cast<control::Role>(token.role), token.sha256});
  }
  return tokens;
}

std::unique_ptr<venue::Matching> make_matching(const RunConfig& config, CardMatching*& card) {
  const MatchOptions options{.book_count = config.instruments.size(),
                             .max_orders = config.venue.max_orders,
                             .publish = false};
  if (config.venue.device == DeviceKind::Software) {
    return std::make_unique<venue::SoftwareMatching>(options);
  }
  auto matching = std::make_unique<CardMatching>(options);
  card = matching.get();
  return matching;
}

std::string made_directory(const std::string& path) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (failed) {
    throw std::runtime_error{fmt::format("{}: cannot be made: {}", path, failed.message())};
  }
  return path;
}

}  // namespace

Appliance::Parts::Parts(const ApplianceOptions& given, control::Log& log_to)
    : options{given},
      log{log_to},
      storage{made_directory(state_path(config.journal.directory)),
              journal::FileStorage::Access::Write},
      risk{risk_options(config)},
      matching{make_matching(config, card)},
      published{io, config},
      venue{venue_options(config), risk, *matching, sink, &published.publication()} {
  recover_venue();
  open_journal();
  if (card != nullptr) {
    card->attach(CardMatching::open(card_options(), config.instruments.size()));
    log.info("card attached", {{"xclbin", card_options().xclbin}});
  }
  open_today();
  open_doors();
  open_control();
}

control::ControlAccess Appliance::Parts::control_access() const {
  return {tokens_of(config), local_token};
}

// Of the client's end; empty when it is not connected.
std::string Appliance::Parts::peer(std::uint16_t session) const {
  std::string peer = ouch ? ouch->peer(session) : std::string{};
  return peer.empty() && fix ? fix->peer(session) : peer;
}

card::CardOptions Appliance::Parts::card_options() const {
  card::CardOptions card_options;
  card_options.xclbin = config.card.xclbin.empty() ? options.default_xclbin : config.card.xclbin;
  card_options.manifest =
      config.card.manifest.empty() ? options.default_manifest : config.card.manifest;
  card_options.device_index = config.card.index;
  card_options.emulation.seconds_max = kCardSecondsMax;
  return card_options;
}

void Appliance::Parts::recover_venue() {
  const std::uint64_t began = now_ns();
  const Recovered recovered = recover(venue, storage, snapshots);
  for (const std::string& line : recovered.said) log.warning("journal", {{"said", line}});
  journal_end = recovered.end;
  log.info("recovered", {{"snapshot_seq", recovered.snapshot_seq},
                         {"records", recovered.records},
                         {"live_orders", venue.orders().count()},
                         {"ms", (now_ns() - began) / 1'000'000}});
}

void Appliance::Parts::open_journal() {
  const std::uint32_t day = day_at(started_ns, config.venue.timezone_offset_minutes);
  writer.emplace(storage, journal_settings(config, day), journal_end);
  writer->on_durable([this] {
    if (!options.spins) asio::post(io, [] {});
  });
  if (config.journal.policy == app::JournalPolicy::Replica) {
    const app::Endpoint& standby = *config.journal.replica;
    replica.emplace(
        storage, *writer,
        journal::ReplicaLink::Endpoint{asio::ip::make_address(standby.address), standby.port});
    log.info("standby", {{"address", standby.text()}});
  }
  if (!writer->open()) throw std::runtime_error{writer->reason()};
  // Under policy write this thread writes, and no order waits for another thread to wake. Two
  // threads that never sleep, and a client, need more cores than two.
  const bool writes_here = config.journal.policy == app::JournalPolicy::Write;
  const bool journal_spins = options.spins && std::thread::hardware_concurrency() > 3;
  const auto wait = writes_here     ? journal::JournalWait::Settle
                    : journal_spins ? journal::JournalWait::Spin
                                    : journal::JournalWait::Sleep;
  journal_thread.emplace(*writer, wait);
  if (replica) replica->start();
  sink.set_writer(*writer, writes_here);
  venue.set_now(now_ns());
  published.publication().resume(writer->durable_seq(), now_ns());
  venue.release(writer->durable_seq());
}

// A day that is over by the calendar is ended; today's is begun.
void Appliance::Parts::open_today() {
  const std::uint32_t today = day_at(now_ns(), config.venue.timezone_offset_minutes);
  const bool is_first = venue.journal_seq() == 0;
  if (!venue.is_day_over() && venue.day() < today) {
    if (const std::string wrong = venue.end_day(); !wrong.empty()) throw std::runtime_error{wrong};
    is_snapshot_due = true;
  }
  if (is_first) set_limits(configured_limits(config));
  await_safe();
  tell();
  if (is_snapshot_due) snapshot();
  if (!venue.is_day_over() || venue.day() >= today) return;
  if (const std::string wrong = venue.start_day(today); !wrong.empty()) {
    throw std::runtime_error{wrong};
  }
  log.info("day started", {{"day", today}});
  if (!config.venue.is_open_at_start) return;
  MatchCommand open{};
  open.kind = CommandKind::TradingState;
  open.session = journal::kVenueSession;
  open.book = 0xffff;
  open.state = static_cast<std::uint8_t>(TradingState::Continuous);
  venue.input(open);
}

// What is under way is matched and safe; a snapshot that is due wants it on the disk besides.
void Appliance::Parts::await_safe() {
  const auto is_safe = [this] {
    const std::uint64_t last = venue.journal_seq();
    return venue.is_idle() && writer->durable_seq() >= last &&
           (!is_snapshot_due || writer->synced_seq() >= last);
  };
  const std::uint64_t began = now_ns();
  for (bool is_said = false; !is_safe();) {
    if (writer->failed()) throw std::runtime_error{writer->reason()};
    const bool moved = venue.poll();
    tell();
    if (moved) continue;
    std::this_thread::sleep_for(kStartStep);
    watch_standby();
    if (is_said || now_ns() - began < kStartQuietNs) continue;
    is_said = true;
    log.warning("the start waits", {{"for", replica ? "standby" : "journal"}});
  }
}

void Appliance::Parts::open_doors() {
  if (config.ouch.address) {
    session::OuchServerOptions door;
    door.address = config.ouch.address->address;
    door.port = config.ouch.address->port;
    door.connections_max = config.ouch.connections_max;
    door.session.rules.utc_offset_minutes = config.venue.timezone_offset_minutes;
    ouch.emplace(io, doorstep, door, &now_ns, [this](const session::OuchConnectionEnd& end) {
      log.info("ouch connection ended",
               {{"peer", end.peer}, {"user", end.user}, {"reason", session::name_of(end.reason)}});
    });
    log.info("ouch door open", {{"address", config.ouch.address->address}, {"port", ouch->port()}});
  }
  if (config.fix.address) {
    fix::FixOptions door;
    door.address = config.fix.address->address;
    door.port = config.fix.address->port;
    door.comp_id = config.fix.comp_id;
    door.store_directory = state_path(config.fix.store);
    // Stores that outlive the machine where the journal does.
    door.synchronous = config.journal.policy != app::JournalPolicy::Write;
    for (std::size_t session = 0; session < config.sessions.size(); ++session) {
      if (config.sessions[session].door != app::DoorKind::Fix) continue;
      door.sessions.push_back({config.sessions[session].user,
                               static_cast<fix::FixVersion>(config.sessions[session].fix_version),
                               static_cast<std::uint16_t>(session)});
    }
    fix.emplace(io, doorstep, door, [this](const fix::FixEvent& event) {
      log.info("fix", {{"client", event.client}, {"text", event.text}});
    });
    const std::uint16_t port = fix->start();
    log.info("fix door open", {{"address", config.fix.address->address}, {"port", port}});
  }
  published.open(venue, log);
}

void Appliance::Parts::open_control() {
  stop_signals.add(SIGTERM);
  stop_signals.add(SIGINT);
  stop_signals.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) is_stopping = true;
  });
  await_reload();
  if (!config.control.address) return;
  DeskParts parts{.io = io, .venue = venue, .writer = *writer};
  parts.card = card;
  parts.name = config.venue.name;
  parts.version = options.version;
  parts.device = device_name(config.venue.device);
  parts.journal_policy = policy_name(config.journal.policy);
  parts.journal_directory = state_path(config.journal.directory);
  parts.started_ns = started_ns;
  parts.kick = [this](std::uint16_t session) {
    if (ouch) ouch->drop(session);
    if (fix) fix->drop(session);
  };
  parts.peer = [this](std::uint16_t session) { return peer(session); };
  parts.segments = [this] {
    std::vector<std::string> names;
    static_cast<void>(storage.list(names));
    return static_cast<std::uint64_t>(std::count_if(
        names.begin(), names.end(),
        [](const std::string& name) { return name.ends_with(journal::kSegmentEnd); }));
  };
  parts.stop = [this] { is_stopping = true; };
  parts.open_card = [this] {
    return CardMatching::open(card_options(), config.instruments.size());
  };
  parts.today = [this] { return day_at(now_ns(), config.venue.timezone_offset_minutes); };
  desk.emplace(std::move(parts));

  audit.emplace(state_path(config.control.audit_file));
  local_token = control::make_token();
  service.emplace(*desk, control_access(), *audit, [this] { return metrics.render(); });
  control::HttpOptions http_options;
  http_options.address = config.control.address->address;
  http_options.port = config.control.address->port;
  http_options.tls_certificate = config.control.tls_certificate;
  http_options.tls_key = config.control.tls_key;
  http_options.connections_max = config.control.connections_max;
  http.emplace(http_options, [this](const control::Request& request) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return service->handle(request,
                           static_cast<std::uint64_t>(
                               std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()));
  });
  venue_metrics.watch(*writer);
  control::add_metrics(metrics, *http);
  control::add_metrics(metrics, *audit);
  control::add_metrics(metrics, log);
  http->start();
  const std::string scheme = config.control.tls_certificate.empty() ? "http" : "https";
  app::Endpoint at = *config.control.address;
  at.port = http->port();
  access.emplace(
      config.control.access_file.empty() ? control::access_file_default()
                                         : config.control.access_file,
      control::AccessFile{scheme + "://" + at.text(), local_token, config.control.tls_certificate});
  log.info("control api open", {{"address", at.text()}});
}

}  // namespace hotbook::runtime
