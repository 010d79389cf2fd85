package org.ledgerstone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.testing.Scratch;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The whole application on a free port with a database in a new folder, and a plain socket to ask
 * it through, so that a test can send any header and any nonsense.
 */
public final class Server implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;

  private @Nullable ServletWebServerApplicationContext context;

  private Server(ServletWebServerApplicationContext context) {
    this.context = context;
  }

  /** Starts it with these arguments, such as {@code --ledger.read=open}. */
  public static Server start(String... arguments) {
    return start(beans -> {}, arguments);
  }

  /** Starts it with more beans than it has. */
  public static Server start(Consumer<GenericApplicationContext> more, String... arguments) {
    return new Server(
        (ServletWebServerApplicationContext)
            new SpringApplicationBuilder(Ledgerstone.class)
                .initializers(context -> more.accept((GenericApplicationContext) context))
                .properties(Map.of("ledger.data-dir", newDirectory()))
                .run(withFreePort(arguments)));
  }

  private static String newDirectory() {
    return Scratch.directory("ledgerstone-test").toString();
  }

  private static String[] withFreePort(String[] arguments) {
    var all = new String[arguments.length + 1];
    all[0] = "--server.port=0";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }

  private ServletWebServerApplicationContext running() {
    return requireNonNull(context, "It is stopped");
  }

  public int port() {
    return running().getWebServer().getPort();
  }

  public <T> T bean(Class<T> type) {
    return running().getBean(type);
  }

  public Answer get(String path, String... headers) {
    return ask("GET", path, "", headers);
  }

  public Answer post(String path, String body, String... headers) {
    return ask("POST", path, body, headers);
  }

  /** Asks with these header lines, and with a local Host unless one of them is another. */
  public Answer ask(String method, String path, String body, String... headers) {
    var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
    boolean hasHost = false;
    for (var header : headers) {
      hasHost |= header.toLowerCase(Locale.ROOT).startsWith("host:");
      request.append(header).append("\r\n");
    }
    if (!hasHost) {
      request.append("Host: localhost:").append(port()).append("\r\n");
    }
    if (!body.isEmpty()) {
      request.append("Content-Length: ").append(body.getBytes(UTF_8).length).append("\r\n");
    }
    return send(request + "\r\n" + new String(body.getBytes(UTF_8), ISO_8859_1));
  }

  /** Sends exactly this, a character a byte. */
  public Answer send(String request) {
    return send(port(), request);
  }

  /** Sends exactly this, a character a byte, to any server on this machine. */
  public static Answer send(int port, String request) {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      // Nothing follows, so that a server which waits for the rest of a body need not.
      socket.shutdownOutput();
      var bytes = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(bytes);
      return Answer.read(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    var stopping = context;
    context = null;
    if (stopping != null) {
      stopping.close();
    }
  }

  /** What came back, whether to its end; header names in lower case. */
  public record Answer(int status, Map<String, String> headers, String body, boolean complete) {

    static Answer read(byte[] bytes) {
      var text = new String(bytes, ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      var lines = text.substring(0, end).split("\r\n");
      Map<String, String> headers = new LinkedHashMap<>();
      for (int i = 1; i < lines.length; i++) {
        var parts = lines[i].split(":", 2);
        headers.merge(parts[0].toLowerCase(Locale.ROOT), parts[1].strip(), (a, b) -> a + ", " + b);
      }
      var rest = text.substring(end + 4);
      boolean chunked = "chunked".equals(headers.get("transfer-encoding"));
      boolean complete =
          chunked
              ? rest.endsWith("\r\n0\r\n\r\n")
              : rest.length() == Integer.parseInt(headers.getOrDefault("content-length", "0"));
      var body = chunked ? rest.replaceAll("(?m)^[0-9a-f]+\r\n", "").replace("\r\n", "") : rest;
      return new Answer(
          Integer.parseInt(lines[0].split(" ")[1]),
          headers,
          new String(body.getBytes(ISO_8859_1), UTF_8),
          complete);
    }

    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** The problem's code, or nothing where this is no problem. */
    public String code() {
      return header("content-type").equals("application/problem+json")
          ? body.replaceFirst("(?s).*\"code\":\"([A-Z_0-9]+)\".*", "$1")
          : "";
    }
  }
}
