// Days of a whole venue in simulated time, with a disk that fails: one seed makes clients, time,
// disk, power cuts, kills and restarts.
//
// What clients were told is kept outside the venue, as their own memory would. After each restart
// the recovered venue must tell the same again, and go on from there.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "host/runtime/journal_sink.hpp"
#include "host/runtime/recovery.hpp"
#include "sim/disk/simulated_storage.hpp"
#include "tests/host/venue/late_matching.hpp"
#include "tests/host/venue/random_clients.hpp"
#include "tests/host/venue/venue_rig.hpp"

namespace hotbook::runtime {

struct SimulationOptions {
  std::uint64_t seed = 1;
  journal::ReleaseAfter release_after = journal::ReleaseAfter::Sync;
  unsigned crashes_per_10000 = 20;  // of steps
  bool power_cuts = true;           // else only processes are killed
  unsigned disk_errors_per_10000 = 2;
};

struct SimulationCounts {
  std::uint64_t steps = 0;
  std::uint64_t power_cuts = 0;
  std::uint64_t kills = 0;
  std::uint64_t disk_errors = 0;
  std::uint64_t records = 0;  // in the journal at the end
  std::uint64_t replayed = 0;
  std::uint64_t snapshots = 0;
  std::uint64_t told = 0;  // reports
  std::uint64_t days = 0;
  std::uint64_t simulated_ns = 0;
};

class SimulatedDays {
 public:
  explicit SimulatedDays(const SimulationOptions& options);
  ~SimulatedDays();

  // One thing happens. Empty, or what is wrong.
  [[nodiscard]] std::string step();
  // Everything under way comes to its end; then the journal's own replay, by the oracle of
  // matching, is compared with the venue.
  [[nodiscard]] std::string finish();
  [[nodiscard]] const SimulationCounts& counts() const { return counts_; }

 private:
  struct Process;  // what a crash ends

  [[nodiscard]] std::string start();
  [[nodiscard]] std::string crash(bool power);
  [[nodiscard]] std::string restart();
  [[nodiscard]] std::string hear();
  [[nodiscard]] std::string compare_told() const;
  [[nodiscard]] std::string new_day();
  void run_disk(std::size_t steps);
  [[nodiscard]] std::string finish_process();
  void take_snapshot();
  [[nodiscard]] std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(random_() % bound);
  }
  [[nodiscard]] bool chance(unsigned per_10000) { return below(10'000) < per_10000; }

  SimulationOptions options_;
  std::mt19937_64 random_;
  venue::VenueOptions venue_options_;
  sim::SimulatedStorage disk_;
  std::unique_ptr<Process> process_;
  venue::RandomClients clients_;
  std::uint64_t now_ns_;
  std::uint32_t day_;
  // What each session was told today.
  std::vector<std::vector<ClientReport>> told_;
  SimulationCounts counts_;
};

}  // namespace hotbook::runtime
