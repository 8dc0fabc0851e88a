// The table of routes as an OpenAPI document.

#include "host/control/control_route.hpp"
#include "host/control/view_json.hpp"

namespace hotbook::control {
namespace {

namespace json = boost::json;

json::object schema_of(const Field& field);

json::object object_schema(std::span<const Field> fields) {
  json::object properties;
  json::array required;
  for (const Field& field : fields) {
    json::object schema = schema_of(field);
    schema["description"] = field.help;
    properties[field.name] = std::move(schema);
    if (field.is_required) required.emplace_back(field.name);
  }
  json::object schema{{"type", "object"}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  schema["properties"] = std::move(properties);
  return schema;
}

json::object schema_of(const Field& field) {
  switch (field.kind) {
    case FieldKind::Text:
      return {{"type", "string"}, {"minLength", 1}, {"maxLength", field.most}};
    case FieldKind::Number:
      return {{"type", "integer"}, {"minimum", field.least}, {"maximum", field.most}};
    case FieldKind::Boolean:
      return {{"type", "boolean"}};
    case FieldKind::Word: {
      json::array words;
      for (const std::string_view word : field.words) words.emplace_back(word);
      return {{"type", "string"}, {"enum", std::move(words)}};
    }
    case FieldKind::Objects:
      break;
  }
  return {{"type", "array"},
          {"minItems", field.least},
          {"maxItems", field.most},
          {"items", object_schema(field.fields)}};
}

void add_parameters(json::array& parameters, std::span<const Field> fields, const char* where) {
  for (const Field& field : fields) {
    parameters.push_back(json::object{{"name", field.name},
                                      {"in", where},
                                      {"required", field.is_required},
                                      {"description", field.help},
                                      {"schema", schema_of(field)}});
  }
}

json::object json_content(json::object schema) {
  return {{"application/json", json::object{{"schema", std::move(schema)}}}};
}

json::object operation(const Route& route) {
  json::object operation{{"summary", route.summary}, {"x-role", name_of(route.role)}};
  json::array parameters;
  add_parameters(parameters, route.path_fields, "path");
  add_parameters(parameters, route.query, "query");
  if (!parameters.empty()) operation["parameters"] = std::move(parameters);
  if (!route.body.empty()) {
    operation["requestBody"] =
        json::object{{"required", true}, {"content", json_content(object_schema(route.body))}};
  }
  operation["responses"] = json::object{
      {"200", json::object{{"description", "Done"}, {"content", json_content(route.schema())}}},
      {"default", json::object{{"$ref", "#/components/responses/Error"}}}};
  return operation;
}

json::object error_schema() {
  const json::object text{{"type", "string"}};
  return {{"type", "object"},
          {"required", json::array{"error"}},
          {"properties",
           json::object{{"error", json::object{{"type", "object"},
                                               {"required", json::array{"code", "text"}},
                                               {"properties",
                                                json::object{{"code", text}, {"text", text}}}}}}}};
}

json::object text_operation(const char* summary, const char* type) {
  const json::object text{{"schema", json::object{{"type", "string"}}}};
  return {{"get", json::object{
                      {"summary", summary},
                      {"x-role", "viewer"},
                      {"responses",
                       json::object{
                           {"200", json::object{{"description", "Done"},
                                                {"content", json::object{{type, text}}}}},
                           {"default", json::object{{"$ref", "#/components/responses/Error"}}}}}}}};
}

void print(const json::value& value, std::size_t depth, std::string& text) {
  const std::string inner(2 * depth + 2, ' ');
  const std::string outer(2 * depth, ' ');
  const auto list = [&](const auto& entries, char open, char close, const auto& print_entry) {
    text += open;
    bool is_first = true;
    for (const auto& entry : entries) {
      text += is_first ? "\n" : ",\n";
      text += inner;
      print_entry(entry);
      is_first = false;
    }
    if (!is_first) text += "\n" + outer;
    text += close;
  };
  if (const auto* object = value.if_object()) {
    list(*object, '{', '}', [&](const auto& member) {
      text += json::serialize(json::string(member.key())) + ": ";
      print(member.value(), depth + 1, text);
    });
  } else if (const auto* array = value.if_array()) {
    list(*array, '[', ']', [&](const json::value& entry) { print(entry, depth + 1, text); });
  } else {
    text += json::serialize(value);
  }
}

}  // namespace

json::object openapi_document() {
  json::object paths;
  for (const Route& route : routes()) {
    std::string method{route.method};
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    if (!paths.contains(route.path)) paths[route.path] = json::object{};
    paths[route.path].as_object()[method] = operation(route);
  }
  paths["/metrics"] = text_operation("Figures for Prometheus", "text/plain");
  paths["/openapi.json"] = text_operation("This document", "application/json");
  return {
      {"openapi", "3.0.3"},
      {"info", json::object{{"title", "Hotbook control"},
                            {"version", "1"},
                            {"description",
                             "Operators' view of a running appliance. Roles: viewer, operator, "
                             "risk, admin; each may do what those before it may. x-role is the "
                             "least that a call needs. Every action is in the audit log before it "
                             "is answered."}}},
      {"paths", std::move(paths)},
      {"components",
       json::object{
           {"securitySchemes",
            json::object{{"token", json::object{{"type", "http"}, {"scheme", "bearer"}}}}},
           {"responses",
            json::object{{"Error", json::object{{"description", "What is wrong, by name"},
                                                {"content", json_content(error_schema())}}}}}}},
      {"security", json::array{json::object{{"token", json::array{}}}}}};
}

std::string pretty_json(const json::value& value) {
  std::string text;
  print(value, 0, text);
  return text + "\n";
}

std::string dollars_text(Dollars dollars) {
  std::string decimals = std::to_string(10'000 + dollars.dollars_1e4 % 10'000).substr(1);
  while (decimals.size() > 2 && decimals.back() == '0') decimals.pop_back();
  return std::to_string(dollars.dollars_1e4 / 10'000) + "." + decimals;
}

}  // namespace hotbook::control
