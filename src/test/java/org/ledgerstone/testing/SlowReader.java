package org.ledgerstone.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;

/**
 * A client that takes its time over a long answer, and has little room for what it has not read.
 */
public final class SlowReader implements AutoCloseable {

  private static final int BUFFER = 8 * 1024;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final String END = "\r\n0\r\n\r\n";

  private final Socket socket = new Socket();
  private final InputStream in;
  private String tail = "";
  private long received;

  /** Asks. */
  public SlowReader(URI uri) throws IOException {
    socket.setReceiveBufferSize(BUFFER);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
    var request =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(uri.getPath());
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    in = socket.getInputStream();
  }

  /** Reads where the answer begins, after which it is on its way. */
  public void begin() throws IOException {
    var begun = new String(in.readNBytes(BUFFER), ISO_8859_1);
    assertThat(begun).startsWith("HTTP/1.1 200").containsIgnoringCase("transfer-encoding: chunked");
    received += begun.length();
  }

  /** Reads all that is left; whether the answer came to its end. */
  public boolean rest() throws IOException {
    var buffer = new byte[BUFFER];
    try {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        received += got;
        tail += new String(buffer, 0, got, ISO_8859_1);
        tail = tail.substring(Math.max(0, tail.length() - END.length()));
      }
    } catch (SocketException e) {
      return false; // Broken off, as it may be seen here.
    }
    return tail.equals(END);
  }

  /** How many bytes have come. */
  public long received() {
    return received;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
