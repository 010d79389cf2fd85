package org.ledgerstone.access;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.security.authentication.AuthenticationManager;

/** What a page says about logging in. For whoever makes it, on the request's thread. */
public final class LoggingIn {

  private final AuthenticationManager tokens;
  private final Optional<Sessions> sessions;
  private final boolean readingClosed;

  LoggingIn(AccessSettings settings, Clock clock, Supplier<String> genesisHash) {
    this.tokens = Tokens.judge(settings, clock, genesisHash);
    this.sessions =
        settings.hasSecret()
            ? Optional.of(new Sessions(settings.secrets(), tokens, clock, genesisHash))
            : Optional.empty();
    this.readingClosed = settings.isReadingClosed();
  }

  /**
   * Whether {@code /login} takes a token: only where a secret is set, otherwise nobody needs to.
   */
  public boolean isPossible() {
    return sessions.isPresent();
  }

  /** Whether the caller is logged in, or brought a token. */
  public boolean isDone() {
    return Caller.isLoggedIn();
  }

  /** Whether the caller may not be told a word of what the ledger holds. */
  public boolean isNeededToRead() {
    return readingClosed && !Caller.hasARight();
  }

  /** Who judges the tokens that come with calls. */
  AuthenticationManager tokens() {
    return tokens;
  }

  Optional<Sessions> sessions() {
    return sessions;
  }
}
