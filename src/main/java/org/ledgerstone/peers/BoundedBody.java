package org.ledgerstone.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;

/** The body of an answer, of so many bytes at most and as it was sent. */
final class BoundedBody {

  private static final int BUFFER = 8 * 1024;
  private static final int BELIEVED_MAX = 512 * 1024;

  private BoundedBody() {}

  /**
   * Reads it. The call is cancelled where it is left unread, or closing it would read the rest.
   *
   * @throws UnusableException if it is encoded, or too long
   */
  static byte[] read(HttpUriRequestBase request, ClassicHttpResponse response, int bytesMax)
      throws IOException {
    var encoding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !"identity".equalsIgnoreCase(encoding.getValue())) {
      request.cancel();
      throw new UnusableException(PeerFailure.Kind.NOT_UNDERSTOOD, "The answer is encoded.");
    }
    var entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    if (entity.getContentLength() > bytesMax) {
      request.cancel();
      throw tooLong(bytesMax);
    }
    return read(request, entity.getContent(), entity.getContentLength(), bytesMax);
  }

  /** The announced length is believed as far as it takes little memory to do so. */
  private static byte[] read(
      HttpUriRequestBase request, InputStream content, long announced, int bytesMax)
      throws IOException {
    var bytes = new ByteArrayOutputStream(Math.clamp(announced, BUFFER, BELIEVED_MAX));
    var buffer = new byte[BUFFER];
    for (int got = content.read(buffer); got >= 0; got = content.read(buffer)) {
      if (bytes.size() + got > bytesMax) {
        request.cancel();
        throw tooLong(bytesMax);
      }
      bytes.write(buffer, 0, got);
    }
    return bytes.toByteArray();
  }

  private static UnusableException tooLong(int bytesMax) {
    return new UnusableException(
        PeerFailure.Kind.TOO_LONG, "The answer has more than " + bytesMax + " bytes.");
  }

  /** An answer that nothing can be made of. */
  static final class UnusableException extends IOException {

    private final PeerFailure failure;

    private UnusableException(PeerFailure.Kind kind, String detail) {
      super(detail);
      this.failure = new PeerFailure(kind, detail);
    }

    PeerFailure failure() {
      return failure;
    }
  }
}
