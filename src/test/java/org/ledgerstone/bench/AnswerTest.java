package org.ledgerstone.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerTest {

  private static final String COUNTED =
      "HTTP/1.1 200 \r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n"
          + "{\"accepted\":12,\"refused\":3}";
  private static final String CHUNKED =
      "HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\nConnection: close\r\n\r\n"
          + "5\r\n{\"a\":\r\n4;x=y\r\n17}\n\r\n0\r\nTrailer: t\r\n\r\n";

  private final Answer answer = new Answer();

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsABodyOfAKnownLength() {
    assertThat(answer.take(bytes(COUNTED))).isTrue();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.closes()).isFalse();
    assertThat(answer.number("accepted")).isEqualTo(12);
    assertThat(answer.number("refused")).isEqualTo(3);
    assertThat(answer.number("pending")).isEqualTo(-1);
    assertThat(answer.bodyBytes()).isEqualTo(27);
  }

  @Test
  void readsChunks() {
    assertThat(answer.take(bytes(CHUNKED))).isTrue();
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.closes()).isTrue();
    assertThat(answer.text()).isEqualTo("{\"a\":17}\n");
    assertThat(answer.number("a")).isEqualTo(17);
  }

  @Test
  void readsByteByByte() {
    for (var text : new String[] {COUNTED, CHUNKED}) {
      answer.clear();
      for (int i = 0; i < text.length() - 1; i++) {
        assertThat(answer.take(bytes(text.substring(i, i + 1)))).isFalse();
      }
      assertThat(answer.take(bytes(text.substring(text.length() - 1)))).isTrue();
    }
  }

  @Test
  void leavesTheNextAnswerAlone() {
    var two = bytes(COUNTED + CHUNKED);
    assertThat(answer.take(two)).isTrue();
    answer.clear();
    assertThat(answer.take(two)).isTrue();
    assertThat(answer.status()).isEqualTo(201);
    assertThat(two.hasRemaining()).isFalse();
  }

  @Test
  void passesOverAnInterimAnswer() {
    assertThat(answer.take(bytes("HTTP/1.1 100 Continue\r\n\r\n" + COUNTED))).isTrue();
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void needsNoBody() {
    assertThat(answer.take(bytes("HTTP/1.1 429 \r\nContent-Length: 0\r\n\r\n"))).isTrue();
    assertThat(answer.text()).isEmpty();
  }

  @Test
  void keepsTheBeginningOfALongBody() {
    int length = Answer.KEPT_BYTES + 100;
    var head = "HTTP/1.1 200 \r\nContent-Length: " + length + "\r\n\r\n";
    assertThat(answer.take(bytes(head + "x".repeat(length)))).isTrue();
    assertThat(answer.text()).hasSize(Answer.KEPT_BYTES);
    assertThat(answer.bodyBytes()).isEqualTo(length);
  }

  @Test
  void refusesWhatIsNotHttp() {
    assertThatThrownBy(() -> answer.take(bytes("SSH-2.0-x\r\n")))
        .isInstanceOf(IllegalStateException.class);
  }
}
