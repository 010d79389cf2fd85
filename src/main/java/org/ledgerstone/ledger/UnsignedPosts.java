package org.ledgerstone.ledger;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.ledgerstone.access.Caller;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.springframework.stereotype.Component;

/** Posts as people write them on a page: nobody signs them, so an admin answers for them. */
@Component
public class UnsignedPosts {

  private final Admission admission;
  private final Chain chain;
  private final SecureRandom random = new SecureRandom();

  UnsignedPosts(Admission admission, Chain chain) {
    this.admission = admission;
    this.chain = chain;
  }

  /**
   * Takes a post. On the request's thread.
   *
   * @return its id
   * @throws org.ledgerstone.web.Problem why it was refused
   */
  public Hash add(String author, String content) {
    var post =
        new Post(
            chain.rulesInForce().ledger(), Optional.empty(), author, lines(content), freshNonce());
    Caller.requireAdmin();
    return switch (admission.admit(new Order(post, Authorization.NONE), Companion.none())) {
      case Verdict.Accepted accepted -> accepted.transaction().transaction().id();
      case Verdict.Repeated repeated -> repeated.transaction().transaction().id();
      case Verdict.Rejected rejected -> throw Refusals.problem(rejected.refused());
      case Verdict.Unwanted u -> throw new IllegalStateException("Nobody was asked");
      case Verdict.NotAlone n -> throw new IllegalStateException("It was handed in alone");
      case Verdict.Busy b -> throw Refusals.busy();
    };
  }

  /** A browser ends the lines of a form's text by CR LF, and posts hold no CR. */
  private static String lines(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n');
  }

  /** Tells it apart from one that says the same. */
  private String freshNonce() {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
