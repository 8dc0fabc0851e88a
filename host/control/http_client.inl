// The client's half of http_beast.cpp.

namespace hotbook::control {
namespace client {

struct Url {
  std::string host;
  std::string port;
  bool is_tls = false;
};

Url parse_url(const std::string& url) {
  Url parsed;
  parsed.is_tls = url.starts_with("https://");
  if (!parsed.is_tls && !url.starts_with("http://")) {
    throw std::runtime_error{url + ": is no http:// or https:// address"};
  }
  std::string rest = url.substr(parsed.is_tls ? 8 : 7);
  rest = rest.substr(0, rest.find('/'));
  const std::size_t bracket = rest.find(']');
  const std::size_t colon = rest.find(':', bracket == std::string::npos ? 0 : bracket);
  parsed.host = rest.substr(0, colon);
  if (parsed.host.starts_with('[')) parsed.host = parsed.host.substr(1, bracket - 1);
  parsed.port =
      colon == std::string::npos ? (parsed.is_tls ? "443" : "80") : rest.substr(colon + 1);
  return parsed;
}

template <class Stream>
asio::awaitable<HttpAnswer> converse(Stream& stream, const HttpCall& call, const Url& url) {
  http::request<http::string_body> request{http::verb::get, call.target, 11};
  request.method_string(call.method);
  const bool is_v6 = url.host.find(':') != std::string::npos;
  request.set(http::field::host, (is_v6 ? "[" + url.host + "]" : url.host) + ":" + url.port);
  if (!call.token.empty()) request.set(http::field::authorization, "Bearer " + call.token);
  if (!call.body.empty()) request.set(http::field::content_type, "application/json");
  request.body() = call.body;
  request.keep_alive(false);
  request.prepare_payload();
  co_await http::async_write(stream, request, asio::use_awaitable);
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(kAnswerBytesMax);
  co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
  HttpAnswer answer;
  answer.status = parser.get().result_int();
  answer.body = std::move(parser.get().body());
  co_return answer;
}

asio::awaitable<HttpAnswer> talk(const HttpCall& call) {
  const Url url = parse_url(call.url);
  const auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver{executor};
  const auto found = co_await resolver.async_resolve(url.host, url.port, asio::use_awaitable);
  beast::tcp_stream stream{executor};
  stream.expires_after(call.time_max);
  co_await stream.async_connect(found, asio::use_awaitable);
  if (!url.is_tls) co_return co_await converse(stream, call, url);
  ssl::context context{ssl::context::tls_client};
  // A certificate that was named is trusted as it is; another one must be of this host.
  if (call.certificate.empty()) {
    context.set_default_verify_paths();
  } else {
    context.load_verify_file(call.certificate);
    ::X509_VERIFY_PARAM_set_flags(::SSL_CTX_get0_param(context.native_handle()),
                                  X509_V_FLAG_PARTIAL_CHAIN);
  }
  context.set_verify_mode(ssl::verify_peer);
  TlsStream secure{std::move(stream), context};
  if (call.certificate.empty()) secure.set_verify_callback(ssl::host_name_verification{url.host});
  ::SSL_set_tlsext_host_name(secure.native_handle(), url.host.c_str());
  co_await secure.async_handshake(ssl::stream_base::client, asio::use_awaitable);
  co_return co_await converse(secure, call, url);
}

}  // namespace client

HttpAnswer http_call(const HttpCall& call) {
  asio::io_context io{1};
  std::future<HttpAnswer> answer = asio::co_spawn(io, client::talk(call), asio::use_future);
  io.run();
  try {
    return answer.get();
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error{call.url + ": " + error.code().message()};
  }
}

}  // namespace hotbook::control
