#include <cstring>
#include <limits>
#include <type_traits>

#include "host/risk/risk_gate.hpp"
#include "host/risk/risk_state.hpp"

// A snapshot: magic, version, the counts of the options, firm, accounts, books, sessions, holdings
// that are not empty, and a sum over the bytes. Little-endian, without padding.

namespace hotbook::risk {
namespace {

constexpr std::uint32_t kMagic = 0x4B53'5248;  // "HRSK"
constexpr std::uint32_t kVersion = 1;

[[nodiscard]] std::uint64_t sum_of(std::span<const std::byte> bytes) noexcept {
  std::uint64_t sum = 0xCBF2'9CE4'8422'2325;
  for (std::byte byte : bytes) {
    sum = (sum ^ static_cast<std::uint8_t>(byte)) * 0x0000'0100'0000'01B3;
  }
  return sum;
}

class Writer {
 public:
  template <class Value>
  void operator()(const Value& value) {
    static_assert(std::is_arithmetic_v<Value> || std::is_same_v<Value, Money>);
    bytes_.resize(bytes_.size() + sizeof value);
    std::memcpy(bytes_.data() + bytes_.size() - sizeof value, &value, sizeof value);
  }
  [[nodiscard]] std::vector<std::byte>& bytes() noexcept { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) noexcept : bytes_{bytes} {}

  template <class Value>
  void operator()(Value& value) noexcept {
    if (bytes_.size() < sizeof value) {
      is_short_ = true;
      value = Value{};
      return;
    }
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_ = bytes_.subspan(sizeof value);
  }
  void operator()(bool& value) noexcept {
    std::uint8_t byte = 0;
    (*this)(byte);
    has_bad_value_ |= byte > 1;
    value = byte == 1;
  }
  void expect(bool is_good) noexcept { has_bad_value_ |= !is_good; }
  [[nodiscard]] bool is_short() const noexcept { return is_short_; }
  [[nodiscard]] bool is_good() const noexcept {
    return !is_short_ && !has_bad_value_ && bytes_.empty();
  }

 private:
  std::span<const std::byte> bytes_;
  bool is_short_ = false;
  bool has_bad_value_ = false;
};

// Writer and reader pass the same fields, in one place.
template <class Pass, class Scope>
void pass_scope(Pass& pass, Scope& scope) {
  pass(scope.sum.orders);
  for (auto& money : scope.sum.open) pass(money);
  for (auto& money : scope.sum.executed) pass(money);
  for (auto& limit : scope.limits) pass(limit);
  pass(scope.messages.second);
  pass(scope.messages.count);
  pass(scope.killed);
  pass(scope.disabled);
}

template <class Pass, class Account>
void pass_account(Pass& pass, Account& account) {
  pass(account.execution_window);
  pass(account.execution_count);
  pass(account.seen_count);
  for (auto& seen : account.seen) {
    pass(seen.what);
    pass(seen.terms);
    pass(seen.time_ns);
  }
}

template <class Pass, class Book>
void pass_book(Pass& pass, Book& book) {
  pass(book.bid);
  pass(book.ask);
  pass(book.last);
  pass(book.restricted);
  pass(book.short_restriction);
}

template <class Pass, class Held>
void pass_cell(Pass& pass, Held& held) {
  pass(held.position);
  for (auto& quantity : held.open) pass(quantity);
  for (auto& quantity : held.unpriced) pass(quantity);
  pass(held.restricted);
}

template <class Pass, class AnyState>
void pass_scopes(Pass& pass, AnyState& state) {
  pass_scope(pass, state.firm);
  for (auto& scope : state.accounts) pass_scope(pass, scope);
  for (auto& scope : state.books) pass_scope(pass, scope);
  for (auto& scope : state.sessions) pass_scope(pass, scope);
  for (auto& account : state.account_states) pass_account(pass, account);
  for (auto& book : state.book_states) pass_book(pass, book);
}

[[nodiscard]] bool is_empty(const Cell& held) noexcept {
  return held.position == 0 && held.open[0] == 0 && held.open[1] == 0 && !held.restricted;
}

}  // namespace

std::vector<std::byte> RiskGate::snapshot() const {
  Writer pass;
  pass(kMagic);
  pass(kVersion);
  pass(std::uint64_t{state_->accounts.size()});
  pass(std::uint64_t{state_->books.size()});
  pass(std::uint64_t{state_->sessions.size()});
  const State& state = *state_;
  pass_scopes(pass, state);
  for (const BookState& book : state.book_states) pass(book.tick_value);
  std::uint64_t held_count = 0;
  for (const Cell& held : state.cells) held_count += is_empty(held) ? 0 : 1;
  pass(held_count);
  for (std::size_t index = 0; index < state.cells.size(); ++index) {
    if (is_empty(state.cells[index])) continue;
    pass(std::uint64_t{index});
    pass_cell(pass, state.cells[index]);
  }
  pass(sum_of(pass.bytes()));
  return std::move(pass.bytes());
}

std::string_view RiskGate::restore(std::span<const std::byte> bytes) {
  if (bytes.size() < sizeof(std::uint64_t)) return "too short";
  const auto body = bytes.first(bytes.size() - sizeof(std::uint64_t));
  std::uint64_t sum = 0;
  std::memcpy(&sum, bytes.data() + body.size(), sizeof sum);
  Reader pass{body};
  std::uint32_t magic = 0;
  std::uint32_t version = 0;
  pass(magic);
  pass(version);
  if (magic != kMagic) return "not a snapshot of risk";
  if (version != kVersion) return "another version";
  if (sum != sum_of(body)) return "damaged";
  for (std::size_t count :
       {state_->accounts.size(), state_->books.size(), state_->sessions.size()}) {
    std::uint64_t told = 0;
    pass(told);
    if (told != count) return "of other numbers of accounts, instruments or sessions";
  }

  auto state = std::make_unique<State>(state_->options);
  pass_scopes(pass, *state);
  for (const BookState& book : state->book_states) {
    std::uint32_t tick_value = 0;
    pass(tick_value);
    if (!pass.is_short() && tick_value != book.tick_value) return "of other tick values";
    pass.expect(book.short_restriction <= 2);
  }
  std::uint64_t held_count = 0;
  pass(held_count);
  for (std::uint64_t count = 0; count < held_count && !pass.is_short(); ++count) {
    std::uint64_t index = 0;
    pass(index);
    if (index >= state->cells.size()) return "a holding that cannot be";
    Cell& held = state->cells[index];
    pass_cell(pass, held);
    BookState& book = state->book_states[index / state->accounts.size()];
    for (std::size_t side = 0; side < 2; ++side) book.unpriced[side] += held.unpriced[side];
  }
  if (!pass.is_good()) return "not what a gate writes";
  state->take_marks();
  state_ = std::move(state);
  return {};
}

}  // namespace hotbook::risk
