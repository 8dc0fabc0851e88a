// The FIX protocol of all sessions, by QuickFIX: sequence numbers, resends and gap fills,
// heartbeats, validation against the dictionaries, rejects. It has no sockets and no threads.
//
// QuickFIX's headers need C++14; none is included from here.
//
// Threading: one thread, the FIX door's.
// Hot path:  no; messages are built of strings, and each one sent is written to its store.

#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "host/session/fix/fix_message.hpp"
#include "host/session/fix/session_store.hpp"

// NOLINTBEGIN(modernize-concat-nested-namespaces,modernize-use-nodiscard): C++14
namespace hotbook {
namespace fix {

struct EngineSession {
  std::string client;  // its SenderCompID
  FixVersion version = FixVersion::Fix44;
};

struct EngineOptions {
  std::string comp_id;          // ours
  std::string store_directory;  // exists
  bool synchronous = false;     // see SessionStore
  std::vector<EngineSession> sessions;
};

// One connection, as the engine needs it.
class FixWire {
 public:
  virtual ~FixWire() = default;
  virtual void send(const std::string& bytes) = 0;
  virtual void close() = 0;  // soon; never calls the engine before it returns
};

class EngineHandler {
 public:
  virtual ~EngineHandler() = default;
  // A client's application message. Its ticket stays held until it is answered.
  virtual void request(std::size_t session, FixMessage message) = 0;
  // For a log: what happened to a session.
  virtual void event(std::size_t session, const std::string& text) = 0;
};

constexpr std::size_t kNoSession = static_cast<std::size_t>(-1);

// What a connection's first message says of itself.
struct Introduction {
  std::size_t session = kNoSession;  // none: not a Logon of a session that is known
  std::string password;
  bool wants_reset = false;
};

class FixEngine {
 public:
  // Opens or makes the stores. Throws std::runtime_error that says what is wrong.
  FixEngine(const EngineOptions& options, EngineHandler& handler);
  ~FixEngine();
  FixEngine(const FixEngine&) = delete;
  FixEngine& operator=(const FixEngine&) = delete;

  std::size_t session_count() const;
  SessionStore& store(std::size_t session);

  Introduction introduce(const std::string& logon) const;
  bool is_attached(std::size_t session) const;
  bool is_logged_on(std::size_t session) const;

  // A connection becomes the session's, and its Logon is answered: taken, or refused with a Logout
  // that says `refusal`. Whenever the session is not logged on afterwards, the wire is closed.
  void log_on(std::size_t session, FixWire& wire, const std::string& logon,
              const std::string& refusal);
  void receive(std::size_t session, const std::string& message);
  // The connection is no more; no call to its wire will come.
  void detach(std::size_t session);
  // Heartbeats and whatever else becomes due; about once a second.
  void tick();

  // Gives it a number, writes it to the store and sends it when the client is there. False when the
  // store could not take it: nothing was sent then.
  bool send(std::size_t session, const FixAnswer& answer);
  // Tells the client goodbye; it closes.
  void log_out(std::size_t session, const std::string& text);
  // Ends the connection if there is one; both sides count from 1.
  void start_day(std::size_t session, const std::string& day);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Reads a message, of either side, against the dictionary. Empty, or what is wrong with it.
std::string parse_fix(FixVersion version, const std::string& text, FixMessage& message);

}  // namespace fix
}  // namespace hotbook
// NOLINTEND(modernize-concat-nested-namespaces,modernize-use-nodiscard)
