package org.ledgerstone.protocol;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reproduces every value of the vectors, which another implementation made. A value that no
 * assertion has looked at fails the test too: {@link Value} keeps account of what was read, and
 * with any one value altered the check of its part has to fail.
 */
class VectorsTest {

  /** Fields that tell the reader something and are no values. */
  private static final Set<String> REMARKS = Set.of("about", "label", "why");

  private static final WalletKey ALICE = BlockFixture.ALICE;
  private static final WalletKey BOB = BlockFixture.BOB;
  private static final WalletKey MINER = BlockFixture.MINER;

  /** A place in the file. Reading a value of it notes that the value was looked at. */
  private record Value(JsonNode node, String path, Set<String> seen) {

    Value at(String field) {
      assertThat(has(field)).as(path + " has " + field).isTrue();
      return new Value(node.get(field), path + "/" + field, seen);
    }

    boolean has(String field) {
      return node.has(field);
    }

    List<Value> items() {
      assertThat(node.isArray()).as(path + " is a list").isTrue();
      if (node.isEmpty()) {
        seen.add(path);
      }
      return IntStream.range(0, node.size())
          .mapToObj(i -> new Value(node.get(i), path + "/" + i, seen))
          .toList();
    }

    String text() {
      assertThat(node.isString()).as(path + " is a text").isTrue();
      seen.add(path);
      return node.asString();
    }

    Optional<String> textOrNull() {
      if (node.isNull()) {
        seen.add(path);
        return Optional.empty();
      }
      return Optional.of(text());
    }

    long number() {
      assertThat(node.isIntegralNumber()).as(path + " is a number").isTrue();
      seen.add(path);
      return node.asLong();
    }

    int smallNumber() {
      return Math.toIntExact(number());
    }

    boolean flag() {
      assertThat(node.isBoolean()).as(path + " is a flag").isTrue();
      seen.add(path);
      return node.asBoolean();
    }

    Hash hash() {
      return Hash.parse(text()).orElseThrow();
    }

    List<Hash> hashes() {
      return items().stream().map(Value::hash).toList();
    }

    Address address() {
      var text = text();
      var address = Address.parse(text).orElseThrow();
      assertThat(address.shown()).as(path).isEqualTo(text);
      return address;
    }

    Signature signature() {
      var text = text();
      var signature = Signature.fromHex(text).orElseThrow();
      assertThat(signature).as(path).hasToString(text);
      return signature;
    }

    Time time() {
      var text = text();
      var time = Time.parse(text).orElseThrow();
      assertThat(time).as(path).hasToString(text);
      return time;
    }

    byte[] ethereumHash() {
      return HexFormat.of().parseHex(text().substring(2));
    }

    void is(Object expected) {
      assertThat(text()).as(path).isEqualTo(expected.toString());
    }

    void is(long expected) {
      assertThat(number()).as(path).isEqualTo(expected);
    }
  }

  /** What the checks of some part of the file look at. */
  private record Check(String name, Consumer<Value> check) {}

  private static final List<Check> CHECKS =
      List.of(
          new Check("accounts", VectorsTest::accounts),
          new Check("badAccounts", VectorsTest::badAccounts),
          new Check("goodNames", VectorsTest::goodNames),
          new Check("upperCaseForm", VectorsTest::upperCaseForm),
          new Check("genesis", VectorsTest::genesis),
          new Check("transfers", VectorsTest::transfers),
          new Check("posts", VectorsTest::posts),
          new Check("blocks", VectorsTest::blocks),
          new Check("history", VectorsTest::history),
          new Check("trees", VectorsTest::trees),
          new Check("acmeTransfer", VectorsTest::acmeTransfer),
          new Check("badSignatures", VectorsTest::badSignatures),
          new Check("mappedSignature", VectorsTest::mappedSignature),
          new Check("proof", VectorsTest::proof));

