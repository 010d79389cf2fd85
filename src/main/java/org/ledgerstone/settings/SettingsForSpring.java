package org.ledgerstone.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.logging.Log;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Puts the {@link Settings} where Spring looks for the environment: behind command-line arguments
 * and system properties, before {@code application.yaml}. Then tells Spring where the database is.
 */
class SettingsForSpring implements EnvironmentPostProcessor {

  private static final String ENVIRONMENT =
      StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
  private static final String DATABASE = "spring.datasource.url";

  /** Whom the tables' owner gives rights to, in a callback of the migration. */
  private static final String SERVICE = "spring.flyway.placeholders.service";

  private final Log log;

  SettingsForSpring(DeferredLogFactory logs) {
    this.log = logs.getLog(SettingsForSpring.class);
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    var sources = environment.getPropertySources();
    var settings = Settings.load(Settings.file(), variables(sources));
    put(settings, sources);
    refuseSecondWayToTheDatabase(sources);
    if (!environment.containsProperty(DATABASE)) {
      sources.addLast(database(environment));
    }
    sources.addLast(owner(environment));
    for (var name : settings.placeholders()) {
      log.warn(name + " still holds a placeholder and counts as unset.");
    }
  }

  private static Map<String, String> variables(MutablePropertySources sources) {
    Map<String, String> variables = new HashMap<>();
    if (sources.get(ENVIRONMENT) instanceof MapPropertySource source) {
      source.getSource().forEach((name, value) -> variables.put(name, value.toString()));
    }
    return variables;
  }

  /** Takes the environment's place, so that what counts as unset is unset for Spring too. */
  private static void put(Settings settings, MutablePropertySources sources) {
    Map<String, Object> values = new HashMap<>();
    for (var name : settings.names()) {
      settings.find(name).ifPresent(value -> values.put(name, literal(value)));
    }
    var source = new SystemEnvironmentPropertySource(ENVIRONMENT, values);
    if (sources.contains(ENVIRONMENT)) {
      sources.replace(ENVIRONMENT, source);
    } else {
      sources.addLast(source);
    }
  }

  /** Spring would pass an address by that name on unchecked. Tests may, an owner may not. */
  private static void refuseSecondWayToTheDatabase(MutablePropertySources sources) {
    for (var name :
        List.of(ENVIRONMENT, CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME)) {
      var source = sources.get(name);
      if (source != null && source.containsProperty(DATABASE)) {
        throw new StartRefused("Name the database by DATABASE_URL, not by " + DATABASE + ".");
      }
    }
  }

  private static MapPropertySource database(ConfigurableEnvironment environment) {
    var address =
        DatabaseAddress.read(
            Optional.ofNullable(environment.getProperty("database.url")),
            Optional.ofNullable(environment.getProperty("database.user")),
            Optional.ofNullable(environment.getProperty("database.password")),
            environment.getProperty("ledger.data-dir", "data"));
    H2File.requireWritable(address.url());
    return new MapPropertySource(
        "database",
        Map.of(
            DATABASE,
            literal(address.url()),
            "spring.datasource.username",
            literal(address.user()),
            "spring.datasource.password",
            literal(address.password())));
  }

  /** Whoever owns the tables brings them up to date, if it is not the one who works with them. */
  private static MapPropertySource owner(ConfigurableEnvironment environment) {
    var owner = environment.getProperty("database.owner", "");
    var user = environment.getProperty("spring.datasource.username", "");
    if (owner.isBlank()) {
      return new MapPropertySource("owner", Map.of(SERVICE, ""));
    }
    if (owner.equals(user)
        || !environment.getProperty(DATABASE, "").startsWith("jdbc:postgresql:")) {
      throw new StartRefused(
          "DATABASE_OWNER is for PostgreSQL, and another user than the one who works with the"
              + " tables, DATABASE_USER.");
    }
    return new MapPropertySource(
        "owner",
        Map.of(
            SERVICE,
            literal(user),
            "spring.flyway.user",
            literal(owner),
            "spring.flyway.password",
            literal(environment.getProperty("database.owner-password", ""))));
  }

  /** A password may hold what Spring takes for a reference to another property. */
  private static String literal(String value) {
    return value.replace("${", "\\${");
  }
}
