package org.ledgerstone.peers;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one client for everything that is sent to addresses which others have named. It follows no
 * redirect, keeps no cookie, uses no proxy, takes no compressed answer, and ends each call after a
 * set time and each answer after a set number of bytes. Of credentials it sends a node the token
 * that the owner has named for just its URL, and nothing else.
 */
final class GuardedClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedClient.class);
  private static final int HEADERS_MAX = 100;
  private static final int HEADER_LENGTH_MAX = 8 * 1024;
  private static final int CONNECTIONS_A_PEER = 8;
  private static final int CONNECTIONS_MAX = CONNECTIONS_A_PEER * Peers.COUNT_MAX;

  /** Shorter than a node keeps an idle connection open, so that it is not met just closing. */
  private static final TimeValue IDLE_MAX = TimeValue.ofSeconds(5);

  private static final TimeValue CHECKED_AFTER = TimeValue.ofSeconds(1);

  private final PeerTokens tokens;
  private final Duration connect;
  private final Duration total;
  private final CloseableHttpClient client;
  private volatile boolean closed;

  /**
   * A client.
   *
   * @param names looks names up
   * @param tokens what goes along with calls to the nodes that they are for
   * @param connect how long a connection may take to come about
   * @param total how long a whole call may take
   */
  GuardedClient(
      AddressGuard guard, DnsResolver names, PeerTokens tokens, Duration connect, Duration total) {
    this.tokens = tokens;
    this.connect = connect;
    this.total = total;
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections(new GuardedNames(names, guard)))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.of(total))
                    .setResponseTimeout(Timeout.of(total))
                    .setDefaultKeepAlive(IDLE_MAX.getDuration(), IDLE_MAX.getTimeUnit())
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .setUserAgent("Ledgerstone")
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableAutomaticRetries()
            .disableContentCompression()
            .evictIdleConnections(IDLE_MAX)
            .build();
  }

  private HttpClientConnectionManager connections(DnsResolver names) {
    var http = Http1Config.custom();
    http.setMaxHeaderCount(HEADERS_MAX).setMaxLineLength(HEADER_LENGTH_MAX);
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(names)
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(http.build()).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(connect))
                .setSocketTimeout(Timeout.of(total))
                .setValidateAfterInactivity(CHECKED_AFTER)
                .build())
        .setMaxConnPerRoute(CONNECTIONS_A_PEER)
        .setMaxConnTotal(CONNECTIONS_MAX)
        .build();
  }

  /** An answer that came whole. */
  static final class Reply {

    private final int status;
    private final String type;
    private final byte[] body;
    private final Duration roundTrip;
    private final boolean hadToken;

    private Reply(int status, String type, byte[] body, Duration roundTrip, boolean hadToken) {
      this.status = status;
      this.type = type;
      this.body = body;
      this.roundTrip = roundTrip;
      this.hadToken = hadToken;
    }

    int status() {
      return status;
    }

    /** What the body says it is; empty if it does not. */
    String type() {
      return type;
    }

    /** Not to be changed. */
    byte[] body() {
      return body;
    }

    /** From the beginning of the call to the last byte. */
    Duration roundTrip() {
      return roundTrip;
    }

    /** Whether the call carried a token. */
    boolean hadToken() {
      return hadToken;
    }
  }

  /** Asks for a path, and for no more than so many bytes. */
  PeerAnswer<Reply> get(PeerUrl peer, String path, int bytesMax) {
    return call(peer, new HttpGet(peer.at(path)), bytesMax);
  }

  /** Posts JSON. */
  PeerAnswer<Reply> post(PeerUrl peer, String path, byte[] json, int bytesMax) {
    return post(peer, path, new ByteArrayEntity(json, ContentType.APPLICATION_JSON), bytesMax);
  }

  /** Posts plain text. */
  PeerAnswer<Reply> postText(PeerUrl peer, String path, String text, int bytesMax) {
    var type = ContentType.create("text/plain", StandardCharsets.UTF_8);
    return post(peer, path, new StringEntity(text, type), bytesMax);
  }

  private PeerAnswer<Reply> post(PeerUrl peer, String path, HttpEntity body, int bytesMax) {
    var request = new HttpPost(peer.at(path));
    request.setEntity(body);
    return call(peer, request, bytesMax);
  }

  /** In a thread of its own, for whatever hangs there must not hang here. */
  private PeerAnswer<Reply> call(PeerUrl peer, HttpUriRequestBase request, int bytesMax) {
    tokens
        .of(peer)
        .ifPresent(token -> request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token));
    var exchange = new FutureTask<>(() -> exchange(request, bytesMax));
    Thread.ofVirtual().name("peer-call").start(exchange);
    try {
      return new PeerAnswer.Got<>(exchange.get(total.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      request.cancel();
      return failed(PeerFailure.Kind.TOO_SLOW, "No whole answer within " + millis(total) + ".");
    } catch (ExecutionException e) {
      return new PeerAnswer.Failed<>(failure(Objects.requireNonNull(e.getCause())));
    } catch (InterruptedException e) {
      request.cancel();
      Thread.currentThread().interrupt();
      return failed(PeerFailure.Kind.UNREACHABLE, "The call was given up.");
    }
  }

  private Reply exchange(HttpUriRequestBase request, int bytesMax) throws IOException {
    long began = System.nanoTime();
    return client.execute(
        request,
        response -> {
          var body = BoundedBody.read(request, response, bytesMax);
          var type = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
          return new Reply(
              response.getCode(),
              type == null ? "" : type.getValue(),
              body,
              Duration.ofNanos(System.nanoTime() - began),
              request.containsHeader(HttpHeaders.AUTHORIZATION));
        });
  }

  /** What happened, in words of this node. */
  private PeerFailure failure(Throwable thrown) {
    return switch (thrown) {
      case BoundedBody.UnusableException unusable -> unusable.failure();
      case GuardedNames.ForbiddenAddressException forbidden ->
          new PeerFailure(
              PeerFailure.Kind.FORBIDDEN_ADDRESS, "Not called: " + forbidden.getMessage() + ".");
      case ConnectTimeoutException e ->
          new PeerFailure(
              PeerFailure.Kind.UNREACHABLE, "No connection within " + millis(connect) + ".");
      case SocketTimeoutException e ->
          new PeerFailure(
              PeerFailure.Kind.TOO_SLOW, "No whole answer within " + millis(total) + ".");
      case MessageConstraintException e ->
          new PeerFailure(PeerFailure.Kind.TOO_LONG, "The answer's headers do not end.");
      case ClientProtocolException e ->
          new PeerFailure(PeerFailure.Kind.NOT_UNDERSTOOD, "The answer is not one of HTTP/1.1.");
      case UnknownHostException e ->
          new PeerFailure(PeerFailure.Kind.UNREACHABLE, "The name is not known.");
      case IOException e ->
          new PeerFailure(PeerFailure.Kind.UNREACHABLE, "No connection, or it broke off.");
      case Error error -> throw error;
      case IllegalStateException e when closed ->
          new PeerFailure(PeerFailure.Kind.UNREACHABLE, "This node is stopping.");
      default -> {
        LOG.warn("A call to a peer failed in an unforeseen way", thrown);
        yield new PeerFailure(PeerFailure.Kind.NOT_UNDERSTOOD, "The answer cannot be read.");
      }
    };
  }

  private static <T> PeerAnswer<T> failed(PeerFailure.Kind kind, String detail) {
    return new PeerAnswer.Failed<>(new PeerFailure(kind, detail));
  }

  private static String millis(Duration time) {
    return time.toMillis() + " ms";
  }

  /** Ends all calls. Those that are made later fail. */
  @Override
  public void close() {
    closed = true;
    client.close(CloseMode.IMMEDIATE);
  }
}
