package org.ledgerstone.protocol;

/**
 * Every way in which a transaction or a block can be refused. The names are stable: clients decide
 * by them.
 */
public enum Refusal {
  // What was sent cannot be read.
  MALFORMED(Kind.MALFORMED, "The request cannot be read.", "Send what the detail asks for."),
  ADDRESS_INVALID(
      Kind.MALFORMED,
      "That is no account.",
      "Send 0x and 40 hex digits in one case or with a correct EIP-55 checksum, or a name."),
  AMOUNT_INVALID(
      Kind.MALFORMED,
      "That is no amount.",
      "Send a whole number of smallest units from 1 to 10^38 - 1."),
  TEXT_INVALID(
      Kind.MALFORMED,
      "A text is too long, too short or holds characters that are not allowed.",
      "Shorten it, or leave out control and direction characters."),
  SIGNATURE_INVALID(
      Kind.MALFORMED,
      "That is no signature.",
      "Send the 65 bytes r, s, v with s in the lower half and v 27 or 28, as 0x hex or base64."),

  // Understood, but against the ledger's rules.
  KIND_NOT_ALLOWED(
      Kind.RULE, "Nobody can send this kind.", "Send a transfer or a post; blocks make the rest."),
  OTHER_LEDGER(
      Kind.RULE, "This is meant for another ledger.", "Sign it for this ledger's genesis hash."),
  POSTS_OFF(Kind.RULE, "This ledger takes no posts.", "Use a ledger that does."),
  POST_UNSIGNED(Kind.RULE, "This ledger takes signed posts only.", "Name a sender and sign it."),
  ASSET_UNKNOWN(
      Kind.RULE, "This ledger has no such asset.", "Take one of those that the ledger declares."),
  SELF_TRANSFER(Kind.RULE, "Sender and receiver are the same.", "Name two different accounts."),
  SEED_SIGNATURES_OFF(
      Kind.RULE,
      "This ledger takes no seed-text signatures.",
      "Send a nonce and sign the typed data."),
  SCHEME_WRONG(
      Kind.RULE,
      "This kind of transaction is not authorised in this way.",
      "Sign the typed data; only an unnumbered transfer between two wallet accounts in the native"
          + " asset, without end and memo, takes a seed-text signature."),
  OPERATOR_MISSING(
      Kind.RULE,
      "This ledger has no operator, so named accounts never send.",
      "Send from a wallet account."),
  SIGNATURE_MISMATCH(
      Kind.RULE,
      "The signature is not the sender's over exactly this.",
      "Sign the digest of the same fields with the sender's key."),
  TRANSACTION_EXPIRED(
      Kind.RULE, "The transaction's end has passed.", "Sign it again with a later end."),
  NONCE_USED(Kind.CONFLICT, "This nonce has been used.", "Take the account's next nonce."),
  NONCE_AHEAD(
      Kind.CONFLICT, "A nonce before this one is missing.", "Take the account's next nonce."),
  BALANCE_TOO_LOW(
      Kind.RULE,
      "The sender has less than that available.",
      "Send less, or wait until what is owed to the sender is in a block."),
  TRANSACTION_REPEATED(Kind.RULE, "The transaction stands on this chain already.", "Leave it out."),

