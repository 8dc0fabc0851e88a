// Fuzzes the reader of images: any bytes are refused with a place and a reason, or every section
// lies inside them. A second round has its length mended, so that the fuzzer gets past it.

#include <cstddef>
#include <cstring>
#include <string_view>

#include "host/card/xclbin_info.hpp"
#include "sim/card/xclbin_writer.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "xclbin.h"

namespace hotbook::fuzz {
namespace {

void read(Bytes file) {
  const card::XclbinInfo info = card::read_xclbin(file);
  if (!info.ok()) {
    require(info.error.starts_with("byte ") && info.error.find(": ") != std::string::npos);
    return;
  }
  require(info.kernel_name == "appliance_kernel" && info.host_memory && info.uuid.size() == 36);
  for (const card::XclbinSection& section : info.sections) {
    require(section.offset <= file.size() && section.size <= file.size() - section.offset);
  }
}

}  // namespace

void make_seeds(Seeds& seeds) {
  card::XclbinContent content;
  content.layout_hash = 0x12ab34cd;
  content.git_commit = "cafe";
  content.tool = "Verilator";
  content.launch = {'P', 'K', 1, 2, 3};
  seeds.add(card::write_xclbin(content));
  content.platform = "another";
  content.launch = card::write_launch_zip({1, 2, 3});
  seeds.add(card::write_xclbin(content));
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hotbook::fuzz::read;
  read({data, size});
  std::vector<std::uint8_t> mended(data, data + size);
  constexpr std::size_t kLengthAt = offsetof(axlf, m_header) + offsetof(axlf_header, m_length);
  const std::uint64_t length = size;
  if (size < kLengthAt + sizeof length) return 0;
  std::memcpy(mended.data(), "xclbin2", 8);
  std::memcpy(mended.data() + kLengthAt, &length, sizeof length);
  read(mended);
  return 0;
}
