package org.ledgerstone.ethereum;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What somebody took for an Ethereum node: it answers each call as a test says. */
final class LyingNode implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** Answers a call. What it throws ends the connection. */
  interface Answering {
    void answer(JsonNode call, HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final HttpServer server;
  private final List<String> paths = new CopyOnWriteArrayList<>();

  private LyingNode(Answering answering) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            paths.add(exchange.getRequestURI().toString());
            answering.answer(MAPPER.readTree(exchange.getRequestBody().readAllBytes()), exchange);
          } catch (InterruptedException e) {
            // The test is over.
          }
        });
    server.start();
  }

  static LyingNode that(Answering answering) throws IOException {
    return new LyingNode(answering);
  }

  /** Answers with this status and body, in which ID stands for the number of the call. */
  static LyingNode thatSays(int status, String body) throws IOException {
    return that((call, exchange) -> say(status, withId(body, call), exchange));
  }

  /** Answers every call with this result. */
  static LyingNode thatAnswers(String result) throws IOException {
    return thatSays(200, "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":" + result + "}");
  }

  static String withId(String body, JsonNode call) {
    return body.replace("ID", call.get("id").toString());
  }

  static void say(int status, String body, HttpExchange exchange) throws IOException {
    var bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** The paths that were asked for. */
  List<String> paths() {
    return paths;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
