// The venue's figures for Prometheus.
//
// Threading: update() on the venue's thread; a scrape on any.
// Hot path:  none; figures are copied a few times a second.

#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "host/control/metrics.hpp"
#include "host/journal/journal_writer.hpp"
#include "host/runtime/card_matching.hpp"
#include "host/runtime/publication.hpp"
#include "host/venue/venue.hpp"

namespace hotbook::runtime {

class VenueMetrics {
 public:
  explicit VenueMetrics(control::Metrics& metrics);

  // The writer outlives the last scrape.
  void watch(const journal::JournalWriter& writer);
  // card: nullptr without one.
  void update(const venue::Venue& venue, const Publication& publication, const CardMatching* card);

  void taken_over(const Takeover& takeover) noexcept;

  // How long the venue takes to decide, journal and match a request.
  [[nodiscard]] control::LatencyHistogram& decided() noexcept { return decided_; }
  // From there to when what came of it may be told.
  [[nodiscard]] control::LatencyHistogram& released() noexcept { return released_; }

 private:
  enum Figure : std::size_t {
    kRequests,
    kResends,
    kRefusals,
    kInputs,
    kExecutions,
    kPublished,
    kLiveOrders,
    kLiveOrdersMax,
    kDayOpen,
    kKilled,
    kCardConfigured,
    kCardAttached,
    kCardTakeovers,
    kCardDecided,
    kCardAlone,
    kFigures,
  };
  void counter(Figure figure, const char* name, const char* help);
  void gauge(Figure figure, const char* name, const char* help);
  void set(Figure figure, std::uint64_t value) noexcept {
    figures_[figure].store(value, std::memory_order_relaxed);
  }

  control::Metrics& metrics_;
  control::LatencyHistogram& decided_;
  control::LatencyHistogram& released_;
  control::LatencyHistogram& takeovers_;
  // Written by the venue's thread, read by scrapes; a figure orders nothing.
  std::array<std::atomic<std::uint64_t>, kFigures> figures_{};
};

}  // namespace hotbook::runtime
