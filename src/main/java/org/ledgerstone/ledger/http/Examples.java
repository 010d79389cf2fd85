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

  private Examples() {}
}
