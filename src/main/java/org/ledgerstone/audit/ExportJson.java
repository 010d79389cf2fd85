package org.ledgerstone.audit;

import java.util.List;
import java.util.Map;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.ledger.TransactionJson;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Transaction;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/**
 * The lines of an export in JSON: a first one that names the ledger, one a block, and a last one
 * without which the export is not whole. A block is written as calls answer it, but for what can be
 * worked out: its work and header text, and of a transaction the id, the content text and where it
 * stands.
 */
@Component
class ExportJson {

  /** What the first line says it is. */
  static final String KIND = "export";

  static final int VERSION = 1;

  private static final List<String> OF_A_BLOCK = List.of("work", "headerText");
  private static final List<String> OF_A_TRANSACTION = List.of("id", "contentText");

  private final BlockJson blocks;
  private final TransactionJson transactions;

  ExportJson(BlockJson blocks, TransactionJson transactions) {
    this.blocks = blocks;
    this.transactions = transactions;
  }

  void first(Hash genesis, long from, long headIndex, Hash head, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("ledgerstone", KIND);
    json.writeNumberProperty("version", VERSION);
    json.writeStringProperty("genesis", genesis.toString());
    json.writeNumberProperty("from", from);
    json.writeObjectPropertyStart("head");
    json.writeNumberProperty("index", headIndex);
    json.writeStringProperty("hash", head.toString());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Begins the line of a block; its transactions and {@link #endBlock} have to follow. */
  void beginBlock(StoredBlock block, JsonGenerator json) {
    json.writeStartObject();
    write(blocks.write(block), OF_A_BLOCK, json);
    json.writeArrayPropertyStart("transactions");
  }

  void transaction(Transaction transaction, JsonGenerator json) {
    json.writeStartObject();
    write(transactions.write(transaction), OF_A_TRANSACTION, json);
    json.writeEndObject();
  }

  static void endBlock(JsonGenerator json) {
    json.writeEndArray();
    json.writeEndObject();
  }

  static void last(ExportEnd end, JsonGenerator json) {
    json.writeStartObject();
    json.writeObjectPropertyStart("end");
    json.writeNumberProperty("index", end.index());
    json.writeStringProperty("hash", end.hash().toString());
    json.writeStringProperty("work", end.work().toString());
    json.writeEndObject();
    end.checkpoint().ifPresent(note -> json.writeStringProperty("checkpoint", note));
    json.writeEndObject();
  }

  private static void write(Map<String, Object> fields, List<String> without, JsonGenerator json) {
    fields.forEach((name, value) -> {
      if (!without.contains(name)) {
        json.writeName(name);
        write(value, json);
      }
    });
  }

  private static void write(Object value, JsonGenerator json) {
    switch (value) {
      case String text -> json.writeString(text);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      default -> throw new IllegalStateException("No line holds a " + value.getClass());
    }
  }
}
