package org.ledgerstone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file that describes a ledger says every parameter once and nothing else. */
class GenesisFileTest {

  private static final String GOOD =
      """
      name: acme
      chain: 7
      assets:
        - {code: COIN, decimals: 0}
        - {code: PTS, decimals: 2}
      reward: 5
      difficulty: 8
      interval: 1000
      blockLimit: 100
      operator: "0x5cbdd86a2fa8dc4bddd8a8f69dba48572eec07fb"
      posts: signed
      seedSignatures: false
      finalDepth: 6
      miners:
        - "0x5cbdd86a2fa8dc4bddd8a8f69dba48572eec07fb"
      time: "2026-01-01T00:00:00.000Z"
      allocations:
        - {asset: PTS, to: treasury, amount: 1000}
      """;

  @TempDir Path directory;

  /** The good file with one line put in the place of the one that begins like this. */
  private static String with(String key, String line) {
    return GOOD.lines().map(l -> l.startsWith(key) ? line : l).collect(Collectors.joining("\n"))
        + "\n";
  }

  private static void refuses(String text, String because) {
    assertThatThrownBy(() -> GenesisFile.parse(text))
        .as(text)
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(because);
  }

  @Test
  void readsEveryParameter() {
    assertThat(GenesisFile.parse(GOOD).data())
        .isEqualTo(
            """
            Genesis Block
            name acme
            chain 7
            asset COIN 0
            asset PTS 2
            reward 5
            difficulty 8
            interval 1000
            block-limit 100
            operator 0x5cbdd86a2fa8dc4bddd8a8f69dba48572eec07fb
            posts signed
            seed-signatures off
            final-depth 6
            miners 0x5cbdd86a2fa8dc4bddd8a8f69dba48572eec07fb
            """);
    assertThat(GenesisFile.parse(GOOD).allocations())
        .singleElement()
        .satisfies(share -> assertThat(share.to().text()).isEqualTo("treasury"));
  }

