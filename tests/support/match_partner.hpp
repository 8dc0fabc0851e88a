// A host of the card's matcher, as simple as can be: follows its records with the function's
// oracle, holds every record and every window against it, refills windows and grants books.
//
// Threading: one thread.
// Hot path:  none; used by tests only.

#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "sim/oracle/match_card_oracle.hpp"
#include "sim/oracle/match_oracle.hpp"

namespace hotbook::test {

struct PartnerShape {
  oracle::MatchCardOptions card;
  std::size_t max_orders = 1000;  // the host sends no new order beyond
  unsigned wrong_percent = 10;    // of refills and grants: such as the card must refuse
  bool truthful = true;           // else it sends what may be taken but is not the function's
  unsigned hasty_percent = 25;    // chance that a book is granted before its windows are full
};

struct PartnerCounts {
  std::uint64_t inputs = 0;
  std::uint64_t decided = 0;
  std::uint64_t passed = 0;
  std::uint64_t punted = 0;
  std::uint64_t punted_with_outputs = 0;
  std::uint64_t outputs = 0;
  std::uint64_t executions = 0;
  std::uint64_t refills_taken = 0;
  std::uint64_t refills_refused = 0;  // right when they were written, late
  std::uint64_t grants_taken = 0;
  std::uint64_t grants_refused = 0;
  std::uint64_t spoilt = 0;
  std::uint64_t orders_compared = 0;  // of windows with the function's sides
};

class MatchPartner {
 public:
  MatchPartner(const PartnerShape& shape, std::uint64_t seed);

  // Follows a command and the records that the card closed it with; says what is wrong.
  [[nodiscard]] std::optional<std::string> follow(const oracle::CardWord& command,
                                                  const std::vector<oracle::CardWord>& records);
  // What it wants to send now, knowing what it has followed; at most one word.
  [[nodiscard]] std::optional<oracle::CardWord> next();

  [[nodiscard]] const PartnerCounts& counts() const { return counts_; }
  [[nodiscard]] const oracle::MatchOracle& function() const { return function_; }
  [[nodiscard]] const oracle::MatchCardOracle& mirror() const { return mirror_; }

 private:
  struct Sent {                                       // words under way for one book
    std::array<std::vector<std::size_t>, 2> refills;  // how many orders each has
    bool grant = false;
  };
  [[nodiscard]] std::optional<std::string> compare(const std::vector<oracle::CardWord>& records);
  [[nodiscard]] std::optional<std::string> compare_windows(std::size_t book);
  void close(const oracle::CardWord& command, Verdict verdict);
  [[nodiscard]] bool grantable(std::size_t book) const;
  [[nodiscard]] std::optional<oracle::CardWord> refill(std::size_t book, unsigned side,
                                                       std::size_t count_max);
  [[nodiscard]] oracle::CardWord grant(std::size_t book);
  [[nodiscard]] oracle::CardWord invented();
  [[nodiscard]] bool spoil(OrderRefill& refill);
  [[nodiscard]] bool spoil(Grant& grant);
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  PartnerShape shape_;
  std::mt19937_64 random_;
  oracle::MatchOracle function_;
  oracle::MatchCardOracle mirror_;
  std::vector<Sent> sent_;
  std::uint64_t invented_id_ = std::uint64_t{1} << 62;
  std::uint64_t host_number_ = std::uint64_t{1} << 63;
  std::vector<MatchOutput> outputs_;
  PartnerCounts counts_;
};

[[nodiscard]] std::string text_of(const oracle::CardWord& record);
[[nodiscard]] std::string text_of_command(const oracle::CardWord& command);

}  // namespace hotbook::test
