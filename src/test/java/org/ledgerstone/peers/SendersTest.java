package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.Hash;

class SendersTest {

  private static final PeerUrl ONE = new PeerUrl("http://one.example:80");
  private static final PeerUrl TWO = new PeerUrl("http://two.example:80");
  private static final Hash THING = Hash.ofText("thing");

  private final Senders senders = new Senders();

  @Test
  void knowsWhoHasSentWhat() {
    senders.add(ONE, List.of(THING));
    assertThat(senders.includes(ONE, THING)).isTrue();
    assertThat(senders.includes(TWO, THING)).isFalse();
    senders.add(TWO, List.of(THING));
    assertThat(senders.includes(ONE, THING)).isTrue();
    assertThat(senders.includes(TWO, THING)).isTrue();
    senders.remove(ONE, List.of(THING, Hash.ZERO));
    assertThat(senders.includes(ONE, THING)).isFalse();
    assertThat(senders.includes(TWO, THING)).isTrue();
  }

  @Test
  void remembersSoMuchAndNoMore() {
    senders.add(ONE, List.of(THING));
    var later =
        IntStream.range(0, Senders.THINGS_MAX).mapToObj(i -> Hash.ofText("later " + i)).toList();
    senders.add(ONE, later.subList(1, later.size()));
    assertThat(senders.includes(ONE, THING)).isTrue();
    senders.add(ONE, later.subList(0, 1));
    assertThat(senders.includes(ONE, THING)).isFalse();
    assertThat(senders.includes(ONE, later.getLast())).isTrue();
  }
}
