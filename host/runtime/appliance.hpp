// The whole of it, running: recovers the venue from its journal, opens the doors, and turns until
// it is told to stop.
//
// A turn: what came over the sockets goes to the venue; matching moves on; what the journal has
// safe is told. Nothing in a turn waits for a disk or a client.
//
// Threading: run() is the venue's thread. The journal, the control API, the log and the card's
//            shim have threads of their own.
// Hot path:  a turn, but for what its parts say.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "host/app/run_config.hpp"
#include "host/control/log.hpp"

namespace hotbook::runtime {

struct ApplianceOptions {
  app::RunConfig config;
  // SIGHUP: the configuration as it is now. Throws std::runtime_error that says what is wrong.
  std::function<app::RunConfig()> read_config;
  std::string version;
  std::string default_xclbin;  // where the configuration names none
  std::string default_manifest;
  bool spins = false;  // turns without ever sleeping: lower latency for a whole core
};

// How a run ended.
enum class Ended : std::uint8_t {
  Stopped,        // as it was told
  JournalFailed,  // nothing that was told is lost; see the log
  CardDiffers,    // device both: the card was given up; see the log
};

class Appliance {
 public:
  // Recovers and opens everything. Throws std::runtime_error that says what is wrong.
  Appliance(const ApplianceOptions& options, control::Log& log);
  ~Appliance();
  Appliance(const Appliance&) = delete;
  Appliance& operator=(const Appliance&) = delete;

  // Until SIGTERM, SIGINT or the control API stops it. SIGHUP: log and audit files are opened anew,
  // TLS files read again; limits and tokens are those of the configuration, read again.
  [[nodiscard]] Ended run();

  // Once constructed; where the doors are, when the configuration left their ports open.
  [[nodiscard]] std::uint16_t ouch_port() const;
  [[nodiscard]] std::uint16_t control_port() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hotbook::runtime
