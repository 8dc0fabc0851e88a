// Host memory behind an AXI4 bus of 64-byte words: takes and answers bursts with seeded delays, and
// judges the protocol.
//
// Threading: one test, one thread.
// Hot path:  none; it is a model.

#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <random>
#include <vector>

#include "sim/harness/stall.hpp"

namespace hotbook::test {

using Word = std::array<std::uint8_t, 64>;

// Words by address; what was never written reads as zero.
class Memory {
 public:
  [[nodiscard]] Word read(std::uint64_t address) const {
    EXPECT_EQ(address % 64, 0U);
    const auto found = words_.find(address);
    return found == words_.end() ? Word{} : found->second;
  }
  void write(std::uint64_t address, const Word& word) {
    EXPECT_EQ(address % 64, 0U);
    words_[address] = word;
  }
  template <class Record>
  [[nodiscard]] Record load(std::uint64_t address) const {
    static_assert(sizeof(Record) == sizeof(Word));
    Record record;
    const Word word = read(address);
    std::memcpy(&record, word.data(), sizeof record);
    return record;
  }
  template <class Record>
  void store(std::uint64_t address, const Record& record) {
    static_assert(sizeof(Record) == sizeof(Word));
    Word word;
    std::memcpy(word.data(), &record, sizeof record);
    write(address, word);
  }

 private:
  std::map<std::uint64_t, Word> words_;
};

template <class Port>
[[nodiscard]] Word word_of(const Port& port) {
  Word word;
  std::memcpy(word.data(), port.data(), word.size());
  return word;
}

template <class Port>
void set_word(Port& port, const Word& word) {
  std::memcpy(port.data(), word.data(), word.size());
}

struct Burst {
  std::uint64_t address = 0;
  unsigned words = 0;
};

inline void expect_inside_a_page(const Burst& burst) {
  ASSERT_EQ(burst.address % 64, 0U);
  ASSERT_GE(burst.words, 1U);
  ASSERT_LE(burst.words, 64U);
  ASSERT_EQ(burst.address / 4096, (burst.address + 64ULL * burst.words - 1) / 4096)
      << "burst crosses 4 KiB";
}

struct BusTraits {
  unsigned stall_percent = 0;     // of every channel
  unsigned answer_delay_min = 1;  // cycles from a burst's last word to its answer
  unsigned answer_delay_max = 1;
  // Answers that are not OKAY, any of the three; their words are not written.
  unsigned error_percent = 0;
  std::uint64_t error_address = 0;  // 0: any burst can fail; otherwise only those to this address
};

// The write channels. Each cycle: drive(), let the card settle, sample().
class WriteBus {
 public:
  struct Done {
    Burst burst;
    std::vector<Word> words;
    bool okay = true;
  };

  WriteBus(Memory& memory, std::uint64_t seed, const BusTraits& traits)
      : memory_{memory},
        traits_{traits},
        random_{seed},
        burst_stall_{seed + 1, traits.stall_percent},
        data_stall_{seed + 2, traits.stall_percent},
        answer_stall_{seed + 3, traits.stall_percent} {}

  void drive() {
    ++cycle_;
    burst_ready = !burst_stall_.held();
    data_ready = !data_stall_.held();
    const bool due = !waiting_.empty() && waiting_.front().at <= cycle_;
    answer_valid = due && (answer_valid || !answer_stall_.held());
    if (!answer_valid || !due) answer = 0;
    if (due && !waiting_.front().done.okay && answer == 0)
      answer = static_cast<std::uint8_t>(1 + random_() % 3);
  }

  void sample(bool burst_valid, const Burst& burst, bool data_valid, const Word& word, bool last) {
    if (answer_valid) {
      Waiting& front = waiting_.front();
      if (front.done.okay) {
        for (std::size_t i = 0; i < front.done.words.size(); ++i) {
          memory_.write(front.done.burst.address + 64 * i, front.done.words[i]);
        }
      } else {
        ++errors;
      }
      answered.push_back(std::move(front.done));
      waiting_.pop_front();
      answer_valid = false;
    }
    if (burst_valid && burst_ready) {
      expect_inside_a_page(burst);
      bursts_.push_back(burst);
      started.push_back(burst);
    }
    if (data_valid && data_ready) {
      words_.push_back(word);
      lasts_.push_back(last);
    }
    while (!bursts_.empty() && words_.size() >= bursts_.front().words) finish();
  }

  // Bursts whose answer has not been given.
  [[nodiscard]] std::size_t outstanding() const { return bursts_.size() + waiting_.size(); }
  void fail_next() { fail_next_ = true; }

  bool burst_ready = false;
  bool data_ready = false;
  bool answer_valid = false;
  std::uint8_t answer = 0;
  std::deque<Done> answered;  // in order; a test takes them off as it looks at them
  std::vector<Burst> started;
  std::uint64_t errors = 0;

 private:
  struct Waiting {
    Done done;
    std::uint64_t at = 0;
  };