  // Blocks.
  BLOCK_HASH_INVALID(
      Kind.RULE, "The hash is not that of the header.", "Take the SHA-256 of the header text."),
  PARENT_UNKNOWN(Kind.CONFLICT, "The parent is not known here.", "Send the parent first."),
  PARENT_INVALID(Kind.RULE, "The parent breaks a rule.", "Build on a valid block."),
  INDEX_WRONG(Kind.RULE, "The index is not the parent's and one.", "Count from the parent."),
  HISTORY_WRONG(
      Kind.RULE,
      "The history is not the root over all blocks before.",
      "Build the RFC 6962 tree over the hashes of all ancestors."),
  BLOCK_TOO_SOON(
      Kind.CONFLICT,
      "The least time between a block and its parent has not passed.",
      "Wait for the ledger's interval."),
  DIFFICULTY_WRONG(
      Kind.RULE, "The difficulty is not the ledger's.", "Take the difficulty of the ledger."),
  PROOF_OF_WORK_MISSING(
      Kind.RULE, "The hash does not begin with enough zero bits.", "Mine the block."),
  SEAL_INVALID(
      Kind.RULE, "The seal is not the miner's.", "Sign the 32 bytes of the hash as the miner."),
  MINER_NOT_LISTED(
      Kind.CONFLICT, "The miner is not one of this ledger's.", "Let a listed miner make it."),
  MINER_TOO_SOON(
      Kind.CONFLICT,
      "The miner made one of the last blocks.",
      "Wait until other listed miners have made blocks."),
  BLOCK_FROM_THE_FUTURE(
      Kind.CONFLICT,
      "The block's time is too far ahead of this node's clock.",
      "Send it again later, or set the clock right."),
  TRANSACTION_COUNT_WRONG(
      Kind.RULE, "The block holds no transaction, or too many.", "Keep to the block limit."),
  MERKLE_ROOT_WRONG(
      Kind.RULE,
      "The transactions are not those that the header commits to.",
      "Send the transactions that the root was computed over, in order."),
  TEXT_WRONG(
      Kind.RULE, "A text is not the one that was committed to.", "Send the text as it was hashed."),
  BLOCK_TOO_LARGE(
      Kind.RULE, "The block's texts are more than 4 MiB together.", "Seal fewer posts at once."),
  REWARD_WRONG(
      Kind.RULE,
      "The first transaction, and no other, pays the ledger's reward to the miner.",
      "Put the reward first."),
  ACCEPTED_TIME_WRONG(
      Kind.RULE,
      "A transaction was accepted after its block or before genesis.",
      "Date the block no earlier than its transactions."),
  TOTAL_WRONG(
      Kind.RULE,
      "The total of an asset would change by more than the reward.",
      "Report this: it cannot happen."),
  BELOW_FINAL(Kind.CONFLICT, "The block would replace a final one.", "Nothing: it is final."),

  // Taking transactions here.
  POOL_FULL(
      Kind.LATER,
      "Too many transactions are pending.",
      "Send it again when a block has been made."),
  SENDER_POOL_FULL(
      Kind.LATER,
      "Too many transactions of this sender are pending.",
      "Send it again when a block has been made."),
  OTHERS_REFUSED(
      Kind.CONFLICT,
      "Another one that it was to be admitted with was refused.",
      "Mend or leave out the one that was refused."),

  // Making blocks here.
  NOTHING_TO_SEAL(
      Kind.CONFLICT, "Nothing is pending and there is no reward.", "Send a transaction first.");

  /** What sort of refusal it is, and so what a client can do about it. */
  public enum Kind {
    /** The request itself is malformed; sending it again cannot help. */
    MALFORMED,
    /** In conflict with the present state; later it may go through. */
    CONFLICT,
    /** Understood, but against the rules. */
    RULE,
    /** Nothing is wrong with it, but there is no room now. */
    LATER
  }

  private final Kind kind;
  private final String sentence;
  private final String remedy;

  Refusal(Kind kind, String sentence, String remedy) {
    this.kind = kind;
    this.sentence = sentence;
    this.remedy = remedy;
  }

  /** What sort of refusal it is. */
  public Kind kind() {
    return kind;
  }

  /** What is wrong, one sentence for people. */
  public String sentence() {
    return sentence;
  }

  /** What the sender can do, one sentence. */
  public String remedy() {
    return remedy;
  }

  /** This refusal with what was expected in this case. */
  public Refused because(String detail) {
    return new Refused(this, detail);
  }

  /** This refusal with its own sentence as detail. */
  public Refused plainly() {
    return new Refused(this, sentence);
  }
}
