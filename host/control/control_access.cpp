#include "host/control/control_access.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "host/domain/sha256.hpp"

namespace hotbook::control {
namespace {

namespace json = boost::json;

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kTokenTextMax = 256;
constexpr std::size_t kAccessFileBytesMax = 64 * 1024;

std::string hash_of(std::string_view token) {
  const std::vector<std::uint8_t> bytes(token.begin(), token.end());
  return sha256_hex(bytes);
}

bool is_scheme(std::string_view text, std::string_view scheme) {
  return std::equal(text.begin(), text.end(), scheme.begin(), scheme.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

[[noreturn]] void fail(const std::string& path, const std::string& reason) {
  throw std::runtime_error{path + ": " + reason};
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): set before any thread
  return value == nullptr ? "" : value;
}

// Makes the directory if it is not there; others must not be able to put files into it.
void own_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) fail(path, std::strerror(errno));
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) fail(path, std::strerror(errno));
  if (!S_ISDIR(status.st_mode)) fail(path, "is not a directory");
  if (status.st_uid != ::geteuid() && status.st_uid != 0) fail(path, "belongs to somebody else");
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (status.st_mode & S_ISVTX) == 0) {
    fail(path, "others may write there");
  }
}

}  // namespace

ControlAccess::ControlAccess(std::vector<TokenHash> tokens, std::string_view local_token)
    : tokens_{std::move(tokens)}, may_look_freely_{tokens_.empty()} {
  if (!local_token.empty()) tokens_.push_back({"local", Role::Admin, hash_of(local_token)});
}

std::optional<Caller> ControlAccess::bearer(std::string_view authorization) const {
  const std::size_t blank = authorization.find(' ');
  if (blank == std::string_view::npos || !is_scheme(authorization.substr(0, blank), "bearer")) {
    return {};
  }
  const std::string_view token = authorization.substr(blank + 1);
  if (token.empty() || token.size() > kTokenTextMax) return {};
  const std::string hash = hash_of(token);
  const TokenHash* found = nullptr;
  for (const TokenHash& known : tokens_) {
    if (known.sha256.size() == hash.size() &&
        CRYPTO_memcmp(known.sha256.data(), hash.data(), hash.size()) == 0) {
      found = &known;
    }
  }
  if (found == nullptr) return {};
  return Caller{found->name, found->role};
}

std::optional<Caller> ControlAccess::caller(const Request& request) const {
  if (!request.authorization.empty()) return bearer(request.authorization);
  if (may_look_freely_ && request.method == "GET" && is_loopback_host(request.host)) {
    return Caller{"anyone", Role::Viewer};
  }
  return {};
}

bool is_loopback_host(std::string_view host) {
  const bool is_v6 = host.starts_with('[');
  const std::size_t end = is_v6 ? host.find(']') : host.find(':');
  if (is_v6) return end != std::string_view::npos && host.substr(0, end + 1) == "[::1]";
  const std::string_view name = host.substr(0, end);
  if (is_scheme(name, "localhost")) return true;
  return name.starts_with("127.") &&
         name.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string make_token() {
  std::array<std::uint8_t, kTokenBytes> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::runtime_error{"the system gives no random bytes"};
  }
  std::string text;
  for (const std::uint8_t byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

std::string access_file_default() {
  std::string directory = environment("RUNTIME_DIRECTORY");
  directory = directory.substr(0, directory.find(':'));
  const std::string user = environment("XDG_RUNTIME_DIR");
  if (directory.empty() && !user.empty()) directory = user + "/hotbook";
  if (directory.empty()) directory = fmt::format("/tmp/hotbook-{}", ::geteuid());
  return directory + "/control.json";
}

void write_access_file(const std::string& path, const AccessFile& access) {
  const std::filesystem::path directory = std::filesystem::path{path}.parent_path();
  if (!directory.empty()) own_directory(directory.string());
  // Whoever reads it is elsewhere.
  const std::string certificate = access.certificate.empty()
                                      ? std::string{}
                                      : std::filesystem::absolute(access.certificate).string();
  const std::string text =
      json::serialize(json::object{
          {"url", access.url}, {"token", access.token}, {"certificate", certificate}}) +
      "\n";
  const std::string fresh = fmt::format("{}.{}", path, ::getpid());
  ::unlink(fresh.c_str());
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) fail(path, fmt::format("cannot be written: {}", std::strerror(errno)));
  const bool is_written =
      ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  if (!is_written || ::rename(fresh.c_str(), path.c_str()) != 0) {
    const std::string reason = std::strerror(errno);
    ::unlink(fresh.c_str());
    fail(path, "cannot be written: " + reason);
  }
}

PublishedAccess::PublishedAccess(std::string path, AccessFile access)
    : path_{std::move(path)}, token_{std::move(access.token)} {
  write_access_file(path_, {access.url, token_, access.certificate});
}

PublishedAccess::~PublishedAccess() {
  try {
    if (read_access_file(path_).token == token_) ::unlink(path_.c_str());
  } catch (const std::exception&) {  // gone already
    return;
  }
}

AccessFile read_access_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  struct stat status {};
  if (!file || ::stat(path.c_str(), &status) != 0) {
    fail(path, fmt::format("cannot be read: {}", std::strerror(errno)));
  }
  // Somebody else's file could lead to somebody else's appliance; below /run only services write.
  if (status.st_uid != ::geteuid() && status.st_uid != 0 && !path.starts_with("/run/")) {
    fail(path, "belongs to somebody else");
  }
  std::string text(kAccessFileBytesMax, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  json::error_code error;
  const json::value value = json::parse(text, error);
  const json::object* object = error ? nullptr : value.if_object();
  if (object == nullptr) fail(path, "is not what a running appliance writes");
  AccessFile access;
  const auto read = [&](const char* name, std::string& into) {
    const json::value* member = object->if_contains(name);
    if (member == nullptr || !member->is_string()) fail(path, fmt::format("{} is missing", name));
    into = std::string{member->get_string()};
  };
  read("url", access.url);
  read("token", access.token);
  read("certificate", access.certificate);
  return access;
}

}  // namespace hotbook::control
