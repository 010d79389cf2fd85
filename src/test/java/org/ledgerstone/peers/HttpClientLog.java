package org.ledgerstone.peers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the HTTP client of a node writes down while all of it is asked for. */
final class HttpClientLog implements AutoCloseable {

  private final Logger logger = (Logger) LoggerFactory.getLogger("org.apache.hc");
  private final Lines lines = new Lines();

  HttpClientLog() {
    lines.start();
    logger.setLevel(Level.ALL);
    logger.setAdditive(false);
    logger.addAppender(lines);
  }

  List<String> lines() {
    return lines.written;
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private static final class Lines extends AppenderBase<ILoggingEvent> {

    private final List<String> written = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      written.add(event.getFormattedMessage());
    }
  }
}
