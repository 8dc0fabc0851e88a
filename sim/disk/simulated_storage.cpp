#include "sim/disk/simulated_storage.hpp"

#include <algorithm>
#include <cerrno>
#include <set>
#include <utility>

namespace hotbook::sim {

using journal::FileHandle;
using journal::IoStatus;
using journal::OpenMode;

void SimulatedStorage::fail(DiskOperation operation, int error, std::uint64_t after,
                            std::uint64_t times) {
  faults_[static_cast<std::size_t>(operation)] = {after, times, error};
}

int SimulatedStorage::begin(DiskOperation operation) {
  if (!has_power_) return EIO;
  const std::uint64_t number = operations_++;
  if (operation == DiskOperation::Write || operation == DiskOperation::Sync) {
    elapsed_ns_ += operation == DiskOperation::Write ? speed_.write_ns : speed_.sync_ns;
    if (speed_.jitter_ns != 0) elapsed_ns_ += draw_.below(speed_.jitter_ns);
  }
  if (number == cut_at_) {
    has_power_ = false;
    return EIO;
  }
  Fault& fault = faults_[static_cast<std::size_t>(operation)];
  if (fault.times == 0) return 0;
  if (fault.after != 0) {
    --fault.after;
    return 0;
  }
  --fault.times;
  return fault.error;
}

SimulatedStorage::FilePointer SimulatedStorage::file_of(FileHandle file) const {
  const auto found = open_.find(static_cast<int>(file));
  return found == open_.end() ? nullptr : found->second;
}

std::uint64_t SimulatedStorage::bytes_used() const {
  std::set<const File*> files;
  for (const auto& [name, file] : names_) files.insert(file.get());
  std::uint64_t bytes = 0;
  for (const File* file : files) bytes += file->cache.size();
  return bytes;
}

bool SimulatedStorage::has_room(const File& file, std::uint64_t bytes) const {
  return bytes <= file.cache.size() || bytes_used() + (bytes - file.cache.size()) <= capacity_;
}

void SimulatedStorage::apply(Names& names, const NameChange& change) {
  if (!change.gone.empty()) names.erase(change.gone);
  if (change.file) {
    names[change.name] = change.file;
  } else {
    names.erase(change.name);
  }
}

void SimulatedStorage::change(NameChange change) {
  apply(names_, change);
  unsynced_names_.push_back(std::move(change));
}

IoStatus SimulatedStorage::open(const std::string& name, OpenMode mode, FileHandle& file) {
  if (const int error = begin(DiskOperation::Open); error != 0) return IoStatus{error};
  if (mode == OpenMode::Create) change({name, std::make_shared<File>(), {}});
  const auto found = names_.find(name);
  if (found == names_.end()) return IoStatus{ENOENT};
  file = FileHandle{next_handle_++};
  open_[static_cast<int>(file)] = found->second;
  return {};
}

void SimulatedStorage::close(FileHandle file) noexcept {
  open_.erase(static_cast<int>(file));
}

IoStatus SimulatedStorage::preallocate(FileHandle file, std::uint64_t bytes) {
  const FilePointer of = file_of(file);
  const int error = begin(DiskOperation::Preallocate);
  if (of == nullptr) return IoStatus{EBADF};
  if (error != 0) return IoStatus{error};
  if (!has_room(*of, bytes)) return IoStatus{ENOSPC};
  if (bytes > of->cache.size()) of->cache.resize(bytes);
  return {};
}

// The sectors as they are now are what may reach the disk.
void SimulatedStorage::put(File& file, std::uint64_t offset, std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  const std::uint64_t end = offset + bytes.size();
  if (file.cache.size() < end) file.cache.resize(end);
  std::memcpy(file.cache.data() + offset, bytes.data(), bytes.size());
  for (std::uint64_t index = offset / kSectorBytes; index * kSectorBytes < end; ++index) {
    SectorWrite write{index, {}};
    const std::uint64_t at = index * kSectorBytes;
    const std::size_t count = std::min<std::uint64_t>(kSectorBytes, file.cache.size() - at);
    std::memcpy(write.content.data(), file.cache.data() + at, count);
    file.unsynced.push_back(write);
  }
}

IoStatus SimulatedStorage::write(FileHandle file, std::uint64_t offset,
                                 std::span<const std::byte> bytes) {
  const FilePointer of = file_of(file);
  const bool had_power = has_power_;
  const int error = begin(DiskOperation::Write);
  if (of == nullptr) return IoStatus{EBADF};
  if (error != 0) {
    // All of it may have been on its way when the power went; another failure stops somewhere.
    const std::uint64_t part = has_power_ ? draw_.below_long(bytes.size() + 1) : bytes.size();
    if (had_power) put(*of, offset, bytes.first(part));
    return IoStatus{error};
  }
  if (!has_room(*of, offset + bytes.size())) return IoStatus{ENOSPC};
  put(*of, offset, bytes);
  return {};
}

IoStatus SimulatedStorage::read(FileHandle file, std::uint64_t offset, std::span<std::byte> bytes,
                                std::size_t& count) {
  const FilePointer of = file_of(file);
  const int error = begin(DiskOperation::Read);
  count = 0;
  if (of == nullptr) return IoStatus{EBADF};
  if (error != 0) return IoStatus{error};
  if (offset >= of->cache.size()) return {};
  count = std::min<std::uint64_t>(bytes.size(), of->cache.size() - offset);
  std::memcpy(bytes.data(), of->cache.data() + offset, count);
  return {};
}

IoStatus SimulatedStorage::size(FileHandle file, std::uint64_t& bytes) {
  const FilePointer of = file_of(file);
  const int error = begin(DiskOperation::Size);
  if (of == nullptr) return IoStatus{EBADF};
  bytes = of->cache.size();
  return IoStatus{error};
}

void SimulatedStorage::settle(File& file, const SectorWrite& write) {
  const std::uint64_t at = write.index * kSectorBytes;
  if (at >= file.disk.size()) return;
  const std::size_t count = std::min<std::uint64_t>(kSectorBytes, file.disk.size() - at);
  std::memcpy(file.disk.data() + at, write.content.data(), count);
}

void SimulatedStorage::settle_some(File& file) {
  if (draw_.once_in(2)) file.disk.resize(file.cache.size());
  const std::uint32_t way = draw_.below(4);
  const std::size_t first = draw_.below_long(file.unsynced.size() + 1);
  const std::uint32_t parts = draw_.below(1'000'001);
  for (std::size_t i = 0; i < file.unsynced.size(); ++i) {
    const bool kept = way == 0 || (way == 1 && i < first) || (way == 2 && draw_.per_million(parts));
    if (kept) settle(file, file.unsynced[i]);
  }
  file.unsynced.clear();
}

IoStatus SimulatedStorage::sync(FileHandle file) {
  const FilePointer of = file_of(file);
  const int error = begin(DiskOperation::Sync);
  if (of == nullptr) return IoStatus{EBADF};
  if (error != 0) {
    if (has_power_) settle_some(*of);
    return IoStatus{error};
  }
  of->disk.resize(of->cache.size());
  for (const SectorWrite& write : of->unsynced) settle(*of, write);
  of->unsynced.clear();
  return {};
}

IoStatus SimulatedStorage::rename(const std::string& from, const std::string& to) {
  const bool had_power = has_power_;
  const int error = begin(DiskOperation::Rename);
  const auto found = names_.find(from);
  if (found == names_.end()) return IoStatus{error != 0 ? error : ENOENT};
  // It may have been done when the power went.
  if (error == 0 || (had_power && !has_power_)) change({to, found->second, from});
  return IoStatus{error};
}

IoStatus SimulatedStorage::remove(const std::string& name) {
  const bool had_power = has_power_;
  const int error = begin(DiskOperation::Remove);
  if (!names_.contains(name)) return IoStatus{error != 0 ? error : ENOENT};
  if (error == 0 || (had_power && !has_power_)) change({name, nullptr, {}});
  return IoStatus{error};
}

IoStatus SimulatedStorage::sync_directory() {
  if (const int error = begin(DiskOperation::SyncDirectory); error != 0) return IoStatus{error};
  for (const NameChange& change : unsynced_names_) apply(disk_names_, change);
  unsynced_names_.clear();
  return {};
}

IoStatus SimulatedStorage::list(std::vector<std::string>& names) {
  names.clear();
  if (const int error = begin(DiskOperation::List); error != 0) return IoStatus{error};
  for (const auto& [name, file] : names_) names.push_back(name);
  return {};
}

void SimulatedStorage::kill_process() {
  open_.clear();
  faults_ = {};
  cut_at_ = ~std::uint64_t{0};
  has_power_ = true;
}

void SimulatedStorage::restart() {
  const std::size_t kept = draw_.below_long(unsynced_names_.size() + 1);
  for (std::size_t i = 0; i < kept; ++i) apply(disk_names_, unsynced_names_[i]);
  unsynced_names_.clear();
  names_ = disk_names_;
  std::set<File*> files;
  for (const auto& [name, file] : names_) {
    if (!files.insert(file.get()).second) continue;
    settle_some(*file);
    file->cache = file->disk;
  }
  kill_process();
}

bool SimulatedStorage::flip_bit(const std::string& name, std::uint64_t offset, unsigned bit) {
  const auto found = names_.find(name);
  if (found == names_.end() || offset >= found->second->cache.size()) return false;
  const auto mask = static_cast<std::byte>(1U << bit % 8);
  found->second->cache[offset] ^= mask;
  if (offset < found->second->disk.size()) found->second->disk[offset] ^= mask;
  return true;
}

bool SimulatedStorage::truncate(const std::string& name, std::uint64_t bytes) {
  const auto found = names_.find(name);
  if (found == names_.end()) return false;
  found->second->cache.resize(bytes);
  found->second->disk.resize(bytes);
  found->second->unsynced.clear();
  return true;
}

}  // namespace hotbook::sim
