package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Rules;

class OutboxTest {

  private static final Rules RULES = BlockFixture.rules(BlockFixture.genesis());
  private static final Instant NOW = Instant.EPOCH;

  private final Outbox outbox = new Outbox();
  private final BackOff backOff = new BackOff(new Random(4));

  private static List<Order> posts(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> BlockFixture.post(RULES, "Hello", "n" + i))
        .toList();
  }

  @Test
  void handsEverythingOutOnceInOrder() {
    outbox.addOrders(posts(0, 5));
    outbox.addOrders(posts(3, 8));
    assertThat(outbox.takeOrders(6)).isEqualTo(posts(0, 6));
    assertThat(outbox.takeOrders(6)).isEqualTo(posts(6, 8));
    assertThat(outbox.takeOrders(6)).isEmpty();
  }

  @Test
  void dropsTheOldestWhereThereIsNoRoom() {
    var all = posts(0, Outbox.ORDERS_MAX + 10);
    outbox.addOrders(all);
    assertThat(outbox.orderCount()).isEqualTo(Outbox.ORDERS_MAX);
    assertThat(outbox.takeOrders(1)).isEqualTo(all.subList(10, 11));
    for (int i = 0; i < Outbox.HEADS_MAX + 3; i++) {
      outbox.addHead(Hash.ofText("block " + i));
    }
    assertThat(outbox.takeHead()).contains(Hash.ofText("block 3"));
  }

  @Test
  void putsBackWhatCouldNotBeSent() {
    outbox.addOrders(posts(0, 4));
    var unsent = outbox.takeOrders(2);
    outbox.addOrders(posts(4, 5));
    outbox.putBack(unsent);
    assertThat(outbox.takeOrders(10)).isEqualTo(posts(0, 5));
  }

  @Test
  void forgetsWhatThePeerHas() {
    outbox.addOrders(posts(0, 3));
    outbox.addHead(Hash.ZERO);
    outbox.forget(List.of(Hash.ZERO, posts(1, 2).getFirst().id()));
    assertThat(outbox.takeHead()).isEmpty();
    assertThat(outbox.takeOrders(10))
        .isEqualTo(List.of(posts(0, 1).getFirst(), posts(2, 3).getFirst()));
  }

  @Test
  void sendsNoMoreTextAtOnceThanACallTakes() {
    var longest = "x".repeat(8_000);
    outbox.addOrders(
        IntStream.range(0, 200).mapToObj(i -> BlockFixture.post(RULES, longest, "n" + i)).toList());
    assertThat(outbox.takeOrders(1_000)).hasSizeBetween(50, 70);
  }

  @Test
  void waitsLongerAfterEachFailureAndNoMoreAfterASuccess() {
    assertThat(outbox.isDue(NOW)).isFalse();
    outbox.addHead(Hash.ZERO);
    assertThat(outbox.isDue(NOW)).isTrue();
    for (int i = 0; i < 5; i++) {
      outbox.failed(NOW, backOff);
    }
    assertThat(outbox.isDue(NOW.plusSeconds(7))).isFalse();
    assertThat(outbox.isDue(NOW.plusSeconds(16))).isTrue();
    outbox.succeeded();
    assertThat(outbox.isDue(NOW)).isTrue();
  }
}
