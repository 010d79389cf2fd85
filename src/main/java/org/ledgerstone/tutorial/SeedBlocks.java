package org.ledgerstone.tutorial;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ledgerstone.ledger.AppendOutcome;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.web.Json;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.WholeNumber;
import org.springframework.stereotype.Component;

/** Blocks as the first document writes them. */
@Component
class SeedBlocks {

  /** What a whole block takes at most. */
  static final int BODY_BYTES_MAX = 32 << 20;

  private static final BigInteger NUMBER_MAX = BigInteger.valueOf((1L << 53) - 1);
  private static final String OR_LET_THE_NODE =
      " Send a complete block, or {\"data\":\"…\"} alone to let this node seal it.";

  private final Appending appending;
  private final BlockJson json;
  private final Chain chain;
  private final RuleBook rules;

  SeedBlocks(Appending appending, BlockJson json, Chain chain, RuleBook rules) {
    this.appending = appending;
    this.json = json;
    this.chain = chain;
    this.rules = rules;
  }

  /**
   * Appends a complete block that also carries the first document's keys.
   *
   * @throws Problem which rule failed, what was expected, and what else can be sent
   */
  void append(JsonObject sent) {
    try {
      if (!sent.has("transactions")) {
        throw incomplete(sent);
      }
      appendWhole(withoutSeedKeys(sent));
    } catch (Problem problem) {
      throw Problem.malformed(problem.detail() + OR_LET_THE_NODE);
    }
  }

  /**
   * Appends a complete block of ours.
   *
   * @throws Problem 400 saying which rule failed and what was expected, or that it does not count
   */
  void appendWhole(JsonObject sent) {
    try {
      var block = json.read(sent);
      if (appending.append(block, Companion.none())
          instanceof AppendOutcome.Rejected(var refused)) {
        throw Refusals.problem(refused);
      }
      if (chain.block(block.hash()).isEmpty()) {
        throw Problem.malformed(
            "The block is valid but kept aside: it stands on an older block. previous_hash must be "
                + chain.head().hash()
                + ".");
      }
    } catch (Problem problem) {
      throw Problem.malformed(problem.detail());
    }
  }

  /** The keys of ours, after the first document's have been seen to say the same. */
  private static JsonObject withoutSeedKeys(JsonObject sent) {
    var fields = new LinkedHashMap<>(sent.fields());
    same(sent, "previous_hash", "previousHash");
    same(sent, "timestamp", "time");
    fields.remove("previous_hash");
    fields.remove("timestamp");
    return new JsonObject(sent.path(), fields);
  }

  private static void same(JsonObject sent, String seedKey, String ours) {
    if (sent.has(seedKey) && !Objects.equals(sent.find(seedKey), sent.find(ours))) {
      throw sent.refused(seedKey, "is not the same as " + ours + ".");
    }
  }

  /** What is wrong with the first document's five fields, each with what was expected. */
  private Problem incomplete(JsonObject sent) {
    var newest = chain.newest();
    var faults = new ArrayList<String>();
    expect(sent, "index", Long.toString(newest.header().index() + 1), faults);
    expect(sent, "previous_hash", newest.hash().toString(), faults);
    if (sent.find("hash")
        .filter(h -> h instanceof Json.Text text && Hash.parse(text.value()).isPresent())
        .isEmpty()) {
      faults.add(
          "hash must be the SHA-256 of the header text, 64 lower-case hex digits with "
              + rules.inForceAt(newest.header().index()).difficulty()
              + " leading zero bits");
    }
    faults.add(
        "a block is complete with historyRoot, time, miner, transactionCount, merkleRoot,"
            + " difficulty, nonce, seal and transactions");
    return Problem.malformed("The block is not valid: " + String.join("; ", faults) + ".");
  }

  private static void expect(JsonObject sent, String name, String expected, List<String> faults) {
    var found =
        sent.find(name)
            .flatMap(value ->
                value instanceof Json.Text text
                    ? Optional.of(text.value())
                    : WholeNumber.read(value));
    if (!found.equals(Optional.of(expected))) {
      faults.add(name + " must be " + expected);
    }
  }

  /** A block with the first document's keys, and the rest of ours. */
  static Map<String, Object> write(SealedBlock block) {
    var header = block.header();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", header.index());
    fields.put("previous_hash", header.previous().toString());
    fields.put("timestamp", header.time().toString());
    fields.put("data", block.data());
    fields.put("hash", block.hash().toString());
    fields.put("miner", header.miner().map(Address::shown).orElse(""));
    fields.put("merkle_root", header.merkleRoot().toString());
    fields.put("difficulty", header.difficulty());
    fields.put("nonce", Long.toUnsignedString(header.nonce()));
    fields.put("transactions", block.transactions().stream().map(SeedBlocks::write).toList());
    return fields;
  }

  private static Map<String, Object> write(Transaction transaction) {
    var fields = new LinkedHashMap<String, Object>();
    switch (transaction.content()) {
      case Transfer t -> value(t.from().shown(), t.to(), t.amount().units(), fields);
      case Reward r -> value("", r.to(), r.amount().units(), fields);
      case Allocation a -> value("", a.to(), a.amount().units(), fields);
      case Post p -> {
        fields.put("sender", p.from().map(Address::shown).orElse(""));
        fields.put("author", p.author());
        fields.put("content", p.content());
      }
    }
    fields.put("id", transaction.id().toString());
    fields.put("timestamp", transaction.accepted().toString());
    return fields;
  }

  private static void value(
      String sender, Address receiver, BigInteger amount, Map<String, Object> fields) {
    fields.put("sender", sender);
    fields.put("receiver", receiver.shown());
    fields.put("amount", number(amount));
  }

  /** A number, or a text where a number would lose digits in many a client. */
  static Object number(BigInteger number) {
    return number.abs().compareTo(NUMBER_MAX) > 0 ? number.toString() : number;
  }
}
