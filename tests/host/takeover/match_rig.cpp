#include "tests/host/takeover/match_rig.hpp"

#include <cstring>

namespace hotbook::test {
namespace {

std::string text_of(const MatchOutput& output) {
  MatchFault fault;
  fault.expected = std::bit_cast<MatchWord>(output);
  return describe(fault);
}

constexpr std::size_t kWordsOnTheWay = 24;  // to the card

}  // namespace

MatchRun run_of(const MatchOptions& options, std::span<const MatchCommand> commands) {
  MatchRun run;
  run.options = options;
  oracle::MatchOracle function{options};
  for (const MatchCommand& command : commands) {
    if (!is_input(command.kind)) continue;
    run.commands.push_back(command);
    function.apply(command, run.outputs);
    run.outputs_until.push_back(run.outputs.size());
  }
  return run;
}

MatchRig::MatchRig(const RigShape& shape, const MatchRun& run, std::uint64_t seed)
    : shape_{shape},
      run_{&run},
      random_{seed},
      follower_{{run.options, shape.commands_max, shape.hold_after}, {&take_outputs, this}} {}

void MatchRig::attach() {
  card_ = std::make_unique<oracle::MatchCardOracle>(shape_.card);
  follower_.attach({shape_.card.window_orders, shape_.card.match_books});
}

void MatchRig::kill(MatchFaultKind kind) {
  card_.reset();
  to_card_.clear();
  to_host_.clear();
  follower_.give_up(kind);
}

bool MatchRig::step() {
  ++now_;
  if (below(64) == 0)
    delay_ = below(3) == 0 ? 0 : static_cast<unsigned>(below(shape_.delay_max + 1));
  submit();
  send();
  work();
  follow();
  if (!wrong_.empty()) return false;
  if (submitted_ != run_->commands.size() || follower_.unclosed() != 0) return true;
  return shape_.card.reference_from_feed ? !to_host_.empty() : !is_complete();
}

void MatchRig::submit() {
  if (submitted_ == run_->commands.size() || below(100) >= shape_.busy_percent) return;
  MatchCommand command = run_->commands[submitted_];
  if (shape_.gates_on_the_way && is_order(command)) command.gate = 0;
  switch (follower_.submit(command)) {
    case MatchFollower::Submitted::Yes:
      ++submitted_;
      break;
    case MatchFollower::Submitted::NoRoom:
      // The function would refuse it: a run has to be made for the room it needs.
      ++no_room_;
      wrong_ = "no room for an order more";
      break;
    default:
      break;
  }
}

void MatchRig::put(std::deque<OnTheWay>& way, const MatchWord& word) {
  const std::uint64_t due = now_ + below(delay_ + 1U);
  way.push_back({word, way.empty() ? due : std::max(due, way.back().due)});
}

void MatchRig::send() {
  while (to_card_.size() < kWordsOnTheWay) {
    const auto word = follower_.next_word();
    if (!word) return;
    put(to_card_, shape_.gates_on_the_way ? marked(*word) : *word);
  }
}

// As the gate in front of the card's matcher leaves it.
MatchWord MatchRig::marked(const MatchWord& word) {
  auto command = std::bit_cast<MatchCommand>(word);
  if (!is_input(command.kind)) return word;
  const std::uint8_t gate = run_->commands[inputs_sent_++].gate;
  if (is_order(command)) command.gate = gate;
  return std::bit_cast<MatchWord>(command);
}

void MatchRig::work() {
  while (card_ != nullptr && !to_card_.empty() && to_card_.front().due <= now_) {
    written_.clear();
    card_->apply(to_card_.front().word, written_);
    if (shape_.card.reference_from_feed) {
      const auto command = std::bit_cast<MatchCommand>(to_card_.front().word);
      if (is_input(command.kind)) inputs_done_.push_back(command);
    }
    to_card_.pop_front();
    for (const oracle::CardWord& record : written_) put(to_host_, record);
  }
}

void MatchRig::follow() {
  // One record in a step, or several: the caller may stop between any two.
  while (!to_host_.empty() && to_host_.front().due <= now_) {
    const MatchWord record = to_host_.front().word;
    to_host_.pop_front();
    ++records_taken_;
    if (!follower_.take(record)) return kill();
    if (shape_.record_by_record || below(2) == 0) return;
  }
}

void MatchRig::take_outputs(void* rig, std::span<const MatchOutput> outputs) noexcept {
  static_cast<MatchRig*>(rig)->compare(outputs);
}

void MatchRig::compare(std::span<const MatchOutput> outputs) {
  if (shape_.card.reference_from_feed) {
    outputs_.insert(outputs_.end(), outputs.begin(), outputs.end());
    released_ += outputs.size();
    return;
  }
  for (const MatchOutput& output : outputs) {
    if (!wrong_.empty()) return;
    if (released_ == run_->outputs.size()) {
      wrong_ = "released beyond the function's last output: " + text_of(output);
      return;
    }
    const MatchOutput& expected = run_->outputs[released_];
    if (std::memcmp(&expected, &output, sizeof output) != 0) {
      wrong_ = "released " + text_of(output) + "\nof the function " + text_of(expected);
      return;
    }
    ++released_;
  }
}

bool MatchRig::change_top(const oracle::FeedTop& top) {
  written_.clear();
  if (!card_->apply_top(top, written_)) return false;
  MatchCommand command{};
  command.kind = CommandKind::Reference;
  command.book = top.book;
  command.flags = static_cast<std::uint8_t>(kReferenceFlagProtected);
  command.price = top.bid_price;
  command.stop_price = top.ask_price;
  inputs_done_.push_back(command);
  for (const oracle::CardWord& record : written_) put(to_host_, record);
  return true;
}

bool MatchRig::flip_record(std::uint64_t random, bool& in_card_field) {
  if (to_host_.empty()) return false;
  MatchWord& word = to_host_[random % to_host_.size()].word;
  const std::size_t byte = random / 64 % 64;
  word[byte] = static_cast<std::uint8_t>(word[byte] ^ (1U << (random / 4096 % 8)));
  in_card_field = byte >= offsetof(MatchOutput, latency_cycles);
  return true;
}

bool MatchRig::flip_command(std::uint64_t random) {
  if (to_card_.empty()) return false;
  MatchWord& word = to_card_[random % to_card_.size()].word;
  const std::size_t byte = random / 64 % 64;
  word[byte] = static_cast<std::uint8_t>(word[byte] ^ (1U << (random / 4096 % 8)));
  return true;
}

}  // namespace hotbook::test
