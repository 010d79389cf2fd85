package org.ledgerstone.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Time;

/** Charts: whole numbers on a grid, and the words beside them. */
class DrawingTest {

  private static final Hash HASH = Hash.ofText("any");

  private static StoredBlock block(long index, long millis, int count) {
    var header =
        new Header(index, HASH, HASH, new Time(millis), Optional.empty(), count, HASH, "-", 0, 0);
    return new StoredBlock(header, HASH, "", Optional.empty(), BigInteger.ONE);
  }

  @Test
  void paceIsCountedFromTheBlockAfterGenesis() {
    var pace =
        Pace.of(
            List.of(block(1, 0, 5), block(2, 1_000, 1), block(3, 3_000, 10), block(4, 4_000, 5)));
    assertThat(pace.blocks()).isEqualTo(2);
    assertThat(pace.perSecond()).isEqualTo("5.0");
    assertThat(pace.interval()).isEqualTo("1.5");
    assertThat(pace.rates().bars()).extracting(Chart.Bar::label).containsExactly("5.0", "5.0");
    assertThat(pace.intervals().bars()).extracting(Chart.Bar::label).containsExactly("2.0", "1.0");
    assertThat(pace.intervals().bars()).extracting(Chart.Bar::height).containsExactly(60, 30);
  }

  @Test
  void aNewLedgerHasNoPaceYet() {
    for (var blocks : List.of(List.of(block(1, 0, 0)), List.of(block(1, 0, 0), block(2, 9, 1)))) {
      var pace = Pace.of(blocks);
      assertThat(pace.perSecond()).isEqualTo("–");
      assertThat(pace.rates().bars()).isEmpty();
    }
  }

  @Test
  void blocksOfOneMomentAreNoDivisionByZero() {
    var pace = Pace.of(List.of(block(2, 7, 1), block(3, 7, 100)));
    assertThat(pace.perSecond()).isEqualTo("100000.0");
    assertThat(pace.interval()).isEqualTo("0.0");
  }

  @Test
  void barsStandAtTheRightAndWithinTheGrid() {
    var values =
        IntStream.rangeClosed(1, 60).mapToObj(i -> new Chart.Value(i, i - 1, "" + i)).toList();
    var chart = Chart.of(values);
    assertThat(chart.width()).isEqualTo(480);
    assertThat(chart.bars())
        .allSatisfy(bar -> {
          assertThat(bar.x()).isBetween(0, chart.width() - Chart.STEP);
          assertThat(bar.y() + bar.height()).isEqualTo(Chart.HEIGHT);
          assertThat(bar.height()).isPositive();
        });
    assertThat(Chart.of(values.subList(0, 1)).bars().getFirst().x()).isEqualTo(240 - Chart.STEP);
  }

  @Test
  void aBalanceGoesInSteps() {
    var chart = BalanceChart.of(Stream.of(0L, 50L, 100L).map(BigInteger::valueOf).toList());
    assertThat(chart.points()).isEqualTo("0,120 200,120 200,60 400,60 400,0 600,0");
    assertThat(chart.highest()).isEqualTo(100);
    var nothing = BalanceChart.of(List.of(BigInteger.ZERO));
    assertThat(nothing.points()).isEqualTo("0,120 600,120");
    var most = BigInteger.TEN.pow(38);
    assertThat(BalanceChart.of(List.of(most)).points()).isEqualTo("0,0 600,0");
  }

  @Test
  void longTextsAreCutBetweenCharacters() {
    var faces = "\ud83d\ude00".repeat(100);
    assertThat(Shortened.text(faces)).isEqualTo("\ud83d\ude00".repeat(80) + "…");
    assertThat(Shortened.text("a\nb\tc")).isEqualTo("a b c");
    assertThat(Shortened.address("treasury")).isEqualTo("treasury");
    assertThat(Shortened.address("0x" + "12".repeat(20))).isEqualTo("0x121212…121212");
  }

  @Test
  void nobodyIsLedAway() {
    for (var away :
        List.of("//example.org", "/\\example.org", "https://example.org", "", "/a\r\nb")) {
      assertThat(Leads.back(away)).as(away).isEqualTo("redirect:/");
    }
    assertThat(Leads.back("/accounts/0xAB?asset=COIN&before=3.0"))
        .isEqualTo("redirect:/accounts/0xAB?asset=COIN&before=3.0");
  }
}
