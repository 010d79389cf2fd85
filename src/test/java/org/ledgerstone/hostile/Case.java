package org.ledgerstone.hostile;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One bad request as the table has it, its placeholders not yet resolved.
 *
 * @param endpoint method and path as the API names it, such as {@code GET
 *     /api/v1/accounts/{address}}
 * @param method what is really asked, as is the path
 * @param headers whole header lines
 * @param change what of the body's fields is put elsewhere: a path such as {@code
 *     transactions.1.amount} and JSON text, or nothing for a field that is left out
 * @param raw the whole request instead, where its framing is what is wrong
 */
record Case(
    String kind,
    String endpoint,
    String name,
    String method,
    String path,
    List<String> headers,
    String body,
    Map<String, Optional<String>> change,
    Optional<String> raw,
    Answer answer) {

  static final String TWIN = "the twin of: ";

  /**
   * How it has to be answered.
   *
   * @param code the code of the problem, of the first refused item of a batch, or {@code -} where
   *     the answer has none
   * @param says a text that the answer holds, for the tutorials' answers, which have no code
   */
  record Answer(int status, String code, String says) {

    /** What tells one refusal of an endpoint from another. */
    String meaning() {
      return code.equals("-") ? status + " " + says : code;
    }
  }

  /** The same request with nothing changed in it, where something was. */
  Optional<Case> unchanged() {
    return change.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Case(
                kind, endpoint, TWIN + name, method, path, headers, body, Map.of(), raw, answer));
  }

  @Override
  public String toString() {
    return kind + ": " + endpoint + ": " + name;
  }
}
