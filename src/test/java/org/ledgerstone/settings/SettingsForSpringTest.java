package org.ledgerstone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsForSpringTest {

  @TempDir Path directory;

  private final String before = System.getProperty(Settings.FILE_VARIABLE, "");

  @AfterEach
  void asBefore() {
    System.setProperty(Settings.FILE_VARIABLE, before);
  }

  private ConfigurableEnvironment environment(
      String dotEnv, Map<String, Object> variables, String... arguments) throws IOException {
    var file = Files.writeString(directory.resolve("test.env"), dotEnv);
    System.setProperty(Settings.FILE_VARIABLE, file.toString());
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    try (var context =
        new SpringApplicationBuilder(Nothing.class)
            .web(WebApplicationType.NONE)
            .environment(environment)
            .run(arguments)) {
      return context.getEnvironment();
    }
  }

  private static class Nothing {}

  @Test
  void bindsDocumentedNamesAsProperties() throws IOException {
    var environment =
        environment("LEDGER_DATA_DIR='my data' # here\nSERVER_PORT=9000\nA_B_C=x", Map.of());
    assertThat(environment.getProperty("ledger.data-dir")).isEqualTo("my data");
    assertThat(environment.getProperty("server.port")).isEqualTo("9000");
    assertThat(Binder.get(environment).bind("a.b-c", String.class).orElse("")).isEqualTo("x");
    assertThat(environment.getProperty("spring.datasource.url"))
        .startsWith("jdbc:h2:file:" + Path.of("my data/ledger").toAbsolutePath() + ";MODE=");
  }

  @Test
  void ranksArgumentsBeforeTheEnvironmentBeforeTheFileBeforeOurDefaults() throws IOException {
    var dotEnv = "SERVER_PORT=1\nLEDGER_READ=file\nLEDGER_PEERS=file";
    var environment =
        environment(
            dotEnv, Map.of("LEDGER_READ", "variable", "SERVER_PORT", "2"), "--server.port=3");
    assertThat(environment.getProperty("server.port")).isEqualTo("3");
    assertThat(environment.getProperty("ledger.read")).isEqualTo("variable");
    assertThat(environment.getProperty("ledger.peers")).isEqualTo("file");
    assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
  }

  @Test
  void hidesEmptyAndPlaceholderVariablesFromSpring() throws IOException {
    var environment =
        environment("", Map.of("SERVER_ADDRESS", "", "LEDGER_SECRET_KEY", "<SECRET>"));
    assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
    assertThat(environment.getProperty("ledger.secret-key")).isNull();
  }

  @Test
  void takesDollarsAndBracesAsTheyStand() throws IOException {
    var environment =
        environment(
            "DATABASE_PASSWORD='a${b}$c'\nLEDGER_SECRET_KEY=x${HOME}",
            Map.of("DATABASE_URL", "postgres://me@db/b"));
    assertThat(environment.getProperty("spring.datasource.password")).isEqualTo("a${b}$c");
    assertThat(Binder.get(environment).bind("spring.datasource.password", String.class).orElse(""))
        .isEqualTo("a${b}$c");
    assertThat(environment.getProperty("ledger.secret-key")).isEqualTo("x${HOME}");
  }

  @Test
  void takesTheDatabaseFromAnArgumentToo() throws IOException {
    var environment = environment("", Map.of(), "--database.url=postgres://me:pw@db/b");
    assertThat(environment.getProperty("spring.datasource.url"))
        .startsWith("jdbc:postgresql://db/b?");
    assertThat(environment.getProperty("spring.datasource.username")).isEqualTo("me");
  }

  @Test
  void refusesASecondWayToTheDatabase() {
    assertThatThrownBy(() -> environment("", Map.of("SPRING_DATASOURCE_URL", "jdbc:h2:mem:x")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("DATABASE_URL");
    assertThatThrownBy(() -> environment("", Map.of(), "--spring.datasource.url=jdbc:h2:mem:x"))
        .isInstanceOf(StartRefused.class);
  }

  @Test
  void refusesAFileThatItCannotRead() {
    assertThatThrownBy(() -> environment("no assignment", Map.of()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void writesTheShortPortOptionOut() {
    assertThat(PortOption.written("-p", "8001", "--x=y"))
        .containsExactly("--server.port=8001", "--x=y");
    assertThat(PortOption.written("--port", "0")).containsExactly("--server.port=0");
    assertThat(PortOption.written("--port=65535")).containsExactly("--server.port=65535");
    for (var wrong : new String[] {"65536", "-1", "x", "", "8001 "}) {
      assertThatThrownBy(() -> PortOption.written("-p", wrong)).isInstanceOf(StartRefused.class);
    }
    assertThatThrownBy(() -> PortOption.written("-p")).isInstanceOf(StartRefused.class);
  }
}
