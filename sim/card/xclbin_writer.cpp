#include "sim/card/xclbin_writer.hpp"

#include <openssl/sha.h>

#include <cstddef>
#include <cstring>
#include <span>
#include <stdexcept>
#include <utility>

#include "host/domain/layout.hpp"
#include "sim/card/device_memory.hpp"
#include "sim/card/zip_archive.hpp"
#include "xclbin.h"

namespace hotbook::card {

namespace {

constexpr const char* kKernelName = "appliance_kernel";
constexpr std::size_t kAlignment = 8;
constexpr std::int32_t kDdrIndex = 0;
constexpr std::int32_t kHostIndex = 1;

using Bytes = std::vector<std::uint8_t>;

struct Section {
  axlf_section_kind kind;
  const char* name;
  Bytes data;
};

template <class Value>
void append(Bytes& out, const Value& value) {
  static_assert(std::is_trivially_copyable_v<Value>);
  const std::size_t offset = out.size();
  out.resize(offset + sizeof value);
  std::memcpy(out.data() + offset, &value, sizeof value);
}

template <class Char, std::size_t kSize>
void set_text(Char (&field)[kSize], const std::string& text) {
  static_assert(sizeof(Char) == 1);
  if (text.size() >= kSize)
    throw std::length_error{"xclbin: \"" + text + "\" is too long for its field"};
  std::memcpy(field, text.c_str(), text.size() + 1);
}

[[nodiscard]] Bytes to_bytes(const std::string& text) {
  return {text.begin(), text.end()};
}

[[nodiscard]] std::string hexadecimal(std::uint64_t value) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text;
  do {
    text.insert(text.begin(), kDigits[value % 16]);
    value /= 16;
  } while (value != 0);
  return "0x" + text;
}

[[nodiscard]] std::string argument(unsigned id, const char* name, std::uint32_t offset) {
  return "<arg name=\"" + std::string{name} + "\" addressQualifier=\"1\" id=\"" +
         std::to_string(id) + "\" port=\"m_axi_host\" size=\"0x8\" offset=\"" +
         hexadecimal(offset) + "\" hostOffset=\"0x0\" hostSize=\"0x8\" type=\"void*\"/>";
}

// The arguments exist so that Vitis and XRT know which memory the master reaches; the host sets
// the registers itself.
[[nodiscard]] Bytes embedded_metadata() {
  const std::string range = hexadecimal(kControlBytes);
  return to_bytes(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<project name=\"hotbook\"><platform vendor=\"hotbook\" boardid=\"verilated\" "
      "name=\"verilated\" featureRomTime=\"0\">"
      "<version major=\"0\" minor=\"0\"/>"
      "<device name=\"fpga0\" fpgaDevice=\"virtexuplus:xcu50:fsvh2104:-2:e\" addrWidth=\"0\">"
      "<core name=\"OCL_REGION_0\" target=\"hw_em\" type=\"clc_region\" clockFreq=\"0MHz\" "
      "numComputeUnits=\"1\">"
      "<kernelClocks><clock port=\"KERNEL_CLK\" frequency=\"322.265625MHz\"/></kernelClocks>"
      "<kernel name=\"appliance_kernel\" language=\"ip\" "
      "vlnv=\"hotbook:kernel:appliance_kernel:1.0\" attributes=\"\" "
      "preferredWorkGroupSizeMultiple=\"0\" workGroupSize=\"1\" interrupt=\"false\" "
      "hwControlProtocol=\"user_managed\">"
      "<port name=\"m_axi_host\" mode=\"master\" range=\"0xFFFFFFFFFFFFFFFF\" dataWidth=\"512\" "
      "portType=\"addressable\" base=\"0x0\"/>"
      "<port name=\"s_axi_control\" mode=\"slave\" range=\"" +
      range +
      "\" dataWidth=\"32\" "
      "portType=\"addressable\" base=\"0x0\"/>" +
      argument(0, "record_ring", kRingRecordBaseLow) +
      argument(1, "record_status", kRingRecordStatusLow) +
      argument(2, "command_ring", kRingCommandBaseLow) +
      "<instance name=\"appliance_kernel_1\"><addrRemap base=\"" + hexadecimal(kControlBase) +
      "\" range=\"" + range +
      "\" port=\"s_axi_control\"/></instance></kernel></core></device></platform></project>\n");
}

[[nodiscard]] Bytes ip_layout() {
  ip_data kernel{};
  kernel.m_type = IP_KERNEL;
  kernel.properties = AP_CTRL_NONE << IP_CONTROL_SHIFT;
  kernel.m_base_address = kControlBase;
  set_text(kernel.m_name, std::string{kKernelName} + ":" + kKernelName + "_1");
  Bytes out;
  append(out, std::int32_t{1});
  append(out, std::int32_t{0});  // the count takes 8 bytes here and in the memory topology
  append(out, kernel);
  return out;
}

[[nodiscard]] mem_data memory(std::uint8_t type, std::uint64_t base, std::uint64_t bytes,
                              const char* tag) {
  mem_data data{};
  data.m_type = type;
  data.m_used = 1;
  data.m_size = bytes / 1024;
  data.m_base_address = base;
  set_text(data.m_tag, tag);
  return data;
}

[[nodiscard]] Bytes mem_topology() {
  Bytes out;
  append(out, std::int32_t{2});
  append(out, std::int32_t{0});
  append(out, memory(MEM_DDR4, kDdrBase, kDdrBytes, "DDR[0]"));
  append(out, memory(MEM_DRAM, kHostBase, kHostBytes, "HOST[0]"));
  static_assert(kDdrIndex == 0 && kHostIndex == 1);
  return out;
}

[[nodiscard]] Bytes connectivity() {
  constexpr std::int32_t kArguments = 3;
  Bytes out;
  append(out, kArguments);
  for (std::int32_t id = 0; id < kArguments; ++id) append(out, connection{id, 0, kHostIndex});
  return out;
}

// The form of `xclbinutil --key-value USER:key:value`, so that images linked by v++ can carry the
// same facts.
[[nodiscard]] Bytes key_values(const XclbinContent& content) {
  const auto pair = [](const char* key, const std::string& value) {
    std::string safe;
    for (const char c : value) {
      if (c == '"' || c == '\\') safe += '\\';
      if (static_cast<unsigned char>(c) >= 0x20) safe += c;
    }
    return "{\"key\":\"" + std::string{key} + "\",\"value\":\"" + safe + "\"}";
  };
  return to_bytes("{\"key_values\":[" + pair("layout_hash", hexadecimal(content.layout_hash)) +
                  "," + pair("git_commit", content.git_commit) + "," + pair("tool", content.tool) +
                  "]}");
}

void set_uuid(axlf& top, const std::vector<Section>& sections) {
  Bytes all;
  for (const Section& section : sections) {
    append(all, section.kind);
    append(all, std::uint64_t{section.data.size()});
    all.insert(all.end(), section.data.begin(), section.data.end());
  }
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256(all.data(), all.size(), digest.data());
  // RFC 9562, version 8: our own way of making it.
  digest[6] = static_cast<std::uint8_t>((digest[6] & 0x0fU) | 0x80U);
  digest[8] = static_cast<std::uint8_t>((digest[8] & 0x3fU) | 0x80U);
  std::memcpy(top.m_header.uuid, digest.data(), sizeof top.m_header.uuid);
  std::memcpy(&top.m_uniqueId, digest.data() + 16, sizeof top.m_uniqueId);
}

}  // namespace

