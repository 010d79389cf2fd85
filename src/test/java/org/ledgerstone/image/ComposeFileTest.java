package org.ledgerstone.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The compose file opens nothing beyond this machine and holds no secret. */
class ComposeFileTest {

  private final Map<String, Map<String, Map<String, Object>>> compose = read();

  @Test
  void publishesOnLoopbackOnly() {
    assertThat(compose.get("services").values())
        .extracting(service -> service.getOrDefault("ports", List.of()))
        .containsExactlyInAnyOrder(List.of("127.0.0.1:8080:8080"), List.of());
  }

  @Test
  void demandsEverySecretAndEveryChoice() {
    assertThat(environment("ledger"))
        .hasEntrySatisfying("DATABASE_PASSWORD", this::isDemanded)
        .hasEntrySatisfying("LEDGER_SECRET_KEY", this::isDemanded)
        .hasEntrySatisfying("LEDGER_READ", this::isDemanded);
    assertThat(environment("db")).hasEntrySatisfying("POSTGRES_PASSWORD", this::isDemanded);
  }

  @Test
  void keepsTheDatabaseAndTheDataFolder() {
    assertThat(compose.get("services").get("db").get("volumes"))
        .isEqualTo(List.of("database:/var/lib/postgresql"));
    assertThat(compose.get("services").get("ledger").get("volumes"))
        .asList()
        .contains("data:/data");
    assertThat(compose.get("volumes")).containsOnlyKeys("data", "database");
  }

  private void isDemanded(Object value) {
    assertThat(value.toString()).matches("\\$\\{[A-Z_]+:\\?.+}");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> environment(String service) {
    return (Map<String, Object>) compose.get("services").get(service).get("environment");
  }

  private static Map<String, Map<String, Map<String, Object>>> read() {
    try (var text = Files.newBufferedReader(Path.of("docker-compose.yml"))) {
      return new Yaml().load(text);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
