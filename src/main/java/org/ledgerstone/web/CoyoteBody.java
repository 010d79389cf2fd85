package org.ledgerstone.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** A body below what Tomcat gives an application, which answers a broken connection by itself. */
final class CoyoteBody extends InputStream implements ApplicationBufferHandler {

  private final Request request;
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  CoyoteBody(Request request) {
    this.request = request;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (!bytes.hasRemaining()) {
      if (request.doRead(this) < 0) {
        return -1;
      }
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(buffer, offset, count);
    return count;
  }

  @Override
  public void setByteBuffer(ByteBuffer buffer) {
    bytes = buffer;
  }

  @Override
  public ByteBuffer getByteBuffer() {
    return bytes;
  }

  @Override
  public void expand(int size) {}
}
