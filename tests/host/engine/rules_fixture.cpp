#include "tests/host/engine/rules_fixture.hpp"

#include "tests/host/engine/match_text.hpp"

namespace hotbook {
namespace {

constexpr std::uint64_t kNsPerSecond = 1'000'000'000;

template <typename Value>
std::uint8_t raw(Value value) {
  return static_cast<std::uint8_t>(value);
}

Input input_of(CommandKind kind, std::uint64_t order_id = 0) {
  Input input;
  input.command.kind = kind;
  input.command.order_id = order_id;
  return input;
}

}  // namespace

Input& Input::shares(std::uint32_t quantity) {
  command.quantity = quantity;
  return *this;
}

Input& Input::at(std::uint32_t price) {
  command.price = price;
  return *this;
}

Input& Input::market() {
  command.order_type = raw(OrderType::Market);
  return *this;
}

Input& Input::stop(std::uint32_t stop_price) {
  command.order_type = raw(OrderType::Stop);
  command.stop_price = stop_price;
  return *this;
}

Input& Input::stop_limit(std::uint32_t stop_price) {
  command.order_type = raw(OrderType::StopLimit);
  command.stop_price = stop_price;
  return *this;
}

Input& Input::peg(OrderType type, std::int32_t offset) {
  command.order_type = raw(type);
  command.stop_price = static_cast<std::uint32_t>(offset);
  return *this;
}

Input& Input::in(TimeInForce time_in_force) {
  command.time_in_force = raw(time_in_force);
  return *this;
}

Input& Input::until(std::uint32_t expire_s) {
  command.time_in_force = raw(TimeInForce::Gtd);
  command.expire_s = expire_s;
  return *this;
}

Input& Input::of(std::uint32_t account) {
  command.account = account;
  return *this;
}

Input& Input::session(std::uint16_t number) {
  command.session = number;
  return *this;
}

Input& Input::self_match(SelfMatch mode) {
  command.self_match = raw(mode);
  return *this;
}

Input& Input::shows(std::uint32_t display_quantity) {
  command.display_quantity = display_quantity;
  return *this;
}

Input& Input::least(std::uint32_t min_quantity) {
  command.min_quantity = min_quantity;
  return *this;
}

Input& Input::post_only() {
  command.flags = kOrderFlagPostOnly;
  return *this;
}

Input& Input::on(std::uint16_t book) {
  command.book = book;
  return *this;
}

Input& Input::named(std::uint64_t new_order_id) {
  command.new_order_id = new_order_id;
  return *this;
}

Input& Input::knowing(std::uint32_t known_open) {
  return least(known_open);
}

Input& Input::is_protected() {
  command.flags = kReferenceFlagProtected;
  return *this;
}

Input bid(std::uint64_t id) {
  return input_of(CommandKind::NewOrder, id);
}

Input ask(std::uint64_t id) {
  Input input = bid(id);
  input.command.side = raw(Side::Ask);
  return input;
}

Input cancel(std::uint64_t id) {
  return input_of(CommandKind::CancelOrder, id);
}

Input replace(std::uint64_t id) {
  return input_of(CommandKind::ReplaceOrder, id);
}

Input mass_cancel(std::uint16_t scopes) {
  Input input = input_of(CommandKind::MassCancel);
  input.command.flags = static_cast<std::uint8_t>(scopes);
  return input;
}

Input state(TradingState state) {
  Input input = input_of(CommandKind::TradingState);
  input.command.state = raw(state);
  return input;
}

Input reference(const TopPrices& top) {
  Input input = input_of(CommandKind::Reference);
  input.command.price = top.bid;
  input.command.stop_price = top.ask;
  return input;
}

Input bands(const Bands& bands) {
  Input input = input_of(CommandKind::Bands);
  input.command.price = bands.reference_price;
  input.command.stop_price = bands.lower;
  input.command.quantity = bands.upper;
  return input;
}

Input timer(std::uint64_t now_ns) {
  return Input{input_of(CommandKind::Timer)}.named(now_ns);
}

Input timer_s(std::uint64_t now_s) {
  return timer(now_s * kNsPerSecond);
}

Input of_kind(std::uint8_t kind) {
  return input_of(static_cast<CommandKind>(kind));
}

void Rules::SetUp() {
  start();
  static_cast<void>(does(state(TradingState::Continuous).on(0xffff)));
}

void Rules::start(const MatchOptions& options) {
  subject_ = GetParam().make(options);
  input_seq_ = 0;
}

Lines Rules::does(const Input& input) {
  outputs_.clear();
  const CommandKind kind = input.command.kind;
  if (kind != CommandKind::OrderRefill && kind != CommandKind::Grant) ++input_seq_;  // 8.1
  subject_->apply(input.command, outputs_);
  Lines lines;
  std::size_t decided = 0;  // outputs by sections 2 to 7
  for (const MatchOutput& output : outputs_) {
    if (output.output_kind < OutputKind::Level) ++decided;
  }
  for (std::size_t index = 0; index < outputs_.size(); ++index) {
    const MatchOutput& output = outputs_[index];
    EXPECT_EQ(output.input_seq, input_seq_);
    EXPECT_EQ(output.index, index);
    EXPECT_EQ((output.flags & kOutputFlagLast) != 0, index + 1 == decided) << text_of(output);
    EXPECT_EQ(output.kind, RecordKind::MatchOutput);
    lines.push_back(text_of(output));
  }
  return lines;
}

Lines Rules::does_all(std::initializer_list<Input> inputs) {
  Lines lines;
  for (const Input& input : inputs) lines = does(input);
  return lines;
}

Lines Rules::bids_in_priority() {
  return sweep(Side::Bid);
}

Lines Rules::asks_in_priority() {
  return sweep(Side::Ask);
}

Lines Rules::sweep(Side side) {
  static constexpr std::uint64_t kSweeper = 1'000'000;
  const Input sweeper = side == Side::Bid ? ask(kSweeper) : bid(kSweeper);
  static_cast<void>(does(Input{sweeper}.shares(1'000'000).market().of(999)));
  Lines lines;
  for (const MatchOutput& output : outputs_) {
    if (output.output_kind != OutputKind::Execution) continue;
    lines.push_back(std::to_string(output.other_order_id) + ": " + std::to_string(output.quantity) +
                    " at " + std::to_string(output.price));
  }
  return lines;
}

std::uint64_t hash_of(std::initializer_list<std::uint64_t> words) {
  std::uint64_t hash = 0x243F6A8885A308D3;
  for (const std::uint64_t word : words) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 29U;
  }
  return hash;
}

INSTANTIATE_TEST_SUITE_P(MatchingFunction, Rules, ::testing::ValuesIn(match_subjects()),
                         [](const auto& subject) { return subject.param.name; });

}  // namespace hotbook
