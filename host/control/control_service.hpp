// One request from its bytes' meaning to its answer: who sent it, what it does, what the audit log
// has of it. Knows no socket and no clock.
//
// Threading: one thread; set_access() on any.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "host/control/audit_log.hpp"
#include "host/control/control_access.hpp"
#include "host/control/control_request.hpp"
#include "host/control/control_router.hpp"

namespace hotbook::control {

class ControlService {
 public:
  using Text = std::function<std::string()>;

  // audit outlives the service. metrics: what GET /metrics answers.
  ControlService(ControlTarget& target, ControlAccess access, AuditLog& audit, Text metrics)
      : router_{target}, access_{std::move(access)}, audit_{audit}, metrics_{std::move(metrics)} {}

  // From the next request on.
  void set_access(ControlAccess access);
  // now_ns: since 1970 UTC.
  [[nodiscard]] Response handle(const Request& request, std::uint64_t now_ns);

 private:
  [[nodiscard]] std::optional<Caller> who_sends(const Request& request);
  [[nodiscard]] bool write_audit(const Request& request, const std::string& who,
                                 const Routed& routed, std::uint64_t now_ns);

  ControlRouter router_;
  std::mutex access_lock_;
  ControlAccess access_;
  AuditLog& audit_;
  Text metrics_;
  std::uint64_t requests_ = 0;
  std::uint64_t unknown_told_s_ = 0;  // when the last action of nobody known was written
  std::uint64_t unknown_untold_ = 0;  // such actions since
};

}  // namespace hotbook::control
