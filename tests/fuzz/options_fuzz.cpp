// Fuzzes the texts that a person types: line addresses of the command line, and the environment of
// the simulated card. Each is taken and means what it says, or is refused by an error that quotes
// it.

#include <cstdlib>
#include <stdexcept>

#include "host/app/replay_input.hpp"
#include "sim/card/frame_source.hpp"
#include "sim/card/settings.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {
namespace {

void address(const std::string& text) {
  try {
    const replay::LineAddress found = app::parse_address(text);
    const std::string written = to_string(found);
    require(app::parse_address(written) == found && !found.vlan);
  } catch (const std::invalid_argument& error) {
    require(std::string_view{error.what()}.find(text) != std::string_view::npos);
  }
}

void settings(const char* variable, const std::string& text) {
  // No fuzzer has a second thread that reads the environment.
  ::setenv("USER", "fuzz", 1);               // NOLINT(concurrency-mt-unsafe)
  ::setenv("EMULATION_SOCKETID", "1_2", 1);  // NOLINT(concurrency-mt-unsafe)
  ::setenv(variable, text.c_str(), 1);       // NOLINT(concurrency-mt-unsafe)
  try {
    const card::Settings read = card::read_settings();
    require(read.seconds_max >= 1 && read.seconds_max <= 1'000'000);
    require(read.hang_seconds_max >= 1 && read.hang_seconds_max <= 1'000'000);
    require(!read.main_socket.empty() && !read.host_socket.empty());
  } catch (const std::runtime_error& error) {
    require(std::string_view{error.what()}.starts_with(variable) || text.empty());
  }
  ::unsetenv(variable);  // NOLINT(concurrency-mt-unsafe)
}

// A path could be any device; files are the capture reader's affair.
void source(const std::string& text) {
  if (text.starts_with("file:")) return;
  try {
    require((card::open_source(text) == nullptr) == text.empty());
  } catch (const std::runtime_error& error) {
    require(std::string_view{error.what()}.find(text.substr(0, 4)) != std::string_view::npos);
  }
}

}  // namespace

void make_seeds(Seeds& seeds) {
  for (const char* text : {"0239.10.0.1:26400", "00.0.0.0:0", "1file:/none", "1udp:127.0.0.1:9000",
                           "2line", "2asap", "33600", "420", "5root", "61_2"}) {
    seeds.add(std::string_view{text});
  }
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // The environment holds no zero bytes.
  std::string text;
  for (std::size_t i = 1; i < size && data[i] != 0; ++i) text += static_cast<char>(data[i]);
  switch (data[0] % 8) {
    case 0:
      hotbook::fuzz::address(text);
      break;
    case 1:
      hotbook::fuzz::source(text);
      break;
    case 2:
      hotbook::fuzz::settings("HOTBOOK_CARD_PACE", text);
      break;
    case 3:
      hotbook::fuzz::settings("HOTBOOK_CARD_SECONDS_MAX", text);
      break;
    case 4:
      hotbook::fuzz::settings("HOTBOOK_CARD_HANG_SECONDS_MAX", text);
      break;
    case 5:
      hotbook::fuzz::settings("USER", text);
      break;
    default:
      hotbook::fuzz::settings("EMULATION_SOCKETID", text);
  }
  return 0;
}
