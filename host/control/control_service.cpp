#include "host/control/control_service.hpp"

#include <fmt/format.h>

#include "host/control/control_route.hpp"
#include "host/control/utc_text.hpp"

namespace hotbook::control {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kSecondNs = 1'000'000'000;

bool is_at(const Request& request, std::string_view path) {
  return request.method == "GET" && std::string_view{request.target} == path;
}

}  // namespace

void ControlService::set_access(ControlAccess access) {
  const std::lock_guard lock{access_lock_};
  access_ = std::move(access);
}

std::optional<Caller> ControlService::who_sends(const Request& request) {
  const std::lock_guard lock{access_lock_};
  return access_.caller(request);
}

Response ControlService::handle(const Request& request, std::uint64_t now_ns) {
  const std::optional<Caller> caller = who_sends(request);
  const std::string id = fmt::format("{:x}-{}", now_ns, ++requests_);
  const auto finish = [&id](Response response) {
    response.request_id = id;
    return response;
  };
  if (caller && is_at(request, "/metrics")) {
    Response response;
    response.body = metrics_();
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return finish(std::move(response));
  }
  if (caller && is_at(request, "/openapi.json")) {
    Response response;
    response.body = pretty_json(openapi_document());
    return finish(std::move(response));
  }
  // What cannot be put on record is not done, but for kill, which must never wait.
  const bool may_act = request.method == "GET" || !caller || request.target == "/v1/kill" ||
                       audit_.fault().empty() ||
                       audit_.append({{"time", utc_text(now_ns)}, {"record", "works again"}});
  if (!may_act) {
    return finish(error_response(
        503, "audit_failed", "nothing is done that cannot be put on record: " + audit_.fault()));
  }
  Routed routed = router_.route(request, caller);
  if (!routed.is_action) return finish(std::move(routed.response));
  routed.response.request_id = id;
  if (!write_audit(request, caller ? caller->name : "", routed, now_ns) && caller) {
    return finish(error_response(500, "audit_failed",
                                 fmt::format("this was answered {}, but is not on record: {}",
                                             routed.response.status, audit_.fault())));
  }
  return std::move(routed.response);
}

bool ControlService::write_audit(const Request& request, const std::string& who,
                                 const Routed& routed, std::uint64_t now_ns) {
  json::object line{{"time", utc_text(now_ns)},
                    {"request", routed.response.request_id},
                    {"who", who},
                    {"peer", request.peer},
                    {"method", request.method},
                    {"target", request.target},
                    {"given", routed.given},
                    {"status", routed.response.status},
                    {"changes", routed.changes}};
  if (routed.response.status != 200) {
    json::error_code error;
    const json::value body = json::parse(routed.response.body, error);
    if (const auto* object = error ? nullptr : body.if_object()) {
      if (const auto* reason = object->if_contains("error")) line["error"] = *reason;
    }
  }
  if (who.empty()) {
    // Anybody can send these: one a second is enough to see that somebody does.
    const std::uint64_t second = now_ns / kSecondNs;
    if (second == unknown_told_s_) {
      ++unknown_untold_;
      return true;
    }
    unknown_told_s_ = second;
    line["untold_before"] = unknown_untold_;
    unknown_untold_ = 0;
  }
  return audit_.append(line);
}

}  // namespace hotbook::control
