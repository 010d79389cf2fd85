package org.ledgerstone.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.tools.NeedsTool;
import tools.jackson.databind.json.JsonMapper;

/** What the jar carries of others' libraries is what npm has of the versions that are stated. */
class VendoredTest {

  private static final Path VENDORED = Path.of("src/main/resources/static/console/vendor");
  private static final Path NODE = Path.of("src/test/node");
  private static final Map<String, String> PACKAGES =
      Map.of(
          "noble-secp256k1", "@noble/secp256k1",
          "noble-hashes", "@noble/hashes",
          "htmx.org", "htmx.org",
          "idiomorph", "idiomorph");
  private static final Pattern IMPORT =
      Pattern.compile("^(?:import|export)[^;]* from ['\"]([^'\"]+)['\"]", Pattern.MULTILINE);

  static List<Path> files() throws IOException {
    try (var files = Files.walk(VENDORED)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void isAllOfSomePackage() throws IOException {
    assertThat(files()).extracting(VendoredTest::folder).containsOnlyElementsOf(PACKAGES.keySet());
    assertThat(PACKAGES.keySet())
        .allSatisfy(folder -> assertThat(VENDORED.resolve(folder)).exists());
  }

  private static String folder(Path file) {
    return VENDORED.relativize(file).getName(0).toString();
  }

  @ParameterizedTest
  @MethodSource("files")
  @NeedsTool("src/test/node/node_modules/@noble/secp256k1")
  void isByteForByteThatOfThePackage(Path file) throws IOException {
    var inPackage = VENDORED.resolve(folder(file)).relativize(file);
    var original =
        NODE.resolve("node_modules").resolve(PACKAGES.get(folder(file))).resolve(inPackage);
    assertThat(file).hasSameBinaryContentAs(original);
  }

  @Test
  void isOfTheVersionsThatAreStated() throws IOException {
    var stated = new JsonMapper().readTree(Files.readString(NODE.resolve("package.json")));
    for (var one : PACKAGES.entrySet()) {
      var folder = VENDORED.resolve(one.getKey());
      var version = new JsonMapper().readTree(Files.readString(folder.resolve("package.json")));
      assertThat(stated.get("dependencies").get(one.getValue()).asString())
          .isEqualTo(version.get("version").asString());
      assertThat(folder.resolve("LICENSE"))
          .content()
          .containsPattern("MIT License|Permission to use, copy");
    }
  }

  /** Nothing is loaded from elsewhere, and nothing that is not there. */
  @Test
  void importsOnlyFilesThatAreThere() throws IOException {
    var page = VENDORED.getParent();
    try (var scripts = Files.walk(page)) {
      for (var script : scripts.filter(file -> file.toString().endsWith(".js")).toList()) {
        var imports = IMPORT.matcher(Files.readString(script));
        while (imports.find()) {
          assertThat(imports.group(1)).as(script.toString()).startsWith(".");
          assertThat(script.resolveSibling(imports.group(1)).normalize())
              .isRegularFile()
              .startsWith(page);
        }
      }
    }
  }
}
