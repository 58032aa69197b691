package io.matapalo.fastpath.instructions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Counts uses in a small file that is mapped into memory. A count is one atomic addition to a page
 * of the operating system, which writes it to disk: so a process that is killed loses none, and a
 * host that loses power loses what it had not written. Thread-safe.
 *
 * <p>The file belongs to one process at a time. Its first use gives it an id, by which the database
 * knows up to where its counts are added up; see {@link UsageFlush}.
 */
public final class UsageJournal implements AutoCloseable {

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final long MAGIC = 0x4d41_5441_5553_4531L;
  private static final long MAGIC_AT = 0;
  private static final long ID_AT = 8;
  private static final long COUNTED_AT = 24;
  private static final long ADDED_UP_AT = 32;
  private static final long LENGTH = 40;

  private final FileChannel channel;
  private final Arena arena;
  private final MemorySegment memory;
  private final UUID id;

  private UsageJournal(FileChannel channel, Arena arena, MemorySegment memory) {
    this.channel = channel;
    this.arena = arena;
    this.memory = memory;
    this.id = new UUID(get(ID_AT), get(ID_AT + Long.BYTES));
  }

  /**
   * Opens the journal in {@code file}, which is made if it is not there; its folder must be.
   *
   * @throws IllegalArgumentException when another process has it, or it is another kind of file
   * @throws UncheckedIOException when it cannot be read and written
   */
  public static UsageJournal open(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        return open(file, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the usage journal " + file + " cannot be used", e);
    }
  }

  private static UsageJournal open(Path file, FileChannel channel) throws IOException {
    lock(file, channel);
    if (channel.size() != 0 && channel.size() != LENGTH) {
      throw new IllegalArgumentException(file + " is no usage journal");
    }
    Arena arena = Arena.ofShared();
    try {
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH, arena);
      long magic = (long) LONG.getVolatile(memory, MAGIC_AT);
      if (magic == 0) {
        begin(memory, channel);
      } else if (magic != MAGIC) {
        throw new IllegalArgumentException(file + " is no usage journal");
      }
      return new UsageJournal(channel, arena, memory);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static void lock(Path file, FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IllegalArgumentException(
          "the usage journal " + file + " is in use; give each instance one of its own");
    }
  }

  /** The magic number comes last: a file without it has never counted anything. */
  private static void begin(MemorySegment memory, FileChannel channel) throws IOException {
    UUID id = UUID.randomUUID();
    LONG.setVolatile(memory, ID_AT, id.getMostSignificantBits());
    LONG.setVolatile(memory, ID_AT + Long.BYTES, id.getLeastSignificantBits());
    LONG.setVolatile(memory, MAGIC_AT, MAGIC);
    memory.force();
    channel.force(true);
  }

  /** So many uses more. Once it returns, the death of this process does not lose them. */
  public void count(int uses) {
    LONG.getAndAdd(memory, COUNTED_AT, (long) uses);
  }

  /** What tells it from other journals, for as long as the file lives. */
  UUID id() {
    return id;
  }

  /** All uses since the file was made. */
  long counted() {
    return get(COUNTED_AT);
  }

  /** Of these, how many are known to be added up in the database; it may be more. */
  long addedUp() {
    return get(ADDED_UP_AT);
  }

  /** From now on it is known of so many, or of more that were known before. */
  void addedUp(long uses) {
    long known = addedUp();
    while (known < uses && !LONG.compareAndSet(memory, ADDED_UP_AT, known, uses)) {
      known = addedUp();
    }
  }

  @Override
  public void close() {
    arena.close();
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the usage journal did not close", e);
    }
  }

  private long get(long at) {
    return (long) LONG.getVolatile(memory, at);
  }
}
