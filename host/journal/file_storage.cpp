#include "host/journal/file_storage.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace hotbook::journal {
namespace {

constexpr mode_t kFileMode = 0640;

int fd_of(FileHandle file) noexcept {
  return static_cast<int>(file);
}

IoStatus status_of(int result) noexcept {
  return IoStatus{result == 0 ? 0 : errno};
}

int flags_of(OpenMode mode) noexcept {
  switch (mode) {
    case OpenMode::Read:
      return O_RDONLY | O_CLOEXEC;
    case OpenMode::Write:
      return O_RDWR | O_CLOEXEC;
    case OpenMode::Create:
      return O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC;
  }
  return O_RDONLY | O_CLOEXEC;
}

// The name of a new directory is in its parent.
void make_directory(const std::string& directory) {
  const std::filesystem::path path = std::filesystem::absolute(directory);
  if (!std::filesystem::create_directories(path)) return;
  const int parent = ::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (parent < 0) return;
  ::fsync(parent);
  ::close(parent);
}

}  // namespace

FileStorage::FileStorage(std::string directory, Access access) : directory_{std::move(directory)} {
  if (access == Access::Write) make_directory(directory_);
  directory_fd_ = ::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory_fd_ < 0) throw std::runtime_error(directory_ + ": " + std::strerror(errno));
  if (access == Access::Write && ::flock(directory_fd_, LOCK_EX | LOCK_NB) != 0) {
    const std::string reason =
        errno == EWOULDBLOCK ? "another process writes here" : strerror(errno);
    ::close(directory_fd_);
    throw std::runtime_error(directory_ + ": cannot be locked: " + reason);
  }
}

FileStorage::~FileStorage() {
  ::close(directory_fd_);
}

IoStatus FileStorage::open(const std::string& name, OpenMode mode, FileHandle& file) {
  const int fd = ::openat(directory_fd_, name.c_str(), flags_of(mode), kFileMode);
  if (fd < 0) return IoStatus{errno};
  file = FileHandle{fd};
  return {};
}

void FileStorage::close(FileHandle file) noexcept {
  ::close(fd_of(file));
}

IoStatus FileStorage::preallocate(FileHandle file, std::uint64_t bytes) {
  return IoStatus{::posix_fallocate(fd_of(file), 0, static_cast<off_t>(bytes))};
}

IoStatus FileStorage::write(FileHandle file, std::uint64_t offset,
                            std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count =
        ::pwrite(fd_of(file), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return IoStatus{errno};
    if (count == 0) return IoStatus{EIO};
    bytes = bytes.subspan(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
  return {};
}

IoStatus FileStorage::read(FileHandle file, std::uint64_t offset, std::span<std::byte> bytes,
                           std::size_t& count) {
  count = 0;
  while (count < bytes.size()) {
    const ssize_t got = ::pread(fd_of(file), bytes.data() + count, bytes.size() - count,
                                static_cast<off_t>(offset + count));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return IoStatus{errno};
    if (got == 0) break;
    count += static_cast<std::size_t>(got);
  }
  return {};
}

IoStatus FileStorage::size(FileHandle file, std::uint64_t& bytes) {
  struct stat about {};
  if (::fstat(fd_of(file), &about) != 0) return IoStatus{errno};
  bytes = static_cast<std::uint64_t>(about.st_size);
  return {};
}

IoStatus FileStorage::sync(FileHandle file) {
  return status_of(::fdatasync(fd_of(file)));
}

IoStatus FileStorage::rename(const std::string& from, const std::string& to) {
  return status_of(::renameat(directory_fd_, from.c_str(), directory_fd_, to.c_str()));
}

IoStatus FileStorage::remove(const std::string& name) {
  return status_of(::unlinkat(directory_fd_, name.c_str(), 0));
}

IoStatus FileStorage::sync_directory() {
  return status_of(::fsync(directory_fd_));
}

IoStatus FileStorage::list(std::vector<std::string>& names) {
  names.clear();
  std::error_code failed;
  std::filesystem::directory_iterator entries{directory_, failed};
  for (; !failed && entries != std::filesystem::directory_iterator{}; entries.increment(failed))
    names.push_back(entries->path().filename().string());
  if (failed) return IoStatus{failed.value()};
  std::sort(names.begin(), names.end());
  return {};
}

std::string FileStorage::path_of(const std::string& name) const {
  return directory_ + "/" + name;
}

}  // namespace hotbook::journal
