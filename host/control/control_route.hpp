// The calls of the control API, said once: routing, checks of arguments and the OpenAPI document
// all read this table.
//
// Threading: constants and pure functions.
// Hot path:  none.

#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/control/control_request.hpp"
#include "host/control/control_target.hpp"

namespace hotbook::control {

enum class FieldKind : std::uint8_t { Text, Number, Boolean, Word, Objects };

// A member of a body, a part of a query, or a name in a path.
struct Field {
  std::string_view name;
  std::string_view help;
  FieldKind kind = FieldKind::Text;
  bool is_required = false;
  std::uint64_t least = 0;                    // Number; Objects: how many
  std::uint64_t most = 64;                    // the same; Text: characters
  std::span<const std::string_view> words{};  // Word
  std::span<const Field> fields{};            // Objects: of each
};

// What a call was given, checked against its fields.
class Arguments {
 public:
  void set(const Field& field, boost::json::value value) {
    values_.insert_or_assign(field.name, std::move(value));
  }
  // For what is required.
  [[nodiscard]] std::string text(std::string_view name) const {
    return std::string{values_.find(name)->second.get_string()};
  }
  [[nodiscard]] bool truth(std::string_view name) const {
    return values_.find(name)->second.get_bool();
  }
  // Place among the field's words.
  [[nodiscard]] std::size_t word(std::string_view name,
                                 std::span<const std::string_view> words) const;
  [[nodiscard]] std::optional<std::string> find_text(std::string_view name) const;
  [[nodiscard]] std::optional<std::uint64_t> find_number(std::string_view name) const;
  [[nodiscard]] std::vector<Arguments> objects(std::string_view name) const;
  void set_objects(const Field& field, std::vector<Arguments> objects) {
    objects_.insert_or_assign(field.name, std::move(objects));
  }

 private:
  std::map<std::string_view, boost::json::value> values_;
  std::map<std::string_view, std::vector<Arguments>> objects_;
};

// What a handler gives: the members of the answer, or why not. Actions give their changes too.
using Outcome = Result<boost::json::object>;

struct Call {
  ControlTarget& target;
  const Caller& caller;
  const Arguments& arguments;
};

struct Route {
  std::string_view method;
  std::string_view path;  // "/v1/books/{symbol}"
  Role role;              // the least that may
  std::string_view summary;
  std::span<const Field> path_fields;
  std::span<const Field> query;
  std::span<const Field> body;
  boost::json::object (*schema)();  // of the answer
  Outcome (*handle)(const Call&);

  [[nodiscard]] bool is_action() const { return method != "GET"; }
};

[[nodiscard]] std::span<const Route> routes();

// OpenAPI 3.0.3.
[[nodiscard]] boost::json::object openapi_document();
// As the repository keeps it: two blanks a level, a newline at the end.
[[nodiscard]] std::string pretty_json(const boost::json::value& value);

}  // namespace hotbook::control
