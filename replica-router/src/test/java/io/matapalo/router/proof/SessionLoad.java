package io.matapalo.router.proof;

import io.matapalo.router.proof.SessionChecker.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sessions that read and write, each operation at another instance, and carry their mark along.
 * Every read is checked. Thread-safe.
 */
final class SessionLoad {
  static final int KEYS = 200;
  private static final int SESSIONS = 24;
  private static final int KEYS_OF_A_SESSION = 8;
  private static final double WRITES = 0.3;
  private static final Duration ASK = Duration.ofMinutes(1);

  private final Instances instances;
  private final int primaryPort;
  private final long seed;
  private final AtomicInteger left;
  // Odd while replicas are behind.
  private final AtomicInteger spell = new AtomicInteger();
  private final LongAdder reads = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder markedReads = new LongAdder();
  private final LongAdder markedOffPrimary = new LongAdder();
  private final LongAdder markedInSpells = new LongAdder();
  private final LongAdder offPrimaryInSpells = new LongAdder();
  private final List<Violation> violations = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * @param instances {@link MarkWork}, opened
   * @param primaryPort of the node whose reads are not off the primary; 0 if all are alike
   */
  SessionLoad(Instances instances, int primaryPort, int operations, long seed) {
    this.instances = instances;
    this.primaryPort = primaryPort;
    this.left = new AtomicInteger(operations);
    this.seed = seed;
  }

  /** Replicas fall behind from now on. */
  void behind() {
    spell.updateAndGet(now -> now | 1);
  }

  /** They have caught up. */
  void caughtUp() {
    spell.updateAndGet(now -> (now | 1) + 1);
  }

  boolean isOver() {
    return over.get();
  }

  int operationsLeft() {
    return Math.max(0, left.get());
  }

  /** Runs all operations, {@code meanwhile} on this thread. */
  void run(Runnable meanwhile) throws InterruptedException, ExecutionException {
    List<Future<List<Violation>>> sessions = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicInteger running = new AtomicInteger(SESSIONS);
      for (int i = 0; i < SESSIONS; i++) {
        int number = i;
        sessions.add(
            executor.submit(() -> {
              try {
                return session(number);
              } finally {
                over.compareAndSet(false, running.decrementAndGet() == 0);
              }
            }));
      }
      meanwhile.run();
    }
    for (Future<List<Violation>> session : sessions) {
      violations.addAll(session.get());
    }
  }

  private List<Violation> session(int number) {
    SplittableRandom chance = new SplittableRandom(seed + number);
    SessionChecker checker = new SessionChecker("s" + number);
    List<Integer> keys = chance.ints(KEYS_OF_A_SESSION, 0, KEYS).boxed().toList();
    List<Instance> all = instances.all();
    String mark = "";
    while (left.getAndDecrement() > 0) {
      Instance instance = all.get(chance.nextInt(all.size()));
      int key = keys.get(chance.nextInt(KEYS_OF_A_SESSION));
      boolean write = chance.nextDouble() < WRITES;
      int before = spell.get();
      Message answer = instance.ask(ASK, "do", write ? "write" : "read", "key", key, "mark", mark);
      long version = answer.number("version");
      if (write) {
        writes.increment();
        checker.wrote(key, version);
      } else {
        reads.increment();
        checker.read(key, version);
        count(!mark.isEmpty(), answer.integer("port"), before);
      }
      mark = answer.text("mark");
    }
    return checker.violations();
  }

  private void count(boolean marked, int port, int spellBefore) {
    if (!marked) {
      return;
    }
    boolean lagging = spellBefore % 2 == 1 || spell.get() != spellBefore;
    (lagging ? markedInSpells : markedReads).increment();
    if (port != primaryPort) {
      (lagging ? offPrimaryInSpells : markedOffPrimary).increment();
    }
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** Of marked reads while no replica was delayed, how many were not served by the primary. */
  double shareOffPrimary() {
    return (double) markedOffPrimary.sum() / Math.max(1, markedReads.sum());
  }

  /** The figures as a row of a table. */
  String row(String name) {
    return "| %s | %d | %d | %d | %.1f %% of %d | %.1f %% of %d |"
        .formatted(
            name,
            reads.sum(),
            writes.sum(),
            violations.size(),
            100 * shareOffPrimary(),
            markedReads.sum(),
            100.0 * offPrimaryInSpells.sum() / Math.max(1, markedInSpells.sum()),
            markedInSpells.sum());
  }
}
