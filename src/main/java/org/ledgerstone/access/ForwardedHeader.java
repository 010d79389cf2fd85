package org.ledgerstone.access;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.ledgerstone.web.ProblemAnswer;

/**
 * Puts what a trusted proxy says in the header {@code Forwarded} into the older ones, which
 * Tomcat's RemoteIpValve reads after it, and the host that was called into {@code Host}. A proxy
 * that writes the one and lets a client's other one pass would have the client choose who it is:
 * where the two differ, the request is refused.
 */
final class ForwardedHeader extends ValveBase {

  static final String CLIENT = "X-Forwarded-For";
  static final String SCHEME = "X-Forwarded-Proto";
  static final String HOST = "X-Forwarded-Host";
  static final String PORT = "X-Forwarded-Port";

  private static final String STANDARD = "Forwarded";
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9.:_\\[\\]-]{1,300}");

  /** Stands for whom a proxy does not name by an address. */
  private static final String NOBODY = "0.0.0.0";

  private final TrustedProxies proxies;

  ForwardedHeader(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (ClientNetwork.address(request.getRemoteAddr()).filter(proxies::contains).isPresent()
        && !isUnderstood(request)) {
      var refused = AccessRefusal.FORWARDED_CONTRADICTORY.problem();
      ProblemAnswer.write(refused, request.getRequest(), response.getResponse());
      return;
    }
    getNext().invoke(request, response);
  }

  private boolean isUnderstood(Request request) {
    var standard = values(request, STANDARD).collect(Collectors.joining(","));
    if (!standard.isEmpty()) {
      var elements = ForwardedElement.parse(standard);
      if (elements.isEmpty() || !agrees(request, elements.get())) {
        return false;
      }
      translate(elements.get(), request);
    }
    values(request, HOST)
        .reduce((first, last) -> last)
        .filter(host -> HOST_NAME.matcher(host).matches())
        .ifPresent(host -> set(request, "Host", host));
    return true;
  }

  private boolean agrees(Request request, List<ForwardedElement> elements) {
    var clients =
        values(request, CLIENT)
            .flatMap(value -> Stream.of(value.split(",")))
            .map(String::strip)
            .toList();
    return clients.isEmpty()
        || address(nearest(clients.stream().map(Optional::of).toList()))
            .equals(address(nearest(elements.stream().map(ForwardedElement::client).toList())));
  }

  private void translate(List<ForwardedElement> elements, Request request) {
    set(
        request,
        CLIENT,
        elements.stream()
            .map(element -> address(element.client()))
            .collect(Collectors.joining(", ")));
    int last = elements.size() - 1;
    while (last > 0 && isProxy(elements.get(last).client())) {
      last--;
    }
    elements.get(last).scheme().ifPresent(scheme -> set(request, SCHEME, scheme));
    elements.get(last).host().ifPresent(host -> set(request, HOST, host));
  }

  /** Whom the nearest proxy was called by that was called by no other of ours. */
  private Optional<String> nearest(List<Optional<String>> clients) {
    int last = clients.size() - 1;
    while (last > 0 && isProxy(clients.get(last))) {
      last--;
    }
    return clients.get(last);
  }

  private boolean isProxy(Optional<String> client) {
    return client.flatMap(ClientNetwork::address).filter(proxies::contains).isPresent();
  }

  private static String address(Optional<String> client) {
    return client.flatMap(ClientNetwork::address).map(InetAddress::getHostAddress).orElse(NOBODY);
  }

  private static Stream<String> values(Request request, String name) {
    return Collections.list(request.getHeaders(name)).stream();
  }

  private static void set(Request request, String name, String value) {
    request.getCoyoteRequest().getMimeHeaders().setValue(name).setString(value);
  }
}
