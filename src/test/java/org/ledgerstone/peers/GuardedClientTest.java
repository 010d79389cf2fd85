package org.ledgerstone.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.testing.Patience;

/** Against real sockets on this machine. */
class GuardedClientTest {

  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration TOTAL = Duration.ofMillis(2_500);
  private static final Duration PATIENT = Duration.ofSeconds(60);

  /** What may come to a limit, however busy the machine is: less than a peer's own silence. */
  private static final Duration MORE = Duration.ofSeconds(30);

  private static final int BYTES_MAX = 64 * 1024;

  private final List<String> looked = new CopyOnWriteArrayList<>();
  private final List<InetAddress> named = new CopyOnWriteArrayList<>();
  private final GuardedClient client = client(true, PeerTokens.none());
  private final GuardedClient hurried = client(true, PeerTokens.none(), CONNECT, TOTAL);
  private long began = System.nanoTime();

  private GuardedClient client(boolean privateAllowed, PeerTokens tokens) {
    return client(privateAllowed, tokens, PATIENT, PATIENT);
  }

  private GuardedClient client(
      boolean privateAllowed, PeerTokens tokens, Duration connect, Duration total) {
    var guard = new AddressGuard(privateAllowed);
    return new GuardedClient(guard, new Names(), tokens, connect, total);
  }

  @AfterEach
  void close() {
    client.close();
    hurried.close();
  }

  @Test
  void bringsAnAnswer() throws IOException {
    try (var peer = FakePeer.thatAnswers("{}")) {
      var reply = got(client.get(peer.url(), "/api/v1/ledger", BYTES_MAX));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("{}".getBytes(UTF_8));
      assertThat(reply.roundTrip()).isPositive().isLessThan(PATIENT);
      assertThat(peer.requests().getFirst())
          .startsWith("GET /api/v1/ledger HTTP/1.1\r\n")
          .doesNotContainIgnoringCase("accept-encoding", "upgrade", "authorization", "cookie");
    }
  }

