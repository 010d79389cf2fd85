package org.ledgerstone.ethereum.http;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ledgerstone.ethereum.Anchor;
import org.ledgerstone.ethereum.AnchorBook;
import org.ledgerstone.web.Cursor;
import org.ledgerstone.web.Page;
import org.ledgerstone.web.Paging;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The heads of this ledger that stand on Ethereum. */
@RestController
@RequestMapping(path = "/api/v1/anchors", produces = MediaType.APPLICATION_JSON_VALUE)
class AnchorController {

  private static final String LIST = "anchors";

  private final AnchorBook anchors;

  AnchorController(AnchorBook anchors) {
    this.anchors = anchors;
  }

  /** All of them, the newest first. */
  @Operation(
      summary = "What was anchored on Ethereum, the newest first",
      description =
          "index and hash are those of a block of this ledger, which commits to all before it."
              + " status is PENDING, MINED (its Ethereum block may still be replaced), FINAL or"
              + " FAILED. onChain is false where this ledger has changed over to another chain"
              + " since. submission leads to /api/v1/ethereum/submissions. What proves it to others"
              + " is in the proofs of transactions, head=anchored.")
  @GetMapping
  Page<Map<String, Object>> list(HttpServletRequest request) {
    var paging = Paging.of(request);
    long before = paging.cursorOf(LIST, 1).map(cursor -> cursor.number(0)).orElse(Long.MAX_VALUE);
    var found = anchors.before(before, paging.limit() + 1);
    var page = found.subList(0, Math.min(found.size(), paging.limit()));
    var items = page.stream().map(this::write).toList();
    return found.size() == page.size()
        ? Page.last(items)
        : Page.before(Cursor.of(LIST, page.getLast().id()), items);
  }

  private Map<String, Object> write(Anchor anchor) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", anchor.index());
    fields.put("hash", anchor.hash().toString());
    fields.put("status", anchor.status().name());
    fields.put("onChain", anchors.isOnChain(anchor));
    fields.put("chainId", anchor.chainId());
    fields.put("by", anchor.submission().from().shown());
    anchor.contract().ifPresent(contract -> fields.put("contract", contract.shown()));
    fields.put("submission", anchor.submission().id());
    anchor
        .submission()
        .mined()
        .ifPresent(mined -> {
          fields.put("transactionHash", mined.transaction().toString());
          fields.put("ethereumBlock", EthereumJson.place(mined.number(), mined.block()));
        });
    return fields;
  }
}
