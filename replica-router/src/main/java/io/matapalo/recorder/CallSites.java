package io.matapalo.recorder;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * Finds the application code that runs a statement: up to three frames of the stack that belong to
 * no framework, the innermost first. Thread-safe. Classes are asked once each; the answers hang on
 * the classes themselves ({@link ClassValue}), so none is kept from being unloaded.
 */
final class CallSites {

  /** No application code on the stack. */
  static final String FRAMEWORK = "(framework)";

  static final int MAX_FRAMES = 3;
  // Interceptors and proxies make stacks deep: up to the application, and between its methods.
  private static final int MAX_DEPTH = 400;
  private static final int MAX_GAP = 80;
  private static final int MAX_REMEMBERED = 5_000;

  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  private static final CallSites OF_THIS_JVM =
      new CallSites(ApplicationCode.of(RecorderSettings.ofThisJvm().application()));

  private final ConcurrentMap<Long, String> names = new ConcurrentHashMap<>();
  private final ClassValue<Boolean> isApplication;

  CallSites(ApplicationCode application) {
    isApplication =
        new ClassValue<>() {
          @Override
          protected Boolean computeValue(Class<?> type) {
            return application.includes(type.getName());
          }
        };
  }

  static CallSites ofThisJvm() {
    return OF_THIS_JVM;
  }

  /** Such as {@code PricingBean.subtotal:31 < PurchaseBean.purchase:44}. */
  String here() {
    List<StackWalker.StackFrame> frames = WALKER.walk(this::applicationFrames);
    if (frames.isEmpty()) {
      return FRAMEWORK;
    }
    long key = key(frames);
    String known = names.get(key);
    if (known != null) {
      return known;
    }
    String name = name(frames);
    if (names.size() >= MAX_REMEMBERED) {
      names.clear();
    }
    names.put(key, name);
    return name;
  }

  private List<StackWalker.StackFrame> applicationFrames(Stream<StackWalker.StackFrame> stack) {
    List<StackWalker.StackFrame> found = new ArrayList<>(MAX_FRAMES);
    Iterator<StackWalker.StackFrame> frames = stack.iterator();
    int left = MAX_DEPTH;
    while (left > 0 && found.size() < MAX_FRAMES && frames.hasNext()) {
      StackWalker.StackFrame frame = frames.next();
      left--;
      if (isApplication.get(frame.getDeclaringClass())) {
        found.add(frame);
        left = Math.min(left, MAX_GAP);
      }
    }
    return found;
  }

  /** Class, method and place in it; a class loaded anew may have other lines. */
  private static long key(List<StackWalker.StackFrame> frames) {
    long key = 17;
    for (StackWalker.StackFrame frame : frames) {
      key = mixed(key, frame.getDeclaringClass().getName().hashCode());
      key = mixed(key, System.identityHashCode(frame.getDeclaringClass()));
      key = mixed(key, frame.getMethodName().hashCode());
      key = mixed(key, frame.getByteCodeIndex());
    }
    return key;
  }

  private static long mixed(long key, long next) {
    long mixed = (key ^ next) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }

  private static String name(List<StackWalker.StackFrame> frames) {
    StringBuilder name = new StringBuilder();
    for (StackWalker.StackFrame frame : frames) {
      if (name.length() > 0) {
        name.append(" < ");
      }
      String type = frame.getClassName();
      name.append(type.substring(type.lastIndexOf('.') + 1))
          .append('.')
          .append(plain(frame.getMethodName()));
      if (frame.getLineNumber() >= 0) {
        name.append(':').append(frame.getLineNumber());
      }
    }
    return name.toString();
  }

  /** The method that a lambda stands in. */
  private static String plain(String method) {
    if (!method.startsWith("lambda$")) {
      return method;
    }
    int end = method.lastIndexOf('$');
    return end > "lambda$".length() ? method.substring("lambda$".length(), end) : method;
  }
}
