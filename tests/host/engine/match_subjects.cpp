#include "sim/oracle/match_oracle.hpp"
#include "tests/host/engine/match_subject.hpp"

namespace hotbook {
namespace {

// Any class with a constructor from MatchOptions, apply and state_hash.
template <typename Implementation>
class SubjectOf final : public MatchSubject {
 public:
  explicit SubjectOf(const MatchOptions& options) : implementation_{options} {}

  void apply(const MatchCommand& command, std::vector<MatchOutput>& outputs) override {
    implementation_.apply(command, outputs);
  }
  [[nodiscard]] std::uint64_t state_hash() const override { return implementation_.state_hash(); }

 private:
  Implementation implementation_;
};

template <typename Implementation>
MatchSubjectKind kind_of(const std::string& name) {
  return {name, [](const MatchOptions& options) {
            return std::make_unique<SubjectOf<Implementation>>(options);
          }};
}

}  // namespace

std::vector<MatchSubjectKind> match_subjects() {
  return {kind_of<oracle::MatchOracle>("Oracle")};
}

}  // namespace hotbook
