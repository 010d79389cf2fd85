package org.ledgerstone.web;

import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Takes no more connections than half of the memory has room for, if each waits in the middle of a
 * request: out of memory, Tomcat's threads end and never come back. Who finds no room waits.
 */
@Component
class ConnectionsInMemory implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  /** Measured: Tomcat's buffers, and the stack of a thread that waits for a body. */
  static final int BYTES_EACH = 150 * 1024;

  /** How many there is room for. */
  static int max(long memoryBytes, int configured) {
    return (int) Math.min(configured, memoryBytes / 2 / BYTES_EACH);
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(connector -> {
      if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
        protocol.setMaxConnections(
            max(Runtime.getRuntime().maxMemory(), protocol.getMaxConnections()));
      }
    });
  }
}
