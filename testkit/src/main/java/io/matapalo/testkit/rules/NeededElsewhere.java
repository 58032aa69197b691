package io.matapalo.testkit.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Holds for a type that another package knows, or that is a program of its own. Stateless. */
final class NeededElsewhere extends ArchCondition<JavaClass> {
  static final NeededElsewhere BE_NEEDED = new NeededElsewhere();

  private NeededElsewhere() {
    super("be needed by another package");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    boolean program = type.tryGetMethod("main", String[].class).isPresent();
    boolean needed =
        type.getDirectDependenciesToSelf().stream()
            .anyMatch(use -> !use.getOriginClass().getPackageName().equals(type.getPackageName()));
    events.add(
        new SimpleConditionEvent(
            type, program || needed, type.getName() + " is public and needed by no other package"));
  }
}
