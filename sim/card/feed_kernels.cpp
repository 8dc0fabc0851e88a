#include "sim/card/feed_kernels.hpp"

#include "hls/xdp_decode/xdp_kernel.hpp"

namespace hotbook::card {

std::optional<FeedKernelName> feed_kernel_name(std::string_view text) {
  if (text.empty() || text == "none") return FeedKernelName::None;
  if (text == "xdp") return FeedKernelName::Xdp;
  return std::nullopt;
}

std::unique_ptr<FeedKernel> make_feed_kernel(FeedKernelName name) {
  switch (name) {
    case FeedKernelName::None:
      return nullptr;
    case FeedKernelName::Xdp:
      return std::make_unique<FeedKernelOf<kernel::xdp::State, kernel::xdp::step>>();
  }
  return nullptr;
}

}  // namespace hotbook::card
