// Fuzzes the configuration: any text is refused by errors that begin with its name, or writing what
// was read and reading it again gives the same.

#include "host/app/run_config.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {

void make_seeds(Seeds& seeds) {
  app::RunConfig config = app::default_run_config();
  seeds.add(app::write_run_config(config));
  config.instruments.resize(1);
  config.accounts.resize(1);
  config.sessions.resize(1);
  config.default_limits = {{risk::LimitKind::OrderQuantity, 1000}};
  config.journal.replica = app::Endpoint{"::1", 7};
  config.control.tokens = {{"eve", control::Role::Risk, std::string(64, 'a')}};
  seeds.add(app::write_run_config(config));
  seeds.add("[venue]\nmax_orders = 5\n[[account]]\nname = 'a'\n[publish]\nlines = ['1.2.3.4:5']\n");
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hotbook::app::RunConfig;
  using hotbook::fuzz::require;
  const std::string text(data, data + size);
  try {
    const RunConfig config = hotbook::app::parse_run_config(text, "c.toml");
    const std::string written = hotbook::app::write_run_config(config);
    require(hotbook::app::parse_run_config(written, "c.toml") == config);
  } catch (const hotbook::app::ConfigError& error) {
    require(std::string{error.what()}.starts_with("c.toml:"));
  }
  return 0;
}
