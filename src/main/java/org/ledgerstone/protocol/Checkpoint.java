package org.ledgerstone.protocol;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a log says of itself at one size: the text of a C2SP {@code tlog-checkpoint} (version 1).
 * The tree is the one over the hashes of a ledger's first blocks, so its root is what block size +
 * 1 names as its history.
 *
 * @param origin which log it is
 * @param size how many leaves the tree has
 * @param root of the tree (RFC 6962)
 * @param extensions further lines, none of them empty
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {

  private static final int LINES_MIN = 3;

  /** Keeps its own copy. */
  public Checkpoint {
    extensions = List.copyOf(extensions);
  }

  /** Which log a ledger is, on all of its nodes. */
  public static String originOf(Hash ledger) {
    return "ledgerstone/" + ledger;
  }

  /** The text that is signed. */
  public String text() {
    var base64 = Base64.getEncoder().encodeToString(root.bytes());
    var text = new StringBuilder(origin).append('\n').append(size).append('\n').append(base64);
    extensions.forEach(line -> text.append('\n').append(line));
    return text.append('\n').toString();
  }

  /** Reads exactly what {@link #text} writes; empty for anything else. */
  public static Optional<Checkpoint> parse(String text) {
    var lines = text.split("\n", -1);
    if (!SignedNote.isText(text)
        || lines.length <= LINES_MIN
        || lines[0].isEmpty()
        || !lines[1].matches("0|[1-9][0-9]{0,15}")) {
      return Optional.empty();
    }
    var extensions = List.of(lines).subList(LINES_MIN, lines.length - 1);
    return root(lines[2])
        .map(root -> new Checkpoint(lines[0], Long.parseLong(lines[1]), root, extensions))
        .filter(one -> extensions.stream().noneMatch(String::isEmpty) && one.text().equals(text));
  }

  private static Optional<Hash> root(String base64) {
    try {
      var bytes = Base64.getDecoder().decode(base64);
      return bytes.length == Hash.LENGTH ? Optional.of(Hash.wrap(bytes)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
