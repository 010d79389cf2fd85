package org.ledgerstone.testing;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.ledgerstone.Ledgerstone;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A node inside this JVM, on a port of its own. */
public final class TestNode implements AutoCloseable {

  private final ConfigurableApplicationContext context;

  private TestNode(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Starts a node on this database. */
  public static TestNode start(TestDatabase database, Map<String, String> settings) {
    return start(database, settings, WebApplicationType.SERVLET, context -> {});
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
    var all = new HashMap<String, Object>(database.settings());
    all.put("SERVER_PORT", "0");
    all.put("server.port", "0");
    all.put("spring.main.banner-mode", "off");
    all.putAll(settings);
    return new TestNode(
        new SpringApplicationBuilder(Ledgerstone.class)
            .web(type)
            .initializers(context -> parts.accept((GenericApplicationContext) context))
            .run(
                all.entrySet().stream()
                    .map(e -> "--" + e.getKey() + "=" + e.getValue())
                    .toArray(String[]::new)));
  }

  /** A part of the node. */
  public <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  /** Where it answers. */
  public URI uri(String path) {
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Stops the node as a signal would. */
  @Override
  public void close() {
    context.close();
  }
}
