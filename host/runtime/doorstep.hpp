// The venue as doors reach it: each message comes at the time at which it is taken up, and it is
// measured how long it takes until what came of it may be told.
//
// Threading: the venue's thread.
// Hot path:  request() reads the clock twice and calls the venue, three times more for one request
//            of StageMetrics::kEvery; nothing else costs anything.

#pragma once

#include <cstdint>
#include <deque>

#include "host/control/metrics.hpp"
#include "host/runtime/stage_metrics.hpp"
#include "host/runtime/utc_clock.hpp"
#include "host/venue/venue.hpp"

namespace hotbook::runtime {

class Doorstep final : public session::EntryPoint {
 public:
  Doorstep(venue::Venue& venue, control::LatencyHistogram& decided,
           control::LatencyHistogram& released, StageMetrics& stages) noexcept
      : venue_{venue}, decided_{decided}, released_{released}, stages_{stages} {}

  [[nodiscard]] session::Login login(session::Door door, std::string_view user,
                                     std::string_view password) override {
    return venue_.login(door, user, password);
  }
  void logout(std::uint16_t session) noexcept override {
    venue_.set_now(now_ns());
    venue_.logout(session);
  }
  void request(const ClientRequest& request) noexcept override {
    const std::uint64_t read = last_now_ns();  // its bytes, or the end of the request before it
    const std::uint64_t began = now_ns();
    venue_.set_now(began);
    const bool is_measured = stages_.is_due();
    if (is_measured) measure(request, began - read, began);
    venue_.request(request);
    venue_.set_probe(nullptr);
    const std::uint64_t ended = now_ns();
    decided_.record(ended - began);
    if (waiting_.size() >= kWaitingMax) return;
    waiting_.push_back({venue_.journal_seq(), began, is_measured ? ended : 0});
  }
  // The journal has these records safe.
  void release(std::uint64_t journal_seq) noexcept {
    if (waiting_.empty() || waiting_.front().journal_seq > journal_seq) return;
    const std::uint64_t now = now_ns();
    while (!waiting_.empty() && waiting_.front().journal_seq <= journal_seq) {
      released_.record(now - waiting_.front().began);
      if (waiting_.front().ended != 0) stages_.released(now - waiting_.front().ended);
      waiting_.pop_front();
    }
  }
  [[nodiscard]] const session::ReportLog& reports(std::uint16_t session) const noexcept override {
    return venue_.reports(session);
  }
  [[nodiscard]] std::optional<session::LiveOrder> live_order(
      std::uint16_t session, std::uint32_t user_ref) const noexcept override {
    return venue_.live_order(session, user_ref);
  }
  [[nodiscard]] std::uint32_t next_user_ref(std::uint16_t session) const noexcept override {
    return venue_.next_user_ref(session);
  }
  [[nodiscard]] std::string_view day_name() const noexcept override { return venue_.day_name(); }
  [[nodiscard]] bool is_day_over() const noexcept override { return venue_.is_day_over(); }
  [[nodiscard]] std::uint16_t book_of(std::string_view symbol) const noexcept override {
    return venue_.book_of(symbol);
  }
  [[nodiscard]] std::string_view symbol_of(std::uint16_t book) const noexcept override {
    return venue_.symbol_of(book);
  }
  [[nodiscard]] std::uint32_t tick_dollars_1e4(std::uint16_t book) const noexcept override {
    return venue_.tick_dollars_1e4(book);
  }

 private:
  static constexpr std::size_t kWaitingMax = 4096;  // beyond it requests are not measured
  struct Waiting {
    std::uint64_t journal_seq;
    std::uint64_t began;
    std::uint64_t ended;  // 0: its stages are not measured
  };

  void measure(const ClientRequest& request, std::uint64_t decode_ns, std::uint64_t now) noexcept {
    const venue::SessionOptions& session = venue_.options().sessions[request.command.session];
    if (session.door == session::Door::Ouch) stages_.decoded(decode_ns);
    stages_.begin(now);
    venue_.set_probe(&stages_);
  }

  venue::Venue& venue_;
  control::LatencyHistogram& decided_;
  control::LatencyHistogram& released_;
  StageMetrics& stages_;
  std::deque<Waiting> waiting_;
};

}  // namespace hotbook::runtime
