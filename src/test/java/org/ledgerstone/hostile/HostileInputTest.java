package org.ledgerstone.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.TestDatabase;

/** The table of bad requests, each judged by the {@link Oracle}, and its good twins. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@TestInstance(Lifecycle.PER_CLASS)
class HostileInputTest {

  private static final int PAIRS_MIN = 140;

  @Parameter TestDatabase.Kind kind;

  private TwoNodes nodes;

  @BeforeParameterizedClassInvocation
  void start() {
    nodes = new TwoNodes(kind);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    nodes.close();
  }

  static List<Group> groups() {
    return CaseTable.read();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("groups")
  void isRefusedAsTheTableSays(Group group) {
    var oracle = new Oracle(nodes.of(group.node()));
    var faults = group.cases().stream().map(oracle::refuses).flatMap(Optional::stream).toList();
    int cases = group.cases().size();
    Figures.tried(Figures.Of.BAD_REQUEST, kind, cases, faults.size());
    Figures.tried(Figures.Of.REFUSAL, kind, oracle.asked(), oracle.slow().size());
    assertThat(faults).as("slow once: " + oracle.slow()).isEmpty();

    // What makes the others fail is therefore what is wrong with them.
    var untaken = twins(group).map(oracle::takes).flatMap(Optional::stream).toList();
    assertThat(untaken).isEmpty();
  }

  private static Stream<Case> twins(Group group) {
    var unchanged =
        group.cases().stream()
            .flatMap(one -> one.unchanged().stream())
            .collect(Collectors.toMap(Case::body, one -> one, (one, same) -> one));
    return Stream.concat(group.valid().stream(), unchanged.values().stream());
  }

  @Test
  void holdsManyDistinctRefusals() {
    var pairs =
        groups().stream()
            .flatMap(group -> group.cases().stream())
            .map(one -> one.endpoint() + " " + one.answer().meaning())
            .distinct()
            .toList();
    assertThat(pairs).hasSizeGreaterThanOrEqualTo(PAIRS_MIN);
  }

  @Test
  void namesEachCaseOnce() {
    assertThat(groups().stream().flatMap(group -> group.cases().stream()).map(Case::toString))
        .doesNotHaveDuplicates();
  }
}
