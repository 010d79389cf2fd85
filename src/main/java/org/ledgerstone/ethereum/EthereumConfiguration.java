package org.ledgerstone.ethereum;

import java.time.Clock;
import java.time.Duration;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Durability;
import org.ledgerstone.ledger.NodeIdentity;
import org.ledgerstone.ledger.SchemaLevel;
import org.ledgerstone.ledger.Steps;
import org.ledgerstone.ledger.TrustedAnchor;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.WalletKey;
import org.ledgerstone.settings.StartRefused;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the room is made of from outside: settings, the network. Nothing at all without a node. */
@Configuration(proxyBeanMethods = false)
class EthereumConfiguration {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private final SchemaLevel schema;
  private final TransactionTemplate transaction;
  private final Durability durability;
  private final Steps steps;
  private final NodeIdentity instance;
  private final Chain chain;
  private final TrustedAnchor trusted;
  private final RuleBook rules;
  private final Clock clock;

  EthereumConfiguration(
      JdbcClient jdbc,
      SchemaLevel schema,
      PlatformTransactionManager transactions,
      Durability durability,
      Steps steps,
      NodeIdentity instance,
      Chain chain,
      TrustedAnchor trusted,
      RuleBook rules,
      Clock clock) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.transaction = new TransactionTemplate(transactions);
    this.durability = durability;
    this.steps = steps;
    this.instance = instance;
    this.chain = chain;
    this.trusted = trusted;
    this.rules = rules;
    this.clock = clock;
  }

  @Bean
  EthereumAccess ethereumAccess(Environment environment) {
    var settings = EthereumSettings.read(environment);
    var anchors = AnchorSettings.read(environment);
    if (anchors.isOn() && settings.flatMap(EthereumSettings::key).isEmpty()) {
      throw new StartRefused(
          "LEDGER_ANCHOR_EVERY and LEDGER_ANCHOR_EVERY_BLOCKS take an Ethereum node and a key:"
              + " ETHEREUM_NODE_URI and ETHEREUM_KEYSTORE.");
    }
    return new EthereumAccess(
        settings.map(read -> ethereum(read, SubmitSettings.read(environment), anchors)));
  }

  private Ethereum ethereum(
      EthereumSettings settings, SubmitSettings submitting, AnchorSettings anchors) {
    var node = new Web3jNode(new JsonRpc(settings.node(), CONNECT_MAX, ANSWER_MAX));
    var pin = new ChainPin(jdbc, clock, settings.chainId());
    var finality = new ChainFinality(submitting.finalDepth());
    var read = new EthereumChain(node, new ChainWatch(node, pin, finality, clock), finality);
    return new Ethereum(
        settings.node().shown(),
        read,
        settings
            .key()
            .map(key ->
                writing(read, key, settings.isMainChainNamed(), submitting, anchors, finality)));
  }

  private Writing writing(
      EthereumChain ethereum,
      WalletKey key,
      boolean mayWriteToMainChain,
      SubmitSettings settings,
      AnchorSettings anchors,
      ChainFinality finality) {
    var table = new SubmissionTable(jdbc);
    var attempts = new AttemptTable(jdbc);
    var signers = new SignerTable(jdbc);
    var submissions =
        new Submissions(
            ethereum,
            key.address(),
            mayWriteToMainChain,
            settings,
            table,
            signers,
            schema,
            transaction,
            durability,
            clock);
    var desk =
        new SigningDesk(
            ethereum,
            new TransactionSigner(key),
            table,
            attempts,
            signers,
            transaction,
            durability,
            steps,
            clock,
            instance.id());
    return new Writing(
        key.address(),
        submissions,
        new Submitter(ethereum, submissions, desk, finality, settings, clock),
        new Anchoring(
            ethereum,
            submissions,
            new AnchorTable(jdbc, table),
            anchors,
            key.address(),
            rules.ledger(),
            chain,
            trusted,
            clock),
        settings.poll());
  }
}
