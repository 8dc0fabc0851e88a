// What the tests of the whole path share: where the built images are, and a capture file that goes
// away.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "host/card/card.hpp"

namespace hotbook::cosim {

[[nodiscard]] inline std::string built(const std::string& name) {
  const char* folder = std::getenv("HOTBOOK_BUILD");  // NOLINT(concurrency-mt-unsafe)
  return (folder == nullptr ? std::string{"."} : std::string{folder}) + "/" + name;
}

[[nodiscard]] inline card::CardOptions options() {
  card::CardOptions made;
  made.xclbin = built("hotbook.xclbin");
  made.manifest = built("manifest.toml");
  made.emulation.seconds_max = 100;
  return made;
}

[[nodiscard]] inline std::string open_error(const card::CardOptions& options) {
  try {
    static_cast<void>(card::Card::open(options));
  } catch (const card::CardError& error) {
    return error.what();
  }
  return "no error";
}

class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& name)
      : path_{testing::TempDir() + "cosim." + std::to_string(::getpid()) + "." + name} {}
  ~TemporaryFile() { std::remove(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Polls until the card is quiet after these frames, or the limit passes.
inline void poll_until_quiet(card::Card& card, const card::FrameCounts& frames,
                             std::vector<card::Record64>& records) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  while (true) {
    const card::PollResult result = card.poll(records);
    ASSERT_EQ(result.fault, card::RingFault::None) << card::to_string(result.fault);
    if (result.count == 0 && card.quiet(frames)) return;
    if (result.count == 0) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    ASSERT_LT(std::chrono::steady_clock::now(), deadline)
        << "the card is not quiet; records " << records.size();
  }
}

// The number behind `key=` in the card's log; waits for it to be written.
[[nodiscard]] inline long logged(const std::string& path, const std::string& key) {
  for (int i = 0; i < 500; ++i) {
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    const std::size_t at = text.str().rfind(key + "=");
    if (at != std::string::npos) return std::atol(text.str().c_str() + at + key.size() + 1);
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return -1;
}

}  // namespace hotbook::cosim
