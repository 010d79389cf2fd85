package org.ledgerstone.ledger.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.ledger.StoredBlock;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Events as they are written: server-sent events as the HTML standard has them, in UTF-8. */
@Component
class EventText {

  /** After how long a client comes back. */
  static final String RETRY = "retry: 2000\n\n";

  /** Says nothing, so that those on the way see that somebody is there. */
  static final String COMMENT = ":\n\n";

  private final BlockJson blocks;
  private final JsonMapper mapper;

  EventText(BlockJson blocks, JsonMapper mapper) {
    this.blocks = blocks;
    this.mapper = mapper;
  }

  /** A block, as a call answers it. */
  ToldBlock block(StoredBlock block) {
    var id = EventId.of(block);
    return new ToldBlock(
        id, block.header().previous(), event("block", Optional.of(id), blocks.write(block)));
  }

  /** How many are pending. */
  byte[] pool(long pending) {
    return event("pool", Optional.empty(), Map.of("pending", pending));
  }

  /** The chain above the fork has given way to the one that ends with this head. */
  byte[] replaced(EventId fork, EventId head) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("fork", named(fork));
    fields.put("head", named(head));
    return event("replaced", Optional.of(fork), fields);
  }

  private static Map<String, Object> named(EventId block) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", block.index());
    fields.put("hash", block.hash().toString());
    return fields;
  }

  /** The blocks from one to the other are not told. */
  byte[] skipped(long from, long to) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("from", from);
    fields.put("to", to);
    return event("skipped", Optional.empty(), fields);
  }

  private byte[] event(String name, Optional<EventId> id, Map<String, Object> data) {
    var text =
        "event: "
            + name
            + id.map(known -> "\nid: " + known).orElse("")
            + "\ndata: "
            + mapper.writeValueAsString(data)
            + "\n\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
