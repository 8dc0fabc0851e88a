// Tells every field of an MDP 3.0 message in one line of JSON, by the tables of its schema.
//
// Threading: free functions.
// Hot path:  none; for dumps.

#pragma once

#include <string>

#include "host/feed/mdp3_messages.hpp"
#include "host/feed/wire.hpp"

namespace hotbook::feed::mdp3 {

// The template of a number; nullptr when the schema has none.
[[nodiscard]] const Message* find_message(std::uint16_t template_id) noexcept;

// message: from its SBE header on, without MDP 3.0's size in front of it. Fields and groups that
// are younger than the message, or that its block lengths and size leave out, are not told; what is
// not a message is told as an error with its bytes.
[[nodiscard]] std::string describe(Bytes message);

}  // namespace hotbook::feed::mdp3
