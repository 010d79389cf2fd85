package org.ledgerstone.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How the items of a stock become a request. */
enum Form {
  /** One transfer. */
  SINGLE("/api/v1/transactions", "application/json", "", "", '\n', 201),
  /** Many, as one JSON document. */
  JSON("/api/v1/transactions/batch", "application/json", "{\"transactions\":[", "]}", ',', 200),
  /** Many, one a line. */
  NDJSON("/api/v1/transactions/batch", "application/x-ndjson", "", "\n", '\n', 200),
  /** The item is a path to read. */
  GET("", "", "", "", '\n', 200);

  private final String path;
  private final String contentType;
  private final byte[] before;
  private final byte[] after;
  private final char separator;
  private final int success;

  Form(String path, String contentType, String before, String after, char separator, int success) {
    this.path = path;
    this.contentType = contentType;
    this.before = before.getBytes(StandardCharsets.ISO_8859_1);
    this.after = after.getBytes(StandardCharsets.ISO_8859_1);
    this.separator = separator;
    this.success = success;
  }

  char separator() {
    return separator;
  }

  String path() {
    return path;
  }

  /** The status that says that all went well. */
  int success() {
    return success;
  }

  boolean isBatch() {
    return this == JSON || this == NDJSON;
  }

  boolean writes() {
    return this != GET;
  }

  /** What goes before so many bytes of items. */
  void putHead(ByteBuffer out, String host, int itemBytes) {
    if (this == GET) {
      out.put("GET ".getBytes(StandardCharsets.ISO_8859_1));
      return;
    }
    var head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nContent-Type: "
            + contentType
            + "\r\nContent-Length: "
            + (before.length + itemBytes + after.length)
            + "\r\n\r\n";
    out.put(head.getBytes(StandardCharsets.ISO_8859_1)).put(before);
  }

  /** What goes after the items. */
  void putTail(ByteBuffer out, String host) {
    if (this == GET) {
      out.put((" HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    } else {
      out.put(after);
    }
  }
}
