#include "host/control/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace hotbook::control {
namespace {

// Histograms are shown coarser than they are kept: two steps to each doubling, 64 ns to 8.6 s.
constexpr std::size_t kShownFirst = LatencyHistogram::bucket_of(64);
constexpr std::size_t kShownLast = LatencyHistogram::bucket_of(std::uint64_t{1} << 33U);
constexpr std::size_t kShownStep = LatencyHistogram::kSubs / 2;

bool is_name(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

std::string escaped(std::string_view text, bool with_quotes) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else {
      if (c == '\\' || (with_quotes && c == '"')) result += '\\';
      result += c;
    }
  }
  return result;
}

// Nanoseconds as seconds, every digit of them.
std::string seconds(std::uint64_t ns) {
  return fmt::format("{}.{:09}", ns / 1'000'000'000, ns % 1'000'000'000);
}

std::string braced(const std::string& labels) {
  return labels.empty() ? "" : "{" + labels + "}";
}

void show_histogram(const LatencyHistogram& histogram, const std::string& name,
                    const std::string& labels, std::string& text) {
  const std::string prefix = labels.empty() ? "" : labels + ",";
  std::uint64_t count = 0;
  std::size_t shown = kShownFirst;
  // The sum first: what is recorded meanwhile may be missing in it, never in the count alone.
  const std::uint64_t sum_ns = histogram.sum_ns();
  for (std::size_t bucket = 0; bucket < LatencyHistogram::kBuckets; ++bucket) {
    if (bucket == shown && bucket <= kShownLast) {
      text += fmt::format("{}_bucket{{{}le=\"{}\"}} {}\n", name, prefix,
                          seconds(LatencyHistogram::bucket_top(bucket - 1)), count);
      shown += kShownStep;
    }
    count += histogram.count(bucket);
  }
  text += fmt::format("{}_bucket{{{}le=\"+Inf\"}} {}\n", name, prefix, count);
  text += fmt::format("{}_sum{} {}\n", name, braced(labels), seconds(sum_ns));
  text += fmt::format("{}_count{} {}\n", name, braced(labels), count);
}

}  // namespace

std::uint64_t LatencyHistogram::count() const noexcept {
  std::uint64_t sum = 0;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) sum += count(bucket);
  return sum;
}

std::uint64_t LatencyHistogram::quantile_ns(double share) const noexcept {
  const std::uint64_t all = count();
  if (all == 0) return 0;
  std::uint64_t before = 0;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    before += count(bucket);
    if (static_cast<double>(before) >= share * static_cast<double>(all) && before > 0) {
      return bucket_top(bucket);
    }
  }
  return bucket_top(kBuckets - 1);
}

Metrics::Series& Metrics::add(const std::string& name, const std::string& help, Kind kind,
                              const Labels& labels) {
  if (!is_name(name)) throw std::invalid_argument{"no name of a figure: " + name};
  std::string text;
  for (const auto& [label, value] : labels) {
    if (!is_name(label) || label == "le") throw std::invalid_argument{"no label: " + label};
    text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ",", label, escaped(value, true));
  }
  auto family = std::find_if(families_.begin(), families_.end(),
                             [&](const Family& known) { return known.name == name; });
  if (family == families_.end()) {
    families_.push_back({name, help, kind, {}});
    family = families_.end() - 1;
  }
  if (family->kind != kind) throw std::invalid_argument{name + " is of two kinds"};
  for (const Series& series : family->series) {
    if (series.labels == text) throw std::invalid_argument{name + braced(text) + " is there twice"};
  }
  family->series.push_back({text, {}});
  return family->series.back();
}

Counter& Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
  Series& series = add(name, help, Kind::Counter, labels);
  const Counter& counter = counters_.emplace_back();
  series.show = [&counter](const auto& shown, const auto& with, std::string& text) {
    text += fmt::format("{}{} {}\n", shown, braced(with), counter.value());
  };
  return counters_.back();
}

Gauge& Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  Series& series = add(name, help, Kind::Gauge, labels);
  const Gauge& gauge = gauges_.emplace_back();
  series.show = [&gauge](const auto& shown, const auto& with, std::string& text) {
    text += fmt::format("{}{} {}\n", shown, braced(with), gauge.value());
  };
  return gauges_.back();
}

LatencyHistogram& Metrics::histogram(const std::string& name, const std::string& help,
                                     const Labels& labels) {
  Series& series = add(name, help, Kind::Histogram, labels);
  const LatencyHistogram& histogram = histograms_.emplace_back();
  series.show = [&histogram](const auto& shown, const auto& with, std::string& text) {
    show_histogram(histogram, shown, with, text);
  };
  return histograms_.back();
}

void Metrics::counter_from(const std::string& name, const std::string& help, const Labels& labels,
                           std::function<std::uint64_t()> read) {
  add(name, help, Kind::Counter, labels).show =
      [read = std::move(read)](const auto& shown, const auto& with, std::string& text) {
        text += fmt::format("{}{} {}\n", shown, braced(with), read());
      };
}

void Metrics::gauge_from(const std::string& name, const std::string& help, const Labels& labels,
                         std::function<double()> read) {
  add(name, help, Kind::Gauge, labels).show =
      [read = std::move(read)](const auto& shown, const auto& with, std::string& text) {
        text += fmt::format("{}{} {}\n", shown, braced(with), read());
      };
}

std::string Metrics::render() const {
  std::string text;
  for (const Family& family : families_) {
    const char* kind = family.kind == Kind::Counter ? "counter"
                       : family.kind == Kind::Gauge ? "gauge"
                                                    : "histogram";
    text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", family.name, escaped(family.help, false),
                        family.name, kind);
    for (const Series& series : family.series) series.show(family.name, series.labels, text);
  }
  return text;
}

std::vector<std::string> Metrics::names() const {
  std::vector<std::string> names;
  for (const Family& family : families_) names.push_back(family.name);
  return names;
}

}  // namespace hotbook::control
