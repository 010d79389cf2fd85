package org.ledgerstone.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** CPU time and memory of processes as Linux tells them (proc(5)); zero where there is no /proc. */
final class ProcessStat {

  /** USER_HZ, which is 100 on every Linux. */
  private static final long TICKS_PER_SECOND = 100;

  private static final int PARENT = 1;
  private static final int OWN_TIME = 11;
  private static final int CHILDREN_TIME = 13;

  private ProcessStat() {}

  /** The CPU time of a process, in nanoseconds. */
  static long cpuNanos(long pid) {
    return nanos(ticks(stat(pid), OWN_TIME));
  }

  /** The CPU time of a process and of all its children, also of those that have ended. */
  static long familyCpuNanos(long pid) {
    var parent = stat(pid);
    long ticks = ticks(parent, OWN_TIME) + ticks(parent, CHILDREN_TIME);
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (var process : processes) {
        var fields = stat(Long.parseLong(process.getFileName().toString()));
        if (fields.length > PARENT && Long.parseLong(fields[PARENT]) == pid) {
          ticks += ticks(fields, OWN_TIME);
        }
      }
    } catch (IOException e) {
      return nanos(ticks);
    }
    return nanos(ticks);
  }

  /** The CPU time of all children of this process that have ended. */
  static long endedChildrenCpuNanos() {
    return nanos(ticks(stat(ProcessHandle.current().pid()), CHILDREN_TIME));
  }

  /** The most memory that a process has held, in bytes. */
  static long peakBytes(long pid) {
    return kilobytes(pid, "status", "VmHWM:");
  }

  private static long kilobytes(long pid, String file, String name) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /**
   * The memory that a process and its children hold now, in bytes, what they share counted once;
   * zero where that is not told.
   */
  static long familyBytes(long pid) {
    var children = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children);
    return ownBytes(pid) + children.mapToLong(child -> ownBytes(child.pid())).sum();
  }

  /** Of what several processes share, its part. */
  private static long ownBytes(long pid) {
    return kilobytes(pid, "smaps_rollup", "Pss:");
  }

  /** The fields after the name, which may hold blanks: the state is the first. */
  private static String[] stat(long pid) {
    try {
      var text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return text.substring(text.lastIndexOf(')') + 2).split(" ");
    } catch (NoSuchFileException e) {
      return new String[0];
    } catch (IOException e) {
      return new String[0]; // ended between being found and being read
    }
  }

  private static long ticks(String[] fields, int at) {
    return fields.length > at + 1 ? Long.parseLong(fields[at]) + Long.parseLong(fields[at + 1]) : 0;
  }

  private static long nanos(long ticks) {
    return ticks * (1_000_000_000L / TICKS_PER_SECOND);
  }
}
