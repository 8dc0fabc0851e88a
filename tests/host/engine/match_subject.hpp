// What computes the matching function, as its tests see it.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/engine/match_options.hpp"

namespace hotbook {

struct MatchSubject {
  MatchSubject() = default;
  MatchSubject(const MatchSubject&) = delete;
  MatchSubject& operator=(const MatchSubject&) = delete;
  virtual ~MatchSubject() = default;

  // Does the next input and appends its outputs.
  virtual void apply(const MatchCommand& command, std::vector<MatchOutput>& outputs) = 0;

  // Section 9 of the matching function.
  [[nodiscard]] virtual std::uint64_t state_hash() const = 0;
};

struct MatchSubjectKind {
  std::string name;
  std::function<std::unique_ptr<MatchSubject>(const MatchOptions&)> make;
};

// For a test's messages.
inline void PrintTo(const MatchSubjectKind& kind, std::ostream* out) {
  *out << kind.name;
}

// All that must obey the rules.
[[nodiscard]] std::vector<MatchSubjectKind> match_subjects();

}  // namespace hotbook
