package org.ledgerstone.console;

import java.util.Optional;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.ledger.Sealing;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Refused;
import org.ledgerstone.protocol.SealedBlock;
import org.springframework.stereotype.Component;

/** Makes a block when somebody presses a button. */
@Component
class Mining {

  private final Sealing sealing;

  Mining(Sealing sealing) {
    this.sealing = sealing;
  }

  /**
   * Seals what is pending; empty if there was nothing to seal.
   *
   * @throws org.ledgerstone.web.Problem why this node may not, or not yet
   */
  Optional<SealedBlock> mine() {
    return switch (sealing.seal("", Companion.none())) {
      case SealOutcome.Sealed sealed -> Optional.of(sealed.block());
      case SealOutcome.Rejected(Refused(var code, _)) when code == Refusal.NOTHING_TO_SEAL ->
          Optional.empty();
      case SealOutcome.Rejected rejected -> throw Refusals.problem(rejected.refused());
      case SealOutcome.Unwanted _ -> throw new IllegalStateException("Nobody was asked");
    };
  }
}
