package org.ledgerstone.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/**
 * What the second document's own page does, over a chain of transfers and posts: it reads the chain
 * at each view, sends what its form says, and opens {@code /mine} in another tab.
 */
class FrontEndTest {

  /** As browsers open a link of that page; both are on this machine, on different ports. */
  private static final String[] NEW_TAB = {
    "Accept",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Sec-Fetch-Site",
    "cross-site",
    "Sec-Fetch-Mode",
    "navigate",
    "Sec-Fetch-Dest",
    "document",
    "Sec-Fetch-User",
    "?1",
    "Upgrade-Insecure-Requests",
    "1"
  };

  /** A post as the page shows it. */
  private record Shown(
      double seconds, long index, String above, String author, String content, String time) {}

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void showsWhatWasPosted(TestDatabase.Kind kind) {
    try (var node = HttpNode.start(kind)) {
      assertThat(posts(node)).isEmpty();
      node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 5);
      send(node, "Ann", "Hello world!");
      assertThat(node.get("/mine", NEW_TAB).with(200).body()).isEqualTo("Block #2 is mined.");
      assertThat(node.get("/mine", NEW_TAB).with(200).body()).isEqualTo("No transactions to mine");
      send(node, "Bob", "Two\r\nlines & <tags>");
      node.pay(BlockFixture.BOB, BlockFixture.ALICE.address(), 5);
      assertThat(node.get("/mine", NEW_TAB).with(200).body()).isEqualTo("Block #3 is mined.");
      send(node, "Eve", "not mined yet");

      var shown = posts(node);
      assertThat(shown).extracting(Shown::author).containsExactly("Bob", "Ann");
      assertThat(shown)
          .extracting(Shown::content)
          .containsExactly("Two\nlines & <tags>", "Hello world!");
      assertThat(shown).extracting(Shown::index).containsExactly(3L, 2L);
      var second = node.get("/api/v1/blocks/2").json();
      assertThat(shown.getFirst().above()).isEqualTo(second.get("hash"));
      assertThat(shown.getFirst().time()).matches("[0-9]{2}:[0-9]{2}");
    }
  }

  private static void send(HttpNode node, String author, String content) {
    assertThat(node.post("/new_transaction", Map.of("author", author, "content", content)).status())
        .isEqualTo(201);
  }

  /** Newest first; fails as the page does if any transaction lacks what it reads of all of them. */
  private static List<Shown> posts(HttpNode node) {
    var shown = new ArrayList<Shown>();
    var reply = node.get("/chain", "Accept", "*/*", "User-Agent", "python-requests/2.31.0");
    for (var block : reply.with(200).list("chain")) {
      for (var transaction : transactions(block)) {
        double seconds = ((Number) transaction.get("timestamp")).doubleValue();
        shown.add(
            new Shown(
                seconds,
                ((Number) block.get("index")).longValue(),
                (String) block.get("previous_hash"),
                (String) transaction.get("author"),
                (String) transaction.get("content"),
                time(seconds)));
        assertThat(shown.getLast().author()).isNotNull();
      }
    }
    return shown.stream()
        .sorted(Comparator.comparingDouble(Shown::seconds).reversed())
        .filter(post -> !post.author().isEmpty())
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> transactions(Map<String, Object> block) {
    return (List<Map<String, Object>>) block.get("transactions");
  }

  private static String time(double seconds) {
    return DateTimeFormatter.ofPattern("HH:mm")
        .withZone(ZoneOffset.UTC)
        .format(Instant.ofEpochMilli(Math.round(seconds * 1000)));
  }
}
