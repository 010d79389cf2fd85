package org.ledgerstone.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** How answers are written: an empty Optional is left out, null is null. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class WebConfiguration {

  /**
   * What is done by the clock is finished before the service ends: an interrupt would close a
   * database file in the middle of a commit.
   */
  @Bean
  ThreadPoolTaskScheduler taskScheduler() {
    var scheduler = new ThreadPoolTaskScheduler();
    scheduler.setThreadNamePrefix("clock-");
    scheduler.setWaitForTasksToCompleteOnShutdown(true);
    scheduler.setAwaitTerminationSeconds(20);
    return scheduler;
  }

  @Bean
  JsonMapperBuilderCustomizer absentIsLeftOut() {
    var leftOut = JsonInclude.Value.construct(Include.NON_ABSENT, Include.ALWAYS);
    return builder ->
        List.of(Optional.class, OptionalInt.class, OptionalLong.class)
            .forEach(type -> builder.withConfigOverride(type, o -> o.setInclude(leftOut)));
  }
}
