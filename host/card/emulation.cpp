#include "host/card/emulation.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "experimental/xrt_system.h"
#include "host/card/card_error.hpp"

namespace hotbook::card {

namespace fs = std::filesystem;

namespace {

// The shim loses the result of a realloc: its message buffer must be large enough from its first
// message on, which holds this file's values. So the padding is longer than the longest packet.
constexpr std::size_t kPacketBytes = 65536;
constexpr std::size_t kPadBytes = kPacketBytes + 4096;

void set_variable(const char* name, const std::string& value) {
  if (::setenv(name, value.c_str(), 1) != 0) throw CardError{std::string{name} + ": cannot be set"};
}

void write_text(const fs::path& path, const std::string& text) {
  std::ofstream file{path};
  file << text;
  file.close();
  if (!file) throw CardError{path.string() + ": cannot be written"};
}

// Where the loader found XRT: the emulation's libraries are looked for in $XILINX_XRT/lib.
[[nodiscard]] fs::path library_directory() {
  Dl_info info{};
  if (::dladdr(reinterpret_cast<const void*>(&xrt::system::enumerate_devices), &info) == 0 ||
      info.dli_fname == nullptr) {
    throw CardError{"libxrt_coreutil cannot be located"};
  }
  return fs::canonical(info.dli_fname).parent_path();
}

[[nodiscard]] bool is_in_path(const char* program) {
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe)
  std::istringstream folders{path == nullptr ? "" : path};
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

// A capture that cannot be read is told here, where the user sees it, and not in the card's log.
[[nodiscard]] std::string checked_line(const std::string& text) {
  constexpr std::string_view kFile = "file:";
  if (text.empty() || text.starts_with("udp:")) return text;
  if (!text.starts_with(kFile))
    throw CardError{"line \"" + text + "\" is neither file:/path nor udp:address:port"};
  const fs::path path = fs::absolute(text.substr(kFile.size()));
  std::error_code error;
  if (!fs::is_regular_file(path, error) || ::access(path.c_str(), R_OK) != 0) {
    throw CardError{path.string() + ": cannot be read as a capture"};
  }
  return std::string{kFile} + path.string();
}

}  // namespace

Emulation& Emulation::prepare(const EmulationOptions& options) {
  if (!is_in_path("unzip"))
    throw CardError{"unzip is not in PATH: XRT needs it to unpack the simulated card"};
  if (!options.pace.empty() && options.pace != "line" && options.pace != "asap") {
    throw CardError{"pace \"" + options.pace + "\" is neither line nor asap"};
  }
  if (!options.kernel.empty() && options.kernel != "none" && options.kernel != "xdp" &&
      options.kernel != "mdp3") {
    throw CardError{"feed kernel \"" + options.kernel + "\" is none of none, xdp, mdp3"};
  }
  const std::string line_a = checked_line(options.line_a);
  const std::string line_b = checked_line(options.line_b);
  static Emulation emulation;
  // XRT leaves what it unpacked for the last card, and cannot unpack over it.
  const fs::path run = fs::path{emulation.directory_} / "run";
  std::error_code error;
  fs::remove_all(run, error);
  fs::create_directory(run, error);
  if (error) throw CardError{run.string() + ": " + error.message()};
  set_variable("HOTBOOK_CARD_LINE_A", line_a);
  set_variable("HOTBOOK_CARD_LINE_B", line_b);
  set_variable("HOTBOOK_CARD_PACE", options.pace);
  set_variable("HOTBOOK_CARD_KERNEL", options.kernel);
  set_variable("HOTBOOK_CARD_SECONDS_MAX", std::to_string(options.seconds_max));
  set_variable("HOTBOOK_CARD_LOG", emulation.log_path_);
  return emulation;
}

Emulation::Emulation() {
  use_short_shim_sleeps();
  std::string name = "/tmp/hotbook-XXXXXX";  // the shim's sockets live below /tmp and nowhere else
  if (::mkdtemp(name.data()) == nullptr) throw CardError{"no directory can be made in /tmp"};
  directory_ = name;
  const fs::path directory{directory_};
  log_path_ = (directory / "card.log").string();
  fs::create_directory(directory / "xrt");
  fs::create_directory_symlink(library_directory(), directory / "xrt" / "lib");
  write_text(directory / "xrt.ini",
             "[Emulation]\npacket_size=" + std::to_string(kPacketBytes) +
                 "\nsuppress_infos=true\nprint_infos_in_console=false\n[Debug]\npad=" +
                 std::string(kPadBytes, 'x') + "\n");
  set_variable("XCL_EMULATION_MODE", "hw_emu");
  set_variable("XILINX_XRT", (directory / "xrt").string());
  set_variable("XRT_INI_PATH", (directory / "xrt.ini").string());
  set_variable("SDACCEL_EM_RUN_DIR", (directory / "run").string());
  set_variable("USER", directory.filename().string());
}

Emulation::~Emulation() {
  const char* keep = std::getenv("HOTBOOK_CARD_KEEP");  // NOLINT(concurrency-mt-unsafe)
  if (keep != nullptr && *keep != '\0') return;
  std::error_code ignored;  // nobody is left to be told
  fs::remove_all(directory_, ignored);
}

std::string Emulation::log_tail() const {
  constexpr std::streamoff kTailBytes = 1500;
  std::ifstream log{log_path_, std::ios::ate};
  if (!log) return "(the card wrote no log)";
  const std::streamoff size = log.tellg();
  log.seekg(size > kTailBytes ? size - kTailBytes : 0);
  std::ostringstream text;
  text << log.rdbuf();
  return text.str();
}

}  // namespace hotbook::card
