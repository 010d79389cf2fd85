package org.ledgerstone.peers;

/**
 * Calls to peers for other rooms, guarded like all of them: what comes back is a text with its
 * status, and may be a lie. Each returns within a set time.
 */
public interface PeerTexts {

  /**
   * What a peer answered.
   *
   * @param status of HTTP
   * @param type what it says the text is; empty if it does not
   */
  record Text(int status, String type, String body) {}

  /**
   * Asks for a path, and for no more than so many bytes. A peer whose reading is closed to this
   * node has not answered.
   *
   * @param path with its query
   */
  PeerAnswer<Text> get(PeerUrl peer, String path, int bytesMax);

  /** Posts plain text. */
  PeerAnswer<Text> post(PeerUrl peer, String path, String text, int bytesMax);
}
