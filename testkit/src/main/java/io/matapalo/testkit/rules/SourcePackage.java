package io.matapalo.testkit.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One package as the sources in its folder show it. Immutable.
 *
 * @param name in full
 * @param door whether other modules may import it
 * @param types its top-level types; {@code package-info} is none
 * @param nullMarked whether a type without {@code @Nullable} is never null in it
 * @param imports the packages that its types import, itself not among them
 */
public record SourcePackage(
    String name, Door door, int types, boolean nullMarked, Set<String> imports) {
  private static final int LEAST_TYPES = 3;
  private static final int MOST_TYPES = 15;

  /** {@code io.matapalo.MODULE} and two below it. */
  private static final int MOST_SEGMENTS = 5;

  private static final Pattern FIRST_WORD = Pattern.compile("/\\*\\*[\\s*]*(\\S+)");
  private static final Pattern IMPORTED =
      Pattern.compile("(?m)^import (?:static )?([a-z]\\w*(?:\\.[a-z]\\w*)*)\\.[A-Z*]");

  /** Which side of a module's front door a package lies on. */
  public enum Door {
    /** Other modules may import it; its package-info begins with "API." */
    API,
    /** It belongs to its module; its package-info begins with "Interior." */
    INTERIOR,
    /** The package does not say. */
    UNSAID
  }

  public SourcePackage {
    imports = Set.copyOf(imports);
  }

  static SourcePackage of(String name, List<Path> files) throws IOException {
    Door door = Door.UNSAID;
    int types = 0;
    boolean nullMarked = false;
    Set<String> imports = new TreeSet<>();
    for (Path file : files) {
      String text = Files.readString(file, UTF_8);
      if (file.endsWith("package-info.java")) {
        door = door(text);
        nullMarked = text.contains("@NullMarked");
      } else {
        types++;
        IMPORTED.matcher(text).results().map(found -> found.group(1)).forEach(imports::add);
      }
    }
    imports.remove(name);
    return new SourcePackage(name, door, types, nullMarked, imports);
  }

  /** What breaks a rule of the house; nothing if all is well. */
  List<String> faults(boolean anySize) {
    List<String> faults = new ArrayList<>();
    if (door == Door.UNSAID) {
      faults.add(
          "the package-info of %s must begin with \"API.\" or \"Interior.\"".formatted(name));
    }
    if (!nullMarked) {
      faults.add("the package-info of %s must be @NullMarked".formatted(name));
    }
    if (name.split("\\.", -1).length > MOST_SEGMENTS) {
      faults.add("package %s must be at most two below its module's base".formatted(name));
    }
    if (!anySize && (types < LEAST_TYPES || types > MOST_TYPES)) {
      faults.add(
          "package %s must have %d to %d types, has %d"
              .formatted(name, LEAST_TYPES, MOST_TYPES, types));
    }
    return faults;
  }

  private static Door door(String packageInfo) {
    Matcher first = FIRST_WORD.matcher(packageInfo);
    return switch (first.find() ? first.group(1) : "") {
      case "API." -> Door.API;
      case "Interior." -> Door.INTERIOR;
      default -> Door.UNSAID;
    };
  }
}
