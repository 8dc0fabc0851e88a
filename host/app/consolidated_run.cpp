#include "host/app/consolidated_run.hpp"

namespace hotbook::app {

ConsolidatedRun::ConsolidatedRun(const std::vector<InputOptions>& inputs,
                                 const std::vector<InputSummary>& summaries,
                                 const reference::InstrumentTable& instruments, bool align)
    : books_{instruments} {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    auto source = std::make_unique<Source>();
    Source& of = *source;
    of.venue = inputs[i].venue;
    of.input = std::make_unique<ReplayInput>(inputs[i].files, summaries[i].line_b);
    of.feed =
        open_venue_feed(summaries[i], [this, &of](const BookUpdate& input) { update(of, input); });
    of.has_frame = of.input->next(of.frame);
    if (align && of.has_frame) of.start_ns = of.frame.time_ns;
    sources_.push_back(std::move(source));
  }
}

void ConsolidatedRun::update(Source& source, const BookUpdate& update) {
  ++source.inputs;
  source.tracker.update(update, [&](const TopRow& row) {
    if (const auto change = books_.update(source.venue, {row.book}, row.top))
      rows_.push_back({now_ns_, source.venue, change->instrument, change->top});
  });
}

// Of equal times the earlier named venue's.
ConsolidatedRun::Source* ConsolidatedRun::earliest() {
  Source* found = nullptr;
  for (const auto& source : sources_) {
    if (source->has_frame && (found == nullptr || source->time_ns() < found->time_ns()))
      found = source.get();
  }
  return found;
}

std::optional<ConsolidatedRow> ConsolidatedRun::next() {
  while (rows_.empty()) {
    Source* const source = earliest();
    if (source == nullptr) return std::nullopt;
    now_ns_ = source->time_ns();
    source->feed->frame(source->frame);
    source->has_frame = source->input->next(source->frame);
    if (!source->has_frame) source->feed->finish();
  }
  const ConsolidatedRow row = rows_.front();
  rows_.pop_front();
  return row;
}

}  // namespace hotbook::app
