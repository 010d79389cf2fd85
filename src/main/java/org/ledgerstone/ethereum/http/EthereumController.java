package org.ledgerstone.ethereum.http;

import io.swagger.v3.oas.annotations.Operation;
import java.util.Map;
import org.ledgerstone.ethereum.BlockTag;
import org.ledgerstone.ethereum.Ethereum;
import org.ledgerstone.ethereum.EthereumAccess;
import org.ledgerstone.ethereum.EthereumAccount;
import org.ledgerstone.ethereum.Reading;
import org.ledgerstone.ethereum.Reading.NotRead;
import org.ledgerstone.ethereum.Reading.Read;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;
import org.ledgerstone.web.Problem;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what the owner's Ethereum node says. Changes nothing there. */
@RestController
@RequestMapping(path = "/api/v1/ethereum", produces = MediaType.APPLICATION_JSON_VALUE)
class EthereumController {

  private static final String WITHOUT_A_NODE =
      " 409 ETHEREUM_OFF without a node in the settings; 503 ETHEREUM_AWAY, ETHEREUM_BEHIND,"
          + " ETHEREUM_SYNCING, ETHEREUM_OTHER_CHAIN while it is not used, ETHEREUM_REFUSED where"
          + " it will not answer.";

  private final EthereumAccess access;

  EthereumController(EthereumAccess access) {
    this.access = access;
  }

  /** The node, its chain and this node's account there. */
  @Operation(
      summary = "The Ethereum node and its chain",
      description =
          "Whether a node is configured and used (`state`: READY, AWAY, OTHER_CHAIN, SYNCING,"
              + " BEHIND, with the reason in `detail`), its chain, its newest and its finalized"
              + " block, and this node's account there with balance (wei) and nonces. Of the node's"
              + " URL only scheme, host and port are shown. The state is at most two seconds old.")
  @GetMapping
  Map<String, Object> node() {
    return access.ethereum().map(this::node).orElseGet(EthereumJson::off);
  }

  private Map<String, Object> node(Ethereum ethereum) {
    var view = ethereum.chain().view();
    var fields = EthereumJson.write(ethereum.node(), view);
    ethereum
        .writing()
        .ifPresent(writing -> {
          fields.put("wallet", wallet(ethereum, writing.account()));
          fields.put("submitter", SubmissionJson.write(writing.submitter().view()));
        });
    return fields;
  }

  private static Map<String, Object> wallet(Ethereum ethereum, Address address) {
    return switch (ethereum.chain().account(address)) {
      case Read<EthereumAccount>(var account) -> EthereumJson.write(account);
      case NotRead<EthereumAccount> _ -> EthereumJson.write(address);
    };
  }

  /** What an account has there. */
  @Operation(
      summary = "An account on Ethereum",
      description =
          "`balance` in wei, `nonce` of its next transaction after those in blocks, `pendingNonce`"
              + " after those that the node holds waiting as well."
              + WITHOUT_A_NODE)
  @GetMapping("/accounts/{address}")
  Map<String, Object> account(@PathVariable String address) {
    var wanted =
        Address.parse(address)
            .filter(Address::isWallet)
            .orElseThrow(() ->
                Problem.malformed(
                    "ADDRESS_INVALID",
                    "address: 0x and 40 hex digits are expected, in one case or with their EIP-55"
                        + " checksum."));
    return EthereumJson.write(value(ethereum().chain().account(wanted)));
  }

  /** A block there. */
  @Operation(
      summary = "A block of Ethereum",
      description = "By its number, or `latest`, `safe`, `finalized`." + WITHOUT_A_NODE)
  @GetMapping("/blocks/{block}")
  Map<String, Object> block(@PathVariable String block) {
    var tag =
        BlockTag.parse(block)
            .orElseThrow(
                () -> Problem.malformed("block: a number, latest, safe or finalized is expected."));
    return value(ethereum().chain().block(tag))
        .map(EthereumJson::write)
        .orElseThrow(() -> Problem.notFound("The node knows no block " + tag + "."));
  }

  /** A transaction there. */
  @Operation(
      summary = "A transaction of Ethereum",
      description =
          "With a `receipt` once it stands in a block: `status` is SUCCEEDED or REVERTED as the"
              + " node says, UNKNOWN where it does not say it. `final` is true only if its block is"
              + " at or below the finalized one and is still the one that counts at its number."
              + WITHOUT_A_NODE)
  @GetMapping("/transactions/{hash}")
  Map<String, Object> transaction(@PathVariable String hash) {
    var wanted =
        Word.parseAnyCase(hash)
            .orElseThrow(() -> Problem.malformed("hash: 0x and 64 hex digits are expected."));
    return value(ethereum().chain().transaction(wanted))
        .map(EthereumJson::write)
        .orElseThrow(() -> Problem.notFound("The node knows no transaction " + wanted + "."));
  }

  private Ethereum ethereum() {
    return EthereumProblems.ethereum(access);
  }

  private static <T> T value(Reading<T> reading) {
    return switch (reading) {
      case Read<T>(var value) -> value;
      case NotRead<T>(var code, var detail) -> throw EthereumProblems.of(code, detail);
    };
  }
}
