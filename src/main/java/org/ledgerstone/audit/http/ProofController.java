package org.ledgerstone.audit.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ledgerstone.audit.ProofJson;
import org.ledgerstone.audit.Proofs;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.web.Problem;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Hands out proofs; each answer is a file that can be checked without this server. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class ProofController {

  private static final Optional<String> ANCHORED = Optional.of("anchored");

  private final Proofs proofs;

  ProofController(Proofs proofs) {
    this.proofs = proofs;
  }

  /** That a transaction stands in the chain. */
  @Operation(
      summary = "Proves that a transaction stands in the chain",
      description =
          "The proof file. It shows that the transaction stands in the chain that ends with its"
              + " head; not that this chain counts, nor when the transaction was really accepted,"
              + " nor what happened later. Compare the head with one that you have from elsewhere."
              + " Where the head is anchored on Ethereum for good, \"ethereum\" tells of it.")
  @GetMapping("/transactions/{id}/proof")
  Map<String, Object> inclusion(
      @PathVariable String id,
      @Parameter(
              description =
                  "The index or hash of the head to see it from; the newest otherwise."
                      + " \"anchored\": the lowest one that is anchored on Ethereum for good and"
                      + " holds it.")
          @RequestParam
          Optional<String> head) {
    var hash =
        Hash.parse(id).orElseThrow(() -> Problem.malformed("An id is 64 lower-case hex digits."));
    var proof =
        head.equals(ANCHORED)
            ? proofs.anchored(hash)
            : proofs.inclusion(hash, blockOrNewest(head, "head"));
    return ProofJson.write(proof, proofs.evidence(proof));
  }

  /** That one head is an ancestor of another. */
  @Operation(
      summary = "Proves that nothing was changed between two heads",
      description =
          "That the chain up to one block is the beginning of the chain up to another, in the form"
              + " of RFC 6962, section 2.1.2, and where the first stands in the second's history.")
  @GetMapping("/blocks/{key}/consistency")
  Map<String, Object> consistency(
      @PathVariable String key,
      @Parameter(description = "The index or hash of the second; the newest otherwise.")
          @RequestParam
          Optional<String> to) {
    return ProofJson.write(proofs.consistency(block(key, "block"), blockOrNewest(to, "to")));
  }

  private static Function<Chain, Optional<StoredBlock>> blockOrNewest(
      Optional<String> key, String name) {
    return key.map(k -> block(k, name)).orElse(chain -> Optional.of(chain.newest()));
  }

  private static Function<Chain, Optional<StoredBlock>> block(String key, String name) {
    var hash = Hash.parse(key);
    if (hash.isPresent()) {
      return chain -> chain.block(hash.get());
    }
    if (!key.matches("[1-9][0-9]{0,15}")) {
      throw Problem.malformed(name + ": a block's index or hash is expected.");
    }
    long index = Long.parseLong(key);
    return chain -> chain.block(index);
  }
}
