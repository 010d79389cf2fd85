package org.ledgerstone.cli;

import java.util.HexFormat;
import java.util.Optional;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.ConsistencyProof;
import org.ledgerstone.protocol.ContentText;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.InclusionProof;
import org.ledgerstone.protocol.InclusionProof.HistoryPath;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.ProvedBlock;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;

/** A proof as a server hands it out. What it claims of itself has to be so. */
sealed interface ProofFile {

  /**
   * That a transaction stands in a chain.
   *
   * @param ethereum where the head is anchored, if the file says so
   */
  record Inclusion(InclusionProof proof, Optional<EthereumMember> ethereum) implements ProofFile {}

  /** That one head is an ancestor of another. */
  record Consistency(ConsistencyProof proof) implements ProofFile {}

  /**
   * Reads a file's text.
   *
   * @throws Failure if it is no proof, or contradicts itself
   */
  static ProofFile read(String text) {
    var fields = StrictFields.read(text);
    if (fields.number("version") != 1) {
      throw fields.odd("version", "is not 1");
    }
    return fields.has("transaction") ? inclusion(fields) : consistency(fields);
  }

  private static ProofFile inclusion(StrictFields fields) {
    fields.only(
        "version",
        "genesis",
        "transaction",
        "position",
        "count",
        "path",
        "block",
        "history",
        "head",
        "ethereum");
    var proof =
        new InclusionProof(
            fields.hash("genesis"),
            transaction(fields.object("transaction")),
            fields.small("position"),
            fields.small("count"),
            fields.hashes("path"),
            block(fields.object("block")),
            fields.has("history") ? Optional.of(history(fields)) : Optional.empty(),
            block(fields.object("head")));
    return new Inclusion(
        proof,
        fields.has("ethereum")
            ? Optional.of(
                EthereumMember.read(
                    fields.object("ethereum"), fields, proof.ledger(), proof.head()))
            : Optional.empty());
  }

  private static HistoryPath history(StrictFields fields) {
    var history = fields.object("history").only("size", "path");
    return new HistoryPath(history.number("size"), history.hashes("path"));
  }

  private static ProofFile consistency(StrictFields fields) {
    fields.only("version", "first", "second", "proof", "path");
    return new Consistency(
        new ConsistencyProof(
            block(fields.object("first")),
            block(fields.object("second")),
            fields.hashes("proof"),
            fields.hashes("path")));
  }

  private static ProvedBlock block(StrictFields fields) {
    fields.only("index", "hash", "headerText", "seal");
    var header = fields.parsed("headerText", Header::parse);
    if (header.index() != fields.number("index")) {
      throw fields.odd("index", "is not that of the header");
    }
    if (!header.hash().equals(fields.hash("hash"))) {
      throw fields.odd("hash", "is not that of the header");
    }
    var seal =
        fields.has("seal")
            ? Optional.of(fields.parsed("seal", Signature::fromHex))
            : Optional.<Signature>empty();
    return new ProvedBlock(header, seal);
  }

  private static Transaction transaction(StrictFields fields) {
    fields.only(
        "id", "contentText", "accepted", "scheme", "authorization", "memo", "author", "content");
    var texts =
        new ContentText.Texts(
            fields.optionalText("memo"),
            fields.optionalText("author"),
            fields.optionalText("content"));
    var content = fields.parsed("contentText", text -> ContentText.parse(text, texts));
    if (!content.id().equals(fields.hash("id"))) {
      throw fields.odd("id", "is not that of the content");
    }
    int scheme = fields.small("scheme");
    var authorization = fields.parsed("authorization", hex -> authorization(scheme, hex));
    return new Transaction(
        new Order(content, authorization), fields.parsed("accepted", Time::parse));
  }

  private static Optional<Authorization> authorization(int scheme, String hex) {
    if (hex.isEmpty()) {
      return Authorization.of(scheme, new byte[0]);
    }
    return hex.matches("0x([0-9a-f]{2})+")
        ? Authorization.of(scheme, HexFormat.of().parseHex(hex, 2, hex.length()))
        : Optional.empty();
  }
}
