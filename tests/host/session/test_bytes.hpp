// Bytes as tests write them: "0003 'S' 'E'" and back.

#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hotbook::testing {

using Buffer = std::vector<std::uint8_t>;

// Hexadecimal digits; 'text' in quotes stands for its characters; blanks part.
inline Buffer bytes(std::string_view text) {
  Buffer made;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == ' ' || text[i] == '\n') {
      ++i;
    } else if (text[i] == '\'') {
      const std::size_t end = text.find('\'', i + 1);
      made.insert(made.end(), text.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                  text.begin() + static_cast<std::ptrdiff_t>(end));
      i = end + 1;
    } else {
      const std::string pair{text.substr(i, 2)};
      if (pair.size() != 2 || std::isxdigit(static_cast<unsigned char>(pair[0])) == 0) {
        throw std::invalid_argument{"not a byte: " + pair};
      }
      made.push_back(static_cast<std::uint8_t>(std::strtoul(pair.c_str(), nullptr, 16)));
      i += 2;
    }
  }
  return made;
}

inline std::string hex(std::span<const std::uint8_t> from) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : from) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

inline std::string text_of(std::span<const std::uint8_t> from) {
  return {from.begin(), from.end()};
}

// A field of text, padded with blanks.
template <std::size_t N>
std::array<char, N> text(std::string_view value) {
  std::array<char, N> field;
  field.fill(' ');
  std::copy(value.begin(), value.end(), field.begin());
  return field;
}

}  // namespace hotbook::testing
