package org.ledgerstone.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.ledgerstone.ledger.Step;

/**
 * The steps that a service has reached, in memory that outlives its process: the last one of
 * admission, the last one of sealing and appending, and how many there were. The other way round it
 * tells the service at which step of either to stand still.
 */
final class StepFile {

  private static final int ADMISSION = 0;
  private static final int APPENDING = 4;
  private static final int COUNT = 8;
  private static final int HOLD = 12;
  private static final int HELD = 20;
  private static final int COUNTS = 28;
  private static final int SIZE = COUNTS + 4 * Step.values().length;

  private final MappedByteBuffer memory;

  StepFile(Path file) {
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void reached(Step step) {
    if (step != Step.CHECKPOINT_KEPT) {
      memory.putInt(isOfAdmission(step) ? ADMISSION : APPENDING, step.ordinal() + 1);
    }
    memory.putInt(COUNT, memory.getInt(COUNT) + 1);
    int of = COUNTS + 4 * step.ordinal();
    memory.putInt(of, memory.getInt(of) + 1);
  }

  int count() {
    return memory.getInt(COUNT);
  }

  /** How often this step was reached. */
  int count(Step step) {
    return memory.getInt(COUNTS + 4 * step.ordinal());
  }

  /**
   * The service is to stand still when it next reaches this step: admission at one, all else at
   * another.
   */
  void hold(Step step) {
    memory.putInt(HOLD + offset(step), step.ordinal() + 1);
  }

  /** The service is to go on from where it stands still at this step. */
  void release(Step step) {
    memory.putInt(HOLD + offset(step), 0);
  }

  boolean isReleased(Step step) {
    return memory.getInt(HOLD + offset(step)) == 0;
  }

  boolean isToHold(Step step) {
    return memory.getInt(HOLD + offset(step)) == step.ordinal() + 1;
  }

  void holds(Step step) {
    memory.putInt(HELD + offset(step), step.ordinal() + 1);
  }

  /** Whether the service stands still at this step. */
  boolean isHeld(Step step) {
    return memory.getInt(HELD + offset(step)) == step.ordinal() + 1;
  }

  private static int offset(Step step) {
    return isOfAdmission(step) ? ADMISSION : APPENDING;
  }

  /** Where the service stands, or stood when it died. */
  Moment moment() {
    return new Moment(memory.getInt(ADMISSION), memory.getInt(APPENDING));
  }

  static boolean isOfAdmission(Step step) {
    return step.name().startsWith("ADMISSION_");
  }

  /**
   * How far admission and appending had come.
   *
   * @param admission the number of its last step, from 1; 0 before the first
   * @param appending the number of its last step, from 1; 0 before the first
   */
  record Moment(int admission, int appending) {

    /** Whether a group was being admitted, or a block being written. */
    boolean isInFlight() {
      return isWithin(admission, Step.ADMISSION_GROUPED, Step.ADMISSION_COUNTED)
          || isWithin(appending, Step.APPENDING_LOCKED, Step.APPENDING_WRITTEN);
    }

    boolean isAt(Step step) {
      return (isOfAdmission(step) ? admission : appending) == step.ordinal() + 1;
    }

    private static boolean isWithin(int number, Step first, Step last) {
      return number > first.ordinal() && number <= last.ordinal() + 1;
    }

    @Override
    public String toString() {
      return name(admission) + ", " + name(appending);
    }

    private static String name(int number) {
      return number == 0 ? "-" : Step.values()[number - 1].name();
    }
  }
}
