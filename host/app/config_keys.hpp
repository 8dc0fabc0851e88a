// Every key of the configuration, said once: what reads a file, what writes one and what tests both
// are visitors of the same description.
//
// Threading: pure functions.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "host/app/run_config.hpp"

namespace hotbook::app {

struct Key {
  const char* name;
  const char* help;  // one line
  bool is_required = false;
};

struct Bounds {
  std::int64_t least;
  std::int64_t most;
};

enum class TextKind : std::uint8_t {
  Any,        // printable ASCII
  Name,       // letters, digits, - _ .
  Symbol,     // upper-case letters, digits, . - + # =
  Sha256,     // 64 lower-case hexadecimal digits, or empty
  Path,       // no control characters
  IpAddress,  // without a port
};

struct TextRule {
  TextKind kind;
  std::size_t least;
  std::size_t most;
};

class KeyVisitor {
 public:
  virtual ~KeyVisitor() = default;

  virtual void text(const Key& key, std::string& value, const TextRule& rule) = 0;
  virtual void integer(const Key& key, std::int64_t& value, const Bounds& bounds) = 0;
  virtual void boolean(const Key& key, bool& value) = 0;
  // value: place among the words.
  virtual void word(const Key& key, std::size_t& value,
                    std::span<const std::string_view> words) = 0;
  virtual void dollars(const Key& key, std::uint32_t& dollars_1e4) = 0;
  virtual void endpoint(const Key& key, std::optional<Endpoint>& value) = 0;
  virtual void endpoints(const Key& key, std::vector<Endpoint>& values, std::size_t most) = 0;
  virtual void limits(const Key& key, std::vector<LimitSetting>& values,
                      risk::ControlScope scope) = 0;
  // One [name] of the file.
  virtual void section(const Key& key, const std::function<void()>& describe) = 0;
  // An array of tables [[name]]: resize() to how many there are, then describe(i) each.
  struct Tables {
    std::size_t count;
    std::size_t least;
    std::size_t most;
    std::function<void(std::size_t)> resize;
    std::function<void(std::size_t)> describe;
  };
  virtual void tables(const Key& key, const Tables& tables) = 0;

  template <class T>
  void number(const Key& key, T& value, const Bounds& bounds) {
    auto wide = static_cast<std::int64_t>(value);
    integer(key, wide, bounds);
    value = static_cast<T>(wide);
  }
  template <class T>
  void choice(const Key& key, T& value, std::span<const std::string_view> words) {
    static_assert(std::is_enum_v<T>);
    auto place = static_cast<std::size_t>(value);
    word(key, place, words);
    value = static_cast<T>(place);
  }
};

// Visits every key of config, in the order in which a file shows them.
void describe_config(KeyVisitor& visitor, RunConfig& config);

struct LimitName {
  std::string_view name;
  risk::LimitKind kind;
};
// The limits that a scope has.
[[nodiscard]] std::vector<LimitName> limit_names(risk::ControlScope scope);

}  // namespace hotbook::app
