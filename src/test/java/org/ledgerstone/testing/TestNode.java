package org.ledgerstone.testing;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.coyote.AbstractProtocol;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.Ledgerstone;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A node inside this JVM, on a port of its own. Tests keep theirs in static fields, which stay: so
 * one that is stopped holds nothing any more.
 */
public final class TestNode implements AutoCloseable {

  private @Nullable ConfigurableApplicationContext context;

  private TestNode(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Starts a node on this database. */
  public static TestNode start(TestDatabase database, Map<String, String> settings) {
    return start(database, settings, WebApplicationType.SERVLET, context -> {});
  }

  /**
   * Starts a node on this database.
   *
   * @param parts registers further beans, such as one that stands in the place of another
   */
  public static TestNode start(
      TestDatabase database,
      Map<String, String> settings,
      Consumer<GenericApplicationContext> parts) {
    return start(database, settings, WebApplicationType.SERVLET, parts);
  }

  /** Starts the rooms below the web only, which is quicker. */
  public static TestNode startWithoutWeb(TestDatabase database, Map<String, String> settings) {
    return startWithoutWeb(database, settings, context -> {});
  }

  /**
   * Starts the rooms below the web only.
   *
   * @param parts registers further beans, such as a clock that the test sets
   */
  public static TestNode startWithoutWeb(
      TestDatabase database,
      Map<String, String> settings,
      Consumer<GenericApplicationContext> parts) {
    return start(database, settings, WebApplicationType.NONE, parts);
  }

  private static TestNode start(
      TestDatabase database,
      Map<String, String> settings,
      WebApplicationType type,
      Consumer<GenericApplicationContext> parts) {
    var variables = new HashMap<String, Object>(database.settings());
    variables.put("SERVER_PORT", "0");
    variables.put("LEDGER_CHECKPOINT_EVERY", "off");
    variables.putAll(settings);
    return new TestNode(
        new SpringApplicationBuilder(Ledgerstone.class)
            .web(type)
            .initializers(context -> parts.accept((GenericApplicationContext) context))
            .environment(environmentOf(variables))
            .run());
  }

  /** An environment with these variables only, whatever the one of the tests holds. */
  private static ConfigurableEnvironment environmentOf(Map<String, Object> variables) {
    var environment = new StandardEnvironment();
    var name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
    environment
        .getPropertySources()
        .replace(name, new SystemEnvironmentPropertySource(name, variables));
    return environment;
  }

  /** A part of the node. */
  public <T> T get(Class<T> type) {
    return running().getBean(type);
  }

  /** Where it answers. */
  public URI uri(String path) {
    int port = ((WebServerApplicationContext) running()).getWebServer().getPort();
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** How many connections to it are open. Tomcat counts the one that it waits for as well. */
  public long connections() {
    var server = (TomcatWebServer) ((WebServerApplicationContext) running()).getWebServer();
    var connector = server.getTomcat().getConnector();
    return ((AbstractProtocol<?>) connector.getProtocolHandler()).getConnectionCount() - 1;
  }

  private ConfigurableApplicationContext running() {
    return requireNonNull(context, "The node is stopped");
  }

  /** Stops the node as a signal would. */
  @Override
  public void close() {
    var stopping = context;
    context = null;
    if (stopping != null) {
      stopping.close();
    }
  }
}
