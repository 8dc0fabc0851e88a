#include "host/control/control_router.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "host/control/control_route.hpp"

namespace hotbook::control {
namespace {

namespace json = boost::json;

// What is wrong with a request.
struct Fault {
  std::string_view code;
  std::string text;
};
template <class T>
using Checked = std::variant<T, Fault>;

constexpr std::size_t kQuotedMax = 64;
constexpr std::size_t kJsonDepthMax = 8;

// An outside text, fit to be shown.
std::string quoted(std::string_view text) {
  std::string shown = "'";
  for (const char c : text.substr(0, kQuotedMax)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= ' ' && byte < 0x7f) {
      shown += c;
    } else {
      shown += fmt::format("\\x{:02x}", byte);
    }
  }
  return shown + (text.size() > kQuotedMax ? "'..." : "'");
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return {};
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return {};
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0;;) {
    const std::size_t end = text.find(separator, at);
    parts.push_back(text.substr(at, end - at));
    if (end == std::string_view::npos) return parts;
    at = end + 1;
  }
}

bool is_name(std::string_view segment) {
  return segment.starts_with('{');
}

bool matches(const Route& route, const std::vector<std::string_view>& segments) {
  const auto wanted = split(route.path, '/');
  return std::equal(wanted.begin(), wanted.end(), segments.begin(), segments.end(),
                    [](std::string_view want, std::string_view is) {
                      return is_name(want) ? !is.empty() : want == is;
                    });
}

// The text form that paths and queries have, as the JSON that a body would have.
std::optional<json::value> from_text(const Field& field, const std::string& text) {
  if (field.kind != FieldKind::Number) return json::value(text);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return json::value(number);
}

std::optional<Fault> take(const Field& field, const json::value& value, Arguments& arguments);

std::string names_of(std::span<const Field> fields) {
  std::vector<std::string_view> names;
  for (const Field& field : fields) names.push_back(field.name);
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

std::optional<Fault> take_object(std::span<const Field> fields, const json::object& object,
                                 Arguments& arguments) {
  for (const auto& member : object) {
    const std::string_view name = member.key();
    const auto known = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& field) { return field.name == name; });
    if (known == fields.end()) {
      return Fault{"unknown_field",
                   fmt::format("{} is not known here; known: {}", quoted(name), names_of(fields))};
    }
    if (auto fault = take(*known, member.value(), arguments)) return fault;
  }
  for (const Field& field : fields) {
    if (field.is_required && !object.contains(field.name)) {
      return Fault{"missing_field", fmt::format("{} is missing: {}", field.name, field.help)};
    }
  }
  return {};
}

Fault bad_value(const Field& field, const std::string& wanted) {
  return {"bad_value", fmt::format("{} is not {}", field.name, wanted)};
}

std::optional<Fault> take_objects(const Field& field, const json::value& value,
                                  Arguments& arguments) {
  const json::array* array = value.if_array();
  if (array == nullptr || array->size() < field.least || array->size() > field.most) {
    return bad_value(field, fmt::format("an array of {} to {} objects", field.least, field.most));
  }
  std::vector<Arguments> objects(array->size());
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const json::object* object = (*array)[i].if_object();
    if (object == nullptr)
      return Fault{"bad_value", fmt::format("{}[{}] is no object", field.name, i)};
    if (auto fault = take_object(field.fields, *object, objects[i])) {
      fault->text = fmt::format("{}[{}]: {}", field.name, i, fault->text);
      return fault;
    }
  }
  arguments.set_objects(field, std::move(objects));
  return {};
}

std::optional<std::uint64_t> number_of(const json::value& value) {
  if (const auto* number = value.if_uint64()) return *number;
  if (const auto* number = value.if_int64(); number != nullptr && *number >= 0) {
    return static_cast<std::uint64_t>(*number);
  }
  return {};
}

std::optional<Fault> take(const Field& field, const json::value& value, Arguments& arguments) {
  switch (field.kind) {
    case FieldKind::Objects:
      return take_objects(field, value, arguments);
    case FieldKind::Text: {
      const json::string* text = value.if_string();
      const bool fits =
          text != nullptr && !text->empty() && text->size() <= field.most &&
          std::all_of(text->begin(), text->end(), [](char c) { return c > ' ' && c < 0x7f; });
      if (!fits) {
        return bad_value(field, fmt::format("a text of 1 to {} printable ASCII characters without "
                                            "blanks",
                                            field.most));
      }
      break;
    }
    case FieldKind::Word: {
      const json::string* text = value.if_string();
      if (text == nullptr || std::find(field.words.begin(), field.words.end(),
                                       std::string_view{*text}) == field.words.end()) {
        return bad_value(field, fmt::format("one of {}", fmt::join(field.words, ", ")));
      }
      break;
    }
    case FieldKind::Number: {
      const auto number = number_of(value);
      if (!number || *number < field.least || *number > field.most) {
        return bad_value(field, fmt::format("an integer from {} to {}", field.least, field.most));
      }
      arguments.set(field, json::value(*number));
      return {};
    }
    case FieldKind::Boolean:
      if (!value.is_bool()) return bad_value(field, "true or false");
      break;
  }
  arguments.set(field, value);
  return {};
}

