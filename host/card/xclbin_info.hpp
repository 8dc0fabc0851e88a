// Reads what the host must know of an xclbin before it hands the file to XRT, which trusts every
// offset in it.
//
// Threading: pure functions.
// Hot path:  none. Never reads outside the span, whatever it holds.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hotbook::card {

struct XclbinSection {
  std::uint32_t kind = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

struct XclbinInfo {
  std::string error;  // why the file cannot be loaded, with the byte offset; empty when it can
  [[nodiscard]] bool ok() const { return error.empty(); }

  std::string uuid;    // 8-4-4-4-12
  std::string target;  // hw, hw_emu or another mode's number
  std::string platform;
  std::string kernel_name;    // appliance_kernel
  std::string instance_name;  // appliance_kernel_1
  std::uint64_t control_base = 0;
  std::optional<std::uint32_t> host_memory;  // index of the memory whose tag begins with HOST
  std::optional<std::uint32_t> layout_hash;  // key value, when the image carries it
  std::string git_commit;
  std::string tool;
  std::vector<XclbinSection> sections;
};

[[nodiscard]] XclbinInfo read_xclbin(std::span<const std::uint8_t> file);

// Reads the file first; an unreadable one is an error like any other. Errors begin with the path.
[[nodiscard]] XclbinInfo read_xclbin_file(const std::string& path);

}  // namespace hotbook::card
