package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ledgerstone}, with a JDK and a build that only say what they were told. */
class ScriptTest {

  @TempDir private Path directory;
  private Path place;

  @BeforeEach
  void begin() throws IOException {
    place = directory.toRealPath().resolve("a folder");
    Files.createDirectories(place.resolve("target"));
    script(place.resolve("ledgerstone"), Files.readString(Path.of("ledgerstone")));
    script(
        place.resolve("mvnw"), "#!/bin/sh\necho built with $JAVA_HOME; : > target/ledgerstone.jar");
    jdk("new", "25.0.3");
  }

  private void jdk(String name, String version) throws IOException {
    var home = directory.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "A=\"1\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), "#!/bin/sh\nprintf '" + name + " <%s>\\n' \"$@\"");
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> run(String jdk, String... words) throws Exception {
    var command = new ArrayList<>(List.of(place.resolve("ledgerstone").toString()));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", directory.resolve(jdk).toString());
    builder
        .environment()
        .merge("PATH", directory.resolve("new/bin") + ":", (old, bin) -> bin + old);
    var process = builder.redirectErrorStream(true).start();
    var lines = process.inputReader().lines().toList();
    assertEquals(0, process.waitFor(), lines.toString());
    return lines;
  }

  @Test
  void handsItsWordsOver() throws Exception {
    Files.writeString(place.resolve("target/ledgerstone.jar"), "");
    var jar = "new <" + place.resolve("target/ledgerstone.jar") + ">";
    assertEquals(
        List.of("new <-jar>", jar, "new <block>", "new <--data>", "new <a b>"),
        run("new", "block", "--data", "a b"));
    assertEquals(List.of("new <-jar>", jar), run("new"));
    assertEquals("new <-XX:TieredStopAtLevel=1>", run("new", "wallet", "new").getFirst());
  }

  @Test
  void buildsWhatIsMissing() throws Exception {
    var lines = run("new", "--help");
    assertTrue(lines.getFirst().startsWith("Building"), lines.toString());
    assertEquals("built with " + directory.resolve("new"), lines.get(1));
    assertEquals("new <-jar>", lines.get(2));
  }

  @Test
  void passesAnOldJdkBy() throws Exception {
    jdk("old", "17.0.15");
    assertEquals("new <--version>", run("old", "--version").getLast());
  }
}
