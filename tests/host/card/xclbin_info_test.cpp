#include "host/card/xclbin_info.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

#include "host/domain/layout.hpp"
#include "sim/card/xclbin_writer.hpp"
#include "xclbin.h"

namespace {

using hotbook::card::read_xclbin;
using hotbook::card::write_xclbin;
using hotbook::card::XclbinContent;
using hotbook::card::XclbinInfo;
using Bytes = std::vector<std::uint8_t>;

XclbinContent content() {
  XclbinContent made;
  made.layout_hash = 0x12ab34cd;
  made.git_commit = "cafe\"\\commit";
  made.tool = "Verilator";
  made.launch = {'P', 'K', 1, 2, 3};
  return made;
}

template <class Value>
void overwrite(Bytes& bytes, std::size_t offset, const Value& value) {
  ASSERT_LE(offset + sizeof value, bytes.size());
  std::memcpy(bytes.data() + offset, &value, sizeof value);
}

// Where the section of a kind is described, and where it lies.
std::pair<std::size_t, std::size_t> find_section(const Bytes& bytes, std::uint32_t kind) {
  const XclbinInfo info = read_xclbin(bytes);
  for (std::size_t i = 0; i < info.sections.size(); ++i) {
    if (info.sections[i].kind == kind) {
      return {offsetof(axlf, m_sections) + i * sizeof(axlf_section_header),
              info.sections[i].offset};
    }
  }
  ADD_FAILURE() << "no section of kind " << kind;
  return {};
}

std::string error_after(std::uint32_t kind, std::size_t offset, auto value) {
  Bytes bytes = write_xclbin(content());
  overwrite(bytes, find_section(bytes, kind).second + offset, value);
  return read_xclbin(bytes).error;
}

TEST(XclbinInfo, ReadsWhatTheWriterWrote) {
  const XclbinInfo info = read_xclbin(write_xclbin(content()));
  EXPECT_EQ(info.error, "");
  EXPECT_EQ(info.target, "hw_emu");
  EXPECT_EQ(info.platform, "hotbook_verilated_card");
  EXPECT_EQ(info.kernel_name, "appliance_kernel");
  EXPECT_EQ(info.instance_name, "appliance_kernel_1");
  EXPECT_EQ(info.control_base, 0x1800000U);
  EXPECT_EQ(info.host_memory, 1U);
  EXPECT_EQ(info.layout_hash, 0x12ab34cdU);
  EXPECT_EQ(info.git_commit, "cafe\"\\commit");
  EXPECT_EQ(info.tool, "Verilator");
  EXPECT_EQ(info.uuid.size(), 36U);
}

TEST(XclbinInfo, GivesTwoContentsTwoUuidsAndOneContentOne) {
  XclbinContent other = content();
  other.launch.push_back(4);
  EXPECT_EQ(read_xclbin(write_xclbin(content())).uuid, read_xclbin(write_xclbin(content())).uuid);
  EXPECT_NE(read_xclbin(write_xclbin(content())).uuid, read_xclbin(write_xclbin(other)).uuid);
}

TEST(XclbinInfo, RefusesEveryTruncation) {
  const Bytes whole = write_xclbin(content());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    // A copy of its own, so that a sanitizer sees any read behind the end.
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    ASSERT_FALSE(read_xclbin(cut).ok()) << "cut to " << size;
  }
}

TEST(XclbinInfo, RefusesBytesBehindTheEnd) {
  Bytes bytes = write_xclbin(content());
  bytes.push_back(0);
  EXPECT_NE(read_xclbin(bytes).error.find("the header says"), std::string::npos);
}

TEST(XclbinInfo, RefusesAnotherMagic) {
  Bytes bytes = write_xclbin(content());
  bytes[6] = '1';
  EXPECT_NE(read_xclbin(bytes).error.find("not an xclbin"), std::string::npos);
}

TEST(XclbinInfo, RefusesASectionOutsideTheFile) {
  for (const std::uint64_t offset :
       {std::uint64_t{1} << 20, ~std::uint64_t{0}, std::uint64_t{1} << 63}) {
    Bytes bytes = write_xclbin(content());
    const std::size_t header = find_section(bytes, IP_LAYOUT).first;
    overwrite(bytes, header + offsetof(axlf_section_header, m_sectionOffset), offset);
    EXPECT_NE(read_xclbin(bytes).error.find("lies outside the file"), std::string::npos) << offset;
  }
}

TEST(XclbinInfo, RefusesASectionSizeThatWrapsAround) {
  Bytes bytes = write_xclbin(content());
  const std::size_t header = find_section(bytes, MEM_TOPOLOGY).first;
  overwrite(bytes, header + offsetof(axlf_section_header, m_sectionSize), ~std::uint64_t{0} - 8);
  EXPECT_NE(read_xclbin(bytes).error.find("lies outside the file"), std::string::npos);
}

TEST(XclbinInfo, RefusesMoreSectionsThanAreSensible) {
  Bytes bytes = write_xclbin(content());
  overwrite(bytes, offsetof(axlf, m_header) + offsetof(axlf_header, m_numSections), 0xffffffffU);
  EXPECT_NE(read_xclbin(bytes).error.find("sections"), std::string::npos);
}

