package org.ledgerstone.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A socket that somebody took for a node: it answers every request in the way a test says. */
public final class FakePeer implements AutoCloseable {

  /** Writes an answer. What it throws ends the connection. */
  interface Answering {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  /** Writes an answer to a request, which is whole. */
  public interface Listening {
    void answer(String request, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Listening answering;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private FakePeer(Listening answering) {
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.answering = answering;
  }

  static FakePeer that(Answering answering) {
    return thatHears((request, out) -> answering.answer(out));
  }

  static FakePeer thatHears(Listening answering) {
    var peer = new FakePeer(answering);
    Thread.ofVirtual().start(peer::accept);
    return peer;
  }

  /** Answers with exactly this, a character a byte. */
  static FakePeer thatSays(String response) {
    return that(out -> out.write(response.getBytes(ISO_8859_1)));
  }

  /** Answers 200 with this body. */
  static FakePeer thatAnswers(String json) {
    return that(out -> write(json, out));
  }

  /** Says that it is a node of this ledger, and otherwise answers as the test says. */
  public static FakePeer ofLedger(String genesis, Listening otherwise) {
    var facts = facts(1, "f".repeat(32), genesis);
    return thatHears((request, out) -> {
      if (request.startsWith("GET /api/v1/ledger ")) {
        write(facts, out);
      } else {
        otherwise.answer(request, out);
      }
    });
  }

  /** What a node says of itself, as far as others read it, that is not ahead of anybody. */
  static String facts(int protocol, String node, String genesis) {
    return facts(protocol, node, genesis, 0);
  }

  /** The same with so much work to its name. */
  static String facts(int protocol, String node, String genesis, long work) {
    return """
    {"name":"x","protocol":%d,"node":"%s","genesis":"%s",
     "head":{"index":5,"hash":"%s","time":"2026-01-01T00:00:00.000Z","work":"%d"}}
    """
        .formatted(protocol, node, genesis, "ab".repeat(32), work);
  }

  /** How many requests began like this. */
  public long heard(String begin) {
    return requests.stream().filter(request -> request.startsWith(begin)).count();
  }

  public static void write(String json, OutputStream out) throws IOException {
    var body = json.getBytes(UTF_8);
    out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(UTF_8));
    out.write(body);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      while (true) {
        var request = request(socket.getInputStream());
        requests.add(request);
        answering.answer(request, socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (IOException | InterruptedException e) {
      // The caller has gone, or the test is over.
    }
  }

  private static String request(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The caller has gone");
      }
      head.write(next);
    }
    var text = head.toString(ISO_8859_1);
    var length =
        text.toLowerCase(Locale.ROOT).replaceFirst("(?s).*content-length: ([0-9]+).*", "$1");
    int body = length.matches("[0-9]+") ? Integer.parseInt(length) : 0;
    return text + new String(in.readNBytes(body), UTF_8);
  }

  int port() {
    return server.getLocalPort();
  }

  public PeerUrl url() {
    return PeerUrl.parse("127.0.0.1:" + port()).orElseThrow();
  }

  /** What was asked, each request whole. */
  List<String> requests() {
    return requests;
  }

  /** How many connections came about. */
  int connections() {
    return open.size();
  }

  /** Whether every connection has been ended by the caller. */
  boolean isLeft() {
    return open.stream().allMatch(Socket::isClosed);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : open) {
      socket.close();
    }
  }
}
