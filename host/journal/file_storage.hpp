// A directory of the machine as a journal's storage.
//
// Threading: any thread; a file is used by one thread at a time.
// Hot path:  none on the venue's thread; each call is one of the kernel.

#pragma once

#include "host/journal/storage.hpp"

namespace hotbook::journal {

class FileStorage final : public Storage {
 public:
  enum class Access : std::uint8_t {
    Read,
    Write,  // makes the directory, and locks it: a second writer is refused
  };

  // Throws std::runtime_error that names the directory and the reason.
  FileStorage(std::string directory, Access access);
  ~FileStorage() override;
  FileStorage(const FileStorage&) = delete;
  FileStorage& operator=(const FileStorage&) = delete;

  [[nodiscard]] IoStatus open(const std::string& name, OpenMode mode, FileHandle& file) override;
  void close(FileHandle file) noexcept override;
  [[nodiscard]] IoStatus preallocate(FileHandle file, std::uint64_t bytes) override;
  [[nodiscard]] IoStatus write(FileHandle file, std::uint64_t offset,
                               std::span<const std::byte> bytes) override;
  [[nodiscard]] IoStatus read(FileHandle file, std::uint64_t offset, std::span<std::byte> bytes,
                              std::size_t& count) override;
  [[nodiscard]] IoStatus size(FileHandle file, std::uint64_t& bytes) override;
  [[nodiscard]] IoStatus sync(FileHandle file) override;
  [[nodiscard]] IoStatus rename(const std::string& from, const std::string& to) override;
  [[nodiscard]] IoStatus remove(const std::string& name) override;
  [[nodiscard]] IoStatus sync_directory() override;
  [[nodiscard]] IoStatus list(std::vector<std::string>& names) override;
  [[nodiscard]] std::string path_of(const std::string& name) const override;

 private:
  std::string directory_;
  int directory_fd_ = -1;
};

}  // namespace hotbook::journal