  @TestFactory
  Stream<DynamicNode> everyPartIsReproduced() {
    return CHECKS.stream()
        .map(check -> {
          var part = file(new TreeSet<>()).at(check.name());
          return DynamicContainer.dynamicContainer(
              check.name(),
              Stream.of(
                  DynamicTest.dynamicTest("is reproduced", () -> check.check().accept(part)),
                  DynamicTest.dynamicTest(
                      "has no value left unseen",
                      () -> {
                        var again = file(new TreeSet<>()).at(check.name());
                        check.check().accept(again);
                        assertThat(values(again)).isNotEmpty().isEqualTo(again.seen());
                      }),
                  DynamicTest.dynamicTest(
                      "fails when any value is another", () -> failsWhenAltered(check))));
        });
  }

  /** What is bad or good stays so with another letter; everywhere else one letter matters. */
  private static final Set<String> EXAMPLES = Set.of("badAccounts", "goodNames", "badSignatures");

  private static void failsWhenAltered(Check check) {
    for (var path : values(file(new TreeSet<>()).at(check.name()))) {
      var altered = file(new TreeSet<>());
      alter(altered.node(), path);
      if (!EXAMPLES.contains(check.name())) {
        assertThatThrownBy(() -> check.check().accept(altered.at(check.name())))
            .as(path)
            .isNotNull();
      }
    }
  }

  private static void alter(JsonNode file, String path) {
    var parent = file.at(path.substring(0, path.lastIndexOf('/')));
    var last = path.substring(path.lastIndexOf('/') + 1);
    if (parent instanceof ObjectNode object) {
      object.set(last, other(object.get(last)));
    } else {
      var list = (ArrayNode) parent;
      list.set(Integer.parseInt(last), other(list.get(Integer.parseInt(last))));
    }
  }

  private static JsonNode other(JsonNode value) {
    var nodes = JsonNodeFactory.instance;
    if (value.isString()) {
      var text = value.asString();
      var start = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
      return nodes.stringNode(start + (text.endsWith("0") ? "1" : "0"));
    }
    if (value.isNumber()) {
      return nodes.numberNode(value.asLong() + 1);
    }
    if (value.isBoolean()) {
      return nodes.booleanNode(!value.asBoolean());
    }
    return value.isNull() ? nodes.stringNode("treasury") : nodes.arrayNode().add("one too many");
  }

  @Test
  void everyPartHasItsCheck() {
    var parts = new TreeSet<>(file(new TreeSet<>()).node().propertyNames());
    parts.removeAll(REMARKS);

    assertThat(CHECKS.stream().map(Check::name)).containsExactlyInAnyOrderElementsOf(parts);
  }

