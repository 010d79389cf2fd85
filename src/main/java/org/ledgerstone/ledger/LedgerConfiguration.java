package org.ledgerstone.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.ledgerstone.access.Exposure;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.settings.GenesisFile;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the ledger is made of from outside: its parameters, its key. */
@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

  private static final String POSTGRESQL = "jdbc:postgresql:";

  @Bean
  RuleBook ruleBook(@Value("${ledger.genesis:}") String genesisFile) {
    return new RuleBook(
        genesisFile.isEmpty() ? Genesis.standard() : GenesisFile.read(Path.of(genesisFile)));
  }

  /** Every connection to PostgreSQL comes with fresh plans. */
  @Bean
  static BeanPostProcessor freshPlans() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof HikariDataSource pool && pool.getJdbcUrl().startsWith(POSTGRESQL)
            ? new FreshPlans(pool, System::nanoTime)
            : bean;
      }
    };
  }

  @Bean
  PoolLimits poolLimits(
      @Value("${ledger.pool-limit:200000}") long all,
      @Value("${ledger.pool-limit-per-sender:50000}") long ofOneSender) {
    return new PoolLimits(all, ofOneSender);
  }

  /** What access has to know of this ledger. */
  @Bean
  Exposure exposure(RuleBook rules) {
    var genesis = rules.genesis();
    return new Exposure() {
      @Override
      public boolean standardGenesis() {
        return rules.ledger().equals(Genesis.standard().block().hash());
      }

      @Override
      public boolean anybodyMines() {
        return genesis.miners().isEmpty();
      }

      @Override
      public int difficulty() {
        return genesis.difficulty();
      }

      @Override
      public String genesisHash() {
        return rules.ledger().toString();
      }
    };
  }

  @Bean
  NodeIdentity nodeIdentity() {
    return NodeIdentity.random(new SecureRandom());
  }

  @Bean
  NodeWallet nodeWallet(
      @Value("${wallet.private-key:}") String privateKey,
      @Value("${wallet.address:}") String address,
      @Value("${ledger.data-dir:data}") Path dataDirectory) {
    return new NodeWallet(
        new WalletSettings(privateKey, address, dataDirectory).key(new SecureRandom()));
  }
}
