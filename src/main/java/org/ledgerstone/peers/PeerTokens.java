package org.ledgerstone.peers;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ledgerstone.settings.StartRefused;
import org.springframework.core.env.Environment;

/**
 * The tokens that other nodes have given this one, each for exactly one URL: what their closed
 * reading is opened with. None is ever shown.
 */
final class PeerTokens {

  private static final String SETTING = "LEDGER_PEER_TOKENS";
  private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");

  /** What a server takes behind {@code Bearer}, and short enough for the headers that it takes. */
  private static final Pattern TOKEN = Pattern.compile("(?=.{1,4096}$)[A-Za-z0-9._~+/-]+=*");

  private final Map<PeerUrl, String> tokens;

  private PeerTokens(Map<PeerUrl, String> tokens) {
    this.tokens = Map.copyOf(tokens);
  }

  /** For nobody. */
  static PeerTokens none() {
    return new PeerTokens(Map.of());
  }

  /**
   * Reads the setting.
   *
   * @throws StartRefused as {@link #parse} does
   */
  static PeerTokens read(Environment environment) {
    return parse(Optional.ofNullable(environment.getProperty("ledger.peer-tokens")).orElse(""));
  }

  /**
   * Reads pairs of a URL and its token with one blank between, separated by commas or line ends.
   * What is empty, and lines that begin with {@code #}, are passed over.
   *
   * @throws StartRefused if something is no such pair, or a URL comes twice; it tells where, and
   *     nothing of what stands there
   */
  static PeerTokens parse(String text) {
    var tokens = new HashMap<PeerUrl, String>();
    var lines = LINE_END.split(text, -1);
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].strip().startsWith("#")) {
        add(lines[i].split(",", -1), lines.length == 1 ? "" : "line " + (i + 1) + ", ", tokens);
      }
    }
    return new PeerTokens(tokens);
  }

  private static void add(String[] pairs, String line, Map<PeerUrl, String> tokens) {
    for (int i = 0; i < pairs.length; i++) {
      if (!pairs[i].isBlank()) {
        add(pairs[i].strip(), line + "pair " + (i + 1), tokens);
      }
    }
  }

  private static void add(String pair, String where, Map<PeerUrl, String> tokens) {
    var parts = pair.split(" ", -1);
    var url = PeerUrl.parse(parts[0]);
    if (parts.length != 2 || url.isEmpty() || !TOKEN.matcher(parts[1]).matches()) {
      throw new StartRefused(
          SETTING
              + " is not understood in "
              + where
              + ". Write http://host:port or https://host:port, one blank, and the token that was"
              + " made there.");
    }
    if (tokens.put(url.get(), parts[1]) != null) {
      throw new StartRefused(SETTING + " names a node for the second time in " + where + ".");
    }
  }

  /** The token for calls to this node, if there is one. */
  Optional<String> of(PeerUrl peer) {
    return Optional.ofNullable(tokens.get(peer));
  }

  @Override
  public String toString() {
    return "PeerTokens";
  }
}
