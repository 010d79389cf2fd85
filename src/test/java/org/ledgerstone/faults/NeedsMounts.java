package org.ledgerstone.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ledgerstone.tools.NeedsTool;

/** Says that a test mounts file systems, which takes Linux and root. */
@NeedsTool({"mount", "umount"})
@ExtendWith(MountCondition.class)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsMounts {}
