// How the control desk gets something done on the venue's thread.
//
// Threading: called on the control thread.
// Hot path:  none.

#pragma once

#include <atomic>
#include <boost/asio/post.hpp>
#include <future>
#include <memory>

#include "host/runtime/control_desk.hpp"

namespace hotbook::runtime {

constexpr std::chrono::seconds kDeskWaitMax{5};

// What the call refers to lives until this returns: a call that is given up is never begun.
template <class T>
control::Result<T> ControlDesk::on_venue(std::function<control::Result<T>()> call) {
  struct Task {
    std::function<control::Result<T>()> call;
    std::promise<control::Result<T>> answer;
    std::atomic<bool> is_taken{false};  // by the venue's thread, or given up: whoever is first
  };
  const auto task = std::make_shared<Task>();
  task->call = std::move(call);
  std::future<control::Result<T>> answer = task->answer.get_future();
  boost::asio::post(parts_.io, [task] {
    if (task->is_taken.exchange(true)) return;
    try {
      task->answer.set_value(task->call());
    } catch (...) {
      task->answer.set_exception(std::current_exception());
    }
  });
  if (answer.wait_for(kDeskWaitMax) != std::future_status::ready &&
      !task->is_taken.exchange(true)) {
    return control::Refusal{control::RefusalCode::Unavailable,
                            "the venue does not answer: it is starting, stopping, or stuck"};
  }
  return answer.get();
}

}  // namespace hotbook::runtime
