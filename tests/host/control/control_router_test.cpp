// Each call of the API: what it asks of the venue, who may, and what is refused by which name.

#include "host/control/control_router.hpp"

#include <gtest/gtest.h>

#include <random>

#include "host/control/control_route.hpp"
#include "tests/host/control/fake_target.hpp"

namespace hotbook::control {
namespace {

namespace json = boost::json;

class ControlRouterTest : public ::testing::Test {
 protected:
  Routed ask(const std::string& method, const std::string& target, const std::string& body = "",
             Role role = Role::Admin) {
    Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    return ControlRouter{venue_}.route(request, Caller{"eve", role});
  }
  unsigned status(const std::string& method, const std::string& target,
                  const std::string& body = "", Role role = Role::Admin) {
    return ask(method, target, body, role).response.status;
  }
  // "400 code: text"
  std::string error(const std::string& method, const std::string& target,
                    const std::string& body = "") {
    const Response response = ask(method, target, body).response;
    const json::value value = json::parse(response.body);
    const json::object& told = value.at("error").as_object();
    return std::to_string(response.status) + " " + std::string{told.at("code").as_string()} + ": " +
           std::string{told.at("text").as_string()};
  }
  // What the venue was asked by a call that succeeded.
  std::string asked(const std::string& method, const std::string& target,
                    const std::string& body = "") {
    venue_.calls.clear();
    const Routed routed = ask(method, target, body);
    EXPECT_EQ(routed.response.status, 200U) << routed.response.body;
    return venue_.calls.size() == 1 ? venue_.calls[0] : "not one call";
  }

  testing::FakeTarget venue_;
};

TEST_F(ControlRouterTest, EveryViewAsksTheVenueForIt) {
  for (const char* view : {"status", "books", "sessions", "risk", "limits", "card", "journal"}) {
    EXPECT_EQ(asked("GET", std::string{"/v1/"} + view), view);
  }
  EXPECT_EQ(asked("GET", "/v1/books/SPY"), "book SPY 10");
  EXPECT_EQ(asked("GET", "/v1/books/B%2ea%2B?depth=3"), "book B.a+ 3");
  EXPECT_EQ(asked("GET", "/v1/orders"), "orders account=* symbol=* session=* after=0 count=100");
  EXPECT_EQ(asked("GET",
                  "/v1/orders?account=a&symbol=SPY&session=0&after=18446744073709551615&"
                  "count=1000"),
            "orders account=a symbol=SPY session=0 after=18446744073709551615 count=1000");
}

TEST_F(ControlRouterTest, EveryActionReachesTheVenueWithItsActor) {
  EXPECT_EQ(asked("POST", "/v1/books", R"({"action":"open"})"), "eve: book  0");
  EXPECT_EQ(asked("POST", "/v1/books/SPY", R"({"action":"halt"})"), "eve: book SPY 1");
  EXPECT_EQ(asked("POST", "/v1/books/SPY", R"({"action":"resume"})"), "eve: book SPY 2");
  EXPECT_EQ(asked("POST", "/v1/books/SPY", R"({"action":"close"})"), "eve: book SPY 3");
  EXPECT_EQ(asked("POST", "/v1/sessions/7", R"({"action":"kick"})"), "eve: session 7 0");
  EXPECT_EQ(asked("POST", "/v1/sessions/65533", R"({"action":"disable"})"), "eve: session 65533 2");
  EXPECT_EQ(asked("POST", "/v1/accounts/alpha", R"({"action":"disable"})"), "eve: account alpha 1");
  EXPECT_EQ(asked("POST", "/v1/card", R"({"action":"attach"})"), "eve: card 0");
  EXPECT_EQ(asked("POST", "/v1/card", R"({"action":"detach"})"), "eve: card 1");
  EXPECT_EQ(asked("POST", "/v1/day", R"({"action":"start","day":20260105})"),
            "eve: day 0 20260105");
  EXPECT_EQ(asked("POST", "/v1/day", R"({"action":"end"})"), "eve: day 1 -");
  EXPECT_EQ(asked("POST", "/v1/stop"), "eve: stop");
  EXPECT_EQ(asked("POST", "/v1/stop", "{}"), "eve: stop");
}

TEST_F(ControlRouterTest, KillAndLimitsNameTheirScope) {
  EXPECT_EQ(asked("POST", "/v1/kill", R"({"scope":"firm","on":true})"), "eve: kill 0: on");
  EXPECT_EQ(asked("POST", "/v1/kill", R"({"scope":"account","name":"a","on":false})"),
            "eve: kill 1:a off");
  EXPECT_EQ(asked("POST", "/v1/kill", R"({"scope":"instrument","name":"SPY","on":true})"),
            "eve: kill 2:SPY on");
  EXPECT_EQ(asked("POST", "/v1/kill", R"({"scope":"session","name":"3","on":true})"),
            "eve: kill 3:3 on");
  EXPECT_EQ(asked("PUT", "/v1/limits",
                  R"({"limits":[{"scope":"firm","limit":"open_orders","value":0},
                      {"scope":"account","name":"a","limit":"order_quantity",
                       "value":9223372036854775807}]})"),
            "eve: limits 0::7=0 1:a:1=9223372036854775807");
  EXPECT_EQ(error("POST", "/v1/kill", R"({"scope":"account","on":true})"),
            "422 invalid: scope account needs a name");
  EXPECT_EQ(error("POST", "/v1/kill", R"({"scope":"firm","name":"x","on":true})"),
            "422 invalid: the firm has no name");
  EXPECT_EQ(
      error("PUT", "/v1/limits", R"({"limits":[{"scope":"firm","limit":"nothing","value":1}]})"),
      "422 invalid: there is no limit named nothing");
  EXPECT_EQ(error("PUT", "/v1/limits",
                  R"({"limits":[{"scope":"instrument","name":"A","limit":"message_rate",)"
                  R"("value":1}]})"),
            "422 invalid: limit message_rate has no scope instrument");
}

