package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Runs commands as a person would, in a folder and environment of their own, and makes sure each
 * time that no key and no secret is shown.
 */
final class Terminal {

  static final String ALICE_KEY = "11".repeat(32);
  static final String ALICE = "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A";
  static final String BOB = "0x1563915e194D8CfBA1943570603F7606A3115508";
  static final String MINER_KEY = "33".repeat(32);
  static final String MINER = "0x5CbDd86a2FA8Dc4bDdd8a8f69dBa48572EeC07FB";
  static final String SECRET = "a-secret-that-nobody-may-ever-see";
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00.123456Z");

  final Path directory;
  final Map<String, String> environment = new HashMap<>();
  Supplier<HttpClient> http = Outside::client;

  record Said(int code, String out, String err) {
    JsonNode json() {
      return Json.read(out);
    }
  }

  private Terminal(Path directory) {
    this.directory = directory;
  }

  /** An empty .env keeps the one of a developer's working folder out. */
  static Terminal in(Path directory) throws IOException {
    Files.writeString(directory.resolve(".env"), "");
    return new Terminal(directory);
  }

  Terminal withKey(String key) throws IOException {
    Files.writeString(directory.resolve("my.key"), "0x" + key + "\n");
    return with("WALLET_PRIVATE_KEY_FILE", directory.resolve("my.key").toString());
  }

  Terminal with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Terminal offline() {
    http =
        () -> {
          throw new AssertionError("No server may be asked");
        };
    return this;
  }

  Said run(String... words) throws IOException {
    var out = new StringWriter();
    var err = new StringWriter();
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);
    var outside = new Outside(environment, directory, clock, new SecureRandom(), http);
    var line = Commands.line(outside, words);
    int code =
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(words);
    refuseSecrets(out + "\n" + err);
    return new Said(code, out.toString(), err.toString());
  }

  private void refuseSecrets(String shown) throws IOException {
    var lower = shown.toLowerCase(Locale.ROOT);
    assertFalse(lower.contains(ALICE_KEY), shown);
    assertFalse(lower.contains(MINER_KEY), shown);
    assertFalse(shown.contains(SECRET), shown);
    var made = directory.resolve("wallet.key");
    if (Files.isRegularFile(made)) {
      var key = Files.readString(made).strip().replaceFirst("^0x", "");
      assertFalse(!key.isEmpty() && lower.contains(key), shown);
    }
  }
}
