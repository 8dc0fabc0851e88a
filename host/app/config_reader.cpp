// Reads a configuration: a visitor that takes each key from the TOML and says what is wrong with
// it.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <set>

#include "host/app/config_checks.hpp"
#include "host/app/config_keys.hpp"

namespace hotbook::app {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{16} << 20U;

[[nodiscard]] std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a floating-point number";
    case toml::node_type::boolean:
      return "a boolean";
    default:
      return "a date or time";
  }
}

class Reader final : public KeyVisitor {
 public:
  Reader(const toml::table& file, Complaints& complaints) : complaints_{complaints} {
    open(file, "");
  }
  // What is left over in the file's own table.
  void finish() { close(); }

  void text(const Key& key, std::string& value, const TextRule& rule) override {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const auto* text = node->as_string();
    if (text == nullptr) return wrong_kind(key, *node, "a string");
    if (const std::string fault = text_fault(text->get(), rule); !fault.empty()) {
      return complain(key, *node, fault);
    }
    value = text->get();
  }

  void integer(const Key& key, std::int64_t& value, const Bounds& bounds) override {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const auto* number = node->as_integer();
    if (number == nullptr) return wrong_kind(key, *node, "an integer");
    if (number->get() < bounds.least || number->get() > bounds.most) {
      return complain(
          key, *node,
          fmt::format("{} is not from {} to {}", number->get(), bounds.least, bounds.most));
    }
    value = number->get();
  }

  void boolean(const Key& key, bool& value) override {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const auto* truth = node->as_boolean();
    if (truth == nullptr) return wrong_kind(key, *node, "true or false");
    value = truth->get();
  }

  void word(const Key& key, std::size_t& value, std::span<const std::string_view> words) override {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const auto* text = node->as_string();
    if (text == nullptr) return wrong_kind(key, *node, "a string");
    const auto found = std::find(words.begin(), words.end(), text->get());
    if (found == words.end()) {
      return complain(
          key, *node,
          fmt::format("\"{}\" is none of {}", printable(text->get()), fmt::join(words, ", ")));
    }
    value = static_cast<std::size_t>(found - words.begin());
  }

  void dollars(const Key& key, std::uint32_t& dollars_1e4) override {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const auto* text = node->as_string();
    if (text == nullptr) return wrong_kind(key, *node, "a string, such as \"0.01\"");
    const auto value = parse_dollars(text->get());
    if (!value) {
      return complain(key, *node,
                      fmt::format("\"{}\" is not an amount from 0.0001 to 100000 with at most four "
                                  "decimals",
                                  printable(text->get())));
    }
    dollars_1e4 = *value;
  }

  void endpoint(const Key& key, std::optional<Endpoint>& value) override {
    const toml::node* node = find(key);
    if (node != nullptr) read_endpoint(key, *node, true, value);
  }

  void endpoints(const Key& key, std::vector<Endpoint>& values, std::size_t most) override {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    if (array == nullptr) return wrong_kind(key, *node, "an array of addresses");
    if (array->size() > most) {
      return complain(key, *node, fmt::format("{} addresses, {} fit", array->size(), most));
    }
    values.clear();
    for (const toml::node& entry : *array) {
      std::optional<Endpoint> value;
      read_endpoint(key, entry, false, value);
      if (value) values.push_back(*value);
    }
  }

  void limits(const Key& key, std::vector<LimitSetting>& values,
              risk::ControlScope scope) override {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const toml::table* table = node->as_table();
    if (table == nullptr) return wrong_kind(key, *node, "a table of limits");
    values.clear();
    open(*table, key.name);
    for (const auto& [name, kind] : limit_names(scope)) {
      const std::string text{name};
      std::int64_t value = -1;
      integer({text.c_str(), ""}, value, {0, std::int64_t{risk::kLimitMax}});
      if (value >= 0) values.push_back({kind, static_cast<std::uint64_t>(value)});
    }
    close();
  }

  void section(const Key& key, const std::function<void()>& describe) override {
    static const toml::table kNothing;
    const toml::node* node = find(key);
    const toml::table* table = node == nullptr ? &kNothing : node->as_table();
    if (table == nullptr) return wrong_kind(key, *node, "a table");
    open(*table, key.name);
    describe();
    close();
  }

