package org.ledgerstone.web;

import java.net.InetAddress;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Tomcat's connector, which also closes a connection whose request line and headers are not
 * complete in the time that Tomcat gives to each of their bytes. Such a connection holds no thread,
 * but it holds a place.
 */
public class HeadersInTime extends Http11NioProtocol {

  private static final long LOOK_SECONDS = 1;

  /** What Tomcat has in the place of a time. */
  private static final long NOT_BEGUN = -1;

  private final ConnectionPlaces places;
  private @Nullable ScheduledFuture<?> looking;

  /** For Tomcat, which makes it by name. */
  public HeadersInTime() {
    this(new ConnectionPlaces());
  }

  private HeadersInTime(ConnectionPlaces places) {
    super(places);
    this.places = places;
  }

  /** Says behind which addresses there are many clients, as there are behind a proxy. */
  public void share(Predicate<InetAddress> addresses) {
    places.share(addresses);
  }

  @Override
  public void start() throws Exception {
    super.start();
    looking =
        getUtilityExecutor()
            .scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void stop() throws Exception {
    if (looking != null) {
      looking.cancel(false);
    }
    super.stop();
  }

  private void look() {
    ReadsInTime.look();
    long now = System.nanoTime();
    for (var connection : getEndpoint().getConnections()) {
      if (isLate(connection, now)) {
        connection.processSocket(SocketEvent.ERROR, true);
      }
    }
  }

  /** Between two looks a connection keeps hold of a processor only if that waits for more. */
  private boolean isLate(SocketWrapperBase<NioChannel> connection, long now) {
    if (!(connection.getCurrentProcessor() instanceof AbstractProcessor waiting)
        || waiting.isAsync()
        || waiting.isUpgrade()) {
      return false;
    }
    long began = waiting.getRequest().getStartTimeNanos();
    return began != NOT_BEGUN
        && now - began > TimeUnit.MILLISECONDS.toNanos(getConnectionTimeout());
  }

  /** Puts the connector in place. */
  @Component
  static class InTomcat implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
      factory.setProtocol(HeadersInTime.class.getName());
    }
  }
}
