// Reasons, problems and limits have names that are their own, and can be read back.

#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "host/risk/risk_gate.hpp"

namespace hotbook::risk {
namespace {

TEST(RiskNames, EveryReasonHasItsOwn) {
  std::set<std::string_view> names;
  std::set<std::string_view> texts;
  for (unsigned value = 64; value <= 86; ++value) {
    names.insert(name_of(static_cast<RiskReason>(value)));
    texts.insert(text_of(static_cast<RiskReason>(value)));
  }
  EXPECT_EQ(names.size(), 23U);
  EXPECT_EQ(texts.size(), 23U);
  EXPECT_FALSE(names.contains(""));
  EXPECT_EQ(name_of(static_cast<RiskReason>(87)), "");
  EXPECT_EQ(text_of(static_cast<RiskReason>(63)), "");
  EXPECT_EQ(name_of(RiskReason::MaxQuantity), "max_quantity");
}

TEST(RiskNames, EveryProblemHasItsOwn) {
  std::set<std::string_view> names;
  for (unsigned value = 0; value <= 7; ++value) {
    names.insert(name_of(static_cast<ChangeProblem>(value)));
    EXPECT_NE(text_of(static_cast<ChangeProblem>(value)), "");
  }
  EXPECT_EQ(names.size(), 8U);
  EXPECT_EQ(name_of(static_cast<ChangeProblem>(8)), "");
  EXPECT_EQ(text_of(static_cast<ChangeProblem>(8)), "");
}

TEST(RiskNames, ALimitIsReadBackByItsName) {
  for (std::uint16_t value = 1; value <= kLimitKindCount; ++value) {
    const auto kind = static_cast<LimitKind>(value);
    EXPECT_EQ(parse_limit_kind(name_of(kind)), kind);
    EXPECT_NE(text_of(kind), "");
    EXPECT_TRUE(has_scope(kind, ControlScope::Firm));
    EXPECT_TRUE(has_scope(kind, ControlScope::Account));
    EXPECT_EQ(has_scope(kind, ControlScope::Session), kind == LimitKind::MessageRate);
  }
  EXPECT_EQ(parse_limit_kind(""), std::nullopt);
  EXPECT_EQ(parse_limit_kind("Exposure"), std::nullopt);
  EXPECT_EQ(name_of(static_cast<LimitKind>(14)), "");
  EXPECT_EQ(text_of(static_cast<LimitKind>(0)), "");
  EXPECT_FALSE(has_scope(static_cast<LimitKind>(0), ControlScope::Firm));
}

}  // namespace
}  // namespace hotbook::risk
