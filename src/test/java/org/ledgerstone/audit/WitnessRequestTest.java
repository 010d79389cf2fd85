package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SignedNote;

class WitnessRequestTest {

  private static final Hash ANY = Hash.of(new byte[] {1});
  private static final OtherLog ONE = OtherLog.of(ANY, 0x61);
  private static final SignedNote NOTE = ONE.note(2, ANY);

  @Test
  void isReadAsItIsWritten() {
    var body = OtherLog.asking(1, List.of(ANY), NOTE);
    var request = WitnessRequest.parse(body).orElseThrow();
    assertThat(request.old()).isEqualTo(1);
    assertThat(request.proof()).containsExactly(ANY);
    assertThat(request.note()).isEqualTo(NOTE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "old 0",
        "old 0\n",
        "old 00\n\n%s",
        "old -1\n\n%s",
        "old 0\nAAAA\n\n%s",
        "old 0 \n\n%s",
        "0\n\n%s",
        "old 3\n\n%s",
        "old 0\n%s",
        "old 0\n\n%sx",
      })
  void whatIsMalformedIsNoRequest(String form) {
    var body = form.formatted(NOTE.format());
    assertThat(WitnessRequest.parse(body)).isEmpty();
  }

  @Test
  void takesNoLinesBesideTheThreeOfACheckpoint() {
    var note = ONE.signed(NOTE.text() + "more\n");
    assertThat(WitnessRequest.parse(OtherLog.asking(0, List.of(), note))).isEmpty();
  }
}
