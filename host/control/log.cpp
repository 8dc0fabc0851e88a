#include "host/control/log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/json.hpp>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <stdexcept>

#include "host/control/utc_text.hpp"

namespace hotbook::control {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 4> kLevelNames{"debug", "info", "warning", "error"};
constexpr std::chrono::milliseconds kFlushAgain{100};
constexpr int kFlushesMax = 50;

// A value of logfmt: bare where that is clear, else quoted as in JSON.
std::string logfmt_text(std::string_view text) {
  bool is_bare = !text.empty();
  for (const char c : text) {
    if (c <= ' ' || c >= 0x7f || c == '"' || c == '=' || c == '\\') is_bare = false;
  }
  return is_bare ? std::string{text} : json::serialize(json::string(text));
}

// Bytes that are no UTF-8 would make the line no JSON.
std::string ascii(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    result += byte < 0x80 ? std::string(1, c) : fmt::format("\\x{:02x}", byte);
  }
  return result;
}

std::string value_text(const LogField::Value& value, bool is_json) {
  return std::visit(
      [is_json](const auto& v) -> std::string {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, std::string_view>) {
          return is_json ? json::serialize(json::string(ascii(v))) : logfmt_text(ascii(v));
        } else if constexpr (std::is_same_v<T, double>) {
          return is_json ? json::serialize(json::value(v)) : fmt::format("{}", v);
        } else {
          return fmt::format("{}", v);
        }
      },
      value);
}

class FileSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit FileSink(std::string path) : path_{std::move(path)} {
    if (!path_.empty() && !open()) {
      throw std::runtime_error{path_ + ": cannot be opened: " + std::strerror(errno)};
    }
  }
  ~FileSink() override {
    if (!path_.empty() && fd_ >= 0) ::close(fd_);
  }

  void reopen() {
    if (path_.empty()) return;
    const std::lock_guard lock{mutex_};
    const int before = fd_;
    if (open()) ::close(before);  // else the file that was there is better than none
  }
  void wait_for_flush(std::uint64_t count, std::chrono::milliseconds time) {
    std::unique_lock lock{flush_mutex_};
    flushed_.wait_for(lock, time, [&] { return flushes_ >= count; });
  }
  [[nodiscard]] std::uint64_t flushes() {
    const std::lock_guard lock{flush_mutex_};
    return flushes_;
  }
  [[nodiscard]] std::uint64_t lost() const noexcept {
    return lost_.load(std::memory_order_relaxed);
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const std::string line = std::string{message.payload.data(), message.payload.size()} + "\n";
    for (std::size_t at = 0; at < line.size();) {
      const ssize_t count = ::write(fd_, line.data() + at, line.size() - at);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        lost_.store(lost_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
        return;
      }
      at += static_cast<std::size_t>(count);
    }
  }
  void flush_() override {
    const std::lock_guard lock{flush_mutex_};
    ++flushes_;
    flushed_.notify_all();
  }

 private:
  bool open() {
    const int fd = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    if (fd < 0) return false;
    fd_ = fd;
    return true;
  }

  std::string path_;
  int fd_ = STDERR_FILENO;
  std::atomic<std::uint64_t> lost_{0};  // written by the log's thread; pairs with lost()
  std::mutex flush_mutex_;
  std::condition_variable flushed_;
  std::uint64_t flushes_ = 0;
};

std::uint64_t now_ns() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                        std::chrono::system_clock::now().time_since_epoch())
                                        .count());
}

}  // namespace

std::string log_line(LogFormat format, std::uint64_t time_ns, LogLevel level,
                     std::string_view event, std::initializer_list<LogField> fields) {
  const bool is_json = format == LogFormat::Json;
  std::string line;
  const auto add = [&](std::string_view key, const LogField::Value& value) {
    const std::string text = value_text(value, is_json);
    const char* separator = line.empty() ? "" : is_json ? "," : " ";
    line += is_json ? fmt::format("{}\"{}\":{}", separator, key, text)
                    : fmt::format("{}{}={}", separator, key, text);
  };
  const std::string time = utc_text(time_ns);
  add("time", std::string_view{time});
  add("level", kLevelNames[static_cast<std::size_t>(level)]);
  add("event", event);
  for (const LogField& field : fields) add(field.key(), field.value());
  return is_json ? "{" + line + "}" : line;
}

struct Log::State {
  State(const LogOptions& options)
      : format{options.format},
        level{options.level},
        sink{std::make_shared<FileSink>(options.file)},
        pool{std::make_shared<spdlog::details::thread_pool>(options.queue_lines, 1)},
        logger{std::make_shared<spdlog::async_logger>(
            "hotbook", sink, pool, spdlog::async_overflow_policy::overrun_oldest)} {}

  LogFormat format;
  std::atomic<LogLevel> level;
  std::shared_ptr<FileSink> sink;
  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> logger;
};

Log::Log(const LogOptions& options) : state_{std::make_unique<State>(options)} {}

Log::~Log() = default;

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (level < state_->level.load(std::memory_order_relaxed)) return;
  state_->logger->log(spdlog::level::info,
                      log_line(state_->format, now_ns(), level, event, fields));
}

void Log::set_level(LogLevel level) noexcept {
  state_->level.store(level, std::memory_order_relaxed);
}

void Log::reopen() {
  state_->sink->reopen();
}

void Log::flush() {
  const std::uint64_t wanted = state_->sink->flushes() + 1;
  // Asked again: the queue drops what is oldest when it is full, which may be this.
  for (int i = 0; i < kFlushesMax && state_->sink->flushes() < wanted; ++i) {
    state_->logger->flush();
    state_->sink->wait_for_flush(wanted, kFlushAgain);
  }
}

std::uint64_t Log::lost_count() const noexcept {
  return state_->pool->overrun_counter() + state_->sink->lost();
}

}  // namespace hotbook::control
