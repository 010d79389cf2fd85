package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Notes and their signatures. The key, the note and the co-signed checkpoint are those of the
 * specifications and of their reference implementation.
 */
class SignedNoteTest {

  private static final String KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  private static final String TEXT =
      "If you think cryptography is the answer to your problem,\n"
          + "then you don't know what your problem is.\n";
  private static final String NOTE =
      TEXT
          + "\n"
          + "\u2014 PeterNeumann"
          + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  private static final String COSIGNED =
      """
      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

      \u2014 example.com/behind-the-sofa \
      Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
      \u2014 witness.example.com/w1 \
      jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
      """;

  private static NoteKey key() {
    return NoteKey.parse(KEY).orElseThrow();
  }

  private static byte[] seed() {
    var bytes = Base64.getDecoder().decode(SECRET);
    return Arrays.copyOfRange(bytes, 1, bytes.length);
  }

  private static SignedNote note(String text) {
    return SignedNote.parse(text).orElseThrow();
  }

  @Test
  void isReadAndWrittenAsTheReferenceDoes() {
    assertThat(key()).hasToString(KEY);
    var note = note(NOTE);
    assertThat(note.text()).isEqualTo(TEXT);
    assertThat(note.format()).isEqualTo(NOTE);
    assertThat(key().hasSigned(note)).isTrue();
  }

