// Fuzzes the manifest of images: any text is refused by an error that begins with its name, or
// writing what was read and reading it again gives the same images.

#include <stdexcept>

#include "host/card/manifest.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {

void make_seeds(Seeds& seeds) {
  card::Image image;
  image.file = "hotbook.xclbin";
  image.sha256 = std::string(64, 'a');
  image.uuid = "01234567-89ab-4cde-8f01-23456789abcd";
  image.layout_hash = 0xfedcba98;
  image.git_commit = "0123abcd";
  image.tool = "a tool \"2022.1\"";
  image.target = "hw";
  image.board = "u50";
  image.note = "worst slack 12 ps";
  card::Image other = image;
  other.sha256 = std::string(64, 'b');
  other.target = "hw_emu";
  seeds.add(card::write_manifest({image}));
  seeds.add(card::write_manifest({image, other}));
  seeds.add("image = [{file = 'a', layout_hash = 0xff}]\n# [[image]]\nnote = \"\"\"a\nb\"\"\"\n");
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hotbook::card::Manifest;
  using hotbook::fuzz::require;
  const std::string text(data, data + size);
  try {
    const Manifest manifest = Manifest::parse(text, "m.toml");
    const std::string written = hotbook::card::write_manifest(manifest.images());
    const Manifest again = Manifest::parse(written, "m.toml");
    require(again.images().size() == manifest.images().size());
    for (const hotbook::card::Image& image : manifest.images()) {
      const hotbook::card::Image* found = again.find_by_sha256(image.sha256);
      require(found != nullptr && found->uuid == image.uuid && found->target == image.target);
      require(found->layout_hash == image.layout_hash);
    }
    require(hotbook::card::write_manifest(again.images()) == written);
  } catch (const std::runtime_error& error) {
    require(std::string{error.what()}.starts_with("m.toml:"));
  }
  return 0;
}