  void finish() {
    Waiting next;
    next.done.burst = bursts_.front();
    bursts_.pop_front();
    for (unsigned i = 0; i < next.done.burst.words; ++i) {
      EXPECT_EQ(lasts_.front(), i + 1 == next.done.burst.words)
          << "last is not at the burst's last word";
      next.done.words.push_back(words_.front());
      words_.pop_front();
      lasts_.pop_front();
    }
    const bool can_fail =
        traits_.error_address == 0 || traits_.error_address == next.done.burst.address;
    next.done.okay = !fail_next_ && (!can_fail || random_() % 100 >= traits_.error_percent);
    fail_next_ = false;
    next.at = cycle_ + traits_.answer_delay_min +
              random_() % (traits_.answer_delay_max - traits_.answer_delay_min + 1);
    waiting_.push_back(std::move(next));
  }

  Memory& memory_;
  BusTraits traits_;
  std::mt19937_64 random_;
  sim::Stall burst_stall_;
  sim::Stall data_stall_;
  sim::Stall answer_stall_;
  std::uint64_t cycle_ = 0;
  bool fail_next_ = false;
  std::deque<Burst> bursts_;
  std::deque<Word> words_;
  std::deque<bool> lasts_;
  std::deque<Waiting> waiting_;
};

// The read channels, one burst after the other. Each cycle: drive(), let the card settle, sample().
class ReadBus {
 public:
  ReadBus(const Memory& memory, std::uint64_t seed, const BusTraits& traits)
      : memory_{memory},
        traits_{traits},
        random_{seed},
        burst_stall_{seed + 1, traits.stall_percent},
        data_stall_{seed + 2, traits.stall_percent} {}

  void drive() {
    ++cycle_;
    burst_ready = !burst_stall_.held();
    const bool due = !bursts_.empty() && bursts_.front().at <= cycle_;
    if (!data_valid && due && !data_stall_.held()) {
      const Active& front = bursts_.front();
      data_valid = true;
      const bool fails = fail_next_ || random_() % 100 < traits_.error_percent;
      answer = fails ? static_cast<std::uint8_t>(1 + random_() % 3) : 0;
      fail_next_ = false;
      data = answer == 0 ? memory_.read(front.burst.address + 64ULL * front.sent) : garbage();
      last = front.sent + 1 == front.burst.words;
    }
  }

  void sample(bool burst_valid, const Burst& burst, bool data_ready) {
    if (data_valid && data_ready) {
      if (answer != 0) ++errors;
      data_valid = false;
      if (last)
        bursts_.pop_front();
      else
        ++bursts_.front().sent;
    }
    if (burst_valid && burst_ready) {
      expect_inside_a_page(burst);
      const unsigned delay = traits_.answer_delay_min +
                             static_cast<unsigned>(random_() % (traits_.answer_delay_max -
                                                                traits_.answer_delay_min + 1));
      bursts_.push_back({burst, 0, cycle_ + delay});
      started.push_back(burst);
    }
  }

  void set_error_percent(unsigned percent) { traits_.error_percent = percent; }
  void fail_next() { fail_next_ = true; }
  [[nodiscard]] bool idle() const { return bursts_.empty(); }

  bool burst_ready = false;
  bool data_valid = false;
  bool last = false;
  std::uint8_t answer = 0;
  Word data{};
  std::vector<Burst> started;
  std::uint64_t errors = 0;

 private:
  struct Active {
    Burst burst;
    unsigned sent = 0;
    std::uint64_t at = 0;
  };

  [[nodiscard]] Word garbage() {
    Word word;
    for (auto& byte : word) byte = static_cast<std::uint8_t>(random_());
    return word;
  }

  const Memory& memory_;
  BusTraits traits_;
  std::mt19937_64 random_;
  sim::Stall burst_stall_;
  sim::Stall data_stall_;
  std::uint64_t cycle_ = 0;
  bool fail_next_ = false;
  std::deque<Active> bursts_;
};

// The seed of a random test: HOTBOOK_SEED or the given one, printed so that a failing run can be
// repeated.
[[nodiscard]] inline std::uint64_t seed_of(std::uint64_t fallback) {
  const char* text = std::getenv("HOTBOOK_SEED");
  const std::uint64_t seed = text == nullptr ? fallback : std::strtoull(text, nullptr, 0);
  const auto* info = testing::UnitTest::GetInstance()->current_test_info();
  std::printf("seed %llu (repeat: HOTBOOK_SEED=%llu %s --gtest_filter=%s.%s)\n",
              static_cast<unsigned long long>(seed), static_cast<unsigned long long>(seed),
              "<this program>", info->test_suite_name(), info->name());
  return seed;
}

[[nodiscard]] inline std::uint64_t scale() {
  const char* text = std::getenv("HOTBOOK_SCALE");
  return text == nullptr ? 1 : std::strtoull(text, nullptr, 0);
}

}  // namespace hotbook::test