TEST_F(ControlRouterTest, OneBadLimitKeepsAllFromTheVenue) {
  EXPECT_EQ(status("PUT", "/v1/limits",
                   R"({"limits":[{"scope":"firm","limit":"open_orders","value":1},
                      {"scope":"firm","limit":"open_orders","value":-1}]})"),
            400U);
  EXPECT_TRUE(venue_.calls.empty());
}

TEST_F(ControlRouterTest, NobodyMayDoWhatIsAboveTheirRole) {
  const std::array roles{Role::Viewer, Role::Operator, Role::Risk, Role::Admin};
  for (const Route& route : routes()) {
    std::string target{route.path};
    if (const auto at = target.find('{'); at != std::string::npos) target.replace(at, 99, "1");
    for (const Role role : roles) {
      const unsigned code = status(std::string{route.method}, target, "", role);
      EXPECT_EQ(code == 403U, role < route.role) << route.method << " " << route.path;
    }
    EXPECT_EQ(route.role == Role::Viewer, route.method == "GET") << route.path;
  }
  const Response response = ask("POST", "/v1/stop", "", Role::Risk).response;
  EXPECT_EQ(response.body,
            "{\"error\":{\"code\":\"forbidden\",\"text\":\"this needs role admin, eve has "
            "risk\"}}\n");
}

TEST_F(ControlRouterTest, ACallWithoutACallerIsRefusedBeforeAnythingElse) {
  Request request;
  request.method = "POST";
  request.target = "/nowhere";
  const Routed routed = ControlRouter{venue_}.route(request, std::nullopt);
  EXPECT_EQ(routed.response.status, 401U);
  EXPECT_TRUE(routed.is_action);
}

TEST_F(ControlRouterTest, APathThatIsNotThereAndAMethodThatIsNotTakenAreNamed) {
  EXPECT_EQ(error("GET", "/v1/nothing"),
            "404 not_found: there is nothing at '/v1/nothing'; /openapi.json has it all");
  for (const char* path : {"", "/", "/v1", "/v1/", "/v1/status/", "/v1/books/", "//v1/status",
                           "/v1/books/SPY/x", "v1/status", "/V1/status", "*"}) {
    EXPECT_EQ(status("GET", path), 404U) << path;
  }
  EXPECT_EQ(error("DELETE", "/v1/books"),
            "405 method_not_allowed: '/v1/books' takes GET and POST, not 'DELETE'");
  EXPECT_EQ(ask("DELETE", "/v1/books").response.allow, "GET, POST");
  EXPECT_EQ(status("get", "/v1/status"), 405U);
}

TEST_F(ControlRouterTest, WhatIsShownOfARequestIsPrintableAndShort) {
  const std::string told = error("GET", "/" + std::string(500, 'a') + "\n\x80");
  EXPECT_LT(told.size(), 150U);
  EXPECT_NE(error("GET", "/\x01\xff").find("'/\\x01\\xff'"), std::string::npos);
}

