// Why the card cannot be opened or used; one sentence for an operator.
//
// Threading: a value.
// Hot path:  never thrown on it; poll() and send() return verdicts.

#pragma once

#include <stdexcept>
#include <string>

namespace hotbook::card {

class CardError : public std::runtime_error {
 public:
  explicit CardError(const std::string& what) : std::runtime_error{what} {}
};

}  // namespace hotbook::card
