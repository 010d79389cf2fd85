package org.ledgerstone.ledger.http;

/** Bodies as the description of the calls under {@code /v3/api-docs} shows them. */
final class Examples {

  static final String TRANSFER =
      """
      {
        "kind": "transfer",
        "asset": "COIN",
        "from": "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A",
        "to": "0x1563915e194D8CfBA1943570603F7606A3115508",
        "amount": "5",
        "nonce": 0,
        "until": 0,
        "memo": "rent",
        "signature": "0x and 130 hex digits"
      }
      """;

  static final String POST =
      """
      {"kind": "post", "author": "Ann", "content": "Hello"}
      """;

  static final String UNSIGNED =
      """
      {
        "kind": "transfer",
        "from": "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A",
        "to": "0x1563915e194D8CfBA1943570603F7606A3115508",
        "amount": "5",
        "memo": "rent"
      }
      """;

  static final String DATA =
      """
      {"data": "what the miner writes into the block"}
      """;

  static final String BATCH =
      """
      {
        "transactions": [
          {
            "kind": "transfer",
            "from": "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A",
            "to": "0x1563915e194D8CfBA1943570603F7606A3115508",
            "amount": "5",
            "nonce": 0,
            "signature": "0x and 130 hex digits"
          },
          {
            "kind": "transfer",
            "from": "0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A",
            "to": "0x1563915e194D8CfBA1943570603F7606A3115508",
            "amount": "7",
            "nonce": 1,
            "signature": "0x and 130 hex digits"
          }
        ]
      }
      """;

  static final String LINES =
      """
      {"kind": "post", "author": "Ann", "content": "Hello"}
      {"kind": "post", "author": "Bob", "content": "Good morning"}
      """;

  static final String RESULTS =
      """
      {
        "accepted": 1,
        "refused": 1,
        "results": [
          {"id": "64 hex digits", "status": "pending"},
          {"status": "refused", "code": "AMOUNT_INVALID", "detail": "amount: …"}
        ]
      }
      """;

  static final String BATCH_RULES =
      """
      A later one may build on an earlier one's nonce, and each is taken or refused by itself unless
      `atomic=true`. One that was taken before counts as accepted, with the status it has come to:
      nothing moves twice, so a batch without an answer can be sent again as it is.
      In `application/json` a fault in the form anywhere refuses the whole body by 400; in
      `application/x-ndjson` it refuses its line. No transactions at all are a batch too.
      413 `BATCH_TOO_LARGE`: more than 10,000; 413 `BODY_TOO_LARGE`: more than 16 MiB;
      408 `BODY_TOO_SLOW`: the body did not come within 10 s; 429 `TOO_BUSY`: too many batches at
      once, nothing has been taken.
      An `Idempotency-Key` keeps the answer 200; one of 422 is not kept, since nothing happened.
      """;

  static final String EVENTS =
      """
      retry: 2000

      event: block
      id: 7-3a6f… (64 hex digits)
      data: {"index":7,"previousHash":"64 hex digits", …}

      event: pool
      data: {"pending":3}
      """;

  static final String EVENT_RULES =
      """
      `block`: a block of the chain, in order, as `GET /api/v1/blocks/{index}` gives it; its id is
      the index, a hyphen and the hash. Without an id to go on after, the head comes at once.
      `pool`: `{"pending":n}`, at once and when it has changed, at most twice a second.
      `replaced`: `{"fork":{"index","hash"},"head":{"index","hash"}}`, the chain above the fork is
      another one; its blocks follow. `skipped`: `{"from","to"}`, who is more than 1,000 blocks
      behind is told the newest 1,000. A comment when nothing has come for 15 s. A stream ends after
      15 minutes; come back with the last id.
      400 `EVENT_ID_INVALID`; 503 `EVENTS_FULL`: too many are subscribed.
      """;

  private Examples() {}
}