  @Test
  void aPublicKeyIsComputedFromItsPrivateOne() {
    assertThat(NoteSigner.publicKey(seed())).isEqualTo(key().bytes());
    assertThatThrownBy(() -> NoteSigner.publicKey(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Ed25519 is deterministic: our signature is theirs, byte for byte. */
  @Test
  void isSignedAsTheReferenceDoes() {
    var signed = new NoteSigner(key(), seed()).sign(new SignedNote(TEXT, List.of()), 0);
    assertThat(signed.format()).isEqualTo(NOTE);
  }

  @Test
  void isNotSignedByAnotherKeyOrOverAnotherText() {
    assertThat(key().hasSigned(note(NOTE.replace("answer", "anSwer")))).isFalse();
    var named = NoteKey.of("Peter", NoteKey.Use.NOTE, key().bytes()).orElseThrow();
    assertThat(named.hasSigned(note(NOTE))).as("another name").isFalse();
    var other = NoteKey.of("PeterNeumann", NoteKey.Use.COSIGNATURE, key().bytes()).orElseThrow();
    assertThat(other.hasSigned(note(NOTE))).as("another use").isFalse();
    assertThat(key().hasSigned(new SignedNote(TEXT, List.of()))).as("no signature").isFalse();
  }

  /** Unknown keys do not matter; a known one that is wrong once makes the whole note wrong. */
  @Test
  void countsOnlyLinesOfTheKey() {
    var strange = new SignedNote.Line("somebody", "AAAAAAAA");
    assertThat(key().hasSigned(note(NOTE).and(strange))).isTrue();
    var bytes = note(NOTE).signatures().getFirst().bytes();
    bytes[20] ^= 1;
    var wrong = new SignedNote.Line("PeterNeumann", Base64.getEncoder().encodeToString(bytes));
    assertThat(key().hasSigned(note(NOTE).and(wrong))).isFalse();
    var collides = new SignedNote.Line("PeterNeumann", "x08gpAAA");
    assertThat(key().hasSigned(note(NOTE).and(collides))).as("another id").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n\n\u2014 name AAAAAAAA",
        "text\n\n- name AAAAAAAA\n",
        "text\n\n\u2014 na+me AAAAAAAA\n",
        "text\n\n\u2014  AAAAAAAA\n",
        "text\n\n\u2014 name AAAAA\n",
        "text\n\n\u2014 name AAAA\n",
        "text\n\n\u2014 name AAAAAAB=\n",
        "text\n\n\u2014 name AAAAAAAA \n",
        "text\n\n\u2014 na\u00a0me AAAAAAAA\n",
        "te\rxt\n\n\u2014 name AAAAAAAA\n",
        "te\txt\n\n\u2014 name AAAAAAAA\n",
        "te\ud83dxt\n\n\u2014 name AAAAAAAA\n",
      })
  void isNotReadInAnotherForm(String text) {
    assertThat(SignedNote.parse("text\n\n\u2014 name AAAAAAAA\n")).isPresent();
    assertThat(SignedNote.parse(text)).isEmpty();
  }

  @Test
  void isBounded() {
    var line = "\u2014 name AAAAAAAA\n";
    assertThat(SignedNote.parse("text\n\n" + line.repeat(100))).isPresent();
    assertThat(SignedNote.parse("text\n\n" + line.repeat(101))).isEmpty();
    assertThat(SignedNote.parse("x".repeat(SignedNote.BYTES_MAX) + "\n\n" + line)).isEmpty();
  }

  @Test
  void keysAreReadInOneFormOnly() {
    for (int i = 0; i < KEY.length(); i++) {
      var other = new StringBuilder(KEY);
      other.setCharAt(i, (char) (KEY.charAt(i) + 1));
      assertThat(NoteKey.parse(other.toString())).as(other.toString()).isEmpty();
      assertThat(NoteKey.parse(KEY.substring(0, i))).isEmpty();
    }
    assertThat(NoteKey.of("a name", NoteKey.Use.NOTE, key().bytes())).isEmpty();
    assertThat(NoteKey.of("", NoteKey.Use.NOTE, key().bytes())).isEmpty();
    assertThat(NoteKey.of("name", NoteKey.Use.NOTE, new byte[31])).isEmpty();
  }

  @Test
  void signersNeedBothHalvesOfAKey() {
    var seed = seed();
    seed[0] ^= 1;
    assertThatThrownBy(() -> new NoteSigner(key(), seed))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NoteSigner(key(), new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    var signer = new NoteSigner(key(), seed());
    for (var text : List.of("", "no line", "a\tb\n")) {
      var note = new SignedNote(text, List.of());
      assertThatThrownBy(() -> signer.sign(note, 0)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void isCosignedWithTheTime() {
    var key =
        NoteKey.of("witness.example.com", NoteKey.Use.COSIGNATURE, key().bytes()).orElseThrow();
    assertThat(NoteKey.parse(key.toString())).contains(key);
    var signed = new NoteSigner(key, seed()).sign(note(NOTE), 1_679_315_147);
    assertThat(key.cosignedAt(signed)).hasValue(1_679_315_147);
    assertThat(key().hasSigned(signed)).as("the log's own signature stays").isTrue();
    assertThat(key.cosignedAt(note(NOTE))).isEmpty();
    var bytes = signed.signatures().getLast().bytes();
    bytes[11] ^= 1;
    var later = new SignedNote.Line(key.name(), Base64.getEncoder().encodeToString(bytes));
    assertThat(key.cosignedAt(note(NOTE).and(later))).as("the time is signed").isEmpty();
  }

  @Test
  void readsTheSpecificationsCheckpoint() {
    var note = note(COSIGNED);
    assertThat(note.format()).isEqualTo(COSIGNED);
    assertThat(note.signatures()).hasSize(2);
    var checkpoint = Checkpoint.parse(note.text()).orElseThrow();
    assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
    assertThat(checkpoint.size()).isEqualTo(20_852_163);
    assertThat(checkpoint.extensions()).isEmpty();
    assertThat(checkpoint.text()).isEqualTo(note.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "origin\n",
        "origin\n1\n",
        "\n1\nROOT\n",
        "origin\n01\nROOT\n",
        "origin\n-1\nROOT\n",
        "origin\n1\nAAAA\n",
        "origin\n1\nROOT",
        "origin\n1\nROOT\n\n",
        "origin\n1\nROOT\n\nmore\n",
        "origin\n12345678901234567\nROOT\n"
      })
  void checkpointsAreReadInOneFormOnly(String form) {
    var root = Base64.getEncoder().encodeToString(Hash.ofText("root").bytes());
    assertThat(Checkpoint.parse("origin\n1\n" + root + "\n")).isPresent();
    assertThat(Checkpoint.parse("origin\n1\n" + root + "\nmore\n")).isPresent();
    assertThat(Checkpoint.parse(form.replace("ROOT", root))).isEmpty();
  }

  /** So that a checkpoint of a ledger's first blocks is checked by what the next one names. */
  @Test
  void hasTheRootThatTheNextBlockNames() {
    var chain = ProofFixture.chain();
    var last = chain.head().header();
    var leaves =
        chain.blocks().stream()
            .limit(last.index() - 1)
            .map(block -> SealedBlock.historyLeaf(block.hash()))
            .toList();
    var checkpoint = new Checkpoint("ledger", last.index() - 1, MerkleTree.root(leaves), List.of());
    assertThat(checkpoint.root()).isEqualTo(last.history());
    assertThat(Checkpoint.parse(checkpoint.text())).contains(checkpoint);
  }
}
