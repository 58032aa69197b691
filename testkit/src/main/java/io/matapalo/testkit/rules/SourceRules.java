package io.matapalo.testkit.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Ceilings over the sources of a module: lines of a file (300, tests 500), lines of a method (40),
 * parameters (5), no disabled test, no sleep in a test, no mark for later without an issue number.
 * The portrait of legacy code in {@code com.turnstile} is exempt from the ceilings, and so are
 * classes that implement interfaces of JDBC; parameters of a record's canonical constructor and of
 * overriding methods do not count. Stateless.
 */
public final class SourceRules {
  static final int MAX_MAIN_LINES = 300;
  static final int MAX_TEST_LINES = 500;
  static final int MAX_METHOD_LINES = 40;
  static final int MAX_PARAMETERS = 5;

  private static final String LEGACY = "com.turnstile";
  // The testkit is where real waits live.
  private static final String TESTKIT = "io.matapalo.testkit";

  private SourceRules() {}

  /** Fails with an AssertionError that lists every violation below {@code src} of a module. */
  public static void check(Path moduleFolder) {
    List<SourceViolation> violations = violations(moduleFolder);
    if (!violations.isEmpty()) {
      throw new AssertionError(
          "%d violations of the rules for sources:%n%s"
              .formatted(
                  violations.size(),
                  violations.stream()
                      .map(SourceViolation::toString)
                      .collect(Collectors.joining("\n"))));
    }
  }

  public static List<SourceViolation> violations(Path moduleFolder) {
    Path sources = moduleFolder.resolve("src");
    if (!Files.isDirectory(sources)) {
      throw new IllegalArgumentException("no folder src in " + moduleFolder.toAbsolutePath());
    }
    try (Stream<Path> files = Files.walk(sources)) {
      return violations(files.filter(file -> file.toString().endsWith(".java")).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read sources below " + sources, e);
    }
  }

  private static List<SourceViolation> violations(List<Path> files) throws IOException {
    if (files.isEmpty()) {
      return List.of();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<SourceViolation> found = new ArrayList<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(diagnostic -> {}, Locale.ROOT, UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  diagnostic -> {},
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        found.addAll(violations(unit, Trees.instance(task)));
      }
    }
    return found;
  }

  private static List<SourceViolation> violations(CompilationUnitTree unit, Trees trees)
      throws IOException {
    Path file = Path.of(unit.getSourceFile().toUri());
    String source = Files.readString(file, UTF_8);
    boolean test = isTest(file);
    List<SourceViolation> found = new ArrayList<>();
    for (int line : Comments.linesWithUnnumberedMarks(source)) {
      found.add(
          new SourceViolation(file, line, "a mark for later needs an issue number, like #12"));
    }
    boolean legacy = isIn(unit, LEGACY);
    boolean mayWait = !test || isIn(unit, TESTKIT);
    new ShapeScanner(file, unit, trees.getSourcePositions())
        .violations().stream()
            .filter(violation -> !legacy || violation.text().startsWith("@"))
            .filter(violation -> !mayWait || !violation.text().contains("sleep"))
            .forEach(found::add);
    long lines = source.lines().count();
    long most = test ? MAX_TEST_LINES : MAX_MAIN_LINES;
    if (lines > most && !legacy && !Jdbc.isImplementedIn(unit)) {
      found.add(
          new SourceViolation(
              file, most + 1, "the file has %d lines, at most %d".formatted(lines, most)));
    }
    return found;
  }

  private static boolean isTest(Path file) {
    Path folder = file.getParent();
    while (folder != null) {
      Path parent = folder.getParent();
      if (parent != null && parent.endsWith("src")) {
        return !folder.endsWith("main");
      }
      folder = parent;
    }
    return false;
  }

  private static boolean isIn(CompilationUnitTree unit, String packageName) {
    ExpressionTree name = unit.getPackageName();
    String text = name == null ? "" : name.toString();
    return text.equals(packageName) || text.startsWith(packageName + ".");
  }
}
