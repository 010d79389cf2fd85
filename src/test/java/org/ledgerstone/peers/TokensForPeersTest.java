package org.ledgerstone.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a token for a peer goes, and what is made of a peer that wants one. */
class TokensForPeersTest {

  private static final Duration TIME_MAX = Duration.ofSeconds(10);
  private static final int BYTES_MAX = 1_000;
  private static final String HEADER = "\r\nAuthorization: Bearer its-token\r\n";

  private static GuardedClient client(PeerTokens tokens) {
    return new GuardedClient(
        new AddressGuard(true), SystemDefaultDnsResolver.INSTANCE, tokens, TIME_MAX, TIME_MAX);
  }

  private static PeerTokens tokensFor(FakePeer peer) {
    return PeerTokens.parse(peer.url() + " its-token");
  }

  @Test
  void everyCallToThePeerCarriesItAndNoneToAnother() throws IOException {
    try (var peer = FakePeer.thatAnswers("{}");
        var other = FakePeer.thatAnswers("{}");
        var client = client(tokensFor(peer))) {
      var alias = PeerUrl.parse("http://localhost:" + peer.port()).orElseThrow();
      for (var url : List.of(peer.url(), other.url(), alias, peer.url())) {
        client.get(url, "/", BYTES_MAX);
        client.post(url, "/", "{}".getBytes(UTF_8), BYTES_MAX);
        client.postText(url, "/", "text", BYTES_MAX);
      }
      var heard = peer.requests();
      assertThat(heard).hasSize(9);
      assertThat(heard.subList(0, 3)).allSatisfy(call -> assertThat(call).containsOnlyOnce(HEADER));
      assertThat(heard.subList(3, 6)).allSatisfy(TokensForPeersTest::hasNone);
      assertThat(heard.subList(6, 9)).allSatisfy(call -> assertThat(call).containsOnlyOnce(HEADER));
      assertThat(other.requests()).hasSize(3).allSatisfy(TokensForPeersTest::hasNone);
    }
  }

  private static void hasNone(String call) {
    assertThat(call).doesNotContainIgnoringCase("authorization", "its-token");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noRedirectLeadsItElsewhere(int status) throws IOException {
    try (var other = FakePeer.thatAnswers("{}");
        var peer =
            FakePeer.thatSays(
                "HTTP/1.1 "
                    + status
                    + " Elsewhere\r\nLocation: "
                    + other.url()
                    + "/\r\nContent-Length: 0\r\n\r\n");
        var client = client(tokensFor(peer))) {
      client.get(peer.url(), "/", BYTES_MAX);
      client.post(peer.url(), "/", "{}".getBytes(UTF_8), BYTES_MAX);
      assertThat(peer.requests()).hasSize(2);
      assertThat(other.connections()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, false, lets nobody read without a token",
    "403, false, lets nobody read without a token",
    "401, true, refuses the token",
    "403, true, refuses the token"
  })
  void whoWantsAnotherHasNotAnswered(int status, boolean sent, String why) throws IOException {
    try (var peer = FakePeer.thatSays("HTTP/1.1 " + status + " No\r\nContent-Length: 2\r\n\r\n{}");
        var client = client(sent ? tokensFor(peer) : PeerTokens.none())) {
      var texts = new HttpPeerTexts(client);
      var answer = texts.get(peer.url(), "/", BYTES_MAX);
      assertThat(answer)
          .isInstanceOfSatisfying(
              PeerAnswer.Failed.class,
              failed -> {
                assertThat(failed.failure().kind()).isEqualTo(PeerFailure.Kind.TOKEN_NEEDED);
                assertThat(failed.failure().detail())
                    .contains("status " + status, why, "LEDGER_PEER_TOKENS")
                    .doesNotContain("its-token");
              });
      assertThat(texts.post(peer.url(), "/", "text", BYTES_MAX))
          .as("a witness that does not know a key says so by 403")
          .isEqualTo(new PeerAnswer.Got<>(new PeerTexts.Text(status, "", "{}")));
    }
  }
}
