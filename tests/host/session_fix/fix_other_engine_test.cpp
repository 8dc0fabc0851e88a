// The door against jspurefix, an engine that shares nothing with QuickFIX but the standard.

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>

#include "tests/host/session_fix/program.hpp"

namespace hotbook::fix {
namespace {

using test::Folder;
using test::Program;

class FixOtherEngine : public testing::TestWithParam<bool> {};

INSTANTIATE_TEST_SUITE_P(Versions, FixOtherEngine, testing::Values(false, true),
                         [](const auto& test) { return test.param ? "C50" : "C44"; });

TEST_P(FixOtherEngine, AgreesOnEveryAnswer) {
  const std::string client = FIX_NODE_FOLDER "/client.mjs";
  if (!std::filesystem::exists(FIX_NODE_FOLDER "/node_modules/jspurefix")) {
    GTEST_SKIP() << "jspurefix is not installed: scripts/setup";
  }
  const Folder folder;
  Program server{{"fix_server", folder.path(), "0", "500"}};
  const std::string port = server.line_with("port ").substr(5);
  const std::string words = port + (GetParam() ? " FIXT.1.1 C50" : " FIX.4.4 C44");
  std::FILE* const pipe =
      ::popen(("timeout 60 node " + client + ' ' + words + " 2>&1").c_str(), "re");
  ASSERT_NE(pipe, nullptr);
  std::string said;
  for (int byte = 0; (byte = std::fgetc(pipe)) != EOF;) said.push_back(static_cast<char>(byte));
  EXPECT_EQ(::pclose(pipe), 0) << said;
  EXPECT_NE(said.find("all answered"), std::string::npos) << said;
  EXPECT_FALSE(server.line_with("logged_out 1").empty());
}

}  // namespace
}  // namespace hotbook::fix