std::vector<std::uint8_t> write_xclbin(const XclbinContent& content) {
  std::vector<Section> sections;
  if (!content.launch.empty()) sections.push_back({BITSTREAM, "launch", content.launch});
  sections.push_back({EMBEDDED_METADATA, "metadata", embedded_metadata()});
  sections.push_back({IP_LAYOUT, "ip_layout", ip_layout()});
  sections.push_back({MEM_TOPOLOGY, "mem_topology", mem_topology()});
  sections.push_back({CONNECTIVITY, "connectivity", connectivity()});
  sections.push_back({KEYVALUE_METADATA, "key_values", key_values(content)});

  axlf top{};
  std::memcpy(top.m_magic, "xclbin2", sizeof top.m_magic);
  top.m_signature_length = -1;
  std::memset(top.reserved, 0xff, sizeof top.reserved);
  set_uuid(top, sections);
  top.m_header.m_timeStamp = 1;  // the same content gives the same file
  top.m_header.m_versionMajor = 2;
  top.m_header.m_versionMinor = 13;
  top.m_header.m_mode = XCLBIN_HW_EMU;
  set_text(top.m_header.m_platformVBNV, content.platform);
  top.m_header.m_numSections = static_cast<std::uint32_t>(sections.size());

  Bytes out(offsetof(axlf, m_sections) + sections.size() * sizeof(axlf_section_header));
  std::vector<axlf_section_header> headers;
  const auto align = [&] { out.resize((out.size() + kAlignment - 1) / kAlignment * kAlignment); };
  for (const Section& section : sections) {
    align();
    axlf_section_header header{};
    header.m_sectionKind = section.kind;
    set_text(header.m_sectionName, section.name);
    header.m_sectionOffset = out.size();
    header.m_sectionSize = section.data.size();
    headers.push_back(header);
    out.insert(out.end(), section.data.begin(), section.data.end());
  }
  align();
  top.m_header.m_length = out.size();
  std::memcpy(out.data(), &top, offsetof(axlf, m_sections));
  std::memcpy(out.data() + offsetof(axlf, m_sections), headers.data(),
              headers.size() * sizeof headers[0]);
  return out;
}

std::vector<std::uint8_t> write_launch_zip(const std::vector<std::uint8_t>& card_program) {
  constexpr const char* kFolder = "behav_waveform/xsim/";
  const Bytes script = to_bytes(
      "#!/bin/sh\n"
      "exec ./hotbook_card_sim >>\"${HOTBOOK_CARD_LOG:-card.log}\" 2>&1\n");
  ZipArchive zip;
  zip.add(std::string{kFolder} + "simulate.sh", script, true);
  zip.add(std::string{kFolder} + "hotbook_card_sim", card_program, true);
  return zip.finish();
}

}  // namespace hotbook::card
