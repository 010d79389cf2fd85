package org.ledgerstone.audit;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.NoteSigner;
import org.ledgerstone.protocol.SignedNote;

/** Checkpoints of somebody who signs them. */
public final class NeumannsCheckpoints {

  /** The key that they are signed with. */
  public static final String KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  private static final byte[] SECRET =
      Base64.getDecoder().decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");

  private NeumannsCheckpoints() {}

  /** One of the first blocks, whose history has this root. */
  public static SignedNote signed(long size, Hash root) {
    var text = new Checkpoint("example.com/ledger", size, root, List.of()).text();
    var seed = Arrays.copyOfRange(SECRET, 1, SECRET.length);
    return new NoteSigner(NoteKey.parse(KEY).orElseThrow(), seed)
        .sign(new SignedNote(text, List.of()), 0);
  }
}
