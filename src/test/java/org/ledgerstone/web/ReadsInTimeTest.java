package org.ledgerstone.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadsInTimeTest {

  private static final Duration LATE = Duration.ofSeconds(-1);

  /** How a read ends. */
  private interface Reading {
    int read() throws IOException;
  }

  private static int read(Duration time, Reading reading) throws IOException {
    var in =
        new InputStream() {
          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return reading.read();
          }
        };
    return new ReadsInTime(in).read(new byte[10], 0, 10, time);
  }

  /** What nobody has ended is what it is, however late. */
  @Test
  void passOnWhatWasRead() throws IOException {
    assertThat(read(LATE, () -> 7)).isEqualTo(7);
    assertThat(read(LATE, () -> -1)).isEqualTo(-1);
    var broken = new IOException("broken");
    assertThatThrownBy(() ->
            read(
                LATE,
                () -> {
                  throw broken;
                }))
        .isSameAs(broken);
  }

  @Test
  void sayThatTheyWereEnded() {
    assertThatThrownBy(() ->
            read(
                LATE,
                () -> {
                  ReadsInTime.look();
                  return -1;
                }))
        .isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(() ->
            read(
                LATE,
                () -> {
                  ReadsInTime.look();
                  throw new IOException();
                }))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void areNotEndedInTime() throws IOException {
    assertThat(
            read(
                Duration.ofDays(1),
                () -> {
                  ReadsInTime.look();
                  return -1;
                }))
        .isEqualTo(-1);
  }
}
