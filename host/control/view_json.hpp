// Views as JSON, and the schema of that JSON, both from describe().
//
// Threading: pure functions.
// Hot path:  none.

#pragma once

#include <boost/json.hpp>
#include <concepts>
#include <string>
#include <type_traits>
#include <vector>

#include "host/control/control_views.hpp"

namespace hotbook::control {

// "101.25": at least two decimals, at most four.
[[nodiscard]] std::string dollars_text(Dollars dollars);

class ViewWriter {
 public:
  template <class T>
  void operator()(const char* name, const T& value, const char*) {
    object[name] = json(value);
  }
  template <class T>
  [[nodiscard]] static boost::json::value json(const T& value) {
    if constexpr (std::is_same_v<T, Dollars>) {
      return boost::json::value(dollars_text(value));
    } else if constexpr (std::is_same_v<T, std::string>) {
      return boost::json::value(value);
    } else if constexpr (std::is_arithmetic_v<T>) {
      return boost::json::value(value);
    } else if constexpr (std::is_same_v<T, Counters>) {
      boost::json::object counters;
      for (const auto& [name, count] : value) counters[name] = count;
      return counters;
    } else if constexpr (requires { value.begin(); }) {
      boost::json::array array;
      for (const auto& entry : value) array.push_back(json(entry));
      return array;
    } else {
      ViewWriter writer;
      describe(writer, value, &value);
      return writer.object;
    }
  }

  boost::json::object object;
};

class SchemaWriter {
 public:
  template <class T>
  void operator()(const char* name, const T&, const char* help) {
    boost::json::object field = schema<T>();
    field["description"] = help;
    properties[name] = std::move(field);
    names.emplace_back(name);
  }
  template <class T>
  [[nodiscard]] static boost::json::object schema() {
    if constexpr (std::is_same_v<T, Dollars>) {
      return {{"type", "string"}, {"pattern", "^[0-9]+\\.[0-9]{2,4}$"}};
    } else if constexpr (std::is_same_v<T, std::string>) {
      return {{"type", "string"}};
    } else if constexpr (std::is_same_v<T, bool>) {
      return {{"type", "boolean"}};
    } else if constexpr (std::is_arithmetic_v<T>) {
      return {{"type", "integer"}, {"minimum", 0}};
    } else if constexpr (std::is_same_v<T, Counters>) {
      return {{"type", "object"}, {"additionalProperties", {{"type", "integer"}}}};
    } else if constexpr (requires(T t) { t.begin(); }) {
      return {{"type", "array"}, {"items", schema<typename T::value_type>()}};
    } else {
      SchemaWriter writer;
      const T value{};
      describe(writer, value, &value);
      return {{"type", "object"},
              {"additionalProperties", false},
              {"required", writer.names},
              {"properties", writer.properties}};
    }
  }

  boost::json::object properties;
  boost::json::array names;
};

template <class T>
[[nodiscard]] boost::json::value to_json(const T& view) {
  return ViewWriter::json(view);
}

}  // namespace hotbook::control
