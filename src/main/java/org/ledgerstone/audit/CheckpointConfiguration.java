package org.ledgerstone.audit;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.ledgerstone.protocol.RuleBook;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What checkpoints are made of from outside: settings, the key, the file. */
@Configuration(proxyBeanMethods = false)
class CheckpointConfiguration {

  @Bean
  CheckpointSettings checkpointSettings(Environment environment) {
    return CheckpointSettings.read(environment);
  }

  @Bean
  CheckpointKeys checkpointKeys(
      RuleBook rules,
      @Value("${ledger.checkpoint-key:}") String key,
      @Value("${ledger.data-dir:data}") Path dataDirectory) {
    return new CheckpointKeys(rules.ledger(), key, dataDirectory, new SecureRandom());
  }

  @Bean
  CheckpointFile checkpointFile(CheckpointSettings settings) {
    return new CheckpointFile(settings.file());
  }
}
