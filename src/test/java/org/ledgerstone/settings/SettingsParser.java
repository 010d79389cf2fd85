package org.ledgerstone.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;
import org.ledgerstone.hostile.Parser;

/** The text of {@code .env} files. */
public final class SettingsParser implements Parser {

  @Override
  public List<byte[]> seeds() {
    return Stream.of(
            "# one\nSERVER_PORT=8080\nexport LEDGER_READ = token # who\n",
            "WALLET_PRIVATE_KEY='it\\'s \\\\ here'\r\nA=\"one\\ntwo\\t\\\"x\\\"\" # note\r\n",
            "\uFEFFDATABASE_URL=postgres://user:pw@host/db?a=b#c\nB=${OTHER}\nC=\n",
            "LEDGER_PEERS=\"http://a.example:8080, http://b.example\"\rD=Grüße €\r")
        .map(text -> text.getBytes(UTF_8))
        .toList();
  }

  @Override
  public boolean reads(byte[] input) {
    try {
      DotEnv.read(new String(input, UTF_8), ".env");
      return true;
    } catch (StartRefused refused) {
      return false;
    }
  }
}
