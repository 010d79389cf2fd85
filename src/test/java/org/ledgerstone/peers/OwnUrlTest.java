package org.ledgerstone.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Where others reach a node is what its owner says, and nothing is guessed beyond this machine. */
class OwnUrlTest {

  private static final int PORT = 8123;

  private static Environment at(String address) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of("server.address", address)));
    return environment;
  }

  private static OwnUrl opened(Optional<PeerUrl> said, String address) {
    var url = new OwnUrl(new PeerSettings(List.of(), said, true), at(address));
    assertThat(url.get()).as("before the server listens").isEqualTo(said);
    url.opened(
        new ServletWebServerInitializedEvent(
            listening(), new ServletWebServerApplicationContext()));
    return url;
  }

  private static WebServer listening() {
    return new WebServer() {
      @Override
      public void start() {}

      @Override
      public void stop() {}

      @Override
      public int getPort() {
        return PORT;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.0.0.0", "::", "192.0.2.1"})
  void isNotKnownWhereOthersReachTheServerAndNobodySaidHow(String address) {
    assertThat(opened(Optional.empty(), address).get()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, http://127.0.0.1:8123", "::1, http://[0:0:0:0:0:0:0:1]:8123"})
  void isWhereTheServerListensOnThisMachineOnly(String address, String expected) {
    assertThat(opened(Optional.empty(), address).get().map(PeerUrl::text)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
  void isWhatWasSaid(String address) {
    var said = PeerUrl.parse("https://ledger.example:443");
    assertThat(said).isPresent();
    assertThat(opened(said, address).get()).isEqualTo(said);
  }
}