  void tables(const Key& key, const Tables& tables) override {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    const auto is_table = [](const toml::node& entry) { return entry.is_table(); };
    if (array == nullptr || !std::all_of(array->begin(), array->end(), is_table)) {
      return wrong_kind(key, *node, fmt::format("an array of tables [[{}]]", path(key.name)));
    }
    if (array->size() < tables.least || array->size() > tables.most) {
      return complain(
          key, *node,
          fmt::format("there are {}, not from {} to {}", array->size(), tables.least, tables.most));
    }
    tables.resize(array->size());
    for (std::size_t i = 0; i < array->size(); ++i) {
      open(*(*array)[i].as_table(), fmt::format("{}[{}]", key.name, i));
      tables.describe(i);
      close();
    }
  }

 private:
  struct Open {
    const toml::table* table;
    std::string path;
    std::set<std::string> known;
  };

  void open(const toml::table& table, const std::string& name) {
    const std::string full = tables_.empty() ? name : path(name);
    complaints_.place(full, table.source().begin);
    tables_.push_back({&table, full, {}});
  }

  void close() {
    const Open& open = tables_.back();
    for (const auto& [key, node] : *open.table) {
      if (open.known.contains(std::string{key.str()})) continue;
      const std::string where = open.path.empty() ? "this file" : open.path;
      complaints_.add(key.source().begin, path(printable(key.str())),
                      fmt::format("no such key; {} has {}", where, fmt::join(open.known, ", ")));
    }
    tables_.pop_back();
  }

  // The key's value; nullptr when it is absent, which may be wrong already.
  const toml::node* find(const Key& key) {
    Open& open = tables_.back();
    open.known.insert(key.name);
    const toml::node* node = open.table->get(key.name);
    if (node != nullptr) {
      complaints_.place(path(key.name), node->source().begin);
    } else if (key.is_required) {
      complaints_.add(open.table->source().begin, open.path,
                      fmt::format("{} is missing: {}", key.name, key.help));
    }
    return node;
  }

  void read_endpoint(const Key& key, const toml::node& node, bool may_be_empty,
                     std::optional<Endpoint>& value) {
    const auto* text = node.as_string();
    if (text == nullptr) return wrong_kind(key, node, "a string, such as \"127.0.0.1:7000\"");
    if (may_be_empty && text->get().empty()) {
      value.reset();
      return;
    }
    const auto read = parse_endpoint(text->get());
    if (!read) {
      return complain(key, node,
                      fmt::format("\"{}\" is not an address and port, such as 127.0.0.1:7000 or "
                                  "[::1]:7000",
                                  printable(text->get())));
    }
    value = read;
  }

  [[nodiscard]] std::string path(const std::string& name) const {
    return tables_.back().path.empty() ? name : tables_.back().path + "." + name;
  }
  void complain(const Key& key, const toml::node& node, const std::string& reason) {
    complaints_.add(node.source().begin, path(key.name), reason);
  }
  void wrong_kind(const Key& key, const toml::node& node, const std::string& wanted) {
    complain(key, node, fmt::format("is {}, not {}", kind_of(node), wanted));
  }

  Complaints& complaints_;
  std::vector<Open> tables_;
};

}  // namespace

RunConfig parse_run_config(const std::string& text, const std::string& name) {
  toml::table file;
  try {
    file = toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    throw ConfigError{fmt::format("{}:{}:{}: {}", name, error.source().begin.line,
                                  error.source().begin.column,
                                  printable(std::string{error.description()}))};
  }
  RunConfig config = default_run_config();
  if (file.contains("account") || file.contains("session")) {
    config.accounts.clear();
    config.sessions.clear();
  }
  Complaints complaints{name};
  Reader reader{file, complaints};
  describe_config(reader, config);
  reader.finish();
  if (complaints.is_empty()) check_run_config(config, complaints);
  complaints.throw_if_any();
  return config;
}

RunConfig load_run_config(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) throw ConfigError{path + ": cannot be opened"};
  std::string text;
  std::array<char, 65536> part;
  while (file.read(part.data(), part.size()), file.gcount() > 0) {
    text.append(part.data(), static_cast<std::size_t>(file.gcount()));
    if (text.size() > kFileBytesMax) throw ConfigError{path + ": larger than 16 MiB"};
  }
  if (file.bad()) throw ConfigError{path + ": cannot be read"};
  return parse_run_config(text, path);
}

}  // namespace hotbook::app
