#include "host/runtime/venue_metrics.hpp"

namespace hotbook::runtime {

VenueMetrics::VenueMetrics(control::Metrics& metrics)
    : metrics_{metrics},
      decided_{metrics.histogram("hotbook_request_seconds",
                                 "Time to decide, journal and match a request")},
      released_{metrics.histogram("hotbook_release_seconds",
                                  "From a request's arrival to when what came of it may be told")},
      takeovers_{metrics.histogram("hotbook_card_takeover_seconds",
                                   "From a lost card's last answer to the engine's first")} {
  counter(kRequests, "hotbook_requests_total", "Messages of clients");
  counter(kResends, "hotbook_resends_total", "Of which were there before, and ignored");
  counter(kRefusals, "hotbook_refusals_total", "Of which were refused before matching");
  counter(kInputs, "hotbook_inputs_total", "Inputs of the matching function");
  counter(kPublished, "hotbook_published_messages_total", "Market data messages");
  gauge(kExecutions, "hotbook_executions_today", "Executions since the day began");
  gauge(kLiveOrders, "hotbook_live_orders", "Orders in the books");
  gauge(kLiveOrdersMax, "hotbook_live_orders_max", "One more is refused");
  gauge(kDayOpen, "hotbook_day_open", "1 between start and end of the day");
  gauge(kKilled, "hotbook_killed", "1 while the firm's kill is on");
  gauge(kCardConfigured, "hotbook_card_configured", "1 when the venue matches on a card");
  gauge(kCardAttached, "hotbook_card_attached", "1 while a card matches");
  counter(kCardTakeovers, "hotbook_card_takeovers_total", "How often a card was given up");
  counter(kCardDecided, "hotbook_card_decided_total", "Inputs that a card decided");
  counter(kCardAlone, "hotbook_card_alone_total", "Inputs that no card has closed");
}

void VenueMetrics::counter(Figure figure, const char* name, const char* help) {
  metrics_.counter_from(
      name, help, {}, [this, figure] { return figures_[figure].load(std::memory_order_relaxed); });
}

void VenueMetrics::gauge(Figure figure, const char* name, const char* help) {
  metrics_.gauge_from(name, help, {}, [this, figure] {
    return static_cast<double>(figures_[figure].load(std::memory_order_relaxed));
  });
}

void VenueMetrics::watch(const journal::JournalWriter& writer) {
  metrics_.counter_from("hotbook_journal_records_total", "Records appended", {},
                        [&writer] { return writer.appended_seq(); });
  metrics_.counter_from("hotbook_journal_durable_total", "Of which are safe by the policy", {},
                        [&writer] { return writer.durable_seq(); });
  metrics_.counter_from("hotbook_journal_groups_total", "Writes that carried records", {},
                        [&writer] { return writer.groups(); });
  metrics_.counter_from("hotbook_journal_syncs_total", "Syncs", {},
                        [&writer] { return writer.syncs(); });
  metrics_.gauge_from("hotbook_journal_failed", "1 when it takes no more", {},
                      [&writer] { return writer.failed() ? 1.0 : 0.0; });
}

void VenueMetrics::taken_over(const Takeover& takeover) noexcept {
  takeovers_.record(static_cast<std::uint64_t>((takeover.silent + takeover.first).count()));
}

void VenueMetrics::update(const venue::Venue& venue, const Publication& publication,
                          const CardMatching* card) {
  const venue::VenueCounts& counts = venue.counts();
  set(kRequests, counts.requests);
  set(kResends, counts.resends);
  set(kRefusals, counts.refusals);
  set(kInputs, counts.inputs);
  set(kExecutions, venue.reporter().executions());
  set(kPublished, publication.publisher().counts().messages);
  set(kLiveOrders, venue.orders().count());
  set(kLiveOrdersMax, venue.options().max_orders);
  set(kDayOpen, venue.is_day_over() ? 0 : 1);
  set(kKilled, venue.risk().is_killed(journal::ControlScope::Firm) ? 1 : 0);
  if (card == nullptr) return;
  const MatchFollowerCounts& matched = card->follower().counts();
  set(kCardConfigured, 1);
  set(kCardAttached, card->has_card() ? 1 : 0);
  set(kCardTakeovers, matched.takeovers);
  set(kCardDecided, matched.decided);
  set(kCardAlone, matched.alone);
}

}  // namespace hotbook::runtime
