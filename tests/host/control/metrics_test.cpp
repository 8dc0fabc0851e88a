// Figures: exact counts, buckets without holes, text as Prometheus wants it.

#include "host/control/metrics.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <chrono>
#include <random>
#include <thread>

namespace hotbook::control {
namespace {

std::size_t lines_with(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

TEST(LatencyHistogram, BucketsFollowOneAnotherWithoutAHole) {
  for (std::size_t bucket = 0; bucket + 1 < LatencyHistogram::kBuckets; ++bucket) {
    const std::uint64_t top = LatencyHistogram::bucket_top(bucket);
    ASSERT_EQ(LatencyHistogram::bucket_of(top), bucket);
    ASSERT_EQ(LatencyHistogram::bucket_of(top + 1), bucket + 1);
  }
  EXPECT_EQ(LatencyHistogram::bucket_of(0), 0U);
  EXPECT_EQ(LatencyHistogram::bucket_of(~std::uint64_t{0}), LatencyHistogram::kBuckets - 1);
  EXPECT_EQ(LatencyHistogram::bucket_top(LatencyHistogram::kBuckets - 1),
            (std::uint64_t{1} << LatencyHistogram::kBitsMax) - 1);
}

TEST(LatencyHistogram, ABucketIsAnEighthOfItsValuesWideAtMost) {
  for (std::size_t bucket = 1; bucket < LatencyHistogram::kBuckets; ++bucket) {
    const std::uint64_t first = LatencyHistogram::bucket_top(bucket - 1) + 1;
    ASSERT_LE(LatencyHistogram::bucket_top(bucket) - first + 1,
              std::max<std::uint64_t>(first / 8, 1));
  }
}

TEST(LatencyHistogram, QuantilesAreWithinABucketOfTheSortedValues) {
  std::mt19937_64 random{7};
  LatencyHistogram histogram;
  std::vector<std::uint64_t> values;
  std::uint64_t sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    values.push_back(random() >> (30 + random() % 30));
    values.back() &= (std::uint64_t{1} << 35U) - 1;
    histogram.record(values.back());
    sum += values.back();
  }
  std::sort(values.begin(), values.end());
  for (const std::size_t rank : {std::size_t{5000}, std::size_t{9900}, std::size_t{9990}}) {
    EXPECT_EQ(histogram.quantile_ns(static_cast<double>(rank) / 10'000),
              LatencyHistogram::bucket_top(LatencyHistogram::bucket_of(values[rank - 1])));
  }
  EXPECT_EQ(histogram.count(), 10'000U);
  EXPECT_EQ(histogram.sum_ns(), sum);
  EXPECT_EQ(LatencyHistogram{}.quantile_ns(0.5), 0U);
}

TEST(Metrics, TextIsExactlyPrometheusFormat) {
  Metrics metrics;
  Counter& inputs = metrics.counter("hotbook_inputs_total", "Inputs\nof \\ all");
  Gauge& open = metrics.gauge("hotbook_open", "Open", {{"door", "a\"b\\c\nd"}});
  metrics.counter("hotbook_refused_total", "Refused", {{"reason", "a"}}).add(3);
  metrics.counter("hotbook_refused_total", "another help", {{"reason", "b"}}).add(4);
  metrics.counter_from("hotbook_from_total", "F", {}, [] { return ~std::uint64_t{0}; });
  metrics.gauge_from("hotbook_part", "P", {}, [] { return 0.25; });
  inputs.add(5);
  inputs.add();
  open.set(-7);
  EXPECT_EQ(metrics.render(),
            "# HELP hotbook_inputs_total Inputs\\nof \\\\ all\n"
            "# TYPE hotbook_inputs_total counter\n"
            "hotbook_inputs_total 6\n"
            "# HELP hotbook_open Open\n"
            "# TYPE hotbook_open gauge\n"
            "hotbook_open{door=\"a\\\"b\\\\c\\nd\"} -7\n"
            "# HELP hotbook_refused_total Refused\n"
            "# TYPE hotbook_refused_total counter\n"
            "hotbook_refused_total{reason=\"a\"} 3\n"
            "hotbook_refused_total{reason=\"b\"} 4\n"
            "# HELP hotbook_from_total F\n"
            "# TYPE hotbook_from_total counter\n"
            "hotbook_from_total 18446744073709551615\n"
            "# HELP hotbook_part P\n"
            "# TYPE hotbook_part gauge\n"
            "hotbook_part 0.25\n");
}

TEST(Metrics, AHistogramCountsEachValueUnderEachBoundAboveIt) {
  Metrics metrics;
  LatencyHistogram& stage =
      metrics.histogram("hotbook_stage_seconds", "Time", {{"stage", "match"}});
  const std::vector<std::uint64_t> values{0, 63, 64, 95, 96, 1'000'000, std::uint64_t{1} << 40U};
  for (const std::uint64_t value : values) stage.record(value);
  const std::string text = metrics.render();
  const auto has = [&](const std::string& line) {
    EXPECT_NE(text.find(line + "\n"), std::string::npos) << line << "\n" << text;
  };
  has("hotbook_stage_seconds_bucket{stage=\"match\",le=\"0.000000063\"} 2");
  has("hotbook_stage_seconds_bucket{stage=\"match\",le=\"0.000000095\"} 4");
  has("hotbook_stage_seconds_bucket{stage=\"match\",le=\"0.000000127\"} 5");
  has("hotbook_stage_seconds_bucket{stage=\"match\",le=\"0.001048575\"} 6");
  has("hotbook_stage_seconds_bucket{stage=\"match\",le=\"8.589934591\"} 6");
  has("hotbook_stage_seconds_bucket{stage=\"match\",le=\"+Inf\"} 7");
  has("hotbook_stage_seconds_count{stage=\"match\"} 7");
  has("hotbook_stage_seconds_sum{stage=\"match\"} 1099.512628094");
  EXPECT_EQ(lines_with(text, "_bucket{"), 56U);
}

TEST(Metrics, RefusesNamesThatPrometheusDoesNotTakeAndFiguresThatAreThere) {
  Metrics metrics;
  EXPECT_THROW(static_cast<void>(metrics.counter("1x", "")), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(metrics.counter("", "")), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(metrics.counter("a-b", "")), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(metrics.counter("a", "", {{"le", "1"}})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(metrics.counter("a", "", {{"x y", "1"}})), std::invalid_argument);
  static_cast<void>(metrics.counter("a", "", {{"x", "1"}}));
  EXPECT_THROW(static_cast<void>(metrics.counter("a", "", {{"x", "1"}})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(metrics.gauge("a", "", {{"x", "2"}})), std::invalid_argument);
}

TEST(Metrics, AScrapeNeverSeesMoreOrLessThanWasRecorded) {
  Metrics metrics;
  LatencyHistogram& stage = metrics.histogram("a_seconds", "");
  Counter& counter = metrics.counter("b_total", "");
  constexpr std::uint64_t kEach = 200'000;
  std::thread writer{[&] {
    for (std::uint64_t i = 0; i < kEach; ++i) {
      stage.record(i);
      counter.add();
    }
  }};
  std::uint64_t before = 0;
  for (int i = 0; i < 20; ++i) {
    const std::string text = metrics.render();
    const std::size_t at = text.find("a_seconds_count ") + 16;
    const std::uint64_t count = std::stoull(text.substr(at));
    EXPECT_GE(count, before);
    EXPECT_LE(count, kEach);
    before = count;
  }
  writer.join();
  EXPECT_EQ(stage.count(), kEach);
  EXPECT_EQ(counter.value(), kEach);
  EXPECT_EQ(stage.sum_ns(), kEach * (kEach - 1) / 2);
}

}  // namespace
}  // namespace hotbook::control
