package org.ledgerstone.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** A chain on its way from one service to another in a file. */
final class ChainFile {

  private ChainFile() {}

  /** Has the service on this port export its chain from this block on. */
  static void write(int port, long from, Path file) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var call = HttpRequest.newBuilder(uri(port, "export?from=" + from)).build();
      demand(http.send(call, BodyHandlers.ofFile(file)), () -> "no export from " + from);
    }
  }

  /** Has the service on this port import the file; the time that takes, in nanoseconds. */
  static long read(int port, Path file) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var call =
          HttpRequest.newBuilder(uri(port, "import"))
              .header("Content-Type", "application/gzip")
              .POST(BodyPublishers.ofFile(file))
              .build();
      long began = System.nanoTime();
      var answer = http.send(call, BodyHandlers.ofString());
      long took = System.nanoTime() - began;
      demand(answer, answer::body);
      Files.delete(file);
      return took;
    }
  }

  private static URI uri(int port, String call) {
    return URI.create("http://127.0.0.1:" + port + "/api/v1/" + call);
  }

  /** Says what went wrong. */
  private interface Words {
    String say();
  }

  private static void demand(HttpResponse<?> answer, Words words) throws IOException {
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + " " + words.say());
    }
  }
}
