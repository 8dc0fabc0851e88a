#include "host/session/fix/fix_engine.hpp"

#include <quickfix/Application.h>
#include <quickfix/Log.h>
#include <quickfix/MessageStore.h>
#include <quickfix/Responder.h>
#include <quickfix/Session.h>
#include <quickfix/Values.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "host/session/fix/fix_tags.hpp"
#include "host/session/fix/quickfix_message.hpp"

namespace hotbook {
namespace fix {
namespace {

constexpr int kHeartbeatMost = 3600;
constexpr std::size_t kHeldMost = 65536;  // messages of one client that the venue has not answered
constexpr std::uint32_t kAheadMost = 65536;  // messages of one client behind a gap

constexpr std::chrono::milliseconds kWeek = std::chrono::hours(24 * 7);
constexpr std::chrono::milliseconds kSunday = std::chrono::hours(24 * 3);  // the first since 1970

// QuickFIX keeps a session within a week and asks the clock more than once a call: no call is made
// in the last moments of Saturday, UTC, so that it never sees two weeks in one.
void wait_out_the_week() {
  using std::chrono::milliseconds;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto into = (std::chrono::duration_cast<milliseconds>(now) - kSunday) % kWeek;
  if (kWeek - into <= milliseconds(5)) std::this_thread::sleep_for(milliseconds(6));
}

// What QuickFIX declares with throw specifications is overridden with them.
// NOLINTBEGIN(modernize-use-noexcept)

// SessionStore as QuickFIX wants a store.
class StoreAdapter final : public FIX::MessageStore {
 public:
  explicit StoreAdapter(SessionStore& store) : store_(store) {}

  bool set(int seq, const std::string& message) throw(FIX::IOException) override {
    guarded([&] { store_.set(static_cast<std::uint32_t>(seq), message); });
    return true;
  }
  void get(int first, int last, std::vector<std::string>& messages) const
      throw(FIX::IOException) override {
    guarded([&] {
      messages = store_.get(static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last));
    });
  }
  int getNextSenderMsgSeqNum() const throw(FIX::IOException) override {
    return static_cast<int>(store_.next_sender());
  }
  int getNextTargetMsgSeqNum() const throw(FIX::IOException) override {
    return static_cast<int>(store_.next_target());
  }
  void setNextSenderMsgSeqNum(int seq) throw(FIX::IOException) override {
    guarded([&] { store_.set_next_sender(static_cast<std::uint32_t>(seq)); });
  }
  void setNextTargetMsgSeqNum(int seq) throw(FIX::IOException) override {
    store_.set_next_target(static_cast<std::uint32_t>(seq));
  }
  void incrNextSenderMsgSeqNum() throw(FIX::IOException) override { store_.increase_next_sender(); }
  void incrNextTargetMsgSeqNum() throw(FIX::IOException) override { store_.increase_next_target(); }
  // Days are begun by the venue, never by a clock.
  FIX::UtcTimeStamp getCreationTime() const throw(FIX::IOException) override { return {}; }
  void reset() throw(FIX::IOException) override {
    guarded([&] { store_.reset(); });
  }
  void refresh() throw(FIX::IOException) override {}

 private:
  template <typename Call>
  static void guarded(Call call) {
    try {
      call();
    } catch (const std::runtime_error& error) {
      throw FIX::IOException(error.what());
    }
  }

  SessionStore& store_;
};

FIX::TimeRange always() {
  const FIX::UtcTimeOnly midnight(0, 0, 0);
  return {midnight, midnight, 1, 1};
}

}  // namespace

struct FixEngine::Impl final : FIX::NullApplication {
  // One client's session; it is what QuickFIX sends through and logs to.
  struct Client final : FIX::Responder, FIX::Log {
    Impl& engine;
    std::size_t number;
    EngineSession options;
    FIX::SessionID id;
    SessionStore store;
    FixWire* wire = nullptr;
    std::string refusal;  // of the Logon that is being taken
    std::uint32_t ahead = 0;
    std::unique_ptr<FIX::Session> session;

    Client(Impl& of, std::size_t place, const EngineOptions& all)
        : engine(of),
          number(place),
          options(all.sessions[place]),
          id(begin_string(options.version), all.comp_id, options.client),
          store(all.store_directory + "/" + options.client + ".fix", all.synchronous) {}

