package io.matapalo.perf.launcher.costs;

import io.matapalo.perf.launcher.demo.DemoException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;

/**
 * The kernel's clock of a process's processor time, of all its threads, ended ones too. It counts
 * nanoseconds, where {@code /proc/PID/stat} counts ticks of 10 ms: too coarse for some thousand
 * requests. Linux only. Stateless.
 */
final class ProcessorClock {
  /** Linux: kind of a clock id that stands for what the scheduler has counted. */
  private static final int SCHEDULED = 2;

  // The signature below is that of clock_gettime(2), with both arguments of one word.
  @SuppressWarnings("restricted")
  private static final MethodHandle CLOCK_GETTIME =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

  private ProcessorClock() {}

  /** What the process has used since its start. */
  static Duration of(long pid) {
    // clock_getcpuclockid(3) makes the id of the process's number in this way.
    int clock = (int) (~pid << 3) | SCHEDULED;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
      if ((int) CLOCK_GETTIME.invokeExact(clock, time) != 0) {
        throw new DemoException(
            "the processor time of process %d cannot be read; has it ended?".formatted(pid));
      }
      return Duration.ofSeconds(
          time.getAtIndex(ValueLayout.JAVA_LONG, 0), time.getAtIndex(ValueLayout.JAVA_LONG, 1));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      // The method handle declares it; the function of the kernel throws nothing.
      throw new IllegalStateException("clock_gettime", e);
    }
  }
}
