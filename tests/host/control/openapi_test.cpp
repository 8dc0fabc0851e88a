// The OpenAPI document is what the router does: each route in both, each answer of the shape that
// is promised, and the file in the repository is current.

#include <gtest/gtest.h>

#include <set>

#include "host/control/control_route.hpp"
#include "host/control/control_router.hpp"
#include "tests/host/control/fake_target.hpp"
#include "tests/support/read_text.hpp"

namespace hotbook::control {
namespace {

namespace json = boost::json;

// Whether a value is of a schema, for the part of JSON Schema that the document uses; the reason.
std::string fault_of(const json::value& value, const json::object& schema) {
  const std::string type{schema.at("type").as_string()};
  if (type == "string") return value.is_string() ? "" : "no string";
  if (type == "boolean") return value.is_bool() ? "" : "no boolean";
  if (type == "integer") return value.is_int64() || value.is_uint64() ? "" : "no integer";
  if (type == "array") {
    if (!value.is_array()) return "no array";
    for (const json::value& entry : value.as_array()) {
      if (auto fault = fault_of(entry, schema.at("items").as_object()); !fault.empty()) {
        return fault;
      }
    }
    return "";
  }
  if (!value.is_object()) return "no object";
  if (schema.at("additionalProperties").is_object()) return "";
  const json::object& properties = schema.at("properties").as_object();
  for (const json::value& name : schema.at("required").as_array()) {
    if (!value.as_object().contains(name.as_string())) {
      return std::string{name.as_string()} + " is missing";
    }
  }
  for (const auto& [name, member] : value.as_object()) {
    if (!properties.contains(name)) return std::string{name} + " is not promised";
    const auto fault = fault_of(member, properties.at(name).as_object());
    if (!fault.empty()) return std::string{name} + ": " + fault;
  }
  return "";
}

json::object operation(const Route& route) {
  std::string method{route.method};
  for (char& c : method) c = static_cast<char>(std::tolower(c));
  return openapi_document().at("paths").at(route.path).at(method).as_object();
}

TEST(OpenApi, HasEveryRouteAndNoOther) {
  const json::object document = openapi_document();
  std::set<std::string> promised;
  for (const auto& [path, item] : document.at("paths").as_object()) {
    for (const auto& [method, what] : item.as_object()) {
      promised.insert(std::string{method} + " " + std::string{path});
    }
  }
  std::set<std::string> there{"get /metrics", "get /openapi.json"};
  for (const Route& route : routes()) {
    std::string method{route.method};
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    EXPECT_TRUE(there.insert(method + " " + std::string{route.path}).second) << route.path;
  }
  EXPECT_EQ(promised, there);
}

TEST(OpenApi, EveryAnswerHasTheShapeThatIsPromised) {
  testing::FakeTarget venue;
  const std::map<std::string_view, std::string> bodies{
      {"/v1/kill", R"({"scope":"firm","on":true})"},
      {"/v1/limits", R"({"limits":[{"scope":"firm","limit":"open_orders","value":1}]})"},
      {"/v1/card", R"({"action":"attach"})"},
      {"/v1/day", R"({"action":"start"})"},
      {"/v1/books", R"({"action":"halt"})"},
      {"/v1/books/{symbol}", R"({"action":"halt"})"},
      {"/v1/sessions/{session}", R"({"action":"kick"})"},
      {"/v1/accounts/{account}", R"({"action":"enable"})"}};
  for (const Route& route : routes()) {
    Request request;
    request.method = route.method;
    request.target = route.path;
    if (const auto at = request.target.find('{'); at != std::string::npos) {
      request.target.replace(at, std::string::npos, "1");
    }
    if (route.is_action() && bodies.contains(route.path)) request.body = bodies.at(route.path);
    const Response response =
        ControlRouter{venue}.route(request, Caller{"a", Role::Admin}).response;
    ASSERT_EQ(response.status, 200U) << route.path << " " << response.body;
    const json::object schema = operation(route)
                                    .at("responses")
                                    .at("200")
                                    .at("content")
                                    .at("application/json")
                                    .at("schema")
                                    .as_object();
    EXPECT_EQ(fault_of(json::parse(response.body), schema), "") << route.path;
    EXPECT_TRUE(schema.contains("properties")) << route.path;
  }
}

TEST(OpenApi, EveryNameInAPathIsAParameter) {
  for (const Route& route : routes()) {
    const bool has_name = route.path.find('{') != std::string_view::npos;
    ASSERT_EQ(has_name, !route.path_fields.empty()) << route.path;
    if (!has_name) continue;
    const json::value parameter = operation(route).at("parameters").at(0);
    EXPECT_EQ(parameter.at("in").as_string(), "path");
    EXPECT_NE(route.path.find("{" + std::string{parameter.at("name").as_string()} + "}"),
              std::string_view::npos);
  }
}

TEST(OpenApi, TheFileInTheRepositoryIsCurrent) {
  EXPECT_EQ(hotbook::testing::read_text(HOTBOOK_SOURCE "/host/control/openapi.json"),
            pretty_json(openapi_document()))
      << "hotbook api > host/control/openapi.json makes it anew";
}

}  // namespace
}  // namespace hotbook::control
