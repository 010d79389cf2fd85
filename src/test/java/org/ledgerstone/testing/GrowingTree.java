package org.ledgerstone.testing;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A Merkle tree that grows leaf by leaf, written down from RFC 6962 alone so that it can judge the
 * other one.
 */
final class GrowingTree {

  private record Peak(int level, byte[] hash) {}

  private final List<Peak> peaks = new ArrayList<>();
  private final List<Tables.NodeRow> complete = new ArrayList<>();
  private long size;

  /** Adds a leaf: the hash of 0x00 and the bytes. */
  void append(byte[] bytes) {
    appendHashed(sha256(new byte[] {0}, bytes));
  }

  private void appendHashed(byte[] leaf) {
    size++;
    finished(new Peak(0, leaf));
    while (peaks.size() > 1 && peaks.getLast().level() == peaks.get(peaks.size() - 2).level()) {
      var right = peaks.removeLast();
      var left = peaks.removeLast();
      finished(new Peak(left.level() + 1, sha256(new byte[] {1}, left.hash(), right.hash())));
    }
  }

  private void finished(Peak peak) {
    peaks.add(peak);
    complete.add(
        new Tables.NodeRow(
            peak.level(), (size >> peak.level()) - 1, HexFormat.of().formatHex(peak.hash())));
  }

  /** The root over all leaves so far. */
  String root() {
    if (peaks.isEmpty()) {
      return HexFormat.of().formatHex(sha256());
    }
    var root = peaks.getLast().hash();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = sha256(new byte[] {1}, peaks.get(i).hash(), root);
    }
    return HexFormat.of().formatHex(root);
  }

  /** Every complete subtree so far. */
  List<Tables.NodeRow> complete() {
    return complete;
  }

  static byte[] sha256(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    try {
      return MessageDigest.getInstance("SHA-256").digest(all.toByteArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
