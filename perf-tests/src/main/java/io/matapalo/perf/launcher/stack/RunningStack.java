package io.matapalo.perf.launcher.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stack that was started. Closing it stops everything in reverse order; thread-safe, idempotent.
 */
public final class RunningStack implements AutoCloseable {
  private record Member(String name, AutoCloseable running) {}

  private final StackFile file;
  private final RunFolder folder;
  private final Placeholders values;
  private final Progress progress;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Member> members = new ArrayDeque<>();
  private boolean keepsData;
  private boolean closed;

  RunningStack(StackFile file, RunFolder folder, Placeholders values, Progress progress) {
    this.file = file;
    this.folder = folder;
    this.values = values;
    this.progress = progress;
  }

  /** The addresses to print, by name, in the order of the file. */
  public Map<String, String> addresses() {
    Map<String, String> resolved = new LinkedHashMap<>();
    file.addresses().forEach((name, text) -> resolved.put(name, values.resolve(text)));
    return resolved;
  }

  /** The values for placeholders, those of the servers included. */
  public Placeholders placeholders() {
    return values;
  }

  /** The names of the processes in the stack file, by process id; servers are not among them. */
  public Map<Long, String> processes() {
    lock.lock();
    try {
      Map<Long, String> names = new HashMap<>();
      for (Member member : members) {
        if (member.running() instanceof RunningProcess process) {
          names.put(process.pid(), member.name());
        }
      }
      return names;
    } finally {
      lock.unlock();
    }
  }

  /** Where logs and configuration are. */
  public RunFolder folder() {
    return folder;
  }

  /** Keeps the data folders when the stack is closed. */
  public void keepData() {
    lock.lock();
    try {
      keepsData = true;
    } finally {
      lock.unlock();
    }
  }

  void started(String name, AutoCloseable running) {
    lock.lock();
    try {
      members.push(new Member(name, running));
    } finally {
      lock.unlock();
    }
  }

  void closeAfterFailure() {
    keepData();
    close();
  }

  @Override
  public void close() {
    // Held while stopping: whoever comes second returns only when everything has ended.
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      progress.say("stopping " + file.name());
      while (!members.isEmpty()) {
        stop(members.pop());
      }
      if (!keepsData) {
        folder.removeData();
      }
      progress.say("everything has ended; logs are in " + folder.path().resolve("logs"));
    } finally {
      lock.unlock();
    }
  }

  private void stop(Member member) {
    try {
      member.running().close();
    } catch (Exception e) {
      // The others must be stopped too; the log of this one says more.
      progress.say("could not stop " + member.name() + " cleanly: " + e);
    }
  }
}
