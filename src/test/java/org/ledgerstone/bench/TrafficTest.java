package org.ledgerstone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficTest {

  private static final int ACCOUNTS = 42;

  @Test
  void noTwoConnectionsShareASender() {
    for (var traffic : List.of(Traffic.UNIFORM, Traffic.HOT_RECEIVER, Traffic.hotReceiver(30))) {
      Map<Integer, Integer> connectionOf = new HashMap<>();
      for (int connection = 0; connection < 7; connection++) {
        var payments = traffic.payments(ACCOUNTS, connection, 7, 1);
        for (int i = 0; i < 200; i++) {
          payments.next();
          assertThat(connectionOf.merge(payments.sender(), connection, (first, next) -> first))
              .isEqualTo(connection);
        }
      }
      assertThat(connectionOf).hasSize(ACCOUNTS - Traffic.HOT_ACCOUNTS);
    }
  }

  @Test
  void nobodyPaysThemselves() {
    for (var traffic : List.of(Traffic.UNIFORM, Traffic.HOT_SENDER, Traffic.HOT_RECEIVER)) {
      var payments = traffic.payments(ACCOUNTS, 0, 1, 3);
      for (int i = 0; i < 1000; i++) {
        payments.next();
        assertThat(payments.sender()).isNotEqualTo(payments.receiver());
      }
    }
  }

  @Test
  void theHotAccountIsOnItsSide() {
    var from = Traffic.HOT_SENDER.payments(ACCOUNTS, 0, 1, 3);
    var to = Traffic.HOT_RECEIVER.payments(ACCOUNTS, 0, 1, 3);
    for (int i = 0; i < 100; i++) {
      from.next();
      to.next();
      assertThat(from.sender()).isEqualTo(ACCOUNTS - 2);
      assertThat(to.receiver()).isEqualTo(ACCOUNTS - 1);
    }
    assertThat(Traffic.HOT_SENDER.connections(8)).isEqualTo(1);
  }

  @Test
  void fundingPaysEverybodyElseOnce() {
    var paid = new HashSet<Integer>();
    for (int connection = 0; connection < 2; connection++) {
      var payments = new Traffic.Funding(10, 5).payments(ACCOUNTS, connection, 2, 1);
      for (int i = 0; i < 15; i++) {
        payments.next();
        assertThat(payments.sender()).isBetween(0, 9);
        assertThat(payments.sender() % 2).isEqualTo(connection);
        assertThat(paid.add(payments.receiver())).isTrue();
      }
    }
    assertThat(paid).hasSize(30).allMatch(receiver -> receiver >= 10 && receiver < 40);
  }
}
