package org.ledgerstone.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ledgerstone.tools.NeedsTool;

/**
 * Tests that look at pages in Chromium. Each gets a {@link Tab} of its own as a parameter, and
 * fails at its end if anything went wrong in it unseen.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@NeedsTool({Chromium.PROGRAM, "node", Chromium.DRIVER + "/cli.js", Accessibility.AXE})
@ExtendWith(TabForATest.class)
public @interface InBrowser {}
