package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ledgerstone.protocol.ContentText.Texts;

/** A content text is read back into what it is of, or not at all. */
class ContentTextTest {

  private static Optional<Content> read(String text, Texts texts) {
    return ContentText.parse(text, texts);
  }

  @Test
  void isReadBack() {
    var all =
        ProofFixture.chain().blocks().stream()
            .flatMap(block -> block.transactions().stream())
            .map(Transaction::content)
            .toList();
    assertThat(all).hasSizeGreaterThan(30);
    assertThat(all).hasAtLeastOneElementOfType(Allocation.class);
    for (var content : all) {
      assertThat(read(content.contentText(), Texts.of(content))).contains(content);
    }
  }

  /** Each way in which a text can mean the same and not be the canonical one, or mean nothing. */
  @ParameterizedTest
  @CsvSource({
    "amount 5, amount 05",
    "amount 5, amount 0",
    "amount 5, amount 5.0",
    "nonce 0, nonce 00",
    "nonce 0, nonce +0",
    "until 0, until",
    "COIN, coin",
    "COIN, C",
    "ledgerstone, Ledgerstone",
    "transfer 1, transfer 2",
    "0x19e7, 0x19E7",
    "0x19e7, 0x19",
    "memo -, memo 0",
    "memo -, memo -x",
    "nonce, nonc"
  })
  void isNotReadInAnotherForm(String canonical, String other) {
    var transfer = new TransferDraft(ProofFixture.chain().rules()).transfer();
    var text = transfer.contentText();
    assertThat(read(text, Texts.of(transfer))).isPresent();
    assertThat(text).contains(canonical);
    assertThat(read(text.replaceFirst(canonical, other), Texts.of(transfer))).isEmpty();
  }

  @Test
  void isNotReadWithoutItsTextsOrWithOthers() {
    var draft = new TransferDraft(ProofFixture.chain().rules());
    draft.memo = "rent";
    var transfer = draft.transfer();
    var text = transfer.contentText();
    assertThat(read(text, Texts.of(transfer))).contains(transfer);
    assertThat(read(text, Texts.NONE)).isEmpty();
    assertThat(read(text, memo("Rent"))).isEmpty();
    assertThat(read(text, memo(""))).isEmpty();
    var more = new Texts(Optional.of("rent"), Optional.of("Ann"), Optional.empty());
    assertThat(read(text, more)).isEmpty();
    assertThat(read(text + "\n", Texts.of(transfer))).isEmpty();
    assertThat(read(text.strip(), Texts.of(transfer))).isEmpty();
    assertThat(read(text.replace("\n", "\r\n"), Texts.of(transfer))).isEmpty();
  }

  /** Java gives it the bytes of a question mark. */
  @Test
  void isNotReadWithATextThatHasNoBytes() {
    var draft = new TransferDraft(ProofFixture.chain().rules());
    draft.memo = "?";
    assertThat(read(draft.transfer().contentText(), memo("\uD83D"))).isEmpty();
  }

  private static Texts memo(String memo) {
    return new Texts(Optional.of(memo), Optional.empty(), Optional.empty());
  }
}
