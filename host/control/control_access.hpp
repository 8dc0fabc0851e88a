// Says who sends a request: by bearer tokens, of which only SHA-256 hashes are kept.
//
// Without configured tokens whoever reaches the socket (loopback then) may look. Acting always
// takes a token: a configured one, or the one that the program makes at its start and leaves in a
// file that only its own user can read.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/control/control_request.hpp"

namespace hotbook::control {

struct TokenHash {
  std::string name;
  Role role = Role::Viewer;
  std::string sha256;  // 64 lower-case hexadecimal digits
};

class ControlAccess {
 public:
  // local_token: of the access file; empty for none. Its bearer is called "local", an admin.
  ControlAccess(std::vector<TokenHash> tokens, std::string_view local_token);

  // Nothing: it does not say, or not rightly.
  [[nodiscard]] std::optional<Caller> caller(const Request& request) const;

 private:
  [[nodiscard]] std::optional<Caller> bearer(std::string_view authorization) const;

  std::vector<TokenHash> tokens_;
  bool may_look_freely_;
};

// 256 random bits as 64 hexadecimal digits. Throws std::runtime_error without a source of them.
[[nodiscard]] std::string make_token();

// Whether the Host of a request names this machine itself. A page in a browser that had its own
// name resolve to 127.0.0.1 would be let in otherwise.
[[nodiscard]] bool is_loopback_host(std::string_view host);

// How the command line on this machine finds and convinces a running appliance.
struct AccessFile {
  std::string url;
  std::string token;
  std::string certificate;  // PEM file that the server shows; empty without TLS
};

// Where it is unless configured: $RUNTIME_DIRECTORY (systemd), else $XDG_RUNTIME_DIR/hotbook, else
// /tmp/hotbook-<user id>; `control.json` there.
[[nodiscard]] std::string access_file_default();

// Readable by its user alone, there whole or not at all. Throws std::runtime_error naming the file
// when it cannot be, or when its directory is somebody else's.
void write_access_file(const std::string& path, const AccessFile& access);
[[nodiscard]] AccessFile read_access_file(const std::string& path);

// There as long as the appliance is: written by the constructor, which throws as above, and removed
// by the destructor, unless another appliance has put its own there since.
class PublishedAccess {
 public:
  PublishedAccess(std::string path, AccessFile access);
  ~PublishedAccess();
  PublishedAccess(const PublishedAccess&) = delete;
  PublishedAccess& operator=(const PublishedAccess&) = delete;

 private:
  std::string path_;
  std::string token_;
};

}  // namespace hotbook::control