  @Test
  void readsBackWhatTestsWrite() {
    var genesis =
        new TestGenesis()
            .miners(TestKeys.wallet(3), TestKeys.wallet(1))
            .allocate("PTS", TestKeys.wallet(2), 3)
            .build();
    assertThat(GenesisFile.parse(TestGenesis.yaml(genesis))).isEqualTo(genesis);
    assertThat(GenesisFile.parse(TestGenesis.yaml(Genesis.standard())))
        .isEqualTo(Genesis.standard());
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "acme"})
  void givesTheHashOfTheVectors(String ledger) throws IOException {
    JsonNode genesis;
    try (var vectors = getClass().getResourceAsStream("/vectors/protocol-1.json")) {
      genesis = JsonMapper.shared().readTree(vectors).get("genesis").get(ledger);
    }
    // JSON is YAML.
    var parsed = GenesisFile.parse(genesis.get("parameters").toString());
    assertThat(parsed.block().hash().toString()).isEqualTo(genesis.get("hash").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "chain",
        "assets",
        "reward",
        "difficulty",
        "interval",
        "blockLimit",
        "operator",
        "posts",
        "seedSignatures",
        "finalDepth",
        "miners",
        "time",
        "allocations"
      })
  void wantsEveryParameterOnce(String key) {
    var lines = GOOD.lines().toList();
    int from =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).startsWith(key + ":"))
            .findFirst()
            .orElseThrow();
    int to = from + 1;
    while (to < lines.size() && lines.get(to).startsWith(" ")) {
      to++;
    }
    var own = String.join("\n", lines.subList(from, to)) + "\n";
    refuses(GOOD.replace(own, ""), key);
    refuses(GOOD + own, "twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: | name: ''                      | name",
        "name: | name: [a]                     | name",
        "name: | name: 'a/b'                   | name",
        "name: | name: ' a'                    | name",
        "name: | name: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' | name",
        "name: | name: ~                       | name",
        "chain: | chain: 0                     | chain",
        "chain: | chain: -1                    | chain",
        "chain: | chain: 1.5                   | chain",
        "chain: | chain: x                     | chain",
        "chain: | chain: 4503599627370497      | chain",
        "chain: | chain: 99999999999999999999  | chain",
        "chain: | chain: '01'                  | chain",
        "chain: | chain: 010                   | chain",
        "chain: | chain: 0x10                  | chain",
        "chain: | chain: !!int 7               | chain",
        "reward: | reward: 1_000               | reward",
        "interval: | interval: 1:30            | interval",
        "reward: | reward: -1                  | reward",
        "reward: | reward: 100000000000000000001 | reward",
        "reward: | reward: 1e3                 | reward",
        "reward: | reward: true                | reward",
        "difficulty: | difficulty: 65          | difficulty",
        "difficulty: | difficulty: 99999999999 | difficulty",
        "interval: | interval: 0               | interval",
        "interval: | interval: 86400001        | interval",
        "interval: | interval: 99999999999999999999 | interval",
        "blockLimit: | blockLimit: 1           | blockLimit",
        "blockLimit: | blockLimit: 100001      | blockLimit",
        "operator: | operator: treasury        | operator",
        "operator: | operator: '0x5Cbdd86a2fa8dc4bddd8a8f69dba48572eec07fb' | operator",
        "operator: | operator: [x]             | operator",
        "posts: | posts: some                  | posts",
        "posts: | posts: true                  | posts",
        "posts: | posts: ANY                   | posts",
        "seedSignatures: | seedSignatures: 'x' | seedSignatures",
        "seedSignatures: | seedSignatures: 1   | seedSignatures",
        "seedSignatures: | seedSignatures: on  | seedSignatures",
        "finalDepth: | finalDepth: -1          | finalDepth",
        "finalDepth: | finalDepth: 1000001     | finalDepth",
        "miners: | miners: any                 | miners",
        "miners: | miners: ['treasury']        | YAML",
        "time: | time: yesterday               | time",
        "time: | time: '2026-01-01'            | time",
        "time: | time: '2026-01-01T00:00:00Z'  | time",
        "time: | time: 1960-01-01              | time",
        "time: | time: 2026-01-01              | time",
        "time: | time: 1767225600000           | time",
        "allocations: | allocations: {}        | YAML",
        "allocations: | more: 1                | YAML"
      })
  void refusesAWrongLine(String key, String line, String because) {
    refuses(with(key, line), because);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{code: coin, decimals: 0}            | assets",
        "{code: COIN, decimals: 37}           | assets",
        "{code: COIN, decimals: -1}           | decimals",
        "{code: COIN, decimals: '2.0'}        | decimals",
        "{code: PTS, decimals: 0}             | only once",
        "{code: COIN}                         | decimals",
        "{code: COIN, decimals: 0, name: x}   | only",
        "COIN                                 | assets"
      })
  void refusesAWrongAsset(String asset, String because) {
    refuses(GOOD.replace("{code: COIN, decimals: 0}", asset), because);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{asset: NONE, to: treasury, amount: 1}   | NONE is not among the assets",
        "{asset: pts, to: treasury, amount: 1}    | allocations",
        "{asset: PTS, to: Treasury, amount: 1}    | allocations",
        "{asset: PTS, to: ~, amount: 1}           | to",
        "{asset: PTS, to: [a], amount: 1}         | allocations",
        "{asset: PTS, to: treasury, amount: 0}    | allocations",
        "{asset: PTS, to: treasury, amount: 1.5}  | amount",
        "{asset: PTS, to: treasury, amount: 100000000000000000000000000000000000000} | allocations",
        "{asset: PTS, to: treasury, amount: 50000000000000000000000000000000000001} | at most",
        "{asset: PTS, to: treasury}               | amount",
        "{asset: PTS, amount: 1}                  | to",
        "treasury                                 | allocations"
      })
  void refusesAWrongAllocation(String allocation, String because) {
    refuses(GOOD.replace("{asset: PTS, to: treasury, amount: 1000}", allocation), because);
  }

  @Test
  void refusesWrongMiners() {
    var miner = "  - \"0x5cbdd86a2fa8dc4bddd8a8f69dba48572eec07fb\"\n";
    refuses(GOOD.replace(miner, miner + miner), "miners");
    refuses(GOOD.replace(miner, "  - treasury\n"), "miners");
    refuses(GOOD.replace(miner, "  - ~\n"), "miners");
    refuses(GOOD.replace(miner, "  - [x]\n"), "miners");
    refuses(
        GOOD.replace("miners:\n" + miner, "miners: []\n").replace("difficulty: 8", "difficulty: 0"),
        "0 only with listed miners");
    var many =
        IntStream.rangeClosed(1, 300)
            .mapToObj(i -> "  - \"" + TestKeys.wallet(i) + "\"\n")
            .collect(Collectors.joining());
    refuses(GOOD.replace(miner, many), "characters");
  }

  @Test
  void refusesTooManyAssetsOrNone() {
    var none = GOOD.replaceFirst("(?s)assets:.*reward", "assets: []\nreward");
    refuses(none, "assets: 1 to 32");
    var many =
        IntStream.range(0, 31)
            .mapToObj(i -> "  - {code: A" + i + ", decimals: 0}\n")
            .collect(Collectors.joining());
    refuses(GOOD.replace("reward: 5", many + "reward: 5"), "assets: 1 to 32");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "- 1",
        "a: [",
        "!!java.net.URL [x]",
        "--- 1\n--- 2",
        "&a [*a]",
        "~: 1",
        "1: 2",
        "? [a]\n: b",
        "? {a: b}\n: c",
        "\u0000"
      })
  void refusesWhatIsNoSuchFile(String text) {
    refuses(text, "genesis file");
    if (!text.isEmpty()) {
      refuses(GOOD + text, "genesis file");
    }
  }

  @Test
  void refusesAFileThatCannotBeRead() throws IOException {
    var missing = directory.resolve("genesis.yaml");
    assertThatThrownBy(() -> GenesisFile.read(missing))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(missing.toString());
    assertThatThrownBy(() -> GenesisFile.read(directory)).isInstanceOf(StartRefused.class);
    var latin = Files.write(directory.resolve("latin"), "ä".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> GenesisFile.read(latin)).isInstanceOf(StartRefused.class);
    Files.writeString(missing, GOOD);
    assertThat(GenesisFile.read(missing)).isEqualTo(GenesisFile.parse(GOOD));
  }

  @Test
  void takesEveryValueAsItIsWritten() {
    assertThat(GenesisFile.parse(with("posts:", "posts: off")).data()).contains("posts off\n");
    assertThat(GenesisFile.parse(with("posts:", "posts: 'any'")).data()).contains("posts any\n");
    assertThat(GenesisFile.parse(with("name:", "name: 7")).name()).isEqualTo("7");
    assertThat(GenesisFile.parse(GOOD.replace("\"", ""))).isEqualTo(GenesisFile.parse(GOOD));
    for (var name : List.of("yes", "0123", "1e3", "2026-01-01", "12:30")) {
      assertThat(GenesisFile.parse(GOOD.replace("treasury", name)).allocations().getFirst().to())
          .isEqualTo(new Address(name));
    }
  }

  @Test
  void takesNullForNoOperator() {
    for (var none : List.of("null", "~", "")) {
      assertThat(GenesisFile.parse(with("operator:", "operator: " + none)).data())
          .contains("operator -\n");
    }
  }
}