TEST_F(ControlRouterTest, EveryBadQueryIsNamed) {
  EXPECT_EQ(error("GET", "/v1/status?x=1"),
            "400 unknown_field: 'x' is not known here; known: none");
  EXPECT_EQ(error("GET", "/v1/books/A?depth=1001"),
            "400 bad_value: depth is not an integer from 0 to 1000");
  for (const char* depth : {"", "-1", "1.0", "x", "0x1", " 1", "99999999999999999999", "%31x"}) {
    EXPECT_EQ(status("GET", std::string{"/v1/books/A?depth="} + depth), 400U) << depth;
  }
  EXPECT_EQ(status("GET", "/v1/books/A?depth=%31"), 200U);
  EXPECT_EQ(error("GET", "/v1/orders?count=1&count=2"), "400 bad_query: 'count' is there twice");
  EXPECT_EQ(error("GET", "/v1/orders?count=%g1"),
            "400 bad_query: a % is not followed by two hexadecimal digits");
  EXPECT_EQ(error("GET", "/v1/orders?count=0"),
            "400 bad_value: count is not an integer from 1 to 1000");
  EXPECT_EQ(status("GET", "/v1/orders?"), 200U);
  EXPECT_EQ(status("GET", "/v1/orders?&"), 400U);
  EXPECT_EQ(status("GET", "/v1/orders?account="), 400U);
  EXPECT_EQ(status("GET", "/v1/orders?account=a%20b"), 400U);
  EXPECT_EQ(status("GET", "/v1/orders?account=" + std::string(65, 'a')), 400U);
  EXPECT_EQ(error("POST", "/v1/sessions/x", R"({"action":"kick"})"),
            "400 bad_value: session is not an integer");
  EXPECT_EQ(error("POST", "/v1/sessions/65534", R"({"action":"kick"})"),
            "400 bad_value: session is not an integer from 0 to 65533");
  EXPECT_EQ(error("GET", "/v1/books/%"),
            "400 bad_path: a % is not followed by two hexadecimal digits");
  EXPECT_EQ(status("GET", "/v1/books/%00"), 400U);
}

TEST_F(ControlRouterTest, EveryBadBodyIsNamed) {
  EXPECT_EQ(error("POST", "/v1/card", R"({"action":"explode"})"),
            "400 bad_value: action is not one of attach, detach");
  EXPECT_EQ(error("POST", "/v1/card", R"({"action":"attach","when":1})"),
            "400 unknown_field: 'when' is not known here; known: action");
  EXPECT_EQ(error("POST", "/v1/card", ""), "400 missing_field: action is missing: What to do");
  EXPECT_EQ(error("POST", "/v1/stop", R"({"now":true})"),
            "400 unknown_field: 'now' is not known here; known: none");
  EXPECT_EQ(error("GET", "/v1/status", R"({"a":1})"),
            "400 unknown_field: 'a' is not known here; known: none");
  EXPECT_EQ(error("POST", "/v1/card", "[]"), "400 bad_json: the body is no JSON object");
  EXPECT_TRUE(error("POST", "/v1/card", "{").starts_with("400 bad_json: the body is no JSON: "));
  EXPECT_TRUE(error("POST", "/v1/card", "{}x").starts_with("400 bad_json: "));
  EXPECT_TRUE(error("POST", "/v1/card", "{} {}").starts_with("400 bad_json: "));
  EXPECT_EQ(status("POST", "/v1/card", " {\"action\":\"attach\"} \r\n"), 200U);
  const auto deep = [](std::size_t depth) {
    return "{\"action\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_EQ(error("POST", "/v1/card", deep(7)),
            "400 bad_value: action is not one of attach, detach");
  EXPECT_TRUE(error("POST", "/v1/card", deep(8)).starts_with("400 bad_json: "));
  for (const char* on : {"1", "\"true\"", "null", "{}", "[]"}) {
    EXPECT_EQ(error("POST", "/v1/kill", std::string{"{\"scope\":\"firm\",\"on\":"} + on + "}"),
              "400 bad_value: on is not true or false");
  }
  for (const char* day : {"-1", "1.5", "\"20260101\"", "0", "19700100", "1e30", "null", "true"}) {
    EXPECT_EQ(error("POST", "/v1/day", std::string{R"({"action":"start","day":)"} + day + "}"),
              "400 bad_value: day is not an integer from 19700101 to 99991231");
  }
  EXPECT_TRUE(venue_.calls.size() == 1);
}

