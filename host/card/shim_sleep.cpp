// Replaces sleep() for XRT's emulation shim only, which otherwise sleeps ten seconds while it
// loads a design.
//
// The program exports this symbol (-Wl,--export-dynamic-symbol=sleep), so the shim, which is
// loaded later, binds to it. Every other caller gets what sleep() promises.

#include <dlfcn.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include "host/card/emulation.hpp"

namespace {

constexpr long kShimSleepNs = 1'000'000;

[[nodiscard]] bool is_shim(const void* caller) {
  Dl_info info{};
  return ::dladdr(caller, &info) != 0 && info.dli_fname != nullptr &&
         std::strstr(info.dli_fname, "libxrt_hwemu") != nullptr;
}

}  // namespace

extern "C" unsigned sleep(unsigned seconds) {
  const bool is_short = is_shim(__builtin_return_address(0));
  timespec wanted{};
  timespec left{};
  if (is_short) {
    wanted.tv_nsec = kShimSleepNs;
  } else {
    wanted.tv_sec = static_cast<std::time_t>(seconds);
  }
  if (::nanosleep(&wanted, &left) == 0 || errno != EINTR) return 0;
  return static_cast<unsigned>(left.tv_sec) + (left.tv_nsec >= 500'000'000 ? 1U : 0U);
}

namespace hotbook::card {

void use_short_shim_sleeps() {
  // Being called links this file; the address keeps the symbol.
  static unsigned (*volatile keep)(unsigned) = &::sleep;
  static_cast<void>(keep);
}

}  // namespace hotbook::card
