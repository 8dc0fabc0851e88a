#include "host/runtime/appliance.hpp"

#include <atomic>
#include <chrono>
#include <utility>

#include "host/control/service_notify.hpp"
#include "host/runtime/appliance_parts.hpp"
#include "host/runtime/venue_setup.hpp"

namespace hotbook::runtime {
namespace {

constexpr std::uint64_t kTickNs = 100'000'000;
constexpr std::chrono::milliseconds kSleepMax{10};

}  // namespace

// Those that are not so already. How many there were.
std::size_t Appliance::Parts::set_limits(const std::vector<journal::ControlChange>& limits) {
  std::size_t count = 0;
  for (const journal::ControlChange& change : limits) {
    if (is_set(risk, change)) continue;
    ++count;
    if (const std::string wrong = venue.control(change); !wrong.empty()) {
      log.error("limit not set", {{"reason", wrong}});
    }
  }
  return count;
}

// SIGHUP, again and again. It stays added, so that one that comes meanwhile ends nothing; those
// that come within a tick are one.
void Appliance::Parts::await_reload() {
  reload_signals.async_wait([this](const boost::system::error_code& error, int) {
    if (error) return;
    is_reload_due = true;
    await_reload();
  });
}

void Appliance::Parts::reload() {
  control::notify_reloading();
  log.reopen();
  try {
    if (audit && !audit->reopen()) log.error("audit log", {{"reason", audit->fault()}});
    if (http) http->reload();
    reload_config();
  } catch (const std::exception& failed) {
    log.error("not reloaded", {{"reason", failed.what()}});
  }
  control::notify_service("READY=1");
}

void Appliance::Parts::reload_config() {
  if (!options.read_config) return;
  const Reloaded reloaded = take_reloaded(options.config, options.read_config());
  const std::size_t limits = set_limits(reloaded.limits);
  if (service) service->set_access(control_access());
  log.info("reloaded", {{"limits_set", limits}, {"tokens", config.control.tokens.size()}});
  if (reloaded.needs_start) {
    log.warning("configuration", {{"reason", "what else is changed in it waits for a start"}});
  }
}

// What the journal has safe is told.
void Appliance::Parts::tell() {
  sink.write();
  const std::uint64_t durable = writer->durable_seq();
  venue.release(durable);
  doorstep.release(durable);
  venue::SessionTable& sessions = venue.sessions();
  for (const std::uint16_t session : sessions.changed()) {
    if (ouch) ouch->flush(session);
    if (fix) fix->flush(session);
  }
  sessions.clear_changed();
  published.release(durable, venue);
  published.flush(now_ns());
}

void Appliance::Parts::tick() {
  venue.tick();
  if (std::exchange(is_reload_due, false)) reload();
  venue_metrics.update(venue, published.publication(), card);
  if (card != nullptr) watch_card();
  watch_standby();
  if (venue.is_day_over() && is_snapshot_due) snapshot();
  if (!venue.is_day_over()) is_snapshot_due = true;
}

// While it is away nothing is told, which somebody should know.
void Appliance::Parts::watch_standby() {
  if (!replica) return;
  const std::string problem = replica->problem();
  if (problem == standby_told) return;
  standby_told = problem;
  if (problem.empty()) return log.info("standby is there");
  log.warning("standby is away", {{"reason", problem}});
}

void Appliance::Parts::watch_card() {
  if (venue.is_idle()) card->check();
  const std::uint64_t takeovers = card->follower().counts().takeovers;
  if (takeovers == std::exchange(takeovers_told, takeovers) || card->fault().empty()) return;
  const Takeover& takeover = card->takeover();
  const auto us = [](std::chrono::nanoseconds time) { return time.count() / 1'000; };
  venue_metrics.taken_over(takeover);
  is_card_lost = true;
  log.error("card given up", {{"fault", card->fault()},
                              {"silent_us", us(takeover.silent)},
                              {"first_us", us(takeover.first)},
                              {"whole_us", us(takeover.whole)},
                              {"inputs", takeover.inputs}});
}

// False when nothing happened.
bool Appliance::Parts::turn() {
  venue.set_now(now_ns());
  const std::size_t handled = io.poll();
  const bool moved = venue.poll();
  tell();
  const std::uint64_t now = now_ns();
  if (now - ticked_ns >= kTickNs) {
    ticked_ns = now;
    venue.set_now(now);
    tick();
  }
  return handled != 0 || moved;
}

// Between days, when all of it is safe.
void Appliance::Parts::snapshot() {
  if (!venue.is_idle() || writer->synced_seq() != venue.journal_seq()) return;
  is_snapshot_due = false;
  journal::Snapshot state;
  state.journal_seq = venue.journal_seq();
  state.journal_id = writer->journal_id();
  venue.snapshot(state.state);
  const std::string wrong = snapshots.write(state);
  if (wrong.empty()) {
    log.info("snapshot", {{"journal_seq", state.journal_seq}, {"bytes", state.state.size()}});
  } else {
    log.error("no snapshot", {{"reason", wrong}});
  }
}

// Clients are let go, what they did is finished and made safe.
void Appliance::Parts::close() {
  // The control thread may be waiting for this one, which therefore goes on turning.
  std::atomic<bool> http_is_over{false};
  std::thread http_end{[&] {
    if (http) http->stop();
    http_is_over = true;
  }};
  if (ouch) ouch->stop();
  if (fix) fix->stop();
  published.stop();
  while (turn() || !http_is_over || !venue.is_idle()) {
    if (writer->failed() && http_is_over) break;
  }
  http_end.join();
  journal_thread.reset();  // writes and syncs what there is
  tell();
}

Appliance::Appliance(const ApplianceOptions& options, control::Log& log)
    : parts_{std::make_unique<Parts>(options, log)} {}

Appliance::~Appliance() = default;

Ended Appliance::run() {
  Parts& parts = *parts_;
  control::notify_service("READY=1");
  while (!parts.is_stopping) {
    const bool moved = parts.turn();
    if (parts.writer->failed()) {
      parts.log.error("journal failed", {{"reason", parts.writer->reason()}});
      parts.close();
      return Ended::JournalFailed;
    }
    if (parts.config.venue.device == app::DeviceKind::Both && parts.is_card_lost) {
      parts.close();
      return Ended::CardDiffers;
    }
    if (moved || parts.options.spins || !parts.venue.is_idle()) continue;
    parts.io.restart();
    parts.venue.set_now(now_ns());
    parts.io.run_one_for(kSleepMax);
  }
  control::notify_service("STOPPING=1");
  parts.log.info("stopping");
  parts.close();
  parts.log.info("stopped", {{"journal_seq", parts.venue.journal_seq()}});
  return Ended::Stopped;
}

std::uint16_t Appliance::ouch_port() const {
  return parts_->ouch ? parts_->ouch->port() : std::uint16_t{0};
}

std::uint16_t Appliance::control_port() const {
  return parts_->http ? parts_->http->port() : std::uint16_t{0};
}

}  // namespace hotbook::runtime
