#include "host/card/xclbin_info.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>

#include "xclbin.h"

namespace hotbook::card {

namespace {

constexpr std::string_view kKernel = "appliance_kernel";
constexpr std::size_t kSectionsMax = 256;  // XRT's own images hold a dozen
constexpr std::size_t kHeaderBytes = offsetof(axlf, m_sections);
constexpr std::size_t kCountBytes = 8;  // before the entries of IP_LAYOUT and MEM_TOPOLOGY
constexpr std::uint64_t kFileBytesMax = std::uint64_t{4} << 30;

using Bytes = std::span<const std::uint8_t>;

// nullopt when the value would run past the bytes.
template <class Value>
[[nodiscard]] std::optional<Value> load(Bytes bytes, std::size_t offset) {
  static_assert(std::is_trivially_copyable_v<Value>);
  if (offset > bytes.size() || bytes.size() - offset < sizeof(Value)) return std::nullopt;
  Value value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

// nullopt when the field is not terminated.
template <class Char, std::size_t kSize>
[[nodiscard]] std::optional<std::string> text_of(const Char (&field)[kSize]) {
  const auto* end = std::find(std::begin(field), std::end(field), Char{0});
  if (end == std::end(field)) return std::nullopt;
  return std::string(std::begin(field), end);
}

[[nodiscard]] std::string uuid_of(const unsigned char (&raw)[16]) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < sizeof raw; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[raw[i] >> 4];
    text += kDigits[raw[i] & 0xf];
  }
  return text;
}

[[nodiscard]] std::string target_of(std::uint16_t mode) {
  switch (mode) {
    case XCLBIN_FLAT:
    case XCLBIN_PR:
      return "hw";
    case XCLBIN_HW_EMU:
    case XCLBIN_HW_EMU_PR:
      return "hw_emu";
    default:
      return "mode " + std::to_string(mode);
  }
}

class Reading {
 public:
  explicit Reading(Bytes file) : file_{file} {}

  [[nodiscard]] XclbinInfo run() {
    read_header() && read_sections() && read_kernel() && read_memories() && read_key_values();
    return std::move(info_);
  }

 private:
  bool fail(std::size_t offset, const std::string& reason) {
    info_.error = "byte " + std::to_string(offset) + ": " + reason;
    return false;
  }

  bool read_header();
  bool read_sections();
  bool read_kernel();
  bool read_memories();
  bool read_key_values();
  void take_key_value(const std::string& key, const std::string& value);

  [[nodiscard]] const XclbinSection* find(std::uint32_t kind) const {
    const auto found =
        std::find_if(info_.sections.begin(), info_.sections.end(),
                     [&](const XclbinSection& section) { return section.kind == kind; });
    return found == info_.sections.end() ? nullptr : &*found;
  }
  [[nodiscard]] Bytes bytes_of(const XclbinSection& section) const {
    return file_.subspan(section.offset, section.size);  // read_sections() has checked both
  }

