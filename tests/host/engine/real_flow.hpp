// LOBSTER's day as orders: what was added is entered, what was cancelled is cancelled, and each
// visible execution becomes an immediate-or-cancel order of that quantity on the other side, which
// must hit the order that the exchange hit.
//
// LOBSTER tells only of events within its levels. So the book begins with what the first row shows,
// a level that comes into sight is held against what is known of it, and one that is better than
// all that the file shows is gone. Shares that no message explains belong to an unnamed order.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "host/domain/layout.hpp"
#include "sim/replay/lobster_csv.hpp"

namespace hotbook::testing {

// What became of a visible execution.
enum class Hit : std::uint8_t {
  Same,            // the exchange's order, for the whole quantity
  NotTold,         // the exchange's order is in no message before: no one can judge
  LostFromSight,   // it is, but its level came back into sight with less than was known of it
  UnnamedInFront,  // the exchange's is known, but unnamed shares are thought to be in front of it
  UnseenInFront,   // the exchange's is known, but one that was out of sight is in front of it
  NotTheFirst,     // the exchange's is known, and another that was always in sight is in front
  TooSmall,        // the exchange's order, but for less than the exchange executed
  WrongPrice,      // at another price
  Nothing,
};
inline constexpr std::size_t kHits = 9;
[[nodiscard]] const char* name_of(Hit hit);

class RealFlow {
 public:
  // Does a command and gives its outputs.
  using Matcher = std::function<std::vector<MatchOutput>(const MatchCommand&)>;

  explicit RealFlow(Matcher matcher);

  void apply(const replay::LobsterRow& row);

  [[nodiscard]] std::uint64_t count(Hit hit) const { return hits_[static_cast<std::size_t>(hit)]; }
  [[nodiscard]] std::uint64_t hidden() const { return hidden_; }
  [[nodiscard]] std::uint64_t commands() const { return commands_; }

 private:
  static constexpr std::uint64_t kUnnamed = 0;

  struct Resting {
    std::uint64_t order_ref;  // kUnnamed: of no message
    std::uint64_t order_id;   // here
    std::uint32_t quantity;
    bool unseen = false;  // its level was out of sight once; it may have gone there
  };
  using Level = std::vector<Resting>;  // earliest first
  using Levels = std::map<std::uint32_t, Level>;
  struct Place {
    Side side;
    std::uint32_t price;
  };

  [[nodiscard]] Levels& levels(Side side) { return side == Side::Bid ? bids_ : asks_; }
  std::vector<MatchOutput> send(const MatchCommand& command);
  void event(const replay::LobsterRow& row);
  void add(Place place, std::uint64_t order_ref, std::uint32_t quantity);
  void remove(Place place, std::size_t index);
  void reduce(Place place, std::size_t index, std::uint32_t quantity);
  void take_off(Place place, std::uint64_t order_ref, std::uint32_t quantity);
  void execute(const replay::LobsterRow& row);
  [[nodiscard]] Hit judge(const replay::LobsterRow& row, const std::vector<MatchOutput>& outputs);
  void put_right(const replay::LobsterRow& row);
  void enter_again(Place place);
  void follow(Side side, const std::vector<replay::LobsterLevel>& wanted);
  [[nodiscard]] std::size_t least_certain(Place place);

  Matcher matcher_;
  Levels bids_;
  Levels asks_;
  std::unordered_map<std::uint64_t, std::uint64_t> refs_;  // by our id
  bool begun_ = false;
  std::unordered_set<std::uint64_t> told_;  // every order that was added
  std::uint64_t next_id_ = 1;
  std::uint64_t commands_ = 0;
  std::uint64_t hidden_ = 0;
  std::array<std::uint64_t, kHits> hits_{};
};

}  // namespace hotbook::testing
