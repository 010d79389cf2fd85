import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks that every source is laid out by google-java-format, or with the word "write" makes it so.
 */
class Format {

  private static final Formatter FORMATTER = new Formatter();

  public static void main(String[] arguments) throws IOException {
    boolean write = arguments.length == 1 && arguments[0].equals("write");
    List<Path> sources;
    try (var files = Files.walk(Path.of("src"))) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    if (sources.isEmpty()) {
      throw new IllegalStateException("no sources under src: started in the wrong folder?");
    }
    List<Path> different =
        sources.parallelStream().filter(source -> differs(source, write)).sorted().toList();
    different.forEach(
        source -> System.out.println((write ? "formatted " : "not formatted: ") + source));
    if (!write && !different.isEmpty()) {
      System.out.println("Run ./format to lay these files out.");
      System.exit(1);
    }
  }

  private static boolean differs(Path source, boolean write) {
    try {
      String text = Files.readString(source);
      String formatted = FORMATTER.formatSourceAndFixImports(text);
      if (write && !formatted.equals(text)) {
        Files.writeString(source, formatted);
      }
      return !formatted.equals(text);
    } catch (FormatterException broken) {
      throw new IllegalStateException(
          source + " cannot be read as Java: " + broken.getMessage(), broken);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
