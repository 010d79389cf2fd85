package org.ledgerstone.protocol;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text for machines with lines of signatures below it, as C2SP {@code signed-note} (version 1)
 * has it. A signature counts only once a {@link NoteKey} that is known has checked it.
 *
 * @param text ends with a line feed
 * @param signatures one line each, in order
 */
public record SignedNote(String text, List<Line> signatures) {

  /** More than this nobody reads. */
  public static final int BYTES_MAX = 64 * 1024;

  private static final int LINES_MAX = 100;
  private static final String DASH = "\u2014 ";
  private static final Pattern LINE = Pattern.compile(DASH + "([^\\s+]+) ([A-Za-z0-9+/]+=*)");

  /**
   * A line of a signature.
   *
   * @param name of the key
   * @param blob base64 of the key's id, 4 bytes, and the signature
   */
  public record Line(String name, String blob) {

    static final int ID_BYTES = 4;

    /** The bytes, the key's id first. */
    byte[] bytes() {
      return Base64.getDecoder().decode(blob);
    }
  }

  /** Keeps its own copy. */
  public SignedNote {
    signatures = List.copyOf(signatures);
  }

  /** Whether a text can be signed: lines of printing characters, the last one ended. */
  public static boolean isText(String text) {
    return text.endsWith("\n")
        && TextKind.hasBytes(text)
        && text.chars().allMatch(c -> c >= 0x20 || c == '\n');
  }

  /** Whether a key can have this name: no space of any kind and no plus. */
  public static boolean isName(String name) {
    return !name.isEmpty()
        && TextKind.hasBytes(name)
        && name.codePoints()
            .noneMatch(c -> c == '+' || c < 0x20 || Character.isSpaceChar(c) || c == 0x85);
  }

  /** The note with one more signature at the end. */
  public SignedNote and(Line line) {
    return new SignedNote(text, Stream.concat(signatures.stream(), Stream.of(line)).toList());
  }

  /** The whole note. */
  public String format() {
    var note = new StringBuilder(text).append('\n');
    for (var line : signatures) {
      note.append(DASH).append(line.name()).append(' ').append(line.blob()).append('\n');
    }
    return note.toString();
  }

  /** Reads a note; empty if it is malformed or too long. What comes back has this form. */
  public static Optional<SignedNote> parse(String note) {
    int split = note.lastIndexOf("\n\n");
    boolean hasBoth = split >= 0 && split + 2 < note.length();
    if (!hasBoth || !isText(note) || TextKind.bytes(note) > BYTES_MAX) {
      return Optional.empty();
    }
    var lines = new ArrayList<Line>();
    for (var line : note.substring(split + 2, note.length() - 1).split("\n", -1)) {
      var parts = LINE.matcher(line);
      if (lines.size() == LINES_MAX || !parts.matches() || !isBlob(parts.group(2))) {
        return Optional.empty();
      }
      lines.add(new Line(parts.group(1), parts.group(2)));
    }
    return lines.stream().allMatch(line -> isName(line.name()))
        ? Optional.of(new SignedNote(note.substring(0, split + 1), lines))
        : Optional.empty();
  }

  private static boolean isBlob(String text) {
    try {
      var bytes = Base64.getDecoder().decode(text);
      return bytes.length > Line.ID_BYTES && Base64.getEncoder().encodeToString(bytes).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
