package org.ledgerstone.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ledgerstone.Server;
import org.ledgerstone.Server.Answer;

/** A person at a browser: keeps cookies, and sends forms with the CSRF token of the login page. */
final class Visitor {

  static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  static final String HTML = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";

  private static final Pattern COOKIE = Pattern.compile("(ledgerstone_[a-z]+)=([^;,]*)");
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final Server server;
  private final Map<String, String> cookies = new TreeMap<>();
  private String formToken = "";

  Visitor(Server server) {
    this.server = server;
  }

  /** One who has logged in with this header line of a token. */
  static Visitor loggedIn(Server server, String bearer) {
    var visitor = new Visitor(server);
    var answer = visitor.logIn(bearer.replaceFirst(".*Bearer ", ""), "/");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(303);
    assertThat(visitor.cookies).containsKey(SessionCookie.NAME);
    return visitor;
  }

  Answer logIn(String token, String to) {
    return submit("/login", "token", token, "to", to);
  }

  /** Opens the login page for its token and sends a form with it, names and values in turn. */
  Answer submit(String path, String... fields) {
    openForm();
    return send(path, fields);
  }

  /** Sends a form with the token that is known, names and values in turn. */
  Answer send(String path, String... fields) {
    return keep(server.post(path, form(fields), headers(FORM)));
  }

  private String form(String... fields) {
    var pairs = new ArrayList<String>();
    pairs.add("_csrf=" + encode(formToken));
    for (int i = 0; i < fields.length; i += 2) {
      pairs.add(encode(fields[i]) + "=" + encode(fields[i + 1]));
    }
    return String.join("&", pairs);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /** Finds the token that forms carry. */
  void openForm() {
    var page = get("/login");
    var found = TOKEN.matcher(page.body());
    formToken = found.find() ? found.group(1) : "";
  }

  Answer get(String path, String... more) {
    return ask("GET", path, more);
  }

  /** Asks with the cookies and these header lines, accepting pages unless one says otherwise. */
  Answer ask(String method, String path, String... more) {
    return keep(server.ask(method, path, "", headers(more)));
  }

  /** The header lines of a browser. */
  String[] headers(String... more) {
    var all = new ArrayList<>(List.of(more));
    if (all.stream().noneMatch(line -> line.startsWith("Accept:"))) {
      all.add(HTML);
    }
    if (!cookies.isEmpty()) {
      all.add("Cookie: " + cookieLine());
    }
    return all.toArray(String[]::new);
  }

  private String cookieLine() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  private Answer keep(Answer answer) {
    var set = COOKIE.matcher(answer.header("Set-Cookie"));
    while (set.find()) {
      if (set.group(2).isEmpty()) {
        cookies.remove(set.group(1));
      } else {
        cookies.put(set.group(1), set.group(2));
      }
    }
    return answer;
  }

  String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  void setCookie(String name, String value) {
    cookies.put(name, value);
  }

  void setFormToken(String token) {
    formToken = token;
  }

  String formToken() {
    return formToken;
  }
}
