// A disk in memory that loses, from one seed, whatever a real one may lose: what is written and
// what is synced are kept apart, and a power cut keeps what was synced and, of the rest, any
// sectors.
//
// A sector of 512 bytes is written whole or not at all. A name is on the disk after
// sync_directory(); of younger names a power cut keeps the first few. After a failed sync the pages
// count as clean, as Linux has it: they can be read, and the next sync does not write them.
//
// Threading: one thread.
// Hot path:  none; a simulation's.

#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "host/journal/storage.hpp"
#include "sim/replay/draw.hpp"

namespace hotbook::sim {

enum class DiskOperation : std::uint8_t {
  Open,
  Preallocate,
  Write,
  Read,
  Size,
  Sync,
  Rename,
  Remove,
  SyncDirectory,
  List,
};
constexpr std::size_t kDiskOperations = 10;

// How long a write and a sync take; up to `jitter_ns` more is drawn for each.
struct DiskSpeed {
  std::uint64_t write_ns = 0;
  std::uint64_t sync_ns = 0;
  std::uint32_t jitter_ns = 0;
};

class SimulatedStorage final : public journal::Storage {
 public:
  explicit SimulatedStorage(std::uint64_t seed) : draw_{seed} {}

  // --- What may happen to it ---

  // From now on files take no more than this together.
  void set_capacity(std::uint64_t bytes) noexcept { capacity_ = bytes; }
  void set_speed(const DiskSpeed& speed) noexcept { speed_ = speed; }
  // The next `times` operations of that kind, `after` others of it, end with `error`. A failed
  // write leaves some of its bytes; a failed sync, some of its sectors.
  void fail(DiskOperation operation, int error, std::uint64_t after = 0, std::uint64_t times = 1);
  // The power goes during the operation with this number (see operations()).
  void cut_power_at(std::uint64_t operation) noexcept { cut_at_ = operation; }
  void cut_power() noexcept { has_power_ = false; }
  // The machine starts again, without files open, on what the disk has kept.
  void restart();
  // Only the process ended, during the operation that was cut: what was written stays.
  void kill_process();
  // As a worn-out disk: of what was synced. False when there is no such file or byte.
  bool flip_bit(const std::string& name, std::uint64_t offset, unsigned bit);
  bool truncate(const std::string& name, std::uint64_t bytes);

  [[nodiscard]] bool has_power() const noexcept { return has_power_; }
  // So many were begun.
  [[nodiscard]] std::uint64_t operations() const noexcept { return operations_; }
  // What all of them took at the set speed.
  [[nodiscard]] std::uint64_t elapsed_ns() const noexcept { return elapsed_ns_; }
  [[nodiscard]] std::uint64_t bytes_used() const;

  // --- Storage ---

  [[nodiscard]] journal::IoStatus open(const std::string& name, journal::OpenMode mode,
                                       journal::FileHandle& file) override;
  void close(journal::FileHandle file) noexcept override;
  [[nodiscard]] journal::IoStatus preallocate(journal::FileHandle file,
                                              std::uint64_t bytes) override;
  [[nodiscard]] journal::IoStatus write(journal::FileHandle file, std::uint64_t offset,
                                        std::span<const std::byte> bytes) override;
  [[nodiscard]] journal::IoStatus read(journal::FileHandle file, std::uint64_t offset,
                                       std::span<std::byte> bytes, std::size_t& count) override;
  [[nodiscard]] journal::IoStatus size(journal::FileHandle file, std::uint64_t& bytes) override;
  [[nodiscard]] journal::IoStatus sync(journal::FileHandle file) override;
  [[nodiscard]] journal::IoStatus rename(const std::string& from, const std::string& to) override;
  [[nodiscard]] journal::IoStatus remove(const std::string& name) override;
  [[nodiscard]] journal::IoStatus sync_directory() override;
  [[nodiscard]] journal::IoStatus list(std::vector<std::string>& names) override;
  [[nodiscard]] std::string path_of(const std::string& name) const override { return name; }

 private:
  static constexpr std::size_t kSectorBytes = 512;
  using Sector = std::array<std::byte, kSectorBytes>;

  struct SectorWrite {
    std::uint64_t index;
    Sector content;
  };
  struct File {
    std::vector<std::byte> cache;  // as read
    std::vector<std::byte> disk;   // as synced
    std::vector<SectorWrite> unsynced;
  };
  using FilePointer = std::shared_ptr<File>;
  using Names = std::map<std::string, FilePointer>;
  struct NameChange {
    std::string name;
    FilePointer file;  // none: the name went
    std::string gone;  // with it, when it was renamed
  };
  struct Fault {
    std::uint64_t after = 0;
    std::uint64_t times = 0;
    int error = 0;
  };

  // The errno with which the operation ends, 0 none.
  [[nodiscard]] int begin(DiskOperation operation);
  [[nodiscard]] FilePointer file_of(journal::FileHandle file) const;
  [[nodiscard]] bool has_room(const File& file, std::uint64_t bytes) const;
  void change(NameChange change);
  static void apply(Names& names, const NameChange& change);
  static void put(File& file, std::uint64_t offset, std::span<const std::byte> bytes);
  static void settle(File& file, const SectorWrite& write);
  // Some of what was not synced, in one of the ways disks have.
  void settle_some(File& file);

  replay::Draw draw_;
  Names names_;       // as listed
  Names disk_names_;  // as synced
  std::vector<NameChange> unsynced_names_;
  std::map<int, FilePointer> open_;
  int next_handle_ = 1;
  std::array<Fault, kDiskOperations> faults_{};
  DiskSpeed speed_;
  std::uint64_t capacity_ = ~std::uint64_t{0};
  std::uint64_t operations_ = 0;
  std::uint64_t cut_at_ = ~std::uint64_t{0};
  std::uint64_t elapsed_ns_ = 0;
  bool has_power_ = true;
};

}  // namespace hotbook::sim
