package org.ledgerstone.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ledgerstone.Server;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TableContents;

/**
 * Sends requests to one node and says what is wrong with the answers: a refusal has its status and
 * code, comes within a second, tells nothing of the inside and leaves every row of every table as
 * it was.
 */
final class Oracle {

  /** The requirement itself; how long a test takes is looked at nowhere else. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** A machine may stand still for a second; one request that is slow is so every time. */
  private static final int TRIES = 3;

  /** The one status above 500 that tells of a request and not of the server. */
  private static final int UNKNOWN_METHOD = 501;

  private static final Pattern INSIDE =
      Pattern.compile(
          "(?i:exception|stack"
              + " ?trace|hibernate|tomcat|hikari|jackson|jdbc)|java\\.|jakarta\\.|org\\.|com\\.|\\tat"
              + " |SQL|<html");
  private static final Pattern ITEM_CODE =
      Pattern.compile("\"status\":\"refused\",\"code\":\"([A-Z_]+)\"");

  private final HttpNode node;
  private final Request requests;
  private final List<String> slow = new ArrayList<>();
  private int asked;
  private TableContents before;

  Oracle(HttpNode node) {
    this.node = node;
    this.requests = new Request(new Stock(node), node.uri("/").getAuthority());
    this.before = node.contents();
  }

  /** How many answers were waited for. */
  int asked() {
    return asked;
  }

  /** What was slow at least once, with how slow. */
  List<String> slow() {
    return slow;
  }

  /** What is wrong with the answer to a bad request; empty if nothing is. */
  Optional<String> refuses(Case bad) {
    var request = requests.of(bad);
    return answered(bad.toString(), request)
        .map(answer -> fault(bad, answer))
        .orElse(Optional.of("slow each time"))
        .or(() -> fault(request))
        .map(fault -> bad + ": " + fault);
  }

  private Server.Answer send(String request) {
    return Server.send(node.uri("/").getPort(), request);
  }

  /** Why a good request was not taken; empty if it was. The tables may be others afterwards. */
  Optional<String> takes(Case good) {
    var answer = send(requests.of(good));
    before = node.contents();
    boolean taken =
        good.name().startsWith(Case.TWIN)
            ? answer.status() < 300
            : answer.status() == good.answer().status();
    return taken ? Optional.empty() : Optional.of(good + ": not taken: " + shown(answer));
  }

  /** An answer that came in time; empty if each was late. */
  private Optional<Server.Answer> answered(String name, String request) {
    for (int left = TRIES; left > 0; left--) {
      asked++;
      long begin = System.nanoTime();
      var answer = send(request);
      var took = Duration.ofNanos(System.nanoTime() - begin);
      if (took.compareTo(LONGEST) <= 0) {
        return Optional.of(answer);
      }
      slow.add(name + " took " + took.toMillis() + " ms");
    }
    return Optional.empty();
  }

  private static Optional<String> fault(Case bad, Server.Answer answer) {
    var expected = bad.answer();
    if (answer.status() != expected.status()) {
      return Optional.of("expected " + expected + " but got " + shown(answer));
    }
    boolean hasBody = !bad.method().equals("HEAD");
    if (hasBody && !code(answer).equals(expected.code())) {
      return Optional.of("expected " + expected + " but got " + shown(answer));
    }
    if (!answer.body().contains(expected.says())) {
      return Optional.of("does not say \"" + expected.says() + "\": " + shown(answer));
    }
    return inside(answer);
  }

  private static String shown(Server.Answer answer) {
    return answer.status() + " " + answer.body();
  }

  private static String code(Server.Answer answer) {
    if (!answer.code().isEmpty()) {
      return answer.code();
    }
    var item = ITEM_CODE.matcher(answer.body());
    return item.find() ? item.group(1) : "-";
  }

  /** What an answer says that nobody outside should read; empty if nothing. */
  static Optional<String> inside(Server.Answer answer) {
    if (answer.status() >= 500 && answer.status() != UNKNOWN_METHOD) {
      return Optional.of("a fault of the server: " + shown(answer));
    }
    var found = INSIDE.matcher(answer.body());
    return found.find()
        ? Optional.of("tells of the inside \"" + found.group() + "\": " + shown(answer))
        : Optional.empty();
  }

  private Optional<String> fault(String request) {
    var after = node.contents();
    if (after.equals(before)) {
      return Optional.empty();
    }
    var changed =
        after.rows().keySet().stream()
            .filter(table -> !after.rows().get(table).equals(before.rows().get(table)))
            .toList();
    before = after;
    return Optional.of(
        "changed " + changed + ", sent " + request.substring(0, Math.min(500, request.length())));
  }
}
