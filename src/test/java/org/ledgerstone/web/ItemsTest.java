package org.ledgerstone.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Bodies that come in pieces of any length are read alike. */
class ItemsTest {

  private static final int ITEM_MAX = Body.ONE_TRANSACTION_BYTES;

  /** What is taken, as it was written; what is refused, as its refusal. */
  private static final class Taken implements Items.Taker {
    private final List<String> all = new ArrayList<>();

    @Override
    public void take(Json item) {
      all.add(
          switch (item) {
            case Json.Text text -> text.value();
            case Json.Numeral number -> number.digits();
            default -> item.kind();
          });
    }

    @Override
    public void refuse(Problem problem) {
      all.add(problem.code());
    }
  }

  private static BodyStream body(String text, String type, int pieces, Quota quota) {
    var bytes = new ByteArrayInputStream(text.getBytes(UTF_8));
    var stream =
        new ServletInputStream() {
          @Override
          public int read() {
            return bytes.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            return bytes.read(buffer, offset, Math.min(length, pieces));
          }

          @Override
          public boolean isFinished() {
            return bytes.available() == 0;
          }

          @Override
          public boolean isReady() {
            return true;
          }

          @Override
          public void setReadListener(ReadListener listener) {}
        };
    var request =
        new MockHttpServletRequest("POST", "/") {
          @Override
          public ServletInputStream getInputStream() {
            return stream;
          }
        };
    request.setContentType(type);
    return BodyStream.open(request, 1 << 20, Duration.ofMinutes(1), quota.share(), type);
  }

  private static Quota quota(long max) {
    return new Quota(max, () -> new Problem(429, "FULL", "Full.", "Full."));
  }

  private static List<String> lines(String text, int pieces) {
    var taken = new Taken();
    Items.byLine(body(text, "a/lines", pieces, quota(1 << 20)), taken);
    return taken.all;
  }

  private static List<String> array(String text, int pieces) {
    var taken = new Taken();
    Items.inArray(body(text, "a/json", pieces, quota(1 << 20)), "items", taken);
    return taken.all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8192, 1 << 20})
  void cutsLinesWhereverThePiecesEnd(int pieces) {
    assertThat(lines("", pieces)).isEmpty();
    assertThat(lines("\n\r\n \t\n", pieces)).isEmpty();
    assertThat(lines("1\n\"é😀\"\r\n[]\n{}", pieces))
        .containsExactly("1", "é😀", "an array", "an object");
    assertThat(lines("1\nx\n1 2\n\"\\ud83d\"\n2\n", pieces))
        .containsExactly("1", "MALFORMED", "MALFORMED", "MALFORMED", "2");
  }

  @ParameterizedTest
  @ValueSource(ints = {777, 8192, 1 << 20})
  void refusesALongLineOnly(int pieces) {
    var longest = "\"" + "a".repeat(ITEM_MAX - 2) + "\"";
    var taken = lines("1\n" + longest + "\n2", pieces);
    assertThat(taken).containsExactly("1", "a".repeat(ITEM_MAX - 2), "2");
    for (int more : new int[] {1, ITEM_MAX, 3 * ITEM_MAX}) {
      var tooLong = longest + " ".repeat(more);
      assertThat(lines("1\n" + tooLong + "\n2\n", pieces)).containsExactly("1", "MALFORMED", "2");
      assertThat(lines("1\n" + tooLong, pieces)).containsExactly("1", "MALFORMED");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8192})
  void readsAnArrayWhereverThePiecesEnd(int pieces) {
    assertThat(array("{\"items\":[]}", pieces)).isEmpty();
    assertThat(array(" {\"items\" : [ 1, \"é😀\",[[]], {\"a\":{}} ] } ", pieces))
        .containsExactly("1", "é😀", "an array", "an object");
  }

  @ParameterizedTest
  @ValueSource(ints = {777, 8192})
  void refusesALongValueOnly(int pieces) {
    var half = "\"" + "a".repeat(ITEM_MAX / 2) + "\"";
    assertThat(array("{\"items\":[1,[" + half + "," + half + "],2]}", pieces))
        .containsExactly("1", "MALFORMED", "2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"items\":[1,2]",
        "{\"items\":[1 2]}",
        "{\"items\":[1],\"more\":[]}",
        "{\"items\":[1]}}",
        "{\"items\":[\"\\udead\"]}",
        "{\"items\":[{\"a\":1,\"a\":1}]}"
      })
  void refusesAnArrayAsAWhole(String text) {
    assertThatThrownBy(() -> array(text, 8192)).hasMessageStartingWith("MALFORMED");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8192})
  void holdsNoMoreThanItsShare(int pieces) {
    var quota = quota(10);
    assertThatThrownBy(
            () -> Items.byLine(body("1\n".repeat(6), "a/lines", pieces, quota), new Taken()))
        .hasMessageStartingWith("FULL");
    assertThat(quota.taken()).isLessThanOrEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8192})
  void saysWhatTheStreamRefusesInTheMiddleOfAValue(int pieces) {
    var half = quota(30);
    var text = "{\"items\":[{\"a\":1},{\"a\":\"" + "b".repeat(50) + "\"}]}";
    assertThatThrownBy(
            () -> Items.inArray(body(text, "a/json", pieces, half), "items", new Taken()))
        .hasMessageStartingWith("FULL");
  }

  private static String around(String json, List<String> taken) {
    var object =
        Items.around(
            json.getBytes(UTF_8), "all", item -> taken.add(item.decimal("n") + item.path()));
    return String.join(",", object.fields().keySet());
  }

  @Test
  void ofAnArrayAreHandedOnAndTheRestIsKept() {
    var taken = new ArrayList<String>();
    assertThat(around(" {\"a\":1,\"all\":[{\"n\":1},{\"n\":2}],\"b\":[{}]}\n", taken))
        .isEqualTo("a,all,b");
    assertThat(taken).containsExactly("1all[0]", "2all[1]");
    assertThat(Items.around("{\"all\":[]}".getBytes(UTF_8), "all", item -> {}).array("all").items())
        .isEmpty();
    assertThat(around("{}", taken)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{} {}",
        "{\"a\":1,\"a\":1}",
        "{\"all\":[],\"all\":[]}",
        "{\"all\":{}}",
        "{\"all\":null}",
        "{\"all\":[1]}",
        "{\"all\":[[]]}",
        "{\"all\":[{\"n\":1}",
        "{\"all\":[{\"n\":1,\"n\":1}]}",
        "{\"\\u0000\":1}",
        "{\"a\":\"\\ud800\"}"
      })
  void ofAnArrayInWhatIsMalformedAreRefused(String json) {
    assertThatThrownBy(() -> around(json, new ArrayList<>()))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo("MALFORMED"));
  }

  @Test
  void ofAnArrayAreNotBuiltBeyondABound() {
    var values = "1,".repeat(1_000) + "1";
    for (var json :
        List.of("{\"all\":[{\"n\":[" + values + "]}]}", "{\"other\":[" + values + "]}")) {
      assertThatThrownBy(() -> around(json, new ArrayList<>())).isInstanceOf(Problem.class);
    }
  }
}
