#include "host/engine/engine.hpp"

#include <string>
#include <utility>

#include "host/engine/core.hpp"

namespace hotbook::engine {

namespace {

const MatchOptions& checked(const MatchOptions& options) {
  const auto require = [](bool holds, const char* name, std::size_t value, std::size_t max) {
    if (holds) return;
    throw std::invalid_argument{std::string{"matching engine: "} + name + " is " +
                                std::to_string(value) + ", not 1 to " + std::to_string(max)};
  };
  require(options.book_count - 1 < kBooksMax, "book_count", options.book_count, kBooksMax);
  require(options.max_orders - 1 < kOrdersMax, "max_orders", options.max_orders, kOrdersMax);
  return options;
}

}  // namespace

Engine::Engine(const MatchOptions& options) : core_{std::make_unique<Core>(checked(options))} {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

std::span<const MatchOutput> Engine::apply(const MatchCommand& command) noexcept {
  return core_->apply(command);
}
std::span<const MatchOutput> Engine::apply(std::span<const MatchCommand> commands) noexcept {
  return core_->apply(commands);
}
void Engine::set_sink(OutputSink sink) noexcept {
  core_->set_sink(sink);
}
std::uint64_t Engine::state_hash() const noexcept {
  return core_->state_hash();
}
std::uint64_t Engine::input_seq() const noexcept {
  return core_->input_seq();
}
std::size_t Engine::order_count() const noexcept {
  return core_->order_count();
}
const MatchOptions& Engine::options() const noexcept {
  return core_->options();
}
std::uint64_t Engine::highest_id() const noexcept {
  return core_->highest_id();
}
BookView Engine::view(std::uint16_t book) const noexcept {
  return core_->view(book);
}
RestingOrders Engine::orders_behind(std::uint16_t book, Side side, std::uint64_t id,
                                    std::span<RestingOrder> orders) const noexcept {
  return core_->orders_behind(book, side, id, orders);
}
std::optional<ShownOrder> Engine::shown(std::uint16_t book, std::uint64_t id) const noexcept {
  return core_->shown(book, id);
}
RestingOrders Engine::shown_behind(std::uint16_t book, Side side, std::uint64_t id,
                                   std::span<ShownOrder> orders) const noexcept {
  return core_->shown_behind(book, side, id, orders);
}
Indication Engine::indication(std::uint16_t book) const noexcept {
  return core_->indication(book);
}
void Engine::snapshot(std::vector<std::byte>& bytes) const {
  core_->snapshot(bytes);
}
void Engine::restore(std::span<const std::byte> bytes) {
  core_->restore(bytes);
}

}  // namespace hotbook::engine
