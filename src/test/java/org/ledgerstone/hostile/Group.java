package org.ledgerstone.hostile;

import java.util.List;

/**
 * Bad requests to one endpoint and good ones of the same make.
 *
 * @param node which of the two nodes is asked: {@code open}, or {@code guarded} by a secret
 * @param valid requests that are taken, so that what makes the others fail is what is wrong with
 *     them
 */
record Group(String node, String endpoint, List<Case> cases, List<Case> valid) {

  @Override
  public String toString() {
    return endpoint + " (" + cases.getFirst().kind() + ")";
  }
}
