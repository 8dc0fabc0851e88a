// Whoever builds books from what is published has the engine's books after every input: an observer
// that knows each queue, the feed handler, and the naive oracle of the feed.

#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <set>

#include "host/feed/feed_handler.hpp"
#include "sim/oracle/feed_oracle.hpp"
#include "sim/replay/order_flow.hpp"
#include "tests/host/engine/match_text.hpp"
#include "tests/host/engine/random_commands.hpp"
#include "tests/host/feed/test_bytes.hpp"
#include "tests/host/publish/itch_books.hpp"
#include "tests/host/publish/venue_rig.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::publish_test {
namespace {

constexpr std::uint32_t kTick = 1;

struct Silence {
  void book_update(const BookUpdate&) {}
  void venue_message(const VenueMessage&) {}
};

// Everyone who listens.
class Observers {
 public:
  explicit Observers(VenueRig& rig) : rig_{rig} {
    feed::FeedOptions options;
    options.first_seq = 1;
    handler_ = std::make_unique<feed::FeedHandler<Silence>>(options, silence_);
    oracle::OracleOptions naive;
    naive.line_b.enabled = false;
    naive.first_seq = 1;
    oracle_ = std::make_unique<oracle::FeedOracle>(naive);
  }

  // Takes what was published since; what somebody complains of.
  std::string listen() {
    for (const Buffer& packet : rig_.packets()) {
      const Buffer framed = feed_test::frame(packet);
      handler_->frame(feed::Line::A, {rig_.now_ns}, framed);
      oracle_->frame(replay::Line::A, rig_.now_ns, framed);
      static_cast<void>(oracle_->take_records());
      feed::Bytes body = feed::view_mold_packet(packet)->body;
      while (const auto message = feed::next_message(body)) {
        const std::string complaint = books_.take(*message);
        if (!complaint.empty())
          return "message '" + std::string(1, char((*message)[0])) + "': " + complaint;
        ++messages_;
      }
    }
    return "";
  }

  std::string compare(std::uint16_t book) const {
    for (const Side side : {Side::Bid, Side::Ask}) {
      const std::string told = compare_queues(book, side);
      if (!told.empty()) return told;
      const ShownLevels right = shown_levels(rig_.engine, book, side);
      if (handlers_levels(book, side) != right) return "the feed handler's levels differ";
      if (oracles_levels(book, side) != right) return "the oracle's levels differ";
    }
    return "";
  }

  std::string compare_all() const {
    for (std::size_t i = 0; i < rig_.engine.options().book_count; ++i) {
      const std::string told = compare(static_cast<std::uint16_t>(i));
      if (!told.empty()) return "book " + std::to_string(i) + ": " + told;
    }
    return "";
  }

  const ItchBooks& books() const { return books_; }
  std::uint64_t messages() const { return messages_; }
  const feed::FeedCounters& counters() const { return handler_->counters(); }

