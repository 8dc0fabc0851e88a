// Whatever a disk may do to a journal, in many lives after one another: what was durable is there,
// and what is there is a prefix of what was appended.

#include <cerrno>

#include "sim/disk/simulated_storage.hpp"
#include "tests/host/journal/journal_fixture.hpp"

namespace hotbook::journal::testing {
namespace {

enum class Death : std::uint8_t { PowerCut, Kill, FailedSync, FailedWrite, FullDisk, Clean };
constexpr std::uint32_t kDeaths = 6;
constexpr std::uint64_t kLives = 6;

class CrashRun {
 public:
  explicit CrashRun(std::uint64_t seed) : draw_{seed}, storage_{seed ^ 0x5eed} {
    settings_ = small_settings();
    settings_.segment_bytes = std::uint64_t{4096} << draw_.below(3);
    settings_.ring_records = std::size_t{8} << draw_.below(4);
    settings_.group_records_max = 1 + draw_.below(40);
    settings_.unsynced_records_max = 1 + draw_.below(60);
    settings_.release_after = static_cast<ReleaseAfter>(draw_.below(3));
  }

  // What is wrong, or nothing.
  [[nodiscard]] std::string run() {
    for (life_ = 1; life_ <= kLives && wrong_.empty(); ++life_) live();
    if (wrong_.empty()) check_recovery();
    return wrong_;
  }

 private:
  void live() {
    const ReadBack back = check_recovery();
    if (!wrong_.empty()) return;
    const Death death = arm();
    JournalWriter writer{storage_, settings_, back.end};
    // A recovered venue tells again whatever its journal says is safe.
    if (writer.open()) {
      told(writer);
      if (writer.synced_seq() != model_.size()) wrong_ = "not everything is synced after open()";
      use(writer);
    } else if (writer.durable_seq() > durable_) {
      wrong_ = "a writer that did not open says what is durable";
    }
    die(death, writer);
  }

  Death arm() {
    const auto death = static_cast<Death>(draw_.below(kDeaths));
    const std::uint64_t soon = draw_.below(draw_.once_in(3) ? 12 : 120);
    switch (death) {
      case Death::PowerCut:
      case Death::Kill:
        storage_.cut_power_at(storage_.operations() + soon);
        break;
      case Death::FailedSync:
        storage_.fail(sim::DiskOperation::Sync, EIO, soon / 3);
        break;
      case Death::FailedWrite:
        storage_.fail(sim::DiskOperation::Write, EIO, soon / 3);
        break;
      case Death::FullDisk:
        storage_.set_capacity(storage_.bytes_used() + draw_.below(30'000));
        break;
      case Death::Clean:
        break;
    }
    return death;
  }

  void use(JournalWriter& writer) {
    for (std::uint64_t i = 0, count = draw_.below(150); i < count && !writer.failed(); ++i) {
      for (std::uint32_t n = draw_.below(12); n != 0; --n) {
        JournalRecord record = record_of(model_.size() + 1, life_);
        if (!writer.append(record)) break;
        if (record.journal_seq != model_.size() + 1) wrong_ = "append() numbers with a gap";
        model_.push_back(record);
      }
      const std::uint64_t before = writer.durable_seq();
      for (std::uint32_t n = draw_.below(4); n != 0; --n) static_cast<void>(writer.step());
      if (writer.durable_seq() < before) wrong_ = "durable_seq() fell";
      if (settings_.release_after == ReleaseAfter::Replica)
        writer.replica_has(draw_.below_long(writer.synced_seq() + 1));
      told(writer);
    }
  }

  void told(const JournalWriter& writer) {
    durable_ = std::max(durable_, writer.durable_seq());
    synced_ = std::max(synced_, writer.synced_seq());
  }

  void die(Death death, const JournalWriter& writer) {
    told(writer);
    last_ = death;
    power_cut_ = death == Death::PowerCut || draw_.once_in(4);
    if (power_cut_) {
      storage_.restart();
    } else {
      storage_.kill_process();
    }
    storage_.set_capacity(~std::uint64_t{0});
  }

  ReadBack check_recovery() {
    const std::uint64_t from = draw_.once_in(3) && durable_at_rest() != 0
                                   ? 1 + draw_.below_long(durable_at_rest() + 1)
                                   : 0;
    ReadBack back = read_back(storage_, from);
    const std::uint64_t count = back.end.next_seq - 1;
    const JournalCondition condition = back.end.condition;
    if (condition != JournalCondition::Whole && condition != JournalCondition::Torn)
      wrong_ = "not usable: " + describe(back.end);
    if (condition == JournalCondition::Torn && last_ == Death::Clean && !power_cut_)
      wrong_ = "torn without a reason: " + describe(back.end);
    if (count > model_.size()) wrong_ = "more records than were appended";
    if (count < durable_at_rest())
      wrong_ = "lost: " + std::to_string(count) + " are there of " +
               std::to_string(durable_at_rest()) + " that were durable; " + describe(back.end);
    const std::uint64_t first = std::max<std::uint64_t>(from, 1);
    if (wrong_.empty() && back.records.size() != count + 1 - first) wrong_ = "records are missing";
    for (std::size_t i = 0; i < back.records.size() && wrong_.empty(); ++i) {
      if (!same(back.records[i], model_[first - 1 + i]))
        wrong_ = "record " + std::to_string(first + i) + " is another one";
    }
    if (wrong_.empty()) {
      model_.resize(count);
      durable_ = std::min(durable_, count);  // less only by policy `Write` and a power cut
    }
    return back;
  }

  // Policy `Write` promises nothing of a power cut, but what was synced.
  [[nodiscard]] std::uint64_t durable_at_rest() const {
    return settings_.release_after == ReleaseAfter::Write && power_cut_ ? synced_ : durable_;
  }

  replay::Draw draw_;
  sim::SimulatedStorage storage_;
  JournalSettings settings_;
  std::vector<JournalRecord> model_;  // all that was appended, as far as it was recovered
  std::uint64_t life_ = 0;
  std::uint64_t durable_ = 0;
  std::uint64_t synced_ = 0;
  Death last_ = Death::Clean;
  bool power_cut_ = false;
  std::string wrong_;
};

TEST(JournalCrash, NeverLosesWhatWasDurable) {
  const std::uint64_t seed = seed_of_run(20261120);
  const std::uint64_t runs = setting("HOTBOOK_SCALE", 1) * 4000;
  for (std::uint64_t i = 0; i < runs; ++i) {
    const std::string wrong = CrashRun{seed + i}.run();
    ASSERT_EQ(wrong, "") << "seed " << seed + i << "\nreproduce: HOTBOOK_SEED=" << seed + i
                         << " journal_crash_test --gtest_filter=JournalCrash.*";
  }
}

}  // namespace
}  // namespace hotbook::journal::testing
