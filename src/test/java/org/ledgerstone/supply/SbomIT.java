package org.ledgerstone.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The list of materials is in the jar, and is of what lies there. Maven leaves it out of a jar that
 * is built offline: such a one is not to be released, and fails here.
 */
class SbomIT {

  private static final Path JAR = Path.of("target/ledgerstone.jar");
  private static final String LIST = "META-INF/sbom/application.cdx.json";
  private static final String LIBRARIES = "BOOT-INF/lib/";

  /** Put in while packing, after the list was made; as new as Spring Boot itself. */
  private static final String ADDED = "spring-boot-jarmode-tools-";

  @Test
  void isOfWhatLiesInTheJar() throws IOException {
    try (var jar = new ZipFile(JAR.toFile())) {
      var listed = new TreeMap<String, String>();
      var list = list(jar);
      for (var part : list.path("components")) {
        var name = part.path("name").asString();
        var version = part.path("version").asString();
        listed.put(name + "-" + version + ".jar", version);
        assertThat(part.path("hashes").size()).as(name).isPositive();
      }
      var libraries = libraries(jar);
      assertThat(libraries.remove(ADDED + listed.get(bootIn(listed)) + ".jar")).isTrue();
      assertThat(listed.keySet()).containsAll(libraries);
      listed.keySet().removeAll(libraries);
      assertThat(listed.keySet())
          .as("listed and not there: only what names others and holds nothing")
          .allMatch(name -> name.startsWith("spring-boot-starter"));
      assertThat(libraries)
          .anyMatch(name -> name.matches("core-6[.].*"))
          .anyMatch(name -> name.matches("h2-[0-9.]+[.]jar"))
          .anyMatch(name -> name.matches("postgresql-[0-9.]+[.]jar"))
          .anyMatch(name -> name.matches("spring-core-[0-9.]+[.]jar"));
    }
  }

  private static String bootIn(TreeMap<String, String> listed) {
    return listed.keySet().stream()
        .filter(name -> name.matches("spring-boot-[0-9].*"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode list(ZipFile jar) throws IOException {
    var entry = jar.stream().filter(each -> each.getName().endsWith(LIST)).findFirst();
    assertThat(entry).as(LIST + " in " + JAR + ", built without -o").isPresent();
    try (var bytes = jar.getInputStream(entry.get())) {
      var list = new JsonMapper().readTree(bytes);
      assertThat(list.path("bomFormat").asString()).isEqualTo("CycloneDX");
      assertThat(list.path("metadata").path("component").path("name").asString())
          .isEqualTo("ledgerstone");
      return list;
    }
  }

  private static TreeSet<String> libraries(ZipFile jar) {
    var names = new TreeSet<String>();
    jar.stream()
        .map(entry -> entry.getName())
        .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
        .forEach(name -> names.add(name.substring(LIBRARIES.length())));
    assertThat(names).hasSizeGreaterThan(80);
    return names;
  }
}
