// What the engine promises besides the matching function: bounds, memory, outputs of any number.

#include "host/engine/engine.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/host/engine/random_commands.hpp"

// engine_allocations.cpp
std::uint64_t allocations_so_far();

namespace hotbook::engine {
namespace {

MatchCommand state(TradingState wanted) {
  MatchCommand command{};
  command.kind = CommandKind::TradingState;
  command.state = static_cast<std::uint8_t>(wanted);
  return command;
}

MatchCommand limit(Side side, std::uint64_t id, std::uint32_t price, std::uint32_t quantity) {
  MatchCommand command{};
  command.kind = CommandKind::NewOrder;
  command.side = static_cast<std::uint8_t>(side);
  command.order_id = id;
  command.price = price;
  command.quantity = quantity;
  return command;
}

std::string refusal_of(const MatchOptions& options) {
  try {
    const Engine engine{options};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(Engine, OptionsOutOfBoundsAreRefusedByName) {
  EXPECT_NE(refusal_of({.book_count = 0, .max_orders = 1}).find("book_count is 0"),
            std::string::npos);
  EXPECT_NE(refusal_of({.book_count = 65'536, .max_orders = 1}).find("book_count is 65536"),
            std::string::npos);
  EXPECT_NE(refusal_of({.book_count = 1, .max_orders = 0}).find("max_orders is 0"),
            std::string::npos);
  EXPECT_NE(refusal_of({.book_count = 1, .max_orders = kOrdersMax + 1}).find("max_orders"),
            std::string::npos);
  EXPECT_EQ(refusal_of({.book_count = 1, .max_orders = 1}), "");
}

TEST(Engine, NothingIsAllocatedAfterTheStart) {
  for (const CommandMix mix : {CommandMix::Simple, CommandMix::Everything, CommandMix::Auctions,
                               CommandMix::StopsAndPegs}) {
    RandomCommandsOptions made;
    made.mix = mix;
    made.book_count = 2;
    made.ticks = 3'000;
    made.live_target = 300;
    RandomCommands random{made};
    std::vector<MatchCommand> commands;
    {
      Engine follower{{.book_count = 2, .max_orders = 1'000, .publish = true}};
      for (int i = 0; i < 20'000; ++i) {
        commands.push_back(random.next());
        random.follow(follower.apply(commands.back()));
      }
    }
    Engine engine{{.book_count = 2, .max_orders = 1'000, .publish = true}};
    const std::uint64_t before = allocations_so_far();
    std::size_t outputs = 0;
    for (const MatchCommand& command : commands) outputs += engine.apply(command).size();
    outputs += engine.apply(std::span<const MatchCommand>{commands}.first(5'000)).size();
    EXPECT_EQ(allocations_so_far(), before) << name_of(mix);
    EXPECT_GT(outputs, commands.size()) << name_of(mix);
  }
}

constexpr std::size_t kIcebergs = 50;
constexpr std::uint32_t kSharesOfEach = 1'000;
// Accepted; an execution and a replenishment a share, but for the last of each.
constexpr std::size_t kSweepOutputs = 1 + kIcebergs * (2 * kSharesOfEach - 1);

// Icebergs that show one share at a time, and one order that takes them all.
std::size_t sweep_icebergs(Engine& engine) {
  engine.apply(state(TradingState::Continuous));
  for (std::size_t id = 1; id <= kIcebergs; ++id) {
    MatchCommand iceberg = limit(Side::Ask, id, 100, kSharesOfEach);
    iceberg.display_quantity = 1;
    engine.apply(iceberg);
  }
  const auto outputs =
      engine.apply(limit(Side::Bid, kIcebergs + 1, 100, kIcebergs * kSharesOfEach));
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    EXPECT_EQ((outputs[i].flags & kOutputFlagLast) != 0, i + 1 == outputs.size());
  }
  return outputs.size();
}

TEST(Engine, WithoutASinkEveryOutputOfAnInputIsInTheSpan) {
  Engine engine{{.book_count = 1, .max_orders = 60}};
  EXPECT_EQ(sweep_icebergs(engine), kSweepOutputs);
}

TEST(Engine, ASinkTakesWhatDoesNotFitAndTheSpanIsTheRest) {
  struct Taken {
    std::uint64_t count = 0;
    std::uint64_t out_of_order = 0;
    std::uint64_t marked_last = 0;
  } taken;
  Engine engine{{.book_count = 1, .max_orders = 60}};
  engine.set_sink({[](void* context, std::span<const MatchOutput> outputs) noexcept {
                     auto& counts = *static_cast<Taken*>(context);
                     for (const MatchOutput& output : outputs) {
                       if (output.index != counts.count++ % 65'536) ++counts.out_of_order;
                       if ((output.flags & kOutputFlagLast) != 0) ++counts.marked_last;
                     }
                   },
                   &taken});
  const std::size_t rest = sweep_icebergs(engine);
  EXPECT_LE(rest, OutputBuffer::kHeld);
  EXPECT_EQ(taken.count + rest, kSweepOutputs);
  EXPECT_EQ(taken.out_of_order, 0U);
  EXPECT_EQ(taken.marked_last, 0U);
}

// Prices 1,024 apart have the same place in a side's window. One input empties such a place, has
// the window slide, and fills the place again at the other price.
TEST(Engine, ALevelThatTakesAnothersPlaceInTheSameInputIsPublishedToo) {
  Engine engine{{.book_count = 1, .max_orders = 30, .publish = true}};
  engine.apply(state(TradingState::Continuous));
  MatchCommand reference{};
  reference.kind = CommandKind::Reference;
  reference.price = 5'000;
  reference.stop_price = 6'000;
  engine.apply(reference);
  const auto peg = [&](std::uint64_t id, OrderType type, std::int32_t offset) {
    MatchCommand command = limit(Side::Bid, id, 0, 7);
    command.order_type = static_cast<std::uint8_t>(type);
    command.stop_price = static_cast<std::uint32_t>(offset);
    engine.apply(command);
  };
  peg(1, OrderType::PeggedMidpoint, 0);  // at 5,500, then at 6,774
  for (int i = 1; i <= 20; ++i) peg(1 + static_cast<unsigned>(i), OrderType::PeggedPrimary, -i);
  peg(22, OrderType::PeggedMarket, -1'000);  // at 5,000, then at 5,500 + 1,024
  reference.price = 6'024;
  reference.stop_price = 7'524;
  std::vector<std::uint32_t> shown;
  for (const MatchOutput& output : engine.apply(reference)) {
    if (output.output_kind == OutputKind::Level && output.leaves != 0) {
      shown.push_back(output.price);
    }
  }
  ASSERT_EQ(shown.size(), 22U);
  EXPECT_EQ(shown[0], 6'774U);
  EXPECT_EQ(shown[1], 6'524U);
}

TEST(Engine, IdsWithoutAnyRegularityAreAllFoundAgain) {
  constexpr std::uint64_t kCount = 20'000;
  for (const std::uint64_t stride : {std::uint64_t{1}, std::uint64_t{8}, std::uint64_t{4096},
                                     std::uint64_t{1} << 48U, std::uint64_t{0x9e3779b97}}) {
    Engine engine{{.book_count = 1, .max_orders = kCount}};
    engine.apply(state(TradingState::Continuous));
    for (std::uint64_t i = 1; i <= kCount && i * stride / stride == i; ++i) {
      engine.apply(limit(Side::Bid, i * stride, static_cast<std::uint32_t>(1 + i % 5'000), 1));
    }
    for (std::uint64_t i = 1; i <= kCount && i * stride / stride == i; ++i) {
      MatchCommand cancel{};
      cancel.kind = CommandKind::CancelOrder;
      cancel.order_id = (i * 7919 % kCount + 1) * stride;
      if (cancel.order_id / stride > engine.input_seq()) continue;
      engine.apply(cancel);
    }
    engine.apply(state(TradingState::Closed));
    EXPECT_EQ(engine.order_count(), 0U) << stride;
  }
}

}  // namespace
}  // namespace hotbook::engine
