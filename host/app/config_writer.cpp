// Writes a configuration with what each key means: a visitor that prints instead of reading.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "host/app/config_keys.hpp"

namespace hotbook::app {
namespace {

constexpr std::size_t kColumns = 98;

// A TOML basic string.
[[nodiscard]] std::string quoted(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte == 0x7f) {
      text += fmt::format("\\u{:04x}", byte);
    } else {
      text += c;
    }
  }
  return text + '"';
}

class Writer final : public KeyVisitor {
 public:
  [[nodiscard]] const std::string& written() const { return text_; }

  void text(const Key& key, std::string& value, const TextRule&) override {
    line(key, quoted(value));
  }
  void integer(const Key& key, std::int64_t& value, const Bounds& bounds) override {
    line(key, fmt::format("{}", value), fmt::format("{} to {}", bounds.least, bounds.most));
  }
  void boolean(const Key& key, bool& value) override { line(key, value ? "true" : "false"); }
  void word(const Key& key, std::size_t& value, std::span<const std::string_view> words) override {
    line(key, quoted(words[value]), fmt::format("{}", fmt::join(words, ", ")));
  }
  void dollars(const Key& key, std::uint32_t& dollars_1e4) override {
    std::string decimals = fmt::format("{:04}", dollars_1e4 % 10'000);
    while (decimals.size() > 2 && decimals.back() == '0') decimals.pop_back();
    line(key, fmt::format("\"{}.{}\"", dollars_1e4 / 10'000, decimals));
  }
  void endpoint(const Key& key, std::optional<Endpoint>& value) override {
    line(key, value ? quoted(value->text()) : "\"\"");
  }
  void endpoints(const Key& key, std::vector<Endpoint>& values, std::size_t) override {
    std::vector<std::string> texts;
    for (const Endpoint& value : values) texts.push_back(quoted(value.text()));
    line(key, fmt::format("[{}]", fmt::join(texts, ", ")));
  }
  void limits(const Key& key, std::vector<LimitSetting>& values,
              risk::ControlScope scope) override {
    std::vector<std::string> texts;
    for (const LimitSetting& limit : values) {
      texts.push_back(fmt::format("{} = {}", risk::name_of(limit.kind), limit.value));
    }
    std::vector<std::string_view> names;
    for (const LimitName& limit : limit_names(scope)) names.push_back(limit.name);
    line(key, texts.empty() ? "{}" : fmt::format("{{ {} }}", fmt::join(texts, ", ")),
         fmt::format("{}", fmt::join(names, ", ")));
  }
  void section(const Key& key, const std::function<void()>& describe) override {
    const std::string outer = path_;
    path_ += key.name;
    text_ += text_.empty() ? "" : "\n";
    comment(key.help);
    text_ += fmt::format("[{}]\n", path_);
    path_ += '.';
    describe();
    path_ = outer;
  }
  void tables(const Key& key, const Tables& tables) override {
    const std::string outer = path_;
    path_ += key.name;
    text_ += '\n';
    comment(key.help);
    if (tables.count == 0) text_ += fmt::format("# [[{}]]\n", path_);
    for (std::size_t i = 0; i < tables.count; ++i) {
      text_ += fmt::format("{}[[{}]]\n", i == 0 ? "" : "\n", path_);
      is_explained_ = i != 0;
      const std::string prefix = path_;
      path_ += '.';
      tables.describe(i);
      path_ = prefix;
    }
    if (tables.count == 0) explain_absent(tables);
    is_explained_ = false;
    path_ = outer;
  }

 private:
  // The keys of tables that are not there, as a comment to begin with.
  void explain_absent(const Tables& tables) {
    tables.resize(1);
    is_absent_ = true;
    tables.describe(0);
    is_absent_ = false;
    tables.resize(0);
  }

  void comment(std::string text) {
    while (text.size() > kColumns) {
      const std::size_t cut = text.rfind(' ', kColumns);
      text_ += "# " + text.substr(0, cut) + "\n";
      text.erase(0, cut + 1);
    }
    text_ += "# " + text + "\n";
  }

  void line(const Key& key, const std::string& value, const std::string& allowed = "") {
    if (!is_explained_)
      comment(fmt::format("{}{}{}", key.help, allowed.empty() ? "" : ": ", allowed));
    text_ += fmt::format("{}{} = {}\n", is_absent_ ? "# " : "", key.name, value);
  }

  std::string text_;
  std::string path_;
  bool is_explained_ = false;
  bool is_absent_ = false;
};

}  // namespace

std::string write_run_config(const RunConfig& config) {
  RunConfig copy = config;
  Writer writer;
  describe_config(writer, copy);
  return writer.written();
}

}  // namespace hotbook::app