  @Test
  void sendsJsonOverTheSameConnection() throws IOException {
    try (var peer = FakePeer.thatAnswers("{}")) {
      client.get(peer.url(), "/", BYTES_MAX);
      got(client.post(peer.url(), "/x", "{\"a\":1}".getBytes(UTF_8), BYTES_MAX));
      assertThat(peer.connections()).isEqualTo(1);
      assertThat(peer.requests().getLast())
          .startsWith("POST /x HTTP/1.1\r\n")
          .contains("application/json")
          .endsWith("\r\n\r\n{\"a\":1}");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirect(int status) throws IOException {
    try (var other = FakePeer.thatAnswers("{}");
        var peer =
            FakePeer.thatSays(
                "HTTP/1.1 "
                    + status
                    + " Elsewhere\r\nLocation: http://127.0.0.1:"
                    + other.port()
                    + "/\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(got(client.get(peer.url(), "/", BYTES_MAX)).status()).isEqualTo(status);
      assertThat(other.connections()).isZero();
    }
  }

  @Test
  void answersNoQuestionForCredentials() throws IOException {
    try (var peer =
        FakePeer.thatSays(
            "HTTP/1.1 401 Who\r\n"
                + "WWW-Authenticate: Basic realm=\"x\"\r\n"
                + "Content-Length: 0\r\n\r\n")) {
      assertThat(got(client.get(peer.url(), "/", BYTES_MAX)).status()).isEqualTo(401);
      assertThat(peer.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://169.254.169.254:80, link-local",
    "http://[::ffff:169.254.169.254]:80, link-local",
    "http://[fe80::1]:80, link-local",
    "http://0.0.0.0:80, of this network",
    "http://[::]:80, unspecified",
    "http://224.0.0.1:80, multicast",
    "http://[fd00:ec2::254]:80, metadata",
    "https://169.254.169.254:443, link-local"
  })
  void neverCallsForbiddenAddresses(String url, String why) {
    var failure = failed(client.get(PeerUrl.parse(url).orElseThrow(), "/", BYTES_MAX));
    assertThat(failure.kind()).isEqualTo(PeerFailure.Kind.FORBIDDEN_ADDRESS);
    assertThat(failure.detail()).contains(why);
    assertThat(looked).isEmpty();
  }

  @Test
  void callsThisMachineOnlyWhereThatIsAllowed() throws IOException {
    try (var peer = FakePeer.thatAnswers("{}");
        var beyond = client(false, PeerTokens.none())) {
      var failure = failed(beyond.get(peer.url(), "/", BYTES_MAX));
      assertThat(failure.kind()).isEqualTo(PeerFailure.Kind.FORBIDDEN_ADDRESS);
      assertThat(peer.connections()).isZero();
    }
  }

  @Test
  void isNotLedAstrayByAName() throws IOException {
    try (var peer = FakePeer.thatAnswers("{}")) {
      named.add(InetAddress.ofLiteral("169.254.169.254"));
      named.add(InetAddress.ofLiteral("fe80::1"));
      var failure = failed(client.get(byName(peer), "/", BYTES_MAX));
      assertThat(failure.kind()).isEqualTo(PeerFailure.Kind.FORBIDDEN_ADDRESS);
      assertThat(failure.detail()).contains("169.254.169.254", "link-local");
    }
  }

  @Test
  void connectsToTheAddressThatWasChecked() throws IOException {
    try (var peer = FakePeer.thatAnswers("{}")) {
      named.add(InetAddress.ofLiteral("169.254.169.254"));
      named.add(InetAddress.ofLiteral("127.0.0.1"));
      got(client.get(byName(peer), "/", BYTES_MAX));
      assertThat(looked).containsExactly("peer.example");
      assertThat(peer.connections()).isEqualTo(1);
      assertThat(peer.requests().getFirst()).contains("Host: peer.example:" + peer.port());
    }
  }

  @Test
  void saysThatANameIsNotKnown() throws IOException {
    try (var peer = FakePeer.thatAnswers("{}")) {
      var failure = failed(client.get(byName(peer), "/", BYTES_MAX));
      assertThat(failure.kind()).isEqualTo(PeerFailure.Kind.UNREACHABLE);
    }
  }

  private static PeerUrl byName(FakePeer peer) {
    return PeerUrl.parse("peer.example:" + peer.port()).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Transfer-Encoding: chunked\r\n", "Content-Length: 9000000000\r\n"})
  void leavesAnAnswerThatDoesNotEnd(String header) throws IOException {
    try (var peer =
        FakePeer.that(out -> {
          out.write(("HTTP/1.1 200 OK\r\n" + header + "\r\n").getBytes(ISO_8859_1));
          var chunk = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(ISO_8859_1);
          while (true) {
            out.write(chunk);
          }
        })) {
      var failure = failed(client.get(peer.url(), "/", BYTES_MAX));
      assertThat(failure.kind()).isEqualTo(PeerFailure.Kind.TOO_LONG);
      isLeft(peer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 ",
        ""
      })
  void leavesAnAnswerOfAByteAtATime(String begin) throws IOException {
    try (var peer =
        FakePeer.that(out -> {
          out.write(begin.getBytes(ISO_8859_1));
          while (true) {
            out.write(begin.isEmpty() ? '\n' : '2');
            out.flush();
            Thread.sleep(100);
          }
        })) {
      var failure = failed(hurried.get(peer.url(), "/", BYTES_MAX));
      assertThat(failure.kind()).isNotEqualTo(PeerFailure.Kind.FORBIDDEN_ADDRESS);
      assertThat(took()).isLessThan(TOTAL.plus(MORE));
      isLeft(peer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: y\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "xxxxxxxxxxxxxxxx"})
  void leavesHeadersThatDoNotEnd(String again) throws IOException {
    try (var peer =
        FakePeer.that(out -> {
          out.write(
              again.startsWith("HTTP") ? new byte[0] : "HTTP/1.1 200 OK\r\nA: ".getBytes(UTF_8));
          while (true) {
            out.write(again.getBytes(UTF_8));
          }
        })) {
      var failure = failed(hurried.get(peer.url(), "/", BYTES_MAX));
      assertThat(failure.kind()).isNotEqualTo(PeerFailure.Kind.FORBIDDEN_ADDRESS);
      assertThat(took()).isLessThan(TOTAL.plus(MORE));
      isLeft(peer);
    }
  }

  @Test
  void waitsForNoAnswerLongerThanItSays() throws IOException {
    try (var peer = FakePeer.that(out -> Thread.sleep(60_000))) {
      var failure = failed(hurried.get(peer.url(), "/", BYTES_MAX));
      assertThat(failure.kind()).isEqualTo(PeerFailure.Kind.TOO_SLOW);
      assertThat(took()).isBetween(TOTAL.minusMillis(100), TOTAL.plus(MORE));
    }
  }

  @Test
  void waitsForNoConnectionLongerThanItSays() throws IOException {
    var crowd = new ArrayList<Socket>();
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fill(server, crowd);
      began = System.nanoTime();
      var url = PeerUrl.parse("127.0.0.1:" + server.getLocalPort()).orElseThrow();
      var failure = failed(hurried.get(url, "/", BYTES_MAX));
      assertThat(failure.kind()).isEqualTo(PeerFailure.Kind.UNREACHABLE);
      assertThat(took()).isBetween(CONNECT.minusMillis(100), CONNECT.plus(MORE));
    } finally {
      for (var socket : crowd) {
        socket.close();
      }
    }
  }

  /** Nobody accepts there, so at some time the system takes no more. */
  private static void fill(ServerSocket server, List<Socket> crowd) throws IOException {
    for (int i = 0; i < 50; i++) {
      var socket = new Socket();
      crowd.add(socket);
      try {
        socket.connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()), 300);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
    throw new AssertionError("The system takes any number of connections");
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    var peer = FakePeer.thatAnswers("{}");
    peer.close();
    var failure = failed(client.get(peer.url(), "/", BYTES_MAX));
    assertThat(failure.kind()).isEqualTo(PeerFailure.Kind.UNREACHABLE);
  }

  @Test
  void takesNoPartOfAnAnswerForTheWhole() throws IOException {
    try (var peer =
        FakePeer.that(out -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}".getBytes(ISO_8859_1));
          out.close();
        })) {
      var failure = failed(client.get(peer.url(), "/", BYTES_MAX));
      assertThat(failure.kind()).isEqualTo(PeerFailure.Kind.UNREACHABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}",
        "HTTP/1.1 OK\r\n\r\n{}",
        "hello\r\n\r\n",
        "SSH-2.0-x\r\n"
      })
  void makesNothingOfWhatIsNotHttp(String response) throws IOException {
    try (var peer =
        FakePeer.that(out -> {
          out.write(response.getBytes(ISO_8859_1));
          out.close();
        })) {
      failed(client.get(peer.url(), "/", BYTES_MAX));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "deflate", "br"})
  void takesNoCompressedAnswer(String encoding) throws IOException {
    var bomb = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bomb)) {
      zip.write(new byte[10 << 20]);
    }
    try (var peer =
        FakePeer.that(out -> {
          out.write(
              ("HTTP/1.1 200 OK\r\nContent-Encoding: "
                      + encoding
                      + "\r\nContent-Length: "
                      + bomb.size()
                      + "\r\n\r\n")
                  .getBytes(ISO_8859_1));
          bomb.writeTo(out);
        })) {
      var failure = failed(client.get(peer.url(), "/", BYTES_MAX));
      assertThat(failure.kind()).isEqualTo(PeerFailure.Kind.NOT_UNDERSTOOD);
    }
  }

  @Test
  void aPeerThatHangsDelaysNoOther() throws IOException {
    try (var hanging = FakePeer.that(out -> Thread.sleep(60_000));
        var other = FakePeer.thatAnswers("{}")) {
      for (int i = 0; i < 20; i++) {
        Thread.ofVirtual().start(() -> client.get(hanging.url(), "/", BYTES_MAX));
      }
      got(client.get(other.url(), "/", BYTES_MAX));
      assertThat(took()).as("not when they are left").isLessThan(PATIENT);
    }
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static void isLeft(FakePeer peer) {
    Patience.until("the connection is ended", peer::isLeft);
  }

  private static GuardedClient.Reply got(PeerAnswer<GuardedClient.Reply> answer) {
    assertThat(answer).isInstanceOf(PeerAnswer.Got.class);
    return ((PeerAnswer.Got<GuardedClient.Reply>) answer).value();
  }

  private static PeerFailure failed(PeerAnswer<GuardedClient.Reply> answer) {
    assertThat(answer).isInstanceOf(PeerAnswer.Failed.class);
    return ((PeerAnswer.Failed<GuardedClient.Reply>) answer).failure();
  }

  /** Leads every name to the same addresses. */
  private final class Names implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      looked.add(host);
      if (named.isEmpty()) {
        throw new UnknownHostException(host);
      }
      return named.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
