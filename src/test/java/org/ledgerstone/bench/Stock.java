package org.ledgerstone.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Transfer;

/**
 * Requests made before the clock runs: one file a connection, in it one after the other the length
 * of a request's items, how many they are, and the items' bytes. A length of 0 ends the file.
 */
final class Stock {

  private static final int BUFFER_BYTES = 1 << 20;

  private Stock() {}

  /** The file of a connection. */
  static Path file(Path directory, int connection) {
    return directory.resolve("requests-" + connection);
  }

  /**
   * Signed transfers.
   *
   * @param nonces the next nonce of every account; left as it is
   * @param perConnection how many transfers each connection gets
   * @param batch how many go into a request
   * @param separator what stands between two of a request
   */
  record Transfers(
      Wallets wallets,
      Rules rules,
      int[] nonces,
      Traffic traffic,
      long seed,
      int connections,
      int perConnection,
      int batch,
      char separator) {

    /** Writes them, and returns when they are on the disk and no longer compete for it. */
    void write(Path directory) {
      int[] next = nonces.clone(); // connections share no sender, so they may share this
      IntStream.range(0, connections)
          .parallel()
          .forEach(connection -> write(file(directory, connection), connection, next));
    }

    private void write(Path file, int connection, int[] next) {
      var payments = traffic.payments(wallets.count(), connection, connections, seed);
      var items = new StringBuilder(batch * 320);
      try (var stream = new FileOutputStream(file.toFile());
          var out = new DataOutputStream(new BufferedOutputStream(stream, BUFFER_BYTES))) {
        for (int left = perConnection; left > 0; left -= batch) {
          int count = Math.min(batch, left);
          items.setLength(0);
          append(items, payments, next, count);
          frame(out, items, count);
        }
        end(out);
        stream.getFD().sync();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The items of a first request of the first connection. */
    CharSequence items(int count) {
      var payments = traffic.payments(wallets.count(), 0, connections, seed);
      int[] next = nonces.clone();
      var items = new StringBuilder(count * 320);
      append(items, payments, next, count);
      return items;
    }

    private void append(StringBuilder items, Traffic.Payments payments, int[] next, int count) {
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          items.append(separator);
        }
        payments.next();
        append(items, payments, next[payments.sender()]++);
      }
    }

    private void append(StringBuilder items, Traffic.Payments payment, int nonce) {
      int sender = payment.sender();
      int receiver = payment.receiver();
      var transfer =
          new Transfer(
              rules.ledger(),
              rules.nativeAsset(),
              wallets.address(sender),
              wallets.address(receiver),
              Amount.of(payment.amount()),
              OptionalLong.of(nonce),
              0,
              "");
      var signature = wallets.sign(sender, rules.typedData().digest(transfer));
      items.append("{\"kind\":\"transfer\",\"from\":\"").append(wallets.shown(sender));
      items.append("\",\"to\":\"").append(wallets.shown(receiver));
      items.append("\",\"amount\":\"").append(payment.amount());
      items.append("\",\"nonce\":").append(nonce);
      items.append(",\"signature\":\"").append(signature).append("\"}");
    }

    /** Counts what the connections have sent of this into the nonces. */
    void count(long[] sentPerConnection) {
      for (int connection = 0; connection < connections; connection++) {
        var payments = traffic.payments(wallets.count(), connection, connections, seed);
        for (long i = 0; i < sentPerConnection[connection]; i++) {
          payments.next();
          nonces[payments.sender()]++;
        }
      }
    }
  }

  /** Paths to read, in the same form: each connection its own. */
  static void writePaths(Path directory, int connections, PathsOf paths) {
    for (int connection = 0; connection < connections; connection++) {
      try (var out =
          new DataOutputStream(
              new BufferedOutputStream(
                  Files.newOutputStream(file(directory, connection)), BUFFER_BYTES))) {
        for (var path : paths.of(connection)) {
          frame(out, path, 1);
        }
        end(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What a connection is to read. */
  interface PathsOf {
    Iterable<String> of(int connection);
  }

  private static void frame(DataOutputStream out, CharSequence items, int count)
      throws IOException {
    var bytes = items.toString().getBytes(StandardCharsets.ISO_8859_1);
    out.writeInt(bytes.length);
    out.writeInt(count);
    out.write(bytes);
  }

  private static void end(DataOutputStream out) throws IOException {
    out.writeInt(0);
    out.writeInt(0);
  }
}