TEST_F(ControlRouterTest, EveryBadLimitIsNamedByItsPlace) {
  EXPECT_EQ(error("PUT", "/v1/limits", R"({"limits":[]})"),
            "400 bad_value: limits is not an array of 1 to 1024 objects");
  EXPECT_EQ(error("PUT", "/v1/limits", R"({"limits":{}})"),
            "400 bad_value: limits is not an array of 1 to 1024 objects");
  EXPECT_EQ(error("PUT", "/v1/limits", R"({"limits":[1]})"),
            "400 bad_value: limits[0] is no object");
  EXPECT_EQ(error("PUT", "/v1/limits",
                  R"({"limits":[{"scope":"firm","limit":"open_orders","value":1},{}]})"),
            "400 missing_field: limits[1]: scope is missing: Whose");
  std::string many = R"({"limits":[)";
  for (int i = 0; i < 1025; ++i) {
    many += std::string{i == 0 ? "" : ","} + R"({"scope":"firm","limit":"open_orders","value":1})";
  }
  EXPECT_EQ(status("PUT", "/v1/limits", many + "]}"), 400U);
}

TEST_F(ControlRouterTest, TheVenuesRefusalsBecomeTheirStatus) {
  const auto refused = [&](RefusalCode code) {
    venue_.refusal = Refusal{code, "because"};
    return error("POST", "/v1/stop");
  };
  EXPECT_EQ(refused(RefusalCode::NotFound), "404 not_found: because");
  EXPECT_EQ(refused(RefusalCode::Invalid), "422 invalid: because");
  EXPECT_EQ(refused(RefusalCode::Conflict), "409 conflict: because");
  EXPECT_EQ(refused(RefusalCode::Unavailable), "503 unavailable: because");
  for (const char* view : {"/v1/status", "/v1/books", "/v1/books/A", "/v1/orders", "/v1/card"}) {
    EXPECT_EQ(status("GET", view), 503U) << view;
  }
}

TEST_F(ControlRouterTest, AnswersHoldNumbersAndPricesExactly) {
  const json::value status = json::parse(ask("GET", "/v1/status").response.body);
  EXPECT_EQ(status.at("live_orders").as_uint64(), 18'446'744'073'709'551'615U);
  const json::value book = json::parse(ask("GET", "/v1/books/SPY?depth=2").response.body);
  EXPECT_EQ(book.at("bid").as_string(), "101.25");
  EXPECT_EQ(book.at("ask").as_string(), "0.00");
  EXPECT_EQ(book.at("bids").as_array().size(), 2U);
  const json::value orders = json::parse(ask("GET", "/v1/orders?after=41").response.body);
  EXPECT_EQ(orders.at("orders").at(0).at("order_id").as_int64(), 42);
  EXPECT_EQ(orders.at("orders").at(0).at("price").as_string(), "1234.56");
  EXPECT_TRUE(orders.at("has_more").as_bool());
}

TEST_F(ControlRouterTest, AnActionGivesItsChangesToTheAuditLog) {
  const Routed routed = ask("POST", "/v1/card", R"({"action":"attach"})");
  EXPECT_TRUE(routed.is_action);
  EXPECT_EQ(json::serialize(routed.given), R"({"action":"attach"})");
  EXPECT_EQ(json::serialize(routed.changes),
            R"([{"what":"card 0","before":"before","after":"after"}])");
  EXPECT_FALSE(ask("GET", "/v1/card").is_action);
  EXPECT_FALSE(ask("HEAD", "/v1/card").is_action);
}

// Requests put together from pieces that are right and pieces that are not.
TEST_F(ControlRouterTest, AnyRequestIsAnsweredWithJsonAndOnlyGoodOnesReachTheVenue) {
  const char* given = std::getenv("HOTBOOK_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::stoul(given)) : 1U;
  std::cout << "seed " << seed << "\n";
  std::mt19937 random{seed};
  const std::vector<std::string> pieces{
      "/v1",         "/books",   "/SPY", "/limits", "/kill", "?depth=",
      "1",           "&",        "%",    "{",       "}",     "\"action\"",
      ":",           "\"halt\"", ",",    "[",       "]",     "\"scope\":\"firm\"",
      "\"on\":true", "null",     "\x80", "-",       ".",     "e9"};
  const auto text = [&] {
    std::string made;
    for (unsigned i = random() % 8; i > 0; --i) made += pieces[random() % pieces.size()];
    return made;
  };
  const std::vector<std::string> methods{"GET", "POST", "PUT"};
  for (int i = 0; i < 20'000; ++i) {
    venue_.calls.clear();
    const Response response = ask(methods[random() % 3], "/v1" + text(), text()).response;
    ASSERT_TRUE(json::parse(response.body).is_object()) << "seed " << seed << " index " << i;
    ASSERT_EQ(venue_.calls.size(), response.status == 200 ? 1U : 0U)
        << "seed " << seed << " index " << i << " " << response.body;
  }
}

}  // namespace
}  // namespace hotbook::control
