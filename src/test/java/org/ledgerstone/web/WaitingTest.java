package org.ledgerstone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class WaitingTest {

  private static final Predicate<InetAddress> NOBODY = address -> false;

  private final List<Waiting<String>> all = new ArrayList<>();

  private void from(String address, String connections, long heardMillis) {
    for (var connection : connections.split(" ")) {
      all.add(new Waiting<>(connection, InetAddress.ofLiteral(address), heardMillis++));
    }
  }

  private List<String> givenUp(int count, Predicate<InetAddress> shared) {
    return Waiting.toGiveUp(all, count, shared);
  }

  @Test
  void ofOneAddressWhoHasBeenSilentForLongest() {
    from("192.0.2.1", "c d", 30);
    from("192.0.2.1", "a b", 10);
    assertThat(givenUp(3, NOBODY)).containsExactly("a", "b", "c");
    assertThat(givenUp(9, NOBODY)).containsExactly("a", "b", "c", "d");
    assertThat(givenUp(0, NOBODY)).isEmpty();
  }

  @Test
  void whoHoldsMostPlacesHoweverBusy() {
    from("192.0.2.1", "quiet1 quiet2", 0);
    from("192.0.2.2", "a b c d e", 1_000);
    assertThat(givenUp(3, NOBODY)).containsExactly("a", "b", "c");
    assertThat(givenUp(5, NOBODY)).containsExactly("a", "b", "c", "quiet1", "d");
  }

  @Test
  void anOwnerOfManyAddressesOfIpv6IsOne() {
    from("2001:db8:0:1::1", "quiet", 0);
    from("2001:db8:0:2::1", "a", 1_000);
    from("2001:db8:0:2:ffff::2", "b", 1_001);
    from("2001:db8:0:2::3", "c", 1_002);
    assertThat(givenUp(2, NOBODY)).containsExactly("a", "b");
  }

  @Test
  void notManyBehindOneProxy() {
    from("192.0.2.1", "a b", 1_000);
    from("10.0.0.1", "p q r s t", 10);
    assertThat(givenUp(2, address -> address.isSiteLocalAddress())).containsExactly("a", "p");
    assertThat(givenUp(2, NOBODY)).containsExactly("p", "q");
  }
}
