#include "host/control/audit_log.hpp"
#include "host/control/http_server.hpp"
#include "host/control/log.hpp"
#include "host/control/metrics.hpp"

namespace hotbook::control {

void add_metrics(Metrics& metrics, const HttpServer& server) {
  const HttpCounts& counts = server.counts();
  metrics.counter_from("hotbook_control_connections_total", "Connections of the control API", {},
                       [&counts] { return counts.accepted.value(); });
  metrics.counter_from("hotbook_control_requests_total", "Requests that were answered", {},
                       [&counts] { return counts.requests.value(); });
  metrics.gauge_from("hotbook_control_connections", "Connections that are open", {},
                     [&counts] { return static_cast<double>(counts.open.value()); });
  for (std::size_t i = 0; i < counts.dropped.size(); ++i) {
    metrics.counter_from("hotbook_control_dropped_total", "Connections that were dropped",
                         {{"reason", std::string{kDropReasonNames[i]}}},
                         [&counts, i] { return counts.dropped[i].value(); });
  }
}

void add_metrics(Metrics& metrics, const AuditLog& audit) {
  metrics.gauge_from("hotbook_control_audit_failed", "1 while the audit log takes nothing", {},
                     [&audit] { return audit.fault().empty() ? 0.0 : 1.0; });
}

void add_metrics(Metrics& metrics, const Log& log) {
  metrics.counter_from("hotbook_log_lost_total", "Lines that are not in the log", {},
                       [&log] { return log.lost_count(); });
}

}  // namespace hotbook::control
