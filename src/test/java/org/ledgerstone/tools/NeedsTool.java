package org.ledgerstone.tools;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names what a test needs beside a JDK. Where it is missing the test is left out and counted aloud
 * by {@link LeftOut}; under {@code -Dtools=required} it fails instead. May stand on an annotation.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ToolCondition.class)
public @interface NeedsTool {

  /** Programs on the {@code PATH}, or, where there is a slash, files of this project. */
  String[] value();
}
