// Reads what a FIX order message wants: the fields that a new order and a replace share.
//
// Threading: pure functions; on the venue's thread, because instruments are the venue's.
// Hot path:  no.

#pragma once

#include <string>

#include "host/domain/client.hpp"
#include "host/session/door_reason.hpp"
#include "host/session/entry_point.hpp"
#include "host/session/fix/fix_message.hpp"

namespace hotbook::fix {

// `request` is what the venue is asked; where the message cannot be read its door_reason says why,
// and `text` says it for people.
struct Wish {
  ClientRequest request{};
  std::string text;

  [[nodiscard]] bool is_refused() const noexcept { return request.door_reason != 0; }
  // The first refusal stands.
  void refuse(DoorReason reason, std::string why) {
    if (is_refused()) return;
    request.door_reason = code(reason);
    text = std::move(why);
  }
};

// Without session, account, user_ref, other_user_ref and cl_ord_id, which the desk gives. What is
// no value of the dictionary is refused all the same.
[[nodiscard]] Wish read_order(const FixMessage& message, const session::EntryPoint& venue);

// Symbol (55), or refused. Of a message without one when it need not have it: kUnknownSymbol.
[[nodiscard]] std::uint16_t read_symbol(const FixMessage& message, const session::EntryPoint& venue,
                                        Wish& wish);
// Side (54) as the book's side and the kind of sale, or refused.
void read_side(const FixMessage& message, Wish& wish);

}  // namespace hotbook::fix
