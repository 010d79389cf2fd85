package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Carries a text.
 *
 * @param ledger the genesis hash of the ledger that is meant
 * @param from who signs it; empty for an unsigned post
 * @param author the name the writer gives
 * @param content what is said
 * @param nonce 1 … 64 letters, digits and hyphens that tell two equal posts apart
 */
public record Post(Hash ledger, Optional<Address> from, String author, String content, String nonce)
    implements Content {

  private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /** Whether the text can be a post's nonce. */
  public static boolean isNonce(String text) {
    return NONCE.matcher(text).matches();
  }

  @Override
  public List<String> texts() {
    return List.of(author, content);
  }

  @Override
  public Optional<String> textFault() {
    return TextKind.AUTHOR
        .fault(author)
        .map(fault -> "author: it " + fault)
        .or(() -> TextKind.CONTENT.fault(content).map(fault -> "content: it " + fault));
  }

  @Override
  public String contentText() {
    return "ledgerstone post 1\nledger "
        + ledger
        + "\nfrom "
        + from.map(Address::text).orElse("-")
        + "\nauthor "
        + TextKind.commitment(author)
        + "\ncontent "
        + TextKind.commitment(content)
        + "\nnonce "
        + nonce
        + "\n";
  }
}
