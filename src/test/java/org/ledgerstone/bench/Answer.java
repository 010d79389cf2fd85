package org.ledgerstone.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads HTTP/1.1 answers (RFC 9112) from whatever pieces they arrive in, one after the other. Keeps
 * the status and the first bytes of the body, counts the rest.
 */
final class Answer {

  /** How much of a body is kept. */
  static final int KEPT_BYTES = 4096;

  private static final int HEAD_BYTES_MAX = 16 * 1024;

  private enum State {
    HEAD,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    DONE
  }

  private final byte[] line = new byte[HEAD_BYTES_MAX];
  private final byte[] kept = new byte[KEPT_BYTES];
  private State state = State.HEAD;
  private int lineLength;
  private int keptLength;
  private int status;
  private boolean closes;
  private boolean chunked;
  private long left;
  private long bodyBytes;

  /** Makes ready for the next answer. */
  void clear() {
    state = State.HEAD;
    lineLength = 0;
    keptLength = 0;
    status = 0;
    closes = false;
    chunked = false;
    left = 0;
    bodyBytes = 0;
  }

  /**
   * Takes in bytes, no more than belong to this answer.
   *
   * @return whether the answer is complete
   * @throws IllegalStateException if this is not HTTP
   */
  boolean take(ByteBuffer bytes) {
    while (state != State.DONE && bytes.hasRemaining()) {
      switch (state) {
        case BODY, CHUNK -> takeBody(bytes);
        default -> takeLineByte(bytes.get());
      }
    }
    return state == State.DONE;
  }

  private void takeBody(ByteBuffer bytes) {
    int count = (int) Math.min(left, bytes.remaining());
    int keep = Math.min(count, KEPT_BYTES - keptLength);
    bytes.get(kept, keptLength, keep);
    bytes.position(bytes.position() + count - keep);
    keptLength += keep;
    bodyBytes += count;
    left -= count;
    if (left == 0) {
      state = state == State.CHUNK ? State.CHUNK_END : State.DONE;
    }
  }

  private void takeLineByte(byte b) {
    if (b != '\n') {
      if (lineLength == HEAD_BYTES_MAX) {
        throw new IllegalStateException("a line of an answer's head is too long");
      }
      line[lineLength++] = b;
      return;
    }
    int end = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
    var text = new String(line, 0, end, StandardCharsets.ISO_8859_1);
    lineLength = 0;
    switch (state) {
      case HEAD -> takeHead(text);
      case CHUNK_SIZE -> takeChunkSize(text);
      case CHUNK_END -> state = State.CHUNK_SIZE;
      case TRAILER -> state = text.isEmpty() ? State.DONE : State.TRAILER;
      default -> throw new IllegalStateException();
    }
  }

  private void takeHead(String text) {
    if (status == 0) {
      if (!text.matches("HTTP/1\\.1 [1-5][0-9][0-9]( .*)?")) {
        throw new IllegalStateException("not an HTTP answer: " + text);
      }
      status = Integer.parseInt(text, 9, 12, 10);
    } else if (text.isEmpty()) {
      endHead();
    } else {
      takeField(text.toLowerCase(Locale.ROOT));
    }
  }

  private void takeField(String field) {
    int colon = field.indexOf(':');
    var value = field.substring(colon + 1).strip();
    switch (field.substring(0, Math.max(colon, 0))) {
      case "content-length" -> left = Long.parseLong(value);
      case "transfer-encoding" -> chunked = value.equals("chunked");
      case "connection" -> closes = value.equals("close");
      default -> {
        // Nothing that matters here.
      }
    }
  }

  private void endHead() {
    if (status < 200) {
      clear(); // an interim answer; the one that counts follows
    } else if (chunked) {
      state = State.CHUNK_SIZE;
    } else {
      state = left == 0 || status == 204 || status == 304 ? State.DONE : State.BODY;
    }
  }

  private void takeChunkSize(String text) {
    int end = text.indexOf(';');
    left = Long.parseLong((end < 0 ? text : text.substring(0, end)).strip(), 16);
    state = left == 0 ? State.TRAILER : State.CHUNK;
  }

  int status() {
    return status;
  }

  /** Whether the server closes the connection after this answer. */
  boolean closes() {
    return closes;
  }

  long bodyBytes() {
    return bodyBytes;
  }

  /** The first {@link #KEPT_BYTES} of the body. */
  String text() {
    return new String(kept, 0, keptLength, StandardCharsets.UTF_8);
  }

  /**
   * A text in the kept part of the body by its name.
   *
   * @throws IllegalStateException if there is none
   */
  String value(String name) {
    var text = text();
    var before = '"' + name + "\":\"";
    int at = text.indexOf(before);
    int end = text.indexOf('"', at + before.length());
    if (at < 0 || end < 0) {
      throw new IllegalStateException("No " + name + " in " + text);
    }
    return text.substring(at + before.length(), end);
  }

  /** A whole number in the kept part of the body by its name, or −1. */
  long number(String name) {
    var text = text();
    int at = text.indexOf('"' + name + "\":");
    if (at < 0) {
      return -1;
    }
    at += name.length() + 3;
    int end = at;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end == at || end == text.length() ? -1 : Long.parseLong(text, at, end, 10);
  }
}
