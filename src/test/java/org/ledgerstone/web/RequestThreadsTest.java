package org.ledgerstone.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** Requests are served by virtual threads. */
class RequestThreadsTest {

  @Test
  void areVirtual() {
    var threads = new ConcurrentLinkedQueue<Thread>();
    Filter noting =
        (request, response, chain) -> {
          threads.add(Thread.currentThread());
          chain.doFilter(request, response);
        };
    try (var node =
        HttpNode.start(
            TestDatabase.of(TestDatabase.Kind.H2),
            BlockFixture.OPERATOR,
            BlockFixture.genesis(),
            Map.of(),
            context -> context.registerBean("noting", Filter.class, () -> noting))) {
      node.get("/api/v1/blocks").with(200);
      node.post("/api/v1/transactions/batch", "{\"transactions\":[]}");
    }
    assertThat(threads).hasSize(2).allMatch(Thread::isVirtual);
  }
}
