package io.matapalo.recorder.jdbc;

import io.matapalo.jvm.KeyedHash;
import java.io.InputStream;
import java.io.Reader;
import java.util.List;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;
import org.jspecify.annotations.Nullable;

/** A keyed hash of parameters, set in any order; a stream equals itself only. Stateless. */
final class BoundValues {

  private BoundValues() {}

  static long hash(List<ParameterSetOperation> parameters) {
    long sum = 0;
    for (ParameterSetOperation parameter : parameters) {
      Object[] arguments = parameter.getArgs();
      if (arguments.length < 2 || isOutput(parameter)) {
        continue;
      }
      KeyedHash hash = KeyedHash.start();
      add(arguments[0], hash);
      if (ParameterSetOperation.isSetNullParameterOperation(parameter)) {
        hash.add(0L);
      } else {
        add(arguments[1], hash);
      }
      sum += hash.end();
    }
    return sum;
  }

  private static boolean isOutput(ParameterSetOperation parameter) {
    return ParameterSetOperation.isRegisterOutParameterOperation(parameter);
  }

  private static void add(@Nullable Object value, KeyedHash hash) {
    if (value == null) {
      hash.add(0L);
    } else if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      hash.add(1L).add(((Number) value).longValue());
    } else if (value instanceof CharSequence text) {
      hash.add(2L).add(text);
    } else if (value instanceof byte[] bytes) {
      hash.add(3L).add(bytes);
    } else if (value instanceof InputStream || value instanceof Reader) {
      hash.add(4L).add((long) System.identityHashCode(value));
    } else {
      // Numbers, dates and the like; an object without a text of its own equals itself only.
      hash.add(5L).add(value.getClass().getName()).add(String.valueOf(value));
    }
  }
}