    bool send(const std::string& bytes) override {
      if (wire == nullptr) return false;
      wire->send(bytes);
      return true;
    }
    void disconnect() override {
      if (wire != nullptr) wire->close();
    }
    void clear() override {}
    void backup() override {}
    void onIncoming(const std::string& /*text*/) override {}
    void onOutgoing(const std::string& /*text*/) override {}
    void onEvent(const std::string& text) override { engine.handler.event(number, text); }
  };

  struct Stores final : FIX::MessageStoreFactory {
    explicit Stores(Impl& of) : engine(of) {}
    FIX::MessageStore* create(const FIX::SessionID& id) override {
      return new StoreAdapter(engine.find(id).store);
    }
    void destroy(FIX::MessageStore* store) override { delete store; }
    Impl& engine;
  };
  struct Logs final : FIX::LogFactory {
    explicit Logs(Impl& of) : engine(of) {}
    FIX::Log* create() override { return nullptr; }
    FIX::Log* create(const FIX::SessionID& id) override { return &engine.find(id); }
    void destroy(FIX::Log* /*log*/) override {}
    Impl& engine;
  };

  Impl(const EngineOptions& with, EngineHandler& to)
      : handler(to),
        stores(*this),
        logs(*this),
        fix44(FixVersion::Fix44),
        fix50(FixVersion::Fix50Sp2) {
    wait_out_the_week();
    for (std::size_t number = 0; number < with.sessions.size(); ++number) {
      clients.push_back(std::make_unique<Client>(*this, number, with));
      Client& client = *clients.back();
      const FixVersion version = client.options.version;
      const FIX::DataDictionaryProvider provider = dictionaries(version).provider(version);
      client.session =
          std::make_unique<FIX::Session>(*this, stores, client.id, provider, always(), 0, &logs);
      if (version == FixVersion::Fix50Sp2) {
        client.session->setSenderDefaultApplVerID(kApplVersion);
      }
    }
  }

  const Dictionaries& dictionaries(FixVersion version) const {
    return version == FixVersion::Fix44 ? fix44 : fix50;
  }
  Client& find(const FIX::SessionID& id) const {
    for (const std::unique_ptr<Client>& client : clients) {
      if (client->id == id) return *client;
    }
    throw std::logic_error("no FIX session " + id.toString());
  }

  void fromAdmin(const FIX::Message& message,
                 const FIX::SessionID& id) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                                 FIX::IncorrectTagValue,
                                                 FIX::RejectLogon) override {
    if (message.getHeader().getField(FIX::FIELD::MsgType) != FIX::MsgType_Logon) return;
    FIX::HeartBtInt heartbeat;
    message.getField(heartbeat);
    const Client& client = find(id);
    if (!client.refusal.empty()) throw FIX::RejectLogon(client.refusal);
    if (heartbeat < 1 || heartbeat > kHeartbeatMost) {
      throw FIX::RejectLogon("HeartBtInt (108) is 1 to " + std::to_string(kHeartbeatMost));
    }
  }
  void fromApp(const FIX::Message& message,
               const FIX::SessionID& id) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                               FIX::IncorrectTagValue,
                                               FIX::UnsupportedMessageType) override {
    Client& client = find(id);
    client.ahead = 0;
    FixMessage request = plain(message);
    if (!is_supported(request.type)) throw FIX::UnsupportedMessageType();
    if (client.store.held() >= kHeldMost) return refuse_busy(client, request);
    request.ticket = client.store.hold(request.seq);
    handler.request(client.number, std::move(request));
  }

  // QuickFIX's own business rejects of FIX 5.0 name a version where no field for it is.
  void toApp(FIX::Message& message, const FIX::SessionID& /*id*/) throw(FIX::DoNotSend) override {
    message.removeField(FIX::FIELD::DefaultApplVerID);
  }

  static void refuse_busy(Client& client, const FixMessage& request) {
    FIX::Message reject;
    reject.getHeader().setField(FIX::MsgType(FIX::MsgType_BusinessMessageReject));
    reject.setField(tag::kRefSeqNum, std::to_string(request.seq));
    reject.setField(tag::kRefMsgType, request.type);
    reject.setField(tag::kBusinessRejectReason, "4");
    reject.setField(tag::kText, "too many messages without an answer");
    client.session->send(reject);
  }

  void take(Client& client, const std::string& text) {
    wait_out_the_week();
    try {
      const FIX::Message message = dictionaries(client.options.version).parse(text);
      FIX::MsgSeqNum seq(0);
      message.getHeader().getFieldIfSet(seq);
      const bool is_ahead = static_cast<std::uint32_t>(seq.getValue()) > client.store.next_target();
      client.ahead = is_ahead ? client.ahead + 1 : 0;
      if (client.ahead > kAheadMost) throw std::runtime_error("too many messages behind a gap");
      client.session->next(message, FIX::UtcTimeStamp());
    } catch (const FIX::InvalidMessage& error) {
      handler.event(client.number, error.what());  // garbled: as if it had not come
    } catch (const std::exception& error) {
      handler.event(client.number, error.what());
      client.session->disconnect();
    }
  }

  EngineHandler& handler;
  Stores stores;
  Logs logs;
  Dictionaries fix44;
  Dictionaries fix50;
  std::vector<std::unique_ptr<Client>> clients;
};

