package org.ledgerstone.cli;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.settings.GenesisFile;
import org.ledgerstone.settings.Settings;
import org.ledgerstone.settings.StartRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code token}: an access token for the server that has the same secret. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Prints an access token, signed with LEDGER_SECRET_KEY from .env or the environment.",
      "Whoever has it may do what its scope says, until its days have passed."
    })
final class MakeToken implements Callable<Integer> {

  /** Who may do what, as the server knows it. */
  enum Scope {
    admin,
    reader
  }

  private static final int SECRET_BYTES_MIN = 32;

  private final Outside outside;
  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--scope",
      defaultValue = "admin",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Scope scope = Scope.admin;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long it is good, 1 to 3650 (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--ledger",
      paramLabel = "HASH",
      description =
          "The genesis hash of the only ledger it is good for (default: that of the file that"
              + " LEDGER_GENESIS names, if any).")
  private Optional<Hash> ledger = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Who it is for: the server's log has it beside every change made with it.")
  private Optional<String> name = Optional.empty();

  MakeToken(Outside outside, Root root) {
    this.outside = outside;
    this.root = root;
  }

  @Override
  public Integer call() throws JOSEException {
    if (days < 1 || days > 3650) {
      throw Failure.usage("--days: 1 to 3650.");
    }
    var settings = outside.settings();
    var now = outside.clock().instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(Duration.ofDays(days))))
            .claim("scope", scope.name());
    name.ifPresent(claims::subject);
    ledger.or(() -> genesis(settings)).ifPresent(hash -> claims.audience(hash.toString()));
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    token.sign(new MACSigner(secret(settings)));
    if (root.json()) {
      Words.say(spec, Json.object().put("token", token.serialize()));
    } else {
      Words.say(spec, token.serialize());
    }
    return Exit.DONE.code();
  }

  private Optional<Hash> genesis(Settings settings) {
    try {
      return settings
          .find("LEDGER_GENESIS")
          .map(file -> GenesisFile.read(outside.directory().resolve(file)).block().hash());
    } catch (StartRefused refused) {
      throw Failure.file(String.valueOf(refused.getMessage()));
    }
  }

  private static byte[] secret(Settings settings) {
    var secret =
        settings
            .find("LEDGER_SECRET_KEY")
            .orElseThrow(() ->
                Failure.file(
                    "LEDGER_SECRET_KEY is not set. \"init\" writes one, or take 32 random bytes."))
            .getBytes(StandardCharsets.UTF_8);
    if (secret.length < SECRET_BYTES_MIN) {
      throw Failure.file("LEDGER_SECRET_KEY needs at least " + SECRET_BYTES_MIN + " bytes.");
    }
    return secret;
  }
}