  Bytes file_;
  std::uint32_t section_count_ = 0;
  XclbinInfo info_;
};

bool Reading::read_header() {
  constexpr std::string_view kMagic{"xclbin2\0", 8};
  const std::size_t magic_bytes = std::min(file_.size(), kMagic.size());
  if (magic_bytes < kMagic.size() || std::memcmp(file_.data(), kMagic.data(), kMagic.size()) != 0) {
    return fail(0, "not an xclbin: it does not begin with \"xclbin2\"");
  }
  axlf top{};
  if (file_.size() < kHeaderBytes) {
    return fail(file_.size(),
                "the file ends inside its header of " + std::to_string(kHeaderBytes) + " bytes");
  }
  std::memcpy(&top, file_.data(), kHeaderBytes);
  if (top.m_header.m_length != file_.size()) {
    return fail(offsetof(axlf, m_header) + offsetof(axlf_header, m_length),
                "the header says " + std::to_string(top.m_header.m_length) +
                    " bytes, the file has " + std::to_string(file_.size()));
  }
  const auto platform = text_of(top.m_header.m_platformVBNV);
  if (!platform) return fail(offsetof(axlf, m_header), "the platform's name is not terminated");
  info_.platform = *platform;
  info_.target = target_of(top.m_header.m_mode);
  info_.uuid = uuid_of(top.m_header.uuid);
  if (info_.uuid.find_first_not_of("0-") == std::string::npos) {
    return fail(offsetof(axlf, m_header) + offsetof(axlf_header, uuid), "the uuid is zero");
  }
  section_count_ = top.m_header.m_numSections;
  if (section_count_ == 0 || section_count_ > kSectionsMax) {
    return fail(offsetof(axlf, m_header) + offsetof(axlf_header, m_numSections),
                std::to_string(section_count_) + " sections; 1 to " + std::to_string(kSectionsMax) +
                    " are sensible");
  }
  return true;
}

bool Reading::read_sections() {
  for (std::uint32_t i = 0; i < section_count_; ++i) {
    const std::size_t at = kHeaderBytes + i * sizeof(axlf_section_header);
    const auto header = load<axlf_section_header>(file_, at);
    if (!header) return fail(at, "the file ends inside the table of sections");
    const XclbinSection section{header->m_sectionKind, header->m_sectionOffset,
                                header->m_sectionSize};
    if (section.offset > file_.size() || section.size > file_.size() - section.offset) {
      return fail(at, "section of kind " + std::to_string(section.kind) +
                          " lies outside the file: offset " + std::to_string(section.offset) +
                          ", size " + std::to_string(section.size));
    }
    if (find(section.kind) != nullptr &&
        (section.kind == IP_LAYOUT || section.kind == MEM_TOPOLOGY ||
         section.kind == EMBEDDED_METADATA)) {
      return fail(at, "two sections of kind " + std::to_string(section.kind));
    }
    info_.sections.push_back(section);
  }
  for (const auto& [kind, name] : {std::pair{EMBEDDED_METADATA, "EMBEDDED_METADATA"},
                                   {IP_LAYOUT, "IP_LAYOUT"},
                                   {MEM_TOPOLOGY, "MEM_TOPOLOGY"}}) {
    if (find(kind) == nullptr)
      return fail(kHeaderBytes, std::string{"section "} + name + " is missing");
  }
  return true;
}

bool Reading::read_kernel() {
  const XclbinSection& section = *find(IP_LAYOUT);
  const Bytes bytes = bytes_of(section);
  const auto count = load<std::int32_t>(bytes, 0);
  const std::size_t room =
      bytes.size() < kCountBytes ? 0 : (bytes.size() - kCountBytes) / sizeof(ip_data);
  if (!count || *count < 0 || static_cast<std::uint32_t>(*count) > room) {
    return fail(section.offset, "IP_LAYOUT is shorter than the entries it claims");
  }
  std::string others;
  for (std::int32_t i = 0; i < *count; ++i) {
    const auto entry =
        load<ip_data>(bytes, kCountBytes + static_cast<std::size_t>(i) * sizeof(ip_data));
    const auto name = text_of(entry->m_name);
    if (!name) return fail(section.offset, "an entry's name in IP_LAYOUT is not terminated");
    if (entry->m_type != IP_KERNEL) continue;
    const std::size_t colon = name->find(':');
    if (colon == std::string::npos || name->substr(0, colon) != kKernel) {
      others += (others.empty() ? "" : ", ") + *name;
      continue;
    }
    if (!info_.kernel_name.empty())
      return fail(section.offset, "two units of kernel appliance_kernel");
    info_.kernel_name = name->substr(0, colon);
    info_.instance_name = name->substr(colon + 1);
    info_.control_base = entry->m_base_address;
  }
  if (info_.kernel_name.empty()) {
    return fail(section.offset, "no kernel appliance_kernel" +
                                    (others.empty() ? std::string{} : "; it has " + others));
  }
  return true;
}

bool Reading::read_memories() {
  const XclbinSection& section = *find(MEM_TOPOLOGY);
  const Bytes bytes = bytes_of(section);
  const auto count = load<std::int32_t>(bytes, 0);
  const std::size_t room =
      bytes.size() < kCountBytes ? 0 : (bytes.size() - kCountBytes) / sizeof(mem_data);
  if (!count || *count < 0 || static_cast<std::uint32_t>(*count) > room) {
    return fail(section.offset, "MEM_TOPOLOGY is shorter than the entries it claims");
  }
  for (std::int32_t i = 0; i < *count; ++i) {
    const auto entry =
        load<mem_data>(bytes, kCountBytes + static_cast<std::size_t>(i) * sizeof(mem_data));
    const auto tag = text_of(entry->m_tag);
    if (!tag) return fail(section.offset, "a memory's tag is not terminated");
    if (tag->starts_with("HOST") && entry->m_used != 0 && !info_.host_memory) {
      info_.host_memory = static_cast<std::uint32_t>(i);
    }
  }
  if (!info_.host_memory)
    return fail(section.offset, "no memory HOST[0]: the card could not reach the record ring");
  return true;
}

void Reading::take_key_value(const std::string& key, const std::string& value) {
  if (key == "git_commit") info_.git_commit = value;
  if (key == "tool") info_.tool = value;
  if (key != "layout_hash") return;
  const std::string digits = value.starts_with("0x") ? value.substr(2) : value;
  std::uint32_t hash = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), hash, 16);
  if (error == std::errc{} && end == digits.data() + digits.size()) info_.layout_hash = hash;
}

