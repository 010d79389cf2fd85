package org.ledgerstone.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

class PagingTest {

  private static Paging paging(String name, String value) {
    var request = new MockHttpServletRequest("GET", "/api/v1/pool");
    request.setParameter(name, value);
    return Paging.of(request);
  }

  @Test
  void readsTheLimit() {
    assertThat(paging("x", "y").limit()).isEqualTo(100);
    assertThat(paging("limit", "1").limit()).isEqualTo(1);
    assertThat(paging("limit", "1000").limit()).isEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "10000", "-1", "", "x", "1.0", "01", " 1", "+1"})
  void refusesAnyOtherLimit(String limit) {
    assertThatThrownBy(() -> paging("limit", limit))
        .hasMessage("LIMIT_INVALID: limit is a number from 1 to 1000.");
  }

  @Test
  void takesItsOwnCursorsBack() {
    var text = Cursor.of("pool", 7, "abc:é").toString();
    assertThat(text).matches("[A-Za-z0-9_-]+");
    var cursor = paging("cursor", text).cursorOf("pool", 2).orElseThrow();
    assertThat(cursor).isEqualTo(new Cursor("pool", List.of("7", "abc:é")));
    assertThat(cursor.number(0)).isEqualTo(7);
    assertThat(paging("limit", "1").cursorOf("pool", 2)).isEmpty();
  }

  @Test
  void takesNoOtherCursor() {
    var cursor = Cursor.of("pool", 7, "abc").toString();
    assertInvalid(cursor, "accounts", 2);
    assertInvalid(cursor, "pool", 1);
    assertInvalid(cursor + "A", "pool", 2);
    assertInvalid("", "pool", 2);
    assertInvalid("!", "pool", 2);
    assertInvalid("a".repeat(2000), "pool", 2);
    assertInvalid(encoded("2\npool\n7\nabc"), "pool", 2);
    assertInvalid(
        Base64.getUrlEncoder().encodeToString(new byte[] {(byte) 0xff, (byte) 0xfe}), "pool", 2);
    for (var number : new String[] {"x", "-1", "01", "", "9999999999999999999"}) {
      assertThatThrownBy(() -> Cursor.read(encoded("1\npool\n" + number), "pool", 1).number(0))
          .hasMessageStartingWith("CURSOR_INVALID");
    }
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertInvalid(String text, String list, int count) {
    assertThatThrownBy(() -> Cursor.read(text, list, count))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("CURSOR_INVALID");
  }

  @Test
  void writesNextAlsoWhereThereIsNone() {
    var mapper = JsonMapper.shared();
    assertThat(mapper.writeValueAsString(Page.last(List.of(1))))
        .isEqualTo("{\"items\":[1],\"next\":null}");
    var next = Cursor.of("pool", 1);
    assertThat(mapper.writeValueAsString(Page.before(next, List.of())))
        .isEqualTo("{\"items\":[],\"next\":\"" + next + "\"}");
  }
}
