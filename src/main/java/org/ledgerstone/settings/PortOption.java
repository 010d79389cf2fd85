package org.ledgerstone.settings;

import java.util.ArrayList;
import java.util.List;

/** The short way to choose a port: {@code -p 8001}, {@code --port 8001}, {@code --port=8001}. */
public final class PortOption {

  private PortOption() {}

  /**
   * The arguments with a short port option written as Spring Boot's {@code --server.port=}.
   *
   * @throws StartRefused if no port follows
   */
  public static String[] written(String... arguments) {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      var argument = arguments[i];
      if (argument.equals("-p") || argument.equals("--port")) {
        written.add(property(i + 1 < arguments.length ? arguments[++i] : ""));
      } else if (argument.startsWith("--port=")) {
        written.add(property(argument.substring("--port=".length())));
      } else {
        written.add(argument);
      }
    }
    return written.toArray(String[]::new);
  }

  private static String property(String port) {
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new StartRefused("After -p stands a port, a number from 0 (any free one) to 65535.");
    }
    return "--server.port=" + port;
  }
}
