package org.ledgerstone.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Posts;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Time;

/** What a server says about its ledger: the answer to {@code GET /api/v1/ledger}. */
final class LedgerFacts {

  private final Fields fields;

  private LedgerFacts(Fields fields) {
    this.fields = fields;
  }

  static LedgerFacts ask(Server server) {
    return new LedgerFacts(server.get("/api/v1/ledger"));
  }

  /** The genesis hash, which names the ledger. */
  Hash ledger() {
    return fields.hash("genesis");
  }

  Asset nativeAsset() {
    return assets().getFirst().asset();
  }

  Optional<Address> operator() {
    return fields.maybe("operator").flatMap(Address::parse);
  }

  /** The hash of the newest block. */
  Hash head() {
    return fields.object("head").hash("hash");
  }

  private List<Genesis.DeclaredAsset> assets() {
    var assets =
        fields.objects("assets").stream()
            .map(
                a -> new Genesis.DeclaredAsset(a.parsed("code", Asset::parse), a.small("decimals")))
            .toList();
    if (assets.isEmpty()) {
      throw Fields.odd("assets");
    }
    return assets;
  }

  /**
   * The rules of the ledger. Allocations are not among the facts, and no rule asks for them.
   *
   * @param since when the ledger began, as its first block says
   */
  Rules rules(Time since) {
    var parameters =
        new Genesis(
            fields.text("name"),
            fields.number("chain"),
            assets(),
            fields.whole("reward"),
            fields.small("difficulty"),
            fields.number("interval"),
            fields.small("blockLimit"),
            operator(),
            fields.parsed("posts", LedgerFacts::posts),
            fields.flag("seedSignatures"),
            fields.small("finalDepth"),
            miners(),
            since,
            List.of());
    return new Rules(ledger(), parameters);
  }

  private List<Address> miners() {
    return fields.elements("miners").stream()
        .map(m -> Address.parse(m.asString()).orElseThrow(() -> Fields.odd("miners")))
        .toList();
  }

  private static Optional<Posts> posts(String word) {
    return List.of(Posts.values()).stream()
        .filter(posts -> posts.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }
}
