// What a journal needs of a disk: one directory of files. Every call says whether it worked, by its
// errno, so that a simulated disk can refuse as a real one does.
//
// Written is what a later read of any process sees; synced is what is there after a power cut.
//
// Threading: as each storage says; a file is used by one thread at a time.
// Hot path:  none on the venue's thread; each call may take as long as the disk does.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

namespace hotbook::journal {

struct [[nodiscard]] IoStatus {
  int error = 0;  // errno

  [[nodiscard]] bool ok() const noexcept { return error == 0; }
  [[nodiscard]] std::string text() const { return std::strerror(error); }
};

enum class FileHandle : int { None = -1 };

enum class OpenMode : std::uint8_t {
  Read,
  Write,   // a file that is there
  Create,  // a new file, or one that is there emptied
};

class Storage {
 public:
  virtual ~Storage() = default;

  [[nodiscard]] virtual IoStatus open(const std::string& name, OpenMode mode, FileHandle& file) = 0;
  virtual void close(FileHandle file) noexcept = 0;

  // The file then has at least so many bytes, new ones zero, and writing them needs no more space.
  [[nodiscard]] virtual IoStatus preallocate(FileHandle file, std::uint64_t bytes) = 0;
  // All of it or an error, after which any part of it may have been written.
  [[nodiscard]] virtual IoStatus write(FileHandle file, std::uint64_t offset,
                                       std::span<const std::byte> bytes) = 0;
  // count: how many there were; fewer than asked for only at the file's end.
  [[nodiscard]] virtual IoStatus read(FileHandle file, std::uint64_t offset,
                                      std::span<std::byte> bytes, std::size_t& count) = 0;
  [[nodiscard]] virtual IoStatus size(FileHandle file, std::uint64_t& bytes) = 0;
  // After an error nobody knows what is on the disk of what was written since the last sync.
  [[nodiscard]] virtual IoStatus sync(FileHandle file) = 0;

  // Created, renamed and removed names are synced by sync_directory(). rename() replaces `to`.
  [[nodiscard]] virtual IoStatus rename(const std::string& from, const std::string& to) = 0;
  [[nodiscard]] virtual IoStatus remove(const std::string& name) = 0;
  [[nodiscard]] virtual IoStatus sync_directory() = 0;
  // The names of all files, in rising order.
  [[nodiscard]] virtual IoStatus list(std::vector<std::string>& names) = 0;

  // For messages.
  [[nodiscard]] virtual std::string path_of(const std::string& name) const = 0;
};

// Closes its file at the end of a scope.
class FileCloser {
 public:
  FileCloser(Storage& storage, FileHandle file) noexcept : storage_{storage}, file_{file} {}
  ~FileCloser() {
    if (file_ != FileHandle::None) storage_.close(file_);
  }
  FileCloser(const FileCloser&) = delete;
  FileCloser& operator=(const FileCloser&) = delete;

 private:
  Storage& storage_;
  FileHandle file_;
};

}  // namespace hotbook::journal