bool Reading::read_key_values() {
  const XclbinSection* section = find(KEYVALUE_METADATA);
  if (section == nullptr)
    return true;  // an image that was not stamped; the card itself still tells its hash
  const Bytes bytes = bytes_of(*section);
  boost::json::error_code error;
  boost::json::parse_options options;
  options.max_depth = 8;
  const std::string text(bytes.begin(), bytes.end());
  // Some writers count the terminating zero.
  const auto value =
      boost::json::parse(std::string_view{text}.substr(0, text.find('\0')), error, {}, options);
  if (error) return fail(section->offset, "KEYVALUE_METADATA is not JSON: " + error.message());
  const auto* top = value.if_object();
  const auto* pairs = top == nullptr ? nullptr : top->if_contains("key_values");
  if (pairs == nullptr || !pairs->is_array())
    return fail(section->offset, "KEYVALUE_METADATA has no key_values");
  for (const auto& pair : pairs->get_array()) {
    const auto* object = pair.if_object();
    const auto* key = object == nullptr ? nullptr : object->if_contains("key");
    const auto* text_value = object == nullptr ? nullptr : object->if_contains("value");
    if (key == nullptr || text_value == nullptr || !key->is_string() || !text_value->is_string()) {
      return fail(section->offset, "an entry of KEYVALUE_METADATA is not a key and a value");
    }
    take_key_value(std::string{key->get_string()}, std::string{text_value->get_string()});
  }
  return true;
}

}  // namespace

XclbinInfo read_xclbin(std::span<const std::uint8_t> file) {
  return Reading{file}.run();
}

XclbinInfo read_xclbin_file(const std::string& path) {
  XclbinInfo info;
  std::ifstream file{path, std::ios::binary | std::ios::ate};
  if (!file) {
    info.error = path + ": cannot be opened";
    return info;
  }
  const auto size = static_cast<std::int64_t>(file.tellg());
  if (size < 0 || static_cast<std::uint64_t>(size) > kFileBytesMax) {
    info.error = path + ": not a regular file of a sensible size";
    return info;
  }
  std::vector<char> bytes(static_cast<std::size_t>(size));
  file.seekg(0);
  if (!file.read(bytes.data(), size)) {
    info.error = path + ": cannot be read";
    return info;
  }
  std::vector<std::uint8_t> content(bytes.begin(), bytes.end());
  info = read_xclbin(content);
  if (!info.ok()) info.error = path + ": " + info.error;
  return info;
}

}  // namespace hotbook::card
