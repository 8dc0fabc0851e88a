// What an appliance is made of. Members are made in this order and end in the opposite one.
//
// Threading: as Appliance.
// Hot path:  turn() and tell().

#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "host/control/audit_log.hpp"
#include "host/control/control_access.hpp"
#include "host/control/control_service.hpp"
#include "host/control/http_server.hpp"
#include "host/control/metrics.hpp"
#include "host/journal/file_storage.hpp"
#include "host/journal/journal_thread.hpp"
#include "host/journal/journal_writer.hpp"
#include "host/journal/replica_link.hpp"
#include "host/runtime/appliance.hpp"
#include "host/runtime/card_matching.hpp"
#include "host/runtime/control_desk.hpp"
#include "host/runtime/doorstep.hpp"
#include "host/runtime/journal_sink.hpp"
#include "host/runtime/publication_server.hpp"
#include "host/runtime/recovery.hpp"
#include "host/runtime/utc_clock.hpp"
#include "host/runtime/venue_metrics.hpp"
#include "host/session/fix/fix_gateway.hpp"
#include "host/session/ouch_server.hpp"
#include "host/venue/venue.hpp"

namespace hotbook::runtime {

constexpr std::size_t kSnapshotsKept = 3;

struct Appliance::Parts {
  Parts(const ApplianceOptions& given, control::Log& log_to);

  // Construction, in this order.
  void recover_venue();
  void open_journal();
  void open_doors();
  void open_control();
  void open_today();
  // The venue's thread.
  bool turn();
  void tell();
  void tick();
  void close();
  void snapshot();
  void watch_card();
  void watch_standby();
  void await_safe();
  void await_reload();
  void reload();
  void reload_config();
  std::size_t set_limits(const std::vector<journal::ControlChange>& limits);
  [[nodiscard]] control::ControlAccess control_access() const;
  [[nodiscard]] std::string peer(std::uint16_t session) const;
  [[nodiscard]] card::CardOptions card_options() const;
  [[nodiscard]] std::string state_path(const std::string& path) const {
    return config.in_state_directory(path);
  }

  ApplianceOptions options;
  const app::RunConfig& config = options.config;
  control::Log& log;
  std::uint64_t started_ns = now_ns();

  boost::asio::io_context io{1};
  boost::asio::signal_set stop_signals{io};
  boost::asio::signal_set reload_signals{io, SIGHUP};  // from the very start: HUP ends no start

  journal::FileStorage storage;
  journal::SnapshotStore snapshots{storage, kSnapshotsKept};
  risk::RiskGate risk;
  CardMatching* card = nullptr;  // matching, when there is a card; before it, which sets it
  std::unique_ptr<venue::Matching> matching;
  JournalSink sink{[] { std::this_thread::yield(); }};
  PublicationServer published;
  venue::Venue venue;
  control::Metrics metrics;
  VenueMetrics venue_metrics{metrics};
  StageMetrics stages{metrics};
  Doorstep doorstep{venue, venue_metrics.decided(), venue_metrics.released(), stages};
  journal::JournalEnd journal_end;
  std::optional<journal::JournalWriter> writer;
  std::optional<journal::ReplicaLink> replica;           // policy replica
  std::optional<journal::JournalThread> journal_thread;  // ends before the link

  std::optional<session::OuchServer> ouch;
  std::optional<fix::FixGateway> fix;

  std::optional<control::AuditLog> audit;
  std::optional<ControlDesk> desk;
  std::optional<control::ControlService> service;
  std::optional<control::HttpServer> http;
  std::string local_token;  // of the access file
  std::optional<control::PublishedAccess> access;

  std::uint64_t ticked_ns = 0;
  bool is_stopping = false;
  bool is_snapshot_due = false;
  bool is_reload_due = false;
  bool is_card_lost = false;  // by a fault, ever
  std::uint64_t takeovers_told = 0;
  std::string standby_told;  // its problem
};

}  // namespace hotbook::runtime
