package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.OrderRules;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;

/**
 * Finds out whether what blocks hold is authorised. There are as many threads for that as cores,
 * however many ask at once: so whoever writes blocks meanwhile has its share of them. They take
 * small slices, so that none waits for another.
 */
final class SignatureCheck {

  private static final int SLICE = 100;

  private static final Executor CORES =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().name("signatures-", 0).daemon().factory());

  private final List<CompletableFuture<Boolean>> slices = new ArrayList<>();

  private SignatureCheck() {}

  /**
   * Begins with what this block holds but for rewards, which nobody signs.
   *
   * @param isChecked which orders have been found to be authorised before
   */
  static SignatureCheck begin(SealedBlock block, Rules rules, Predicate<Order> isChecked) {
    var check = new SignatureCheck();
    var held = block.transactions();
    for (int from = 0; from < held.size(); from += SLICE) {
      var slice = held.subList(from, Math.min(held.size(), from + SLICE));
      check.slices.add(
          CompletableFuture.supplyAsync(() -> areAuthorised(slice, rules, isChecked), CORES));
    }
    return check;
  }

  private static boolean areAuthorised(
      List<Transaction> slice, Rules rules, Predicate<Order> isChecked) {
    for (var transaction : slice) {
      if (!(transaction.content() instanceof Reward)
          && !isChecked.test(transaction.order())
          && OrderRules.judge(transaction.order(), rules).isPresent()) {
        return false;
      }
    }
    return true;
  }

  /** Waits for the end: whether all of it is authorised. */
  boolean passed() {
    return slices.stream().allMatch(CompletableFuture::join);
  }
}
