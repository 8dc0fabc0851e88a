#include "sim/card/settings.hpp"

#include <charconv>
#include <cstdlib>
#include <stdexcept>

namespace hotbook::card {

namespace {

[[nodiscard]] std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value == nullptr ? std::string{} : std::string{value};
}

[[nodiscard]] unsigned seconds(const char* name, unsigned otherwise) {
  const std::string text = variable(name);
  if (text.empty()) return otherwise;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value == 0 || value > 1'000'000) {
    throw std::runtime_error{std::string{name} + "=\"" + text + "\" is not 1 to 1000000 seconds"};
  }
  return value;
}

}  // namespace

Settings read_settings() {
  Settings settings;
  settings.line_a = variable("HOTBOOK_CARD_LINE_A");
  settings.line_b = variable("HOTBOOK_CARD_LINE_B");
  const std::string pace = variable("HOTBOOK_CARD_PACE");
  if (pace == "asap") {
    settings.pace = Pace::Asap;
  } else if (!pace.empty() && pace != "line") {
    throw std::runtime_error{"HOTBOOK_CARD_PACE=\"" + pace + "\" is neither line nor asap"};
  }
  const std::string kernel = variable("HOTBOOK_CARD_KERNEL");
  const auto name = feed_kernel_name(kernel);
  if (!name) {
    throw std::runtime_error{"HOTBOOK_CARD_KERNEL=\"" + kernel + "\" is none of " +
                             kFeedKernelNames};
  }
  settings.kernel = *name;
  settings.seconds_max = seconds("HOTBOOK_CARD_SECONDS_MAX", settings.seconds_max);
  settings.hang_seconds_max = seconds("HOTBOOK_CARD_HANG_SECONDS_MAX", settings.hang_seconds_max);

  const std::string user = variable("USER");
  const std::string id = variable("EMULATION_SOCKETID");
  if (user.empty() || id.empty()) {
    throw std::runtime_error{
        "USER and EMULATION_SOCKETID are not set: XRT's hardware emulation starts this program"};
  }
  settings.main_socket = "/tmp/" + user + "/" + id;
  settings.host_socket = "/tmp/" + user + "/D2X_unix_sock_" + id;
  return settings;
}

}  // namespace hotbook::card
