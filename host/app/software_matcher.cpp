#include "host/app/software_matcher.hpp"

#include <fmt/format.h>

#include <utility>

namespace hotbook::app {

SoftwareMatcher::SoftwareMatcher(const MatchOptions& options, OutputHandler handler)
    : engine_{options}, handler_{std::move(handler)} {
  engine_.set_sink({[](void* self, std::span<const MatchOutput> outputs) noexcept {
                      static_cast<SoftwareMatcher*>(self)->give(outputs);
                    },
                    this});
}

void SoftwareMatcher::consume(std::span<const MatchCommand> commands) {
  give(engine_.apply(commands));
  if (failed_) std::rethrow_exception(failed_);
}

void SoftwareMatcher::give(std::span<const MatchOutput> outputs) noexcept {
  if (failed_) return;
  try {
    handler_(outputs);
  } catch (...) {
    failed_ = std::current_exception();
  }
}

std::string SoftwareMatcher::note() const {
  return fmt::format("{} orders live", engine_.order_count());
}

}  // namespace hotbook::app