 private:
  std::string compare_queues(std::uint16_t book, Side side) const {
    const char letter = side == Side::Bid ? 'B' : 'S';
    const auto locate = static_cast<std::uint16_t>(book + 1);
    std::map<std::uint32_t, std::deque<std::uint64_t>> right;
    for (const engine::ShownOrder& order : shown_orders(rig_.engine, book, side)) {
      const publish::PublishedOrder* const published = rig_.publisher.shown().find(order.id);
      if (published == nullptr) return "order " + std::to_string(order.id) + " is not published";
      right[order.price * kTick].push_back(published->ref);
      if (std::ranges::count(books_.queue(locate, letter, order.price * kTick), published->ref) !=
          1)
        return "order " + std::to_string(order.id) + " is not at its price";
      if (books_.order(published->ref).quantity != order.visible)
        return "order " + std::to_string(order.id) + " shows another quantity";
    }
    const auto prices = books_.prices(locate, letter);
    if (prices.size() != right.size()) return "there are other prices";
    for (const auto& [price, queue] : right) {
      if (books_.queue(locate, letter, price) != queue) {
        return "the queue at " + std::to_string(price) + " has another order";
      }
    }
    return "";
  }
  ShownLevels handlers_levels(std::uint16_t book, Side side) const {
    static std::vector<feed::LevelView> levels(100'000);
    const auto found = handler_->books().levels({static_cast<std::uint16_t>(book + 1)}, side,
                                                std::nullopt, levels);
    ShownLevels all;
    for (std::size_t i = 0; i < found.count; ++i) {
      all[levels[i].price.value / kTick] = {levels[i].quantity, levels[i].order_count};
    }
    return all;
  }
  ShownLevels oracles_levels(std::uint16_t book, Side side) const {
    ShownLevels all;
    for (const auto& [price, level] : oracle_->levels(static_cast<std::uint16_t>(book + 1), side)) {
      all[price / kTick] = {level.quantity, static_cast<std::uint32_t>(level.order_count)};
    }
    return all;
  }

  VenueRig& rig_;
  Silence silence_;
  std::unique_ptr<feed::FeedHandler<Silence>> handler_;
  std::unique_ptr<oracle::FeedOracle> oracle_;
  ItchBooks books_;
  std::uint64_t messages_ = 0;
};

struct Scenario {
  std::string name;
  MatchOptions match;
  std::size_t inputs = 0;
  // Makes the next command of a stream, knowing what the latest one came to.
  std::function<std::function<bool(MatchCommand&, std::span<const MatchOutput>)>(std::uint64_t)>
      make;
};

void PrintTo(const Scenario& scenario, std::ostream* out) {
  *out << scenario.name;
}

Scenario random_scenario(CommandMix mix, const std::string& suffix,
                         const RandomCommandsOptions& options) {
  Scenario made;
  made.name = name_of(mix) + suffix;
  made.match = {.book_count = 3, .max_orders = 4096, .publish = false};
  made.inputs = 30'000;
  made.make = [=](std::uint64_t seed) {
    RandomCommandsOptions with = options;
    with.seed = seed;
    with.mix = mix;
    with.book_count = 3;
    auto random = std::make_shared<RandomCommands>(with);
    return [random](MatchCommand& command, std::span<const MatchOutput> outputs) {
      random->follow(outputs);
      command = random->next();
      return true;
    };
  };
  return made;
}

std::vector<Scenario> scenarios() {
  std::vector<Scenario> all;
  for (const CommandMix mix : {CommandMix::Simple, CommandMix::Everything, CommandMix::Auctions,
                               CommandMix::StopsAndPegs}) {
    all.push_back(random_scenario(mix, "", {}));
    RandomCommandsOptions narrow;  // much at one price: queues matter
    narrow.ticks = 4;
    all.push_back(random_scenario(mix, "Narrow", narrow));
    RandomCommandsOptions wide;
    wide.price_lowest = 1;
    wide.ticks = 0x7fff'fff0;
    wide.live_target = 400;
    all.push_back(random_scenario(mix, "Wide", wide));
  }
  for (const replay::FlowProfile& profile : replay::flow_profiles()) {
    Scenario made;
    made.name = std::string{profile.name};
    made.inputs = 12'000;
    replay::FlowOptions options;
    options.regime = profile.regime;
    options.count = made.inputs * testing::scale();
    made.match = {replay::OrderFlow{options}.options().books, 1U << 16U, false};
    made.make = [options](std::uint64_t seed) {
      replay::FlowOptions with = options;
      with.seed = seed;
      auto flow = std::make_shared<replay::OrderFlow>(with);
      return [flow](MatchCommand& command, std::span<const MatchOutput>) {
        return flow->next(command);
      };
    };
    all.push_back(made);
  }
  return all;
}

class PublishedBooks : public ::testing::TestWithParam<Scenario> {};

TEST_P(PublishedBooks, AreTheEnginesAfterEveryInput) {
  const Scenario& scenario = GetParam();
  const std::uint64_t seed = testing::seed(20'261'120);
  const std::uint64_t inputs = scenario.inputs * testing::scale();
  auto next = scenario.make(seed);
  auto rig = std::make_unique<VenueRig>(scenario.match, kTick);
  Observers observers{*rig};
  const auto where = [&](std::uint64_t input, std::span<const MatchOutput> outputs) {
    std::string text = "\n  input " + std::to_string(input);
    for (const MatchOutput& output : outputs) text += "\n    " + text_of(output);
    return text + "\n  reproduce: HOTBOOK_SEED=" + std::to_string(seed) +
           " HOTBOOK_SCALE=" + std::to_string(testing::scale()) +
           " published_books_test --gtest_filter=*/" + scenario.name;
  };
  std::span<const MatchOutput> outputs;
  MatchCommand command;
  std::uint64_t input = 0;
  for (; input < inputs && next(command, outputs); ++input) {
    outputs = rig->apply(command);
    ASSERT_EQ(observers.listen(), "") << where(input, outputs);
    std::set<std::uint16_t> touched;
    for (const MatchOutput& output : outputs) {
      if (output.book < scenario.match.book_count) touched.insert(output.book);
    }
    if (touched.size() > 20) touched.clear();  // now and then: an input of all books
    for (const std::uint16_t book : touched) {
      ASSERT_EQ(observers.compare(book), "") << "book " << book << where(input, outputs);
    }
    if (input % 1000 == 999) {
      ASSERT_EQ(observers.compare_all(), "") << where(input, outputs);
    }
  }
  ASSERT_EQ(observers.compare_all(), "") << where(input, outputs);
  EXPECT_EQ(observers.counters().feed.unknown_type + observers.counters().feed.wrong_length +
                observers.counters().feed.bad_field + observers.counters().lob.order_unknown +
                observers.counters().lob.order_ignored + observers.counters().lob.overfill,
            0U);
  EXPECT_EQ(rig->publisher.shown().size(), observers.books().order_count());
  std::cout << scenario.name << " inputs=" << input << " messages=" << observers.messages();
  for (const auto& [type, count] : observers.books().counts)
    std::cout << ' ' << type << '=' << count;
  std::cout << '\n';
}

INSTANTIATE_TEST_SUITE_P(All, PublishedBooks, ::testing::ValuesIn(scenarios()),
                         [](const auto& of) { return of.param.name; });

}  // namespace
}  // namespace hotbook::publish_test
