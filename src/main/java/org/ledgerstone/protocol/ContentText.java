package org.ledgerstone.protocol;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the canonical lines of contents, together with the texts that these only hold hashes of.
 */
public final class ContentText {

  /**
   * The texts beside the lines; empty where a content has none of that kind.
   *
   * @param memo of a transfer
   * @param author of a post
   * @param content of a post
   */
  public record Texts(Optional<String> memo, Optional<String> author, Optional<String> content) {

    /** None at all. */
    public static final Texts NONE =
        new Texts(Optional.empty(), Optional.empty(), Optional.empty());

    /** The texts that this content has. */
    public static Texts of(Content content) {
      return switch (content) {
        case Transfer t -> new Texts(Optional.of(t.memo()), Optional.empty(), Optional.empty());
        case Post p ->
            new Texts(Optional.empty(), Optional.of(p.author()), Optional.of(p.content()));
        case Reward r -> NONE;
        case Allocation a -> NONE;
      };
    }
  }

  private static final String NUMBER = "[0-9]{1,16}";
  private static final String HASH = "[0-9a-f]{64}";

  private static final Pattern TRANSFER =
      Pattern.compile(
          """
          ledgerstone transfer 1
          ledger (?<ledger>%2$s)
          asset (?<asset>.{1,12})
          from (?<from>.{1,63})
          to (?<to>.{1,63})
          amount (?<amount>[0-9]{1,38})
          nonce (?<nonce>-|%1$s)
          until (?<until>%1$s)
          memo (?<memo>-|%2$s)
          """
              .formatted(NUMBER, HASH));
  private static final Pattern POST =
      Pattern.compile(
          """
          ledgerstone post 1
          ledger (?<ledger>%1$s)
          from (?<from>.{1,63})
          author (?<author>-|%1$s)
          content (?<content>-|%1$s)
          nonce (?<nonce>.{1,64})
          """
              .formatted(HASH));
  private static final Pattern REWARD =
      Pattern.compile(
          """
          ledgerstone reward 1
          ledger (?<ledger>%2$s)
          asset (?<asset>.{1,12})
          to (?<to>.{1,63})
          amount (?<amount>[0-9]{1,38})
          block (?<block>%1$s)
          """
              .formatted(NUMBER, HASH));
  private static final Pattern ALLOCATION =
      Pattern.compile(
          """
          ledgerstone allocation 1
          asset (?<asset>.{1,12})
          to (?<to>.{1,63})
          amount (?<amount>[0-9]{1,38})
          position (?<position>[0-9]{1,9})
          """);

  private ContentText() {}

  /**
   * The content that has exactly this text.
   *
   * @param texts all that it has, and no more
   * @return empty unless the text is canonical and commits to these texts
   */
  public static Optional<Content> parse(String contentText, Texts texts) {
    return read(TRANSFER, contentText, fields -> transfer(fields, texts))
        .or(() -> read(POST, contentText, fields -> post(fields, texts)))
        .or(() -> read(REWARD, contentText, ContentText::reward))
        .or(() -> read(ALLOCATION, contentText, ContentText::allocation))
        .filter(content -> content.contentText().equals(contentText))
        .filter(content -> Texts.of(content).equals(texts))
        .filter(content -> content.texts().stream().allMatch(TextKind::hasBytes));
  }

  private static Optional<Content> read(
      Pattern form, String contentText, Function<Matcher, Content> reader) {
    var fields = form.matcher(contentText);
    if (!fields.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(fields));
    } catch (NumberFormatException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  private static Content transfer(Matcher fields, Texts texts) {
    var nonce = fields.group("nonce");
    return new Transfer(
        hash(fields, "ledger"),
        asset(fields),
        address(fields, "from"),
        address(fields, "to"),
        amount(fields),
        nonce.equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(nonce)),
        Long.parseLong(fields.group("until")),
        texts.memo().orElseThrow());
  }

  private static Content post(Matcher fields, Texts texts) {
    return new Post(
        hash(fields, "ledger"),
        fields.group("from").equals("-") ? Optional.empty() : Optional.of(address(fields, "from")),
        texts.author().orElseThrow(),
        texts.content().orElseThrow(),
        fields.group("nonce"));
  }

  private static Content reward(Matcher fields) {
    return new Reward(
        hash(fields, "ledger"),
        asset(fields),
        address(fields, "to"),
        amount(fields),
        Long.parseLong(fields.group("block")));
  }

  private static Content allocation(Matcher fields) {
    return new Allocation(
        asset(fields),
        address(fields, "to"),
        amount(fields),
        Integer.parseInt(fields.group("position")));
  }

  private static Hash hash(Matcher fields, String name) {
    return Hash.parse(fields.group(name)).orElseThrow();
  }

  private static Asset asset(Matcher fields) {
    return Asset.parse(fields.group("asset")).orElseThrow();
  }

  /** Only in the form that is hashed: the text is compared with the one that was read. */
  private static Address address(Matcher fields, String name) {
    return Address.parse(fields.group(name)).orElseThrow();
  }

  private static Amount amount(Matcher fields) {
    return Amount.parse(fields.group("amount")).orElseThrow();
  }
}
