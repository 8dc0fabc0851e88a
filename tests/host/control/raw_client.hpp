// A client that sends any bytes at any pace, without an HTTP library that would be too polite.

#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace hotbook::control::testing {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : fd_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_connected_ = fd_ >= 0 && ::connect(fd_, reinterpret_cast<const sockaddr*>(&address),
                                          sizeof address) == 0;
  }
  ~RawClient() { close(); }
  RawClient(RawClient&& other) noexcept
      : fd_{std::exchange(other.fd_, -1)}, is_connected_{other.is_connected_} {}
  RawClient& operator=(RawClient&&) = delete;

  [[nodiscard]] bool is_connected() const { return is_connected_; }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  // What comes until the other end closes, or until `until` is in it, or time is up.
  std::string receive(std::string_view until = {}, int milliseconds = 5000) {
    std::string text;
    char bytes[4096];
    pollfd poll{fd_, POLLIN, 0};
    while (::poll(&poll, 1, milliseconds) > 0) {
      const ssize_t count = ::recv(fd_, bytes, sizeof bytes, 0);
      is_ended_ = count <= 0;
      if (count <= 0) break;
      text.append(bytes, static_cast<std::size_t>(count));
      if (!until.empty() && text.find(until) != std::string::npos) break;
    }
    return text;
  }
  // Whether receive() came to the end of the connection.
  [[nodiscard]] bool is_ended() const { return is_ended_; }
  void end_sending() { ::shutdown(fd_, SHUT_WR); }
  // Without a good-bye: the other end sees a reset.
  void reset() {
    const linger now{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
  }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
  bool is_connected_ = false;
  bool is_ended_ = false;
};

}  // namespace hotbook::control::testing
