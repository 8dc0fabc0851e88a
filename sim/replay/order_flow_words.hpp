// The words people use for the values of the matching function's records; the index is the value.
//
// Threading: constant tables.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "host/domain/layout.hpp"

namespace hotbook::replay {

using Words = std::span<const std::string_view>;  // an empty word is a value without one

[[nodiscard]] Words side_words();
[[nodiscard]] Words order_type_words();
[[nodiscard]] Words time_in_force_words();
[[nodiscard]] Words self_match_words();
[[nodiscard]] Words trading_state_words();
[[nodiscard]] Words output_kind_words();
[[nodiscard]] Words match_reason_words();

// The word of a value, or its number where there is none.
void append_word(std::string& out, Words words, std::uint8_t value);

// The value of a word, whatever its case, or of a number up to 255.
[[nodiscard]] std::optional<std::uint8_t> value_of(Words words, std::string_view text);

[[nodiscard]] bool same_word(std::string_view word, std::string_view text);

// "a, b or c", for messages.
[[nodiscard]] std::string list(Words words);

// Nothing when the text is not a decimal number up to max.
[[nodiscard]] std::optional<std::uint64_t> decimal(std::string_view text, std::uint64_t max);

void append_decimal(std::string& out, std::uint64_t value);

}  // namespace hotbook::replay
