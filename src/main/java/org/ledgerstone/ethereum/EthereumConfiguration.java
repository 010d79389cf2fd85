package org.ledgerstone.ethereum;

import java.time.Clock;
import java.time.Duration;
import org.ledgerstone.ledger.Durability;
import org.ledgerstone.ledger.NodeIdentity;
import org.ledgerstone.ledger.Steps;
import org.ledgerstone.protocol.WalletKey;
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
  private final TransactionTemplate transaction;
  private final Durability durability;
  private final Steps steps;
  private final NodeIdentity instance;
  private final Clock clock;

  EthereumConfiguration(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Durability durability,
      Steps steps,
      NodeIdentity instance,
      Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.durability = durability;
    this.steps = steps;
    this.instance = instance;
    this.clock = clock;
  }

  @Bean
  EthereumAccess ethereumAccess(Environment environment) {
    return new EthereumAccess(
        EthereumSettings.read(environment)
            .map(settings -> ethereum(settings, SubmitSettings.read(environment))));
  }

  private Ethereum ethereum(EthereumSettings settings, SubmitSettings submitting) {
    var node = new Web3jNode(new JsonRpc(settings.node(), CONNECT_MAX, ANSWER_MAX));
    var pin = new ChainPin(jdbc, clock, settings.chainId());
    var finality = new ChainFinality(submitting.finalDepth());
    var chain = new EthereumChain(node, new ChainWatch(node, pin, finality, clock), finality);
    return new Ethereum(
        settings.node().shown(),
        chain,
        settings
            .key()
            .map(key -> writing(chain, key, settings.isMainChainNamed(), submitting, finality)));
  }

  private Writing writing(
      EthereumChain chain,
      WalletKey key,
      boolean mayWriteToMainChain,
      SubmitSettings settings,
      ChainFinality finality) {
    var table = new SubmissionTable(jdbc);
    var attempts = new AttemptTable(jdbc);
    var signers = new SignerTable(jdbc);
    var submissions =
        new Submissions(
            chain,
            key.address(),
            mayWriteToMainChain,
            settings,
            table,
            attempts,
            signers,
            transaction,
            durability,
            clock);
    var desk =
        new SigningDesk(
            chain,
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
        new Submitter(chain, submissions, desk, finality, settings, clock));
  }
}
