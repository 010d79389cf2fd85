import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes down which Java runs the tests and their class path, for a script that starts by them. */
class Launch {

  public static void main(String[] arguments) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path file = Path.of(arguments[0]);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(java.toString(), arguments[1]));
  }
}
