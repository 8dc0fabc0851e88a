// hotbook_card_sim: the Verilated card as the device process of stock XRT's hardware emulation.
//
// Two processes: the model, which may crash, hang or be killed, and its supervisor, which then
// answers the shim like a bus without a card. Without it the shim inside the host's process would
// spin for ever.

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#include "sim/card/card_server.hpp"
#include "sim/card/dead_card.hpp"
#include "sim/card/settings.hpp"

namespace {

using namespace hotbook::card;  // NOLINT(google-build-using-namespace): this file is the program

constexpr int kDialMs = 60'000;
constexpr int kExitModelFailed = 12;

// The model: serves until the host closes the card or is gone (0), or fails.
int run_model(const Settings& settings, ShimSocket& shim, HostSocket& host,
              CallProgress& progress) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  try {
    CardMemory memory{&host};
    Kernel kernel{memory, LinePort{open_source(settings.line_a), settings.pace},
                  LinePort{open_source(settings.line_b), settings.pace},
                  KernelStreams{make_feed_kernel(settings.kernel)}};
    CardServer server{kernel, memory, shim, host, progress};
    const CardServer::Outcome outcome = server.serve();
    std::fprintf(stderr, "card: end=%s %s\n",
                 outcome == CardServer::Outcome::Closed     ? "closed"
                 : outcome == CardServer::Outcome::HostGone ? "host_gone"
                                                            : "malformed_call",
                 server.report().c_str());
    return outcome == CardServer::Outcome::Malformed ? kExitModelFailed : 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "card: error=\"%s\"\n", error.what());
    return kExitModelFailed;
  }
}

// Waits for the model's end; ends a model that makes no progress or outlives the limit. True when
// it ended in good order.
bool supervise(pid_t model, const Settings& settings, const CallProgress& progress) {
  using SteadyClock = std::chrono::steady_clock;
  constexpr int kLookMs = 250;
  const auto start = SteadyClock::now();
  auto last_progress = start;
  std::uint64_t last_heartbeat = 0;
  const int model_fd = static_cast<int>(::syscall(SYS_pidfd_open, model, 0));
  while (true) {
    pollfd ended{model_fd, POLLIN, 0};
    if (::poll(&ended, 1, kLookMs) > 0) break;
    const auto now = SteadyClock::now();
    const std::uint64_t heartbeat = progress.heartbeat.load(std::memory_order_relaxed);
    if (heartbeat != last_heartbeat || progress.waits_for_host) {
      last_heartbeat = heartbeat;
      last_progress = now;
    }
    const char* reason = nullptr;
    if (now - last_progress > std::chrono::seconds{settings.hang_seconds_max})
      reason = "no_progress";
    if (now - start > std::chrono::seconds{settings.seconds_max}) reason = "seconds_max";
    if (reason == nullptr) continue;
    std::fprintf(stderr, "card: ending_model=%s\n", reason);
    ::kill(model, SIGKILL);
    break;
  }
  int status = 0;
  while (::waitpid(model, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status))
    std::fprintf(stderr, "card: model_died_of_signal=%d\n", WTERMSIG(status));
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

CallProgress* share_progress() {
  void* memory = ::mmap(nullptr, sizeof(CallProgress), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? nullptr : new (memory) CallProgress;
}

int run() {
  // Descriptors of the host that XRT's fork handed down are not ours to hold open.
  ::close_range(3, ~0U, 0);
  const Settings settings = read_settings();
  CallProgress* progress = share_progress();
  const int shim_fd = dial(settings.main_socket, kDialMs);
  const int host_fd = shim_fd < 0 ? -1 : dial(settings.host_socket, kDialMs);
  if (progress == nullptr || host_fd < 0) {
    std::fprintf(stderr, "card: no_shim_at=%s\n", settings.main_socket.c_str());
    return 1;
  }
  ShimSocket shim{shim_fd, *progress};
  HostSocket host{host_fd, *progress};

  const pid_t model = ::fork();
  if (model == 0) ::_exit(run_model(settings, shim, host, *progress));
  std::fprintf(stderr, "card: pid=%d model_pid=%d\n", ::getpid(), model);
  if (model > 0 && supervise(model, settings, *progress)) return 0;
  // The limit holds for this part too.
  ::alarm(settings.seconds_max);
  std::fprintf(stderr, "card: answering_for_dead_card=1\n");
  serve_dead_card(shim, host, *progress);
  return 1;
}

}  // namespace

int main() {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "card: error=\"%s\"\n", error.what());
    return 1;
  }
}
