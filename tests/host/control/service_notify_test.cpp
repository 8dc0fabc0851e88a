// What systemd hears, with a socket in its place.

#include "host/control/service_notify.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>

namespace hotbook::control {
namespace {

class ServiceNotify : public ::testing::Test {
 protected:
  void listen(const std::string& name) {
    fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path, sizeof address.sun_path - 1);
    if (name.front() == '@') address.sun_path[0] = '\0';
    ::unlink(name.c_str());
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    ASSERT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), size), 0);
    ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
  }
  std::string heard() const {
    char bytes[256];
    const ssize_t count = ::recv(fd_, bytes, sizeof bytes, MSG_DONTWAIT);
    return count < 0 ? "nothing" : std::string(bytes, static_cast<std::size_t>(count));
  }
  void TearDown() override {
    ::unsetenv("NOTIFY_SOCKET");
    if (fd_ >= 0) ::close(fd_);
  }
  int fd_ = -1;
};

TEST_F(ServiceNotify, ReachesASocketInADirectory) {
  const std::string path = ::testing::TempDir() + "hotbook_notify";
  listen(path);
  EXPECT_TRUE(notify_service("READY=1\nSTATUS=open"));
  EXPECT_EQ(heard(), "READY=1\nSTATUS=open");
  ::unlink(path.c_str());
}

TEST_F(ServiceNotify, ReachesASocketThatIsANameOnly) {
  listen("@hotbook-notify-" + std::to_string(::getpid()));
  EXPECT_TRUE(notify_reloading());
  EXPECT_TRUE(heard().starts_with("RELOADING=1\nMONOTONIC_USEC="));
}

TEST_F(ServiceNotify, IsSilentWhereNobodyListens) {
  EXPECT_FALSE(notify_service("READY=1"));
  for (const std::string& place : {std::string{""}, std::string{"x"}, std::string{"/"},
                                   std::string{"/nowhere/at/all"}, "/" + std::string(200, 'a')}) {
    ::setenv("NOTIFY_SOCKET", place.c_str(), 1);
    EXPECT_FALSE(notify_service("READY=1")) << place;
  }
}

}  // namespace
}  // namespace hotbook::control
