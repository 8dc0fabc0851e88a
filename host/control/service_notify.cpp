#include "host/control/service_notify.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>

namespace hotbook::control {

bool notify_service(std::string_view state) {
  const char* place = std::getenv("NOTIFY_SOCKET");  // NOLINT(concurrency-mt-unsafe): never set
  sockaddr_un address{};
  if (place == nullptr || (place[0] != '/' && place[0] != '@')) return false;
  const std::size_t size = std::strlen(place);
  if (size < 2 || size >= sizeof address.sun_path) return false;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, place, size);
  if (place[0] == '@') address.sun_path[0] = '\0';  // a name that is in no directory
  const auto bytes = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + size);
  const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const bool is_sent = ::sendto(fd, state.data(), state.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                                reinterpret_cast<const sockaddr*>(&address),
                                bytes) == static_cast<ssize_t>(state.size());
  ::close(fd);
  return is_sent;
}

bool notify_reloading() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const long long us = static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
  return notify_service("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(us));
}

}  // namespace hotbook::control
