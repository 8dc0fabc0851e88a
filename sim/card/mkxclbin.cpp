// hotbook_mkxclbin: packs the simulated card into an xclbin and writes the manifest that names it.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/card/manifest.hpp"
#include "host/domain/sha256.hpp"
#include "host/card/xclbin_info.hpp"
#include "host/domain/layout.hpp"
#include "sim/card/xclbin_writer.hpp"

namespace {

std::vector<std::uint8_t> read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) throw std::runtime_error{path + ": cannot be opened"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

void write_file(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  std::ofstream file{path, std::ios::binary};
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error{path + ": cannot be written"};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Packs the simulated card into an xclbin and writes the manifest that names it."};
  std::string program;
  std::string out;
  std::string manifest;
  hotbook::card::XclbinContent content;
  content.layout_hash = hotbook::kLayoutHash;
  app.add_option("--program", program, "hotbook_card_sim")->required()->check(CLI::ExistingFile);
  app.add_option("--out", out, "the xclbin to write")->required();
  app.add_option("--manifest", manifest, "the manifest to write");
  app.add_option("--git-commit", content.git_commit, "what the image was built from");
  app.add_option("--tool", content.tool, "what built the image");
  app.add_option("--layout-hash", content.layout_hash,
                 "only to make an image that a host must refuse");
  CLI11_PARSE(app, argc, argv);
  try {
    content.launch = hotbook::card::write_launch_zip(read_file(program));
    const auto bytes = hotbook::card::write_xclbin(content);
    const auto info = hotbook::card::read_xclbin(bytes);  // the reader must agree with the writer
    if (!info.ok()) throw std::runtime_error{out + ": " + info.error};
    write_file(out, bytes);
    if (!manifest.empty()) {
      hotbook::card::Image image;
      image.file = std::filesystem::path{out}.filename().string();
      image.sha256 = hotbook::sha256_hex(bytes);
      image.uuid = info.uuid;
      image.layout_hash = content.layout_hash;
      image.git_commit = content.git_commit;
      image.tool = content.tool;
      image.target = "hw_emu";
      image.board = "verilated";
      image.note = "built here, with the card's program inside";
      const std::string text = hotbook::card::write_manifest({image});
      write_file(manifest, {text.begin(), text.end()});
    }
    std::printf("xclbin=%s bytes=%zu uuid=%s layout_hash=0x%08x\n", out.c_str(), bytes.size(),
                info.uuid.c_str(), content.layout_hash);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "hotbook_mkxclbin: %s\n", error.what());
    return 1;
  }
}
