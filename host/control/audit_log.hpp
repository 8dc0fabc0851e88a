// Every action of an operator, one JSON object a line, on disk before the action is answered.
//
// Threading: any thread; one at a time goes on.
// Hot path:  none; append() waits for the disk.

#pragma once

#include <boost/json.hpp>
#include <mutex>
#include <string>

namespace hotbook::control {

class Metrics;

class AuditLog {
 public:
  // Lines are added at the end; one that a crash left unfinished is ended first. Throws
  // std::runtime_error naming the file when it cannot be opened.
  explicit AuditLog(std::string path);
  ~AuditLog();
  AuditLog(const AuditLog&) = delete;
  AuditLog& operator=(const AuditLog&) = delete;

  // True: it is on disk. Else fault() says why not, until a line succeeds.
  [[nodiscard]] bool append(const boost::json::object& line);
  [[nodiscard]] std::string fault() const;
  // After another program moved the file away: goes on in a new one. As append().
  [[nodiscard]] bool reopen();

 private:
  void open();
  void close();
  [[nodiscard]] bool failed(const char* what);

  mutable std::mutex mutex_;
  std::string path_;
  std::string fault_;
  int fd_ = -1;
  bool is_line_open_ = false;  // the last write stopped in the middle
};

void add_metrics(Metrics& metrics, const AuditLog& audit);

}  // namespace hotbook::control