  private static Value file(Set<String> seen) {
    try (var stream =
        requireNonNull(VectorsTest.class.getResourceAsStream("/vectors/protocol-1.json"))) {
      return new Value(JsonMapper.shared().readTree(stream), "", seen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The paths of all values below: what is neither an object nor a filled list. */
  private static Set<String> values(Value value) {
    var paths = new TreeSet<String>();
    var node = value.node();
    if (node.isObject()) {
      for (var field : node.propertyNames()) {
        if (!REMARKS.contains(field)) {
          paths.addAll(values(value.at(field)));
        }
      }
    } else if (node.isArray() && !node.isEmpty()) {
      value.items().forEach(item -> paths.addAll(values(item)));
    } else {
      paths.add(value.path());
    }
    return paths;
  }

  private static void accounts(Value accounts) {
    for (var name : accounts.node().propertyNames()) {
      var key = WalletKey.parse(accounts.at(name).at("privateKey").text()).orElseThrow();
      accounts.at(name).at("privateKey").is(key.secret());
      accounts.at(name).at("address").is(key.address().shown());
      assertThat(key.address()).isEqualTo(keyOf(name).address());
    }
  }

  private static WalletKey keyOf(String name) {
    return switch (name) {
      case "alice" -> ALICE;
      case "bob" -> BOB;
      case "miner" -> MINER;
      default -> throw new AssertionError("Whose key? " + name);
    };
  }

  private static WalletKey keyOf(Address address) {
    return Stream.of(ALICE, BOB, MINER)
        .filter(key -> key.address().equals(address))
        .findFirst()
        .orElseThrow();
  }

  private static void badAccounts(Value accounts) {
    for (var account : accounts.items()) {
      assertThat(Address.parse(account.text())).as(account.path()).isEmpty();
    }
  }

  private static void goodNames(Value names) {
    for (var name : names.items()) {
      var address = Address.parse(name.text()).orElseThrow();
      assertThat(address.isWallet()).isFalse();
      name.is(address.text());
      name.is(address.shown());
    }
  }

  private static void upperCaseForm(Value form) {
    assertThat(Address.parse(form.text())).contains(ALICE.address());
    form.is("0x" + ALICE.address().text().substring(2).toUpperCase(Locale.ROOT));
  }

  private static void genesis(Value genesis) {
    assertThat(genesis.node().propertyNames()).containsExactlyInAnyOrder("default", "acme");
    assertThat(parameters(genesis.at("default").at("parameters"))).isEqualTo(Genesis.standard());
    genesis(genesis.at("default"), Genesis.standard());
    genesis(genesis.at("acme"), parameters(genesis.at("acme").at("parameters")));
  }

  private static void genesis(Value expected, Genesis genesis) {
    var block = genesis.block();

    assertThat(genesis.fault()).isEmpty();
    expected.at("data").is(genesis.data());
    expected.at("data").is(block.data());
    expected.at("headerText").is(block.header().text());
    expected.at("hash").is(block.hash());
    expected.at("hash").is(new RuleBook(genesis).ledger());
    assertThat(block.seal()).isEmpty();
    if (expected.has("allocations") || !block.transactions().isEmpty()) {
      var allocations = expected.at("allocations").items();
      assertThat(block.transactions()).hasSize(allocations.size());
      for (int i = 0; i < allocations.size(); i++) {
        var transaction = block.transactions().get(i);
        allocations.get(i).at("content").is(transaction.content().contentText());
        allocations.get(i).at("id").is(transaction.id());
        allocations.get(i).at("leaf").is(transaction.leaf());
      }
    }
  }

  private static Genesis parameters(Value p) {
    return new Genesis(
        p.at("name").text(),
        p.at("chain").number(),
        p.at("assets").items().stream()
            .map(a ->
                new Genesis.DeclaredAsset(
                    new Asset(a.at("code").text()), a.at("decimals").smallNumber()))
            .toList(),
        new BigInteger(p.at("reward").text()),
        p.at("difficulty").smallNumber(),
        p.at("interval").number(),
        p.at("blockLimit").smallNumber(),
        p.at("operator").textOrNull().map(o -> Address.parse(o).orElseThrow()),
        Posts.valueOf(p.at("posts").text().toUpperCase(Locale.ROOT)),
        p.at("seedSignatures").flag(),
        p.at("finalDepth").smallNumber(),
        p.at("miners").items().stream().map(Value::address).toList(),
        p.at("time").time(),
        p.at("allocations").items().stream()
            .map(a ->
                new Genesis.Share(
                    new Asset(a.at("asset").text()),
                    Address.parse(a.at("to").text()).orElseThrow(),
                    Amount.parse(a.at("amount").text()).orElseThrow()))
            .toList());
  }

  private static Rules standardRules() {
    return new RuleBook(Genesis.standard()).inForceAt(1);
  }

  private static void transfers(Value transfers) {
    for (var expected : transfers.items()) {
      var rules = standardRules();
      var transfer = transfer(expected, rules.ledger());
      var digest = digest(expected, transfer, rules);
      transferTexts(expected, transfer);
      signed(expected.at("signature"), keyOf(transfer.from()), digest);

      var order = order(expected, transfer);
      assertThat(OrderRules.judge(order, rules)).as(expected.path()).isEmpty();
      assertThat(BlockFixture.signed(rules, transfer, keyOf(transfer.from()))).isEqualTo(order);
    }
  }

  private static byte[] digest(Value expected, Transfer transfer, Rules rules) {
    if (transfer.isSeedForm()) {
      expected.at("signedText").is(SeedText.of(transfer));
      var digest = SeedText.digest(transfer);
      assertThat(digest).isEqualTo(expected.at("digest").ethereumHash());
      return digest;
    }
    var digest = rules.typedData().digest(transfer);
    assertThat(digest).isEqualTo(expected.at("eip712Digest").ethereumHash());
    return digest;
  }

  private static Transfer transfer(Value expected, Hash ledger) {
    return new Transfer(
        ledger,
        new Asset(expected.at("asset").text()),
        expected.at("from").address(),
        expected.at("to").address(),
        Amount.parse(expected.at("amount").text()).orElseThrow(),
        expected.has("nonce")
            ? OptionalLong.of(expected.at("nonce").number())
            : OptionalLong.empty(),
        expected.has("until") ? expected.at("until").number() : 0,
        expected.has("memo") ? expected.at("memo").text() : "");
  }

  private static void transferTexts(Value expected, Transfer transfer) {
    expected.at("content").is(transfer.contentText());
    expected.at("id").is(transfer.id());
    expected.at("amount").is(transfer.amount());
  }

  private static Order order(Value expected, Content content) {
    var scheme = Scheme.of(expected.at("scheme").smallNumber()).orElseThrow();
    return new Order(
        content,
        expected.has("signature")
            ? Authorization.signed(scheme, expected.at("signature").signature())
            : new Authorization(scheme, Optional.empty()));
  }

  /** The signature is the key's, and the key makes the same bytes again (RFC 6979). */
  private static void signed(Value expected, WalletKey key, byte[] digest) {
    assertThat(expected.signature().signerOf(digest)).as(expected.path()).contains(key.address());
    expected.is(key.sign(digest));
  }

  private static void posts(Value posts) {
    for (var expected : posts.items()) {
      var rules = standardRules();
      var post = post(expected, rules.ledger());
      expected.at("content_text").is(post.contentText());
      expected.at("id").is(post.id());
      if (post.from().isPresent()) {
        var digest = rules.typedData().digest(post);
        assertThat(digest).isEqualTo(expected.at("eip712Digest").ethereumHash());
        signed(expected.at("signature"), keyOf(post.from().get()), digest);
      }
      assertThat(OrderRules.judge(order(expected, post), rules)).as(expected.path()).isEmpty();
    }
  }

  private static Post post(Value expected, Hash ledger) {
    return new Post(
        ledger,
        expected.has("from") ? Optional.of(expected.at("from").address()) : Optional.empty(),
        expected.at("author").text(),
        expected.at("content").text(),
        expected.at("nonce").text());
  }

  private static void blocks(Value blocks) {
    var chain = new ArrayList<>(List.of(Genesis.standard().block()));
    for (var expected : blocks.items()) {
      chain.add(block(expected, chain));
    }
    assertThat(chain).hasSize(blocks.items().size() + 1);
  }

  private static SealedBlock block(Value expected, List<SealedBlock> before) {
    var transactions = expected.at("transactions").items().stream().map(VectorsTest::held).toList();
    var header =
        SealedBlock.header(
                before.size() + 1,
                before.getLast().hash(),
                MerkleTree.root(historyLeaves(before)),
                expected.at("time").time(),
                MINER.address(),
                transactions,
                expected.at("data").text(),
                Genesis.standard().difficulty())
            .withNonce(expected.at("nonce").number());
    var block =
        new SealedBlock(
            header,
            Optional.of(expected.at("seal").signature()),
            expected.at("data").text(),
            transactions);

    expected.at("index").is(header.index());
    expected.at("previousHash").is(header.previous());
    expected.at("historyRoot").is(header.history());
    expected.at("miner").is(MINER.address().shown());
    expected.at("transactionCount").is(header.count());
    expected.at("merkleRoot").is(header.merkleRoot());
    expected.at("difficulty").is(header.difficulty());
    expected.at("nonce").is(header.nonce());
    expected.at("headerText").is(header.text());
    expected.at("hash").is(block.hash());
    assertThat(ProofOfWork.isShownBy(header, block.hash())).isTrue();
    signed(expected.at("seal"), MINER, block.hash().bytes());
    assertThat(BlockRules.reward(standardRules(), MINER.address(), header.index()))
        .contains((Reward) transactions.getFirst().content());
    paths(expected, block);
    return block;
  }

  private static void paths(Value expected, SealedBlock block) {
    var leaves = block.transactions().stream().map(Transaction::leaf).toList();
    var items = expected.at("transactions").items();
    for (int i = 0; i < items.size(); i++) {
      var path = items.get(i).at("path").hashes();
      items.get(i).at("position").is(i);
      assertThat(MerkleTree.inclusion(MerkleTree.nodesOf(leaves), i, leaves.size()))
          .isEqualTo(path);
      assertThat(MerkleTree.rootFrom(leaves.get(i), i, leaves.size(), path))
          .contains(block.header().merkleRoot());
    }
  }

  private static List<Hash> historyLeaves(List<SealedBlock> blocks) {
    return blocks.stream().map(SealedBlock::hash).map(SealedBlock::historyLeaf).toList();
  }

  /** A transaction of a block, whose content stands elsewhere in the file or is the reward. */
  private static Transaction held(Value expected) {
    var authorization =
        Authorization.of(
                expected.at("scheme").smallNumber(), bytes(expected.at("authorization").text()))
            .orElseThrow();
    var transaction =
        new Order(content(expected), authorization).acceptedAt(expected.at("accepted").time());
    expected.at("id").is(transaction.id());
    expected.at("content").is(transaction.content().contentText());
    expected.at("scheme").is(transaction.authorization().scheme().number());
    expected.at("leaf").is(transaction.leaf());
    assertThat(transaction.authorization().bytes())
        .isEqualTo(bytes(expected.at("authorization").text()));
    return transaction;
  }

  private static Content content(Value expected) {
    var rules = standardRules();
    var text = expected.at("content").text();
    if (text.startsWith("ledgerstone reward 1\n")) {
      long index = Long.parseLong(line(text, "block"));
      return BlockRules.reward(rules, MINER.address(), index).orElseThrow();
    }
    var file = file(new TreeSet<>());
    return Stream.concat(
            file.at("transfers").items().stream().map(t -> transfer(t, rules.ledger())),
            file.at("posts").items().stream().map(p -> post(p, rules.ledger())))
        .filter(content -> content.contentText().equals(text))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] bytes(String authorization) {
    return authorization.isEmpty()
        ? new byte[0]
        : HexFormat.of().parseHex(authorization.substring(2));
  }

  private static void history(Value history) {
    var blocks = new ArrayList<>(List.of(Genesis.standard().block()));
    for (var expected : file(new TreeSet<>()).at("blocks").items()) {
      blocks.add(block(expected, blocks));
    }
    var leaves = historyLeaves(blocks);
    var nodes = MerkleTree.nodesOf(leaves);

    assertThat(history.at("blockHashes").hashes())
        .isEqualTo(blocks.stream().map(SealedBlock::hash).toList());
    var roots = history.at("roots").hashes();
    assertThat(roots).hasSize(leaves.size());
    for (int size = 1; size <= leaves.size(); size++) {
      assertThat(MerkleTree.root(nodes, size)).isEqualTo(roots.get(size - 1));
    }
    consistencyOfHeads(history.at("consistency"), blocks, nodes);
    var rfc = history.at("rfc6962");
    int first = rfc.at("first").smallNumber();
    int second = rfc.at("second").smallNumber();
    var proof = rfc.at("proof").hashes();
    assertThat(MerkleTree.consistency(nodes, first, second)).isEqualTo(proof);
    assertThat(
            MerkleTree.isConsistent(
                first, roots.get(first - 1), second, roots.get(second - 1), proof))
        .isTrue();
    var inclusion = history.at("inclusion");
    int index = inclusion.at("index").smallNumber();
    int size = inclusion.at("size").smallNumber();
    var path = inclusion.at("path").hashes();
    assertThat(MerkleTree.inclusion(nodes, index, size)).isEqualTo(path);
    assertThat(MerkleTree.rootFrom(leaves.get(index), index, size, path))
        .contains(roots.get(size - 1));
  }

  /** Heads a and b: their histories are consistent, and a's hash stands in b's (PROTOCOL 8). */
  private static void consistencyOfHeads(
      Value expected, List<SealedBlock> blocks, TreeNodes nodes) {
    var a = blocks.get(expected.at("firstHead").smallNumber() - 1);
    var b = blocks.get(expected.at("secondHead").smallNumber() - 1);
    long first = a.header().index() - 1;
    long second = b.header().index() - 1;
    var proof = expected.at("proof").hashes();
    var path = expected.at("path").hashes();

    assertThat(MerkleTree.consistency(nodes, first, second)).isEqualTo(proof);
    assertThat(
            MerkleTree.isConsistent(
                first, a.header().history(), second, b.header().history(), proof))
        .isTrue();
    assertThat(MerkleTree.inclusion(nodes, first, second)).isEqualTo(path);
    assertThat(MerkleTree.rootFrom(SealedBlock.historyLeaf(a.hash()), first, second, path))
        .contains(b.header().history());
  }

  private static void trees(Value trees) {
    for (var expected : trees.items()) {
      int size = expected.at("leaves").smallNumber();
      var leaves =
          IntStream.range(0, size)
              .mapToObj(Integer::toString)
              .map(text -> MerkleTree.leaf(text.getBytes(StandardCharsets.UTF_8)))
              .toList();
      expected.at("root").is(MerkleTree.root(leaves));
      if (size > 0) {
        int index = expected.at("path_of").smallNumber();
        var path = expected.at("path").hashes();
        assertThat(MerkleTree.inclusion(MerkleTree.nodesOf(leaves), index, size)).isEqualTo(path);
        assertThat(MerkleTree.rootFrom(leaves.get(index), index, size, path))
            .contains(MerkleTree.root(leaves));
      }
    }
  }

  private static void acmeTransfer(Value expected) {
    var acme = parameters(file(new TreeSet<>()).at("genesis").at("acme").at("parameters"));
    var rules = new RuleBook(acme).inForceAt(1);
    var transfer = transfer(expected, rules.ledger());
    transferTexts(expected, transfer);
    var digest = digest(expected, transfer, rules);
    var signer = expected.at("signer").address();

    assertThat(rules.signerFor(transfer.from())).contains(signer);
    assertThat(expected.at("signature").signature().signerOf(digest)).contains(signer);
    assertThat(OrderRules.judge(order(expected, transfer), rules)).isEmpty();
  }

  private static Value transferOf(Value id) {
    var text = id.text();
    return file(new TreeSet<>()).at("transfers").items().stream()
        .filter(t -> t.at("id").text().equals(text))
        .findFirst()
        .orElseThrow();
  }

  private static void badSignatures(Value bad) {
    var rules = standardRules();
    var transfer = transfer(transferOf(bad.at("of")), rules.ledger());
    var otherSigners = 0;
    for (var item : bad.at("list").items()) {
      var text = item.at("signature").text();
      if (item.node().get("why").asString().equals("other signer")) {
        otherSigners++;
        var signature = Signature.fromHex(text).orElseThrow();
        assertThat(signature.signerOf(rules.typedData().digest(transfer)))
            .isPresent()
            .isNotEqualTo(Optional.of(transfer.from()));
        var order = new Order(transfer, Authorization.signed(Scheme.TYPED_DATA, signature));
        assertThat(OrderRules.judge(order, rules).map(Refused::code))
            .contains(Refusal.SIGNATURE_MISMATCH);
      } else {
        assertThat(Signature.handedIn(text)).as(item.path()).isEmpty();
        assertThat(Signature.fromHex(text)).as(item.path()).isEmpty();
        assertThat(Signature.parse(bytes(text))).as(item.path()).isEmpty();
      }
    }
    assertThat(otherSigners).isOne();
  }

  private static void mappedSignature(Value mapped) {
    var original = transferOf(mapped.at("of"));
    var handedIn = mapped.at("handedIn").text();
    var stored = mapped.at("stored").signature();

    assertThat(Signature.handedIn(handedIn)).contains(stored);
    assertThat(Signature.fromHex(handedIn)).isEmpty();
    assertThat(original.at("signature").signature()).isEqualTo(stored);
  }

  /** What PROTOCOL 8 asks of a verifier: bytes, SHA-256 and signatures, nothing of the ledger. */
  private static void proof(Value proof) {
    proof.at("version").is(1);
    var transaction = proof.at("transaction");
    var content = transaction.at("contentText").text();
    var id = Hash.ofText(content);
    transaction.at("id").is(id);
    assertThat(line(content, "ledger")).isEqualTo(proof.at("genesis").text());
    var memo = transaction.at("memo").text();
    assertThat(line(content, "memo")).isEqualTo(memo.isEmpty() ? "-" : "" + Hash.ofText(memo));

    var signature = transaction.at("authorization").signature();
    var leaf =
        Hash.of(
            new byte[] {0},
            id.bytes(),
            ByteBuffer.allocate(8).putLong(transaction.at("accepted").time().millis()).array(),
            new byte[] {(byte) transaction.at("scheme").smallNumber()},
            signature.bytes());
    var block = proof.at("block").at("headerText").text();
    int count = proof.at("count").smallNumber();
    var merkleRoot =
        rootFrom(leaf, proof.at("position").number(), count, proof.at("path").hashes());
    assertThat(line(block, "transactions")).isEqualTo(count + " " + merkleRoot);

    var typedData = new TypedData(proof.at("genesis").hash());
    var transfer =
        new Transfer(
            proof.at("genesis").hash(),
            new Asset(line(content, "asset")),
            new Address(line(content, "from")),
            new Address(line(content, "to")),
            Amount.parse(line(content, "amount")).orElseThrow(),
            OptionalLong.of(Long.parseLong(line(content, "nonce"))),
            Long.parseLong(line(content, "until")),
            memo);
    assertThat(transfer.contentText()).isEqualTo(content);
    assertThat(transaction.at("scheme").number()).isEqualTo(2);
    assertThat(signature.signerOf(typedData.digest(transfer)))
        .contains(new Address(line(content, "from")));

    sealed(proof.at("block"));
    sealed(proof.at("head"));
    var head = proof.at("head").at("headerText").text();
    long size = proof.at("history").at("size").number();
    assertThat(Long.parseLong(line(head, "index")) - 1).isEqualTo(size);
    var blockLeaf = Hash.of(new byte[] {0}, proof.at("block").at("hash").hash().bytes());
    assertThat(
            rootFrom(
                blockLeaf,
                proof.at("block").at("index").number() - 1,
                size,
                proof.at("history").at("path").hashes()))
        .hasToString(line(head, "history"));
  }

  private static void sealed(Value block) {
    var header = block.at("headerText").text();
    var hash = Hash.ofText(header);
    block.at("hash").is(hash);
    block.at("index").is(Long.parseLong(line(header, "index")));
    assertThat(block.at("seal").signature().signerOf(hash.bytes()))
        .contains(new Address(line(header, "miner")));
    assertThat(hash.leadingZeroBits())
        .isGreaterThanOrEqualTo(Integer.parseInt(line(header, "difficulty")));
  }

  private static Hash rootFrom(Hash leaf, long index, long size, List<Hash> path) {
    return MerkleTree.rootFrom(leaf, index, size, path).orElseThrow();
  }

  /** What stands after this word, in the one line that begins with it. */
  private static String line(String text, String word) {
    var lines =
        Pattern.compile("^" + word + " (.*)$", Pattern.MULTILINE)
            .matcher(text)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(lines).as(word).hasSize(1);
    return lines.getFirst();
  }
}
