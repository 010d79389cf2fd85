package org.ledgerstone.ethereum;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.ethereum.NodeAnswer.Away;
import org.ledgerstone.ethereum.NodeAnswer.Got;
import org.ledgerstone.ethereum.NodeAnswer.Refused;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.exceptions.ClientConnectionException;
import org.web3j.protocol.http.HttpService;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Single calls over web3j's HTTP transport: with an end in time, so many bytes and no more, no
 * redirect, nothing logged. Throws nothing. Thread-safe.
 */
final class JsonRpc {

  /** The longest message of a node that is kept. */
  static final int MESSAGE_LENGTH_MAX = 200;

  /** The largest answer that is read. */
  static final int BYTES_MAX = 4 << 20;

  /** The longest data of an error that are kept. */
  private static final int DATA_LENGTH_MAX = 10_000;

  private final NodeAddress address;
  private final HttpService service;
  private final AtomicLong connections = new AtomicLong();

  /** An answer with its result as it stands: null is one, and absent is none. */
  static final class Answered extends Response<JsonNode> {}

  /**
   * Calls to this address.
   *
   * @param connectMax how long a connection may take to come about
   * @param answerMax how long a whole call may take
   */
  JsonRpc(NodeAddress address, Duration connectMax, Duration answerMax) {
    this.address = address;
    var client =
        new OkHttpClient.Builder()
            .connectTimeout(connectMax)
            .readTimeout(answerMax)
            .writeTimeout(answerMax)
            .callTimeout(answerMax)
            .followRedirects(false)
            .followSslRedirects(false)
            .addInterceptor(JsonRpc::bounded)
            .eventListener(new CountingConnections())
            .build();
    this.service = new HttpService(address.url(), client);
  }

  private final class CountingConnections extends EventListener {
    @Override
    public void connectEnd(
        Call call, InetSocketAddress to, Proxy proxy, @Nullable Protocol protocol) {
      connections.incrementAndGet();
    }
  }

  private static okhttp3.Response bounded(Interceptor.Chain chain) throws IOException {
    var response = chain.proceed(chain.request());
    var body = response.body();
    if (body != null && body.source().request(BYTES_MAX + 1L)) {
      response.close();
      throw new TooLarge();
    }
    return response;
  }

  private static final class TooLarge extends IOException {}

  /** How many connections there have been. */
  long connections() {
    return connections.get();
  }

  /**
   * Makes one call.
   *
   * @param reading makes a value of the result, which may be JSON's null; throws {@link
   *     NotUnderstood} if it is none
   */
  <T> NodeAnswer<T> ask(String method, List<Object> parameters, Function<JsonNode, T> reading) {
    var request = new Request<>(method, parameters, service, Answered.class);
    try {
      return read(request.getId(), request.send(), reading);
    } catch (NotUnderstood e) {
      return garbage(method, e.getMessage());
    } catch (JacksonException e) {
      return garbage(method, "JSON-RPC");
    } catch (ClientConnectionException e) {
      return new Away<>("The node answers with the HTTP status " + e.getCode() + ".");
    } catch (IOException e) {
      return new Away<>(words(e));
    }
  }

  private <T> NodeAnswer<T> read(
      long id, @Nullable Answered answered, Function<JsonNode, T> reading) {
    if (answered == null || answered.getId() != id) {
      throw new NotUnderstood("an answer to this call");
    }
    if (answered.hasError()) {
      var error = answered.getError();
      return new Refused<>(error.getCode(), cleaned(error.getMessage()), data(error.getData()));
    }
    JsonNode result = answered.getResult();
    if (result == null) {
      throw new NotUnderstood("a result or an error");
    }
    return new Got<>(reading.apply(result));
  }

  private static <T> NodeAnswer<T> garbage(String method, @Nullable String expected) {
    return new Away<>(
        "The node does not answer " + method + " as one does: " + expected + " is expected.");
  }

  private static String words(IOException e) {
    return switch (e) {
      case TooLarge _ -> "The node answers with more than " + BYTES_MAX + " bytes.";
      case InterruptedIOException _ -> "The node does not answer in time.";
      case ConnectException _ -> "The node cannot be reached.";
      case UnknownHostException _ -> "The node's host is not known.";
      case SSLException _ -> "There is no secure connection to the node.";
      default -> "The connection to the node broke off.";
    };
  }

  /** A text of the node's without what cannot be stored or shown, or must not. */
  String cleaned(@Nullable String text) {
    if (text == null) {
      return "";
    }
    var clean = address.hideIn(text.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ").strip());
    if (clean.length() <= MESSAGE_LENGTH_MAX) {
      return clean;
    }
    int end = MESSAGE_LENGTH_MAX - 1;
    return clean.substring(0, Character.isHighSurrogate(clean.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }

  /** web3j leaves the quotation marks of JSON around them. */
  private static Optional<String> data(@Nullable String json) {
    return Optional.ofNullable(json)
        .filter(text -> text.length() <= DATA_LENGTH_MAX && text.matches("\"0x[0-9a-fA-F]*\""))
        .map(text -> text.substring(1, text.length() - 1));
  }
}
