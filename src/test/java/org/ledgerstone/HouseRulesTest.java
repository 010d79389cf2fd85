package org.ledgerstone;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.servlet.ServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/**
 * What the compiler does not see: a chain that replays to the same bytes, exact amounts, telling
 * names. A rule about a room that is not built yet passes until the room is there.
 */
@AnalyzeClasses(packagesOf = Ledgerstone.class, importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

  private static final String PROTOCOL = "org.ledgerstone.protocol..";
  private static final String LEDGER = "org.ledgerstone.ledger..";
  private static final String ETHEREUM = "org.ledgerstone.ethereum..";

  @ArchTest
  static final ArchRule protocolKnowsNoFrameworkAndNoDatabase =
      noClasses()
          .that()
          .resideInAPackage(PROTOCOL)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "org.springframework..",
                      "jakarta..",
                      "java.sql..",
                      "javax.sql..",
                      "org.hibernate..",
                      "tools.jackson..",
                      "com.fasterxml.jackson..")
                  // The annotation that declares the room itself.
                  .and(not(resideInAnyPackage("org.springframework.modulith.."))))
          .because("it decides, and must do so anywhere the jar can be carried")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule protocolHasNoClock =
      noClasses()
          .that()
          .resideInAPackage(PROTOCOL)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, InstantSource.class)
          .because("whoever asks says what time it is")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nobodyAsksTheSystemForTheTime =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callConstructor(Date.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("time comes in through a Clock, so that a test can set it");

  @ArchTest
  static final ArchRule nobodyDrawsWithoutASeed =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current")
          .because("a draw is either secret (SecureRandom) or can be repeated from its seed");

  @ArchTest
  static final ArchRule amountsAreNeverFloating =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(PROTOCOL, LEDGER)
          .should()
          .haveRawType(
              describe(
                  "float or double",
                  (JavaClass type) ->
                      Set.of("float", "double", "java.lang.Float", "java.lang.Double")
                          .contains(type.getBaseComponentType().getName())))
          .because("value is counted in whole smallest units")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule bodiesAreReadInOnePlace =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.ledgerstone.web.FirstBytes")
          .should()
          .callMethodWhere(
              target(owner(assignableTo(ServletRequest.class)))
                  .and(target(nameMatching("getInputStream|getReader"))))
          .because("a short body has been read before, and only that class knows where it is");

  @ArchTest
  static final ArchRule web3jIsKnownInOneRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage(ETHEREUM)
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.web3j..", "okhttp3.."))
          .because("what of it may be leaned on is decided there");

  @ArchTest
  static final ArchRule web3jIsNotLeanedOnWhereItFails =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.web3j.tx..", "org.web3j.protocol.core.filters.."))
          .orShould()
          .callMethod(TransactionReceipt.class, "isStatusOK")
          .because(
              "its managers lose nonces, its filters stop silently, its transfers are signed for"
                  + " any chain, and without a status all is well to it");

  @ArchTest
  static final ArchRule packagesSayWhatTheyAreAbout =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..", "..utils..", "..common..", "..commons..", "..helper..", "..helpers..")
          .because("such a name tells nobody what belongs there");

  @ArchTest
  static final ArchRule everyPackageSaysWhatMayBeNull =
      classes()
          .should(
              ArchCondition.from(
                  describe(
                      "be in a @NullMarked package",
                      (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class))))
          .because("the compiler looks for null only there");
}
