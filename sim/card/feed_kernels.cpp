#include "sim/card/feed_kernels.hpp"

#include "hls/mdp3_decode/mdp3_kernel.hpp"
#include "hls/xdp_decode/xdp_kernel.hpp"

namespace hotbook::card {

std::optional<FeedKernelName> feed_kernel_name(std::string_view text) {
  if (text.empty() || text == "none") return FeedKernelName::None;
  if (text == "xdp") return FeedKernelName::Xdp;
  if (text == "mdp3") return FeedKernelName::Mdp3;
  return std::nullopt;
}

std::unique_ptr<FeedKernel> make_feed_kernel(FeedKernelName name) {
  switch (name) {
    case FeedKernelName::None:
      return nullptr;
    case FeedKernelName::Xdp:
      return std::make_unique<FeedKernelOf<kernel::xdp::State, kernel::xdp::step>>();
    case FeedKernelName::Mdp3:
      return std::make_unique<FeedKernelOf<mdp3_kernel::State, mdp3_kernel::step>>();
  }
  return nullptr;
}

}  // namespace hotbook::card
