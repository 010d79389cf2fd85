package org.ledgerstone.access;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.ProblemAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses an address that sends too many requests, before anybody asks who it is and before a byte
 * of the body is read. A batch is one request.
 */
final class RequestLimit extends ValveBase {

  private static final Logger LOG = LoggerFactory.getLogger(RequestLimit.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final RequestRates rates;
  private final RateSettings settings;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - QUIET_NANOS);

  RequestLimit(RateSettings settings) {
    this.settings = settings;
    this.rates = new RequestRates(settings, System::nanoTime);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    var wait = settings.isOff() ? Duration.ZERO : rates.take(request.getRemoteAddr());
    if (wait.isZero()) {
      getNext().invoke(request, response);
      return;
    }
    refused.incrementAndGet();
    tell(request.getRemoteAddr());
    ProblemAnswer.write(problem(wait), request.getRequest(), response.getResponse());
  }

  private static Problem problem(Duration wait) {
    return AccessRefusal.TOO_MANY_REQUESTS
        .problem()
        .withHeader("Retry-After", String.valueOf(wait.plusSeconds(1).minusNanos(1).toSeconds()));
  }

  RateSettings settings() {
    return settings;
  }

  /** How many requests it has refused. */
  long refused() {
    return refused.get();
  }

  /** One line a minute, however many are refused. */
  private void tell(String address) {
    long now = System.nanoTime();
    long before = toldAt.get();
    if (now - before >= QUIET_NANOS && toldAt.compareAndSet(before, now)) {
      LOG.warn("{} sends more than {} requests a second", address, settings.perSecond());
    }
  }
}
