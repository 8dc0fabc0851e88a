#include "host/app/control_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "host/control/control_access.hpp"
#include "host/control/http_client.hpp"

namespace hotbook::app {
namespace {

namespace json = boost::json;

constexpr const char* kServiceAccess = "/run/hotbook/control.json";

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr ? "" : value;
}

control::AccessFile find_access(const ControlClientOptions& options) {
  std::string path = options.access_file;
  if (path.empty()) path = environment("HOTBOOK_ACCESS");
  if (!path.empty()) return control::read_access_file(path);
  const std::string own = control::access_file_default();
  for (const std::string& place : {own, std::string{kServiceAccess}}) {
    if (std::filesystem::exists(place)) return control::read_access_file(place);
  }
  throw std::runtime_error{fmt::format(
      "no appliance is running here: neither {} nor {} exists; start one with hotbook run, or say "
      "where it is with --access or --url",
      own, kServiceAccess)};
}

bool is_shown(const json::value& value) {
  return !value.is_array() && !value.is_object() && !value.is_null();
}

std::string cell(const json::value& value) {
  if (value.is_bool()) return value.get_bool() ? "yes" : "no";
  if (value.is_string()) return std::string{value.get_string()};
  return json::serialize(value);
}

// Prices are texts, so that they are exact; they belong to the right still.
bool is_number(const json::value& value) {
  if (value.is_number()) return true;
  if (!value.is_string()) return false;
  const std::string_view text = value.get_string();
  return text.find('.') != std::string_view::npos &&
         text.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string refusal(const control::HttpAnswer& answer) {
  json::error_code error;
  const json::value value = json::parse(answer.body, error);
  if (!error && value.is_object()) {
    if (const json::value* told = value.get_object().if_contains("error")) {
      if (told->is_object() && told->get_object().contains("text")) {
        return cell(told->get_object().at("text"));
      }
    }
  }
  return fmt::format("answered {}", answer.status);
}

control::HttpAnswer answer_to(const control::HttpCall& call) {
  try {
    return control::http_call(call);
  } catch (const std::runtime_error& error) {
    const std::string reason = error.what();
    if (!reason.ends_with("Connection refused")) throw;
    throw std::runtime_error{reason + "; the appliance is not running"};
  }
}

}  // namespace

json::value control_call(const ControlClientOptions& options, const std::string& method,
                         const std::string& target, const json::object& body) {
  control::HttpCall call;
  if (options.url.empty()) {
    const control::AccessFile access = find_access(options);
    call.url = access.url;
    call.token = access.token;
    call.certificate = access.certificate;
  } else {
    call.url = options.url;
  }
  const std::string token = environment("HOTBOOK_TOKEN");
  if (!token.empty()) call.token = token;
  if (!options.certificate.empty()) call.certificate = options.certificate;
  call.method = method;
  call.target = target;
  if (!body.empty()) call.body = json::serialize(body);
  const control::HttpAnswer answer = answer_to(call);
  if (answer.status != 200) throw std::runtime_error{refusal(answer)};
  json::error_code error;
  json::value value = json::parse(answer.body, error);
  if (error) throw std::runtime_error{call.url + " is no hotbook: its answer is no JSON"};
  return value;
}

std::string as_list(const json::object& object) {
  std::size_t width = 0;
  for (const auto& [name, value] : object) {
    if (is_shown(value)) width = std::max(width, name.size());
  }
  std::string text;
  for (const auto& [name, value] : object) {
    if (!is_shown(value)) continue;
    const std::string line =
        fmt::format("{:<{}}  {}", std::string_view{name.data(), name.size()}, width, cell(value));
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string as_table(const json::array& rows, std::string_view none) {
  if (rows.empty()) return std::string{none} + "\n";
  struct Column {
    std::string name;
    std::size_t width;
    bool is_right;
  };
  std::vector<Column> columns;
  for (const auto& [name, value] : rows.front().as_object()) {
    if (is_shown(value)) columns.push_back({std::string{name}, name.size(), is_number(value)});
  }
  std::vector<std::vector<std::string>> lines(1);
  for (const Column& column : columns) lines[0].push_back(column.name);
  for (const json::value& row : rows) {
    std::vector<std::string>& line = lines.emplace_back();
    for (Column& column : columns) {
      const json::value* value = row.as_object().if_contains(column.name);
      line.push_back(value == nullptr ? "" : cell(*value));
      column.width = std::max(column.width, line.back().size());
    }
  }
  std::string text;
  for (const auto& line : lines) {
    std::string shown;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      shown += i == 0 ? "" : "  ";
      shown += columns[i].is_right ? fmt::format("{:>{}}", line[i], columns[i].width)
                                   : fmt::format("{:<{}}", line[i], columns[i].width);
    }
    text += shown.substr(0, shown.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string as_ladder(const json::array& bids, const json::array& asks) {
  json::array rows;
  for (std::size_t i = 0; i < std::max(bids.size(), asks.size()); ++i) {
    json::object row;
    const auto add = [&row](const char* side, const char* figure, const json::array& levels,
                            std::size_t level) {
      const bool is_there = level < levels.size();
      row[fmt::format("{}_{}", side, figure)] =
          is_there ? levels[level].at(figure) : json::value("");
    };
    add("bid", "orders", bids, i);
    add("bid", "quantity", bids, i);
    add("bid", "price", bids, i);
    add("ask", "price", asks, i);
    add("ask", "quantity", asks, i);
    add("ask", "orders", asks, i);
    rows.push_back(std::move(row));
  }
  return as_table(rows, "no orders");
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    encoded += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

}  // namespace hotbook::app
