package org.ledgerstone.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One connection of the generator, with one request under way at a time, from its own file. */
final class Connection implements AutoCloseable {

  private static final int FRAME_BYTES = 8;
  private static final int HEAD_BYTES = 512;

  private final int number;
  private final InetSocketAddress server;
  private final Selector selector;
  private final Form form;
  private final String host;
  private final FileChannel file;
  private final Answer answer = new Answer();
  private final ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES);
  private ByteBuffer request = ByteBuffer.allocateDirect(HEAD_BYTES);
  private SocketChannel channel;
  private SelectionKey key;
  private int itemBytes;
  private int items;

  Connection(int number, InetSocketAddress server, Selector selector, Form form, Path stock)
      throws IOException {
    this.number = number;
    this.server = server;
    this.selector = selector;
    this.form = form;
    this.host = server.getHostString() + ":" + server.getPort();
    this.file = FileChannel.open(stock, StandardOpenOption.READ);
    readFrame();
    connect();
  }

  private void connect() throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, 0, this);
  }

  private void readFrame() throws IOException {
    frame.clear();
    while (frame.hasRemaining() && file.read(frame) >= 0) {
      // The whole frame is wanted.
    }
    itemBytes = frame.flip().getInt();
    items = frame.getInt();
  }

  /** Which of the connections this is, from 0. */
  int number() {
    return number;
  }

  /** Whether another request is in the stock. */
  boolean hasNext() {
    return itemBytes > 0;
  }

  /** How many items the request under way has, or the next one if none is. */
  int items() {
    return items;
  }

  Answer answer() {
    return answer;
  }

  /** Sends the next request of the stock. */
  void sendNext() throws IOException {
    int size = HEAD_BYTES + itemBytes;
    if (request.capacity() < size) {
      request = ByteBuffer.allocateDirect(size + size / 8);
    }
    request.clear();
    form.putHead(request, host, itemBytes);
    request.limit(request.position() + itemBytes);
    while (request.hasRemaining() && file.read(request) >= 0) {
      // All items are wanted.
    }
    request.limit(request.capacity());
    form.putTail(request, host);
    request.flip();
    send();
  }

  /** Sends the same request again. */
  void sendAgain() throws IOException {
    request.rewind();
    send();
  }

  private void send() throws IOException {
    if (!channel.isOpen()) {
      connect();
    }
    answer.clear();
    write();
  }

  /** Goes on writing what the connection did not take at once. */
  void write() throws IOException {
    int interest = SelectionKey.OP_READ;
    try {
      channel.write(request);
      interest |= request.hasRemaining() ? SelectionKey.OP_WRITE : 0;
    } catch (IOException e) {
      // The service may have answered without hearing it all; if not, reading will say so.
    }
    key.interestOps(interest);
  }

  /** Takes in what has come; whether that completes the answer. */
  boolean read(ByteBuffer buffer) throws IOException {
    buffer.clear();
    if (channel.read(buffer) < 0) {
      throw new IOException("The service has closed the connection without an answer");
    }
    if (!answer.take(buffer.flip())) {
      return false;
    }
    key.interestOps(0);
    if (answer.closes() || request.hasRemaining()) {
      channel.close();
    }
    return true;
  }

  /** The request under way is done with. */
  void finish() throws IOException {
    readFrame();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    file.close();
  }
}
