package org.ledgerstone.console;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.stream.Collectors;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.springframework.stereotype.Component;

/** Writes numbers of smallest units as people read them: with the asset's decimals. */
@Component
class AmountText {

  private final Map<Asset, Integer> decimals;

  AmountText(RuleBook rules) {
    decimals =
        rules.genesis().assets().stream()
            .collect(
                Collectors.toMap(
                    Genesis.DeclaredAsset::asset, Genesis.DeclaredAsset::decimals, (a, b) -> a));
  }

  /** Such as {@code 12.50} for 1250 units of an asset with two decimals. */
  String of(BigInteger units, Asset asset) {
    return new BigDecimal(units, decimals.getOrDefault(asset, 0)).toPlainString();
  }

  /** The same with the asset's code behind it. */
  String withCode(BigInteger units, Asset asset) {
    return of(units, asset) + " " + asset.code();
  }
}