std::optional<Fault> take_path(const Route& route, const std::vector<std::string_view>& segments,
                               Arguments& arguments) {
  const auto wanted = split(route.path, '/');
  std::size_t name = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!is_name(wanted[i])) continue;
    const Field& field = route.path_fields[name++];
    const auto decoded = percent_decoded(segments[i]);
    if (!decoded) return Fault{"bad_path", "a % is not followed by two hexadecimal digits"};
    const auto value = from_text(field, *decoded);
    if (!value) return bad_value(field, "an integer");
    if (auto fault = take(field, *value, arguments)) return fault;
  }
  return {};
}

std::optional<Fault> take_query(const Route& route, std::string_view query, Arguments& arguments) {
  if (query.empty()) return {};
  json::object given;
  for (const std::string_view part : split(query, '&')) {
    const std::size_t equals = part.find('=');
    const auto name = percent_decoded(part.substr(0, equals));
    const auto text = percent_decoded(equals == std::string_view::npos ? std::string_view{}
                                                                       : part.substr(equals + 1));
    if (!name || !text) return Fault{"bad_query", "a % is not followed by two hexadecimal digits"};
    const auto field = std::find_if(route.query.begin(), route.query.end(),
                                    [&](const Field& known) { return known.name == *name; });
    if (given.contains(*name)) {
      return Fault{"bad_query", quoted(*name) + " is there twice"};
    }
    if (field == route.query.end()) {
      given[*name] = *text;
      continue;
    }
    const auto value = from_text(*field, *text);
    if (!value) return bad_value(*field, "an integer");
    given[*name] = *value;
  }
  return take_object(route.query, given, arguments);
}

Checked<json::object> parse_body(std::string_view body) {
  if (body.empty()) return json::object{};
  json::parse_options options;
  options.max_depth = kJsonDepthMax;
  json::error_code error;
  json::stream_parser parser{{}, options};
  const std::size_t read = parser.write_some(body, error);
  if (!error && read < body.size() &&
      body.substr(read).find_first_not_of(" \t\r\n") != std::string_view::npos) {
    error = json::error::extra_data;
  }
  if (!error) parser.finish(error);
  if (error) {
    return Fault{"bad_json",
                 fmt::format("the body is no JSON: {} near byte {}", error.message(), read)};
  }
  json::value value = parser.release();
  if (!value.is_object()) return Fault{"bad_json", "the body is no JSON object"};
  return std::move(value.as_object());
}

Response refused(const Refusal& refusal) {
  switch (refusal.code) {
    case RefusalCode::NotFound:
      return error_response(404, "not_found", refusal.text);
    case RefusalCode::Invalid:
      return error_response(422, "invalid", refusal.text);
    case RefusalCode::Conflict:
      return error_response(409, "conflict", refusal.text);
    case RefusalCode::Unavailable:
      break;
  }
  return error_response(503, "unavailable", refusal.text);
}

// The route, or the answer to a request that has none.
std::variant<const Route*, Response> find_route(const Request& request, std::string_view path) {
  const auto segments = split(path, '/');
  std::vector<std::string_view> methods;
  for (const Route& route : routes()) {
    if (!matches(route, segments)) continue;
    if (route.method == request.method) return &route;
    methods.push_back(route.method);
  }
  if (methods.empty()) {
    return error_response(404, "not_found",
                          "there is nothing at " + quoted(path) + "; /openapi.json has it all");
  }
  Response response =
      error_response(405, "method_not_allowed",
                     fmt::format("{} takes {}, not {}", quoted(path), fmt::join(methods, " and "),
                                 quoted(request.method)));
  response.allow = fmt::format("{}", fmt::join(methods, ", "));
  return response;
}

}  // namespace

Response error_response(unsigned status, std::string_view code, std::string_view text) {
  Response response;
  response.status = status;
  response.body =
      json::serialize(json::object{{"error", json::object{{"code", code}, {"text", text}}}}) + "\n";
  return response;
}

Routed ControlRouter::route(const Request& request, const std::optional<Caller>& caller) {
  Routed routed;
  routed.is_action =
      request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
  const auto answer = [&routed](Response response) {
    routed.response = std::move(response);
    return routed;
  };
  if (!caller) {
    return answer(
        error_response(401, "unauthorized", "this needs a token: Authorization: Bearer TOKEN"));
  }
  const std::string_view target = request.target;
  const std::size_t mark = target.find('?');
  const std::string_view path = target.substr(0, mark);
  const std::string_view query =
      mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
  const auto found = find_route(request, path);
  if (const auto* response = std::get_if<Response>(&found)) return answer(*response);
  const Route& route = *std::get<const Route*>(found);
  if (caller->role < route.role) {
    return answer(error_response(403, "forbidden",
                                 fmt::format("this needs role {}, {} has {}", name_of(route.role),
                                             caller->name, name_of(caller->role))));
  }
  Arguments arguments;
  auto fault = take_path(route, split(path, '/'), arguments);
  if (!fault) fault = take_query(route, query, arguments);
  if (!fault) {
    auto body = parse_body(request.body);
    if (auto* broken = std::get_if<Fault>(&body)) {
      fault = std::move(*broken);
    } else {
      fault = take_object(route.body, std::get<json::object>(body), arguments);
      routed.given = std::move(std::get<json::object>(body));
    }
  }
  if (fault) return answer(error_response(400, fault->code, fault->text));
  Outcome outcome = route.handle({target_, *caller, arguments});
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) return answer(refused(*refusal));
  auto& object = std::get<json::object>(outcome);
  if (route.is_action() && object.contains("changes")) routed.changes = object["changes"];
  Response response;
  response.body = json::serialize(object) + "\n";
  return answer(std::move(response));
}

}  // namespace hotbook::control
