package org.ledgerstone.cli;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a server says when it refuses: a problem with a code, or the first document's sentence. */
final class Refusals {

  private Refusals() {}

  static String code(int status, Optional<JsonNode> body) {
    return body.flatMap(b -> new Fields(b).maybe("code"))
        .orElse(
            switch (status) {
              case 401 -> "UNAUTHORIZED";
              case 403 -> "FORBIDDEN";
              case 404 -> "NOT_FOUND";
              default -> "REFUSED";
            });
  }

  static String sentence(Optional<JsonNode> body) {
    return body.map(Fields::new)
        .flatMap(b -> b.maybe("detail").or(() -> b.maybe("error")).or(() -> b.maybe("title")))
        .orElse("The server refuses and does not say why.");
  }
}
