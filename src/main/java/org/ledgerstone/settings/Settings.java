package org.ledgerstone.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The owner's settings by their documented names, such as {@code WALLET_PRIVATE_KEY}: the
 * environment first, then the {@code .env} file. A value that is empty or still a placeholder
 * ({@code <…>}, {@code YOUR_…}) counts as unset. A secret may stand in a file of its own, named by
 * {@code NAME_FILE}. Immutable.
 *
 * <p>Inside Spring ask for the property instead ({@code LEDGER_DATA_DIR} is {@code
 * ledger.data-dir}), since a command-line argument may have the last word there.
 */
public final class Settings {

  /** Where the settings are looked for unless {@link #FILE_VARIABLE} names another file. */
  public static final Path DEFAULT_FILE = Path.of(".env");

  /** The environment variable or system property that names another file than {@code .env}. */
  public static final String FILE_VARIABLE = "LEDGER_ENV_FILE";

  /** What may also be read from a file named by {@code NAME_FILE}. */
  static final List<String> SECRETS =
      List.of(
          "DATABASE_OWNER_PASSWORD",
          "DATABASE_PASSWORD",
          "ETHEREUM_KEYSTORE_PASSWORD",
          "ETHEREUM_NODE_URI",
          "ETHEREUM_PRIVATE_KEY",
          "LEDGER_CHECKPOINT_KEY",
          "LEDGER_PEER_TOKENS",
          "LEDGER_SECRET_KEY",
          "LEDGER_SECRET_KEY_BEFORE",
          "WALLET_PRIVATE_KEY");

  private static final String OURS = "(DATABASE|ETHEREUM|LEDGER|SERVER|WALLET)_.*";

  private final Map<String, String> values;
  private final List<String> placeholders;

  private Settings(Map<String, String> values, List<String> placeholders) {
    this.values = Collections.unmodifiableMap(values);
    this.placeholders = List.copyOf(placeholders);
  }

  /**
   * The settings of this process: its environment and {@code .env} in the working directory.
   *
   * @throws StartRefused if the file or a secret's file cannot be read
   */
  public static Settings load() {
    return load(file(), System.getenv());
  }

  /**
   * The settings in this environment and this file; a missing {@code .env} is no mistake, any other
   * missing file is.
   *
   * @throws StartRefused if the file or a secret's file cannot be read
   */
  public static Settings load(Path file, Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>();
    List<String> placeholders = new ArrayList<>();
    SettingsFile.read(file).forEach((name, value) -> take(name, value, values, placeholders));
    environment.forEach((name, value) -> take(name, value, values, placeholders));
    SECRETS.forEach(secret -> SettingsFile.readSecret(secret, values));
    placeholders.removeIf(name -> values.containsKey(name) || !name.matches(OURS));
    return new Settings(values, placeholders);
  }

  private static void take(
      String name, String value, Map<String, String> values, List<String> placeholders) {
    if (Placeholder.is(value)) {
      placeholders.add(name);
      return;
    }
    if (!value.isBlank()) {
      values.put(name, value);
    }
  }

  /** The file that this process reads its settings from. */
  static Path file() {
    var named = System.getProperty(FILE_VARIABLE, System.getenv().getOrDefault(FILE_VARIABLE, ""));
    return named.isBlank() ? DEFAULT_FILE : Path.of(named);
  }

  /** The value of this setting; empty where it is unset, blank or a placeholder. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The names that have a value, those of the whole environment among them. */
  Set<String> names() {
    return values.keySet();
  }

  /** The names that count as unset because their value is a placeholder. */
  List<String> placeholders() {
    return placeholders;
  }
}
