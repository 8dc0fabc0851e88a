// Figures for Prometheus: counters, gauges and histograms of latency that cost the hot path a few
// instructions each, and the text that a scrape gets.
//
// Threading: figures are registered before threads start. Each counter, gauge and histogram has one
//            writing thread; any thread may render().
// Hot path:  add(), set() and record() neither allocate, throw, lock nor call the kernel. Relaxed
//            loads and stores are enough: a figure orders nothing, a scrape sees it late or soon.

#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hotbook::control {

class Counter {
 public:
  void add(std::uint64_t count = 1) noexcept {
    value_.store(value_.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint64_t value() const noexcept {
    return value_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::uint64_t> value_{0};  // one writer; pairs with value()
};

class Gauge {
 public:
  void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t value() const noexcept {
    return value_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::int64_t> value_{0};  // one writer; pairs with value()
};

// Nanoseconds in log-linear buckets: eight to each doubling, so that a bucket is an eighth of its
// values wide at most; below 16 each value has its own.
class LatencyHistogram {
 public:
  static constexpr unsigned kSubBits = 3;
  static constexpr std::size_t kSubs = std::size_t{1} << kSubBits;
  static constexpr unsigned kBitsMax = 36;  // 2^36 ns is 68 s; what is longer is in the last bucket
  static constexpr std::size_t kBuckets = (kBitsMax - kSubBits + 1) * kSubs;

  [[nodiscard]] static constexpr std::size_t bucket_of(std::uint64_t ns) noexcept {
    if (ns < kSubs) return ns;
    const auto shift = static_cast<unsigned>(std::bit_width(ns)) - kSubBits - 1;
    const std::size_t bucket = (std::size_t{shift} << kSubBits) + (ns >> shift);
    return bucket < kBuckets ? bucket : kBuckets - 1;
  }
  // The highest value that belongs to it.
  [[nodiscard]] static constexpr std::uint64_t bucket_top(std::size_t bucket) noexcept {
    if (bucket < 2 * kSubs) return bucket;
    const std::size_t shift = bucket / kSubs - 1;
    return ((std::uint64_t{kSubs + bucket % kSubs} + 1) << shift) - 1;
  }

  void record(std::uint64_t ns) noexcept {
    bump(counts_[bucket_of(ns)], 1);
    bump(sum_ns_, ns);
  }

  [[nodiscard]] std::uint64_t count(std::size_t bucket) const noexcept {
    return counts_[bucket].load(std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint64_t count() const noexcept;
  [[nodiscard]] std::uint64_t sum_ns() const noexcept {
    return sum_ns_.load(std::memory_order_relaxed);
  }
  // The top of the bucket in which that share of the values ends; 0 when there is none.
  [[nodiscard]] std::uint64_t quantile_ns(double share) const noexcept;

 private:
  static void bump(std::atomic<std::uint64_t>& figure, std::uint64_t by) noexcept {
    figure.store(figure.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
  }
  std::array<std::atomic<std::uint64_t>, kBuckets> counts_{};  // one writer; pairs with count()
  std::atomic<std::uint64_t> sum_ns_{0};                       // one writer; pairs with sum_ns()
};

using Labels = std::vector<std::pair<std::string, std::string>>;

class Metrics {
 public:
  // Of one name, help is that of the first. Throws std::invalid_argument for a name or label that
  // Prometheus does not take, one there already, or one name of two kinds.
  [[nodiscard]] Counter& counter(const std::string& name, const std::string& help,
                                 const Labels& labels = {});
  [[nodiscard]] Gauge& gauge(const std::string& name, const std::string& help,
                             const Labels& labels = {});
  // name ends in _seconds.
  [[nodiscard]] LatencyHistogram& histogram(const std::string& name, const std::string& help,
                                            const Labels& labels = {});
  // Figures that are kept elsewhere: read() is called by each scrape, on its thread.
  void counter_from(const std::string& name, const std::string& help, const Labels& labels,
                    std::function<std::uint64_t()> read);
  void gauge_from(const std::string& name, const std::string& help, const Labels& labels,
                  std::function<double()> read);

  // Prometheus' text format 0.0.4.
  [[nodiscard]] std::string render() const;
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  enum class Kind : std::uint8_t { Counter, Gauge, Histogram };
  struct Series {
    std::string labels;  // as in the text, without braces
    std::function<void(const std::string& name, const std::string& labels, std::string& text)> show;
  };
  struct Family {
    std::string name;
    std::string help;
    Kind kind;
    std::vector<Series> series;
  };
  Series& add(const std::string& name, const std::string& help, Kind kind, const Labels& labels);

  std::deque<Counter> counters_;
  std::deque<Gauge> gauges_;
  std::deque<LatencyHistogram> histograms_;
  std::deque<Family> families_;
};

}  // namespace hotbook::control
