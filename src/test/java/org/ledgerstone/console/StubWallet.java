package org.ledgerstone.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.WalletKey;
import tools.jackson.databind.json.JsonMapper;

/**
 * An Ethereum wallet in a page, as EIP-6963 and EIP-1193 have it. It signs with ethers, which knows
 * nothing of this ledger.
 */
final class StubWallet {

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final String PROVIDER =
      """
      (() => {
        const provider = {
          request: async ({method, params}) => {
            const answer = await window.stubWallet(method, params ?? []);
            if (answer == null) throw Object.assign(new Error('The person said no'), {code: 4001});
            return answer;
          },
        };
        const info = {uuid: '350670db-19fa-4704-a166-e52e178b59d2', name: 'Stub Wallet',
          icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>', rdns: 'org.example'};
        const announce = () => window.dispatchEvent(
          new CustomEvent('eip6963:announceProvider', {detail: Object.freeze({info, provider})}));
        window.addEventListener('eip6963:requestProvider', announce);
        announce();
      })()
      """;

  private final WalletKey owner;
  private final List<String> digests = new CopyOnWriteArrayList<>();
  private volatile WalletKey signing;
  private volatile boolean declining;

  private StubWallet(WalletKey owner) {
    this.owner = owner;
    this.signing = owner;
  }

  /** Puts a wallet of this key into every page that is opened from now on. */
  static StubWallet in(Page page, WalletKey owner) {
    var wallet = new StubWallet(owner);
    page.exposeFunction("stubWallet", arguments -> wallet.answer(arguments));
    page.addInitScript(PROVIDER);
    return wallet;
  }

  /** From now on its owner says no to everything that is to be signed. */
  void declines() {
    declining = true;
  }

  /** From now on it signs with another key than the one whose account it names. */
  void signsBy(WalletKey other) {
    signing = other;
  }

  /** What it has signed. */
  List<String> digests() {
    return digests;
  }

  private @Nullable Object answer(Object[] arguments) {
    var parameters = (List<?>) arguments[1];
    return switch ((String) arguments[0]) {
      case "eth_requestAccounts" -> List.of(owner.address().text());
      case "eth_signTypedData_v4" -> declining ? null : signature(parameters);
      default -> throw new AssertionError("The page asks for " + arguments[0]);
    };
  }

  private String signature(List<?> parameters) {
    assertThat(parameters.get(0)).isEqualTo(owner.address().shown());
    var typedData = MAPPER.readValue((String) parameters.get(1), Map.class);
    var signed = ethers(Map.of("privateKey", signing.secret(), "typedData", typedData));
    digests.add(Objects.requireNonNull(signed.get("digest")));
    return Objects.requireNonNull(signed.get("signature"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> ethers(Map<String, Object> asked) {
    try {
      var process =
          new ProcessBuilder("node", "sign.mjs")
              .directory(Path.of("src/test/node").toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (var input = process.getOutputStream()) {
        input.write(MAPPER.writeValueAsBytes(asked));
      }
      var answer = new String(process.getInputStream().readAllBytes(), UTF_8);
      return MAPPER.readValue(answer, Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
