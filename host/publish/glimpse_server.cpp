#include "host/publish/glimpse_server.hpp"

#include <algorithm>

#include "host/feed/mold_packet.hpp"

namespace hotbook::publish {

void append_end_of_snapshot(std::uint64_t next_seq, std::vector<std::uint8_t>& out) {
  constexpr std::size_t kDigits = 20;
  const std::string number = std::to_string(next_seq);
  out.insert(out.end(), {0, 1 + kDigits, 'G'});
  out.insert(out.end(), kDigits - number.size(), ' ');
  out.insert(out.end(), number.begin(), number.end());
}

void GlimpseSession::receive(feed::Bytes bytes, std::uint64_t now_ns) {
  server_.receive(bytes, now_ns);
  while (const auto event = server_.next()) {
    // A client has nothing else to say.
    if (event->kind == session::ServerEvent::Kind::Login) login(event->login, now_ns);
  }
  send_on();
}

void GlimpseSession::login(const session::LoginRequest& request, std::uint64_t now_ns) {
  if (!source_.admits(request.user, request.password)) {
    return server_.reject(session::kNotAuthorized, "no such user, or not that password");
  }
  if (!request.session.empty() && request.session != source_.day_name) {
    return server_.reject(session::kSessionNotAvailable, "another session");
  }
  if (request.requested_seq > 1) {
    return server_.reject(session::kSessionNotAvailable, "a snapshot begins at 1");
  }
  server_.accept(source_.day_name, 1);
  snapshot_seq_ = source_.store.next_seq();
  source_.publisher.append_snapshot(source_.engine, now_ns, snapshot_);
  append_end_of_snapshot(snapshot_seq_, snapshot_);
}

void GlimpseSession::send_on() {
  if (snapshot_seq_ == 0 || !server_.is_open()) return;
  if (source_.store.released() + 1 < snapshot_seq_) return;
  while (sent_bytes_ != snapshot_.size()) {
    feed::Bytes rest = feed::Bytes{snapshot_}.subspan(sent_bytes_);
    const auto message = feed::next_message(rest);
    if (!server_.send(*message)) return;
    sent_bytes_ = snapshot_.size() - rest.size();
  }
  server_.end_session();
}

void GlimpseSession::advance(std::uint64_t now_ns) {
  server_.advance(now_ns);
  send_on();
}

}  // namespace hotbook::publish
