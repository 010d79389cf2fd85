package org.ledgerstone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.ledgerstone.access.TestToken.SECRET;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.Server;
import org.ledgerstone.settings.StartRefused;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the server has to be told before it opens a port, by starting it. */
@ExtendWith(OutputCaptureExtension.class)
class StartTest {

  private static final String KEY = "--ledger.secret-key=" + SECRET;
  private static final String EVERYWHERE = "--server.address=0.0.0.0";
  private static final String OPEN = "--ledger.read=open";
  private static final Doors SAFE = Doors.safe();
  private static final Doors LEARNING = new Doors(true, false, 40);
  private static final Doors CHEAP = new Doors(false, true, 31);
  private static final Doors DEAR = new Doors(false, true, 32);

  private static Arguments refusal(String message, Doors ledger, String... arguments) {
    return Arguments.of(message, ledger, List.of(arguments));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("LEDGER_SECRET_KEY", SAFE, EVERYWHERE, OPEN),
        refusal("LEDGER_SECRET_KEY", SAFE, "--server.address=", OPEN),
        refusal("32 bytes", SAFE, "--ledger.secret-key=" + SECRET.substring(1)),
        refusal("too", SAFE, "--ledger.secret-key-before=" + SECRET),
        refusal("LEDGER_SECRET_KEY_BEFORE has", SAFE, KEY, "--ledger.secret-key-before=short"),
        refusal("LEDGER_SECRET_KEY", SAFE, "--ledger.oidc-issuer=https://login.example.org"),
        refusal("https", SAFE, KEY, "--ledger.oidc-issuer=http://login.example.org"),
        refusal("neither a user", SAFE, KEY, "--ledger.oidc-issuer=https://me:pw@example.org"),
        refusal("neither a user", SAFE, KEY, "--ledger.oidc-issuer=not an address"),
        refusal("there are no tokens", SAFE, "--ledger.read=token"),
        refusal("either open or token", SAFE, KEY, "--ledger.read=anybody"),
        refusal("either on or off", SAFE, KEY, "--ledger.open-mining=maybe"),
        refusal("who may read", SAFE, KEY, EVERYWHERE),
        refusal("LEDGER_GENESIS", LEARNING, KEY, EVERYWHERE, OPEN),
        refusal("32 bits", CHEAP, KEY, EVERYWHERE, OPEN),
        refusal("32 bits", CHEAP, KEY, EVERYWHERE, OPEN, "--ledger.open-mining=off"),
        refusal("would be admin", SAFE, "--ledger.trusted-proxies=127.0.0.1"),
        refusal("whole number from 1", SAFE, KEY, "--ledger.requests-per-second=0"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void doesNotStart(String message, Doors ledger, List<String> arguments, CapturedOutput output) {
    var failure =
        catchThrowable(
            () -> Server.start(ledger.beans(), arguments.toArray(String[]::new)).close());
    assertThat(failure).isNotNull();
    var refused =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .filter(StartRefused.class::isInstance)
            .findFirst()
            .orElseThrow(() -> new AssertionError(failure));
    assertThat(refused).hasMessageContaining(message);
    assertThat(output.getAll())
        .contains(refused.getMessage())
        .doesNotContain("\tat ", "Listening", SECRET.substring(1));
  }

  static Stream<Arguments> starts() {
    return Stream.of(
        Arguments.of(LEARNING, List.of()),
        Arguments.of(CHEAP, List.of("--server.address=127.0.0.2")),
        Arguments.of(CHEAP, List.of(KEY, "--server.address=localhost")),
        Arguments.of(DEAR, List.of(KEY, EVERYWHERE, OPEN)),
        Arguments.of(
            CHEAP, List.of(KEY, EVERYWHERE, "--ledger.read=token", "--ledger.open-mining=on")));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void starts(Doors ledger, List<String> arguments, CapturedOutput output) {
    Server.start(ledger.beans(), arguments.toArray(String[]::new)).close();
    assertThat(output.getAll()).contains("Listening on port ");
  }

  @Test
  void startsQuietly(CapturedOutput output) {
    Server.start(SAFE.beans()).close();
    var lines = new ArrayList<>(Arrays.asList(output.getOut().split("\n")));
    lines.removeIf(String::isBlank);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("Made a wallet for this node: 0x");
    assertThat(lines.get(1)).contains("Began the ledger ");
    assertThat(lines.get(2)).contains("everyone on this machine is admin");
  }
}
