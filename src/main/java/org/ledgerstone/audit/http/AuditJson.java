package org.ledgerstone.audit.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ledgerstone.audit.verify.Audit;
import org.ledgerstone.audit.verify.AuditProgress;
import org.ledgerstone.audit.verify.AuditRequest;
import org.ledgerstone.audit.verify.AuditRequest.SignedCheckpoint;
import org.ledgerstone.audit.verify.Finding;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.web.Body;
import org.ledgerstone.web.JsonObject;

/** Audits as the API reads and writes them. */
final class AuditJson {

  private AuditJson() {}

  /** What a body asks for. */
  static AuditRequest read(Body body) {
    if (body.isEmpty()) {
      return AuditRequest.PLAIN;
    }
    var json = body.object().only("full", "head", "checkpoint", "key", "peer");
    return new AuditRequest(
        json.flag("full"),
        parsed(json, "head", Hash::parse, "64 lower-case hex digits are expected."),
        checkpoint(json),
        parsed(json, "peer", PeerUrl::parse, "http://host:port is expected."));
  }

  private static Optional<SignedCheckpoint> checkpoint(JsonObject json) {
    var note = parsed(json, "checkpoint", SignedNote::parse, "a signed note (C2SP) is expected.");
    var key = parsed(json, "key", NoteKey::parse, "name+id+key is expected, as C2SP has it.");
    if (note.isPresent() != key.isPresent()) {
      throw json.refused(
          note.isPresent() ? "key" : "checkpoint", "checkpoint and key belong together.");
    }
    return note.map(signed -> new SignedCheckpoint(signed, key.orElseThrow()));
  }

  private static <T> Optional<T> parsed(
      JsonObject json, String name, Function<String, Optional<T>> parser, String expected) {
    return json.optionalText(name)
        .map(text -> parser.apply(text).orElseThrow(() -> json.refused(name, expected)));
  }

  /** An audit without its findings. */
  static Map<String, Object> write(Audit audit, Optional<AuditProgress> progress) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", audit.id());
    fields.put("status", audit.status().name());
    fields.put("full", audit.full());
    fields.put("heldAgainst", lines(audit.heldAgainst()));
    fields.put("node", audit.node());
    fields.put("started", Time.of(audit.started()).toString());
    audit.ended().ifPresent(ended -> fields.put("ended", Time.of(ended).toString()));
    if (audit.extent().from() > 0) {
      fields.put("from", audit.extent().from());
      fields.put("to", audit.extent().to());
      fields.put("transactions", audit.extent().transactions());
    }
    audit.head().ifPresent(hash -> fields.put("hash", hash.toString()));
    progress.ifPresent(p -> fields.put("progress", write(p)));
    audit.failure().ifPresent(why -> fields.put("failure", why));
    fields.put("findingCount", audit.findings());
    return fields;
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n"));
  }

  private static Map<String, Object> write(AuditProgress progress) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("percent", progress.percent());
    fields.put("blocks", progress.blocks());
    fields.put("transactions", progress.transactions());
    fields.put("transactionsPerSecond", progress.perSecond());
    progress.secondsLeft().ifPresent(left -> fields.put("secondsLeft", left));
    return fields;
  }

  /** A finding. */
  static Map<String, Object> write(Finding finding) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("table", finding.table());
    fields.put("key", finding.key());
    fields.put("column", finding.column());
    fields.put("found", finding.found());
    fields.put("expected", finding.expected());
    return fields;
  }
}
