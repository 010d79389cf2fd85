package org.ledgerstone.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a server has to be told before it opens a port. Decides, touches nothing. */
final class StartRules {

  private static final int SAFE_DIFFICULTY = 32;

  /** What is known at start. */
  record Start(AccessSettings settings, Optional<Exposure> ledger) {

    boolean hasSecret() {
      return settings.hasSecret();
    }

    boolean isBeyondLoopback() {
      return !settings.loopback();
    }
  }

  private record Rule(Predicate<Start> refuses, String message) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              start -> !start.hasSecret() && start.isBeyondLoopback(),
              "Without LEDGER_SECRET_KEY everyone who reaches this server is admin, so it listens"
                  + " on this machine only. Set LEDGER_SECRET_KEY, or SERVER_ADDRESS to"
                  + " 127.0.0.1."),
          new Rule(
              start -> !start.hasSecret() && start.settings().isReadingClosed(),
              "LEDGER_READ is token, but without LEDGER_SECRET_KEY there are no tokens. Set"
                  + " LEDGER_SECRET_KEY, or leave LEDGER_READ out."),
          new Rule(
              start -> !start.hasSecret() && start.settings().issuer().isPresent(),
              "LEDGER_OIDC_ISSUER is set, but without LEDGER_SECRET_KEY everyone on this machine is"
                  + " admin, and the web page's sessions cannot be signed. Set LEDGER_SECRET_KEY,"
                  + " or leave LEDGER_OIDC_ISSUER out."),
          new Rule(
              start -> start.isBeyondLoopback() && start.settings().reading().isEmpty(),
              "SERVER_ADDRESS lets others reach this server, so say who may read: LEDGER_READ=open"
                  + " for anybody, LEDGER_READ=token for those with a token."),
          new Rule(
              start ->
                  start.isBeyondLoopback()
                      && start.ledger().map(Exposure::standardGenesis).orElse(true),
              "SERVER_ADDRESS lets others reach this server, but it keeps the ledger for learning,"
                  + " whose keys everybody knows. Name a genesis file of your own in"
                  + " LEDGER_GENESIS."),
          new Rule(
              start ->
                  start.isBeyondLoopback()
                      && !start.settings().openMining()
                      && start.ledger().map(StartRules::isMinedCheaply).orElse(true),
              "SERVER_ADDRESS lets others reach this server, and anybody may make blocks of this"
                  + " ledger with little work. List its miners in the genesis file, or ask for at"
                  + " least "
                  + SAFE_DIFFICULTY
                  + " bits of difficulty, or set LEDGER_OPEN_MINING=on if that is meant."));

  private StartRules() {}

  private static boolean isMinedCheaply(Exposure ledger) {
    return ledger.anybodyMines() && ledger.difficulty() < SAFE_DIFFICULTY;
  }

  /** Why the server must not start; empty if it may. The first rule that refuses wins. */
  static Optional<String> refusal(AccessSettings settings, Optional<Exposure> ledger) {
    var start = new Start(settings, ledger);
    return RULES.stream().filter(rule -> rule.refuses().test(start)).map(Rule::message).findFirst();
  }
}