// NOLINTEND(modernize-use-noexcept)

FixEngine::FixEngine(const EngineOptions& options, EngineHandler& handler)
    : impl_(std::make_unique<Impl>(options, handler)) {}

FixEngine::~FixEngine() = default;

std::size_t FixEngine::session_count() const {
  return impl_->clients.size();
}

SessionStore& FixEngine::store(std::size_t session) {
  return impl_->clients[session]->store;
}

Introduction FixEngine::introduce(const std::string& logon) const {
  Introduction introduction;
  try {
    FIX::Message message;
    message.setString(logon, false);
    const FIX::Header& header = message.getHeader();
    if (header.getField(FIX::FIELD::MsgType) != FIX::MsgType_Logon) return introduction;
    const FIX::SessionID id(header.getField(FIX::FIELD::BeginString),
                            header.getField(FIX::FIELD::TargetCompID),
                            header.getField(FIX::FIELD::SenderCompID));
    FIX::Password password;
    if (message.getFieldIfSet(password)) introduction.password = password.getValue();
    FIX::ResetSeqNumFlag reset(false);
    message.getFieldIfSet(reset);
    introduction.wants_reset = reset.getValue();
    introduction.session = impl_->find(id).number;
  } catch (const std::exception&) {
    introduction.session = kNoSession;
  }
  return introduction;
}

bool FixEngine::is_attached(std::size_t session) const {
  return impl_->clients[session]->wire != nullptr;
}

bool FixEngine::is_logged_on(std::size_t session) const {
  return impl_->clients[session]->session->isLoggedOn();
}

void FixEngine::log_on(std::size_t session, FixWire& wire, const std::string& logon,
                       const std::string& refusal) {
  Impl::Client& client = *impl_->clients[session];
  wait_out_the_week();
  client.wire = &wire;
  client.session->setResponder(&client);
  client.refusal = refusal;
  impl_->take(client, logon);
  client.refusal.clear();
  if (client.session->isLoggedOn()) return;
  client.session->disconnect();
  wire.close();
}

void FixEngine::receive(std::size_t session, const std::string& message) {
  impl_->take(*impl_->clients[session], message);
}

void FixEngine::detach(std::size_t session) {
  Impl::Client& client = *impl_->clients[session];
  client.wire = nullptr;
  client.session->disconnect();
  client.session->logon();  // allowed again, should it have been told to leave
}

void FixEngine::tick() {
  wait_out_the_week();
  for (const std::unique_ptr<Impl::Client>& client : impl_->clients) {
    if (client->wire != nullptr) client->session->next();
  }
}

bool FixEngine::send(std::size_t session, const FixAnswer& answer) {
  Impl::Client& client = *impl_->clients[session];
  FIX::Message message;
  message.getHeader().setField(FIX::MsgType(answer.message.type));
  for (const FixField& field : answer.message.fields) message.setField(field.tag, field.value);
  const std::uint32_t before = client.store.next_sender();
  client.store.tell(answer.report, answer.answers);
  client.session->send(message);  // false says only that it could not be kept, which is asked below
  client.store.tell(0, 0);
  return client.store.next_sender() == before + 1;
}

void FixEngine::log_out(std::size_t session, const std::string& text) {
  Impl::Client& client = *impl_->clients[session];
  if (client.wire == nullptr) return;
  wait_out_the_week();
  client.session->logout(text);
  client.session->next();
}

void FixEngine::start_day(std::size_t session, const std::string& day) {
  Impl::Client& client = *impl_->clients[session];
  if (client.wire != nullptr) log_out(session, "a new day begins");
  client.session->disconnect();
  client.store.start_day(day);
}

}  // namespace fix
}  // namespace hotbook
