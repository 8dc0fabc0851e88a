// A FIX client of a test: QuickFIX's own initiator, in a process of its own, told what to do by
// lines on its standard input; everything it receives is a line on its standard output.
//
//   send <type> <tag>=<value>|...     logon     logout     next_out <n>     next_in <n>     quit
//
// Usage: fix_client <port> <FIX.4.4|FIXT.1.1> <client> <venue> <password> <store> [reset]
//
// C++14, as QuickFIX's headers.

#include <quickfix/Application.h>
#include <quickfix/FileStore.h>
#include <quickfix/Log.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketInitiator.h>
#include <quickfix/Values.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>

namespace {

void say(const std::string& word, std::string text) {
  static std::mutex lock;
  std::replace(text.begin(), text.end(), '\001', '|');
  const std::lock_guard<std::mutex> guard(lock);
  std::cout << word << ' ' << text << std::endl;
}

class Client final : public FIX::NullApplication {
 public:
  explicit Client(std::string password) : password_(std::move(password)) {}

  void onLogon(const FIX::SessionID&) override { say("logon", ""); }
  void onLogout(const FIX::SessionID&) override { say("logout", ""); }
  void toAdmin(FIX::Message& message, const FIX::SessionID&) override {
    FIX::MsgType type;
    message.getHeader().getField(type);
    if (type == FIX::MsgType_Logon) message.setField(FIX::Password(password_));
    say("out", message.toString());
  }
  void fromAdmin(const FIX::Message& message,
                 const FIX::SessionID&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                              FIX::IncorrectTagValue, FIX::RejectLogon) override {
    say("admin", message.toString());
  }
  void fromApp(const FIX::Message& message,
               const FIX::SessionID&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                            FIX::IncorrectTagValue,
                                            FIX::UnsupportedMessageType) override {
    say("app", message.toString());
  }

 private:
  std::string password_;
};

void send(const FIX::SessionID& session, std::istream& words) {
  FIX::Message message;
  std::string type;
  std::string field;
  words >> type;
  message.getHeader().setField(FIX::MsgType(type));
  words.ignore();
  while (std::getline(words, field, '|')) {
    const std::size_t equals = field.find('=');
    message.setField(std::atoi(field.c_str()), field.substr(equals + 1));
  }
  FIX::Session::sendToTarget(message, session);
}

void obey(const FIX::SessionID& id) {
  std::string line;
  while (std::getline(std::cin, line) && line != "quit") {
    std::istringstream words(line);
    std::string word;
    words >> word;
    FIX::Session* const session = FIX::Session::lookupSession(id);
    int number = 0;
    if (word == "send") {
      send(id, words);
    } else if (word == "logon") {
      session->logon();
    } else if (word == "logout") {
      session->logout();
    } else if (words >> number) {
      // The number of the message that was told last is counted only after it was told.
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      if (word == "next_out") session->setNextSenderMsgSeqNum(number);
      if (word == "next_in") session->setNextTargetMsgSeqNum(number);
    }
  }
}

}  // namespace

int main(int count, char** words) {
  if (count < 7) return 2;
  const std::string begin = words[2];
  std::ostringstream text;
  text << "[DEFAULT]\nConnectionType=initiator\nStartTime=00:00:00\nEndTime=00:00:00\n"
       << "StartDay=Sunday\nEndDay=Sunday\nHeartBtInt=1\nReconnectInterval=1\n"
       << "UseDataDictionary=N\nDefaultApplVerID=FIX.5.0SP2\nSocketConnectHost=127.0.0.1\n"
       << "LogoutTimeout=2\nFileStorePath=" << words[6] << "\nSocketConnectPort=" << words[1]
       << "\nResetOnLogon=" << (count > 7 ? "Y" : "N") << "\n[SESSION]\nBeginString=" << begin
       << "\nSenderCompID=" << words[3] << "\nTargetCompID=" << words[4] << '\n';
  std::istringstream input(text.str());
  FIX::SessionSettings settings(input);
  Client client(words[5]);
  FIX::FileStoreFactory stores(words[6]);
  FIX::SocketInitiator initiator(client, stores, settings);
  initiator.start();
  obey(FIX::SessionID(begin, words[3], words[4]));
  initiator.stop(true);
  return 0;
}
