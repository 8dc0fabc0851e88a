#include "host/card/manifest.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <fstream>
#include <iomanip>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace hotbook::card {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

[[nodiscard]] bool is_hexadecimal(std::string_view text, std::size_t size) {
  return text.size() == size && text.find_first_not_of(kHexDigits) == std::string_view::npos;
}

[[nodiscard]] bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash != (text[i] == '-')) return false;
    if (!is_dash) digits += text[i];
  }
  return is_hexadecimal(digits, 32);
}

class ImageReader {
 public:
  ImageReader(const toml::table& table, const std::string& name) : table_{table}, name_{name} {}

  [[noreturn]] void fail(const std::string& reason) const {
    throw std::runtime_error{name_ + ":" + std::to_string(table_.source().begin.line) +
                             ": image: " + reason};
  }

  [[nodiscard]] std::string text(const char* key, bool is_required) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      if (is_required) fail(std::string{key} + " is missing");
      return {};
    }
    const auto value = node->value_exact<std::string>();
    if (!value) fail(std::string{key} + " is not a string");
    return *value;
  }

  [[nodiscard]] std::uint32_t word(const char* key) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) fail(std::string{key} + " is missing");
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < 0 || *value > std::numeric_limits<std::uint32_t>::max()) {
      fail(std::string{key} + " is not a 32-bit number");
    }
    return static_cast<std::uint32_t>(*value);
  }

 private:
  const toml::table& table_;
  const std::string& name_;
};

[[nodiscard]] Image read_image(const toml::table& table, const std::string& name) {
  const ImageReader reader{table, name};
  Image image;
  image.file = reader.text("file", true);
  image.sha256 = reader.text("sha256", true);
  image.uuid = reader.text("uuid", true);
  image.layout_hash = reader.word("layout_hash");
  image.git_commit = reader.text("git_commit", true);
  image.tool = reader.text("tool", true);
  image.target = reader.text("target", true);
  image.board = reader.text("board", true);
  image.note = reader.text("note", false);
  if (!is_hexadecimal(image.sha256, 64))
    reader.fail("sha256 is not 64 lower-case hexadecimal digits");
  if (!is_uuid(image.uuid))
    reader.fail("uuid does not have the form 8-4-4-4-12 of lower-case hexadecimal digits");
  if (image.target != "hw" && image.target != "hw_emu")
    reader.fail("target is neither hw nor hw_emu");
  return image;
}

// A TOML basic string; control characters have no place in these values and are dropped.
[[nodiscard]] std::string quoted(const std::string& value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) text += c;
  }
  return text + '"';
}

}  // namespace

Manifest Manifest::parse(const std::string& text, const std::string& name) {
  toml::table table;
  try {
    table = toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    throw std::runtime_error{name + ":" + std::to_string(error.source().begin.line) + ": " +
                             std::string{error.description()}};
  }
  Manifest manifest;
  const toml::node* node = table.get("image");
  if (node == nullptr) return manifest;
  const toml::array* images = node->as_array();
  if (images == nullptr) throw std::runtime_error{name + ": image is not an array of tables"};
  for (const toml::node& entry : *images) {
    if (!entry.is_table()) throw std::runtime_error{name + ": image is not an array of tables"};
    Image image = read_image(*entry.as_table(), name);
    if (manifest.find_by_sha256(image.sha256) != nullptr) {
      throw std::runtime_error{name + ": two images with sha256 " + image.sha256};
    }
    manifest.images_.push_back(std::move(image));
  }
  return manifest;
}

Manifest Manifest::load(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) throw std::runtime_error{path + ": cannot be opened"};
  std::ostringstream text;
  text << file.rdbuf();
  return parse(text.str(), path);
}

const Image* Manifest::find_by_sha256(const std::string& sha256) const {
  const auto found = std::find_if(images_.begin(), images_.end(),
                                  [&](const Image& i) { return i.sha256 == sha256; });
  return found == images_.end() ? nullptr : &*found;
}

const Image* Manifest::find_by_uuid(const std::string& uuid) const {
  const auto found =
      std::find_if(images_.begin(), images_.end(), [&](const Image& i) { return i.uuid == uuid; });
  return found == images_.end() ? nullptr : &*found;
}

std::string write_manifest(const std::vector<Image>& images) {
  std::ostringstream text;
  for (const Image& image : images) {
    text << "[[image]]\n"
         << "file = " << quoted(image.file) << "\nsha256 = " << quoted(image.sha256)
         << "\nuuid = " << quoted(image.uuid) << "\nlayout_hash = 0x" << std::hex << std::setw(8)
         << std::setfill('0') << image.layout_hash << std::dec
         << "\ngit_commit = " << quoted(image.git_commit) << "\ntool = " << quoted(image.tool)
         << "\ntarget = " << quoted(image.target) << "\nboard = " << quoted(image.board)
         << "\nnote = " << quoted(image.note) << "\n\n";
  }
  return text.str();
}

}  // namespace hotbook::card
