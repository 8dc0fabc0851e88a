// Gives the same frames and instruments to the twin and the oracle of MDP 3.0, and holds every
// record and every counter of the one against the other's.

#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "host/feed/mdp3_handler.hpp"
#include "sim/oracle/mdp3_oracle.hpp"
#include "tests/support/mdp3_capture.hpp"
#include "tests/support/record_collector.hpp"

namespace hotbook::testing {

struct TwinRun {
  explicit TwinRun(const std::vector<feed::mdp3::Instrument>& instruments)
      : TwinRun{instruments, {}, options()} {}
  TwinRun(const std::vector<feed::mdp3::Instrument>& instruments,
          const oracle::OracleOptions& oracle_options, const feed::FeedOptions& twin_options)
      : oracle{oracle_options}, twin{twin_options, twin_records} {
    const feed::mdp3::InstrumentPlan plan = feed::mdp3::plan(instruments);
    EXPECT_TRUE(plan.refused.empty());
    for (const InstrumentCommand& command : plan.commands) {
      oracle.instrument(command);
      twin.instrument(command);
    }
  }
  static feed::FeedOptions options() {
    feed::FeedOptions options;
    options.lines[1].enable = true;
    return options;
  }
  void frame(const Mdp3Frame& frame, bool bad = false) {
    oracle.frame(frame.line, frame.time_ns, frame.bytes, bad);
    twin.frame(static_cast<feed::Line>(frame.line), {frame.time_ns}, frame.bytes, bad);
  }
  void finish() {
    oracle.finish();
    twin.finish();
    ASSERT_EQ(twin_records.records.size(), oracle.records().size());
    for (std::size_t i = 0; i < oracle.records().size(); ++i) {
      const auto wanted = image_of(oracle.records()[i]);
      ASSERT_EQ(twin_records.records[i], wanted)
          << "record " << i << "\n  twin   " << describe_record(twin_records.records[i])
          << "\n  oracle " << describe_record(wanted);
    }
    const auto counters = oracle.counters();
    for (const feed::NamedCounter& counter : feed::named_counters(twin.counters())) {
      const auto found = counters.find(counter.name);
      if (found != counters.end()) {
        EXPECT_EQ(counter.value, found->second) << counter.name;
      }
    }
  }

  oracle::Mdp3Oracle oracle;
  RecordCollector twin_records;
  feed::Mdp3Handler<RecordCollector> twin;
};

}  // namespace hotbook::testing
