// Where a request's time goes, stage by stage: one request of a few is measured.
//
// Threading: the venue's thread; scrapes on any.
// Hot path:  passed(), of a request that is measured: a read of the clock and a histogram.

#pragma once

#include <cstdint>

#include "host/control/metrics.hpp"
#include "host/runtime/utc_clock.hpp"
#include "host/venue/stage_probe.hpp"

namespace hotbook::runtime {

class StageMetrics final : public venue::StageProbe {
 public:
  explicit StageMetrics(control::Metrics& metrics)
      : decode_{stage(metrics, "decode")},
        risk_{stage(metrics, "risk")},
        journal_{stage(metrics, "journal")},
        match_{stage(metrics, "match")},
        release_{stage(metrics, "release")} {}

  // Every so manieth request is measured.
  static constexpr std::uint32_t kEvery = 32;
  [[nodiscard]] bool is_due() noexcept { return ++requests_ % kEvery == 0; }

  void begin(std::uint64_t now_ns) noexcept { since_ = now_ns; }
  // From when its bytes were there, or the request before it was done.
  void decoded(std::uint64_t took_ns) noexcept { decode_.record(took_ns); }
  void passed(venue::Stage stage) noexcept override {
    const std::uint64_t now = now_ns();
    switch (stage) {
      case venue::Stage::Decided:
        risk_.record(now - since_);
        break;
      case venue::Stage::Appended:
        journal_.record(now - since_);
        break;
      case venue::Stage::Matched:
        match_.record(now - since_);
        break;
    }
    since_ = now;
  }
  // From its matching to when what came of it may be told.
  void released(std::uint64_t waited_ns) noexcept { release_.record(waited_ns); }

 private:
  static control::LatencyHistogram& stage(control::Metrics& metrics, const char* name) {
    return metrics.histogram("hotbook_stage_seconds",
                             "Of one request in 32, by stage; decode: OUCH only",
                             {{"stage", name}});
  }

  control::LatencyHistogram& decode_;
  control::LatencyHistogram& risk_;
  control::LatencyHistogram& journal_;
  control::LatencyHistogram& match_;
  control::LatencyHistogram& release_;
  std::uint64_t since_ = 0;
  std::uint32_t requests_ = 0;
};

}  // namespace hotbook::runtime