TEST(XclbinInfo, RefusesAMissingSectionByName) {
  Bytes bytes = write_xclbin(content());
  const std::size_t header = find_section(bytes, MEM_TOPOLOGY).first;
  overwrite(bytes, header + offsetof(axlf_section_header, m_sectionKind),
            std::uint32_t{USER_METADATA});
  EXPECT_NE(read_xclbin(bytes).error.find("section MEM_TOPOLOGY is missing"), std::string::npos);
}

TEST(XclbinInfo, RefusesCountsBeyondTheirSection) {
  for (const std::int32_t count : {2, -1, 0x7fffffff}) {
    EXPECT_NE(error_after(IP_LAYOUT, 0, count).find("IP_LAYOUT is shorter"), std::string::npos)
        << count;
  }
  for (const std::int32_t count : {3, -1, 0x7fffffff}) {
    EXPECT_NE(error_after(MEM_TOPOLOGY, 0, count).find("MEM_TOPOLOGY is shorter"),
              std::string::npos)
        << count;
  }
}

TEST(XclbinInfo, RefusesAnotherKernelAndNamesIt) {
  const std::string error =
      error_after(IP_LAYOUT, 8 + offsetof(ip_data, m_name), std::array{'v', 'a', 'd', 'd'});
  EXPECT_NE(error.find("no kernel appliance_kernel; it has vaddiance_kernel:"), std::string::npos)
      << error;
}

TEST(XclbinInfo, RefusesANameThatIsNotTerminated) {
  std::array<char, 64> endless{};
  endless.fill('a');
  EXPECT_NE(error_after(IP_LAYOUT, 8 + offsetof(ip_data, m_name), endless).find("not terminated"),
            std::string::npos);
}

TEST(XclbinInfo, RefusesAnImageWhoseCardCannotReachHostMemory) {
  const std::size_t tag = 8 + sizeof(mem_data) + offsetof(mem_data, m_tag);
  EXPECT_NE(
      error_after(MEM_TOPOLOGY, tag, std::array{'B', 'O', 'S', 'T'}).find("no memory HOST[0]"),
      std::string::npos);
}

TEST(XclbinInfo, RefusesKeyValuesThatAreNotJson) {
  EXPECT_NE(error_after(KEYVALUE_METADATA, 0, 'x').find("not JSON"), std::string::npos);
}

TEST(XclbinInfo, AcceptsAnImageThatWasNotStamped) {
  Bytes bytes = write_xclbin(content());
  const std::size_t header = find_section(bytes, KEYVALUE_METADATA).first;
  overwrite(bytes, header + offsetof(axlf_section_header, m_sectionKind),
            std::uint32_t{USER_METADATA});
  const XclbinInfo info = read_xclbin(bytes);
  EXPECT_TRUE(info.ok()) << info.error;
  EXPECT_FALSE(info.layout_hash);
}

TEST(XclbinInfo, PassesOverASectionOfAnUnknownKind) {
  Bytes bytes = write_xclbin(content());
  const std::size_t header = find_section(bytes, KEYVALUE_METADATA).first;
  overwrite(bytes, header + offsetof(axlf_section_header, m_sectionKind), 0xfffffff0U);
  const XclbinInfo info = read_xclbin(bytes);
  EXPECT_EQ(info.error, "");
  EXPECT_FALSE(info.layout_hash);
}

TEST(XclbinInfo, NamesAFileThatCannotBeOpened) {
  EXPECT_EQ(hotbook::card::read_xclbin_file("/nowhere.xclbin").error,
            "/nowhere.xclbin: cannot be opened");
  EXPECT_FALSE(hotbook::card::read_xclbin_file("/tmp").ok()) << "a directory";
}

// Nothing is claimed of the verdict, only that there is one: no crash, no read outside (under the
// sanitizers).
TEST(XclbinInfo, SurvivesRandomDamage) {
  const char* seed_text = std::getenv("HOTBOOK_SEED");
  const char* scale_text = std::getenv("HOTBOOK_SCALE");
  const std::uint64_t seed =
      seed_text != nullptr ? std::strtoull(seed_text, nullptr, 0) : std::random_device{}();
  const std::uint64_t scale = scale_text != nullptr ? std::strtoull(scale_text, nullptr, 0) : 1;
  std::printf(
      "seed=%llu reproduce: HOTBOOK_SEED=%llu card_image_test "
      "--gtest_filter=XclbinInfo.Survives*\n",
      static_cast<unsigned long long>(seed), static_cast<unsigned long long>(seed));
  std::mt19937_64 random{seed};
  const Bytes whole = write_xclbin(content());
  std::size_t refused = 0;
  for (std::uint64_t i = 0; i < 20'000 * scale; ++i) {
    Bytes bytes = whole;
    for (std::uint64_t n = 1 + random() % 6; n > 0; --n) {
      constexpr std::array<std::uint8_t, 6> kValues{0, 1, 0x7f, 0x80, 0xfe, 0xff};
      const std::size_t at = random() % 2 == 0 ? random() % bytes.size() : 296 + random() % 500;
      bytes[at] = random() % 2 == 0 ? static_cast<std::uint8_t>(random())
                                    : kValues[random() % kValues.size()];
    }
    refused += read_xclbin(bytes).ok() ? 0 : 1;
  }
  EXPECT_GT(refused, 0U);
}

}  // namespace
