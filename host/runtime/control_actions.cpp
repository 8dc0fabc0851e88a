// Actions: what operators do. Every one is a record of the journal, with who did it.

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "host/runtime/control_desk.hpp"
#include "host/runtime/desk_call.hpp"
#include "host/runtime/words.hpp"

namespace hotbook::runtime {

using control::Changes;
using control::ControlScope;
using control::Refusal;
using control::RefusalCode;
using control::Result;
using journal::change_by;
using journal::ControlAction;
using journal::ControlChange;

namespace {

constexpr std::chrono::seconds kGoodbyeMax{4};
constexpr std::chrono::milliseconds kGoodbyeStep{5};

std::string on_off(bool on) {
  return on ? "on" : "off";
}

void set_index(ControlChange& change, ControlScope scope, std::uint32_t index) {
  change.scope = scope;
  if (scope == ControlScope::Account) change.account = index;
  if (scope == ControlScope::Instrument) change.book = static_cast<std::uint16_t>(index);
  if (scope == ControlScope::Session) change.session = static_cast<std::uint16_t>(index);
}

TradingState state_of(control::BookAction action) {
  switch (action) {
    case control::BookAction::Halt:
      return TradingState::Halted;
    case control::BookAction::Close:
      return TradingState::Closed;
    case control::BookAction::Open:
    case control::BookAction::Resume:
      break;
  }
  return TradingState::Continuous;
}

bool changes_state(control::BookAction action, TradingState before) {
  if (action == control::BookAction::Resume) return before == TradingState::Halted;
  const TradingState wanted = state_of(action);
  return before != wanted && !(is_continuous(before) && is_continuous(wanted));
}

Refusal no_such(ControlScope scope, std::string_view name) {
  if (scope == ControlScope::Firm) return {RefusalCode::Invalid, "the firm has no name"};
  return {RefusalCode::NotFound, fmt::format("there is no {} {}", word_of(scope), name)};
}

}  // namespace

Result<Changes> ControlDesk::change(std::function<Result<Changes>()> call) {
  std::uint64_t seq = 0;
  Result<Changes> result = on_venue<Changes>([&]() -> Result<Changes> {
    Result<Changes> made = call();
    seq = parts_.venue.journal_seq();
    return made;
  });
  if (std::holds_alternative<Refusal>(result)) return result;
  const auto until = std::chrono::steady_clock::now() + kDeskWaitMax;
  while (parts_.writer.durable_seq() < seq) {
    if (parts_.writer.failed()) {
      return Refusal{RefusalCode::Unavailable,
                     fmt::format("the journal has failed, the change may be lost: {}",
                                 parts_.writer.reason())};
    }
    if (std::chrono::steady_clock::now() > until) {
      return Refusal{RefusalCode::Unavailable,
                     "the change is made, but the journal has not said that it is safe"};
    }
    std::this_thread::sleep_for(std::chrono::microseconds{200});
  }
  return result;
}

Result<Changes> ControlDesk::change_session(std::string_view actor, std::uint16_t session,
                                            control::SessionAction action) {
  std::optional<std::string> kicked;  // whom
  Result<Changes> result = change([&]() -> Result<Changes> {
    venue::SessionTable& sessions = parts_.venue.sessions();
    if (session >= sessions.count()) return no_such(ControlScope::Session, std::to_string(session));
    const bool was_enabled = sessions.is_enabled(session);
    const bool was_logged_in = sessions.is_logged_in(session);
    Changes changes;
    if (action == control::SessionAction::Kick) {
      if (!was_logged_in) {
        return Refusal{RefusalCode::Conflict, fmt::format("session {} is not logged in", session)};
      }
      if (std::string wrong = record(actor, fmt::format("kick session {}", session));
          !wrong.empty()) {
        return Refusal{RefusalCode::Unavailable, std::move(wrong)};
      }
    } else {
      ControlChange made = change_by(actor, ControlAction::EnableSession);
      made.scope = ControlScope::Session;
      made.session = session;
      made.value = action == control::SessionAction::Enable ? 1 : 0;
      if (std::string wrong = parts_.venue.control(made); !wrong.empty()) {
        return Refusal{RefusalCode::Unavailable, std::move(wrong)};
      }
      changes.push_back({fmt::format("session {} enabled", session), was_enabled ? "true" : "false",
                         made.value != 0 ? "true" : "false"});
    }
    if (action != control::SessionAction::Enable && was_logged_in) {
      kicked = parts_.peer(session);
      parts_.kick(session);
    }
    return changes;
  });
  if (auto* const changes = std::get_if<Changes>(&result); changes != nullptr && kicked) {
    changes->push_back({fmt::format("session {} logged in", session), "true",
                        await_end(session, *kicked) ? "false" : "true"});
  }
  return result;
}

// A client that is told goodbye has a moment to answer. It may have come again since.
bool ControlDesk::await_end(std::uint16_t session, const std::string& peer) {
  const auto until = std::chrono::steady_clock::now() + kGoodbyeMax;
  while (std::chrono::steady_clock::now() < until) {
    const Result<bool> is_over = on_venue<bool>([&]() -> Result<bool> {
      return !parts_.venue.sessions().is_logged_in(session) || parts_.peer(session) != peer;
    });
    if (std::holds_alternative<Refusal>(is_over)) return false;
    if (std::get<bool>(is_over)) return true;
    std::this_thread::sleep_for(kGoodbyeStep);
  }
  return false;
}

Result<Changes> ControlDesk::change_account(std::string_view actor, std::string_view account,
                                            control::AccountAction action) {
  return change([=, this]() -> Result<Changes> {
    const std::optional<std::uint32_t> index = find(ControlScope::Account, account);
    if (!index) return no_such(ControlScope::Account, account);
    const bool was = parts_.venue.risk().is_account_enabled(*index);
    ControlChange made = change_by(actor, ControlAction::EnableAccount);
    set_index(made, ControlScope::Account, *index);
    made.value = action == control::AccountAction::Enable ? 1 : 0;
    if (std::string wrong = parts_.venue.control(made); !wrong.empty()) {
      return Refusal{RefusalCode::Unavailable, std::move(wrong)};
    }
    return Changes{{fmt::format("account {} enabled", account), was ? "true" : "false",
                    made.value != 0 ? "true" : "false"}};
  });
}

std::string ControlDesk::set_state(std::uint16_t book, TradingState state) {
  MatchCommand command{};
  command.kind = CommandKind::TradingState;
  command.session = journal::kVenueSession;
  command.book = book;
  command.state = static_cast<std::uint8_t>(state);
  parts_.venue.input(command);
  return parts_.venue.is_stopped() ? "the journal has failed" : "";
}

Result<Changes> ControlDesk::change_book(std::string_view actor, std::string_view symbol,
                                         control::BookAction action) {
  return change([=, this]() -> Result<Changes> {
    if (parts_.venue.is_day_over()) return Refusal{RefusalCode::Conflict, "the day is over"};
    std::vector<std::uint16_t> books;
    if (symbol.empty()) {
      for (std::size_t book = 0; book < parts_.venue.options().instruments.size(); ++book) {
        books.push_back(static_cast<std::uint16_t>(book));
      }
    } else {
      const std::optional<std::uint32_t> book = find(ControlScope::Instrument, symbol);
      if (!book) return no_such(ControlScope::Instrument, symbol);
      books.push_back(static_cast<std::uint16_t>(*book));
    }
    std::erase_if(books, [&](std::uint16_t book) {
      return !changes_state(action, parts_.venue.reporter().figures(book).state);
    });
    if (books.empty()) return Changes{};
    const TradingState wanted = state_of(action);
    if (std::string wrong = record(
            actor, fmt::format("{} {}", symbol.empty() ? "all books" : symbol, word_of(wanted)));
        !wrong.empty()) {
      return Refusal{RefusalCode::Unavailable, std::move(wrong)};
    }
    Changes changes;
    for (const std::uint16_t book : books) {
      const TradingState before = parts_.venue.reporter().figures(book).state;
      if (std::string wrong = set_state(book, wanted); !wrong.empty()) {
        return Refusal{RefusalCode::Unavailable, std::move(wrong)};
      }
      changes.push_back({fmt::format("{} state", parts_.venue.symbol_of(book)),
                         std::string{word_of(before)}, std::string{word_of(wanted)}});
    }
    return changes;
  });
}

Result<Changes> ControlDesk::set_limits(std::string_view actor,
                                        std::span<const control::LimitChange> wanted) {
  return change([=, this]() -> Result<Changes> {
    std::vector<ControlChange> made;
    Changes changes;
    for (const control::LimitChange& each : wanted) {
      const std::optional<std::uint32_t> index = find(each.scope, each.name);
      if (!index) return no_such(each.scope, each.name);
      ControlChange one = change_by(actor, ControlAction::SetLimit);
      set_index(one, each.scope, *index);
      one.limit = static_cast<std::uint16_t>(each.limit);
      one.value = each.value;
      const risk::ChangeProblem problem = parts_.venue.risk().problem_of(one);
      if (problem != risk::ChangeProblem::None) {
        return Refusal{RefusalCode::Invalid,
                       fmt::format("{} of {} {}: {}", risk::name_of(each.limit),
                                   word_of(each.scope), each.name, risk::text_of(problem))};
      }
      changes.push_back(
          {fmt::format("{} of {} {}", risk::name_of(each.limit), word_of(each.scope), each.name),
           std::to_string(parts_.venue.risk().limit(each.limit, each.scope, *index)),
           std::to_string(each.value)});
      made.push_back(one);
    }
    // No order comes between them: they are one turn of the venue's thread.
    for (const ControlChange& each : made) {
      if (std::string wrong = parts_.venue.control(each); !wrong.empty()) {
        return Refusal{RefusalCode::Unavailable, std::move(wrong)};
      }
    }
    return changes;
  });
}

Result<Changes> ControlDesk::kill(std::string_view actor, ControlScope scope, std::string_view name,
                                  bool on) {
  return change([=, this]() -> Result<Changes> {
    const std::optional<std::uint32_t> index = find(scope, name);
    if (!index) return no_such(scope, name);
    const bool was = parts_.venue.risk().is_killed(scope, *index);
    ControlChange made = change_by(actor, ControlAction::Kill);
    set_index(made, scope, *index);
    made.value = on ? 1 : 0;
    if (std::string wrong = parts_.venue.control(made); !wrong.empty()) {
      return Refusal{RefusalCode::Unavailable, std::move(wrong)};
    }
    const std::string_view space = name.empty() ? "" : " ";
    return Changes{
        {fmt::format("kill of {}{}{}", word_of(scope), space, name), on_off(was), on_off(on)}};
  });
}

Result<Changes> ControlDesk::change_card(std::string_view actor, control::CardAction action) {
  if (parts_.card == nullptr) {
    return Refusal{RefusalCode::Conflict, "this venue was started without a card"};
  }
  if (action == control::CardAction::Detach) return detach_card(actor);
  // One card at a time: the one that was given up is closed before another is opened.
  Result<std::unique_ptr<card::Card>> before =
      on_venue<std::unique_ptr<card::Card>>([this]() -> Result<std::unique_ptr<card::Card>> {
        if (parts_.card->has_card()) return Refusal{RefusalCode::Conflict, "the card is attached"};
        return parts_.card->release();
      });
  if (auto* const refusal = std::get_if<Refusal>(&before)) return std::move(*refusal);
  std::unique_ptr<card::Card> card;
  try {
    CardMatching::close(std::move(std::get<0>(before)));
    card = parts_.open_card();
  } catch (const card::CardError& error) {
    return Refusal{RefusalCode::Unavailable, error.what()};
  }
  return change([&]() -> Result<Changes> {
    const std::string state = card_state();
    if (std::string wrong = record(actor, "card attach"); !wrong.empty()) {
      return Refusal{RefusalCode::Unavailable, std::move(wrong)};
    }
    parts_.card->attach(std::move(card));
    return Changes{{"card", state, card_state()}};
  });
}

Result<Changes> ControlDesk::detach_card(std::string_view actor) {
  std::unique_ptr<card::Card> card;
  Result<Changes> result = change([&]() -> Result<Changes> {
    const std::string state = card_state();
    if (!parts_.card->has_card()) {
      return Refusal{RefusalCode::Conflict, fmt::format("the card is {}", state)};
    }
    if (std::string wrong = record(actor, "card detach"); !wrong.empty()) {
      return Refusal{RefusalCode::Unavailable, std::move(wrong)};
    }
    parts_.card->detach();
    card = parts_.card->release();
    return Changes{{"card", state, card_state()}};
  });
  CardMatching::close(std::move(card));
  return result;
}

Result<Changes> ControlDesk::change_day(std::string_view actor, control::DayAction action,
                                        std::optional<std::uint32_t> day) {
  return change([=, this]() -> Result<Changes> {
    const std::string before =
        parts_.venue.is_day_over() ? "over" : std::to_string(parts_.venue.day());
    const std::uint32_t wanted = day ? *day : parts_.today();
    const bool is_end = action == control::DayAction::End;
    std::string wrong =
        is_end ? parts_.venue.end_day(actor) : parts_.venue.start_day(wanted, actor);
    if (!wrong.empty()) return Refusal{RefusalCode::Conflict, std::move(wrong)};
    return Changes{{"day", before, is_end ? "over" : std::to_string(wanted)}};
  });
}

Result<Changes> ControlDesk::stop(std::string_view actor) {
  return change([=, this]() -> Result<Changes> {
    if (std::string wrong = record(actor, "stop"); !wrong.empty()) {
      return Refusal{RefusalCode::Unavailable, std::move(wrong)};
    }
    parts_.stop();
    return Changes{{"the program", "running", "stopping"}};
  });
}

std::string ControlDesk::record(std::string_view actor, std::string_view what) {
  return parts_.venue.control(change_by(actor, ControlAction::Audit, what));
}

}  // namespace hotbook::runtime
