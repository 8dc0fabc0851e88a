// What the program tells while it runs: one event a line, with its fields by name, as logfmt
// (key=value) or JSON.
//
// Threading: write() from any thread but the hot ones. A thread of the log's own writes lines out;
//            when it falls behind by more than the queue holds, the oldest lines are lost and
//            counted.
// Hot path:  none; write() makes text.

#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace hotbook::control {

class Metrics;

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };
enum class LogFormat : std::uint8_t { Json, Logfmt };

class LogField {
 public:
  using Value = std::variant<std::string_view, std::uint64_t, std::int64_t, double, bool>;

  template <class T>
  LogField(std::string_view key, const T& value) : key_{key}, value_{wrap(value)} {}
  [[nodiscard]] std::string_view key() const { return key_; }
  [[nodiscard]] const Value& value() const { return value_; }

 private:
  template <class T>
  static Value wrap(const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      return value;
    } else if constexpr (std::is_floating_point_v<T>) {
      return static_cast<double>(value);
    } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
      return static_cast<std::int64_t>(value);
    } else if constexpr (std::is_integral_v<T>) {
      return static_cast<std::uint64_t>(value);
    } else {
      return std::string_view{value};
    }
  }
  std::string_view key_;
  Value value_;
};

// One line without its end. time_ns: since 1970 UTC.
[[nodiscard]] std::string log_line(LogFormat format, std::uint64_t time_ns, LogLevel level,
                                   std::string_view event, std::initializer_list<LogField> fields);

struct LogOptions {
  LogLevel level = LogLevel::Info;
  LogFormat format = LogFormat::Logfmt;
  std::string file;  // empty: standard error
  std::size_t queue_lines = 8192;
};

class Log {
 public:
  // Throws std::runtime_error naming the file when it cannot be opened.
  explicit Log(const LogOptions& options);
  ~Log();  // what is queued is written
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});
  void debug(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::Debug, event, fields);
  }
  void info(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::Info, event, fields);
  }
  void warning(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::Warning, event, fields);
  }
  void error(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(LogLevel::Error, event, fields);
  }

  void set_level(LogLevel level) noexcept;
  // After another program moved the file away: what follows goes into a new one.
  void reopen();
  // Waits until what was written so far is out.
  void flush();
  // Lines that the queue had no room for, or that the file did not take.
  [[nodiscard]] std::uint64_t lost_count() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

void add_metrics(Metrics& metrics, const Log& log);

}  // namespace hotbook::control
