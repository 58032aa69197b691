package io.matapalo.testkit.rules;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** Finds calls that read the system's clock, sleep, or draw unseeded chance. Stateless. */
final class AmbientCalls {
  static final ArchCondition<JavaClass> BE_MADE =
      new ArchCondition<>("sleep, read the system's clock or draw unseeded chance") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          type.getAccessesFromSelf().stream()
              .filter(AmbientCalls::isAmbient)
              .forEach(
                  call -> events.add(SimpleConditionEvent.satisfied(type, call.getDescription())));
        }
      };

  private static final Set<String> CALLS =
      Set.of(
          "java.lang.Thread.sleep",
          "java.util.concurrent.TimeUnit.sleep",
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.Math.random");
  private static final Set<String> WITHOUT_ARGUMENTS =
      Set.of(
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.Date.<init>",
          "java.util.Random.<init>");

  private AmbientCalls() {}

  private static boolean isAmbient(JavaAccess<?> access) {
    String name = access.getTargetOwner().getName() + "." + access.getTarget().getName();
    return CALLS.contains(name)
        || (WITHOUT_ARGUMENTS.contains(name) && access.getTarget().getFullName().endsWith("()"));
  }
}
