package io.matapalo.testkit.rules;

import com.google.errorprone.annotations.FormatMethod;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at the methods and annotations of one source file. Confined to one thread. */
final class ShapeScanner extends TreeScanner<@Nullable Void, @Nullable ClassTree> {
  private static final Set<String> DISABLING = Set.of("Disabled", "Ignore");

  private final Path file;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private final List<SourceViolation> found = new ArrayList<>();

  ShapeScanner(Path file, CompilationUnitTree unit, SourcePositions positions) {
    this.file = file;
    this.unit = unit;
    this.positions = positions;
  }

  List<SourceViolation> violations() {
    scan(unit, null);
    return List.copyOf(found);
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable ClassTree outer) {
    return Jdbc.isImplementedBy(type, unit) ? null : super.visitClass(type, type);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, @Nullable ClassTree type) {
    // A constructor that the compiler adds has no place in the file, and so no lines.
    long start = positions.getStartPosition(unit, method);
    long end = positions.getEndPosition(unit, method);
    if (start >= 0 && end >= 0) {
      long lines = line(end) - line(start) + 1;
      if (lines > SourceRules.MAX_METHOD_LINES) {
        report(
            method,
            "method %s has %d lines, at most %d",
            method.getName(),
            lines,
            SourceRules.MAX_METHOD_LINES);
      }
    }
    int parameters = method.getParameters().size();
    if (parameters > SourceRules.MAX_PARAMETERS
        && !isOverride(method)
        && !isCanonicalConstructor(method, type)) {
      report(
          method,
          "method %s has %d parameters, at most %d",
          method.getName(),
          parameters,
          SourceRules.MAX_PARAMETERS);
    }
    return super.visitMethod(method, type);
  }

  @Override
  public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable ClassTree type) {
    String name = annotation.getAnnotationType().toString();
    String simple = name.substring(name.lastIndexOf('.') + 1);
    if (DISABLING.contains(simple)) {
      report(annotation, "@%s: a test runs or is deleted", simple);
    }
    return super.visitAnnotation(annotation, type);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable ClassTree type) {
    String target = call.getMethodSelect().toString();
    if (target.equals("Thread.sleep") || target.matches("(TimeUnit\\.)?[A-Z]+SECONDS\\.sleep")) {
      report(call, "%s: await a condition, or hand in a clock", target);
    }
    return super.visitMethodInvocation(call, type);
  }

  private static boolean isOverride(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
  }

  private static boolean isCanonicalConstructor(MethodTree method, @Nullable ClassTree type) {
    return type != null
        && type.getKind() == Tree.Kind.RECORD
        && method.getReturnType() == null
        && method.getParameters().size() == components(type);
  }

  // A record has no instance fields but its components.
  private static long components(ClassTree record) {
    return record.getMembers().stream()
        .filter(VariableTree.class::isInstance)
        .map(VariableTree.class::cast)
        .filter(
            field -> !field.getModifiers().toString().toLowerCase(Locale.ROOT).contains("static"))
        .count();
  }

  private long line(long position) {
    return unit.getLineMap().getLineNumber(position);
  }

  @FormatMethod
  private void report(Tree place, String text, Object... values) {
    found.add(
        new SourceViolation(
            file, line(positions.getStartPosition(unit, place)), text.formatted(values)));
  }
}
