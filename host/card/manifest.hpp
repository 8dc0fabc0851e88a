// Says which images may be loaded: one entry per image, found by its SHA-256 or its uuid.
//
// Threading: values.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hotbook::card {

struct Image {
  std::string file;    // name only; the image itself lies where it was built or delivered
  std::string sha256;  // 64 lower-case hexadecimal digits
  std::string uuid;    // as in the image, 8-4-4-4-12
  std::uint32_t layout_hash = 0;
  std::string git_commit;
  std::string tool;
  std::string target;  // hw or hw_emu
  std::string board;
  std::string note;
};

class Manifest {
 public:
  // Throws std::runtime_error naming file, line and reason: bad TOML, a missing or malformed key,
  // two entries of one SHA-256.
  [[nodiscard]] static Manifest load(const std::string& path);
  [[nodiscard]] static Manifest parse(const std::string& text, const std::string& name);

  // nullptr when there is no such image.
  [[nodiscard]] const Image* find_by_sha256(const std::string& sha256) const;
  [[nodiscard]] const Image* find_by_uuid(const std::string& uuid) const;
  [[nodiscard]] const std::vector<Image>& images() const { return images_; }

 private:
  std::vector<Image> images_;
};

[[nodiscard]] std::string write_manifest(const std::vector<Image>& images);

}  // namespace hotbook::card
